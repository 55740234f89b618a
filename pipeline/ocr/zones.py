"""Ink that was not read, in blots and clusters of blots, measured in letter heights."""

from collections.abc import Sequence
from typing import Any, NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from pipeline.lines import PlacedWord
from pipeline.ocr.ink import Mask, PixelBox, widen_mask
from pipeline.ocr.wordlike import is_likely

SURE = 0.85
"""A word of such confidence is read, whatever it looks like."""
LIKELY = 0.5
"""A word that looks like one is read from such confidence on."""
COARSE = (4, 2)
"""What lies near each other is seen on a page so many times smaller, across and down: a tenth of the time."""
SPECK = 0.5
"""Blots smaller than so many letter heights are dust, dots and commas."""

Table = NDArray[np.int32]


class Blots(NamedTuple):
    """Connected parts of unread ink: one row each of x, y, width, height, area, number; the picture of numbers; the
    mean width of their strokes in pixels; and where the specks between them are (x, y)."""

    table: Table
    labels: Table
    strokes: NDArray[np.float32]
    specks: Table


def is_read(word: PlacedWord) -> bool:
    return word.confidence >= SURE or (word.confidence >= LIKELY and is_likely(word.text))


def cover_words(shape: tuple[int, ...], words: Sequence[PlacedWord], margin: int) -> Mask:
    """The mask of the boxes of words."""
    cover = np.zeros(shape, np.uint8)
    for word in words:
        x0, top, x1, bottom = (round(value) for value in word.box)
        cv2.rectangle(cover, (x0 - margin, top - margin), (x1 + margin, bottom + margin), 255, -1)
    return cover


def find_blots(ink: Mask, letter: float) -> Blots:
    """The connected parts that are larger than specks."""
    _, labels, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    edge = ink & ~np.asarray(cv2.erode(ink, np.ones((3, 3), np.uint8)), np.uint8)
    outline = np.bincount(labels.ravel()[np.flatnonzero(edge)], minlength=len(stats))
    table = np.column_stack([stats, np.arange(len(stats))]).astype(np.int32)[1:]
    large = np.maximum(table[:, 2], table[:, 3]) >= SPECK * letter
    specks, table = table[~large, :2], table[large]
    strokes = 2.0 * table[:, 4] / np.maximum(outline[table[:, 5]], 1)
    return Blots(table, np.asarray(labels, np.int32), strokes.astype(np.float32), specks)


def take_blots(blots: Blots, which: NDArray[Any]) -> Blots:
    return blots._replace(table=blots.table[which], strokes=blots.strokes[which])


def mask_blots(blots: Blots) -> Mask:
    """The ink of these blots alone."""
    mask = np.zeros(blots.labels.shape, np.uint8)
    for x, y, wide, high, _, number in blots.table.tolist():
        place = slice(y, y + high), slice(x, x + wide)
        mask[place][blots.labels[place] == number] = 255
    return mask


def cluster_blots(blots: Blots, across: int, down: int) -> list[NDArray[np.intp]]:
    """The rows of blots that lie within so many pixels of each other, give or take COARSE, one array for each
    cluster."""
    if not len(blots.table):
        return []
    points = [_find_points(blots.labels, row) for row in blots.table.tolist()]
    mask = np.zeros((blots.labels.shape[0] // COARSE[1] + 1, blots.labels.shape[1] // COARSE[0] + 1), np.uint8)
    for rows, columns in points:
        mask[rows, columns] = 255
    widened = widen_mask(mask, round(across / COARSE[0]) | 1, round(down / COARSE[1]) | 1)
    _, groups = cv2.connectedComponents(widened, connectivity=8)
    of_blot = np.asarray([groups[rows[0], columns[0]] for rows, columns in points])
    return [np.flatnonzero(of_blot == group) for group in sorted(set(of_blot.tolist()))]


def _find_points(labels: Table, row: Sequence[int]) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Where a blot has ink, on the smaller page."""
    x, y, wide, high, _, number = row
    rows, columns = np.nonzero(labels[y : y + high, x : x + wide] == number)
    return (rows + y) // COARSE[1], (columns + x) // COARSE[0]


def box_blots(table: Table) -> PixelBox:
    """The box around blots, right and bottom excluded."""
    ends = table[:, :2] + table[:, 2:4]
    return (int(table[:, 0].min()), int(table[:, 1].min()), int(ends[:, 0].max()), int(ends[:, 1].max()))
