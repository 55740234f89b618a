"""A hash of how a page looks: two scans of a sheet have nearly the same, whatever their resolution, light and skew."""

import cv2
import numpy as np

from pipeline.ocr.ink import Grey

SIDE = 256
"""Pixels of the square that a page is brought to before its ink is spread."""
COARSE = 32
SPREAD = 9.0
"""How far ink is spread (sigma): a degree of skew moves the corner of such a page by two pixels."""


def hash_image(grey: Grey) -> str:
    """64 bits in 16 hexadecimal digits: which of the lowest 8 x 8 waves of the ink are stronger than their median.

    Ink is what is darker than its neighbourhood, so stains and light do not count. Compare by the number of bits that
    differ.
    """
    square = cv2.resize(grey, (SIDE * 2, SIDE * 2), interpolation=cv2.INTER_AREA)
    local = cv2.blur(square, (41, 41)).astype(np.float32) - square
    ink = np.clip(local, 0, None)
    spread = cv2.GaussianBlur(ink, (0, 0), SPREAD * 2)
    coarse = np.sqrt(cv2.resize(spread, (COARSE, COARSE), interpolation=cv2.INTER_AREA))
    waves = cv2.dct(coarse.astype(np.float32))[:9, :9].ravel()
    low = np.delete(waves, 0)[:64]
    bits = low > np.median(low)
    return f"{int(''.join('1' if bit else '0' for bit in bits), 2):016x}"
