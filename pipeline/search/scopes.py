"""Queries of document or case scope: each part may stand on another page of the same document, or of the same case.

A page that lies in no case is, with its document, a case of its own.
"""

from collections.abc import Iterable, Iterator
from itertools import islice

from pipeline.errors import QueryError
from pipeline.records import IndexEntry
from pipeline.search.engine import Engine, find_checked
from pipeline.search.entries import storable
from pipeline.search.nodes import (
    All,
    Any,
    Everything,
    Fuzzy,
    InCases,
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

MAX_GROUPS = 50_000
"""A part of such a query may be true of so many documents or cases; beyond that it must be narrowed."""
WIDE_SCOPES = ("document", "case")

Group = tuple[str, str]
"""`document` and its hash, or `case` and its name."""
Groups = frozenset[Group]


def page_query(engine: Engine, root: Node, scope: str) -> Node:
    """The pages to show of the documents or cases that answer: those that say one of the words asked for."""
    inside = _pages_of(_groups(engine, root, scope, None))
    asked = list(_find_asked(root))
    texts = [node for node in asked if _is_of_text(node)]
    return All((inside, any_of(texts or asked))) if asked else inside


def groups_of(entry: IndexEntry, scope: str) -> Groups:
    """What a page belongs to."""
    if scope == "case" and entry.cases:
        return frozenset(("case", storable(name)) for name in entry.cases)
    return frozenset({("document", entry.sha256)})


def _groups(engine: Engine, node: Node, scope: str, inside: Groups | None) -> Groups:
    """Those of which the node holds when each of its parts may stand on another page, within `inside`."""
    match node:
        case All(parts):
            wanted = sorted((p for p in parts if not isinstance(p, Without)), key=lambda p: _breadth(engine, p))
            unwanted = [p for p in parts if isinstance(p, Without)]
            for part in (*wanted, *unwanted):
                inside = _groups(engine, part, scope, inside)
            return _groups(engine, Everything(), scope, None) if inside is None else inside
        case Any(parts):
            return frozenset().union(*(_groups(engine, part, scope, inside) for part in parts))
        case Without(part):
            inside = _groups(engine, Everything(), scope, None) if inside is None else inside
            return inside - _groups(engine, part, scope, inside)
        case _:
            return _leaf_groups(engine, node, scope, inside)


def _leaf_groups(engine: Engine, node: Node, scope: str, inside: Groups | None) -> Groups:
    if inside is not None:
        node = All((node, _pages_of(inside)))
    found = frozenset(islice(_find_groups(engine, node, scope), MAX_GROUPS + 1))
    if len(found) > MAX_GROUPS:
        raise QueryError(
            f"A part of this query is true of more than {MAX_GROUPS} {scope}s, too many for scope:{scope}. "
            f"Narrow it with case:, kind: or date:, or leave out scope:{scope}."
        )
    return found if inside is None else found & inside


def _find_groups(engine: Engine, node: Node, scope: str) -> Iterator[Group]:
    """Each once."""
    if must_check(node):
        pages = (candidate[1] for candidate in find_checked(engine, node) if candidate is not None)
        yield from dict.fromkeys(group for entry in pages for group in groups_of(entry, scope))
    elif scope == "document":
        yield from _named("document", engine.find_values(node, "sha256", MAX_GROUPS + 1))
    else:
        yield from _named("case", engine.find_values(node, "case_name", MAX_GROUPS + 1))
        alone = All((node, InCases(None)))
        yield from _named("document", engine.find_values(alone, "sha256", MAX_GROUPS + 1))


def _named(kind: str, names: Iterable[str]) -> Iterator[Group]:
    for name in names:
        yield kind, name


def _pages_of(groups: Groups) -> Node:
    """The pages of documents, or of cases and of the documents that lie in none."""
    documents = InDocuments(frozenset(name for kind, name in groups if kind == "document"))
    cases = frozenset(name for kind, name in groups if kind == "case")
    return Any((InCases(cases), All((documents, InCases(None))))) if cases else documents


def _breadth(engine: Engine, node: Node) -> int:
    return 0 if engine.masks else engine.count(upper_bound(node))


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
