"""The image of a page becomes words with boxes and confidence. The only place that calls Tesseract.

What is set here was measured on typewritten pages of the 1930s and 1940s (`benchmarks/reading/typewritten.py`): the
size of the letters matters most, then how the paper is told from the ink (Sauvola's method).
"""

from dataclasses import dataclass

import numpy as np
from PIL import Image

from pipeline.lines import PlacedWord, compose, turn_back
from pipeline.ocr.engine import find_engine, read_orientation, read_words
from pipeline.ocr.scale import LETTERS, bring_to_size
from pipeline.records import Reading, Region, Word
from pipeline.settings import Settings

POOR = 0.6
"""Mean confidence under which a page may be lying on its side or be too small."""


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
    reading, rotation = _read_upright(image, settings), 0
    if (reading.confidence or 0.0) < POOR:
        rotation = read_orientation(_scaled(image), settings)
        if rotation:
            turned = _read_upright(image.rotate(-rotation, expand=True), settings)
            if _worth(turned) > _worth(reading):
                reading = _turned_back(turned, rotation, image.size)
            else:
                rotation = 0
    return OcrResult(reading.text, reading.words, reading.confidence, rotation)


def ocr_key(settings: Settings) -> str:
    """Names everything that can change what OCR yields: engine, its version, its data and our settings.

    Without Tesseract it says so: what needs no OCR can still be read, and a page that does raises ServiceMissing.
    """
    return f"{find_engine(settings)} sauvola x{LETTERS:g} turn<{POOR}"


def _read_upright(image: Image.Image, settings: Settings) -> Reading:
    scaled = _scaled(image)
    across, down = image.width / scaled.width, image.height / scaled.height
    blocks = [
        [[_stretched(word, across, down) for word in line] for line in block] for block in read_words(scaled, settings)
    ]
    return compose(blocks)


def _scaled(image: Image.Image) -> Image.Image:
    """Grey, and of the size at which its letters are read best."""
    return Image.fromarray(bring_to_size(np.asarray(image if image.mode == "L" else image.convert("L"))))


def _stretched(word: PlacedWord, across: float, down: float) -> PlacedWord:
    x0, top, x1, bottom = word.box
    return word._replace(box=(x0 * across, top * down, x1 * across, bottom * down))


def _worth(reading: Reading) -> float:
    """How much was read for sure: letters weighted with the confidence of their words."""
    return sum((word.end - word.start) * word.confidence**2 for word in reading.words)


def _turned_back(reading: Reading, rotation: int, size: tuple[int, int]) -> Reading:
    words = tuple(
        Word(word.start, word.end, turn_back(word.box, rotation, size), word.confidence) for word in reading.words
    )
    return Reading(reading.text, words, reading.confidence)
