"""The order in which a person reads a page: down one column, then the next; cell by cell in a ruled table; the printed
pages of a condensed sheet one after the other."""

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise
from math import inf
from statistics import median
from typing import NamedTuple

from pipeline.layout.forms import order_form
from pipeline.layout.panels import split_index, split_sheet
from pipeline.lexicons import Lexicon
from pipeline.lines import Line, PlacedWord
from pipeline.records import Box

GUTTER = 9.0
"""Points of empty paper between two columns, at least."""
WIDE_GUTTER = 60.0
COLUMN_LINES = 6
"""So many lines must stand beside each other before they are taken for columns."""
COLUMN_FILL = 0.5
"""Running text fills its column: the middle line so much of it. Labels before their values do not."""
COLUMN_WORDS = 3
BIN = 2.0
ROW_REACH = 0.4
"""The middles of words in one row differ by no more than so many heights of the higher one,"""
THREE_QUARTERS = 0.75
"""or are no deeper than so far down the first word of the row."""


class Gutter(NamedTuple):
    """Where the paper is empty, and which rows it parts."""

    x: float
    first: int
    last: int


def order_lines(lines: Sequence[Line], cells: Sequence[Box] = (), labels: Lexicon | None = None) -> list[Line]:
    """Lines of one page in reading order. `lines` come in the order of the file or of the OCR, which is kept where it
    runs down the page; `cells` are those of ruled tables, inner ones first. With `labels`, what stands under the labels
    of a form stays with them where no rules are known."""
    words = [word for line in lines for word in line]
    parts = split_sheet(words)
    if len(parts) > 1:
        return [row for part in parts for row in join_rows(part)]
    if cells:
        return _order_cells(words, cells)
    rows = join_rows(words)
    if (columns := split_index(rows)) is not None:
        return [row for column in columns for row in join_rows(column)]
    if (gutter := find_gutter(rows)) is not None:
        return _order_columns(rows, gutter)
    if labels is not None and (formed := order_form(rows, labels)) is not None:
        return formed
    return list(lines) if _runs_down(lines) else rows


def join_rows(words: Iterable[PlacedWord]) -> list[Line]:
    """Words that stand beside each other become rows, from top to bottom, each from left to right."""
    rows: list[list[PlacedWord]] = []
    within = centre = high = -inf
    for word in sorted(words, key=_centre):
        _, top, _, bottom = word.box
        middle, own = (top + bottom) / 2, bottom - top
        if middle < within or middle < centre + ROW_REACH * (high if high > own else own):
            rows[-1].append(word)
        else:
            rows.append([word])
            within, centre, high = top + THREE_QUARTERS * own, middle, own
    for row in rows:
        row.sort(key=_left)
    return list(rows)


def find_gutter(rows: Sequence[Line]) -> Gutter | None:
    """The empty strip that parts two columns of running text, the clearest where there are several."""
    gaps = [_find_gaps(row) for row in rows]
    best: tuple[float, Gutter] | None = None
    for x in _find_places(rows, gaps):
        for first, last in _find_runs(rows, gaps, x):
            clear = sum(min(b - a, WIDE_GUTTER) for row in gaps[first : last + 1] for a, b in row if a <= x <= b)
            if (best is None or clear > best[0]) and _is_text(rows[first : last + 1], x):
                best = (clear, Gutter(x, first, last))
    return None if best is None else best[1]


def _find_places(rows: Sequence[Line], gaps: Sequence[list[tuple[float, float]]]) -> list[float]:
    """Where a gutter may be: just before where many words start behind a gap, in the middle part of the page."""
    left = min((row[0].box[0] for row in rows), default=0.0)
    right = max((row[-1].box[2] for row in rows), default=0.0)
    starts = Counter(round(start / BIN) for row in gaps for _, start in row)
    places = (place * BIN - 2 * BIN for place, count in starts.items() if count >= COLUMN_LINES / 2)
    return sorted(x for x in places if 0.2 < (x - left) / (right - left) < 0.8)


