"""How the answer to a query is wanted: which part of it, in which order, counted by what, with copies apart or not."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from pipeline.search.nodes import Node, Query

SORTS = ("relevance", "oldest", "newest", "case")
"""Orders of an answer. Pages without a date, or without a case, are last in each."""
FACETS = ("case", "kind", "set", "year", "officer", "type", "confidence")
"""What an answer can be counted by, from what the index holds. Anything else is counted by `Ask.counted`."""
COLLAPSES = ("", "copies", "document")
"""What is shown as one hit: each page, a page with its copies, all pages of a document."""
FACET_VALUES = 20
"""So many values of a facet are told, those of most pages first."""


@dataclass(frozen=True, slots=True)
class Ask:
    """A query with how its answer is wanted. `limit` 0 asks for the counts alone. `counted` are facets of the asker's
    own: name of the facet, name of the value, and the node that its pages answer beside the query (`reviewed`, `yes`,
    the pages that somebody ticked off). `copies` gives the copies of a page: only the catalog knows them, and they are
    needed where copies are collapsed. `bare` hits of a whole answer have no words marked: 0.04 ms each instead of 1.2
    where only the places are wanted."""

    query: Query
    limit: int = 20
    offset: int = 0
    sort: str = "relevance"
    facets: tuple[str, ...] = ()
    collapse: str = ""
    counted: tuple[tuple[str, str, Node], ...] = ()
    copies: Callable[[tuple[str, int]], Iterable[tuple[str, int]]] | None = None
    bare: bool = False

    def __post_init__(self) -> None:
        for given, known in ((self.sort, SORTS), (self.collapse, COLLAPSES)):
            if given not in known:
                raise ValueError(f"{given!r} is none of {', '.join(known)}")
        if unknown := set(self.facets) - set(FACETS):
            raise ValueError(f"no facets of the index: {', '.join(sorted(unknown))}")
        if self.collapse == "copies" and self.copies is None:
            raise ValueError("who asks for copies to be collapsed says which they are")
        if self.limit < 0 or self.offset < 0:
            raise ValueError("limit and offset count from 0")
