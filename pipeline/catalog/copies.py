"""Pages that are there twice: the prints that they are found by, and the pairs that were found."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, delete, or_, select

from pipeline.catalog.tables import page_copies, page_prints, pages, readings
from pipeline.records import PageCopy

Place = tuple[str, int]


@dataclass(frozen=True, slots=True)
class Unprinted:
    """A page whose print must be taken; `origin` is what it is taken from. `has_old`: of another reading it has one."""

    place: Place
    reading: str | None
    image: str | None
    origin: str
    has_old: bool


@dataclass(frozen=True, slots=True)
class PrintRow:
    """The print of a page as it is stored, with the reading and the image hash that the page has now."""

    place: Place
    sketch: bytes
    reading: str | None
    image: str | None


def find_unprinted(connection: Connection, version: int) -> Iterator[Unprinted]:
    """The pages without a print of today, in order."""
    same_page = and_(page_prints.c.sha256 == pages.c.sha256, page_prints.c.number == pages.c.number)
    query = (
        select(pages.c.sha256, pages.c.number, pages.c.reading, pages.c.image_hash, page_prints.c.taken_from)
        .outerjoin(page_prints, same_page)
        .order_by(pages.c.sha256, pages.c.number)
        .execution_options(yield_per=1000)
    )
    for row in connection.execute(query):
        now = taken_from(row.reading, row.image_hash, version)
        if row.taken_from != now:
            has_old = row.taken_from is not None
            yield Unprinted((row.sha256, row.number), row.reading, row.image_hash, now, has_old)


def taken_from(reading: str | None, image: str | None, version: int) -> str:
    """What the print of a page depends on, in 40 characters or fewer."""
    return f"{version}.{(reading or '')[:16]}.{image or ''}"


def load_text(connection: Connection, place: Place, reading: str | None) -> str:
    """The text of a reading; "" where there is none."""
    sha256, number = place
    here = and_(readings.c.sha256 == sha256, readings.c.number == number, readings.c.id == reading)
    return connection.execute(select(readings.c.text).where(here)).scalar() or ""


def forget_print(connection: Connection, place: Place) -> None:
    """The print of a page that reads otherwise now, and the pairs that were found by it, go."""
    sha256, number = place
    connection.execute(delete(page_prints).where(page_prints.c.sha256 == sha256, page_prints.c.number == number))
    connection.execute(delete(page_copies).where(_of_page(place)))


def save_print(connection: Connection, page: Unprinted, sketch: bytes) -> None:
    sha256, number = page.place
    connection.execute(page_prints.insert().values(sha256=sha256, number=number, taken_from=page.origin, sketch=sketch))


def find_prints(connection: Connection) -> Iterator[PrintRow]:
    """The prints of all pages, in order; streamed."""
    same_page = and_(page_prints.c.sha256 == pages.c.sha256, page_prints.c.number == pages.c.number)
    query = (
        select(page_prints.c.sha256, page_prints.c.number, page_prints.c.sketch, pages.c.reading, pages.c.image_hash)
        .join(pages, same_page)
        .order_by(page_prints.c.sha256, page_prints.c.number)
        .execution_options(yield_per=5000)
    )
    for row in connection.execute(query):
        yield PrintRow((row.sha256, row.number), row.sketch, row.reading, row.image_hash)


def save_copies(connection: Connection, found: Iterable[PageCopy]) -> None:
    """Record pairs of pages; a pair that is there already is made anew."""
    for copy in found:
        (sha256, number), (other_sha256, other_number) = copy.one, copy.other
        values = {"sha256": sha256, "number": number, "other_sha256": other_sha256, "other_number": other_number}
        here = and_(*(page_copies.c[name] == value for name, value in values.items()))
        connection.execute(delete(page_copies).where(here))
        connection.execute(page_copies.insert().values(**values, how=copy.how, likeness=copy.likeness))


def copies_of_page(connection: Connection, sha256: str, number: int) -> tuple[PageCopy, ...]:
    """The pages that say the same as this one, the likest first."""
    query = _copies().where(_of_page((sha256, number)))
    return tuple(_read_copies(connection, query.order_by(page_copies.c.likeness.desc(), *_in_order())))


def find_copies(connection: Connection, documents: Iterable[str] | None = None) -> Iterator[PageCopy]:
    """All pairs, or those with a page in one of these documents; streamed."""
    query = _copies()
    if documents is not None:
        hashes = list(documents)
        query = query.where(or_(page_copies.c.sha256.in_(hashes), page_copies.c.other_sha256.in_(hashes)))
    yield from _read_copies(connection, query.order_by(*_in_order()).execution_options(yield_per=1000))


def _copies() -> Select[Any]:
    return select(page_copies)


def _in_order() -> tuple[ColumnElement[Any], ...]:
    table = page_copies.c
    return table.sha256, table.number, table.other_sha256, table.other_number


def _of_page(place: Place) -> ColumnElement[bool]:
    sha256, number = place
    return or_(
        and_(page_copies.c.sha256 == sha256, page_copies.c.number == number),
        and_(page_copies.c.other_sha256 == sha256, page_copies.c.other_number == number),
    )


def _read_copies(connection: Connection, query: Select[Any]) -> Iterator[PageCopy]:
    for row in connection.execute(query):
        yield PageCopy((row.sha256, row.number), (row.other_sha256, row.other_number), row.how, row.likeness)
