"""Two readings of one page become one: word by word the surer, and what only one of them saw at specks is left out.

Tesseract's errors move when letters are another size or shade; where two readings agree they are right, and where they
differ the surer is right more often. Measured with `benchmarks/reading/typewritten.py`: choosing words beats choosing
pages, even by an oracle.
"""

import re
from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from pipeline.lines import PlacedWord

Lines = list[list[PlacedWord]]

OVER = 0.3
"""Words lie over each other where they share so much of the narrower one's width, and stand on one line: the middle of
each is within the other's height. A box that specks made too high reaches over its neighbours' lines."""
SAME = 0.7
"""The same word is one though a box is too high by half, where they share so much of width and height."""
ALONE = 0.6
"""A word that only the better reading saw must be so sure, or the other must have seen little of the page at all."""
LITTLE = 0.7
"""A reading worth less than this share of the other saw too little to speak against its words."""
NEW = 0.85
"""A word that only the poorer reading saw must be so sure."""
TOUCHING = 0.25
"""Words have a space of more than so many heights between them."""
SPECKS = 0.5
"""A scrap of one or two letters must be so sure, or stand between words that are as sure as BETWEEN."""
BETWEEN = 0.8
SHORT_WORDS = frozenset(
    "am an as at be by ci cs cw do go he if in is it me my no of oh ok on or po so to uc up us we".split()
)
"""Two letters that are a word are kept however unsure: a "No," at the start of an answer is all of it."""
RUN = re.compile(r"[^\W_]+")


def merge_readings(one: Sequence[Lines], other: Sequence[Lines]) -> list[Lines]:
    """The better reading's lines in its order, each place with the surer words of both; words that only the poorer saw
    go into the line they stand in, else they are lines of their own where they belong in its column."""
    first, second = sorted((one, other), key=weigh, reverse=True)
    ours = [word for block in first for line in block for word in line]
    theirs = [word for block in second for line in block for word in line]
    chosen, found = _choose(ours, theirs, ALONE if weigh(second) >= LITTLE * weigh(first) else 0.0)
    places = iter(chosen)
    blocks = [[_order(word for _ in line for word in next(places)) for line in block] for block in first]
    new = [theirs[place] for place in found if theirs[place].confidence >= NEW]
    return _without_empty(_insert(_without_empty(blocks), new))


def weigh(blocks: Sequence[Lines]) -> float:
    """How much was read for sure: letters weighted with the square of the confidence of their words."""
    return sum(len(word.text) * word.confidence**2 for block in blocks for line in block for word in line)


def drop_specks(blocks: Sequence[Lines]) -> list[Lines]:
    """Without scraps that were seen in specks, frays and strokes of pens: one or two letters of low confidence."""
    return _without_empty(
        [
            [[word for place, word in enumerate(line) if not _is_speck(line, place)] for line in block]
            for block in blocks
        ]
    )


def _is_speck(line: Sequence[PlacedWord], place: int) -> bool:
    word = line[place]
    runs = RUN.findall(word.text)
    if word.confidence >= SPECKS or any(
        len(run) > 2 or (run.isdigit() and len(run) > 1) or run.lower() in SHORT_WORDS for run in runs
    ):
        return False
    beside = [*line[max(place - 1, 0) : place], *line[place + 1 : place + 2]]
    return not (runs and len(beside) == 2 and all(other.confidence >= BETWEEN for other in beside))


def _choose(ours: list[PlacedWord], theirs: list[PlacedWord], alone: float) -> tuple[list[list[PlacedWord]], list[int]]:
    """For each of our words what stands in its place: nothing if it stands alone and is less sure than `alone`. And the
    numbers of their words that lie over none of ours."""
    over = _find_overlaps(ours, theirs)
    chosen: list[list[PlacedWord]] = [[word] for word in ours]
    done: set[int] = set()
    for number, word in enumerate(ours):
        if number in done:
            continue
        mine, yours = _group(over, number)
        done |= mine
        if not yours:
            chosen[number] = [word] if word.confidence >= alone else []
            continue
        there = [theirs[other] for other in sorted(yours)]
        if _sureness(there) > _sureness([ours[other] for other in mine]):
            for other in mine:
                chosen[other] = []
            chosen[min(mine)] = there
    return chosen, [int(other) for other in np.flatnonzero(~over.any(axis=0))]


