"""Nodes to Elasticsearch's query language. Only term-level queries: nothing is analyzed there."""

from typing import Any

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
"""What a word as typed counts more than another ending or spelling, as in embedded_query.py."""

MOST_TERMS = 65_000
"""Of one clause; the limit of Elasticsearch is 65,536."""

Body = dict[str, Any]


def compile_node(node: Node) -> Body:
    """The query that finds the pages of which the node holds."""
    match node:
        case Everything():
            return {"match_all": {}}
        case Nothing():
            return {"match_none": {}}
        case All(parts):
            return _all(parts)
        case AnyOf(parts):
            return {"bool": {"should": [compile_node(part) for part in parts], "minimum_should_match": 1}}
        case Without():
            return _all((node,))
        case Word() | Pattern() | Fuzzy():
            return _leaf(node)
        case Phrase(field, leaves):
            return _phrase(field, leaves)
        case Near():
            return _near(node)
        case Name() | Range() | InDocuments() | InPages() | InCases():
            return {"bool": {"filter": [_filter(node)]}}
        case Window() | InParagraph():
            raise TypeError("this is checked on the page, not by the engine")
        case Known():
            raise TypeError(f"{node.field}: is answered by the catalog, see pipeline.asking")


def _all(parts: tuple[Node, ...]) -> Body:
    clauses: dict[str, list[Body]] = {"must": [], "filter": [], "must_not": []}
    for part in parts:
        if isinstance(part, Without):
            clauses["must_not"].append(compile_node(part.part))
        elif isinstance(part, Name | Range | InDocuments | InPages | InCases):
            clauses["filter"].append(_filter(part))
        else:
            clauses["must"].append(compile_node(part))
    return {"bool": {name: bodies for name, bodies in clauses.items() if bodies}}


def _leaf(leaf: Leaf) -> Body:
    if isinstance(leaf, Pattern):
        return {"regexp": {leaf.field: {"value": pattern_regex(leaf.pattern), "flags": "NONE"}}}
    exact = {"term": {leaf.field: {"value": leaf.term, "boost": EXACT_BOOST}}}
    others: list[Body]
    if isinstance(leaf, Word):
        others = [{"term": {leaf.field: term}} for term in word_terms(leaf)[1:]]
        if leaf.shape is not None and leaf.edits:
            others.append(_fuzzy(leaf.field, SHAPE_MARK + leaf.shape, leaf.edits))
        if not others:
            return {"term": {leaf.field: leaf.term}}
    else:
        others = [_fuzzy(leaf.field, leaf.term, leaf.edits)]
    return {"bool": {"should": [exact, *others], "minimum_should_match": 1}}


def _fuzzy(field: str, term: str, edits: int, rewrite: str = "constant_score") -> Body:
    """All terms that match: by default there are the fifty most frequent only."""
    return {"fuzzy": {field: {"value": term, "fuzziness": edits, "transpositions": True, "rewrite": rewrite}}}


def _near(near: Near) -> Body:
    left, right = (_span(near.field, operand) for operand in near.operands)
    slop = near.within[0] - 1
    orders = [[left, right]] if near.ordered[0] else [[left, right], [right, left]]
    spans = [{"span_near": {"clauses": order, "slop": slop, "in_order": True}} for order in orders]
    return spans[0] if len(spans) == 1 else {"bool": {"should": spans, "minimum_should_match": 1}}


def _span(field: str, operand: Operand) -> Body:
    terms = dict.fromkeys(term for leaf in operand for term in place_terms(leaf))
    spans: list[Body] = [{"span_term": {field: term}} for term in terms]
    for leaf in operand:
        if isinstance(leaf, Word) and leaf.shape is not None and leaf.edits:
            fuzzy = _fuzzy(field, SHAPE_MARK + leaf.shape, leaf.edits, "scoring_boolean")
            spans.append({"span_multi": {"match": fuzzy}})
    return spans[0] if len(spans) == 1 else {"span_or": {"clauses": spans}}


def _phrase(field: str, leaves: tuple[Leaf, ...]) -> Body:
    spans = [_span(field, (leaf,)) for leaf in leaves]
    terms = [span.get("span_term", {}).get(field) for span in spans]
    if all(terms):
        return {"match_phrase": {field: {"query": " ".join(terms), "analyzer": "whitespace"}}}
    return {"span_near": {"clauses": spans, "slop": 0, "in_order": True}}


def _filter(node: Name | Range | InDocuments | InPages | InCases) -> Body:
    if isinstance(node, InCases):
        if node.names is None:
            return {"bool": {"must_not": [{"exists": {"field": "case_name"}}]}}
        return _one_of("case_name", sorted(node.names))
    if isinstance(node, InDocuments):
        return _one_of("sha256", sorted(node.hashes))
    if isinstance(node, InPages):
        return _one_of("key", [entry_key(*key) for key in sorted(node.keys)])
    if isinstance(node, Name):
        if node.value.endswith("*") and node.field != "case_name":
            return {"prefix": {node.field: node.value[:-1]}}
        return {"term": {node.field: node.value}}
    bounds = {
        "gte" if node.include_low else "gt": node.low,
        "lte" if node.include_high else "lt": node.high,
    }
    given = {sign: bound for sign, bound in bounds.items() if bound is not None}
    return {"range": {node.field: given}} if given else {"exists": {"field": node.field}}


def _one_of(field: str, values: list[str]) -> Body:
    """However many: the server takes MOST_TERMS of them at once."""
    if len(values) <= MOST_TERMS:
        return {"terms": {field: values}}
    some = [{"terms": {field: values[at : at + MOST_TERMS]}} for at in range(0, len(values), MOST_TERMS)]
    return {"bool": {"should": some, "minimum_should_match": 1}}
