"""What the search index has not got yet, and each page as the index holds it."""

from collections.abc import Iterable, Iterator

from sqlalchemy import Connection, and_, bindparam, delete, func, select

from pipeline.catalog.files import FileRow, file_set_of, places_of
from pipeline.catalog.pages import PageRow, find_pages, load_page
from pipeline.catalog.printed_lines import find_witnesses
from pipeline.catalog.tables import lead_citations, leads, marks, mentions, outbox, pages
from pipeline.concepts import Span
from pipeline.marks import Marking, find_marks
from pipeline.records import IndexEntry, PersonKind


def waiting_pages(connection: Connection, limit: int) -> list[tuple[str, int]]:
    rows = connection.execute(select(outbox).order_by(outbox.c.sha256, outbox.c.number).limit(limit))
    return [(row.sha256, row.number) for row in rows]


def count_waiting(connection: Connection) -> int:
    return int(connection.execute(select(func.count()).select_from(outbox)).scalar_one())


def clear_outbox(connection: Connection, keys: Iterable[tuple[str, int]]) -> None:
    """The index has got these pages."""
    rows = [{"document": sha256, "page": number} for sha256, number in keys]
    here = and_(outbox.c.sha256 == bindparam("document"), outbox.c.number == bindparam("page"))
    if rows:
        connection.execute(delete(outbox).where(here), rows)


def load_entries(
    connection: Connection, keys: Iterable[tuple[str, int]], marking: Marking
) -> dict[tuple[str, int], IndexEntry | None]:
    """These pages as the index holds them; None where one has no reading (failed)."""
    found: dict[tuple[str, int], IndexEntry | None] = {}
    places: dict[str, list[FileRow]] = {}
    for sha256, number in keys:
        page = load_page(connection, sha256, number)
        if sha256 not in places:
            places = {sha256: places_of(connection, sha256)}
        known = page is not None and page.reading is not None
        entry = _entry(connection, page, places[sha256], marking) if page is not None and known else None
        found[sha256, number] = entry
    return found


def find_entries(connection: Connection, marking: Marking) -> Iterator[IndexEntry]:
    """Every page that has a reading, as the index holds it; streamed."""
    places: dict[str, list[FileRow]] = {}
    with connection.engine.connect() as second:
        for page in find_pages(connection):
            if page.sha256 not in places:
                places = {page.sha256: places_of(second, page.sha256)}
            if page.reading is not None:
                yield _entry(second, page, places[page.sha256], marking)


def expected_keys(connection: Connection) -> Iterator[tuple[str, int, str]]:
    """(sha256, page, reading) of every page that the index should hold."""
    query = select(pages.c.sha256, pages.c.number, pages.c.reading).where(pages.c.reading.is_not(None))
    for row in connection.execute(query):
        yield row.sha256, row.number, row.reading


def _entry(connection: Connection, page: PageRow, places: list[FileRow], marking: Marking) -> IndexEntry:
    people = connection.execute(
        select(func.coalesce(mentions.c.known_kind, mentions.c.kind).label("kind"), mentions.c.name)
        .where(mentions.c.sha256 == page.sha256, mentions.c.number == page.number)
        .distinct()
        .order_by(mentions.c.name)
    ).all()
    here = and_(lead_citations.c.sha256 == page.sha256, lead_citations.c.number == page.number)
    types = connection.execute(
        select(leads.c.type).join(lead_citations, lead_citations.c.lead == leads.c.id).where(here).distinct()
    ).scalars()

    testify = tuple(find_witnesses(connection, page.sha256, page.number))

    def named(*kinds: PersonKind) -> tuple[str, ...]:
        return tuple(row.name for row in people if row.kind in kinds)

    return IndexEntry(
        sha256=page.sha256,
        page=page.number,
        reading=page.reading or "",
        text=page.text or "",
        cases=tuple(sorted({name for place in places for name in place.cases})),
        file_set=file_set_of(places),
        locations=tuple(place.path for place in places),
        kind=page.kind,
        dated=page.dated,
        officers=named(PersonKind.OFFICER),
        witnesses=tuple(dict.fromkeys((*named(PersonKind.WITNESS, PersonKind.VICTIM), *testify))),
        informants=named(PersonKind.INFORMANT),
        people=tuple(sorted({row.name for row in people} | set(testify))),
        types=tuple(sorted(types)),
        confidence=page.confidence,
        marks=_page_marks(connection, page, marking),
    )


def _page_marks(connection: Connection, page: PageRow, marking: Marking) -> tuple[Span, ...]:
    kind = func.coalesce(mentions.c.known_kind, mentions.c.kind)
    people = connection.execute(
        select(kind, mentions.c.start, mentions.c.end).where(
            mentions.c.sha256 == page.sha256, mentions.c.number == page.number, mentions.c.reading == page.reading
        )
    )
    labels = connection.execute(
        select(marks.c.label, marks.c.start, marks.c.end).where(
            marks.c.sha256 == page.sha256, marks.c.number == page.number, marks.c.label.in_(marking.labels)
        )
    )
    return find_marks(page.text or "", marking, map(tuple, people), map(tuple, labels))


def clear_all(connection: Connection) -> None:
    """The index was made again from the catalog: nothing is waiting."""
    connection.execute(delete(outbox))
