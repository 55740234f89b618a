"""Whether a page is printed in columns, as newspapers and magazines are, told by where its words stand."""

import numpy as np

from pipeline.records import Layout

FEWEST_WORDS = 150
"""A page with fewer words may leave any part of its width free."""
GUTTER = 0.22
"""Somewhere in the middle of the page at most this share of the words stands that stands elsewhere. Measured on scans
of typed pages, 0.36 and more; of newspapers, 0.18 and less."""
PROSE = 0.9
"""So much of the letters are small: a form or a table has more capitals."""
SIDE = 0.2
"""At least this share of the words stands on either side of the gutter: specks beside a narrow text are no column."""
_SLICES = 60
_MIDDLE = slice(12, 48)


def has_printed_columns(text: str, layout: Layout) -> bool:
    """Running text on both sides of a gutter. Words of three letters or more count."""
    words = [word for word in layout.words if sum(map(str.isalpha, text[word.start : word.end])) >= 3]
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
