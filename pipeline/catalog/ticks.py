"""Pages that people ticked off as reviewed. Every tick is kept, the latest of a page holds."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, func, select, tuple_

from pipeline.catalog.database import now
from pipeline.catalog.tables import ticks

Place = tuple[str, int]
PLACES_PER_QUERY = 200


@dataclass(frozen=True, slots=True)
class Tick:
    """A page that was reviewed. `reading` is the text that stood there then, None where the page could not be read."""

    sha256: str
    page: int
    reading: str | None
    actor: str
    at: datetime
    note: str


def save_tick(connection: Connection, place: Place, reading: str | None, by: tuple[str, str], holds: bool) -> None:
    """A person (name and note are `by`) reviewed a page, or takes that back."""
    sha256, number = place
    actor, note = by
    values = {"sha256": sha256, "number": number, "reading": reading, "holds": holds}
    connection.execute(ticks.insert().values(actor=actor, at=now(), reason=note, **values))


def load_ticks(connection: Connection, places: Iterable[Place]) -> dict[Place, Tick]:
    """The tick of each of these pages that has one."""
    wanted = sorted(set(places))
    found: dict[Place, Tick] = {}
    for at in range(0, len(wanted), PLACES_PER_QUERY):
        here = tuple_(ticks.c.sha256, ticks.c.number).in_(wanted[at : at + PLACES_PER_QUERY])
        for row in connection.execute(select(ticks).where(here).order_by(ticks.c.id)):
            found.pop((row.sha256, row.number), None)
            if row.holds:
                found[row.sha256, row.number] = Tick(row.sha256, row.number, row.reading, row.actor, row.at, row.reason)
    return found


def find_ticks(connection: Connection) -> Iterator[Tick]:
    """Every page that is ticked off, in the order in which that was done; streamed."""
    latest = select(func.max(ticks.c.id)).group_by(ticks.c.sha256, ticks.c.number)
    query = select(ticks).where(ticks.c.id.in_(latest), ticks.c.holds).order_by(ticks.c.id)
    for row in connection.execute(query.execution_options(yield_per=1000)):
        yield Tick(row.sha256, row.number, row.reading, row.actor, row.at, row.reason)
