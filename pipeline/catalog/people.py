"""Persons: who is one with whom, as far as is known now. The older id stays, the other becomes its alias."""

from collections.abc import Iterable, Iterator
from typing import Any

from sqlalchemy import Connection, Row, and_, delete, exists, func, or_, select, update

from pipeline.catalog.name_keys import fold_number, fold_surname
from pipeline.catalog.tables import (
    finding_mentions,
    mention_badges,
    mention_roles,
    mentions,
    pages,
    person_aliases,
    persons,
    readings,
)
from pipeline.records import Person, PersonKind

IDS_PER_QUERY = 500
ROWS_AT_ONCE = 200


def load_persons(connection: Connection, ids: Iterable[str]) -> dict[str, Person]:
    """Persons by id, without their mentions."""
    wanted = sorted(set(ids))
    found: dict[str, Person] = {}
    for at in range(0, len(wanted), IDS_PER_QUERY):
        rows = connection.execute(select(persons).where(persons.c.id.in_(wanted[at : at + IDS_PER_QUERY])))
        found |= {row.id: read_person(row, ()) for row in rows}
    return found


def find_persons(connection: Connection) -> Iterator[Person]:
    """All persons with the ids of their mentions, the longest known first; streamed."""
    for row in connection.execute(
        select(persons).order_by(persons.c.first_seen).execution_options(yield_per=ROWS_AT_ONCE)
    ):
        ids = connection.execute(
            select(mentions.c.id)
            .where(mentions.c.person == row.id)
            .order_by(mentions.c.sha256, mentions.c.number, mentions.c.start)
        ).scalars()
        yield read_person(row, tuple(ids))


def read_person(row: Row[Any], mention_ids: tuple[str, ...]) -> Person:
    return Person(
        id=row.id,
        name=row.name,
        kind=PersonKind(row.kind),
        kinds=tuple(PersonKind(kind) for kind in row.kinds),
        rank=row.rank,
        badges=tuple(row.badges),
        agency=row.agency,
        mentions=mention_ids,
        merged_because=tuple(row.reasons),
    )


def first_seen_order(connection: Connection) -> dict[str, int]:
    """Every person's place in the order of first sight."""
    return {row.id: row.first_seen for row in connection.execute(select(persons.c.id, persons.c.first_seen))}


def save_person(connection: Connection, person: Person, first_seen: int) -> bool:
    """Record a person and whose mentions are his; True where anything changed."""
    values: dict[str, Any] = {
        "name": person.name,
        "kind": person.kind.value,
        "kinds": [kind.value for kind in person.kinds],
        "rank": person.rank,
        "badges": list(person.badges),
        "agency": person.agency,
        "reasons": list(person.merged_because),
    }
    before = connection.execute(select(persons).where(persons.c.id == person.id)).first()
    if before is None:
        connection.execute(persons.insert().values(id=person.id, first_seen=first_seen, **values))
    elif changed := {name: value for name, value in values.items() if getattr(before, name) != value}:
        connection.execute(update(persons).where(persons.c.id == person.id).values(**changed))
    else:
        changed = {}
    moved = 0
    for at in range(0, len(person.mentions), IDS_PER_QUERY):
        some = person.mentions[at : at + IDS_PER_QUERY]
        moved += connection.execute(
            update(mentions)
            .where(mentions.c.id.in_(some), mentions.c.person.is_distinct_from(person.id))
            .values(person=person.id)
        ).rowcount
    return before is None or bool(changed) or moved > 0


def save_alias(connection: Connection, alias: str, person: str) -> None:
    """`alias` turned out to be `person`; whoever was an alias of it follows."""
    connection.execute(delete(person_aliases).where(person_aliases.c.alias == alias))
    connection.execute(update(person_aliases).where(person_aliases.c.person == alias).values(person=person))
    connection.execute(person_aliases.insert().values(alias=alias, person=person))


def delete_aliases_of_persons(connection: Connection) -> None:
    """Who is a person is nobody's alias: an id that a decision took away comes back with its undoing."""
    connection.execute(delete(person_aliases).where(person_aliases.c.alias.in_(select(persons.c.id))))


def delete_empty_persons(connection: Connection) -> None:
    """Persons without a mention are gone; their ids stay known as aliases where they have one."""
    with_mentions = select(mentions.c.person).where(mentions.c.person.is_not(None))
    connection.execute(delete(persons).where(persons.c.id.not_in(with_mentions)))


def resolve_alias(connection: Connection, person: str) -> str:
    """The id that a person has now."""
    found = connection.execute(select(person_aliases.c.person).where(person_aliases.c.alias == person)).scalar()
    return str(found) if found else person


def next_first_seen(connection: Connection) -> int:
    return int(connection.execute(select(func.coalesce(func.max(persons.c.first_seen), 0))).scalar_one()) + 1


