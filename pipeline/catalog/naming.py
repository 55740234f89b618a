"""What pages, documents and cases say of who is named: the rows behind `pipeline.naming`.

What the pass over a page wrote is never changed here. The overlay has mentions of its own (`mentions.added`) and
writes `known_kind` beside the kind of a page's mention.
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby

from sqlalchemy import Connection, and_, delete, func, select, update

from pipeline.catalog.findings import link_mentions
from pipeline.catalog.mentions import add_mentions, find_page_mentions
from pipeline.catalog.page_names import unpack_lone_names
from pipeline.catalog.pages import put_in_outbox
from pipeline.catalog.tables import file_cases, files, mentions, page_names, pages, parts
from pipeline.records import LoneName, Mention, PersonKind

FILES_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class NamedPage:
    """A page as the overlay reads it: `mentions` are those of the pass over the page, by their ids, with the kind that
    the page itself says; `added` are those of the overlay."""

    sha256: str
    number: int
    reading: str
    mentions: Mapping[str, Mention]
    lone: tuple[LoneName, ...]
    added: Mapping[str, Mention]


def find_cases(connection: Connection) -> Iterator[tuple[str | None, list[str]]]:
    """(case, hashes of its files with names) for each case; under None the files of no case."""
    named = select(page_names.c.sha256).distinct().subquery()
    query = (
        select(file_cases.c.name, named.c.sha256)
        .select_from(named)
        .join(files, files.c.sha256 == named.c.sha256)
        .outerjoin(file_cases, file_cases.c.file == files.c.id)
        .distinct()
        .order_by(file_cases.c.name, named.c.sha256)
    )
    rows = connection.execute(query.execution_options(yield_per=1000))
    for name, of_case in groupby(rows, key=lambda row: row.name):
        yield name, [row.sha256 for row in of_case]


def cases_of_document(connection: Connection, sha256: str) -> list[str]:
    query = select(file_cases.c.name).join(files, files.c.id == file_cases.c.file).where(files.c.sha256 == sha256)
    return list(connection.execute(query.distinct().order_by(file_cases.c.name)).scalars())


def load_prints(connection: Connection, hashes: list[str]) -> dict[str, str]:
    """For each of these files, a hash of what its pages say of names and of the documents in it."""
    found: dict[str, str] = {}
    for at in range(0, len(hashes), FILES_AT_ONCE):
        found |= _prints(connection, hashes[at : at + FILES_AT_ONCE])
    return found


def _prints(connection: Connection, hashes: list[str]) -> Iterator[tuple[str, str]]:
    bounds: dict[str, list[tuple[int, int]]] = {}
    inside = select(parts.c.sha256, parts.c.first, parts.c.last).where(parts.c.sha256.in_(hashes))
    for row in connection.execute(inside.order_by(parts.c.sha256, parts.c.first)):
        bounds.setdefault(row.sha256, []).append((row.first, row.last))
    said = select(page_names.c.sha256, page_names.c.number, page_names.c.said).where(page_names.c.sha256.in_(hashes))
    rows = connection.execute(said.order_by(page_names.c.sha256, page_names.c.number))
    for sha256, of_file in groupby(rows, key=lambda row: row.sha256):
        digest = hashlib.sha256(repr(bounds.get(sha256)).encode())
        for row in of_file:
            digest.update(f"{row.number} {row.said}\n".encode())
        yield sha256, digest.hexdigest()[:32]


def load_bounds(connection: Connection, sha256: str) -> list[tuple[int, int]]:
    """First and last page of the documents inside a file."""
    rows = connection.execute(select(parts.c.first, parts.c.last).where(parts.c.sha256 == sha256))
    return sorted((row.first, row.last) for row in rows)


def find_namings(connection: Connection, case: str) -> Iterator[tuple[Mention, int]]:
    """Everyone whom the pages of a case name, each way of naming once, with how often it stands there. The mentions
    have no place."""
    in_case = select(files.c.sha256).join(file_cases, file_cases.c.file == files.c.id).where(file_cases.c.name == case)
    said = (mentions.c.name, mentions.c.kind, mentions.c.rank, mentions.c.by)
    query = (
        select(*said, func.count().label("times"))
        .where(mentions.c.sha256.in_(in_case), mentions.c.added.is_(False))
        .group_by(*said)
        .order_by(*said)
    )
    for row in connection.execute(query.execution_options(yield_per=1000)):
        yield Mention(0, 0, PersonKind(row.kind), row.name, row.rank, by=row.by), row.times


def load_named_pages(connection: Connection, sha256: str) -> tuple[NamedPage, ...]:
    """The pages of a file, in order, with all who are named on them, or may be."""
    said: dict[int, dict[str, Mention]] = {}
    added: dict[int, dict[str, Mention]] = {}
    for key, number, is_added, mention in find_page_mentions(connection, sha256):
        (added if is_added else said).setdefault(number, {})[key] = mention
    query = (
        select(page_names.c.number, page_names.c.lone, pages.c.reading)
        .join(pages, and_(pages.c.sha256 == page_names.c.sha256, pages.c.number == page_names.c.number))
        .where(page_names.c.sha256 == sha256)
        .order_by(page_names.c.number)
    )
    return tuple(
        NamedPage(
            sha256=sha256,
            number=row.number,
            reading=row.reading or "",
            mentions=said.get(row.number, {}),
            lone=unpack_lone_names(row.lone),
            added=added.get(row.number, {}),
        )
        for row in connection.execute(query)
    )


def replace_added(
    connection: Connection, page: NamedPage, found: Iterable[Mention], kinds: Mapping[str, PersonKind]
) -> bool:
    """What the overlay says of a page, in place of what it said before: mentions, and kinds of the page's own mentions
    by their ids. What is as it was keeps its row and its person. True where anything changed."""
    new = {mention.start: mention for mention in found}
    gone = [key for key, mention in page.added.items() if new.get(mention.start) != mention]
    kept = {mention.start for key, mention in page.added.items() if key not in gone}
    fresh = [mention for start, mention in new.items() if start not in kept]
    place = (page.sha256, page.number, page.reading)
    if gone:
        connection.execute(delete(mentions).where(mentions.c.id.in_(gone)))
    if fresh:
        link_mentions(connection, place, add_mentions(connection, place, fresh))
    changed = _tell_kinds(connection, page, kinds) or bool(gone or fresh)
    if changed:
        put_in_outbox(connection, [(page.sha256, page.number)])
    return changed


def _tell_kinds(connection: Connection, page: NamedPage, kinds: Mapping[str, PersonKind]) -> bool:
    here = and_(mentions.c.sha256 == page.sha256, mentions.c.number == page.number)
    told = select(mentions.c.id, mentions.c.known_kind).where(here, mentions.c.known_kind.is_not(None))
    before = {row.id: row.known_kind for row in connection.execute(told)}
    now = {key: kind.value for key, kind in kinds.items()}
    for key in {*before, *now}:
        if before.get(key) != now.get(key):
            connection.execute(update(mentions).where(mentions.c.id == key).values(known_kind=now.get(key)))
    return before != now
