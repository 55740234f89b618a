"""Kinds of files by their content; names are believed where the content says nothing."""

from pathlib import Path

import pytest

from pipeline.readers import media_type


@pytest.mark.parametrize(
    ("name", "data", "kind"),
    [
        ("a", b"\xffWPC\x10\x00\x00\x00\x01\x0a", "application/vnd.wordperfect"),
        ("letter.doc", b"\xcb\x0a\x01\xf6\x01\xcb\xc0\x0a\x4a\x09" * 20, "application/vnd.wordperfect"),
        ("a", b"\xdb\xa5-\x00", "application/msword"),
        ("a", b"\x09\x04\x06\x00\x00\x00\x10\x00", "application/vnd.ms-excel"),
        ("a", b"\x00\x00\x02\x00\x06\x04\x06\x00", "application/vnd.lotus-1-2-3"),
        ("a", b"\x00\x00\x00\x0cjP  \r\n\x87\n", "image/jp2"),
        ("a", b"\x00\x00\x00\x18ftypmif1\x00\x00\x00\x00", "image/heic"),
        ("a", b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00", "image/heic"),
        ("a.jpg", b"\xd7\xcd\xc6\x9a\x00\x00", "image/wmf"),
        ("a", b"\x01\x00\x00\x00" + bytes(36) + b" EMF", "image/emf"),
        ("note.bmp", b"BMW 525 seen at the scene.", "text/plain"),
        ("a", b"BM" + bytes([70, 0, 0, 0, 0, 0, 0, 0, 54, 0, 0, 0]), "image/bmp"),
        ("memo.txt", b"  <!-- saved --><!DOCTYPE html><html>", "text/html"),
        ("a", b'<?xml version="1.0"?><!-- x --><html xmlns="a">', "text/html"),
        ("a.doc", b'<?xml version="1.0"?><w:wordDocument xmlns:w="a">', "application/x-ms-word-xml"),
        ("a.xml", b'<?xml version="1.0"?>\n<?mso-application progid="Excel.Sheet"?>', "application/x-ms-excel-xml"),
        ("a.xml", b'<?xml version="1.0"?><case><name>x</name></case>', "text/plain"),
        ("a.svg", b'<svg xmlns="http://www.w3.org/2000/svg"/>', "image/svg+xml"),
        ("fund.csv", b"a,b\n1,2\n", "text/csv"),
        ("page.mht", b"MIME-Version: 1.0\r\nContent-Type: multipart/related\r\n", "multipart/related"),
        ("memo", "Paid in full".encode("utf-16-le"), "text/plain"),
        ("memo.doc", b"Plain words of an old editor.\r\n\x1a", "text/plain"),
        ("settings.json", b'{"a": 1}', "text/plain"),
    ],
)  # fmt: skip
def test_the_kind_of_a_file(name: str, data: bytes, kind: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(data)
    assert media_type(tmp_path / name) == kind
