"""From a query to an answer, the same for every engine: scope, check, count, what is shown as one, highlight."""

import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from pipeline.records import Answer, Hit, IndexEntry
from pipeline.search import highlight
from pipeline.search.asks import Ask
from pipeline.search.engine import Candidate, Engine, find_checked
from pipeline.search.facets import Tally, make_facets
from pipeline.search.heads import Heads, Key
from pipeline.search.matching import EntryView
from pipeline.search.nodes import All, Node
from pipeline.search.plan import must_check
from pipeline.search.scopes import WIDE_SCOPES, page_query

CHECKED_PAGES = 1_000
"""So many pages are checked to count an answer exactly; beyond that the total is a lower bound."""
HELD = 200


def answer(engine: Engine, ask: Ask) -> Answer:
    """The part of the answer that is asked for. Raises QueryError for a query that is too broad for its scope."""
    root = _root(engine, ask)
    if must_check(root) or any(must_check(node) for _, _, node in ask.counted):
        return _answer_checked(engine, root, ask)
    if ask.collapse and ask.limit:
        return _answer_collapsed(engine, root, ask)
    look = engine.look(root, ask)
    return Answer(look.total, True, _hits(look.found, ask), make_facets(look.counts, ask))


def find_hits(engine: Engine, ask: Ask) -> Iterator[Hit]:
    """Every hit from the offset on, in order; some are held in memory at a time."""
    root = _root(engine, ask)
    heads = Heads(replace(ask, limit=sys.maxsize))
    for candidate in find_checked(engine, root, ask.sort) if must_check(root) else engine.find_pages(root, ask.sort):
        if candidate is not None:
            heads.take(candidate)
        if len(heads.shown) == HELD:
            yield from _hits(heads.shown, ask, _under(engine, root, heads))
            heads.shown = []
    yield from _hits(heads.shown, ask, _under(engine, root, heads))


def _root(engine: Engine, ask: Ask) -> Node:
    """The pages to show."""
    root = ask.query.root
    return page_query(engine, root, ask.query.scope) if ask.query.scope in WIDE_SCOPES else root


def _answer_collapsed(engine: Engine, root: Node, ask: Ask) -> Answer:
    look = engine.look(root, replace(ask, limit=0))
    heads = Heads(ask)
    for candidate in engine.find_pages(root, ask.sort):
        heads.take(candidate)
        if heads.is_full:
            break
    return Answer(look.total, True, _hits(heads.shown, ask, _under(engine, root, heads)), make_facets(look.counts, ask))


def _answer_checked(engine: Engine, root: Node, ask: Ask) -> Answer:
    """Where the engine does not answer alone: each page is looked at, and facets are counted over those that were."""
    heads, tally, exact = Heads(ask), Tally(ask), True
    for looked, candidate in enumerate(find_checked(engine, root, ask.sort)):
        if looked >= CHECKED_PAGES and heads.is_full:
            exact = False
            break
        if candidate is not None:
            heads.take(candidate)
            tally.take(candidate[1])
    hits = _hits(heads.shown, ask, _under(engine, root, heads))
    return Answer(tally.total, exact, hits, make_facets(tally.counts, ask, exact=exact))


def _under(engine: Engine, root: Node, heads: Heads) -> dict[Key, tuple[Key, ...]]:
    """The pages of the answer that stand under the hits shown, wherever they come in its order."""
    if not heads.collapses or not heads.shown:
        return {}
    both = All((root, heads.belonging()))
    found = find_checked(engine, both) if must_check(root) else engine.find_pages(both)
    return heads.sort_under(candidate[1] for candidate in found if candidate is not None)


def _hits(found: Iterable[Candidate], ask: Ask, under: Mapping[Key, tuple[Key, ...]] | None = None) -> tuple[Hit, ...]:
    return tuple(_hit(score, entry, ask.query.root, under or {}) for score, entry in found)


def _hit(score: float, entry: IndexEntry, root: Node, under: Mapping[Key, tuple[Key, ...]]) -> Hit:
    spans = highlight.mark_page(EntryView(entry), root)
    snippet = highlight.cut_snippet(entry.text, spans)
    key = entry.sha256, entry.page
    return Hit(*key, entry.reading, score, snippet, spans, entry.confidence, under.get(key, ()))
