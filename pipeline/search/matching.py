"""Where a query stands on a page: the meaning of every node, in Python, over the analyzer's positions.

Used for highlighting, for the parts of a query that an engine cannot check by itself (`plan.py`), and by the tests
as the measure of what the engines answer.
"""

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator

from rapidfuzz.distance import OSA

from pipeline.records import IndexEntry
from pipeline.search.analysis import SHAPE_MARK, STEM_MARK, Token
from pipeline.search.entries import name_values, number_values, read_tokens, storable
from pipeline.search.nodes import (
    All,
    Any,
    Everything,
    Fuzzy,
    InCases,
    InDocuments,
    InPages,
    InParagraph,
    Known,
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


_EMPTY_LINE = re.compile(r"\n[^\S\n]*\n")


class Field:
    """The positions of a field, and where each of its terms stands, so that a page is gone through once and not for
    every word that a query may mean."""

    def __init__(self, tokens: list[Token]) -> None:
        self.tokens = {token.position: token for token in tokens}
        self._terms: dict[str, list[int]] = {}
        self._runs: dict[str, list[tuple[int, int]]] = {}
        for token in tokens:
            for term in token.terms:
                self._terms.setdefault(term, []).append(token.position)
            for term, end in token.runs:
                self._runs.setdefault(term, []).append((token.position, end))
        self._known: dict[Leaf, dict[int, int]] = {}

    def ends(self, leaf: Leaf) -> dict[int, int]:
        """The positions where a leaf stands, in order, and for each the offset where its words end."""
        if leaf not in self._known:
            self._known[leaf] = dict(sorted(self._find_ends(leaf).items()))
        return self._known[leaf]

    def _find_ends(self, leaf: Leaf) -> dict[int, int]:
        ends: dict[int, int] = {}
        for term in self._meant(leaf, self._runs):
            for position, end in self._runs[term]:
                ends[position] = min(end, ends.get(position, end))
        for term in self._meant(leaf, self._terms):
            ends |= {position: self.tokens[position].end for position in self._terms[term]}
        return ends

    @staticmethod
    def _meant(leaf: Leaf, terms: Iterable[str]) -> list[str]:
        """Those of the terms that a leaf means."""
        if isinstance(leaf, Word) and (leaf.shape is None or not leaf.edits):
            return [term for term in dict.fromkeys(word_terms(leaf)) if term in terms]
        return list(filter(term_test(leaf), terms))


class EntryView:
    """One entry with its fields analyzed when they are first asked for."""

    def __init__(self, entry: IndexEntry) -> None:
        self.entry = entry
        self._tokens: dict[str, list[Token]] = {}
        self._fields: dict[str, Field] = {}

    def field(self, name: str) -> Field:
        if name not in self._fields:
            self._fields[name] = Field(self.tokens(name))
        return self._fields[name]

    def tokens(self, field: str) -> list[Token]:
        if field not in self._tokens:
            self._tokens[field] = read_tokens(self.entry, field)
        return self._tokens[field]

    def paragraphs(self) -> Iterator["EntryView"]:
        """The page once for each of its paragraphs, with the words of this one alone: empty lines part them."""
        left = self.tokens("text")
        ends = [match.end() for match in _EMPTY_LINE.finditer(self.entry.text)]
        for end in (*ends, len(self.entry.text)):
            within = bisect_left(left, end, key=lambda token: token.start)
            if within or not left:
                view = EntryView(self.entry)
                view._tokens = {**self._tokens, "text": left[:within]}
                yield view
            left = left[within:]
            if not left:
                return


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
        case InPages(keys):
            return (view.entry.sha256, view.entry.page) in keys
        case InCases(names):
            held = {storable(name) for name in view.entry.cases}
            return not held if names is None else bool(names & held)
        case InParagraph(part):
            return any(holds(part, paragraph) for paragraph in view.paragraphs())
        case Known():
            raise TypeError(f"{node.field}: is answered by the catalog, see pipeline.asking")
        case Name(field, value):
            return any(_is_name(field, value, held) for held in name_values(view.entry)[field])
        case Range():
            return _in_range(node, number_values(view.entry)[node.field])
        case Near() | Window():
            return bool(_places_together(node, view.field(node.field)))
        case _:
            return next(find_places(node, view.field(node.field)), None) is not None


def find_spans(node: Node, view: EntryView) -> Iterator[Span]:
    """The spans in the page's text of everything in the query that is said of the text and not excluded."""
    match node:
        case All(parts) | Any(parts):
            for part in parts:
                yield from find_spans(part, view)
        case InParagraph(part):
            for paragraph in view.paragraphs():
                if holds(part, paragraph):
                    yield from find_spans(part, paragraph)
        case Near() | Window() if node.field == "text":
            for _, _, span in _places_together(node, view.field("text")):
                yield span
        case Word() | Pattern() | Fuzzy() | Phrase() if node.field == "text":
            for _, _, span in find_places(node, view.field("text")):
                yield span


def find_places(node: Leaf | Phrase, field: Field) -> Iterator[Place]:
    """The occurrences of a node in a field, in the order of the text."""
    if isinstance(node, Phrase):
        yield from _places_of_phrase(node, field)
        return
    for position, end in field.ends(node).items():
        yield position, position, (field.tokens[position].start, end)


def term_test(leaf: Leaf) -> Callable[[str], bool]:
    """A function that says whether a term of the index is meant by a leaf."""
    match leaf:
        case Word():
            return _word_test(leaf)
        case Pattern(_, pattern):
            matches = re.compile(pattern_regex(pattern)).fullmatch
            return lambda other: matches(other) is not None
        case Fuzzy(_, term, edits):
            return lambda other: other[0].isalnum() and within_edits(term, other, edits)


def _word_test(word: Word) -> Callable[[str], bool]:
    terms = frozenset(word_terms(word))
    if word.shape is None or not word.edits:
        return terms.__contains__
    shape, edits = word.shape, word.edits
    return lambda other: (
        other in terms or (other.startswith(SHAPE_MARK) and within_edits(shape, other.removeprefix(SHAPE_MARK), edits))
    )


def word_terms(word: Word) -> tuple[str, ...]:
    """The terms of the index that a word stands for, first itself; what edits of its shape add to them is not there."""
    stem = () if word.stem is None else (STEM_MARK + word.stem,)
    shape = () if word.shape is None else (SHAPE_MARK + word.shape,)
    return (word.term, *stem, *word.also, *shape)


def place_terms(leaf: Leaf | Phrase) -> tuple[str, ...]:
    """As few terms as tell where a word stands in a phrase: every term has its stem at the same position."""
    if not isinstance(leaf, Word):
        raise TypeError(f"{leaf} is checked on the page, not by the engine")
    terms = word_terms(leaf)
    return terms if leaf.stem is None else terms[1:]


def pattern_regex(pattern: str) -> str:
    """The regular expression of a pattern, in the part of the syntax that both engines and Python share."""
    return pattern.replace("*", "[a-z0-9]*").replace("?", "[a-z0-9]")


def within_edits(left: str, right: str, edits: int) -> bool:
    """At most so many letters added, taken out, changed or swapped with their neighbour."""
    return bool(OSA.distance(left, right, score_cutoff=edits) <= edits)


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


def _places_of_phrase(phrase: Phrase, field: Field) -> Iterator[Place]:
    ends = [field.ends(leaf) for leaf in phrase.leaves]
    for position in ends[0]:
        if all(position + offset in there for offset, there in enumerate(ends)):
            end = max(there[position + offset] for offset, there in enumerate(ends))
            yield position, position + len(ends) - 1, (field.tokens[position].start, end)


def _operand_places(operand: Operand, field: Field) -> list[Place]:
    return sorted({place for part in operand for place in find_places(part, field)})


def _places_together(node: Near | Window, field: Field) -> set[Place]:
    """The occurrences of the operands that stand close enough to one of each other operand; none if nowhere all do."""
    places = [_operand_places(operand, field) for operand in node.operands]
    if not all(places):
        return set()
    return _in_windows(places, node.width) if isinstance(node, Window) else _in_chain(places, node)


def _in_chain(places: list[list[Place]], near: Near) -> set[Place]:
    """Those from which the first and the last operand are reached step by step: forwards, then back."""
    reached = [places[0]]
    for index, following in enumerate(places[1:]):
        reached.append([p for p in following if any(_is_near(near, index, last, p) for last in reached[-1])])
    chained = [reached[-1]]
    for index in reversed(range(len(places) - 1)):
        chained.append([p for p in reached[index] if any(_is_near(near, index, p, after) for after in chained[-1])])
    return {place for operand in chained for place in operand}


def _is_near(near: Near, index: int, left: Place, right: Place) -> bool:
    if 1 <= right[0] - left[1] <= near.within[index]:
        return True
    return not near.ordered[index] and 1 <= left[0] - right[1] <= near.within[index]


def _in_windows(places: list[list[Place]], width: int) -> set[Place]:
    found: set[Place] = set()
    for first in sorted({place[0] for operand in places for place in operand}):
        inside = [[p for p in operand if first <= p[0] and p[1] <= first + width] for operand in places]
        if all(inside) and _can_choose(sorted(inside, key=len), ()):
            found.update(place for operand in inside for place in operand)
    return found


def _can_choose(places: list[list[Place]], chosen: tuple[Place, ...]) -> bool:
    """Is there an occurrence for each operand so that no two overlap?"""
    if not places:
        return True
    return any(
        _can_choose(places[1:], (*chosen, place))
        for place in places[0]
        if all(place[1] < other[0] or other[1] < place[0] for other in chosen)
    )
