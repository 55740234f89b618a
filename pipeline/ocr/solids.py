"""What is solid black on a page: redaction bars, the scanner's border, punch holes, pictures; and empty frames that
stand where words were taken out."""

from collections.abc import Sequence
from typing import NamedTuple

import cv2
import numpy as np

from pipeline.ocr.ink import Mask, Part, PixelBox, list_parts, open_mask, widen_mask
from pipeline.records import RegionKind

BAR = (2.0, 0.8)
"""The smallest bar, width and height in letter heights."""
FULL = 0.88
"""The share of its box that a bar fills; of a rectangle that a frame encloses."""
EMPTY = 0.015
"""The share of ink within a frame that is still dirt."""
EDGE = 0.008
"""What begins so near an edge, of the page's short side, belongs to the scanner's border."""
HOLE = (1.2, 6.0)
"""Diameters of punch holes in letter heights."""
ROUND = 0.7
"""The share of its box that a round hole fills is a little under four fifths."""
MARGIN = 0.12
"""Punch holes are within so much of the width or height from an edge."""
PICTURE = 0.02
"""Other solid parts of so much of the page are pictures: photographs, seals, blots."""


class Solid(NamedTuple):
    """A solid place: what it is (None is a border or a hole, which says nothing), and its box in pixels."""

    kind: RegionKind | None
    box: PixelBox


def find_solids(dark: Mask, letter: float) -> tuple[Mask, list[Solid]]:
    """What must be whitened of the dark pixels, and what it was."""
    size = max(5, round(letter * 0.75))
    cores = open_mask(dark, size, size)
    white = np.zeros_like(dark)
    if not cores.any():
        return white, []
    parts, labels = list_parts(cores)
    kinds = [(part, _tell_solid(part, labels, dark.shape, letter)) for part in parts]
    gone = np.zeros(len(parts) + 1, np.uint8)
    found = []
    for part, (is_solid, kind) in kinds:
        if is_solid:
            gone[part.number] = 255
            found.append(Solid(kind, (part.x, part.y, part.x + part.width, part.y + part.height)))
    # the opening rounds off what it keeps: the rest of the solid is the dark within half its size around
    white = widen_mask(gone[labels], size | 1, size | 1) & widen_mask(dark, 3, 3)
    return white, [solid for solid in found if solid.kind is not None]


def find_frames(ink: Mask, letter: float) -> list[PixelBox]:
    """Empty rectangles with a drawn frame that stand alone: words were cut out there. Boxes are those of the inside.

    Boxes of forms share their sides with others, and mostly hold something; small squares are for ticks.
    """
    contours, tree = cv2.findContours(ink, cv2.RETR_CCOMP, cv2.CHAIN_APPROX_SIMPLE)
    boxes = []
    for contour, (_, _, _, parent) in zip(contours, tree[0] if contours else (), strict=True):
        if parent < 0 or len(contour) < 4:
            continue
        x, y, wide, high = cv2.boundingRect(contour)
        if wide < BAR[0] * letter or high < BAR[1] * letter or wide * high > 0.5 * ink.size:
            continue
        _, (across, down), _ = cv2.minAreaRect(contour)
        if cv2.contourArea(contour) >= FULL * across * down:
            boxes.append((x, y, x + wide, y + high))
    return [box for box in boxes if _is_empty(ink, box, letter) and not shares_side(box, boxes, letter)]


def _tell_solid(
    part: Part, labels: np.ndarray, shape: tuple[int, ...], letter: float
) -> tuple[bool, RegionKind | None]:
    """Whether it goes, and as what."""
    high, wide = shape[:2]
    apart = min(part.x, part.y, wide - part.x - part.width, high - part.y - part.height)
    if apart <= EDGE * min(wide, high):
        return True, None
    full = part.area / (part.width * part.height)
    if _is_hole(part, full, (wide, high), letter):
        return True, None
    if part.area >= PICTURE * wide * high and full < FULL:
        return True, RegionKind.PICTURE
    if part.width >= BAR[0] * letter and part.height >= BAR[1] * letter and part.width >= part.height / 3:
        turned = labels[part.y : part.y + part.height, part.x : part.x + part.width] == part.number
        _, (across, down), _ = cv2.minAreaRect(cv2.findNonZero(turned.astype(np.uint8)))
        if part.area >= FULL * max(across, 1) * max(down, 1):
            return True, RegionKind.REDACTION
    return False, None


def _is_hole(part: Part, full: float, page: tuple[int, int], letter: float) -> bool:
    low, high = HOLE[0] * letter, HOLE[1] * letter
    if not (low <= part.width <= high and low <= part.height <= high and 0.75 <= part.width / part.height <= 1.33):
        return False
    x, y = part.x + part.width / 2, part.y + part.height / 2
    near = min(x, page[0] - x) < MARGIN * page[0] or min(y, page[1] - y) < MARGIN * page[1]
    return near and full >= ROUND


def _is_empty(ink: Mask, box: PixelBox, letter: float) -> bool:
    inset = max(2, round(letter * 0.2))
    inside = ink[box[1] + inset : box[3] - inset, box[0] + inset : box[2] - inset]
    return inside.size > 0 and int(np.count_nonzero(inside)) <= EMPTY * inside.size


def shares_side(box: PixelBox, boxes: Sequence[PixelBox], letter: float) -> bool:
    """Whether another box stands wall to wall with it, as in forms and tables. One around it does not count."""
    wall = letter * 0.45
    for other in boxes:
        if other == box:
            continue
        apart_x = max(other[0] - box[2], box[0] - other[2])
        apart_y = max(other[1] - box[3], box[1] - other[3])
        if -letter <= max(apart_x, apart_y) <= wall and min(apart_x, apart_y) < -letter * 0.5:
            return True
    return False
