"""Where a query stands on a page: the meaning of every node, in Python, over the analyzer's positions.

Used for highlighting, for the parts of a query that an engine cannot check by itself (`plan.py`), and by the tests
as the measure of what the engines answer.
"""

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from itertools import pairwise, product

from pipeline.records import IndexEntry
from pipeline.search import analysis
from pipeline.search.analysis import STEM_MARK, Token
from pipeline.search.entries import name_values, number_values, word_values
from pipeline.search.nodes import (
    All,
    Any,
    Everything,
    Fuzzy,
    InDocuments,
    Leaf,
    Name,
    Near,
    Node,
    Nothing,
    Operand,
    Pattern,
    Phrase,
    Range,
    Window,
    Without,
    Word,
)

Span = tuple[int, int]
"""Half-open offsets into the text."""
Place = tuple[int, int, Span]
"""The first and the last position of an occurrence, and its span."""


class EntryView:
    """One entry with its fields analyzed when they are first asked for."""

    def __init__(self, entry: IndexEntry) -> None:
        self.entry = entry
        self._tokens: dict[str, list[Token]] = {}

    def tokens(self, field: str) -> list[Token]:
        if field not in self._tokens:
            values = word_values(self.entry)[field]
            self._tokens[field] = analysis.analyze(values[0]) if field == "text" else analysis.analyze_values(values)
        return self._tokens[field]


def holds(node: Node, view: EntryView) -> bool:
    """Is the query true of this page?"""
    match node:
        case Everything():
            return True
        case Nothing():
            return False
        case All(parts):
            return all(holds(part, view) for part in parts)
        case Any(parts):
            return any(holds(part, view) for part in parts)
        case Without(part):
            return not holds(part, view)
        case InDocuments(hashes):
            return view.entry.sha256 in hashes
        case Name(field, value):
            return any(_is_name(field, value, held) for held in name_values(view.entry)[field])
        case Range():
            return _in_range(node, number_values(view.entry)[node.field])
        case _:
            return next(find_places(node, view.tokens(node.field)), None) is not None


def find_spans(node: Node, tokens: list[Token]) -> Iterator[Span]:
    """The spans in the page's text of everything in the query that is said of the text and not excluded."""
    match node:
        case All(parts) | Any(parts):
            for part in parts:
                yield from find_spans(part, tokens)
        case Near() | Window() if node.field == "text":
            yield from _spans_together(node, tokens)
        case Word() | Pattern() | Fuzzy() | Phrase() if node.field == "text":
            for _, _, span in find_places(node, tokens):
                yield span


def find_places(node: Leaf | Phrase | Near | Window, tokens: list[Token]) -> Iterator[Place]:
    """The occurrences of a node in a field, in order of their first position except for Near and Window."""
    match node:
        case Phrase():
            yield from _places_of_phrase(node, tokens)
        case Near() | Window():
            for places in _together(node, tokens):
                spans = [place[2] for place in places]
                whole = min(start for start, _ in spans), max(end for _, end in spans)
                yield min(place[0] for place in places), max(place[1] for place in places), whole
        case _:
            is_term = term_test(node)
            for token in tokens:
                end = _end_where(token, is_term)
                if end is not None:
                    yield token.position, token.position, (token.start, end)


def term_test(leaf: Leaf) -> Callable[[str], bool]:
    """A function that says whether a term of the index is meant by a leaf."""
    match leaf:
        case Word(_, term, None):
            return lambda other: other == term
        case Word(_, term, stem):
            return lambda other: other in (term, f"{STEM_MARK}{stem}")
        case Pattern(_, pattern):
            matches = re.compile(pattern_regex(pattern)).fullmatch
            return lambda other: matches(other) is not None
        case Fuzzy(_, term, edits):
            return lambda other: not other.startswith(STEM_MARK) and within_edits(term, other, edits)


def pattern_regex(pattern: str) -> str:
    """The regular expression of a pattern, in the part of the syntax that both engines and Python share."""
    return pattern.replace("*", "[a-z0-9]*").replace("?", "[a-z0-9]")


