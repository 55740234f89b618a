"""Handwriting: long connected strokes of a pen, which no typewriter makes. Better missed than seen in bad type."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from pipeline.lines import PlacedWord
from pipeline.ocr.ink import PixelBox, open_mask
from pipeline.ocr.zones import Blots, Table, box_blots, cluster_blots, take_blots

TALL, WIDE = 1.9, 3.0
"""A blot higher or wider than so many letter heights is no single letter of type, nor two that touch."""
HUGE = (60.0, 14.0)
"""What is wider or higher than this is a fold, a shadow, a drawing."""
OPEN = 0.4
"""A pen leaves most of the box of its stroke empty; letters of type that touch fill more than this."""
PEN = (0.12, 0.42)
"""How thick the stroke of a pen is, in letter heights: thinner is the grain of a copy, thicker a shadow or a marker."""
LEAN = 6.0
"""What is longer than so many times its breadth is a line or the shadow of an edge."""
NEAR = (4.0, 1.4)
"""Strokes within so many letter heights, across and down, belong to one note."""
REACH = (2.5, 0.3)
"""Letters and figures so near to long strokes, across and down, belong to them, if they are higher than SMALL."""
SMALL = 1.15
IN_LINE = 4.0
"""Up to this height something right beside typed words may be typed words that blotted, on one line or on two."""
RING = (1.5, 7.0)
"""A single round blot of this size in the outer eighth of the page is the rim of a punch hole."""
STRAIGHT = 0.5
"""With more of its ink in runs straight across or down it is what remains of a frame."""
GRAIN = 0.5
"""More specks than this in a square of a letter's height: the grain of a bad copy, a halftone, a shadow."""
LEAST = (2.5, 1.6)
"""The smallest note: its longer and its shorter side. Two letters of type that touch are smaller."""
EVEN = 0.12
"""Large blots whose heights differ by less than this, deviation over mean, are large type."""
MOSTLY = 0.35
"""The share of a note's ink that is in long strokes."""


class Note(NamedTuple):
    """A place written on by hand: its box in pixels, and which blots it is made of."""

    box: PixelBox
    blots: Blots


def find_notes(blots: Blots, read: Sequence[PlacedWord], letter: float) -> list[Note]:
    """The notes among blots of unread ink. What is no higher than type and stands in a line with words that were read
    is taken for bad type."""
    strokes = take_blots(blots, _are_strokes(blots, letter))
    written = np.isin(blots.table[:, 5], strokes.table[:, 5])
    figures = (blots.table[:, 3] >= SMALL * letter) & (blots.strokes >= PEN[0] * letter)
    notes = []
    for rows in cluster_blots(strokes, round(NEAR[0] * letter), round(NEAR[1] * letter)):
        long = take_blots(strokes, rows)
        own, box = long, box_blots(long.table)
        for _ in range(2):  # a figure beside a figure beside a stroke
            own = take_blots(blots, _lie_in(blots.table, box, letter) & (written | figures))
            box = box_blots(own.table)
        if _is_note(long, own, blots, letter) and not _is_in_line(box, read, letter):
            notes.append(Note(box, own))
    return notes


def _is_rim(table: Table, page: tuple[int, ...], letter: float) -> bool:
    x, y, wide, high, *_ = table[0].tolist()
    near = min(x, y, page[1] - x - wide, page[0] - y - high) < min(page) / 8
    sized = RING[0] * letter <= max(wide, high) <= RING[1] * letter
    return len(table) == 1 and near and sized and 0.7 <= wide / high <= 1.4


def _is_straight(own: Blots, letter: float) -> bool:
    x0, top, x1, bottom = box_blots(own.table)
    ink = np.isin(own.labels[top:bottom, x0:x1], own.table[:, 5]).astype(np.uint8) * 255
    run = round(2 * letter)
    straight = open_mask(ink, run, 1) | open_mask(ink, 1, run)
    return int(np.count_nonzero(straight)) > STRAIGHT * int(np.count_nonzero(ink))


def _is_in_line(box: PixelBox, read: Sequence[PlacedWord], letter: float) -> bool:
    """Whether it is as high as type, and a word that was read stands right beside it on the same line."""
    x0, top, x1, bottom = box
    if bottom - top > IN_LINE * letter:
        return False
    for word in read:
        left, upper, right, lower = word.box
        gap = max(left - x1, x0 - right)
        if gap < 1.5 * letter and min(bottom, lower) - max(top, upper) >= 0.6 * min(bottom - top, lower - upper):
            return True
    return False


def _lie_in(table: Table, box: PixelBox, letter: float) -> NDArray[np.bool_]:
    """Which blots have their middle in the box or within reach of it."""
    middle = table[:, :2] + table[:, 2:4] // 2
    low = (box[0] - REACH[0] * letter, box[1] - REACH[1] * letter)
    high = (box[2] + REACH[0] * letter, box[3] + REACH[1] * letter)
    return np.asarray((middle >= low).all(axis=1) & (middle <= high).all(axis=1), np.bool_)


def _are_strokes(blots: Blots, letter: float) -> NDArray[np.bool_]:
    wide, high = blots.table[:, 2] / letter, blots.table[:, 3] / letter
    fill = blots.table[:, 4] / (blots.table[:, 2] * blots.table[:, 3])
    thick = blots.strokes / letter
    large = (high >= TALL) | ((wide >= WIDE) & (fill <= 0.75 * OPEN))
    sane = (wide <= HUGE[0]) & (high <= HUGE[1]) & (np.minimum(wide, high) >= 0.5)
    lean = np.maximum(wide, high) / np.maximum(np.minimum(wide, high), 0.01) >= LEAN
    return large & sane & ~lean & (fill <= OPEN) & (thick >= PEN[0]) & (thick <= PEN[1])


def _is_note(long: Blots, own: Blots, blots: Blots, letter: float) -> bool:
    """Whether long strokes, with what stands beside them, are a note and nothing else."""
    high = own.table[:, 3] / letter
    x0, top, x1, bottom = box = box_blots(own.table)
    sides = sorted(((x1 - x0) / letter, (bottom - top) / letter))
    if sides[1] < LEAST[0] or sides[0] < LEAST[1]:
        return False
    if _is_rim(own.table, blots.labels.shape, letter) or _is_straight(long, letter):
        return False
    if len(own.table) >= 4 and float(high.std() / high.mean()) < EVEN:
        return False
    specks = int(np.count_nonzero((blots.specks >= box[:2]).all(axis=1) & (blots.specks < box[2:]).all(axis=1)))
    if specks > GRAIN * sides[0] * sides[1]:
        return False
    every = blots.table[_lie_in(blots.table, box, 0.0), 4].sum()
    return bool(long.table[:, 4].sum() >= MOSTLY * every)
