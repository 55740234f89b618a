"""The words that were read off an image, put into the order in which a person reads the page.

OCR engines write down blocks as they find them: the line numbers of a transcript as a column of their own, a form as
columns of torn boxes.
"""

from collections.abc import Sequence
from dataclasses import replace
from statistics import median

from pipeline.layout.order import order_lines
from pipeline.lexicons import Lexicon
from pipeline.lines import Line, PlacedWord, compose, split_blocks, turn_back
from pipeline.records import Box, Reading, Region, RegionKind, Word

Size = tuple[float, float]
_TALL, _DEEP = "bdfhkltij'\"", "gjpqy,;Q"
_SMALL, _TAIL = 0.72, 0.3
"""Heights of a letter without stem, and of a tail, as shares of a capital's, in typewriter faces."""
_ASTRAY = 0.5
"""A word whose foot is so many heights off the baseline is of another line: engines string the figures of a narrow
column together."""
_LONG_LINE = 4
_FEWEST_LINES = 3


def arrange(
    reading: Reading, regions: Sequence[Region], turn: int, size: Size, labels: Lexicon | None = None
) -> tuple[Reading, tuple[Region, ...]]:
    """The reading in a person's order, and the regions with their new offsets. `turn` is the clockwise turn after which
    the writing stands upright, `size` width and height of the page as displayed. Regions of the kind CELL are boxes
    that a form rules."""
    level, slope = level_lines(reading, turn, size)
    numbers = {id(word): number for number, word in enumerate(word for line in level for word in line)}
    cells = [region.box for region in regions if region.kind is RegionKind.CELL]
    cells = [_sheared(turn_back(cell, -turn % 360, size), slope) for cell in cells]
    blocks = split_blocks(order_lines(level, sorted(cells, key=_area), labels))
    order = [numbers[id(word)] for block in blocks for line in block for word in line]
    arranged = compose(
        [[word._replace(box=reading.words[numbers[id(word)]].box) for word in line] for line in block]
        for block in blocks
    )
    return arranged, tuple(_moved(region, reading.words, order, arranged.words) for region in regions)


def level_lines(reading: Reading, turn: int, size: Size) -> tuple[list[list[PlacedWord]], float]:
    """The lines of a reading as they would stand on level paper, its words in their order, and the slope taken out."""
    lines = _lines_of(reading, turn, size)
    slope = find_slope(lines)
    return [_evened([word._replace(box=_sheared(word.box, slope)) for word in line]) for line in lines], slope


def find_slope(lines: Sequence[Line]) -> float:
    """How far the lines of a scan fall, in points for each point to the right; 0 where too few tell."""
    long = [line for line in lines if len(line) >= _LONG_LINE]
    falls = [(_foot(line[-1])[0] - _foot(line[0])[0]) / max(line[-1].box[0] - line[0].box[0], 1.0) for line in long]
    return median(falls) if len(falls) >= _FEWEST_LINES else 0.0


def _evened(line: Sequence[PlacedWord]) -> list[PlacedWord]:
    """The words of a line with boxes as high as its capitals, on its baseline: the box of a word that was read off an
    image is that of its ink, and "you" stands lower than "The"."""
    feet = [_foot(word) for word in line if any(map(str.isalnum, word.text))]
    if not feet:
        return list(line)
    base, high = median(foot for foot, _ in feet), median(high for _, high in feet)
    return [
        word._replace(box=(word.box[0], base - high, word.box[2], base))
        if not any(map(str.isalnum, word.text)) or abs(_foot(word)[0] - base) < _ASTRAY * high
        else word
        for word in line
    ]


def _foot(word: PlacedWord) -> tuple[float, float]:
    """Where the baseline of a word is, and how high a capital of its size would be, from the letters it has."""
    _, top, _, bottom = word.box
    tall = any(letter in _TALL or letter.isupper() or letter.isdigit() for letter in word.text)
    deep = any(letter in _DEEP for letter in word.text)
    capital = (bottom - top) / ((1.0 if tall else _SMALL) + (_TAIL if deep else 0.0))
    return bottom - (_TAIL * capital if deep else 0.0), capital


def _lines_of(reading: Reading, turn: int, size: Size) -> list[list[PlacedWord]]:
    """The lines of a text as placed words on the page after the turn."""
    lines: list[list[PlacedWord]] = []
    end = -1
    for word in reading.words:
        if end < 0 or "\n" in reading.text[end : word.start]:
            lines.append([])
        box = turn_back(word.box, -turn % 360, size)
        lines[-1].append(PlacedWord(reading.text[word.start : word.end], box, word.confidence))
        end = word.end
    return lines


def _moved(region: Region, before: Sequence[Word], order: Sequence[int], after: Sequence[Word]) -> Region:
    """The region with the offsets of its words after they were put in order; without offsets where they no longer
    follow each other."""
    if region.start is None or region.end is None:
        return region
    mine = [place for place, old in enumerate(order) if region.start <= before[old].start < region.end]
    if not mine or mine[-1] - mine[0] + 1 != len(mine):
        return replace(region, start=None, end=None)
    return replace(region, start=after[mine[0]].start, end=after[mine[-1]].end)


def _sheared(box: Box, slope: float) -> Box:
    """The box where it would stand if the lines ran level: moved up by what they fall to its left edge."""
    x0, top, x1, bottom = box
    return (x0, top - slope * x0, x1, bottom - slope * x0)


def _area(box: Box) -> float:
    return (box[2] - box[0]) * (box[3] - box[1])
