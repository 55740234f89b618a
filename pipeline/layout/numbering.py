"""The numbers printed before the lines of a transcript, also those that a scan lost or misread.

Where words stand is known, the lines of a printed page lie on a grid: one number a step. The grid is found from the
numbers that were read well, and then gives every line its number by its height on the paper. Where only the text is
known, numbers that count up tell it.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from pipeline.layout.printed import PrintedLine

FEWEST = 5
"""So many numbers that count up are needed: lists of four stay."""
MOST_NUMBER = 60
MOST_LOST = 8
"""Numbers of a page begin with 1; so many at most may be lost before the first that was read. A text without places
may be a part of a page."""
_NUMBER = re.compile(r"[0-9lIiOoSBZ|\]!]{1,2}(?=[ \t.|:,\-_'\u2019]|$)[.|:,\-_'\u2019]{0,2}")
_JOINED = re.compile(r"\d{1,2}(?=[A-Z][A-Za-z]*[.:]?(?:\s|$))")
_MISREAD = str.maketrans("lIi|]!OoSBZ", "11111100582")
_STEP_SLACK = 0.36
"""A line belongs to the number whose height it misses by no more than this share of the step."""
_STANDING = 0.6
"""This share of the lines before the first number must stand where they would be if it is to be one of many."""
_COLUMN_SLACK = 2.2
"""How far a printed number may stand from the column of numbers, in heights of a line."""


class NumberedLine(NamedTuple):
    """A line of a numbered page: which printed page of the sheet (from 0), its number, and the offsets of the printed
    number, None where it was lost."""

    sheet: int
    value: int
    number: tuple[int, int] | None


class _Candidate(NamedTuple):
    line: int
    value: int
    start: int
    end: int
    is_listed: bool


class _Grid(NamedTuple):
    """The line with number n stands at `origin` + n * `step`."""

    origin: float
    step: float


def find_numbering(text: str, lines: Sequence[PrintedLine]) -> dict[int, NumberedLine]:
    """The numbered lines by their index in `lines`; empty where the page has no line numbers."""
    found: dict[int, NumberedLine] = {}
    for sheet, run in enumerate(_find_runs(lines, list(_find_candidates(text, lines)))):
        if all(lines[candidate.line].box is not None for candidate in run):
            found |= _by_grid(text, lines, run, sheet)
        else:
            found |= _by_order(lines, run, sheet)
    return found


def _find_candidates(text: str, lines: Sequence[PrintedLine]) -> Iterator[_Candidate]:
    for index, line in enumerate(lines):
        match = _NUMBER.match(text, line.start, line.end) or _JOINED.match(text, line.start, line.end)
        if match is None:
            continue
        digits = re.sub(r"[^0-9lIiOoSBZ|\]!]", "", match[0]).translate(_MISREAD)
        if digits and int(digits) <= MOST_NUMBER:
            yield _Candidate(index, int(digits), match.start(), match.end(), match[0].endswith("."))


def _find_runs(lines: Sequence[PrintedLine], candidates: Sequence[_Candidate]) -> Iterator[list[_Candidate]]:
    """Candidates that count up, each run a printed page: most printed numbers follow the one before within a few
    lines. What does not fit in (a misread number, a number in the text) is passed over."""
    runs: list[list[_Candidate]] = []
    for candidate in candidates:
        run = next((run for run in reversed(runs[-2:]) if _follows(lines, run[-1], candidate)), None)
        if run is None:
            runs.append([candidate])
        else:
            run.append(candidate)
    kept = [run for run in runs if _is_numbering(run)]
    for run in _joined(sorted(kept, key=lambda run: run[0].line)):
        if run[0].value <= MOST_LOST or lines[run[0].line].box is None or _reaches_up(lines, run):
            yield run


def _follows(lines: Sequence[PrintedLine], before: _Candidate, after: _Candidate) -> bool:
    """May `after` be the number of a line under that of `before`? In one column, and about as many lines below as the
    numbers say."""
    steps, count = after.value - before.value, after.line - before.line
    one, other = lines[before.line].box, lines[after.line].box
    if not 0 < steps <= 8:
        return False
    if one is None or other is None:
        return steps <= 3 and count <= 2 * steps
    height = max(one[3] - one[1], 4.0)
    below = other[1] - one[1]
    return abs(one[0] - other[0]) < _COLUMN_SLACK * height + 0.02 * below and 0.5 * steps < below / height < 6 * steps


def _reaches_up(lines: Sequence[PrintedLine], run: Sequence[_Candidate]) -> bool:
    """Do lines stand where the numbers before the first that was read would be? Scans lose single digits."""
    grid = _fit(lines, run)
    missing = range(1, run[0].value)
    places = [(_middle(lines[at]) - grid.origin) / grid.step for at in range(run[0].line)]
    found = {round(place) for place in places if abs(place - round(place)) <= _STEP_SLACK}
    return len(found & set(missing)) >= _STANDING * len(missing)


def _is_numbering(run: Sequence[_Candidate]) -> bool:
    """Five at least; most one by one; no list, which has full stops behind its numbers."""
    steps = [after.value - before.value for before, after in pairwise(run)]
    singles = sum(step == 1 for step in steps)
    return len(run) >= FEWEST and singles >= 0.6 * len(steps) and sum(c.is_listed for c in run) < len(run) / 2


def _joined(runs: Sequence[list[_Candidate]]) -> Iterator[list[_Candidate]]:
    """Runs that a gap of misread numbers parted are one: the later goes on counting."""
    held: list[_Candidate] = []
    for run in runs:
        if held and held[-1].line < run[0].line and 0 < run[0].value - held[-1].value <= 12:
            held = held + run
        else:
            if held:
                yield held
            held = run
    if held:
        yield held


def _by_order(lines: Sequence[PrintedLine], run: Sequence[_Candidate], sheet: int) -> dict[int, NumberedLine]:
    """Numbers as printed; lines between two numbers get what is missing where that is as many as there are."""
    found = {c.line: NumberedLine(sheet, c.value, (c.start, c.end)) for c in run}
    for before, after in pairwise(run):
        missing = after.value - before.value - 1
        if missing and after.line - before.line - 1 == missing:
            for step in range(1, missing + 1):
                found[before.line + step] = NumberedLine(sheet, before.value + step, None)
    return found


def _by_grid(text: str, lines: Sequence[PrintedLine], run: Sequence[_Candidate], sheet: int) -> dict[int, NumberedLine]:
    """Every line on the grid of the run gets the number of its height."""
    origin, step = _fit(lines, run)
    right = median(_right_of_number(lines[c.line], c) for c in run)
    left = median(lines[c.line].words[0].box[0] for c in run)
    last = max(c.value for c in run)
    found: dict[int, NumberedLine] = {}
    for index, line in _near(lines, run, (left, right + 12 * step)):
        place = (_middle(line) - origin) / step
        value = round(place)
        if abs(place - value) <= _STEP_SLACK and 1 <= value <= last:
            found[index] = NumberedLine(sheet, value, _printed_number(text, line, value, right + 0.4 * step))
    return found


def _fit(lines: Sequence[PrintedLine], run: Sequence[_Candidate]) -> _Grid:
    tops = [_middle(lines[c.line]) for c in run]
    pairs = [
        (tops[b] - tops[a]) / (run[b].value - run[a].value) for a in range(len(run)) for b in range(a + 1, len(run))
    ]
    step = median(pairs)
    return _Grid(median(top - c.value * step for top, c in zip(tops, run, strict=True)), step)


def _near(
    lines: Sequence[PrintedLine], run: Sequence[_Candidate], column: tuple[float, float]
) -> Iterator[tuple[int, PrintedLine]]:
    """The lines of the run's printed page: between its first and last in the text, and those just before and after
    that begin in its column."""
    first, last = run[0].line, run[-1].line
    reach = run[0].value + 2
    for index in range(max(0, first - reach), min(len(lines), last + 3)):
        box = lines[index].box
        if box is not None and (first <= index <= last or column[0] - 20 <= box[0] <= column[1]):
            yield index, lines[index]


def _printed_number(text: str, line: PrintedLine, value: int, right: float) -> tuple[int, int] | None:
    """Where the number of a line stands, read well or not: the first word, if it ends in the column of numbers."""
    word = line.words[0]
    said = text[word.start : word.end]
    if word.box[2] <= right and len(said.rstrip(".|:")) <= 3:
        return word.start, word.end
    joined = str(value)
    if said.startswith(joined) and not said[len(joined) : len(joined) + 1].isdigit():
        return word.start, word.start + len(joined)
    return None


def _middle(line: PrintedLine) -> float:
    """Height of the start of a line: a scan may lie aslant, and the numbers stand at the start."""
    box = line.words[0].box
    return (box[1] + box[3]) / 2


def _right_of_number(line: PrintedLine, candidate: _Candidate) -> float:
    """Where a printed number ends: its word, or the share of a word it was read together with."""
    word = line.words[0]
    share = min(1.0, (candidate.end - word.start) / max(word.end - word.start, 1))
    return word.box[0] + share * (word.box[2] - word.box[0])
