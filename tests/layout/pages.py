"""Pages of words with their places, set as a typewriter would: one cell a letter, one row a line."""

from collections.abc import Iterable

from pipeline.lines import PlacedWord, compose
from pipeline.records import Layout, Reading

WIDE, HIGH = 7.2, 12.0
PAGE = (612.0, 792.0)

Put = tuple[float, float, str]
"""Left edge and top in points, and what is written from there."""


def place_words(put: Iterable[Put]) -> list[list[PlacedWord]]:
    """One line for each piece of writing, in the order given."""
    return [
        [
            PlacedWord(word, (x + at * WIDE, top, x + (at + len(word)) * WIDE, top + HIGH), 1.0)
            for at, word in _words(said)
        ]
        for x, top, said in put
    ]


def _words(said: str) -> Iterable[tuple[int, str]]:
    at = 0
    for word in said.split(" "):
        if word:
            yield at, word
        at += len(word) + 1


def page_of(put: Iterable[Put]) -> tuple[Reading, Layout]:
    """The text of such a page, its lines in the order given, and where its words stand."""
    reading = compose([place_words(put)])
    return reading, Layout(reading.words, *PAGE)


def rows(first: float, step: float, said: Iterable[str], left: float = 90.0) -> list[Put]:
    """Pieces of writing under each other."""
    return [(left, first + step * number, line) for number, line in enumerate(said)]
