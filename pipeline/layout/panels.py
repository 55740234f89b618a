"""Sheets that hold several pages or many columns: condensed transcripts, four printed pages on one sheet, and the word
indexes behind them. Their columns are never mixed."""

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from math import inf
from statistics import median
from typing import NamedTuple

from pipeline.lines import Line, PlacedWord

_NUMBER = re.compile(r"[0-9lIoOSB]{1,2}[.:]?")
_DIGITS = str.maketrans("lIoOSB", "110058", ".:")
_PLACE = re.compile(r"\d{1,4}:\d{1,2}(?:,\d{1,2})*,?")
_PAGE = re.compile(r"(?:page|pg\.?)?\s*-?\s*(\d{1,4})\s*-?", re.IGNORECASE)
MOST_FIGURES = 3
"""The longest line number with the point behind it."""
FEWEST_NUMBERS = 10
"""So many line numbers that count up in one column are a printed page."""
FEWEST_PLACES = 24
"""So many places ("44:3") on a page are a word index."""
COLUMN_SPACE = 60.0
"""Columns of an index begin at least so many points apart."""


class _Panel(NamedTuple):
    """A printed page of a sheet: where its column of line numbers stands, and from where to where its text reaches."""

    left: float
    right: float
    top: float
    bottom: float
    step: float


def split_sheet(words: Sequence[PlacedWord]) -> list[list[PlacedWord]]:
    """The words of each printed page of a condensed sheet, the pages in the order in which they are read; one part
    where the sheet is a page like any other. What stands outside all pages comes first."""
    panels = _find_panels(words)
    if len(panels) < 2:
        return [list(words)]
    parts: list[list[PlacedWord]] = [[] for _ in panels]
    rest: list[PlacedWord] = []
    for word in words:
        index = next((i for i, panel in enumerate(panels) if _is_in(panel, word)), None)
        (rest if index is None else parts[index]).append(word)
    numbers = [_printed_number(part, panel) for part, panel in zip(parts, panels, strict=True)]
    known = [number for number in numbers if number is not None]
    if len(known) == len(parts) and max(known) - min(known) < len(parts) == len(set(known)):
        parts = [part for _, part in sorted(zip(known, parts, strict=True), key=lambda pair: pair[0])]
    return ([rest] if rest else []) + parts


def _find_panels(words: Sequence[PlacedWord]) -> list[_Panel]:
    """Panels by columns from left to right, each from top to bottom."""
    runs = [run for column in _number_columns(words) for run in _find_runs(column)]
    lefts = sorted({round(min(word.box[0] for word in run)) for run in runs})
    panels = []
    for run in runs:
        left = min(word.box[0] for word in run)
        beyond = [other for other in lefts if other > left + COLUMN_SPACE]
        step = median(_middle(after) - _middle(before) for before, after in pairwise(run))
        panels.append(
            _Panel(left, min(beyond, default=1e9), run[0].box[1] - 2.6 * step, run[-1].box[3] + 1.4 * step, step)
        )
    columns = {edge: number for number, edge in enumerate(_apart(lefts))}
    return sorted(panels, key=lambda panel: (columns[max(e for e in columns if e <= round(panel.left))], panel.top))


def _apart(lefts: Sequence[int]) -> list[int]:
    """Of left edges that are nearly alike the first."""
    return [edge for at, edge in enumerate(lefts) if at == 0 or edge - lefts[at - 1] > COLUMN_SPACE / 2]


def _number_columns(words: Sequence[PlacedWord]) -> list[list[PlacedWord]]:
    """Numbers of one or two digits that begin a line and end under each other; none where they are too few for two."""
    numbers = [word for word in words if len(word.text) <= MOST_FIGURES and _NUMBER.fullmatch(word.text)]
    if len(numbers) < 2 * FEWEST_NUMBERS:
        return []
    columns: list[list[PlacedWord]] = []
    ends = sorted([(word.box[2], (word.box[1] + word.box[3]) / 2) for word in words])
    for word in sorted((w for w in numbers if not _goes_on(w, ends)), key=lambda w: w.box[2]):
        high = word.box[3] - word.box[1]
        if columns and word.box[2] - columns[-1][-1].box[2] < 0.8 * high:
            columns[-1].append(word)
        else:
            columns.append([word])
    return [sorted(column, key=_middle) for column in columns if len(column) >= FEWEST_NUMBERS]


