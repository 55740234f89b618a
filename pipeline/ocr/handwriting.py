"""Handwriting: long connected strokes of a pen, which no typewriter makes. Better missed than seen in bad type."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from pipeline.ocr.ink import PixelBox
from pipeline.ocr.zones import Blots, box_blots, cluster_blots, take_blots

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
REACH = 1.0
"""Small letters so near to long strokes belong to them."""
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


def find_notes(blots: Blots, letter: float) -> list[Note]:
    """The notes among blots of unread ink."""
    strokes = take_blots(blots, _are_strokes(blots, letter))
    notes = []
    for rows in cluster_blots(strokes, round(NEAR[0] * letter), round(NEAR[1] * letter)):
        own = take_blots(strokes, rows)
        x0, top, x1, bottom = box_blots(own.table)
        reach = round(letter * REACH)
        middle = blots.table[:, :2] + blots.table[:, 2:4] // 2
        inside = (middle >= (x0 - reach, top)).all(axis=1) & (middle <= (x1 + reach, bottom)).all(axis=1)
        if _is_note(own, take_blots(blots, np.asarray(inside)), letter):
            small = inside & (blots.strokes >= PEN[0] * letter)  # unconnected letters, not the grain of the paper
            kept = take_blots(blots, np.asarray(small | np.isin(blots.table[:, 5], own.table[:, 5])))
            notes.append(Note(box_blots(kept.table), kept))
    return notes


def _are_strokes(blots: Blots, letter: float) -> NDArray[np.bool_]:
    wide, high = blots.table[:, 2] / letter, blots.table[:, 3] / letter
    fill = blots.table[:, 4] / (blots.table[:, 2] * blots.table[:, 3])
    thick = blots.strokes / letter
    large = (high >= TALL) | ((wide >= WIDE) & (fill <= 0.75 * OPEN))
    sane = (wide <= HUGE[0]) & (high <= HUGE[1]) & (np.minimum(wide, high) >= 0.5)
    lean = np.maximum(wide, high) / np.maximum(np.minimum(wide, high), 0.01) >= LEAN
    return large & sane & ~lean & (fill <= OPEN) & (thick >= PEN[0]) & (thick <= PEN[1])


def _is_note(own: Blots, every: Blots, letter: float) -> bool:
    high = own.table[:, 3] / letter
    x0, top, x1, bottom = box_blots(own.table)
    sides = sorted(((x1 - x0) / letter, (bottom - top) / letter))
    if sides[1] < LEAST[0] or sides[0] < LEAST[1]:
        return False
    if len(own.table) >= 4 and float(high.std() / high.mean()) < EVEN:
        return False
    return bool(own.table[:, 4].sum() >= MOSTLY * every.table[:, 4].sum())
