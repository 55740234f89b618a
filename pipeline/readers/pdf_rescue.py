"""What pdfium cannot open or draw, tried with other libraries: a damaged file rebuilt by qpdf (pikepdf), the image of a
page taken out of the file, the text of a page by pdfplumber. Slow, and only for the pages that need it."""

import io
from contextlib import suppress
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING, cast

from PIL import Image

from pipeline.errors import CannotRead
from pipeline.layout.order import join_rows, order_lines
from pipeline.lines import PlacedWord, compose, split_blocks
from pipeline.readers.choice import measure_quality
from pipeline.readers.quality import is_garbage
from pipeline.readers.scan import read_scan
from pipeline.records import FileState, Origin, Page, PageState
from pipeline.settings import Settings

if TYPE_CHECKING:
    from pdfplumber.pdf import PDF

LOCKED = "The PDF needs a password. Save it without one and ingest it again."
MOST_BYTES = 500_000_000
"""A larger file is not rebuilt: that is done in memory."""
LETTER = (612.0, 792.0)
TAKEN_OUT = "The page cannot be drawn; the largest image in it was taken out of the file and read by OCR."
BY_PDFPLUMBER = "pdfium finds nothing on the page; its text was read with pdfplumber."


def rebuild(path: str) -> bytes | None:
    """The file with its table of contents made anew, None where that fails too. Raises CannotRead for a locked one."""
    import pikepdf

    try:
        with pikepdf.open(path) as document:
            if not len(document.pages):
                return None
            rebuilt = io.BytesIO()
            document.save(rebuilt)
    except pikepdf.PasswordError as error:
        raise CannotRead(FileState.ENCRYPTED, LOCKED) from error
    except Exception:  # qpdf and pikepdf raise anything on a damaged file; the caller says that it is damaged
        return None
    return rebuilt.getvalue() if rebuilt.tell() <= MOST_BYTES else None


def rescue_page(path: str, page: Page, settings: Settings) -> Page:
    """A page that could not be read, or on which nothing was found, by other means; the same page where they fail."""
    with suppress(Exception):  # a second try at a damaged page; its first problem stands where this one fails too
        image = _find_image(path, page.number, settings)
        if image is not None:
            width, height = (page.width, page.height) if page.width > 0 else _size_of(image)
            scan = read_scan(image, Page(page.number, PageState.FAILED, None, width, height), settings)
            if scan.reading is not None and scan.reading.text:
                return replace(scan, quality=measure_quality(scan.reading), choice=TAKEN_OUT)
    with suppress(Exception):
        return _read_text(path, page) or page
    return page


def _find_image(path: str, number: int, settings: Settings) -> Image.Image | None:
    """The largest image of a page, turned as the page is."""
    import pikepdf

    with pikepdf.open(path) as document:
        page = document.pages[number - 1]
        images = [pikepdf.PdfImage(cast(pikepdf.Stream, image)) for image in page.get_images().values()]
        images = [image for image in images if image.width * image.height <= settings.page_megapixels * 1_000_000]
        if not images:
            return None
        largest = max(images, key=lambda image: image.width * image.height)
        turn = int(page.obj.get("/Rotate", 0)) % 360
        found = largest.as_pil_image().convert("L")
    return found.rotate(-turn, expand=True) if turn in (90, 180, 270) else found


def _size_of(image: Image.Image) -> tuple[float, float]:
    """Points of a page whose own size is not known: letter paper, as high as the image asks for."""
    return LETTER[0], round(LETTER[0] * image.height / image.width, 2)


def _read_text(path: str, page: Page) -> Page | None:
    opened = _open_document(path).pages[page.number - 1]
    left, top = opened.cropbox[:2]
    words = [
        PlacedWord(
            "".join(word["text"].split()),
            (word["x0"] - left, word["top"] - top, word["x1"] - left, word["bottom"] - top),
            1.0,
        )
        for word in opened.extract_words()
        if word["text"].strip()
    ]
    opened.close()
    if not words or is_garbage([word.text for word in words]):
        return None
    reading = compose(split_blocks(order_lines([list(row) for row in join_rows(words)])))
    return Page(
        page.number,
        PageState.TEXT_LAYER,
        reading,
        round(float(opened.width), 2),
        round(float(opened.height), 2),
        origin=Origin.LAYER,
        quality=measure_quality(reading),
        choice=BY_PDFPLUMBER,
    )


@lru_cache(maxsize=1)
def _open_document(path: str) -> "PDF":
    """Kept open from page to page: parsing the index of a file takes longer than reading a page."""
    import pdfplumber

    return pdfplumber.open(path)
