"""Nodes to tantivy's query objects."""

from typing import Any

import tantivy

from pipeline.search.analysis import SHAPE_MARK
from pipeline.search.entries import entry_key
from pipeline.search.matching import pattern_regex, place_terms, word_terms
from pipeline.search.nodes import (
    All,
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
from pipeline.search.nodes import Any as AnyOf

EXACT_BOOST = 8.0
"""What a word as typed counts more than another ending or spelling: enough for one to stand before many."""

_NUMBERS = {
    "date": (tantivy.FieldType.Integer, int),
    "page": (tantivy.FieldType.Integer, int),
    "confidence": (tantivy.FieldType.Float, float),
}


def compile_node(node: Node, schema: Any) -> Any:
    """The tantivy query that finds the pages of which the node holds."""
    query = tantivy.Query
    match node:
        case Everything():
            return query.all_query()
        case Nothing():
            return query.empty_query()
        case All(parts):
            return _all(parts, schema)
        case AnyOf(parts):
            return _any([compile_node(part, schema) for part in parts])
        case Without():
            return _all((node,), schema)
        case Word() | Pattern() | Fuzzy():
            return _leaf(node, schema)
        case Phrase(field, leaves):
            return _phrase(field, [(place, (leaf,)) for place, leaf in enumerate(leaves)], 0, schema)
        case Near():
            return _near(node, schema)
        case InDocuments(hashes):
            return query.const_score_query(query.term_set_query(schema, "sha256", sorted(hashes)), 0.0)
        case InCases(None):
            held = (tantivy.Occur.MustNot, query.exists_query("case_name"))
            return query.boolean_query([(tantivy.Occur.Must, query.all_query()), held])
        case InCases(frozenset() as names):
            return query.const_score_query(query.term_set_query(schema, "case_name", sorted(names)), 0.0)
        case InPages(keys):
            terms = [entry_key(*key) for key in sorted(keys)]
            return query.const_score_query(query.term_set_query(schema, "key", terms), 0.0)
        case Name() | Range():
            return query.const_score_query(_filter(node, schema), 0.0)
        case Window() | InParagraph():
            raise TypeError("this is checked on the page, not by the engine")
        case Known():
            raise TypeError(f"{node.field}: is answered by the catalog, see pipeline.asking")


def _all(parts: tuple[Node, ...], schema: Any) -> Any:
    clauses = [
        (tantivy.Occur.MustNot, compile_node(part.part, schema))
        if isinstance(part, Without)
        else (tantivy.Occur.Must, compile_node(part, schema))
        for part in parts
    ]
    if all(isinstance(part, Without) for part in parts):
        clauses.append((tantivy.Occur.Must, tantivy.Query.all_query()))
    return tantivy.Query.boolean_query(clauses)


def _any(queries: list[Any]) -> Any:
    if not queries:
        return tantivy.Query.empty_query()
    return tantivy.Query.boolean_query([(tantivy.Occur.Should, query) for query in queries])


def _leaf(leaf: Leaf, schema: Any) -> Any:
    query = tantivy.Query
    if isinstance(leaf, Pattern):
        return query.regex_query(schema, leaf.field, pattern_regex(leaf.pattern))
    exact = query.term_query(schema, leaf.field, leaf.term, "freq")
    if isinstance(leaf, Fuzzy):
        others = [query.fuzzy_term_query(schema, leaf.field, leaf.term, leaf.edits, True)]
    else:
        others = [query.term_query(schema, leaf.field, term, "freq") for term in word_terms(leaf)[1:]]
        if leaf.shape is not None and leaf.edits:
            others.append(query.fuzzy_term_query(schema, leaf.field, SHAPE_MARK + leaf.shape, leaf.edits, True))
    return _any([query.boost_query(exact, EXACT_BOOST), *others]) if others else exact


def _phrase(field: str, places: list[tuple[int, tuple[Leaf | Phrase, ...]]], slop: int, schema: Any) -> Any:
    """Words at these places, each one of several."""
    terms = [(place, [term for word in words for term in place_terms(word)]) for place, words in places]
    regexes = [[regex for word in words for regex in _edited(word)] for _, words in places]
    if all(len(some) == 1 for _, some in terms) and not any(regexes):
        return tantivy.Query.phrase_query(schema, field, [(place, term) for place, (term,) in terms], slop)
    patterns: list[str | tuple[int, str]] = [
        (place, f"({'|'.join((*dict.fromkeys(some), *more))})")
        for (place, some), more in zip(terms, regexes, strict=True)
    ]
    return tantivy.Query.regex_phrase_query(schema, field, patterns, slop)


def _edited(leaf: Leaf | Phrase) -> list[str]:
    """Regular expressions of the terms within one edit of a word's shape."""
    if not isinstance(leaf, Word) or leaf.shape is None or not leaf.edits:
        return []
    shape, any_letter = leaf.shape, "[a-z0-9]"
    heads = [(shape[:at], shape[at:]) for at in range(len(shape) + 1)]
    added = [f"{head}{any_letter}{tail}" for head, tail in heads]
    changed = [f"{head}{any_letter}?{tail[1:]}" for head, tail in heads if tail]
    swapped = [f"{head}{tail[1]}{tail[0]}{tail[2:]}" for head, tail in heads if len(tail) > 1]
    return [f"{SHAPE_MARK}({'|'.join((*added, *changed, *swapped))})"]


def _near(near: Near, schema: Any) -> Any:
    left, right = near.operands
    orders = [(left, right)] if near.ordered[0] else [(left, right), (right, left)]
    return _any([_before(near, *order, schema) for order in orders])


def _before(near: Near, first: Operand, second: Operand, schema: Any) -> Any:
    """`second` stands 1 to `within` positions after `first`. tantivy's slop goes both ways from the place where the
    word is expected, so it is expected in the middle; an even number has no middle, so its last place is added."""
    within = near.within[0]
    middle, last = (within + 1) // 2, within

    def phrase(place: int, slop: int) -> Any:
        return _phrase(near.field, [(0, first), (place, second)], slop, schema)

    if within % 2:
        return phrase(middle, middle - 1)
    return _any([phrase(middle, middle - 1), phrase(last, 0)])


def _filter(node: Name | Range, schema: Any) -> Any:
    query = tantivy.Query
    if isinstance(node, Name):
        if node.value.endswith("*") and node.field != "case_name":
            return query.regex_query(schema, node.field, f"{node.value[:-1]}[a-z0-9_]*")
        return query.term_query(schema, node.field, node.value, "basic")
    if node.low is None and node.high is None:
        return query.exists_query(node.field)
    kind, number = _NUMBERS[node.field]
    low, high = (None if bound is None else number(bound) for bound in (node.low, node.high))
    return query.range_query(schema, node.field, kind, low, high, node.include_low, node.include_high)
