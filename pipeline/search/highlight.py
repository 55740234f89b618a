"""Spans and snippet of a hit, computed on the page's own text: no engine's fragments, so every offset holds."""

from collections.abc import Iterable

from pipeline.search.matching import EntryView, Span, find_spans
from pipeline.search.nodes import Node

SNIPPET_LENGTH = 240
MAX_SPANS = 1000
"""A page of a city directory may hold a word more often; the first ones are marked."""


def mark_page(page: EntryView, root: Node) -> tuple[Span, ...]:
    """Every place that answers the query, in order, those that overlap made one."""
    spans: list[Span] = []
    for start, end in sorted(set(find_spans(root, page))):
        if spans and start < spans[-1][1]:
            spans[-1] = spans[-1][0], max(end, spans[-1][1])
        else:
            spans.append((start, end))
    return tuple(spans[:MAX_SPANS])


def cut_snippet(text: str, spans: tuple[Span, ...]) -> str:
    """A piece of the text, letter for letter, round the place where the most different words are marked."""
    if len(text) <= SNIPPET_LENGTH:
        return text
    start, end = _densest(text, spans)
    room = max(0, SNIPPET_LENGTH - (end - start)) // 2
    start, end = max(0, start - room), min(len(text), end + room)
    return text[_to_space(text, start, range(start, min(start + 20, end))) : end].strip()


def _densest(text: str, spans: tuple[Span, ...]) -> Span:
    best, most = (0, 0), 0
    for index, (start, _) in enumerate(spans):
        inside = list(_within(spans[index:], start + SNIPPET_LENGTH))
        different = len({text[a:b].casefold() for a, b in inside})
        if different > most:
            best, most = (start, inside[-1][1]), different
    return best


def _within(spans: Iterable[Span], end: int) -> Iterable[Span]:
    for index, span in enumerate(spans):
        if index and span[1] > end:
            return
        yield span


def _to_space(text: str, start: int, places: range) -> int:
    """The beginning of the next word, if one begins soon."""
    if start == 0 or text[start - 1].isspace():
        return start
    return next((place + 1 for place in places if text[place].isspace()), start)
