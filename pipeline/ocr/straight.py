"""Which way the lines of a page run, and the page turned so that they run straight across.

Lines of writing make the rows of a page alternate between ink and paper. The direction in which they do so most is
that of the lines: found on a small image, in a hundredth of the time that reading takes. It cannot tell up from down.
"""

from typing import Any, NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from pipeline.ocr.scale import Grey
from pipeline.records import Box

SMALL = 800
"""Pixels of the long side of the image on which the direction is measured."""
STEEPEST = 8.0
"""Degrees of slant that are looked for: paper laid crooked on the glass."""
STEP = 0.2
STRAIGHT = 0.3
"""Degrees of slant under which a page is left as it is: Tesseract follows the line, and turning blurs."""
CLEARLY = 1.25
"""How much stronger than across the page lines must be down it to say that the page lies on its side, or the other way
round. Between the two nobody can tell."""
EDGE = 0.04
"""Share of the page at each edge that is not looked at: the dark border of a scan is longer than any line."""
STRIP = 16
LINE_PACE = (25, 7)
"""Between these many pixels of the small image ink comes and goes with the lines: 66 of them, or half as many."""


class Lines(NamedTuple):
    """`sideways` is None where nobody can tell; `slant` is in degrees, positive where lines fall to the right."""

    sideways: bool | None
    slant: float


class Placed(NamedTuple):
    """An image, and how its pixels are carried back to those of the image it was made from (a 2 x 3 matrix)."""

    image: Grey
    back: NDArray[np.float64]


def measure_lines(grey: Grey) -> Lines:
    """Measure how the lines of a page run. An empty page has none: it is upright and straight."""
    high, wide = (round(EDGE * side) for side in grey.shape)
    ink = _find_small_ink(grey[high : grey.shape[0] - high, wide : grey.shape[1] - wide])
    slant, rows = _find_slant(ink)
    slant_down, columns = _find_slant(np.rot90(ink))
    across, down = _measure_rhythm(rows), _measure_rhythm(columns)
    if down > CLEARLY * across:
        return Lines(True, slant_down)
    return Lines(False if across > CLEARLY * down else None, slant)


def turn_page(grey: Grey, turn: int) -> Placed:
    """Turn clockwise by 0, 90, 180 or 270 degrees."""
    high, wide = grey.shape
    back = {
        0: [[1, 0, 0], [0, 1, 0]],
        90: [[0, 1, 0], [-1, 0, high]],
        180: [[-1, 0, wide], [0, -1, high]],
        270: [[0, -1, wide], [1, 0, 0]],
    }[turn]
    return Placed(np.ascontiguousarray(np.rot90(grey, -turn // 90)), np.array(back, np.float64))


def straighten(grey: Grey, slant: float) -> Placed:
    """Turn about the middle so that lines with that slant run straight; the corners that come in are paper."""
    high, wide = grey.shape
    if abs(slant) < STRAIGHT:
        return Placed(grey, np.array([[1, 0, 0], [0, 1, 0]], np.float64))
    there = cv2.getRotationMatrix2D((wide / 2, high / 2), slant, 1.0)
    paper = float(np.percentile(grey[::8, ::8], 75))
    turned = cv2.warpAffine(grey, there, (wide, high), flags=cv2.INTER_CUBIC, borderValue=paper)
    return Placed(np.asarray(turned, np.uint8), np.asarray(cv2.invertAffineTransform(there), np.float64))


def carry(box: Box, back: NDArray[np.float64]) -> Box:
    """The upright box around a box that was carried back."""
    x0, top, x1, bottom = box
    corners = np.array([[x0, x1, x0, x1], [top, top, bottom, bottom], [1, 1, 1, 1]], np.float64)
    xs, ys = back @ corners
    return (float(xs.min()), float(ys.min()), float(xs.max()), float(ys.max()))


def follow(outer: NDArray[np.float64], inner: NDArray[np.float64]) -> NDArray[np.float64]:
    """First back by `inner`, then by `outer`."""
    return np.asarray(outer @ np.vstack([inner, [0, 0, 1]]), np.float64)


def _find_small_ink(grey: Grey) -> NDArray[np.float32]:
    factor = min(SMALL / max(grey.shape), 1.0)
    small = cv2.resize(grey, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA)
    block = max(11, (min(small.shape) // 30) | 1)
    ink = cv2.adaptiveThreshold(small, 1, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, block, 12)
    return np.asarray(ink, np.float32)


def _find_slant(ink: NDArray[Any]) -> tuple[float, NDArray[Any]]:
    """The slant at which the rows alternate most, and how much ink each row then holds.

    The page is cut into upright strips which are shifted against each other, as a slant would shift them.
    """
    high, wide = ink.shape
    starts = np.arange(0, wide, STRIP)
    strips = np.add.reduceat(ink, starts, axis=1).T
    middles = (starts + STRIP / 2 - wide / 2)[:, None]
    rows = np.arange(high)[None, :]
    best, slant, found = -1.0, 0.0, strips.sum(axis=0)
    for angle in sorted(np.arange(-STEEPEST, STEEPEST + STEP / 2, STEP), key=abs):
        shifted = (rows + np.rint(np.tan(np.radians(angle)) * middles).astype(int)) % high
        profile = np.take_along_axis(strips, shifted, axis=1).sum(axis=0)
        strength = float(np.square(np.diff(profile)).sum())
        if strength > best:
            best, slant, found = strength, float(angle), profile
    return round(slant, 2), found


def _measure_rhythm(profile: NDArray[Any]) -> float:
    """How strongly ink comes and goes at the pace of lines: slower than letters do, whose pitch shows in the columns of
    typed pages, and faster than margins and paragraphs."""
    if len(profile) < max(LINE_PACE):
        return 0.0
    slow, fast = (np.convolve(profile, np.ones(n) / n, "same") for n in LINE_PACE)
    return float(np.square(fast - slow).sum() / max(np.square(profile).sum(), 1.0))
