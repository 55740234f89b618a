"""Word processing files: converted once, without the network, within a time limit."""

import socketserver
import threading
import zipfile
from pathlib import Path

import pytest

from pipeline.errors import CannotRead, ServiceMissing
from pipeline.readers import count_pages, read_pages
from pipeline.settings import Settings
from tests.readers.papers import as_source, make_docx


def test_pages_are_converted_once_and_read_as_a_person_sees_them(tmp_path: Path, settings: Settings) -> None:
    path = make_docx(tmp_path / "memo.docx", ["The witness was paid.", "\fSecond page."])
    source = as_source(path)
    assert count_pages(source, settings) == 2
    [made] = (settings.archive / "converted").glob("*.pdf")
    assert made.name.startswith(source.sha256)
    assert len(list((settings.archive / "converted").iterdir())) == 2, "the PDF and the profile, nothing half made"
    path.unlink()
    pages = list(read_pages(source, 1, 2, settings))
    assert [page.reading.text for page in pages if page.reading] == ["The witness was paid.", "Second page."]


def test_rich_text_is_read_whatever_its_name(tmp_path: Path, settings: Settings) -> None:
    (tmp_path / "memo.doc").write_bytes(rb"{\rtf1\ansi Sgt. Varnham was told.\par}")
    source = as_source(tmp_path / "memo.doc")
    [page] = read_pages(source, 1, count_pages(source, settings), settings)
    assert page.reading is not None
    assert page.reading.text == "Sgt. Varnham was told."


def test_a_conversion_that_takes_too_long_is_ended(tmp_path: Path) -> None:
    source = as_source(make_docx(tmp_path / "memo.docx", ["Text"]))
    with pytest.raises(CannotRead, match="longer than") as refused:
        count_pages(source, Settings(archive=tmp_path, open_seconds=0))
    assert refused.value.state == "quarantined"
    [kept] = (tmp_path / "converted").iterdir()
    assert kept.name.startswith("profile")


def test_without_libreoffice_the_message_says_what_to_type(
    tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = as_source(make_docx(tmp_path / "memo.docx", ["Text"]))
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(ServiceMissing, match="apt install libreoffice-writer-nogui"):
        count_pages(source, settings)


class Listener(socketserver.BaseRequestHandler):
    def handle(self) -> None:
        self.server.asked.append(self.request.recv(200))  # type: ignore[attr-defined]


def test_a_linked_picture_is_not_fetched(tmp_path: Path, settings: Settings) -> None:
    with socketserver.TCPServer(("127.0.0.1", 0), Listener) as server:
        server.asked = []  # type: ignore[attr-defined]
        threading.Thread(target=server.serve_forever, daemon=True).start()
        url = f"http://127.0.0.1:{server.server_address[1]}/beacon.png"
        source = as_source(make_linking_odt(tmp_path / "memo.odt", url))
        [page] = read_pages(source, 1, count_pages(source, settings), settings)
        server.shutdown()
        assert page.reading is not None
        assert "Before the picture" in page.reading.text
        assert server.asked == []  # type: ignore[attr-defined]


def make_linking_odt(path: Path, url: str) -> Path:
    names = "urn:oasis:names:tc:opendocument:xmlns"
    content = (
        f'<office:document-content xmlns:office="{names}:office:1.0" xmlns:text="{names}:text:1.0" '
        f'xmlns:draw="{names}:drawing:1.0" xmlns:xlink="http://www.w3.org/1999/xlink" '
        f'xmlns:svg="{names}:svg-compatible:1.0" office:version="1.2"><office:body><office:text>'
        "<text:p>Before the picture</text:p><text:p><draw:frame text:anchor-type='as-char' svg:width='2cm' "
        f"svg:height='2cm'><draw:image xlink:href='{url}' xlink:type='simple' xlink:show='embed' "
        "xlink:actuate='onLoad'/></draw:frame></text:p></office:text></office:body></office:document-content>"
    )
    manifest = (
        f'<manifest:manifest xmlns:manifest="{names}:manifest:1.0">'
        '<manifest:file-entry manifest:full-path="/" manifest:media-type="application/vnd.oasis.opendocument.text"/>'
        '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>'
    )
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        archive.writestr("content.xml", content)
        archive.writestr("META-INF/manifest.xml", manifest)
    return path
