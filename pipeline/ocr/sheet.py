"""A page image made ready to be read: upright, straight, its letters of the size that is read best, only writing on it.

Whatever is done to it, places on it are carried back to the pixels of the image that was given.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from pipeline.ocr.cleaning import clean
from pipeline.ocr.even import even_out
from pipeline.ocr.scale import LETTERS, Grey, bring_to_size
from pipeline.ocr.straight import carry, follow, straighten, turn_page
from pipeline.records import Box, Region


class Sheet(NamedTuple):
    """`grey` is the page upright, straight and to size; `cleaned` the same with writing only; `even` that with even
    paper and ink. Regions were taken off by cleaning and have boxes in its pixels. `back` carries its pixels to those
    of the image given."""

    grey: Grey
    cleaned: Grey
    even: Grey
    regions: tuple[Region, ...]
    back: NDArray[np.float64]


def lay_out(image: Grey, turn: int, slant: float) -> Sheet:
    """Turn clockwise by `turn` degrees, bring to size, straighten lines of that slant, clean and even out."""
    turned = turn_page(image, turn)
    sized = bring_to_size(turned.image)
    across, down = turned.image.shape[1] / sized.shape[1], turned.image.shape[0] / sized.shape[0]
    straight = straighten(sized, slant)
    scaled = np.array([[across, 0, 0], [0, down, 0]], np.float64)
    cleaned = clean(straight.image, LETTERS)
    back = follow(turned.back, follow(scaled, straight.back))
    return Sheet(straight.image, cleaned.image, even_out(cleaned.image, LETTERS), cleaned.regions, back)


def carry_back(box: Box, sheet: Sheet, size: tuple[int, int]) -> Box:
    """A box of the sheet on the image given, whose size is width and height; nothing stands outside of it."""
    x0, top, x1, bottom = carry(box, sheet.back)
    return (max(x0, 0.0), max(top, 0.0), min(x1, float(size[0])), min(bottom, float(size[1])))