def _goes_on(number: PlacedWord, ends: Sequence[tuple[float, float]]) -> bool:
    """Does a number follow a word of a line? Line numbers have empty paper before them. `ends` are where words end
    and the middle of their height, from left to right."""
    left, high, middle = number.box[0], number.box[3] - number.box[1], _middle(number)
    first = bisect_right(ends, (left - 0.9 * high, inf))
    last = bisect_left(ends, (left + 1, -inf))
    return any(abs(other - middle) < 0.5 * high for _, other in ends[first:last])


def _find_runs(column: Sequence[PlacedWord]) -> list[list[PlacedWord]]:
    """Stretches of a column that count up, most one by one."""
    runs: list[list[PlacedWord]] = [[]]
    for word in column:
        if runs[-1] and _value(word) <= _value(runs[-1][-1]) - 5:
            runs.append([])
        if not runs[-1] or 0 < _value(word) - _value(runs[-1][-1]) <= 4:
            runs[-1].append(word)
    return [run for run in runs if len(run) >= FEWEST_NUMBERS and _value(run[0]) <= 4]


def _value(word: PlacedWord) -> int:
    return int(word.text.translate(_DIGITS) or 0)


def _is_in(panel: _Panel, word: PlacedWord) -> bool:
    middle = (word.box[0] + word.box[2]) / 2
    return panel.left - panel.step <= middle < panel.right and panel.top <= _middle(word) <= panel.bottom


def _printed_number(part: Sequence[PlacedWord], panel: _Panel) -> int | None:
    """The page number that stands above or below the numbered lines of a panel."""
    first, last = panel.top + 2.2 * panel.step, panel.bottom - 1.2 * panel.step
    for outside in ([w for w in part if _middle(w) < first], [w for w in part if _middle(w) > last]):
        found = _PAGE.fullmatch(" ".join(w.text for w in sorted(outside, key=lambda w: w.box[0])))
        if found is not None:
            return int(found[1])
    return None


def split_index(rows: Sequence[Line]) -> list[list[PlacedWord]] | None:
    """The words of a word index: what stands above its columns, each column, what stands below; None where the page
    is no index."""
    said = [word.text for row in rows for word in row if ":" in word.text]
    if sum(_PLACE.fullmatch(text) is not None for text in said) < FEWEST_PLACES:
        return None
    edges = _column_edges(rows)
    if len(edges) < 2:
        return None
    body = [at for at, row in enumerate(rows) if any(_PLACE.fullmatch(word.text) for word in row)]
    inside = [word for row in rows[body[0] : body[-1] + 1] for word in row]
    columns = [
        [word for word in inside if start - 4 <= word.box[0] < end - 4]
        for start, end in zip([-1e9, *edges[1:]], [*edges[1:], 1e9], strict=True)
    ]
    above = [word for row in rows[: body[0]] for word in row]
    below = [word for row in rows[body[-1] + 1 :] for word in row]
    return [part for part in (above, *columns, below) if part]


def _column_edges(rows: Sequence[Line]) -> list[float]:
    """Where many lines begin: the left edges of the columns."""
    starts = Counter(
        round(after.box[0] / 3)
        for row in rows
        for before, after in pairwise((None, *row))
        if after is not None and (before is None or after.box[0] - before.box[2] > 0.9 * (after.box[3] - after.box[1]))
    )
    often = [place for place, count in starts.items() if count + starts[place + 1] >= max(starts.values()) * 0.3]
    edges: list[float] = []
    for place in sorted(often):
        if not edges or place * 3 - edges[-1] >= COLUMN_SPACE:
            edges.append(place * 3.0)
    return edges


def _middle(word: PlacedWord) -> float:
    return (word.box[1] + word.box[3]) / 2