@lru_cache(maxsize=50_000)
def within_edits(left: str, right: str, edits: int) -> bool:
    """At most so many letters added, taken out, changed or swapped with their neighbour."""
    if abs(len(left) - len(right)) > edits:
        return False
    before: list[int] = []
    row = list(range(len(right) + 1))
    for i, a in enumerate(left, 1):
        last, before, row = before, row, [i]
        for j, b in enumerate(right, 1):
            cost = min(before[j] + 1, row[-1] + 1, before[j - 1] + (a != b))
            if i > 1 and j > 1 and a == right[j - 2] and left[i - 2] == b:
                cost = min(cost, last[j - 2] + 1)
            row.append(cost)
        if min(row) > edits and min(before) > edits:
            return False
    return row[-1] <= edits


def _is_name(field: str, value: str, held: str) -> bool:
    if value.endswith("*") and field != "case_name":
        return held.startswith(value[:-1])
    return held == value


def _in_range(node: Range, value: float | None) -> bool:
    if value is None:
        return False
    if node.low is not None and (value < node.low or (value == node.low and not node.include_low)):
        return False
    return not (node.high is not None and (value > node.high or (value == node.high and not node.include_high)))


def _end_where(token: Token, is_term: Callable[[str], bool]) -> int | None:
    """Where the words end that a term of this position stands for; None if no term of it is meant."""
    if any(is_term(term) for term in token.terms):
        return token.end
    return next((end for term, end in token.runs if is_term(term)), None)


def _places_of_phrase(phrase: Phrase, tokens: list[Token]) -> Iterator[Place]:
    tests = [term_test(leaf) for leaf in phrase.leaves]
    at_position = {token.position: token for token in tokens}
    for token in tokens:
        ends = []
        for offset, is_term in enumerate(tests):
            other = at_position.get(token.position + offset)
            end = None if other is None else _end_where(other, is_term)
            if end is None:
                break
            ends.append(end)
        else:
            yield token.position, token.position + len(tests) - 1, (token.start, max(ends))


def _operand_places(operand: Operand, tokens: list[Token]) -> list[Place]:
    return sorted({place for part in operand for place in find_places(part, tokens)})


def _spans_together(node: Near | Window, tokens: list[Token]) -> Iterator[Span]:
    seen: set[Span] = set()
    for places in _together(node, tokens):
        for _, _, span in places:
            if span not in seen:
                seen.add(span)
                yield span


def _together(node: Near | Window, tokens: list[Token]) -> Iterator[tuple[Place, ...]]:
    """The ways in which occurrences of all operands stand close enough."""
    places = [_operand_places(operand, tokens) for operand in node.operands]
    if not all(places):
        return
    if isinstance(node, Window):
        yield from _in_windows(places, node.width)
    else:
        yield from _in_chain(places, node, ())


def _in_chain(places: list[list[Place]], near: Near, before: tuple[Place, ...]) -> Iterator[tuple[Place, ...]]:
    index = len(before)
    if index == len(places):
        yield before
        return
    for place in places[index]:
        if not before or _is_near(before[-1], place, near.within[index - 1], near.ordered[index - 1]):
            yield from _in_chain(places, near, (*before, place))


def _is_near(left: Place, right: Place, within: int, ordered: bool) -> bool:
    if 1 <= right[0] - left[1] <= within:
        return True
    return not ordered and 1 <= left[0] - right[1] <= within


def _in_windows(places: list[list[Place]], width: int) -> Iterator[tuple[Place, ...]]:
    for first in sorted({place[0] for operand in places for place in operand}):
        inside = [[p for p in operand if first <= p[0] and p[1] <= first + width] for operand in places]
        for chosen in product(*inside):
            if _are_apart(chosen):
                yield chosen
                break


def _are_apart(places: tuple[Place, ...]) -> bool:
    ordered = sorted(places)
    return all(left[1] < right[0] for left, right in pairwise(ordered))
