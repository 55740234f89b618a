"""What verification reads: the catalog's own rows, streamed, so that every statement can be held against its page."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, Select, and_, func, select

from pipeline.catalog.tables import (
    documents,
    files,
    findings,
    lead_citations,
    mention_roles,
    mentions,
    pages,
    readings,
)
from pipeline.records import FileState

ROWS_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Quoted:
    """Words that something says stand on a page. `quote` is None where only the place is stored."""

    owner: str
    sha256: str
    page: int
    reading: str
    start: int
    end: int
    quote: str | None


def find_originals(connection: Connection) -> Iterator[Row[Any]]:
    """Every document: sha256, address, size, state, page_count, and the first place it was found in (`path`)."""
    first = select(files.c.sha256, func.min(files.c.path).label("path")).group_by(files.c.sha256).subquery()
    query = select(
        documents.c.sha256,
        documents.c.address,
        documents.c.size,
        documents.c.state,
        documents.c.page_count,
        first.c.path,
    ).outerjoin(first, first.c.sha256 == documents.c.sha256)
    yield from _stream(connection, query.order_by(documents.c.sha256))


def find_page_counts(connection: Connection) -> Iterator[Row[Any]]:
    """Documents that are done: sha256, page_count, and how many pages have a record (`there`)."""
    yield from _stream(
        connection,
        select(documents.c.sha256, documents.c.page_count, func.count(pages.c.number).label("there"))
        .outerjoin(pages, pages.c.sha256 == documents.c.sha256)
        .where(documents.c.state == FileState.DONE)
        .group_by(documents.c.sha256, documents.c.page_count)
        .order_by(documents.c.sha256),
    )


def find_readings(connection: Connection) -> Iterator[Row[Any]]:
    """Every reading with its text and packed words; `width` and `height` where it is the current one of its page."""
    current = and_(
        pages.c.sha256 == readings.c.sha256, pages.c.number == readings.c.number, pages.c.reading == readings.c.id
    )
    query = select(readings, pages.c.width, pages.c.height).outerjoin(pages, current)
    yield from _stream(connection, query.order_by(readings.c.sha256, readings.c.number))


def find_current_readings(connection: Connection) -> Iterator[Row[Any]]:
    """Pages that say what their current reading is: sha256, number, reading, and its id where it is there (`there`)."""
    theirs = and_(
        readings.c.sha256 == pages.c.sha256, readings.c.number == pages.c.number, readings.c.id == pages.c.reading
    )
    query = select(pages.c.sha256, pages.c.number, pages.c.reading, readings.c.id.label("there"))
    query = query.outerjoin(readings, theirs).where(pages.c.reading.is_not(None))
    yield from _stream(connection, query.order_by(pages.c.sha256, pages.c.number))


def find_quoted(connection: Connection) -> Iterator[Quoted]:
    """The citations of all leads, the findings with their slots, the mentions with the words of their role; each kind
    in the order of pages."""
    cited = lead_citations
    order = ("sha256", "number", "reading", "start")
    for row in _stream(connection, _quotes(cited, cited.c.lead, cited.c.quote).order_by(*(cited.c[c] for c in order))):
        yield Quoted(
            f"the quote of lead {row.owner}", row.sha256, row.number, row.reading, row.start, row.end, row.quote
        )
    query = select(findings).order_by(*(findings.c[c] for c in order))
    for row in _stream(connection, query):
        here = (row.sha256, row.number, row.reading)
        yield Quoted(f"the quote of finding {row.id}", *here, row.start, row.end, row.quote)
        for slot in row.slots:
            yield Quoted(f"a slot of finding {row.id}", *here, slot["start"], slot["end"], slot["quote"])
    for row in _stream(connection, select(mentions).order_by(*(mentions.c[c] for c in order))):
        here = (row.sha256, row.number, row.reading)
        yield Quoted(f"mention {row.id}", *here, row.start, row.end, None)
    said = select(mention_roles, mentions.c.sha256, mentions.c.number, mentions.c.reading).join(
        mentions, mentions.c.id == mention_roles.c.mention
    )
    for row in _stream(connection, said.order_by("sha256", "number", "reading", mention_roles.c.start)):
        here = (row.sha256, row.number, row.reading)
        yield Quoted(f"the role of mention {row.mention}", *here, row.start, row.end, None)


def _quotes(table: Any, owner: Any, quote: Any) -> Select[Any]:
    c = table.c
    return select(owner.label("owner"), c.sha256, c.number, c.reading, c.start, c.end, quote)


def _stream(connection: Connection, query: Select[Any]) -> Iterator[Row[Any]]:
    yield from connection.execute(query.execution_options(yield_per=ROWS_AT_ONCE))
