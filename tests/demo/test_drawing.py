"""The committed archive is what the written case files say, and drawing it again gives the same pages."""

import hashlib
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image

from demo.cases import Document, load_documents, page_words
from demo.draw import draw_document, missing_fonts
from demo.layout import PageTooLong, lay_out
from tests.demo.conftest import ROOT

ARCHIVE = ROOT / "demo" / "archive"
DOCUMENTS = load_documents()
SCANNED = (".tif", ".png", ".jpg")


def count_pages(path: Path) -> int:
    if path.suffix in SCANNED:
        with Image.open(path) as image:
            return getattr(image, "n_frames", 1)
    with pypdfium2.PdfDocument(path) as pdf:
        return len(pdf)


def squeezed(text: str) -> str:
    return "".join(text.split())


def test_archive_holds_the_written_documents_and_nothing_else() -> None:
    written = {file for document in DOCUMENTS for file in (document.file, *document.copies)}
    drawn = {path.relative_to(ARCHIVE).as_posix() for path in ARCHIVE.rglob("*") if path.is_file()}
    assert drawn == written


def test_archive_is_small_enough_to_be_committed() -> None:
    assert sum(path.stat().st_size for path in ARCHIVE.rglob("*") if path.is_file()) < 3_000_000


@pytest.mark.parametrize("document", [d for d in DOCUMENTS if d.paper not in ("empty", "locked", "docx", "txt")])
def test_drawn_page_count_is_the_written_one(document: Document) -> None:
    assert count_pages(ARCHIVE / document.file) == len(document.pages)


@pytest.mark.parametrize("document", [d for d in DOCUMENTS if d.paper == "text"])
def test_text_pdf_says_what_was_written(document: Document) -> None:
    with pypdfium2.PdfDocument(ARCHIVE / document.file) as pdf:
        for number, page in enumerate(document.pages):
            said = squeezed(pdf[number].get_textpage().get_text_range())
            for word in page_words(page).split():
                assert word in said, f"page {number + 1}: {word}"


def test_copies_have_the_same_bytes() -> None:
    copied = [document for document in DOCUMENTS if document.copies]
    assert copied
    for document in copied:
        digests = {
            hashlib.sha256((ARCHIVE / file).read_bytes()).hexdigest() for file in (document.file, *document.copies)
        }
        assert len(digests) == 1


@pytest.mark.parametrize("paper", ["top_copy", "transcript", "text", "locked", "docx", "txt", "grey"])
def test_drawing_again_gives_the_same_pages(paper: str, tmp_path: Path) -> None:
    if missing := missing_fonts():
        pytest.skip(f"fonts to draw with are not installed: {missing[0]}")
    pytest.importorskip("reportlab", reason="reportlab prints the text PDFs")
    document = next(document for document in DOCUMENTS if document.paper == paper)
    once, twice = (tmp_path / f"{name}{Path(document.file).suffix}" for name in ("once", "twice"))
    draw_document(document, once)
    draw_document(document, twice)
    assert once.read_bytes() == twice.read_bytes()
    if once.suffix in (*SCANNED, ".pdf") and paper != "locked":
        assert count_pages(once) == count_pages(ARCHIVE / document.file)


def test_page_that_holds_too_much_is_refused() -> None:
    with pytest.raises(PageTooLong, match="no room"):
        lay_out({"style": "typed", "text": "word " * 2000})
    with pytest.raises(PageTooLong, match="25 fit"):
        lay_out({"style": "transcript", "number": 1, "text": "Q. Who?\n" * 26})
