"""Rows of cells set as a page of typed text, with the letters of the columns and the numbers of the rows.

Used for tables that come without a layout of their own. Each cell is a region whose value is its row and column in the
whole table, counted from 1.
"""

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass, replace

from pipeline.readers.text import LETTER_WIDTH, LINE_HEIGHT, MARGIN, set_page
from pipeline.records import Page, Region, RegionKind

ROWS_A_PAGE = 100
"""A full sheet of Excel (1,048,576 rows) then has fewer pages than a file may have."""
WIDEST = 60
"""Letters of a cell on one line; longer ones go on below."""
GAP = "  "


@dataclass(frozen=True, slots=True)
class Cell:
    """One line of a cell on the page: where it begins in the text, and where it stands."""

    row: int
    column: int
    line: int
    left: int
    start: int
    letters: str


def set_rows(number: int, title: str, rows: Sequence[Sequence[str]], first: int) -> Page:
    """A page with these rows; `first` is the number of the first one in its table. The title may be empty."""
    text, cells = _type_rows(title, rows, first)
    page = set_page(number, text)
    return replace(page, regions=tuple(_place(cell) for cell in cells))


def type_rows(title: str, rows: Sequence[Sequence[str]], first: int) -> str:
    """The text of that page, to draw it."""
    return _type_rows(title, rows, first)[0]


def name_column(number: int) -> str:
    """The letters over a column: 1 is A, 27 is AA."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def _type_rows(title: str, rows: Sequence[Sequence[str]], first: int) -> tuple[str, list[Cell]]:
    folded = [[_fold(cell) for cell in row] for row in rows]
    columns = max(map(len, folded), default=0)
    names = [name_column(column) for column in range(1, columns + 1)]
    margin = len(str(first + len(rows)))
    widths = [max([len(name), *_lengths(folded, place)]) for place, name in enumerate(names)]
    head = GAP.join([" " * margin, *(name.ljust(width) for name, width in zip(names, widths, strict=True))]).rstrip()
    lines, cells, position = [title] * bool(title) + [head], [], 0
    position = sum(len(line) + 1 for line in lines)
    for row_number, row in enumerate(folded, first):
        for depth in range(max([1, *map(len, row)])):
            line = (str(row_number) if depth == 0 else "").rjust(margin)
            for column, (cell, width) in enumerate(zip(row, widths, strict=False), 1):
                line += GAP
                letters = cell[depth] if depth < len(cell) else ""
                if letters:
                    cells.append(Cell(row_number, column, len(lines), len(line), position + len(line), letters))
                line += letters.ljust(width)
            lines.append(line.rstrip())
            position += len(lines[-1]) + 1
    return "\n".join(lines), cells


def _fold(cell: str) -> list[str]:
    """A cell as lines no wider than a column may be; blanks inside are those of the cell."""
    return [
        part.strip()
        for line in cell.expandtabs().splitlines()
        for part in (textwrap.wrap(line, WIDEST, drop_whitespace=False) or [""])
        if part.strip()
    ]


def _lengths(rows: Sequence[Sequence[Sequence[str]]], place: int) -> list[int]:
    return [len(line) for row in rows if place < len(row) for line in row[place]]


def _place(cell: Cell) -> Region:
    left, top = MARGIN + cell.left * LETTER_WIDTH, MARGIN + cell.line * LINE_HEIGHT
    box = (left, top, left + len(cell.letters) * LETTER_WIDTH, top + LINE_HEIGHT)
    return Region(RegionKind.CELL, box, cell.start, cell.start + len(cell.letters), f"{cell.row},{cell.column}")
