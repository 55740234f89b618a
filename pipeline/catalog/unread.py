"""What a machine could not read, and what a person read instead."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Subquery, and_, case, func, or_, select, true, update

from pipeline.catalog.database import now
from pipeline.catalog.pages import add_reading, put_in_outbox, storable
from pipeline.catalog.stages import forget_stages
from pipeline.catalog.tables import file_cases, files, human_readings, pages, readings
from pipeline.records import FileSet, FileState, Origin, PageState, Reading

SURE_ENOUGH = 0.8
"""Mean confidence of words under which a page is listed. Measured on typewritten pages: those read badly (more than a
quarter of the words wrong) lie under it."""
SHARE = 0.05
"""A page is listed too where more than this share of its writing could not be read."""

UNOPENED = (FileState.ENCRYPTED, FileState.UNSUPPORTED, FileState.QUARANTINED)
"""States of files that nobody can search in."""
UNREAD = 0.5
"""A page of which more than this share could not be read counts as not read."""


@dataclass(frozen=True, slots=True)
class UnreadPage:
    """A page that a person must read. `unread` is the share of its writing that could not be read, 1 where it failed;
    `confidence` is the mean over its words."""

    sha256: str
    number: int
    state: PageState
    unread: float
    confidence: float | None
    problem: str | None
    choice: str | None


@dataclass(frozen=True, slots=True)
class UnreadDocument:
    """A document that was not read as a whole, and where it lay: `lost` of its pages say nothing or hardly anything to
    a search, of `partly` a share is missing; `unopened` says that not even its pages are known."""

    sha256: str | None
    cases: tuple[str, ...]
    file_set: str
    lost: int
    partly: int
    unopened: bool


@dataclass(frozen=True, slots=True)
class KeptReading:
    """One text of a page. `actor`, `at` and `reason` say who typed it, when and why; None for a machine's."""

    id: str
    origin: Origin
    text: str
    confidence: float | None
    quality: float | None
    is_current: bool
    actor: str | None = None
    at: datetime | None = None
    reason: str | None = None


def find_unread(connection: Connection, case_name: str | None = None) -> Iterator[UnreadPage]:
    """Pages that a person must read, worst first: failed ones, then by what is missing of their writing."""
    here = and_(
        readings.c.sha256 == pages.c.sha256, readings.c.number == pages.c.number, readings.c.id == pages.c.reading
    )
    doubt = func.coalesce(1.0 - readings.c.confidence, 0.0)
    missing = case((pages.c.state == PageState.FAILED, 1.0), else_=pages.c.unread)
    worst = case((missing > doubt, missing), else_=doubt)
    query = (
        select(pages, readings.c.confidence, missing.label("missing"))
        .outerjoin(readings, here)
        .where(pages.c.state != PageState.HUMAN)
        .where((missing > SHARE) | (readings.c.confidence < SURE_ENOUGH))
        .order_by(missing.desc().nulls_last(), worst.desc(), pages.c.sha256, pages.c.number)
    )
    if case_name is not None:
        inside = select(files.c.sha256).join(file_cases, file_cases.c.file == files.c.id)
        query = query.where(pages.c.sha256.in_(inside.where(file_cases.c.name == case_name)))
    for row in connection.execute(query.execution_options(yield_per=200)):
        yield UnreadPage(
            row.sha256, row.number, PageState(row.state), row.missing, row.confidence, row.problem, row.choice
        )


def count_unread_by_case(connection: Connection) -> dict[str, int]:
    """How many pages of each case no machine could read: failed, or without most of their writing."""
    bad = and_(pages.c.state != PageState.HUMAN, (pages.c.state == PageState.FAILED) | (pages.c.unread > UNREAD))
    return _count_by_case(connection, bad)


def count_pages_by_case(connection: Connection) -> dict[str, int]:
    """How many pages the documents of each case have, whatever became of them."""
    return _count_by_case(connection, true())


def _count_by_case(connection: Connection, which: ColumnElement[bool]) -> dict[str, int]:
    places = (
        select(pages.c.sha256, pages.c.number, file_cases.c.name)
        .join(files, files.c.sha256 == pages.c.sha256)
        .join(file_cases, file_cases.c.file == files.c.id)
        .where(which)
        .distinct()
        .subquery()
    )
    rows = connection.execute(select(places.c.name, func.count()).group_by(places.c.name))
    return {row[0]: row[1] for row in rows}


