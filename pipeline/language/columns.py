"""Whether a page is printed as newspapers and magazines are, told by where its words stand: in columns, or narrow."""

from statistics import median

import numpy as np

from pipeline.layout.printed import find_lines
from pipeline.records import Layout, Word

FEWEST_WORDS = 150
"""A page with fewer words may leave any part of its width free."""
GUTTER = 0.22
"""Somewhere in the middle of the page at most this share of the words stands that stands elsewhere. Measured on scans
of typed pages, 0.36 and more; of newspapers, 0.18 and less."""
PROSE = 0.9
"""So much of the letters are small: a form or a table has more capitals."""
SIDE = 0.2
"""At least this share of the words stands on either side of the gutter: specks beside a narrow text are no column."""
FEWEST_SURE = 40
"""Fewer sure words of running text say nothing of their print."""
SURE = 0.5
PITCH = 0.0085
"""The mean width of a letter of newsprint, as a share of the width of the paper, is at most this. Measured: clippings
0.0056 to 0.0071, typewriters 0.0096 and more."""
NARROW = 0.42
"""So much of the width of the paper is filled by a line of a newspaper: 0.15 to 0.4 on clippings, more where typed."""
SMALL_HEADS = 0.55
"""So many words of running text begin with a small letter; names and labels do not."""
_SLICES = 60
_MIDDLE = slice(12, 48)


def has_printed_columns(text: str, layout: Layout) -> bool:
    """Running text on both sides of a gutter. Words of three letters or more count."""
    words = [word for word in layout.words if _spells(text, word)]
    if len(words) < FEWEST_WORDS:
        return False
    letters = [letter for word in words for letter in text[word.start : word.end] if letter.isalpha()]
    if sum(map(str.islower, letters)) < PROSE * len(letters):
        return False
    left, right = (np.array([word.box[side] for word in words]) for side in (0, 2))
    edges = np.linspace(np.percentile(left, 2), np.percentile(right, 98), _SLICES + 1)
    places = (edges[1:] + edges[:-1]) / 2
    covered = np.array([int(((left <= x) & (right >= x)).sum()) for x in places])
    limit = GUTTER * max(1.0, float(np.median(covered)))
    gutters = places[_MIDDLE][covered[_MIDDLE] <= limit]
    return any(min(float((right < x).mean()), float((left > x).mean())) >= SIDE for x in gutters)


def has_narrow_print(text: str, layout: Layout) -> bool:
    """Running text in narrow lines of small print: a clipping, also one column of it on a sheet of its own."""
    words = [word for word in layout.words if word.confidence >= SURE and _spells(text, word)]
    if len(words) < FEWEST_SURE or not layout.width:
        return False
    letters = [letter for word in words for letter in text[word.start : word.end] if letter.isalpha()]
    if sum(map(str.islower, letters)) < PROSE * len(letters):
        return False
    if sum(text[word.start].islower() for word in words) < SMALL_HEADS * len(words):
        return False
    pitch = median((word.box[2] - word.box[0]) / (word.end - word.start) for word in words)
    lines = [line.box for line in find_lines(text, layout) if line.box is not None and len(line.words) >= 3]
    if not lines or pitch > PITCH * layout.width:
        return False
    return median(box[2] - box[0] for box in lines) <= NARROW * layout.width


def _spells(text: str, word: Word) -> bool:
    return sum(map(str.isalpha, text[word.start : word.end])) >= 3
