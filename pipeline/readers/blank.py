"""Is there anything to read on a page? Empty sheets and separator sheets are told, each with its reason."""

from itertools import pairwise

import cv2
import numpy as np

from pipeline.ocr.ink import Grey, Mask, Part, list_parts

SIZE = 800
"""Pixels of the long side at which ink is looked for: single specks of dust vanish."""
DARKER = 48
"""How much darker than the paper ink is, of 255."""
DUST = 12
"""So many dark pixels at that size are dust. The full stop of a typewriter has 4, a short typed word 60 or more."""
EDGE, LONG = 8, 60
"""What touches the edge is the scanner's border, and so is what is near it and long. A short word near it is not."""
HOLE = (10, 34)
"""Diameters of punch holes at that size; they stand within a ninth of the page from an edge."""
BARS = 4
"""A patch code has four bars, a barcode more."""

NO_INK = "blank: no ink"
ONLY_BORDER = "blank: only the border of the scanner and punch holes"
SEPARATOR = "separator sheet: barcode or patch code only"


def tell_blank(grey: Grey) -> str | None:
    """Why there is nothing to read; None where there may be. The paper may be of any even shade."""
    scale = SIZE / max(grey.shape)
    size = (max(1, round(grey.shape[1] * scale)), max(1, round(grey.shape[0] * scale)))
    small = cv2.resize(grey, size, interpolation=cv2.INTER_AREA) if scale < 1 else grey
    paper = int(np.median(small))
    dark = np.where(small <= paper - DARKER, 255, 0).astype(np.uint8)
    light = int(np.count_nonzero(small >= paper + DARKER)) if paper < 256 - DARKER else 0
    if np.count_nonzero(dark) <= DUST and light <= DUST:
        return NO_INK
    if light > DUST:
        return None
    parts, _ = list_parts(np.asarray(dark, np.uint8))
    inner = [part for part in parts if not _is_border(part, dark)]
    if sum(part.area for part in inner) <= DUST:
        return ONLY_BORDER
    return SEPARATOR if _are_bars(inner) else None


def _is_border(part: Part, page: Mask) -> bool:
    high, wide = page.shape
    apart = min(part.x, part.y, wide - part.x - part.width, high - part.y - part.height)
    if apart <= 1 or (apart <= EDGE and max(part.width, part.height) >= LONG):
        return True
    round_enough = 0.75 <= part.width / part.height <= 1.33 and part.area >= 0.7 * part.width * part.height
    return round_enough and HOLE[0] <= part.height <= HOLE[1] and apart <= max(page.shape) / 9


def _are_bars(parts: list[Part]) -> bool:
    """Parallel bars side by side and nothing else: all between the same two lines, or between two lines each where
    a sheet has the code twice."""
    for length, breadth, start in ((3, 2, 1), (2, 3, 0)):  # bars down, bars across
        bars = [part for part in parts if part[length] >= 30 and part[length] >= 2.5 * part[breadth]]
        rest = sum(part.area for part in parts) - sum(part.area for part in bars)
        if len(bars) >= BARS and rest <= DUST and all(bar.area >= 0.7 * bar.width * bar.height for bar in bars):
            ends = sorted((bar[start], bar[start] + bar[length]) for bar in bars)
            steps = sum(abs(b[0] - a[0]) + abs(b[1] - a[1]) > 12 for a, b in pairwise(ends))
            return steps <= len(bars) // BARS
    return False
