"""From a query to an answer, the same for every engine: scope, check, count, what is shown as one, highlight."""

import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from types import MappingProxyType

from pipeline.records import Answer, Hit
from pipeline.search import highlight
from pipeline.search.asks import Ask
from pipeline.search.engine import Candidate, Engine, Look, find_checked
from pipeline.search.expansions import find_expansions
from pipeline.search.facets import Tally, make_facets
from pipeline.search.heads import Heads, Key
from pipeline.search.matching import EntryView
from pipeline.search.nodes import All, Node, Query
from pipeline.search.plan import must_check
from pipeline.search.scopes import WIDE_SCOPES, page_query

CHECKED_PAGES = 1_000
"""So many pages are checked to count an answer exactly; beyond that the total is a lower bound."""
HELD = 200
AT_ONCE = 200
"""So many pages at most are asked for with the counts; beyond that they are streamed."""

Under = Mapping[Key, tuple[Key, ...]]
NOTHING_UNDER: Under = MappingProxyType({})


def answer(engine: Engine, ask: Ask) -> Answer:
    """The part of the answer that is asked for. Raises QueryError for a query that is too broad for its scope."""
    root = _root(engine, ask)
    if engine.masks or must_check(root) or any(must_check(node) for _, _, node in ask.counted):
        return _answer_checked(engine, root, ask)
    if ask.collapse and ask.limit:
        return _answer_collapsed(engine, root, ask)
    return _answer(engine.look(root, ask), ask)


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
    wanted = ask.offset + 2 * ask.limit  # half of them may be copies
    first = wanted if wanted <= AT_ONCE else 0
    look = engine.look(root, replace(ask, limit=first, offset=0))
    heads = Heads(ask)
    heads.take_all(look.found)
    if look.total > len(look.found):
        heads.take_all(engine.find_pages(root, ask.sort))
    return _answer(replace(look, found=tuple(heads.shown)), ask, _under(engine, root, heads))


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
    look = Look(tally.total, tuple(heads.shown), tally.counts)
    return _answer(look, ask, _under(engine, root, heads), exact=exact)


def _under(engine: Engine, root: Node, heads: Heads) -> Under:
    """The pages of the answer that stand under the hits shown, wherever they come in its order."""
    if not heads.collapses or not heads.shown:
        return {}
    belonging = heads.belonging()
    if belonging is None:
        return {}
    both = All((root, belonging))
    found = find_checked(engine, both) if must_check(root) else _find_few(engine, both)
    return heads.sort_under(candidate[1] for candidate in found if candidate is not None)


def _find_few(engine: Engine, node: Node) -> Iterable[Candidate]:
    """Pages that are most likely few: asked for at once, and only where they are many one after the other."""
    look = engine.look(node, Ask(Query(node), AT_ONCE))
    return look.found if look.total == len(look.found) else engine.find_pages(node)


def _answer(look: Look, ask: Ask, under: Under = NOTHING_UNDER, *, exact: bool = True) -> Answer:
    seen = [(score, EntryView(entry)) for score, entry in look.found]
    hits = tuple(_hit(score, page, ask.query.root, under) for score, page in seen)
    expansions = find_expansions(ask.query.root, [page for _, page in seen])
    return Answer(look.total, exact, hits, make_facets(look.counts, ask, exact=exact), expansions)


def _hits(found: Iterable[Candidate], ask: Ask, under: Under) -> Iterator[Hit]:
    for score, entry in found:
        if ask.bare:
            yield Hit(entry.sha256, entry.page, entry.reading, score, "", (), entry.confidence)
        else:
            yield _hit(score, EntryView(entry), ask.query.root, under)


def _hit(score: float, page: EntryView, root: Node, under: Under) -> Hit:
    entry = page.entry
    spans = highlight.mark_page(page, root)
    snippet = highlight.cut_snippet(entry.text, spans)
    key = entry.sha256, entry.page
    return Hit(*key, entry.reading, score, snippet, spans, entry.confidence, under.get(key, ()))
