"""Who is named on the pages, by place: mentions with their roles, as rows and as records."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, replace
from typing import Any

from sqlalchemy import Connection, Row, Select, and_, delete, select

from pipeline.catalog.identity import made_id
from pipeline.catalog.name_keys import fold_number
from pipeline.catalog.tables import file_cases, files, mention_badges, mention_roles, mentions, pages
from pipeline.records import Mention, PersonKind, PlacedMention, Role

ROWS_AT_ONCE = 500


def save_mentions(connection: Connection, place: tuple[str, int, str], said: Iterable[Mention]) -> None:
    """Record the mentions of a page (hash, number, reading), in place of those of before. One that is said again keeps
    the person it was given; one at another place inherits it from the next of the same name and kind."""
    sha256, number, reading = place
    on_page = and_(mentions.c.sha256 == sha256, mentions.c.number == number)
    old = connection.execute(
        select(mentions.c.id, mentions.c.kind, mentions.c.name, mentions.c.person)
        .where(on_page)
        .order_by(mentions.c.start)
    ).all()
    person_by_id = {row.id: row.person for row in old}
    by_name: dict[tuple[str, str], list[str]] = {}
    for row in old:
        if row.person:
            by_name.setdefault((row.kind, row.name), []).append(row.person)
    connection.execute(delete(mentions).where(on_page))
    rows: dict[str, tuple[Mention, str | None]] = {}
    for mention in said:
        key = made_id(sha256, number, reading, mention.start, mention.end, mention.kind)
        same = by_name.get((mention.kind, mention.name), [])
        inherited = same.pop(0) if len(same) > 1 else next(iter(same), None)
        rows[key] = (mention, person_by_id.get(key) or inherited)
    _insert(connection, place, rows)


def add_mentions(connection: Connection, place: tuple[str, int, str], found: Iterable[Mention]) -> list[str]:
    """Record mentions beside those that a page has. Returns their ids; nobody knows yet who they are."""
    rows = {made_id("added", *place, mention.start, mention.end): (mention, None) for mention in found}
    _insert(connection, place, rows, added=True)
    return list(rows)


def _insert(
    connection: Connection,
    place: tuple[str, int, str],
    said: Mapping[str, tuple[Mention, str | None]],
    *,
    added: bool = False,
) -> None:
    """Rows of mentions, roles and numbers for mentions by id, each with its person."""
    sha256, number, reading = place
    rows: list[dict[str, object]] = []
    roles: dict[tuple[str, str, int], dict[str, object]] = {}
    badges: set[tuple[str, str]] = set()
    for key, (mention, person) in said.items():
        row = {"id": key, "sha256": sha256, "number": number, "reading": reading, "person": person, "added": added}
        rows.append(row | asdict(mention) | {"badges": list(mention.badges)})
        del rows[-1]["roles"]
        roles |= {(key, role.name, role.start): {"mention": key} | asdict(role) for role in mention.roles}
        badges |= {(key, folded) for badge in mention.badges if (folded := fold_number(badge))}
    if rows:
        connection.execute(mentions.insert(), rows)
    if roles:
        connection.execute(mention_roles.insert(), list(roles.values()))
    if badges:
        connection.execute(mention_badges.insert(), [{"mention": key, "key": badge} for key, badge in sorted(badges)])


def find_placed_mentions(connection: Connection) -> Iterator[PlacedMention]:
    """Every mention with its place, in a lasting order; streamed."""
    return _find(connection, select(mentions, pages.c.dated))


def find_scopes(connection: Connection) -> Iterator[tuple[str | None, str | None]]:
    """Every case by name, and every file without a case by hash, that may have mentions."""
    names = connection.execute(select(file_cases.c.name).distinct().order_by(file_cases.c.name)).scalars().all()
    yield from ((name, None) for name in names)
    in_a_case = select(files.c.sha256).join(file_cases, file_cases.c.file == files.c.id)
    alone = select(mentions.c.sha256).where(mentions.c.sha256.not_in(in_a_case)).distinct()
    hashes = connection.execute(alone.order_by(mentions.c.sha256)).scalars().all()
    yield from ((None, sha256) for sha256 in hashes)


def mentions_of_case(connection: Connection, name: str) -> Iterator[PlacedMention]:
    """The mentions of a case's files, in the order of places; streamed."""
    within = select(files.c.sha256).join(file_cases, file_cases.c.file == files.c.id).where(file_cases.c.name == name)
    return _find(connection, select(mentions, pages.c.dated).where(mentions.c.sha256.in_(within)))


