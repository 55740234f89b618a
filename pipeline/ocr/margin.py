"""The margin of a transcript read a second time: line numbers, and the Q and A before what is said.

Tesseract's page analysis takes lone letters and digits that stand under each other for a column of their own, and
reads it badly or not at all. A strip of the page with the numbers and the first words of the lines, read as one block
of text, has them all (`benchmarks/layout/trials.py --scanned`). Of the strip nothing else is taken: numbers that count
down the page, and letters in the column of Q and A.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from statistics import median
from typing import NamedTuple

import numpy as np

from pipeline.lines import PlacedWord
from pipeline.ocr.scale import LETTERS, Grey
from pipeline.records import Box

Blocks = list[list[list[PlacedWord]]]
Read = Callable[[Grey], Blocks]

PITCH = 1.3 * LETTERS
"""Pixels from one letter to the next of a typewriter with letters of that height."""
LEFT, RIGHT = 14 * PITCH, 9 * PITCH
"""What the strip has left of where lines begin, and right of it: some words, that show where the lines run."""
FEWEST_NUMBERS = 5
FEWEST_LABELS = 3
FEWEST_ASKED = 2
FEWEST_SPEAKERS = 3
FEWEST_ROWS = 10
SURE = 0.9
"""A number that counts on is as sure as that, however badly it was printed."""
PLACED = 0.6
"""A letter that stands in the column of Q and A, behind nothing but a number, is as sure as that."""
SURE_LABEL = 0.5
WIDEST_LABEL = 3 * PITCH
ROW = 0.9 * LETTERS
"""The middles of two words of one row differ by no more."""
GUTTER = 2.5 * PITCH
_LONG = re.compile(r"[A-Za-z]{4,}")
_NUMBER = re.compile(r"\W*(\d{1,2})\W*")
_LABEL = re.compile(r"\W?([QA])([.:,;]?)\W?")
_TITLE, _CALLED = re.compile(r"\W?(?:M[RS]{1,2}[.,]|THE)$"), re.compile(r"[A-Z'.-]{3,}:")
_MISREAD = {"Q": "QOo0GC9g@©", "A": "A4"}
"""What a Q or an A is taken for where a speck touches it."""


class _Panel(NamedTuple):
    """A column of lines: where its margin may begin, and where its lines do."""

    margin: float
    text: float


def read_margins(blocks: Blocks, even: Grey, read: Read) -> Blocks:
    """The lines of a page with the numbers and letters of its margin, where it is that of a transcript. `even` is the
    page that was read, `read` reads an image as one block of text."""
    words = [word for block in blocks for line in block for word in line]
    panels = list(_find_panels(words))
    for panel in panels if _may_be_transcript(words, panels) else ():
        cut = (max(int(panel.margin), int(panel.text - LEFT), 0), int(panel.text + RIGHT))
        strip = [line for block in read(np.ascontiguousarray(even[:, cut[0] : cut[1]])) for line in block]
        rows = [[_moved(word, cut[0]) for word in line] for line in strip]
        numbers = _counting([found for row in rows if (found := _find_number(row, panel)) is not None])
        labels = list(_find_labels(rows))
        blocks = _put_in(_put_in(blocks, numbers, _number_column(numbers)), labels, None)
    return blocks


def _may_be_transcript(words: Sequence[PlacedWord], panels: Sequence[_Panel]) -> bool:
    """Numbers under each other in a margin, letters Q and A, or names of those who speak: some are always read."""
    numbers = [
        word
        for word in words
        if _NUMBER.fullmatch(word.text) and any(panel.text - LEFT < word.box[2] < panel.text for panel in panels)
    ]
    labels = [found[1] for word in words if word.confidence >= SURE_LABEL and (found := _LABEL.fullmatch(word.text))]
    speakers = sum(bool(_TITLE.match(a.text) and _CALLED.match(b.text)) for a, b in pairwise(words))
    under = max((sum(abs(w.box[2] - one.box[2]) < PITCH for w in numbers) for one in numbers), default=0)
    asked = labels.count("Q") >= FEWEST_ASKED and len(labels) >= FEWEST_LABELS
    return under >= FEWEST_NUMBERS or asked or speakers >= FEWEST_SPEAKERS


def _find_panels(words: Sequence[PlacedWord]) -> Iterator[_Panel]:
    """The columns of lines, told by long words: two where no line crosses the middle of the sheet."""
    long = [word for word in words if _LONG.search(word.text) and word.confidence >= 0.5]
    if not long:
        return
    wide = max(word.box[2] for word in long)
    crossed = np.zeros(int(wide) + 2, int)
    for word in long:
        crossed[int(max(word.box[0], 0)) : int(word.box[2]) + 1] += 1
    empty = crossed <= 0.005 * len(long)
    edges = [0.0, *_gutters(empty, int(0.3 * wide), int(0.7 * wide))]
    for place, edge in enumerate(edges):
        until = edges[place + 1] if place + 1 < len(edges) else wide + 1
        lefts = _row_lefts([word for word in long if edge <= word.box[0] < until])
        if len(lefts) >= FEWEST_ROWS:
            yield _Panel(edge, float(np.percentile(lefts, 10)))


def _gutters(empty: np.ndarray, first: int, last: int) -> Iterator[float]:
    """Where the widest gap between these places begins, if it is wide enough."""
    best, start = (0, 0), first
    for at in range(first, last + 1):
        if at < last and empty[at]:
            continue
        best = max(best, (at - start, start))
        start = at + 1
    if best[0] >= GUTTER:
        yield float(best[1])


def _row_lefts(words: Sequence[PlacedWord]) -> list[float]:
    rows: list[list[PlacedWord]] = []
    for word in sorted(words, key=_middle):
        if rows and _middle(word) - _middle(rows[-1][0]) < ROW:
            rows[-1].append(word)
        else:
            rows.append([word])
    return [min(word.box[0] for word in row) for row in rows]


def _find_number(row: Sequence[PlacedWord], panel: _Panel) -> PlacedWord | None:
    for word in row[:3]:
        found = _NUMBER.fullmatch(word.text)
        if found and word.box[2] < panel.text:
            return word._replace(text=found[1])
    return None


def _find_labels(rows: Sequence[Sequence[PlacedWord]]) -> Iterator[PlacedWord]:
    """The letters under each other, where there are questions among them; with those that were misread there. What is
    said begins as far behind each of them: a sentence that opens with "A" or "As" goes on at once."""
    sure = [(word, _behind(row, word)) for row in rows if (word := _first_letters(row)) and _is_label(word)]
    apart = [behind - word.box[0] for word, behind in sure if behind is not None]
    if len(apart) < FEWEST_LABELS or not any("Q" in word.text for word, _ in sure):
        return
    column, usual = median(word.box[0] for word, _ in sure), median(apart)
    for row in rows:
        word = _first_letters(row, column)
        if word is None or (said := _meant(word)) is None:
            continue
        behind = _behind(row, word)
        if behind is None or abs(behind - column - usual) < PITCH:
            _, top, _, bottom = word.box
            box = word.box if said == word.text else (column, top, column + len(said) * PITCH, bottom)
            yield PlacedWord(said, box, max(word.confidence, PLACED))


def _meant(word: PlacedWord) -> str | None:
    """The Q or A that a word in their column is, with its stop; a word of two letters only if it was hardly read."""
    letters = re.sub(r"[^\w@©]", "", word.text)
    label = next((label for label, seen in _MISREAD.items() if letters[:1] and letters[0] in seen), None)
    if label is None or len(letters) > (3 if word.confidence < SURE_LABEL else 1):
        return None
    return label + next((mark for mark in word.text[1:] if mark in ".:"), "")


def _first_letters(row: Sequence[PlacedWord], column: float | None = None) -> PlacedWord | None:
    """The first letters of a row behind its number and specks; those that stand in a column, where it is given."""
    for word in row[:6]:
        if not any(map(str.isalnum, word.text)) or (column is not None and word.box[2] < column):
            continue
        if column is not None:
            fits = abs(word.box[0] - column) < 1.5 * PITCH and _wide(word) < WIDEST_LABEL
            return word if fits else None
        if any(map(str.isalpha, word.text)):
            return word
    return None


def _behind(row: Sequence[PlacedWord], word: PlacedWord) -> float | None:
    """Where the next word of a row begins."""
    later = (other.box[0] for other in row if other.box[0] > word.box[0] and any(map(str.isalnum, other.text)))
    return min(later, default=None)


def _is_label(word: PlacedWord) -> bool:
    return word.confidence >= SURE_LABEL and _LABEL.fullmatch(word.text) is not None


def _counting(numbers: Sequence[PlacedWord]) -> list[PlacedWord]:
    """Those that stand where they must if there is one number a row; of a sheet with pages above each other, all.
    Their boxes are as those of most: specks that touch a number make it wider and higher."""
    steps = [
        (_middle(b) - _middle(a)) / (int(b.text) - int(a.text))
        for a, b in pairwise(numbers)
        if 0 < int(b.text) - int(a.text) <= 3
    ]
    if len(steps) < FEWEST_NUMBERS - 1:
        return []
    step = median(steps)
    origins = [_middle(word) - int(word.text) * step for word in numbers]
    high, right = median(word.box[3] - word.box[1] for word in numbers), median(word.box[2] for word in numbers)
    found = []
    for word, origin in zip(numbers, origins, strict=True):
        others = [other for other in origins if abs(other - origin) < 0.35 * step]
        if len(others) >= FEWEST_NUMBERS:
            middle = median(others) + int(word.text) * step
            box = (right - len(word.text) * PITCH * 0.9, middle - high / 2, right, middle + high / 2)
            found.append(PlacedWord(word.text, box, max(word.confidence, SURE)))
    return found


def _number_column(numbers: Sequence[PlacedWord]) -> Box | None:
    if not numbers:
        return None
    boxes = [word.box for word in numbers]
    left, right = min(box[0] for box in boxes), median(box[2] for box in boxes)
    return (left - PITCH / 2, min(box[1] for box in boxes), right + PITCH / 2, max(box[3] for box in boxes))


def _put_in(blocks: Blocks, found: Sequence[PlacedWord], column: Box | None) -> Blocks:
    """Each word in its row, in place of what was seen there before: nothing else stands in a column of numbers."""

    def stays(word: PlacedWord) -> bool:
        if column is not None and _holds(column, word.box) and not _NUMBER.fullmatch(word.text):
            return False
        return len(word.text) > 3 or not any(_same_place(word, one) for one in found)

    kept = [[line for raw in block if (line := [word for word in raw if stays(word)])] for block in blocks]
    kept = [block for block in kept if block]
    for word in found:
        if not any(_same_place(word, other) for block in kept for line in block for other in line):
            _attach(kept, word)
    return kept


def _attach(blocks: Blocks, word: PlacedWord) -> None:
    """Before the nearest word to the right in its row; else as a line of its own."""
    right = [
        (other.box[0], line)
        for block in blocks
        for line in block
        for other in line
        if abs(_middle(other) - _middle(word)) < ROW and 0 < other.box[0] - word.box[0] < LEFT + RIGHT
    ]
    if right:
        line = min(right, key=lambda pair: pair[0])[1]
        line[:] = sorted([*line, word], key=lambda one: one.box[0])
        return
    place = next((at for at, block in enumerate(blocks) if block[0][0].box[1] > word.box[1]), len(blocks))
    blocks.insert(place, [[word]])


def _same_place(one: PlacedWord, other: PlacedWord) -> bool:
    shared = min(one.box[2], other.box[2]) - max(one.box[0], other.box[0])
    return shared > 0 and abs(_middle(one) - _middle(other)) < ROW


def _holds(column: Box, box: Box) -> bool:
    across, down = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    return column[0] < across < column[2] and column[1] < down < column[3]


def _moved(word: PlacedWord, by: int) -> PlacedWord:
    x0, top, x1, bottom = word.box
    return word._replace(box=(x0 + by, top, x1 + by, bottom))


def _wide(word: PlacedWord) -> float:
    return word.box[2] - word.box[0]


def _middle(word: PlacedWord) -> float:
    return (word.box[1] + word.box[3]) / 2
