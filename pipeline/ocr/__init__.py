"""The image of a page becomes words with boxes and confidence. The only place that calls Tesseract.

What is set here was measured on typewritten pages (`benchmarks/reading/typewritten.py` and `typed.py`): the size of
the letters matters most, then that paper and ink are even.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from PIL import Image

from pipeline.lines import PlacedWord, compose
from pipeline.ocr.engine import BLOCK, find_engine, read_orientation, read_words
from pipeline.ocr.even import remove_specks
from pipeline.ocr.margin import read_margins
from pipeline.ocr.regions import Marked, mark_regions
from pipeline.ocr.scale import LETTERS, Grey, resize
from pipeline.ocr.second import drop_specks, merge_readings, weigh
from pipeline.ocr.sheet import Sheet, carry_back, lay_out
from pipeline.ocr.straight import Lines, measure_lines
from pipeline.records import Region, Word
from pipeline.settings import Settings

POOR = 0.6
"""Mean confidence under which a page may lie wrong."""
UNSURE = 0.8
"""Mean confidence under which a page is read a second time: larger, its ink and paper as they are. Measured on
typewritten pages: from 0.9 down to this a third of the time goes, and one word in a thousand."""
LARGER = 1.25
SPECKLED = 0.6
"""Mean confidence under which it is read a third time: without specks, which most such pages are full of."""
PART = "ocr 3"
"""Raised when the code of this package reads differently, so that pages are read again."""

Blocks = list[list[list[PlacedWord]]]


@dataclass(frozen=True, slots=True)
class OcrResult:
    """What was read. Boxes are in pixels of the image that was given, whichever way its writing runs.

    `rotation` is the clockwise turn in degrees after which the writing stands upright. `unread` is the share of the
    writing, 0 to 1, that could not be read.
    """

    text: str
    words: tuple[Word, ...]
    confidence: float | None
    rotation: int
    regions: tuple[Region, ...] = ()
    unread: float = 0.0


def read_image(image: Image.Image, settings: Settings) -> OcrResult:
    """Read one page. Raises ServiceMissing where Tesseract or its language data are not installed."""
    grey = np.asarray(image if image.mode == "L" else image.convert("L"))
    turn, sheet, blocks = _read_upright(grey, settings)
    blocks = _read_again(blocks, sheet, settings)
    blocks = read_margins(blocks, sheet.even, lambda strip: list(read_words(strip, settings, BLOCK)))
    marked = mark_regions(sheet.grey, sheet.cleaned, blocks, LETTERS, lambda cut: read_words(cut, settings))
    return _place(marked, turn, sheet, image.size)


def ocr_key(settings: Settings) -> str:
    """Names everything that can change what OCR yields: engine, its version, its data and our settings.

    Without Tesseract it says so: what needs no OCR can still be read, and a page that does raises ServiceMissing.
    """
    return f"{find_engine(settings)} {PART} x{LETTERS:g} second<{UNSURE} x{LARGER:g} third<{SPECKLED} turn<{POOR}"


def _read_upright(grey: Grey, settings: Settings) -> tuple[int, Sheet, Blocks]:
    """The page the way it lies, or turned where that is how its lines run or where it is then read better."""
    lines = measure_lines(grey)
    turn = (read_orientation(grey, settings) or 90) if lines.sideways else 0
    sheet = lay_out(grey, turn, lines.slant)
    blocks = list(read_words(sheet.even, settings))
    if _measure(blocks) >= POOR or (other := _turn_again(grey, turn, lines, settings)) == turn:
        return turn, sheet, blocks
    other_sheet = lay_out(grey, other, lines.slant)
    other_blocks = list(read_words(other_sheet.even, settings))
    better = weigh(other_blocks) > weigh(blocks)
    return (other, other_sheet, other_blocks) if better else (turn, sheet, blocks)


def _turn_again(grey: Grey, turn: int, lines: Lines, settings: Settings) -> int:
    """Which way a page that reads poorly may lie instead."""
    return (turn + 180) % 360 if lines.sideways else read_orientation(grey, settings)


def _read_again(blocks: Blocks, sheet: Sheet, settings: Settings) -> Blocks:
    """Better than one reading of a poor page are several whose errors differ, of each place the surest."""
    sure, merged = _measure(blocks), blocks
    if sure < UNSURE:
        larger = read_words(resize(sheet.cleaned, LARGER), settings)
        merged = merge_readings(merged, [[[_shrink(word) for word in line] for line in block] for block in larger])
    if sure < SPECKLED:
        merged = merge_readings(merged, list(read_words(remove_specks(sheet.even), settings)))
    return merged


def _shrink(word: PlacedWord) -> PlacedWord:
    x0, top, x1, bottom = word.box
    return word._replace(box=(x0 / LARGER, top / LARGER, x1 / LARGER, bottom / LARGER))


def _measure(blocks: Sequence[Sequence[Sequence[PlacedWord]]]) -> float:
    """The mean confidence; 0.0 without words."""
    sure = [word.confidence for block in blocks for line in block for word in line]
    return sum(sure) / len(sure) if sure else 0.0


def _place(marked: Marked, turn: int, sheet: Sheet, size: tuple[int, int]) -> OcrResult:
    """The text, with boxes on the image given."""
    reading = compose(drop_specks(marked.blocks))
    words = tuple(replace(word, box=carry_back(word.box, sheet, size)) for word in reading.words)
    regions = tuple(
        replace(region, box=carry_back(region.box, sheet, size)) for region in (*sheet.regions, *marked.regions)
    )
    return OcrResult(reading.text, words, reading.confidence, turn, regions, marked.unread)
