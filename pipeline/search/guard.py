"""What somebody may see of an index, applied to the engine itself: by whatever door he asks, pages that he may not see
do not exist, and words that are masked for him stand on no page.

Every search, count, facet, snippet and page that belongs together comes through the methods of an engine, and no other
way leads to a backend (`pipeline.search.open_index`).
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, NoReturn

from pipeline.errors import UsageError
from pipeline.records import Answer, Hit, IndexEntry
from pipeline.search.asks import Ask
from pipeline.search.engine import Candidate, Engine, Look
from pipeline.search.entries import name_values
from pipeline.search.facets import Tally
from pipeline.search.matching import EntryView, holds
from pipeline.search.nodes import All, Everything, Node
from pipeline.search.plan import must_check, unmasked_bound

if TYPE_CHECKING:
    from pipeline.search import Index


EVERYTHING = Everything()


@dataclass(frozen=True, slots=True)
class Guard:
    """Seen are the pages of which `within` holds. `mask` gives a page as it may be seen; without it, pages are seen as
    they are."""

    within: Node = EVERYTHING
    mask: Callable[[IndexEntry], IndexEntry] | None = None

    def __post_init__(self) -> None:
        if must_check(self.within):
            raise ValueError("what may be seen must be told by an engine alone")

    def over(self, engine: Engine) -> Engine:
        """The engine as it answers whom this guards against; the engine itself for those who may see everything."""
        if self.mask is not None:
            return MaskedEngine(engine, self.within, self.mask)
        return engine if self.within == EVERYTHING else NarrowedEngine(engine, self.within)


OPEN = Guard()
"""For the owner of an archive, who sees everything."""


class NarrowedEngine:
    """engine.Engine for some of the pages."""

    masks = False

    def __init__(self, engine: Engine, within: Node) -> None:
        self._engine = engine
        self._within = within

    def look(self, node: Node, ask: Ask) -> Look:
        return self._engine.look(self._seen(node), ask)

    def count(self, node: Node) -> int:
        return self._engine.count(self._seen(node))

    def find_pages(self, node: Node, sort: str = "relevance") -> Iterator[Candidate]:
        return self._engine.find_pages(self._seen(node), sort)

    def find_values(self, node: Node, field: str, limit: int) -> list[str]:
        return self._engine.find_values(self._seen(node), field, limit)

    def _seen(self, node: Node) -> Node:
        return All((node, self._within))


class MaskedEngine:
    """engine.Engine for some of the pages, with words masked. The index knows these words, so it is only asked which
    pages may be meant; each is looked at as it is seen. So it is slow, and `masks` tells answers to look at no more
    pages than they must."""

    masks = True

    def __init__(self, engine: Engine, within: Node, mask: Callable[[IndexEntry], IndexEntry]) -> None:
        self._engine = engine
        self._within = within
        self._mask = mask

    def look(self, node: Node, ask: Ask) -> Look:
        tally, found = Tally(ask), list[Candidate]()
        for at, candidate in enumerate(self.find_pages(node, ask.sort)):
            tally.take(candidate[1])
            if ask.offset <= at < ask.offset + ask.limit:
                found.append(candidate)
        return Look(tally.total, tuple(found), tally.counts)

    def count(self, node: Node) -> int:
        return sum(1 for _ in self.find_pages(node))

    def find_pages(self, node: Node, sort: str = "relevance") -> Iterator[Candidate]:
        for score, entry in self._engine.find_pages(All((unmasked_bound(node), self._within)), sort):
            seen = self._mask(entry)
            if holds(node, EntryView(seen)):
                yield score, seen

    def find_values(self, node: Node, field: str, limit: int) -> list[str]:
        found: dict[str, None] = {}
        for _, entry in self.find_pages(node):
            found |= dict.fromkeys((entry.sha256,) if field == "sha256" else name_values(entry)[field])
            if len(found) >= limit:
                break
        return list(found)[:limit]


class GuardedIndex:
    """search.Index for somebody who may not see everything: it answers, and cannot be changed or listed."""

    def __init__(self, index: "Index") -> None:
        self._index = index

    def search(self, ask: Ask) -> Answer:
        return self._index.search(ask)

    def find(self, ask: Ask) -> Iterator[Hit]:
        return self._index.find(ask)

    def close(self) -> None:
        self._index.close()

    def add(self, entries: Iterable[IndexEntry]) -> None:
        _refuse()

    def delete(self, keys: Iterable[tuple[str, int]]) -> None:
        _refuse()

    def keys(self) -> Iterator[tuple[str, int, str]]:
        _refuse()

    def rebuild(self, entries: Iterable[IndexEntry]) -> None:
        _refuse()


def _refuse() -> NoReturn:
    raise UsageError(
        "The index cannot be changed or checked by somebody who may not see all of it. Do that without "
        "EXCULPA_SEE_CASES, EXCULPA_SEE_GATES and EXCULPA_SEE_IDENTITIES."
    )
