"""What people decided of who is one with whom: by persons, and by the places of the mentions that they saw."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import Connection, insert, select, update

from pipeline.catalog.database import now
from pipeline.catalog.tables import mentions, merge_places, merges, person_candidates, persons
from pipeline.records import PlacedMention

MERGE, FORBID, SPLIT, UNDO = "merge", "forbid", "split", "undo"
IDS_PER_QUERY = 500


@dataclass(frozen=True, slots=True)
class Anchor:
    """A mention that a decision was about. `side` is 0 for those of the first person, 1 for those of the other."""

    side: int
    sha256: str
    page: int
    start: int
    name: str


@dataclass(frozen=True, slots=True)
class Merge:
    """A decision: `action` is merge, forbid or split, `one` and `other` are the persons as they were called then."""

    number: int
    action: str
    one: str
    other: str
    reason: str
    actor: str
    at: datetime
    undone_by: int | None = None
    anchors: tuple[Anchor, ...] = ()


def save_merge(
    connection: Connection, actor: str, told: tuple[str, str, str], reason: str, sides: tuple[list[PlacedMention], ...]
) -> int:
    """Record a decision: `told` is action, one and other; `sides` are the mentions of each. Returns its number."""
    action, one, other = told
    row = {"actor": actor, "at": now(), "reason": reason, "action": action, "one": one, "other": other}
    number = int(connection.execute(insert(merges).values(**row).returning(merges.c.id)).scalar_one())
    rows = {
        (side, placed.sha256, placed.page, placed.mention.start, placed.mention.name): None
        for side, some in enumerate(sides)
        for placed in some
    }
    if rows:
        columns = ("side", "sha256", "number", "start", "name")
        connection.execute(
            insert(merge_places), [{"merge": number} | dict(zip(columns, row, strict=True)) for row in rows]
        )
    return number


def save_undo(connection: Connection, actor: str, number: int, reason: str) -> None:
    """A decision no longer holds; it stays written."""
    save_merge(connection, actor, (UNDO, str(number), ""), reason, ())


def find_merges(connection: Connection) -> Iterator[Merge]:
    """All decisions, the oldest first, without their places."""
    rows = connection.execute(select(merges).order_by(merges.c.id)).all()
    undone = {row.one: row.id for row in rows if row.action == UNDO}
    for row in rows:
        if row.action != UNDO:
            told = (row.id, row.action, row.one, row.other, row.reason, row.actor, row.at)
            yield Merge(*told, undone_by=undone.get(str(row.id)))


def find_standing_merges(connection: Connection) -> Iterator[Merge]:
    """The decisions that hold, the oldest first, with their places."""
    for merge in find_merges(connection):
        if merge.undone_by is None:
            yield replace(merge, anchors=tuple(_anchors(connection, merge.number)))


def _anchors(connection: Connection, number: int) -> Iterator[Anchor]:
    places = merge_places.c
    rows = connection.execute(
        select(places.side, places.sha256, places.number, places.start, places.name)
        .where(places.merge == number)
        .order_by(places.side, places.sha256, places.number, places.start)
    )
    yield from (Anchor(*row) for row in rows)


def give_mentions(connection: Connection, ids: Iterable[str], person: str) -> None:
    """These mentions are that person's; the next run keeps the id for them."""
    wanted = sorted(ids)
    for at in range(0, len(wanted), IDS_PER_QUERY):
        some = mentions.c.id.in_(wanted[at : at + IDS_PER_QUERY])
        connection.execute(update(mentions).where(some).values(person=person))


# ---------------------------------------------------------------- who may be the same


def replace_candidates(connection: Connection, found: Iterable[tuple[str, str, tuple[str, ...]]]) -> None:
    """Record the pairs that may be the same person (one, other, names of doubts), in place of those of before."""
    connection.execute(person_candidates.delete())
    rows = [{"one": one, "other": other, "doubts": list(doubts)} for one, other, doubts in found]
    if rows:
        connection.execute(insert(person_candidates), rows)


def find_candidates(connection: Connection, person: str | None = None) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """Pairs that may be the same, those whom people met first in front; of one person where he is given."""
    pair = person_candidates.c
    query = select(pair.one, pair.other, pair.doubts).join(persons, persons.c.id == pair.one)
    if person is not None:
        query = query.where((pair.one == person) | (pair.other == person))
    for row in connection.execute(query.order_by(persons.c.first_seen, pair.other)):
        yield row.one, row.other, tuple(row.doubts)
