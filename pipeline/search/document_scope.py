"""Queries of document scope: each part may stand on another page of the document."""

from collections.abc import Iterator
from itertools import islice

from pipeline.errors import QueryError
from pipeline.search.engine import Engine, find_checked
from pipeline.search.nodes import (
    All,
    Any,
    Everything,
    Fuzzy,
    InDocuments,
    Near,
    Node,
    Pattern,
    Phrase,
    Window,
    Without,
    Word,
    any_of,
)
from pipeline.search.plan import must_check, upper_bound

MAX_DOCUMENTS = 50_000
"""A part of a query of document scope may be true of so many documents; beyond that it must be narrowed."""


def page_query(engine: Engine, root: Node) -> Node:
    """The pages to show of the documents that answer: those that say one of the words asked for."""
    documents = InDocuments(_documents(engine, root, None))
    asked = list(_find_asked(root))
    texts = [node for node in asked if _is_of_text(node)]
    return All((documents, any_of(texts or asked))) if asked else documents


def _documents(engine: Engine, node: Node, inside: frozenset[str] | None) -> frozenset[str]:
    """The documents of which the node holds when each of its parts may stand on another page, within `inside`."""
    match node:
        case All(parts):
            wanted = sorted((p for p in parts if not isinstance(p, Without)), key=lambda p: _breadth(engine, p))
            unwanted = [p for p in parts if isinstance(p, Without)]
            for part in (*wanted, *unwanted):
                inside = _documents(engine, part, inside)
            return _documents(engine, Everything(), None) if inside is None else inside
        case Any(parts):
            return frozenset().union(*(_documents(engine, part, inside) for part in parts))
        case Without(part):
            inside = _documents(engine, Everything(), None) if inside is None else inside
            return inside - _documents(engine, part, inside)
        case _:
            return _leaf_documents(engine, node, inside)


def _leaf_documents(engine: Engine, node: Node, inside: frozenset[str] | None) -> frozenset[str]:
    if inside is not None:
        node = All((node, InDocuments(inside)))
    if must_check(node):
        pages = islice(find_checked(engine, node), MAX_DOCUMENTS + 1)
        found = [candidate and candidate[1].sha256 for candidate in pages]
    else:
        found = [*engine.find_documents(node, MAX_DOCUMENTS + 1)]
    if len(found) > MAX_DOCUMENTS:
        raise QueryError(
            f"A part of this query is true of more than {MAX_DOCUMENTS} documents, too many for scope:document. "
            "Narrow it with case:, kind: or date:, or leave out scope:document."
        )
    return frozenset(sha256 for sha256 in found if sha256 is not None)


def _breadth(engine: Engine, node: Node) -> int:
    return engine.count(upper_bound(node))


def _find_asked(node: Node) -> Iterator[Node]:
    match node:
        case All(parts) | Any(parts):
            for part in parts:
                yield from _find_asked(part)
        case Without():
            return
        case _:
            yield node


def _is_of_text(node: Node) -> bool:
    return isinstance(node, Word | Pattern | Fuzzy | Phrase | Near | Window) and node.field == "text"
