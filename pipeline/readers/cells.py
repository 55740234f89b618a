"""The page of a printed sheet read row by row: its heads tell the row and the column of every cell.

In reading order as of any page a wide sheet falls into blocks of columns, and the row that a sum stands in is lost.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from pipeline.records import Box, Page, Reading, Region, RegionKind, Word

NEAR = 1.0
"""Points within which two lines of the grid are one."""
GAP = "  "
Words = list[tuple[str, Word]]


@dataclass(frozen=True, slots=True)
class Grid:
    """Where the lines stand: `rows` and `columns` are edges; the first row holds letters, the first column numbers."""

    rows: tuple[float, ...]
    columns: tuple[float, ...]
    walls: tuple[Box, ...]


def set_cells(page: Page, rules: Sequence[Box]) -> Page:
    """The page with its text row by row and a region for each cell; as it was where it is no printed sheet."""
    grid = find_grid(rules)
    if grid is None or page.reading is None:
        return page
    text = page.reading.text
    above: Words = []
    bands: list[Words] = [[] for _ in grid.rows]
    for word in page.reading.words:
        row = bisect_right(grid.rows, (word.box[1] + word.box[3]) / 2)
        (bands[row - 1] if row else above).append((text[word.start : word.end], word))
    typed = _Typed()
    typed.add_lines(_lines(above))
    names: dict[int, int] = {}
    for place, band in enumerate(bands):
        if place == len(bands) - 1:  # below the grid: the foot of the page
            typed.add_lines(_lines(band))
        elif place == 0:
            names = {_column(grid, word.box): read_column(said) for said, word in band}
            typed.add_lines([sorted(band, key=lambda placed: placed[1].box[0])])
        else:
            typed.add_row(_part(band, grid), names)
    return replace(page, reading=typed.reading(page.reading.confidence), regions=tuple(typed.regions))


def find_grid(rules: Sequence[Box]) -> Grid | None:
    """The grid of a printed sheet: a column of short lines, between which its numbers stand, begins it on the left."""
    across = [rule for rule in rules if rule[3] - rule[1] < NEAR]
    down = tuple(rule for rule in rules if rule[2] - rule[0] < NEAR)
    if not across or not down:
        return None
    left = min(rule[0] for rule in down)
    heads = [rule for rule in across if abs(rule[0] - left) < NEAR]
    if not heads:
        return None
    right = min(rule[2] for rule in heads)
    rows = _edges(rule[1] for rule in heads)
    columns = _edges([left, right, *(rule[0] for rule in down if rule[0] > right)])
    return Grid(rows, columns, down) if len(rows) > 2 and len(columns) > 1 else None


def read_column(letters: str) -> int:
    """The number of a column by its letters: A is 1, AA is 27; 0 for anything else."""
    number = 0
    for letter in letters:
        if not "A" <= letter <= "Z":
            return 0
        number = number * 26 + ord(letter) - 64
    return number


class _Typed:
    """Text as it grows, with its words and its cells."""

    def __init__(self) -> None:
        self.regions: list[Region] = []
        self._parts: list[str] = []
        self._words: list[Word] = []
        self._length = 0

    def add_lines(self, lines: Iterable[Words]) -> None:
        for line in lines:
            self._type(line)
            self._write("\n")

    def add_row(self, cells: Sequence[tuple[int, Words]], names: dict[int, int]) -> None:
        """A row on one line. `names` are the numbers of the columns by their place on this page."""
        row = cells[0][1][0][0] if cells and cells[0][0] == 0 else ""
        for place, (column, words) in enumerate(cells):
            self._write(GAP if place else "")
            start = self._length
            self._type(words)
            if column and row.isdecimal() and names.get(column):
                box = _union([word.box for _, word in words])
                value = f"{row},{names[column]}"
                self.regions.append(Region(RegionKind.CELL, box, start, self._length, value))
        self._write("\n")

    def reading(self, confidence: float | None) -> Reading:
        return Reading("".join(self._parts).rstrip("\n"), tuple(self._words), confidence)

    def _type(self, words: Words) -> None:
        for place, (said, word) in enumerate(words):
            self._write(" " if place else "")
            self._words.append(replace(word, start=self._length, end=self._length + len(said)))
            self._write(said)

    def _write(self, text: str) -> None:
        self._parts.append(text)
        self._length += len(text)


def _part(band: Words, grid: Grid) -> list[tuple[int, Words]]:
    """The cells of a row from left to right: the place of each column and its words, line by line."""
    cells: dict[int, Words] = {}
    for line in _lines(band):
        column = _column(grid, line[0][1].box)
        for place, placed in enumerate(line):
            if place and _is_walled(grid, line[place - 1][1].box, placed[1].box):
                column = _column(grid, placed[1].box)
            cells.setdefault(column, []).append(placed)
    return sorted(cells.items())


def _lines(words: Words) -> Iterator[Words]:
    """Words whose middles are level, from left to right."""
    line: Words = []
    for placed in sorted(words, key=lambda placed: (placed[1].box[1] + placed[1].box[3]) / 2):
        if line and (placed[1].box[1] + placed[1].box[3]) / 2 > line[0][1].box[3]:
            yield sorted(line, key=lambda placed: placed[1].box[0])
            line = []
        line.append(placed)
    if line:
        yield sorted(line, key=lambda placed: placed[1].box[0])


def _is_walled(grid: Grid, one: Box, other: Box) -> bool:
    """Does a line of the grid stand between two words? None is drawn inside cells that were made one."""
    level = (other[1] + other[3]) / 2
    return any(
        one[0] + NEAR < wall[0] < other[2] - NEAR
        and wall[1] <= level <= wall[3]
        and _column(grid, one) != _column(grid, other)
        for wall in grid.walls
    )


def _column(grid: Grid, box: Box) -> int:
    """0 is the column of row numbers."""
    return max(bisect_right(grid.columns, (box[0] + box[2]) / 2) - 1, 0)


def _edges(places: Iterable[float]) -> tuple[float, ...]:
    ordered = sorted(places)
    return (*ordered[:1], *(after for before, after in pairwise(ordered) if after - before > NEAR))


def _union(boxes: Sequence[Box]) -> Box:
    x0s, tops, x1s, bottoms = zip(*boxes, strict=True)
    return (min(x0s), min(tops), max(x1s), max(bottoms))
