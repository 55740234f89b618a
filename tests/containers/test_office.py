"""Files put into office documents come out, under the name they had."""

from pathlib import Path

import pytest

from pipeline.containers import Member, find_members
from pipeline.records import FileState, SourceFile
from pipeline.settings import Settings
from tests.containers.boxes import LETTER, REPORT, zipped
from tests.containers.compound import compound

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
PDF = b"%PDF-1.4 as it was put in"


def package(name: str, content: bytes) -> bytes:
    """As the Object Packager of Windows wraps a file."""
    path = b"C:\\cases\\" + name.encode() + b"\0"
    body = b"\x02\x00" + name.encode() + b"\0" + path + b"\0\0\x03\0" + len(path).to_bytes(4, "little") + path
    return body + len(content).to_bytes(4, "little") + content


def native(name: str, content: bytes) -> bytes:
    body = package(name, content)
    return len(body).to_bytes(4, "little") + body


def members(tmp_path: Path, content: bytes, kind: str) -> dict[str, bytes | None]:
    path = tmp_path / "document"
    path.write_bytes(content)
    found = find_members(SourceFile("0" * 64, str(path), kind, len(content)), "document", Settings(archive=tmp_path))
    return {one.path: None if one.blocks is None else b"".join(one.blocks) for one in found if isinstance(one, Member)}


def test_files_in_a_package_of_today(tmp_path: Path) -> None:
    ole = compound({"\x01Ole10Native": native("report.txt", REPORT)})
    made = zipped(
        {
            "word/document.xml": b"<w/>",
            "word/media/image1.png": b"shown on the page",
            "word/embeddings/oleObject1.bin": ole,
            "word/embeddings/oleObject2.bin": compound({"CONTENTS": PDF}),
            "word/embeddings/Microsoft_Excel_Sheet1.xlsx": LETTER,
        }
    )
    assert members(tmp_path, made, DOCX) == {
        "report.txt": REPORT,
        "contents.pdf": PDF,
        "Microsoft_Excel_Sheet1.xlsx": LETTER,
    }


def test_files_in_a_container_of_the_first_office_formats(tmp_path: Path) -> None:
    made = compound(
        {
            "WordDocument": bytes(5000),
            "ObjectPool": {
                "_1": {"\x01Ole10Native": native("report.txt", REPORT)},
                "_2": {"WordDocument": bytes(100)},
                "_3": {"CONTENTS": PDF},
            },
        }
    )
    assert members(tmp_path, made, "application/msword") == {"report.txt": REPORT, "contents.pdf": PDF, "2": None}


def test_files_in_rich_text(tmp_path: Path) -> None:
    body = package("report.txt", REPORT)
    head = (0x501).to_bytes(4, "little") + (2).to_bytes(4, "little") + (8).to_bytes(4, "little") + b"Package\0"
    data = head + bytes(8) + len(body).to_bytes(4, "little") + body
    digits = data.hex()
    broken = "\n".join(digits[at : at + 64] for at in range(0, len(digits), 64))
    made = b"{\\rtf1 A letter.{\\object\\objemb{\\*\\objclass Package}{\\*\\objdata \n" + broken.encode() + b"}}}"
    assert members(tmp_path, made, "application/rtf") == {"report.txt": REPORT}


@pytest.mark.parametrize("kind", [DOCX, "application/msword", "application/rtf"])
@pytest.mark.parametrize("start", [b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"{\\rtf{\\objdata ff"])
def test_a_damaged_document_has_none(tmp_path: Path, kind: str, start: bytes) -> None:
    assert members(tmp_path, start + bytes(range(256)) * 8, kind) == {}


def test_an_object_that_is_only_drawn_is_named(tmp_path: Path) -> None:
    made = compound({"Workbook": bytes(5000), "MBD00ABCD": {"Workbook": bytes(100)}})
    path = tmp_path / "book.xls"
    path.write_bytes(made)
    source = SourceFile("0" * 64, str(path), "application/vnd.ms-excel", len(made))
    [found] = find_members(source, "book.xls", Settings(archive=tmp_path))
    assert isinstance(found, Member)
    assert (found.path, found.state) == ("MBD00ABCD", FileState.UNSUPPORTED)
