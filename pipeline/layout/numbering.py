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
from pipeline.records import Box

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
_OPEN_RUNS = 6
_MOST_DIRT = 3
_COLUMN_SLACK = 1.2
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
    box: Box | None


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
        for start, box in _first_places(line):
            match = _NUMBER.match(text, start, line.end) or _JOINED.match(text, start, line.end)
            digits = "" if match is None else re.sub(r"[^0-9lIiOoSBZ|\]!]", "", match[0]).translate(_MISREAD)
            if match is not None and digits and int(digits) <= MOST_NUMBER:
                is_listed = match[0].endswith(".")
                yield _Candidate(index, int(digits), match.start(), match.end(), is_listed, box)


def _first_places(line: PrintedLine) -> Iterator[tuple[int, Box | None]]:
    """Where the number of a line may stand: at its start, or behind a speck or two that were read as letters."""
    if line.box is None:
        yield line.start, None
        return
    for word in line.words[:_MOST_DIRT]:
        yield word.start, word.box
        if word.end - word.start > 2:
            return


def _find_runs(lines: Sequence[PrintedLine], candidates: Sequence[_Candidate]) -> Iterator[list[_Candidate]]:
    """Candidates that count up, each run a printed page: most printed numbers follow the one before within a few
    lines. What does not fit in (a misread number, a number in the text) is passed over."""
    runs: list[list[_Candidate]] = []
    for candidate in candidates:
        fitting = [run for run in runs[-_OPEN_RUNS:] if _follows(run[-1], candidate)]
        run = max(fitting, key=len, default=None)
        if run is None:
            runs.append([candidate])
        else:
            run.append(candidate)
    kept = [run for run in runs if _is_numbering(run)]
    for run in _joined(sorted(kept, key=lambda run: run[0].line)):
        if run[0].value <= MOST_LOST or lines[run[0].line].box is None or _reaches_up(lines, run):
            yield run


def _follows(before: _Candidate, after: _Candidate) -> bool:
    """May `after` be the number of a line under that of `before`? In one column, and about as many lines below as the
    numbers say."""
    steps, count = after.value - before.value, after.line - before.line
    one, other = before.box, after.box
    if not 0 < steps <= 8:
        return False
    if one is None or other is None:
        return steps <= 3 and count <= 2 * steps
    height = max(one[3] - one[1], other[3] - other[1], 4.0)
    below = other[1] - one[1]
    return abs(one[2] - other[2]) < _COLUMN_SLACK * height + 0.02 * below and 0.5 * steps < below / height < 6 * steps


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
    left = median(c.box[0] for c in run if c.box is not None)
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
        if box is not None and (first <= index <= last or column[0] - 40 <= box[0] <= column[1]):
            yield index, lines[index]


def _printed_number(text: str, line: PrintedLine, value: int, right: float) -> tuple[int, int] | None:
    """Where the number of a line stands, read well or not, with the dirt before it: the last of the first words that
    end in the column of numbers."""
    end = None
    for word in line.words[:_MOST_DIRT]:
        said = text[word.start : word.end]
        if word.box[2] <= right and len(said.rstrip(".|:")) <= 3:
            end = word.end
        elif said.startswith(joined := str(value)) and not said[len(joined) : len(joined) + 1].isdigit():
            end = word.start + len(joined) if word.box[0] < right else end
            break
        else:
            break
    return None if end is None else (line.start, end)


def _middle(line: PrintedLine) -> float:
    """Height of the start of a line: a scan may lie aslant, and the numbers stand at the start. Specks do not tell."""
    high = max(word.box[3] - word.box[1] for word in line.words)
    box = next((w.box for w in line.words if w.box[3] - w.box[1] >= 0.6 * high), line.words[0].box)
    return (box[1] + box[3]) / 2


def _right_of_number(line: PrintedLine, candidate: _Candidate) -> float:
    """Where a printed number ends: its word, or the share of a word it was read together with."""
    word = next(word for word in line.words if word.start <= candidate.start < word.end)
    share = min(1.0, (candidate.end - word.start) / max(word.end - word.start, 1))
    return word.box[0] + share * (word.box[2] - word.box[0])
