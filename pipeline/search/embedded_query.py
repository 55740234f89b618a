"""Nodes to tantivy's query objects."""

from itertools import product
from typing import Any

import tantivy

from pipeline.search.analysis import STEM_MARK
from pipeline.search.entries import entry_key
from pipeline.search.matching import pattern_regex
from pipeline.search.nodes import (
    All,
    Everything,
    Fuzzy,
    InDocuments,
    InPages,
    Known,
    Leaf,
    Name,
    Near,
    Node,
    Nothing,
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
            return query.phrase_query(schema, field, [_term(leaf) for leaf in leaves])
        case Near():
            return _near(node, schema)
        case InDocuments(hashes):
            return query.const_score_query(query.term_set_query(schema, "sha256", sorted(hashes)), 0.0)
        case InPages(keys):
            terms = [entry_key(*key) for key in sorted(keys)]
            return query.const_score_query(query.term_set_query(schema, "key", terms), 0.0)
        case Name() | Range():
            return query.const_score_query(_filter(node, schema), 0.0)
        case Window():
            raise TypeError("a window is checked on the page, not by the engine")
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
        other = query.fuzzy_term_query(schema, leaf.field, leaf.term, leaf.edits, True)
    elif leaf.stem is None:
        return exact
    else:
        other = query.term_query(schema, leaf.field, STEM_MARK + leaf.stem, "freq")
    return _any([query.boost_query(exact, EXACT_BOOST), other])


def _term(leaf: Leaf | Phrase) -> str:
    """The one term that stands wherever a word does: every term has its stem at the same position."""
    if not isinstance(leaf, Word):
        raise TypeError(f"{leaf} is checked on the page, not by the engine")
    return leaf.term if leaf.stem is None else STEM_MARK + leaf.stem


def _near(near: Near, schema: Any) -> Any:
    left, right = ([_term(leaf) for leaf in operand] for operand in near.operands)
    queries = [_before(near, a, b, schema) for a, b in product(left, right)]
    if not near.ordered[0]:
        queries += [_before(near, b, a, schema) for a, b in product(left, right)]
    return _any(queries)


def _before(near: Near, first: str, second: str, schema: Any) -> Any:
    """`second` stands 1 to `within` positions after `first`. tantivy's slop goes both ways from the place where the
    word is expected, so it is expected in the middle; an even number has no middle, so its last place is added."""
    within = near.within[0]
    middle, last = (within + 1) // 2, within

    def phrase(place: int, slop: int) -> Any:
        return tantivy.Query.phrase_query(schema, near.field, [(0, first), (place, second)], slop)

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
