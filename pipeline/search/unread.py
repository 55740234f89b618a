"""How much an answer cannot know of: pages of its scope that could not be read, and files that could not be opened."""

from dataclasses import dataclass
from functools import lru_cache

from sqlalchemy import Connection

from pipeline.catalog.outbox import count_waiting
from pipeline.catalog.unread import find_unread_documents
from pipeline.records import IndexEntry
from pipeline.search.matching import EntryView, holds
from pipeline.search.nodes import All, Any, Everything, InCases, Node, Nothing, Without

PLACE_FIELDS = ("case", "case_name", "set")
"""What is known of a page that nobody could read: where it lay."""


@dataclass(frozen=True, slots=True)
class Unread:
    """`lost` pages say nothing, or less than half of what stands on them; of `partly` more than a twentieth is missing;
    `unopened` counts files that are encrypted, damaged or of no kind that is read. `waiting` pages of the whole archive
    were read, but the index has not got them yet."""

    lost: int = 0
    partly: int = 0
    unopened: int = 0
    waiting: int = 0

    def __bool__(self) -> bool:
        return any((self.lost, self.partly, self.unopened, self.waiting))


def count_unread(connection: Connection, root: Node) -> Unread:
    """Of the pages that this query may be true of if only they could be read."""
    lost = partly = unopened = 0

    @lru_cache(10_000)
    def may_answer(cases: tuple[str, ...], file_set: str) -> bool:
        return _holds(root, EntryView(_nothing_read(cases, file_set))) is not False

    for document in find_unread_documents(connection):
        if may_answer(document.cases, document.file_set):
            lost += document.lost
            partly += document.partly
            unopened += document.unopened
    return Unread(lost, partly, unopened, count_waiting(connection))


def _holds(node: Node, view: EntryView) -> bool | None:
    """Is it true of a page of which only the place is known? None where that depends on what the page says."""
    match node:
        case All(parts):
            told = [_holds(part, view) for part in parts]
            return False if False in told else None if None in told else True
        case Any(parts):
            told = [_holds(part, view) for part in parts]
            return True if True in told else None if None in told else False
        case Without(part):
            inner = _holds(part, view)
            return None if inner is None else not inner
        case Everything() | Nothing() | InCases():
            return holds(node, view)
        case _:
            return holds(node, view) if getattr(node, "field", None) in PLACE_FIELDS else None


def _nothing_read(cases: tuple[str, ...], file_set: str) -> IndexEntry:
    return IndexEntry("", 0, "", "", cases, file_set, (), None, None, (), (), (), (), (), None)