def pages_of_persons(connection: Connection, ids: Iterable[str]) -> set[tuple[str, int]]:
    """The pages on which these persons are mentioned."""
    wanted = sorted(set(ids))
    found: set[tuple[str, int]] = set()
    for at in range(0, len(wanted), IDS_PER_QUERY):
        query = select(mentions.c.sha256, mentions.c.number).where(
            mentions.c.person.in_(wanted[at : at + IDS_PER_QUERY])
        )
        found |= {(row.sha256, row.number) for row in connection.execute(query.distinct())}
    return found


def persons_in_finding(connection: Connection, finding: str) -> dict[str, set[str]]:
    """person -> the slots of a finding in which he stands ("" for the quote)."""
    rows = connection.execute(
        select(mentions.c.person, finding_mentions.c.slot)
        .join(mentions, mentions.c.id == finding_mentions.c.mention)
        .where(finding_mentions.c.finding == finding, mentions.c.person.is_not(None))
    )
    found: dict[str, set[str]] = {}
    for person, slot in rows:
        found.setdefault(person, set()).add(slot)
    return found


# ---------------------------------------------------------------- looked up by name or number


def find_persons_named(connection: Connection, name: str) -> list[str]:
    """The ids of all persons who are mentioned anywhere with the last name of `name`, also misread in a usual way."""
    key = fold_surname(name)
    query = select(mentions.c.person).where(mentions.c.surname_key == key, mentions.c.person.is_not(None))
    return sorted(connection.execute(query.distinct()).scalars()) if key else []


def find_persons_numbered(connection: Connection, number: str) -> list[str]:
    """The ids of all persons who are mentioned anywhere with this badge, tax or serial number."""
    key = fold_number(number)
    query = (
        select(mentions.c.person)
        .join(mention_badges, mention_badges.c.mention == mentions.c.id)
        .where(mention_badges.c.key == key, mentions.c.person.is_not(None))
    )
    return sorted(connection.execute(query.distinct()).scalars()) if key else []


def find_surname_keys(connection: Connection) -> Iterator[str]:
    """Every folded last name of the archive, once; streamed from the index."""
    query = select(mentions.c.surname_key).where(mentions.c.surname_key.is_not(None)).distinct()
    yield from connection.execute(query.execution_options(yield_per=ROWS_AT_ONCE)).scalars()


# ---------------------------------------------------------------- whose identity is protected

UNDERCOVER_ROLES = ("undercover_buyer", "ghost")
UNDERCOVER_RANK = "Undercover"


def protected_persons(connection: Connection) -> set[str]:
    """Persons whose identity does not leave the archive: informants, and officers who worked undercover."""
    informants = {person for person, _name, kinds in all_names(connection) if PersonKind.INFORMANT in kinds}
    played = select(mention_roles.c.mention).where(mention_roles.c.name.in_(UNDERCOVER_ROLES))
    undercover = or_(mentions.c.id.in_(played), mentions.c.rank == UNDERCOVER_RANK)
    query = select(mentions.c.person).where(undercover, mentions.c.person.is_not(None)).distinct()
    return informants | set(connection.execute(query).scalars())


def names_of_persons(connection: Connection, ids: Iterable[str]) -> Iterator[tuple[str, str]]:
    """(person, name) for every name under which these persons are known or mentioned."""
    wanted = sorted(set(ids))
    for at in range(0, len(wanted), IDS_PER_QUERY):
        some = wanted[at : at + IDS_PER_QUERY]
        known = select(persons.c.id, persons.c.name).where(persons.c.id.in_(some))
        mentioned = select(mentions.c.person, mentions.c.name).where(mentions.c.person.in_(some))
        for row in connection.execute(known.union(mentioned)):
            yield row.id, row.name


INFORMANT_PAPERS = ("ci_registration", "ci_payment_voucher", "ci_ledger", "ci_contact_sheet")


def informant_pages(connection: Connection) -> Iterator[Row[Any]]:
    """Pages of informants' papers and pages that mention one: sha256, number, reading, text; streamed."""
    mentioned = exists().where(
        mentions.c.sha256 == pages.c.sha256,
        mentions.c.number == pages.c.number,
        func.coalesce(mentions.c.known_kind, mentions.c.kind) == PersonKind.INFORMANT,
    )
    current = and_(
        readings.c.sha256 == pages.c.sha256, readings.c.number == pages.c.number, readings.c.id == pages.c.reading
    )
    query = (
        select(pages.c.sha256, pages.c.number, pages.c.reading, readings.c.text)
        .join(readings, current)
        .where(or_(pages.c.kind.in_(INFORMANT_PAPERS), mentioned))
        .order_by(pages.c.sha256, pages.c.number)
    )
    rows: Iterable[Row[Any]] = connection.execute(query.execution_options(yield_per=ROWS_AT_ONCE))
    yield from rows


def all_names(connection: Connection) -> Iterator[tuple[str, str, list[str]]]:
    """(person, name, kinds) of every person; streamed."""
    query = select(persons.c.id, persons.c.name, persons.c.kinds)
    for row in connection.execute(query.execution_options(yield_per=ROWS_AT_ONCE)):
        yield row.id, row.name, row.kinds