def find_unread_documents(connection: Connection) -> Iterator[UnreadDocument]:
    """Documents with pages that no machine could read, and files that could not be opened. A file of which not even
    the bytes are known is a document of its own."""
    bad = _count_bad_pages()
    newest = select(func.max(files.c.id)).group_by(files.c.root, files.c.path)
    closed = and_(files.c.state.in_(UNOPENED), files.c.id.in_(newest))
    query = (
        select(files.c.id, files.c.sha256, files.c.file_set, closed.label("closed"), bad.c.lost, bad.c.partly)
        .add_columns(file_cases.c.name)
        .outerjoin(bad, bad.c.sha256 == files.c.sha256)
        .outerjoin(file_cases, file_cases.c.file == files.c.id)
        .where(or_(bad.c.sha256.is_not(None), closed))
        .order_by(files.c.id)
    )
    places: dict[str, list[Any]] = {}
    for row in connection.execute(query):
        places.setdefault(row.sha256 or str(row.id), []).append(row)
    yield from map(_unread_document, places.values())


def _count_bad_pages() -> Subquery:
    """By document, pages that say hardly anything to a search and those of which a part is missing."""
    lost = or_(pages.c.state == PageState.FAILED, pages.c.unread > UNREAD)
    bad = or_(pages.c.state == PageState.FAILED, pages.c.unread > SHARE)
    counts = [func.sum(case((lost, one), else_=1 - one)) for one in (1, 0)]
    query = select(pages.c.sha256, counts[0].label("lost"), counts[1].label("partly"))
    return query.where(bad, pages.c.state != PageState.HUMAN).group_by(pages.c.sha256).subquery()


def _unread_document(rows: list[Any]) -> UnreadDocument:
    """From the rows of its places, one for each case of each."""
    first = rows[0]
    told = [row.file_set for row in rows if row.file_set != FileSet.UNKNOWN]
    cases = tuple(sorted({row.name for row in rows if row.name is not None}))
    unopened = all(row.closed for row in rows)
    return UnreadDocument(
        first.sha256, cases, (*told, FileSet.UNKNOWN.value)[0], first.lost or 0, first.partly or 0, unopened
    )


def save_human_reading(
    connection: Connection, place: tuple[str, int], reading: Reading, actor: str, reason: str
) -> None:
    """A person's text becomes the current one; the machine's stays beside it. All that was found on the page is to be
    found again."""
    sha256, number = place
    kept = storable(reading)
    add_reading(connection, place, Origin.HUMAN, kept)
    connection.execute(
        human_readings.insert().values(
            actor=actor, at=now(), reason=reason, sha256=sha256, number=number, reading=kept.id
        )
    )
    told = {"state": PageState.HUMAN, "origin": Origin.HUMAN, "reading": kept.id, "problem": None, "unread": 0.0}
    connection.execute(
        update(pages)
        .where(pages.c.sha256 == sha256, pages.c.number == number)
        .values(**told, choice="Typed by a person.", quality=None, regions=None)
    )
    forget_stages(connection, sha256, number)
    put_in_outbox(connection, [place])


def find_kept_readings(connection: Connection, sha256: str, number: int) -> list[KeptReading]:
    """All texts of a page, the oldest first; a person's with who typed it last."""
    typed = {
        row.reading: row
        for row in connection.execute(
            select(human_readings)
            .where(human_readings.c.sha256 == sha256, human_readings.c.number == number)
            .order_by(human_readings.c.id)
        )
    }
    current = select(pages.c.reading).where(pages.c.sha256 == sha256, pages.c.number == number).scalar_subquery()
    rows = connection.execute(
        select(readings, (readings.c.id == current).label("is_current"))
        .where(readings.c.sha256 == sha256, readings.c.number == number)
        .order_by(readings.c.made_at, readings.c.id)
    )
    return [
        KeptReading(
            row.id, Origin(row.origin), row.text, row.confidence, row.quality, bool(row.is_current),
            *((typed[row.id].actor, typed[row.id].at, typed[row.id].reason) if row.id in typed else ()),
        )
        for row in rows
    ]  # fmt: skip