def find_person_mentions(connection: Connection, person: str) -> list[PlacedMention]:
    """A person's mentions in the order of places."""
    query = select(mentions, pages.c.dated).where(mentions.c.person == person)
    return list(_find(connection, query))


def mentions_on_page(connection: Connection, sha256: str, number: int) -> list[PlacedMention]:
    """The mentions on a page, in their order."""
    query = select(mentions, pages.c.dated).where(mentions.c.sha256 == sha256, mentions.c.number == number)
    return list(_find(connection, query))


def find_page_mentions(connection: Connection, sha256: str) -> Iterator[tuple[str, int, bool, Mention]]:
    """(id, page, whether other pages added it, mention) of a file in the order of places, with the kind that the page
    itself says."""
    rows = connection.execute(
        select(mentions).where(mentions.c.sha256 == sha256).order_by(mentions.c.number, mentions.c.start, mentions.c.id)
    ).all()
    for at in range(0, len(rows), ROWS_AT_ONCE):
        some = rows[at : at + ROWS_AT_ONCE]
        roles = _roles_of(connection, [row.id for row in some])
        for row in some:
            said = _read_mention(row, tuple(roles.get(row.id, ())))
            yield row.id, row.number, row.added, replace(said, kind=PersonKind(row.kind))


def mentions_of_document(connection: Connection, sha256: str) -> Iterator[PlacedMention]:
    """The mentions on all pages of a document, in the order of places; streamed."""
    yield from _find(connection, select(mentions, pages.c.dated).where(mentions.c.sha256 == sha256))


def _find(connection: Connection, query: Select[Any]) -> Iterator[PlacedMention]:
    placed = query.join(pages, and_(pages.c.sha256 == mentions.c.sha256, pages.c.number == mentions.c.number)).order_by(
        mentions.c.sha256, mentions.c.number, mentions.c.start, mentions.c.id
    )
    for result in connection.execute(placed.execution_options(yield_per=ROWS_AT_ONCE)).partitions():
        rows = list(result)
        roles = _roles_of(connection, [row.id for row in rows])
        cases = _cases_of(connection, {row.sha256 for row in rows})
        for row in rows:
            mention = _read_mention(row, tuple(roles.get(row.id, ())))
            place = (row.id, row.sha256, row.number, row.reading)
            yield PlacedMention(*place, mention, cases.get(row.sha256, ()), row.dated, row.person)


def _read_mention(row: Row[Any], roles: tuple[Role, ...]) -> Mention:
    return Mention(
        start=row.start,
        end=row.end,
        kind=PersonKind(row.known_kind or row.kind),
        name=row.name,
        rank=row.rank,
        badges=tuple(row.badges),
        agency=row.agency,
        roles=roles,
        by=row.by,
    )


def _roles_of(connection: Connection, ids: list[str]) -> dict[str, list[Role]]:
    found: dict[str, list[Role]] = {}
    query = select(mention_roles).where(mention_roles.c.mention.in_(ids))
    for row in connection.execute(query.order_by(mention_roles.c.start, mention_roles.c.name)):
        found.setdefault(row.mention, []).append(Role(row.name, row.start, row.end, row.event, row.dated))
    return found


def _cases_of(connection: Connection, documents: set[str]) -> dict[str, tuple[str, ...]]:
    rows = connection.execute(
        select(files.c.sha256, file_cases.c.name)
        .join(file_cases, file_cases.c.file == files.c.id)
        .where(files.c.sha256.in_(documents))
        .distinct()
        .order_by(file_cases.c.name)
    )
    found: dict[str, list[str]] = {}
    for sha256, name in rows:
        found.setdefault(sha256, []).append(name)
    return {sha256: tuple(names) for sha256, names in found.items()}
