"""The cells of ruled tables and forms, from the ruled lines of a page."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from pipeline.records import Box

FEWEST_RULES = 3
MOST_RULES = 400
"""More lines than that are a drawing or a map."""
MOST_CROSSINGS = 5000
NEAR = 3.0
"""Points within which two lines are one, and within which a line reaches another."""


class _Rule(NamedTuple):
    """A line: where it stands, from where to where it runs."""

    at: float
    start: float
    end: float


def find_cells(rules: Sequence[Box]) -> list[Box]:
    """Cells of all tables of a page, the smallest first. `rules` are thin boxes.

    A frame around a column, as in the word index of a transcript, is a cell; one frame alone says nothing about the
    order, and none is found where too few lines run either way.
    """
    across = [_Rule((top + bottom) / 2, x0, x1) for x0, top, x1, bottom in rules if x1 - x0 > bottom - top]
    down = [_Rule((x0 + x1) / 2, top, bottom) for x0, top, x1, bottom in rules if x1 - x0 <= bottom - top]
    if min(len(across), len(down)) < FEWEST_RULES or len(rules) > MOST_RULES:
        return []
    cells = sorted(_find_cells(_join(across), _join(down)), key=_area)
    return cells if len(cells) > 1 else []


def _join(rules: Sequence[_Rule]) -> list[_Rule]:
    """Lines drawn in pieces, or twice beside each other, become one."""
    joined: list[_Rule] = []
    levels: list[float] = []
    for at in sorted({rule.at for rule in rules}):
        if not levels or at - levels[-1] > NEAR:
            levels.append(at)
    for level in levels:
        pieces = sorted((rule.start, rule.end) for rule in rules if 0 <= rule.at - level <= NEAR)
        start, end = pieces[0]
        for piece in pieces[1:]:
            if piece[0] > end + NEAR:
                joined.append(_Rule(level, start, end))
                start = piece[0]
            end = max(end, piece[1])
        joined.append(_Rule(level, start, end))
    return joined


def _find_cells(across: Sequence[_Rule], down: Sequence[_Rule]) -> Iterable[Box]:
    """For each corner at the top left the smallest box whose four sides are drawn."""
    if len(across) * len(down) > MOST_CROSSINGS:
        return
    for top in across:
        for left in (rule for rule in down if _meet(top, rule)):
            bottoms = sorted(rule for rule in across if rule.at > top.at + NEAR and _meet(rule, left))
            rights = sorted(rule for rule in down if rule.at > left.at + NEAR and _meet(top, rule))
            corners = ((bottom.at, right.at) for bottom in bottoms for right in rights if _meet(bottom, right))
            if (corner := next(corners, None)) is not None:
                yield (left.at, top.at, corner[1], corner[0])


def _meet(across: _Rule, down: _Rule) -> bool:
    return across.start - NEAR <= down.at <= across.end + NEAR and down.start - NEAR <= across.at <= down.end + NEAR


def _area(cell: Box) -> float:
    return (cell[2] - cell[0]) * (cell[3] - cell[1])
