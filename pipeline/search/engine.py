"""What an engine must be able to do, and how its pages are checked where it cannot answer alone."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from pipeline.records import IndexEntry
from pipeline.search.asks import Ask
from pipeline.search.matching import EntryView, holds
from pipeline.search.nodes import Node
from pipeline.search.plan import upper_bound

Candidate = tuple[float, IndexEntry]
"""A page with its score."""
Counts = Mapping[str, Mapping[str, int]]
"""Pages by name of the facet and value."""


@dataclass(frozen=True, slots=True)
class Look:
    """What an engine answers at once: how many pages there are, the wanted ones, and how they are spread."""

    total: int
    found: tuple[Candidate, ...]
    counts: Counts = field(default_factory=dict)


class Engine(Protocol):
    """One state of one index. The nodes it is given are those that plan.upper_bound returns. `masks` says that each
    page is looked at before it counts, because words of it are masked for whoever asks."""

    masks: bool

    def look(self, node: Node, ask: Ask) -> Look:
        """The total, the pages from `ask.offset` on and the counts of facets, in as few steps as the engine can.
        `ask.query` is not looked at: the node says which pages are meant."""
        ...

    def count(self, node: Node) -> int:
        """Pages of which the node holds."""
        ...

    def find_pages(self, node: Node, sort: str = "relevance") -> Iterator[Candidate]:
        """These pages with their scores, in one of the orders of `asks.SORTS`."""
        ...

    def find_values(self, node: Node, field: str, limit: int) -> list[str]:
        """The values of `sha256` or `case_name` that these pages have, at most `limit` of them."""
        ...


class _NoPages:
    """The engine of an index that was not made yet."""

    masks = False

    def look(self, node: Node, ask: Ask) -> Look:
        return Look(0, ())

    def count(self, node: Node) -> int:
        return 0

    def find_pages(self, node: Node, sort: str = "relevance") -> Iterator[Candidate]:
        return iter(())

    def find_values(self, node: Node, field: str, limit: int) -> list[str]:
        return []


NO_PAGES = _NoPages()


def find_checked(engine: Engine, root: Node, sort: str = "relevance") -> Iterator[Candidate | None]:
    """The pages of which the query holds; None for each that was looked at in vain."""
    for score, entry in engine.find_pages(upper_bound(root), sort):
        yield (score, entry) if holds(root, EntryView(entry)) else None