def _order_columns(rows: Sequence[Line], gutter: Gutter) -> list[Line]:
    """What stands above, the left column, the right column, what stands below; each may have columns again."""
    parted = [word for row in rows[gutter.first : gutter.last + 1] for word in row]
    parts = (
        [word for row in rows[: gutter.first] for word in row],
        [word for word in parted if word.box[0] < gutter.x],
        [word for word in parted if word.box[0] >= gutter.x],
        [word for row in rows[gutter.last + 1 :] for word in row],
    )
    return [line for part in parts if part for line in order_lines(join_rows(part))]


def _order_cells(words: Sequence[PlacedWord], cells: Sequence[Box]) -> list[Line]:
    """The words of a cell together, a cell where its first words would stand, the rest as rows."""
    inside: list[list[PlacedWord]] = [[] for _ in cells]
    outside: list[PlacedWord] = []
    for word in words:
        index = next((i for i, cell in enumerate(cells) if _holds(cell, word.box)), None)
        (outside if index is None else inside[index]).append(word)
    placed = [(row[0].box[1], 0.0, [row]) for row in join_rows(outside)]
    placed += [(cell[1], cell[0], join_rows(content)) for cell, content in zip(cells, inside, strict=True) if content]
    # Cells of one row start at one height but for a hair; so compare in steps of half a line.
    placed.sort(key=lambda part: (round(part[0] / 6), part[1]))
    return [line for _, _, lines in placed for line in lines]


def _find_gaps(row: Line) -> list[tuple[float, float]]:
    return [(before.box[2], after.box[0]) for before, after in pairwise(row) if after.box[0] - before.box[2] >= GUTTER]


def _find_runs(rows: Sequence[Line], gaps: Sequence[list[tuple[float, float]]], x: float) -> Iterable[tuple[int, int]]:
    """First and last row of each stretch in which no word stands on `x` and enough rows have words on both sides."""
    supports: list[int] = []
    for index, row in enumerate(rows):
        if any(word.box[0] < x < word.box[2] for word in row) or _is_whole(row, x, gaps[index]):
            if len(supports) >= COLUMN_LINES:
                yield supports[0], supports[-1]
            supports = []
        elif any(start <= x <= end for start, end in gaps[index]):
            supports.append(index)
    if len(supports) >= COLUMN_LINES:
        yield supports[0], supports[-1]


def _is_whole(row: Line, x: float, gaps: Sequence[tuple[float, float]]) -> bool:
    """A line that runs over `x` with nothing wider than a space there."""
    return row[0].box[0] < x < row[-1].box[2] and not any(start <= x <= end for start, end in gaps)


def _is_text(rows: Sequence[Line], x: float) -> bool:
    for side in (
        [[word for word in row if word.box[0] < x] for row in rows],
        [[word for word in row if word.box[0] >= x] for row in rows],
    ):
        lines = [line for line in side if line]
        edge = min(line[0].box[0] for line in lines)
        widths = [line[-1].box[2] - line[0].box[0] for line in lines]
        fill = median(widths) / max(max(line[-1].box[2] for line in lines) - edge, 1.0)
        if fill < COLUMN_FILL or median(len(line) for line in lines) < COLUMN_WORDS:
            return False
    return True


def _runs_down(lines: Sequence[Line]) -> bool:
    """Does each line of the file stand under the one before it, or beside it to the right?"""
    middles = [_middle(line) for line in lines]
    return all(
        middle > above - 1 and (middle > _lower_half(before) or _follows(before, after))
        for (above, middle), (before, after) in zip(pairwise(middles), pairwise(lines), strict=True)
    )


def _follows(before: Line, after: Line) -> bool:
    return after[0].box[0] >= before[-1].box[2] - 1


def _middle(line: Line) -> float:
    return sum([word.box[1] + word.box[3] for word in line]) / (2 * len(line))


def _lower_half(line: Line) -> float:
    """Under this a word belongs to the next row."""
    _, top, _, bottom = line[0].box
    return top + THREE_QUARTERS * (bottom - top)


def _centre(word: PlacedWord) -> float:
    return (word.box[1] + word.box[3]) / 2


def _left(word: PlacedWord) -> float:
    return word.box[0]


def _holds(cell: Box, box: Box) -> bool:
    x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    return cell[0] <= x <= cell[2] and cell[1] <= y <= cell[3]
