"""Forms and tables: which label belongs to which value, and in which row and column a cell stands.

A label stands before its value on the same line, or above it: in a box that the form rules, or by alignment alone,
where the box was not printed or not found.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from pipeline.lexicons import Lexicon
from pipeline.lines import Line, PlacedWord
from pipeline.records import Box

APART = 1.4
"""Pieces of writing on one line are apart where the gap is wider than so many heights of a letter."""
MOST_LINES = 5
"""A value has so many lines under its label, at most."""
NEXT = 2.3
"""The next line of a value begins no more than so many heights of a letter under the one before it."""
MOST_LABEL_WORDS = 8
HANG = 1.0
"""A value may begin so many heights left of its label: typed by hand into a box."""
TABLE_ROWS = 3
TABLE_COLUMNS = 3
_LABEL = re.compile(r"(?:\(?\d{1,2}[.)]?\s+)?(?P<label>[^:]{2,44}?)\s*(?:\([^)]*\))?\s*[.:]?")
_BEFORE_VALUE = re.compile(r"[^:]{2,44}:")

Piece = tuple[PlacedWord, ...]
"""Words that stand together on a line."""


class Filled(NamedTuple):
    """A label and what is filled in for it: pieces beside or under it, none where it was left empty."""

    label: Piece
    value: tuple[Piece, ...]
    is_above: bool


def is_label(words: Sequence[PlacedWord], labels: Lexicon) -> bool:
    """Is this what forms print as a label?"""
    if len(words) > MOST_LABEL_WORDS:
        return False
    return is_label_text(" ".join([word.text for word in words]), labels)


def is_label_text(text: str, labels: Lexicon) -> bool:
    """The same of the words of a piece, joined."""
    found = _LABEL.fullmatch(text)
    if found is None:
        return False
    said = found["label"].strip(" .:")
    for entry in labels.entries:
        for pattern in entry.patterns:
            if pattern.fullmatch(said):
                return True
    return False


def split_row(row: Line) -> list[Piece]:
    """The pieces of a line, which wide gaps part."""
    if not row:
        return []
    return [tuple(row[start:end]) for start, end in find_pieces([word.box for word in row])]


def find_pieces(boxes: Sequence[Box]) -> list[tuple[int, int]]:
    """Where the pieces of a line begin and end, by the boxes of its words, at least one."""
    wide = APART * max(boxes[0][3] - boxes[0][1], boxes[-1][3] - boxes[-1][1])
    starts = [at for at, (before, after) in enumerate(pairwise(boxes), 1) if after[0] - before[2] > wide]
    return list(pairwise((0, *starts, len(boxes))))


def find_filled(rows: Sequence[Line], labels: Lexicon) -> Iterator[Filled]:
    """Labels with their values, in the order of the labels."""
    pieces = [_split_at_colons(split_row(row), labels) for row in rows]
    told = [[is_label(piece, labels) for piece in row] for row in pieces]
    for at, row in enumerate(pieces):
        for place, piece in enumerate(row):
            if not told[at][place]:
                continue
            right = row[place + 1][0].box[0] if place + 1 < len(row) else 1e9
            beside = place + 1 < len(row) and not told[at][place + 1]
            if beside and (_ends_with_colon(piece) or not any(told[at][:place])) and not _has_below(pieces, told, at):
                end = next(
                    (_left(p) for p, one in zip(row[place + 2 :], told[at][place + 2 :], strict=True) if one), 1e9
                )
                more = _find_below(pieces, told, at, (_left(row[place + 1]), end), _left(piece))
                yield Filled(piece, (row[place + 1], *more), is_above=False)
            else:
                yield Filled(piece, tuple(_find_below(pieces, told, at, (_left(piece), right))), is_above=True)


def _split_at_colons(row: Sequence[Piece], labels: Lexicon) -> list[Piece]:
    """ "Complainant: Maria Ramos" is two pieces."""
    found: list[Piece] = []
    for piece in row:
        ends = [at for at, word in enumerate(piece[:-1], 1) if word.text.endswith(":")]
        cut = next((end for end in ends if is_label(piece[:end], labels)), None)
        found += [piece] if cut is None else [piece[:cut], piece[cut:]]
    return found


def _ends_with_colon(piece: Piece) -> bool:
    return piece[-1].text.endswith(":")


def _has_below(pieces: Sequence[Sequence[Piece]], told: Sequence[Sequence[bool]], at: int) -> bool:
    """Are most pieces of this line labels, so that their values stand below?"""
    return sum(told[at]) > 0.6 * len(told[at]) and len(told[at]) > 1


def _find_below(
    pieces: Sequence[Sequence[Piece]],
    told: Sequence[Sequence[bool]],
    at: int,
    reach: tuple[float, float],
    margin: float | None = None,
) -> Iterator[Piece]:
    """The pieces under a label, or under a value beside one that begins at `margin`, line by line, until the next label
    there, or empty paper."""
    bottom, high = _bottom(pieces[at]), _height(pieces[at])
    for later in range(at + 1, min(at + 1 + MOST_LINES, len(pieces))):
        row = pieces[later]
        if _top(row) - bottom > NEXT * high:
            return
        mine = [
            (piece, is_one)
            for piece, is_one in zip(row, told[later], strict=True)
            if (reach[0] if margin is None else margin) - HANG * high <= _left(piece) < reach[1] - HANG * high
        ]
        if (
            any(is_one for _, is_one in mine)
            or not mine
            or (margin is not None and _left(mine[0][0]) < reach[0] - high)
        ):
            return
        yield from (piece for piece, _ in mine)
        bottom = _bottom(row)


def order_form(rows: Sequence[Line], labels: Lexicon) -> list[Line] | None:
    """The lines of a form without rules, each label followed by what stands under it; None where no two labels stand
    beside each other over their values."""
    under: dict[int, Filled] = {
        id(one.label[0]): one for one in find_filled(rows, labels) if one.is_above and one.value
    }
    taken: set[int] = set()
    lines: list[Line] = []
    split = [split_row(row) for row in rows]
    for at, (row, pieces) in enumerate(zip(rows, split, strict=True)):
        beside = [piece for piece in pieces if id(piece[0]) in under]
        if len(beside) < 2 or _heads_table(split[at + 1 : at + 3]):
            rest = [word for word in row if id(word) not in taken]
            lines += [rest] if rest else []
            continue
        for piece in pieces:
            lines.append(piece)
            for value in under[id(piece[0])].value if id(piece[0]) in under else ():
                lines.append(value)
                taken.update(id(word) for word in value)
    return lines if taken else None


def _heads_table(below: Sequence[Sequence[Piece]]) -> bool:
    """Do the two lines under a line of labels both run on in columns? Then they are rows of a table, not values."""
    return len(below) == 2 and all(len(row) >= TABLE_COLUMNS for row in below)


def find_table(rows: Sequence[Line]) -> dict[int, list[tuple[int, int, Piece]]]:
    """Pieces of tables that nobody ruled: for each table (by its first row) row and column, from 1, of each piece. Rows
    under each other, at least three, whose pieces begin or end in the same columns, at least three."""
    pieces = [split_row(row) for row in rows]
    tables: dict[int, list[tuple[int, int, Piece]]] = {}
    at = 0
    while at < len(pieces):
        last = at
        while last + 1 < len(pieces) and _is_aligned(pieces[at], pieces[last + 1]):
            last += 1
        if last - at + 1 >= TABLE_ROWS and len(pieces[at]) >= TABLE_COLUMNS:
            tables[at] = [
                (row - at + 1, _column(pieces[at], piece) + 1, piece)
                for row in range(at, last + 1)
                for piece in pieces[row]
            ]
            at = last
        at += 1
    return tables


def _is_aligned(head: Sequence[Piece], row: Sequence[Piece]) -> bool:
    """Does each piece of a row stand in a column of the head, most of these being filled?"""
    if len(head) < TABLE_COLUMNS or not 0.5 * len(head) < len(row) <= len(head):
        return False
    high = _height(row)
    columns = [_column(head, piece) for piece in row]
    near = [
        min(abs(_left(head[c]) - _left(p)), abs(head[c][-1].box[2] - p[-1].box[2])) < 1.5 * high
        for c, p in zip(columns, row, strict=True)
    ]
    return len(set(columns)) == len(columns) and sum(near) >= 0.7 * len(near)


def _column(head: Sequence[Piece], piece: Piece) -> int:
    """The column whose head is nearest, by left or right edge."""
    return min(
        range(len(head)),
        key=lambda at: min(abs(_left(head[at]) - _left(piece)), abs(head[at][-1].box[2] - piece[-1].box[2])),
    )


def cell_places(cells: Iterable[Box]) -> dict[Box, tuple[int, int]]:
    """Row and column, from 1, of the cells of a ruled table or form."""
    listed = sorted(set(cells), key=lambda cell: (cell[1], cell[0]))
    places: dict[Box, tuple[int, int]] = {}
    row, top = 0, -1e9
    for cell in listed:
        if cell[1] - top > 4:
            row, top, column = row + 1, cell[1], 0
        column += 1
        places[cell] = (row, column)
    return places


def _left(piece: Piece) -> float:
    return piece[0].box[0]


def _top(row: Sequence[Piece]) -> float:
    return min(word.box[1] for piece in row for word in piece)


def _bottom(row: Sequence[Piece]) -> float:
    return max(word.box[3] for piece in row for word in piece)


def _height(row: Sequence[Piece]) -> float:
    return median(word.box[3] - word.box[1] for piece in row for word in piece)
