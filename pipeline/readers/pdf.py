"""PDF: the text layer where it can be used, else OCR of the page as it is drawn. Never both: no text is doubled."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c
from PIL import Image

from pipeline.errors import CannotRead
from pipeline.layout.order import order_lines
from pipeline.lines import PlacedWord, compose, split_blocks, turn_back
from pipeline.readers.pdf_text import is_usable, measure_page, read_layer
from pipeline.readers.quality import measure_words
from pipeline.readers.scan import read_scan
from pipeline.readers.tables import find_cells, is_ruled
from pipeline.records import FileState, Origin, Page, PageState, SourceFile
from pipeline.settings import Settings

DAMAGED = "The PDF is damaged and cannot be opened. Ask for another copy, or try to repair it with: qpdf IN OUT"
LOCKED = "The PDF needs a password. Save it without one and ingest it again."
TRUSTED = 0.8
"""A text layer over a scan is read again under this share of likely words. Measured: layers that follow the page have
.80 to 1.0, those that do not .03 to .71; our OCR of the same pages .80 to .97."""
CLEARLY_MORE = 1.2
MOST_PIXELS = 60_000_000
"""A page is drawn for OCR with at most so many pixels, however large its paper: a plan, or an attack."""


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
                yield _read_page(document, source, number, settings)
            except (pdfium.PdfiumError, ValueError, OSError, ArithmeticError, IndexError) as error:
                problem = f"The page could not be read ({type(error).__name__}: {str(error)[:120]})."
                yield Page(number, PageState.FAILED, None, 0.0, 0.0, 0, problem)


def render_page(source: SourceFile, number: int, dpi: int, settings: Settings) -> Image.Image:
    with _open_pdf(source) as document:
        return _draw(_open_page(document, number), dpi, "RGB")


@contextmanager
def _open_pdf(source: SourceFile) -> Iterator[pdfium.PdfDocument]:
    try:
        document = pdfium.PdfDocument(source.path)
    except pdfium.PdfiumError as error:
        if error.err_code in (pdfium_c.FPDF_ERR_PASSWORD, pdfium_c.FPDF_ERR_SECURITY):
            raise CannotRead(FileState.ENCRYPTED, LOCKED) from error
        raise CannotRead(FileState.QUARANTINED, DAMAGED) from error
    try:
        yield document
    finally:
        document.close()


def _open_page(document: pdfium.PdfDocument, number: int) -> pdfium.PdfPage:
    """The page with what was filled into its form and its notes made part of it: they are text a person sees."""
    if not document.formenv and document.get_formtype():
        document.init_forms()  # draws the values of fields that have no drawing of their own
    page = document[number - 1]
    if pdfium_c.FPDFPage_GetAnnotCount(page) > 0:
        pdfium_c.FPDFPage_Flatten(page, pdfium_c.FLAT_NORMALDISPLAY)
        page = document[number - 1]
    return page


def _read_page(document: pdfium.PdfDocument, source: SourceFile, number: int, settings: Settings) -> Page:
    page = _open_page(document, number)
    width, height = page.get_size()
    if not (0 < width < 1e6 and 0 < height < 1e6):
        raise ValueError(f"a page of {width:g} x {height:g} points")
    empty = Page(number, PageState.FAILED, None, round(width, 2), round(height, 2), page.get_rotation())
    layer, is_trusted = _read_layer(page, source.path, empty)
    if layer is not None and is_trusted:
        return layer
    scan = read_scan(_draw(page, settings.ocr_dpi, "L"), empty, settings)
    return scan if layer is None else _choose(layer, scan)


def _read_layer(page: pdfium.PdfPage, path: str, empty: Page) -> tuple[Page | None, bool]:
    """The page by its text layer, None where it has none to speak of; and whether OCR need not be asked.

    Text that was typed into the PDF is what it is. Text over a scan is somebody's OCR of unknown age: its words are
    as sure as the share of them that look like words.
    """
    measured, layer = measure_page(page), read_layer(page)
    if not is_usable(layer, measured):
        return None, False
    sure = measure_words(word.text for line in layer.lines for word in line) if measured.is_scan else 1.0
    cells = find_cells(path, empty.number) if not layer.turn and is_ruled(measured.across, measured.down) else []
    blocks = split_blocks(order_lines(layer.lines, cells))
    size = page.get_size()
    placed = [[[_placed(word, layer.turn, size, sure) for word in line] for line in block] for block in blocks]
    return replace(empty, state=PageState.TEXT_LAYER, origin=Origin.LAYER, reading=compose(placed)), sure >= TRUSTED


def _placed(word: PlacedWord, turn: int, size: tuple[float, float], sure: float) -> PlacedWord:
    x0, top, x1, bottom = turn_back(word.box, turn, size)
    return PlacedWord(word.text, (round(x0, 2), round(top, 2), round(x1, 2), round(bottom, 2)), round(sure, 4))


def _choose(layer: Page, scan: Page) -> Page:
    """The better of somebody's OCR and ours: ours, unless theirs found clearly more that looks like words."""
    theirs, ours = _count_likely(layer), _count_likely(scan)
    return layer if theirs > CLEARLY_MORE * ours and ((layer.reading and layer.reading.confidence) or 0) > 0.5 else scan


def _count_likely(page: Page) -> float:
    words = page.reading.text.split() if page.reading else []
    return measure_words(words) * sum(map(len, words))


def _draw(page: pdfium.PdfPage, dpi: int, mode: str) -> Image.Image:
    width, height = page.get_size()
    scale = min(dpi / 72, (MOST_PIXELS / (width * height)) ** 0.5)
    bitmap = page.render(scale=scale, grayscale=mode == "L", may_draw_forms=True)
    image: Image.Image = bitmap.to_pil()
    return image if image.mode == mode else image.convert(mode)
