"""Web pages: all that a person sees, and nothing that lies elsewhere."""

from pathlib import Path

import pytest

from pipeline.readers import count_pages, read_pages
from pipeline.readers.web import open_web_archive, save_web_page
from pipeline.settings import Settings
from tests.readers.papers import as_source

PAGE = """<html><head><title>Case log</title><script>alert("x")</script>
<link rel="stylesheet" href="http://a.test/x.css"></head>
<body background="http://a.test/b.png" onload="go()"><!-- not shown --><p>Informant paid at the <b>caf\xe9</b>.</p>
<img src="http://a.test/pixel.png" alt="Photograph of the lineup">
<iframe srcdoc="&lt;p&gt;Inner page&lt;/p&gt;">x</iframe>
<input value="typed in"><a href="mailto:dask@a.test">Write</a></body></html>"""


def test_a_page_is_read_from_its_first_line_to_its_last(tmp_path: Path, settings: Settings) -> None:
    (tmp_path / "log.dat").write_bytes(PAGE.encode("cp1252"))
    source = as_source(tmp_path / "log.dat")
    assert source.media_type == "text/html"
    [page] = read_pages(source, 1, count_pages(source, settings), settings)
    assert page.reading is not None
    text = " ".join(page.reading.text.split())
    assert text.startswith("Case log Informant paid at the café.")
    for said in ("Photograph of the lineup", "Inner page", "typed in", "Write <dask@a.test>"):
        assert said in text
    assert "alert" not in text


def test_nothing_of_a_page_lies_elsewhere(tmp_path: Path) -> None:
    saved = save_web_page(PAGE.encode("cp1252"), tmp_path / "page.html").read_text("utf-8")
    assert "http" not in saved.replace("http-equiv", "")
    assert "onload" not in saved


@pytest.mark.parametrize("data", [b"", b"   ", b"<", b"<!-- only a comment -->", b"\x00\x01<p>\x02"])
def test_a_page_without_anything_is_an_empty_page(data: bytes, tmp_path: Path) -> None:
    assert "<body>" in save_web_page(data, tmp_path / "page.html").read_text("utf-8")


def test_a_web_archive_brings_its_pictures(tmp_path: Path) -> None:
    archive = (
        b"From: <Saved by a browser>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=X\r\n\r\n"
        b"--X\r\nContent-Type: text/html; charset=windows-1252\r\nContent-Location: http://a.test/log/page.htm\r\n\r\n"
        b"<html><body><p>Caf\xe9</p><img src='one.png'></body></html>\r\n--X\r\nContent-Type: image/png\r\n"
        b"Content-Location: http://a.test/log/one.png\r\n\r\nbytes of a picture\r\n--X--\r\n"
    )
    (tmp_path / "log").write_bytes(archive)
    assert as_source(tmp_path / "log").media_type == "multipart/related"
    page, parts = open_web_archive(archive, tmp_path)
    saved = save_web_page(page, tmp_path / "page.html", parts).read_text("utf-8")
    assert "Café" in saved
    [picture] = tmp_path.glob("part*.png")
    assert f'src="{picture.name}"' in saved
    assert picture.read_bytes() == b"bytes of a picture"
