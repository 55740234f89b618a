"""Ink and paper of a grey page: masks, the paper's shade, connected parts. Every size is told in letter heights.

`letter` is everywhere the height in pixels of a small letter without tails ("x"): about 20 at 200 dots an inch.
"""

from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

Grey = NDArray[np.uint8]
Mask = NDArray[np.uint8]
"""255 where something is, else 0."""

PixelBox = tuple[int, int, int, int]
"""Left, top, right, bottom; right and bottom excluded."""

SHRUNK = 4
"""The paper's shade is measured on an image so many times smaller."""


class Part(NamedTuple):
    """A connected part of a mask: its box in pixels (right and bottom excluded), its pixels, its number."""

    x: int
    y: int
    width: int
    height: int
    area: int
    number: int


def measure_paper(grey: Grey, letter: float) -> Grey:
    """The shade of the paper at every pixel: the brightest nearby, smoothed, so that no letter is left in it."""
    small = cv2.resize(grey, None, fx=1 / SHRUNK, fy=1 / SHRUNK, interpolation=cv2.INTER_AREA)
    reach = max(3, round(letter * 1.5 / SHRUNK) | 1)
    paper = cv2.blur(cv2.dilate(small, _square(reach)), (reach * 2 + 1, reach * 2 + 1))
    return np.asarray(cv2.resize(paper, (grey.shape[1], grey.shape[0]), interpolation=cv2.INTER_LINEAR), np.uint8)


def find_ink(grey: Grey, letter: float, darker: int = 24) -> Mask:
    """Strokes: what is darker than its neighbourhood. The inside of a solid bar is not, see `find_dark`."""
    block = max(15, round(letter * 2) | 1)
    mask = cv2.adaptiveThreshold(grey, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, block, darker)
    return np.asarray(mask, np.uint8)


def find_dark(grey: Grey) -> Mask:
    """What is nearly black by the page's own measure: halfway between its darkest and its paper, and under 140."""
    darkest, paper = map(float, np.percentile(grey[:: 2 * SHRUNK, :: 2 * SHRUNK], (0.5, 75)))
    limit = min(140.0, darkest + (paper - darkest) * 0.5)
    return np.asarray(cv2.threshold(grey, limit, 255, cv2.THRESH_BINARY_INV)[1], np.uint8)


def list_parts(mask: Mask) -> tuple[list[Part], NDArray[np.int32]]:
    """The connected parts (8 neighbours) and the picture of their numbers."""
    _, labels, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=8)
    parts = [Part(x, y, wide, high, area, number) for number, (x, y, wide, high, area) in enumerate(stats.tolist())]
    return parts[1:], np.asarray(labels, np.int32)


def open_mask(mask: Mask, wide: int, high: int) -> Mask:
    """Only what holds a rectangle of so many pixels."""
    return np.asarray(cv2.morphologyEx(mask, cv2.MORPH_OPEN, np.ones((max(1, high), max(1, wide)), np.uint8)), np.uint8)


def widen_mask(mask: Mask, wide: int, high: int) -> Mask:
    return np.asarray(cv2.dilate(mask, np.ones((max(1, high), max(1, wide)), np.uint8)), np.uint8)


def _square(size: int) -> Mask:
    return np.ones((size, size), np.uint8)
