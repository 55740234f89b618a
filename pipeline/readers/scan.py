"""A page that is only an image: is there ink on it, and what does it say?"""

from dataclasses import replace

from PIL import Image

from pipeline.ocr import read_image
from pipeline.records import Origin, Page, PageState, Reading, Word
from pipeline.settings import Settings

BLANK_SIZE = 800
"""Pixels of the long side at which ink is looked for: single specks of dust vanish."""
DARKER = 48
"""How much darker than the paper ink is, of 255."""
BLANK_PIXELS = 12
"""So many dark pixels at that size are dust. The full stop of a typewriter has 4, a short typed word 60 or more."""


def read_scan(image: Image.Image, page: Page, settings: Settings) -> Page:
    """Fill `page`, which has its number and its size in points, with what the image says."""
    if is_blank(image):
        return _filled(page, PageState.BLANK, Reading(""))
    result = read_image(image, settings)
    across, down = page.width / image.width, page.height / image.height
    words = tuple(
        Word(
            word.start,
            word.end,
            (
                round(word.box[0] * across, 2),
                round(word.box[1] * down, 2),
                round(word.box[2] * across, 2),
                round(word.box[3] * down, 2),
            ),
            word.confidence,
        )
        for word in result.words
    )
    return _filled(page, PageState.OCR, Reading(result.text, words, result.confidence))


def is_blank(image: Image.Image) -> bool:
    """No ink, or no more than a few specks of dust. The paper may be of any even shade."""
    small = image.convert("L")
    small.thumbnail((BLANK_SIZE, BLANK_SIZE), Image.Resampling.BOX, reducing_gap=None)
    shades = small.histogram()
    paper = _median(shades)
    return sum(shades[: max(paper - DARKER, 0)]) <= BLANK_PIXELS and sum(shades[paper + DARKER :]) <= BLANK_PIXELS


def _median(shades: list[int]) -> int:
    half, seen = sum(shades) / 2, 0
    for shade, pixels in enumerate(shades):
        seen += pixels
        if seen >= half:
            return shade
    return 255


def _filled(page: Page, state: PageState, reading: Reading) -> Page:
    return replace(page, state=state, reading=reading, origin=Origin.OCR)
