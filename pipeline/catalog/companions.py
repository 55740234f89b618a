"""Who stands where a person stands, and what is known of a person beside the mentions."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, String, and_, case, cast, func, select

from pipeline.catalog.tables import file_cases, files, mentions, pages, person_aliases, persons
from pipeline.records import PersonKind

IDS_PER_QUERY = 500


@dataclass(frozen=True, slots=True)
class Companion:
    """Somebody who stands in the same cases: in how many of them, in how many of the same files and on how many of the
    same pages, and in how many cases at all."""

    id: str
    name: str
    rank: str | None
    badges: tuple[str, ...]
    cases: int
    documents: int
    pages: int
    of_cases: int


@dataclass(frozen=True, slots=True)
class Extent:
    """How much of the archive names a person, and from which to which day the pages that do are dated."""

    mentions: int
    cases: int
    first: date | None
    last: date | None


def find_companions(connection: Connection, person: str, kind: PersonKind, most: int) -> tuple[list[Companion], int]:
    """The persons of a kind who stand in most of a person's cases, and how many there are in all."""
    named = select(mentions.c.sha256).where(mentions.c.person == person).distinct()
    own_pages = select(mentions.c.sha256, mentions.c.number).where(mentions.c.person == person).distinct().subquery()
    own_cases = select(file_cases.c.name).join(files, files.c.id == file_cases.c.file).where(files.c.sha256.in_(named))
    shared_page = and_(own_pages.c.sha256 == mentions.c.sha256, own_pages.c.number == mentions.c.number)
    in_cases = func.count(file_cases.c.name.distinct())
    together = (
        select(
            mentions.c.person,
            in_cases.label("cases"),
            func.count(case((mentions.c.sha256.in_(named), mentions.c.sha256)).distinct()).label("documents"),
            func.count((own_pages.c.sha256 + " " + cast(own_pages.c.number, String)).distinct()).label("pages"),
        )
        .select_from(mentions)
        .join(persons, persons.c.id == mentions.c.person)
        .join(files, files.c.sha256 == mentions.c.sha256)
        .join(file_cases, file_cases.c.file == files.c.id)
        .outerjoin(own_pages, shared_page)
        .where(file_cases.c.name.in_(own_cases), mentions.c.person != person, persons.c.kind == kind)
        .group_by(mentions.c.person)
    )
    rows = connection.execute(together).all()
    first = sorted(rows, key=lambda row: (-row.cases, -row.documents, -row.pages, row.person))[:most]
    ids = [row.person for row in first]
    extents = load_extents(connection, ids)
    who = {row.id: row for row in connection.execute(select(persons).where(persons.c.id.in_(ids)))}
    found = [
        Companion(
            id=row.person,
            name=who[row.person].name,
            rank=who[row.person].rank,
            badges=tuple(who[row.person].badges),
            cases=row.cases,
            documents=row.documents,
            pages=row.pages,
            of_cases=extents[row.person].cases,
        )
        for row in first
    ]
    return found, len(rows)


def load_extents(connection: Connection, ids: Collection[str]) -> dict[str, Extent]:
    """For each of these persons how much there is of them."""
    wanted = sorted(set(ids))
    found: dict[str, Extent] = {}
    for at in range(0, len(wanted), IDS_PER_QUERY):
        some = wanted[at : at + IDS_PER_QUERY]
        here = and_(pages.c.sha256 == mentions.c.sha256, pages.c.number == mentions.c.number)
        told = (
            select(
                mentions.c.person,
                func.count().label("mentions"),
                func.min(pages.c.dated).label("first"),
                func.max(pages.c.dated).label("last"),
            )
            .join(pages, here)
            .where(mentions.c.person.in_(some))
            .group_by(mentions.c.person)
        )
        in_cases = (
            select(mentions.c.person, func.count(file_cases.c.name.distinct()).label("cases"))
            .join(files, files.c.sha256 == mentions.c.sha256)
            .join(file_cases, file_cases.c.file == files.c.id)
            .where(mentions.c.person.in_(some))
            .group_by(mentions.c.person)
        )
        cases = {row.person: row.cases for row in connection.execute(in_cases)}
        for row in connection.execute(told):
            found[row.person] = Extent(row.mentions, cases.get(row.person, 0), row.first, row.last)
    return found


def find_aliases(connection: Connection, person: str) -> list[str]:
    """The ids that a person had before, which are still understood."""
    query = select(person_aliases.c.alias).where(person_aliases.c.person == person)
    return sorted(connection.execute(query).scalars())
