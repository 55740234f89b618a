"""Pages and their readings. A reading is never changed: a new one is added and becomes the current one."""

import json
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, and_, func, or_, select

from pipeline.catalog.database import now
from pipeline.catalog.stages import forget_stages
from pipeline.catalog.tables import documents, outbox, page_stages, pages, readings
from pipeline.catalog.words import pack_words, unpack_words
from pipeline.messages import regions_from_json, regions_to_json
from pipeline.records import FileState, Layout, Origin, Page, PageState, Reading, Region

PAGE_COLUMNS = (
    "sha256", "number", "state", "problem", "reading", "width", "height", "rotation", "kind", "dated", "origin",
    "quality", "choice", "unread",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class PageRow:
    """One page as the catalog knows it; `text` and `confidence` are of its current reading, None where it failed."""

    sha256: str
    number: int
    state: PageState
    problem: str | None
    reading: str | None
    text: str | None
    confidence: float | None
    width: float
    height: float
    rotation: int
    kind: str | None
    dated: date | None
    origin: Origin | None
    quality: float | None
    choice: str | None
    unread: float


def storable(reading: Reading) -> Reading:
    """A reading without what no database keeps (NUL, lone surrogates), each replaced by U+FFFD, so offsets hold."""
    text = "".join("\ufffd" if "\ud800" <= c <= "\udfff" or c == "\0" else c for c in reading.text)
    return replace(reading, text=text)


def save_page(connection: Connection, sha256: str, page: Page, read_key: str) -> None:
    """Record a page as read. A person's reading stays the current one. A page that could be read before and cannot be
    read now keeps its reading, with the problem beside it. Where the reading changed, all later stages are stale."""
    here = and_(pages.c.sha256 == sha256, pages.c.number == page.number)
    before = connection.execute(select(pages.c.state, pages.c.reading).where(here)).first()
    reading = storable(page.reading) if page.reading is not None else None
    if reading is not None:
        add_reading(connection, (sha256, page.number), page.origin or Origin.LAYER, reading, page.quality)
    for other in page.others:
        add_reading(connection, (sha256, page.number), other.origin, storable(other.reading), other.quality)
    values: dict[str, object] = {"problem": page.problem, "read_key": read_key, "image_hash": page.image_hash}
    keeps = before is not None and (before.state == PageState.HUMAN or (before.reading and reading is None))
    if not keeps:
        values |= {
            "state": page.state,
            "reading": reading.id if reading is not None else None,
            "width": page.width,
            "height": page.height,
            "rotation": page.rotation,
            "origin": page.origin,
            "quality": page.quality,
            "choice": page.choice,
            "unread": page.unread,
            "regions": _pack_regions(page.regions),
        }
    if before is None:
        connection.execute(pages.insert().values(sha256=sha256, number=page.number, **values))
    else:
        connection.execute(pages.update().where(here).values(**values))
        if not keeps and reading is not None and reading.id != before.reading:
            forget_stages(connection, sha256, page.number)
    put_in_outbox(connection, [(sha256, page.number)])


def set_problem(connection: Connection, sha256: str, number: int, problem: str | None, prefix: str) -> None:
    """Say what is wrong with a page beside its reading; None takes back a problem that begins with `prefix`."""
    here = and_(pages.c.sha256 == sha256, pages.c.number == number)
    if problem is None:
        here = and_(here, pages.c.problem.startswith(prefix, autoescape=True))
    connection.execute(pages.update().where(here).values(problem=problem))


def add_reading(
    connection: Connection, place: tuple[str, int], origin: Origin, reading: Reading, quality: float | None = None
) -> None:
    """Keep a text of a page beside those it has; one that is there already is the same reading."""
    sha256, number = place
    here = and_(readings.c.sha256 == sha256, readings.c.number == number, readings.c.id == reading.id)
    if connection.execute(select(readings.c.id).where(here)).first():
        return
    connection.execute(
        readings.insert().values(
            sha256=sha256,
            number=number,
            id=reading.id,
            origin=origin,
            text=reading.text,
            words=pack_words(reading.words),
            confidence=reading.confidence,
            quality=quality,
            made_at=now(),
        )
    )


def put_in_outbox(connection: Connection, keys: Iterable[tuple[str, int]]) -> None:
    """Say that the index has not got these pages yet as they are now."""
    for sha256, number in keys:
        here = and_(outbox.c.sha256 == sha256, outbox.c.number == number)
        if not connection.execute(select(outbox.c.number).where(here)).first():
            connection.execute(outbox.insert().values(sha256=sha256, number=number))


def stale_numbers(connection: Connection, sha256: str, count: int, read_key: str, retry_failed: bool) -> list[int]:
    """Numbers of the pages of a document that must be read: not there, read with other settings, or failed."""
    rows = connection.execute(select(pages.c.number, pages.c.state, pages.c.read_key).where(pages.c.sha256 == sha256))
    good = {
        row.number
        for row in rows
        if (row.state == PageState.FAILED and not retry_failed)
        or (row.state != PageState.FAILED and row.read_key == read_key)
    }
    return [number for number in range(1, count + 1) if number not in good]


def documents_to_read(connection: Connection, read_key: str, retry_failed: bool) -> list[str]:
    """Hashes of documents with work left: waiting, or done with pages that are stale or (if asked) failed; and (if
    asked) those that are quarantined. One that ended otherwise is left alone, or a run would try it without end."""
    stale = and_(pages.c.read_key != read_key, pages.c.state != PageState.FAILED)
    wanted = or_(stale, pages.c.state == PageState.FAILED) if retry_failed else stale
    states = [FileState.WAITING, *([FileState.QUARANTINED] if retry_failed else [])]
    with_work = and_(
        documents.c.state == FileState.DONE, documents.c.sha256.in_(select(pages.c.sha256).where(wanted).distinct())
    )
    query = select(documents.c.sha256).where(or_(documents.c.state.in_(states), with_work))
    return list(connection.execute(query.order_by(documents.c.added_at, documents.c.sha256)).scalars())


def pages_to_mark(
    connection: Connection, stages: Mapping[str, str], again: str | None = None
) -> Iterator[tuple[str, int]]:
    """Pages with a reading on which one of these stages (name -> key) was not done, in order; those too whose problem
    begins with `again`."""
    done = (
        select(page_stages.c.sha256, page_stages.c.number)
        .where(or_(*(and_(page_stages.c.stage == name, page_stages.c.key == key) for name, key in stages.items())))
        .group_by(page_stages.c.sha256, page_stages.c.number)
        .having(func.count() == len(stages))
        .subquery()
    )
    wanted: ColumnElement[bool] = done.c.number.is_(None)
    if again is not None:
        wanted = or_(wanted, pages.c.problem.startswith(again, autoescape=True))
    query = (
        select(pages.c.sha256, pages.c.number)
        .outerjoin(done, and_(done.c.sha256 == pages.c.sha256, done.c.number == pages.c.number))
        .where(pages.c.reading.is_not(None), wanted)
        .order_by(pages.c.sha256, pages.c.number)
    )
    for row in connection.execute(query):
        yield row.sha256, row.number


def load_page(connection: Connection, sha256: str, number: int) -> PageRow | None:
    row = connection.execute(_page_rows().where(pages.c.sha256 == sha256, pages.c.number == number)).first()
    return _page_row(row) if row is not None else None


def find_pages(connection: Connection, sha256: str | None = None) -> Iterator[PageRow]:
    """All pages, or those of one document, in the order of documents and numbers; streamed."""
    query = _page_rows().order_by(pages.c.sha256, pages.c.number)
    if sha256 is not None:
        query = query.where(pages.c.sha256 == sha256)
    for row in connection.execute(query.execution_options(yield_per=200)):
        yield _page_row(row)


def load_reading(connection: Connection, sha256: str, number: int, reading: str) -> Reading | None:
    """One reading of a page, current or not, with its words."""
    row = connection.execute(
        select(readings).where(readings.c.sha256 == sha256, readings.c.number == number, readings.c.id == reading)
    ).first()
    return Reading(row.text, unpack_words(row.words), row.confidence) if row is not None else None


def load_layout(connection: Connection, sha256: str, number: int) -> Layout | None:
    """Where the words of the current reading stand, and the regions of the page; None where it has no reading."""
    row = connection.execute(
        select(readings.c.words, pages.c.width, pages.c.height, pages.c.regions)
        .join(readings, _current_reading())
        .where(pages.c.sha256 == sha256, pages.c.number == number)
    ).first()
    return None if row is None else Layout(unpack_words(row.words), row.width, row.height, _unpack_regions(row.regions))


def count_pages_by_state(connection: Connection) -> Counter[str]:
    rows = connection.execute(select(pages.c.state, func.count()).group_by(pages.c.state))
    return Counter({row[0]: row[1] for row in rows})


def _page_rows() -> Select[Any]:
    plain = [getattr(pages.c, name) for name in PAGE_COLUMNS]
    return select(*plain, readings.c.text, readings.c.confidence).outerjoin(readings, _current_reading())


def _current_reading() -> ColumnElement[bool]:
    return and_(
        readings.c.sha256 == pages.c.sha256, readings.c.number == pages.c.number, readings.c.id == pages.c.reading
    )


def _page_row(row: Row[Any]) -> PageRow:
    values = dict(row._mapping)
    origin = values.pop("origin")
    return PageRow(**values | {"state": PageState(row.state), "origin": None if origin is None else Origin(origin)})


def _pack_regions(regions: Iterable[Region]) -> bytes | None:
    """Regions as compressed JSON; None where there are none."""
    told = regions_to_json(regions)
    return zlib.compress(json.dumps(told, separators=(",", ":")).encode()) if told else None


def _unpack_regions(blob: bytes | None) -> tuple[Region, ...]:
    return () if blob is None else regions_from_json(json.loads(zlib.decompress(blob)))