def _find_overlaps(ours: list[PlacedWord], theirs: list[PlacedWord]) -> NDArray[np.bool_]:
    if not ours or not theirs:
        return np.zeros((len(ours), len(theirs)), bool)
    a = np.array([word.box for word in ours])[:, None, :]
    b = np.array([word.box for word in theirs])[None, :, :]
    shared = np.minimum(a[..., 2], b[..., 2]) - np.maximum(a[..., 0], b[..., 0])
    narrower = np.minimum(a[..., 2] - a[..., 0], b[..., 2] - b[..., 0])
    lower = np.minimum(a[..., 3] - a[..., 1], b[..., 3] - b[..., 1])
    apart = np.abs(a[..., 1] + a[..., 3] - b[..., 1] - b[..., 3]) / 2
    on_one_line = (shared > OVER * narrower) & (apart < lower / 2)
    down = np.minimum(a[..., 3], b[..., 3]) - np.maximum(a[..., 1], b[..., 1])
    same = np.array([word.text for word in ours])[:, None] == np.array([word.text for word in theirs])[None, :]
    return np.asarray(on_one_line | (same & (shared > SAME * narrower) & (down > SAME * lower)), bool)


def _group(over: NDArray[np.bool_], start: int) -> tuple[set[int], set[int]]:
    """The words of both readings that hang together by lying over each other: "youin" and "you", "in"."""
    mine, yours = {start}, set[int]()
    while True:
        wider = set(np.flatnonzero(over[sorted(mine)].any(axis=0)).tolist())
        back = mine | set(np.flatnonzero(over[:, sorted(wider)].any(axis=1)).tolist())
        if back == mine and wider == yours:
            return mine, yours
        mine, yours = back, wider


def _sureness(words: Sequence[PlacedWord]) -> float:
    """The mean confidence over letters."""
    return sum(word.confidence * len(word.text) for word in words) / sum(len(word.text) for word in words)


def _insert(blocks: list[Lines], words: list[PlacedWord]) -> list[Lines]:
    fresh: list[list[PlacedWord]] = []
    for word in words:
        line = next((line for block in blocks for line in block if _stands_in(line, word)), None)
        line = line or next((line for line in fresh if _stands_in(line, word)), None)
        if line is None:
            fresh.append([word])
        elif not any(_is_same(word, other) for other in line):
            line[:] = _order([*line, word])
    for line in fresh:
        _insert_line(blocks, line)
    return blocks


def _is_same(word: PlacedWord, other: PlacedWord) -> bool:
    """The same word beside itself without room for a space: one reading set its box aside."""
    gap = max(word.box[0] - other.box[2], other.box[0] - word.box[2])
    return word.text == other.text and gap < TOUCHING * (word.box[3] - word.box[1])


def _insert_line(blocks: list[Lines], line: list[PlacedWord]) -> None:
    """Above the first line that is lower and stands over or under it; such a line's column is its column."""
    left, right = line[0].box[0], line[-1].box[2]
    for block in blocks:
        for place, other in enumerate(block):
            if other[0].box[1] > line[0].box[1] and other[0].box[0] < right and left < other[-1].box[2]:
                block.insert(place, line)
                return
    blocks.append([line])


def _order(line: Iterable[PlacedWord]) -> list[PlacedWord]:
    return sorted(line, key=lambda word: word.box[0])


def _stands_in(line: Sequence[PlacedWord], word: PlacedWord) -> bool:
    """Whether a word stands in a line or close to its ends."""
    middle, near = (word.box[1] + word.box[3]) / 2, 6 * (word.box[3] - word.box[1])
    top = float(np.median([other.box[1] for other in line]))
    bottom = float(np.median([other.box[3] for other in line]))
    left, right = min(other.box[0] for other in line), max(other.box[2] for other in line)
    return top <= middle <= bottom and left - near < word.box[0] and word.box[2] < right + near


def _without_empty(blocks: Sequence[Lines]) -> list[Lines]:
    return [lines for block in blocks if (lines := [line for line in block if line])]
