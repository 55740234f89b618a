"""What is not writing is taken off the image of a page before it is read: the scanner's black border, punch holes,
redaction bars and frames, ruled lines and boxes of forms, pictures."""

from typing import NamedTuple

import cv2
import numpy as np

from pipeline.ocr.ink import Grey, Mask, find_dark, find_ink, measure_paper, open_mask, widen_mask
from pipeline.ocr.ruling import find_rules, list_removable
from pipeline.ocr.solids import find_frames, find_solids
from pipeline.records import Region, RegionKind

MOST_BLACK = 0.5
"""A page with more black than this is a photograph or a negative, and is left as it is."""


class Cleaned(NamedTuple):
    """The image without what is not writing, and what was taken off that a reader must know of, boxes in pixels."""

    image: Grey
    regions: tuple[Region, ...]


def clean(grey: Grey, letter: float) -> Cleaned:
    """Clean a grey page, upright and deskewed, whose small letters are `letter` pixels high. The input stays."""
    dark = find_dark(grey)
    if np.count_nonzero(dark) > MOST_BLACK * dark.size:
        return Cleaned(grey, ())
    white, solids = find_solids(dark, letter)
    ink = find_ink(grey, letter) & ~white
    frames = find_frames(ink, letter)
    across, down = find_rules(ink, letter)
    thin = list_removable(ink, across, down, letter)
    for box in frames:
        _mark_sides(thin, ink, box, letter)
    regions = [Region(kind, _box(box)) for kind, box in solids if kind is not None]
    regions += [Region(RegionKind.REDACTION, _box(box)) for box in frames]
    paper = measure_paper(grey, letter)
    image = np.asarray(cv2.copyTo(paper, thin, grey.copy()), np.uint8)
    image[white > 0] = np.median(paper[::8, ::8])
    return Cleaned(image, tuple(regions))


def _mark_sides(gone: Mask, ink: Mask, box: tuple[int, int, int, int], letter: float) -> None:
    """The sides of a frame go, as thick as they are: long straight runs of ink around its inside."""
    side, straight = max(3, round(letter * 0.4)), max(6, round(letter * 0.8))
    rows = slice(max(box[1] - side, 0), box[3] + side)
    columns = slice(max(box[0] - side, 0), box[2] + side)
    lines = ink[rows, columns].copy()
    lines[2 * side : -2 * side, 2 * side : -2 * side] = 0
    gone[rows, columns] |= widen_mask(open_mask(lines, straight * 2, 1) | open_mask(lines, 1, straight), 3, 3)


def _box(box: tuple[int, int, int, int]) -> tuple[float, float, float, float]:
    return (float(box[0]), float(box[1]), float(box[2]), float(box[3]))
