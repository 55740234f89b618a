"""From a query to an answer, the same for every engine: scope, check, count, page by page, highlight."""

from collections.abc import Iterator
from itertools import islice
from typing import Protocol

from pipeline.errors import QueryError
from pipeline.records import Answer, Hit, IndexEntry
from pipeline.search import highlight
from pipeline.search.asks import Ask
from pipeline.search.matching import EntryView, holds
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
CHECKED_PAGES = 1_000
"""So many pages are checked to count an answer exactly; beyond that the total is a lower bound."""

Candidate = tuple[float, IndexEntry]


class Engine(Protocol):
    """One state of one index. The nodes it is given are those that plan.upper_bound returns."""

    def count(self, node: Node) -> int:
        """Pages of which the node holds."""
        ...

    def find_pages(self, node: Node, offset: int = 0) -> Iterator[Candidate]:
        """These pages with their scores, best first, without the first `offset`."""
        ...

    def find_documents(self, node: Node, limit: int) -> list[str]:
        """Hashes of the documents of these pages, at most `limit` of them."""
        ...


def answer(engine: Engine, ask: Ask) -> Answer:
    """The part of the answer that is asked for. Raises QueryError for a query that is too broad for its scope."""
    query, limit, offset = ask.query, ask.limit, ask.offset
    root = query.root
    if query.scope == "document":
        root = _page_query(engine, root)
    if must_check(root):
        total, exact, found = _check_pages(engine, root, limit, offset)
    else:
        total, exact = engine.count(root), True
        found = list(islice(engine.find_pages(root, offset), limit)) if limit else []
    return Answer(total, exact, tuple(_hit(score, entry, query.root) for score, entry in found))


def _hit(score: float, entry: IndexEntry, root: Node) -> Hit:
    spans = highlight.mark_page(EntryView(entry), root)
    snippet = highlight.cut_snippet(entry.text, spans)
    return Hit(entry.sha256, entry.page, entry.reading, score, snippet, spans)


def _find_checked(engine: Engine, root: Node) -> Iterator[Candidate | None]:
    """The pages of which the query holds; None for each that was looked at in vain."""
    for score, entry in engine.find_pages(upper_bound(root)):
        yield (score, entry) if holds(root, EntryView(entry)) else None


def _check_pages(engine: Engine, root: Node, limit: int, offset: int) -> tuple[int, bool, list[Candidate]]:
    found: list[Candidate] = []
    total = 0
    for looked, candidate in enumerate(_find_checked(engine, root)):
        if looked >= CHECKED_PAGES and total >= offset + limit:
            return total, False, found
        if candidate is not None:
            if offset <= total < offset + limit:
                found.append(candidate)
            total += 1
    return total, True, found


# ---------------------------------------------------------------- document scope


def _page_query(engine: Engine, root: Node) -> Node:
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
        pages = islice(_find_checked(engine, node), MAX_DOCUMENTS + 1)
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
