"""The size of the letters on a page, and the page at the size at which letters are read best.

Letter height matters more than dots per inch: Tesseract's network sees every line 36 pixels high, which is a line
whose small letters are about 17 pixels high. Larger ones cost time and blur when they are made smaller line by line;
smaller ones lose strokes. Measured with `benchmarks/reading/typewritten.py`.
"""

from typing import Any

import cv2
import numpy as np

LETTERS = 17.0
"""Pixels of a small letter (an x) at which a page is read."""
ENOUGH = 40
"""With fewer letter-like blots than this nobody knows how high a letter is."""
SHORT_SIDE = 1700
"""Pixels to which the short side of a page without measurable letters is brought: 200 dpi on letter paper."""
MOST = 3.0
"""A torn slip or a thumbnail is blown up so many times at most."""
NEAR = 0.06
"""A page this near to the right size is read as it is: resampling costs sharpness."""

FINE = 1800
"""Pixels of the short side that are enough to measure letters; on fewer, small ones merge with capitals."""

Grey = np.ndarray[Any, np.dtype[np.uint8]]


def measure_letters(grey: Grey) -> float | None:
    """The height in pixels of the small letters of a page: the median over its letter-like blots, weighted with their
    height so that specks do not count. None where there are too few to say."""
    if (factor := FINE / min(grey.shape)) < 0.8:
        letters = measure_letters(resize(grey, factor))
        return None if letters is None else letters / factor
    near = max(15, (min(grey.shape) // 40) | 1)
    ink = cv2.adaptiveThreshold(
        cv2.GaussianBlur(grey, (3, 3), 0), 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, near, 15
    )
    _, _, blots, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    wide, high, area = (blots[1:, column] for column in (cv2.CC_STAT_WIDTH, cv2.CC_STAT_HEIGHT, cv2.CC_STAT_AREA))
    like = (high >= 5) & (high < grey.shape[0] / 12) & (wide >= 0.25 * high) & (wide <= 2 * high)
    heights = np.sort(high[like & (area > 0.12 * wide * high)])
    if len(heights) < ENOUGH:
        return None
    weights = np.cumsum(heights)
    return float(heights[np.searchsorted(weights, weights[-1] / 2)])


def bring_to_size(grey: Grey) -> Grey:
    """The page with its small letters LETTERS pixels high."""
    letters = measure_letters(grey)
    factor = min(LETTERS / letters if letters else SHORT_SIDE / min(grey.shape), MOST)
    if abs(factor - 1) <= NEAR:
        return grey
    return resize(grey, factor)


def resize(grey: Grey, factor: float) -> Grey:
    """Smaller by the mean over areas, larger by cubic interpolation; never less than one pixel."""
    size = (max(1, round(grey.shape[1] * factor)), max(1, round(grey.shape[0] * factor)))
    how = cv2.INTER_AREA if factor < 1 else cv2.INTER_CUBIC
    return np.asarray(cv2.resize(grey, size, interpolation=how), dtype=np.uint8)
