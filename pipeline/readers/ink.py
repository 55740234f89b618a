"""How well words stand where the ink of a page is: what tells a text layer that follows its page from one that does
not."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from PIL import Image

from pipeline.records import Box

DARKER = 48
"""How much darker than the paper ink is, of 255."""
EDGE = 0.03
"""Scanners leave dark edges: so much of the page is not looked at on each side."""
SHADED = 0.5
"""A row or column of pixels that is darker than this is a rule or a shadow, no writing."""
LEAST_INK = 0.04
"""A printed word darkens a fifth of its box, the faintest a twentieth."""


@dataclass(frozen=True, slots=True)
class InkMeasure:
    """`covered` is the share of the page's ink that stands in boxes of words, `standing` the share of the words'
    letters that stand on ink. Both are 1.0 where there is nothing to measure."""

    covered: float
    standing: float


def find_bare(image: Image.Image, boxes: Iterable[Box], size: tuple[float, float]) -> list[bool]:
    """For each box of a page of `size` points whether there is no ink in it at all."""
    pixels = np.asarray(image.convert("L"), dtype=np.int16)
    ink = pixels < int(np.median(pixels)) - DARKER
    across, down = ink.shape[1] / size[0], ink.shape[0] / size[1]
    return [
        not ink[
            max(int(top * down), 0) : max(int(bottom * down) + 1, 0),
            max(int(x0 * across), 0) : max(int(x1 * across) + 1, 0),
        ].any()
        for x0, top, x1, bottom in boxes
    ]


def measure_ink(image: Image.Image, words: Iterable[tuple[int, Box]], size: tuple[float, float]) -> InkMeasure:
    """Compare words (number of letters, box in points) with a small image of the page of `size` points."""
    pixels = np.asarray(image.convert("L"), dtype=np.int16)
    ink = pixels < int(np.median(pixels)) - DARKER
    ink[:, ink.mean(axis=0) > SHADED] = False
    ink[ink.mean(axis=1) > SHADED, :] = False
    high, wide = ink.shape
    across, down = wide / size[0], high / size[1]
    under = np.zeros_like(ink)
    letters = standing = 0
    for count, (x0, top, x1, bottom) in words:
        rows = slice(max(int(top * down), 0), max(int(bottom * down) + 1, 0))
        columns = slice(max(int(x0 * across), 0), max(int(x1 * across) + 1, 0))
        under[rows, columns] = True
        part = ink[rows, columns]
        letters += count
        standing += count if part.size and part.mean() >= LEAST_INK else 0
    top_edge, left_edge = int(EDGE * high), int(EDGE * wide)
    inner = (slice(top_edge, high - top_edge), slice(left_edge, wide - left_edge))
    every = int(ink[inner].sum())
    return InkMeasure(
        round(int((ink & under)[inner].sum()) / every, 4) if every else 1.0,
        round(standing / letters, 4) if letters else 1.0,
    )
