"""PDF: each page from its text layer, by OCR, or both with the better one taken (see `pdf_trust`)."""

from collections.abc import Iterator
from contextlib import contextmanager

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c
from PIL import Image

from pipeline.errors import CannotRead
from pipeline.readers.media import LAID_OUT
from pipeline.readers.pdf_page import draw, is_drawn_on, open_page
from pipeline.readers.pdf_rescue import LOCKED, rebuild, rescue_page
from pipeline.readers.pdf_trust import read_page
from pipeline.records import FileState, Page, PageState, SourceFile
from pipeline.settings import Settings

DAMAGED = "The PDF is damaged and cannot be opened. Ask for another copy, or try to repair it with: qpdf IN OUT"


def count_pages(source: SourceFile, settings: Settings) -> int:
    with _open_pdf(source) as document:
        pages = len(document)
    if pages < 1:
        raise CannotRead(FileState.EMPTY, "The PDF has no pages. Ask for another copy.")
    return pages


def read_pages(source: SourceFile, first: int, last: int, settings: Settings) -> Iterator[Page]:
    with _open_pdf(source) as document:
        for number in range(first, last + 1):
            try:
                page = read_page(document, number, settings, is_typed=source.media_type == LAID_OUT)
            except (pdfium.PdfiumError, ValueError, OSError, ArithmeticError, IndexError) as error:
                problem = f"The page could not be read ({type(error).__name__}: {str(error)[:120]})."
                page = Page(number, PageState.FAILED, None, 0.0, 0.0, 0, problem)
            if page.state is PageState.FAILED or (page.state is PageState.BLANK and is_drawn_on(document, number)):
                page = rescue_page(source.path, page, settings)
            yield page


def render_page(source: SourceFile, number: int, dpi: int, settings: Settings) -> Image.Image:
    with _open_pdf(source) as document:
        return draw(open_page(document, number)[0], dpi, "RGB")


@contextmanager
def _open_pdf(source: SourceFile) -> Iterator[pdfium.PdfDocument]:
    try:
        document = _open_document(source.path)
    except pdfium.PdfiumError as error:
        if error.err_code in (pdfium_c.FPDF_ERR_PASSWORD, pdfium_c.FPDF_ERR_SECURITY):
            raise CannotRead(FileState.ENCRYPTED, LOCKED) from error
        raise CannotRead(FileState.QUARANTINED, DAMAGED) from error
    try:
        yield document
    finally:
        document.close()


def _open_document(path: str) -> pdfium.PdfDocument:
    """The file, or what another library makes of it where pdfium cannot open it or finds no page in it."""
    try:
        document = pdfium.PdfDocument(path)
        if len(document):
            return document
    except pdfium.PdfiumError as error:
        if error.err_code in (pdfium_c.FPDF_ERR_PASSWORD, pdfium_c.FPDF_ERR_SECURITY):
            raise
        if (rebuilt := rebuild(path)) is None:
            raise
        return pdfium.PdfDocument(rebuilt)
    rebuilt = rebuild(path)
    return document if rebuilt is None else pdfium.PdfDocument(rebuilt)
