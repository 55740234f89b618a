"""Questions that people keep under a name, and which pages of the answers each person was shown.

A page is new for somebody while no look of his, and not the one with which the search was kept, has shown it. So a page
is new too that was there and answers only now: because it was read better, or because two persons were found to be one.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, or_, select

from pipeline.catalog.database import now
from pipeline.catalog.identity import made_id
from pipeline.catalog.tables import looks, searches

Place = tuple[str, int]
MARK_BYTES = 16


@dataclass(frozen=True, slots=True)
class SavedSearch:
    """A question as typed, within one case where `case` is told, under a name that no other has."""

    id: int
    name: str
    query: str
    case: str | None
    actor: str
    at: datetime
    note: str


@dataclass(frozen=True, slots=True)
class Seen:
    """What somebody was shown of an answer: `last` is when, `pages` holds the mark of each page."""

    last: datetime
    pages: frozenset[bytes]

    def has(self, place: Place) -> bool:
        return page_mark(place) in self.pages


def page_mark(place: Place) -> bytes:
    """A page in 16 bytes."""
    return bytes.fromhex(made_id(*place))


def save_search(connection: Connection, name: str, asked: tuple[str, str | None], by: tuple[str, str]) -> int:
    """Keep a question (its text and case) under a name, in place of the one that had it; returns its id. `by` is who
    keeps it, with a note."""
    query, case = asked
    return _add_search(connection, {"name": name, "query": query, "case_name": case, "holds": True}, by)


def forget_search(connection: Connection, saved: SavedSearch, by: tuple[str, str]) -> None:
    """The question is no longer kept; that it was stays on record."""
    _add_search(connection, {"name": saved.name, "query": saved.query, "case_name": saved.case, "holds": False}, by)


def find_searches(connection: Connection) -> list[SavedSearch]:
    """The questions that are kept, by name."""
    latest = {row.name: row for row in connection.execute(select(searches).order_by(searches.c.id))}
    return [
        SavedSearch(row.id, row.name, row.query, row.case_name, row.actor, row.at, row.reason)
        for _, row in sorted(latest.items())
        if row.holds
    ]


def save_look(connection: Connection, search: int, actor: str, shown: Iterable[Place], everybody: bool = False) -> None:
    """Somebody was shown these pages of the answer; with `everybody` nobody needs to be shown them again."""
    marks = b"".join(sorted({page_mark(place) for place in shown}))
    values = {"search": search, "everybody": everybody, "shown": marks}
    connection.execute(looks.insert().values(actor=actor, at=now(), reason="", **values))


def load_seen(connection: Connection, saved: SavedSearch, actor: str) -> Seen:
    """What this person was shown of an answer up to now."""
    his = or_(looks.c.everybody, looks.c.actor == actor)
    rows = connection.execute(select(looks).where(looks.c.search == saved.id, his).order_by(looks.c.id)).all()
    cuts = (row.shown[at : at + MARK_BYTES] for row in rows for at in range(0, len(row.shown), MARK_BYTES))
    return Seen(rows[-1].at if rows else saved.at, frozenset(cuts))


def _add_search(connection: Connection, values: dict[str, object], by: tuple[str, str]) -> int:
    actor, note = by
    made = connection.execute(searches.insert().values(actor=actor, at=now(), reason=note, **values))
    assert made.inserted_primary_key is not None
    return int(made.inserted_primary_key[0])
