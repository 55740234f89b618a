"""A whole answer, however long, portion by portion."""

from collections.abc import Iterator
from dataclasses import replace

from pipeline.records import Answer
from pipeline.search import Index
from pipeline.search.asks import Ask

PORTION = 500


def find_portions(index: Index, ask: Ask, most: int | None = None) -> Iterator[Answer]:
    """The answer from its offset on, at most `most` hits of it or all, in portions: at least one, perhaps empty."""
    left, offset = most, ask.offset
    while True:
        limit = PORTION if left is None else min(PORTION, left)
        answer = index.search(replace(ask, limit=limit, offset=offset))
        yield answer
        left = None if left is None else left - len(answer.hits)
        offset += len(answer.hits)
        if len(answer.hits) < limit or left == 0:
            return
