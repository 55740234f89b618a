"""A whole answer, however long, portion by portion."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import islice

from pipeline.records import Answer
from pipeline.search import Index
from pipeline.search.asks import Ask

PORTION = 500


def find_portions(index: Index, ask: Ask, most: int | None = None) -> Iterator[Answer]:
    """The answer from its offset on, at most `most` hits of it or all, in portions: at least one, perhaps empty."""
    first = index.search(replace(ask, limit=PORTION if most is None else min(PORTION, most)))
    yield first
    if len(first.hits) < PORTION:
        return
    rest = islice(index.find(replace(ask, offset=ask.offset + PORTION)), None if most is None else most - PORTION)
    while hits := tuple(islice(rest, PORTION)):
        yield replace(first, hits=hits)
