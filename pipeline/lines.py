"""Lines of placed words become the text of a reading: the one place where offsets are counted."""

from collections.abc import Iterable, Sequence
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from pipeline.records import Box, Reading, Word


class PlacedWord(NamedTuple):
    """A word without white space and where it stands, in points of the page as displayed (or pixels of an image)."""

    text: str
    box: Box
    confidence: float


Line = Sequence[PlacedWord]


def compose(blocks: Iterable[Iterable[Line]]) -> Reading:
    """Words are separated by one space, lines by a line feed, blocks by an empty line."""
    parts: list[str] = []
    words: list[Word] = []
    position = 0
    between = ""
    for block in blocks:
        for line in block:
            for text, box, confidence in line:
                parts += (between, text)
                start = position + len(between)
                position = start + len(text)
                words.append(Word(start, position, box, confidence))
                between = " "
            between = "\n" if parts else ""
        between = "\n\n" if parts else ""
    sure = sum([word.confidence for word in words]) / len(words) if words else None
    return Reading("".join(parts), tuple(words), None if sure is None else round(sure, 4))


def split_blocks(lines: Sequence[Line]) -> list[list[Line]]:
    """Group lines, from top to bottom, at clear vertical gaps: wider than four fifths of a line, and than half as
    much again as is usual on this page, which may be typed with double spacing.

    A line that starts above the one before it (a new column, a table cell) starts a block too.
    """
    if not lines:
        return []
    edges = [(min([word.box[1] for word in line]), max([word.box[3] for word in line])) for line in lines]
    gaps = [after[0] - before[1] for before, after in pairwise(edges) if after[0] > before[0]]
    usual = median(gaps) if gaps else 0.0
    clear = max(0.8 * median(bottom - top for top, bottom in edges), 1.5 * usual)
    blocks: list[list[Line]] = [[lines[0]]]
    for line, before, (top, _) in zip(lines[1:], edges, edges[1:], strict=False):
        if before[0] <= top <= before[1] + clear:
            blocks[-1].append(line)
        else:
            blocks.append([line])
    return blocks


def turn_back(box: Box, turn: int, size: tuple[float, float]) -> Box:
    """Where a box of the page after a clockwise turn of 0, 90, 180 or 270 degrees stands on the page of `size` (width
    and height) before it."""
    x0, top, x1, bottom = box
    width, height = size
    if turn == 90:
        return (top, height - x1, bottom, height - x0)
    if turn == 180:
        return (width - x1, height - bottom, width - x0, height - top)
    if turn == 270:
        return (width - bottom, x0, width - top, x1)
    return box
