"""The lines of a page's text with the place where each stands on the paper."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from statistics import median
from typing import NamedTuple

from pipeline.records import Box, Layout, Word

TOP_SHARE = 0.14
BOTTOM_SHARE = 0.86
"""Running heads, page numbers and stamps stand above or below these shares of the height of the paper."""
MOST_ABOVE = 5
MOST_BELOW = 5
"""So many lines at most are head and foot of a page."""


class PrintedLine(NamedTuple):
    """A line that is not empty: its offsets without white space around, its words, and the box around them, None
    where nobody knows where they stand or the writing does not run across the page."""

    start: int
    end: int
    words: tuple[Word, ...]
    box: Box | None


def find_lines(text: str, layout: Layout | None) -> Iterator[PrintedLine]:
    """The lines of a text in its order."""
    words = layout.words if layout is not None else ()
    upright = _is_upright(words)
    start = at = 0
    for raw in text.split("\n"):
        said = raw.strip()
        if said:
            first = start + len(raw) - len(raw.lstrip())
            at = bisect_left(words, first, at, key=lambda word: word.start)
            until = bisect_left(words, first + len(said), at, key=lambda word: word.start)
            inside = tuple(words[at:until])
            yield PrintedLine(first, first + len(said), inside, box_around(inside) if upright and inside else None)
        start += len(raw) + 1


def box_around(words: Sequence[Word]) -> Box:
    """The smallest box that holds these words; there must be one."""
    boxes = [word.box for word in words]
    return (min(b[0] for b in boxes), min(b[1] for b in boxes), max(b[2] for b in boxes), max(b[3] for b in boxes))


def find_edges(lines: Sequence[PrintedLine], layout: Layout | None) -> tuple[list[int], list[int]]:
    """The lines that may be head and foot of the page, by index: the outermost first. By their place on the paper
    where that is known, else by the order of the text."""
    if layout is None or not lines or any(line.box is None for line in lines):
        every = list(range(len(lines)))
        return every[:MOST_ABOVE], every[::-1][:MOST_BELOW]
    low, high = TOP_SHARE * layout.height, BOTTOM_SHARE * layout.height
    tops = [(line.box[1] + line.box[3]) / 2 if line.box else 0.0 for line in lines]
    order = sorted(range(len(lines)), key=lambda index: tops[index])
    above = [index for index in order[:MOST_ABOVE] if tops[index] < low]
    below = [index for index in order[::-1][:MOST_BELOW] if tops[index] > high]
    return above, below


def _is_upright(words: Sequence[Word]) -> bool:
    """Do the words of this page lie across it? Not where a page was fed in sideways: its boxes stand on end."""
    wide = [word.box[2] - word.box[0] > word.box[3] - word.box[1] for word in words if word.end - word.start > 2]
    return not wide or median(wide) >= 0.5
