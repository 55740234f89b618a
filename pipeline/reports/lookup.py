"""Which person is meant by what somebody types: an id, a name, or a badge, tax or serial number."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz, process
from sqlalchemy import Connection

from pipeline.catalog.companions import load_extents
from pipeline.catalog.name_keys import fold_number, fold_surname, split_name
from pipeline.catalog.people import (
    find_persons_named,
    find_persons_numbered,
    find_surname_keys,
    load_persons,
    resolve_alias,
)
from pipeline.errors import UsageError
from pipeline.records import Person, PersonKind
from pipeline.reports.rows import Row

MOST_NEAR = 6
NEAR = 75
"""How like a surname must be, from 0 to 100, to be named as a near spelling."""
MOST_SHOWN = 30


@dataclass(frozen=True, slots=True)
class Lookup:
    """The persons who may be meant. Where `near` is true, nobody has that name, and these have one like it."""

    persons: tuple[Person, ...]
    near: bool = False


def look_up(connection: Connection, asked: str, kind: PersonKind | None = None) -> Lookup:
    """Everyone of a kind whom this name, number or id may mean. Raises UsageError where an id is no person's."""
    asked = asked.strip()
    if re.fullmatch(r"P-\w+", asked, re.IGNORECASE):
        key = resolve_alias(connection, asked.upper()[:2] + asked[2:].lower())
        found = load_persons(connection, [key])
        if not found:
            raise UsageError(f"No person has the id {asked}. Ids stand in: exculpa export people")
        return Lookup(tuple(found.values()))
    if exact := _find(connection, asked, kind):
        return Lookup(exact)
    return Lookup(_find_near(connection, asked, kind), near=True)


def _find(connection: Connection, asked: str, kind: PersonKind | None) -> tuple[Person, ...]:
    """By number where it is one; by surname, and by given names as far as both have them."""
    by_number = find_persons_numbered(connection, asked) if _is_number(asked) else []
    persons = load_persons(connection, by_number or find_persons_named(connection, asked))
    given, surname = split_name(asked)
    fitting = [one for one in persons.values() if by_number or not surname or _fits(given, split_name(one.name)[0])]
    return _of_kind(fitting, kind)


def _is_number(asked: str) -> bool:
    return fold_number(asked) is not None and not split_name(asked)[1]


def _fits(given: Sequence[str], own: Sequence[str]) -> bool:
    """Do given names agree as far as both are written? An initial agrees with the name it begins."""
    return all(
        a.startswith(b) or b.startswith(a) if 1 in (len(a), len(b)) else a == b
        for a, b in zip(given, own, strict=False)
    )


def _of_kind(persons: Iterable[Person], kind: PersonKind | None) -> tuple[Person, ...]:
    of_kind = [one for one in persons if kind is None or kind in one.kinds]
    return tuple(sorted(of_kind, key=lambda one: (-len(one.name), one.name, one.id)))


def _find_near(connection: Connection, asked: str, kind: PersonKind | None) -> tuple[Person, ...]:
    """Those of a name like it: the same surname with other given names first, then surnames spelled nearly so."""
    key = fold_surname(asked)
    if key is None:
        return ()
    alike = process.extract(key, find_surname_keys(connection), scorer=fuzz.ratio, score_cutoff=NEAR, limit=MOST_NEAR)
    found: list[Person] = []
    for name, _score, _at in alike:
        of_name = _of_kind(load_persons(connection, find_persons_named(connection, name)).values(), kind)
        found += [one for one in of_name if one not in found]
    return tuple(found[:MOST_SHOWN])


def match_rows(connection: Connection, persons: Sequence[Person]) -> list[Row]:
    """What tells persons of one name apart."""
    extents = load_extents(connection, [one.id for one in persons])
    return [
        {
            "id": one.id,
            "name": one.name,
            "kinds": [kind.value for kind in one.kinds],
            "rank": one.rank,
            "badges": list(one.badges),
            "agency": one.agency,
            "mentions": extents[one.id].mentions if one.id in extents else 0,
            "cases": extents[one.id].cases if one.id in extents else 0,
            "first": _day(extents[one.id].first) if one.id in extents else None,
            "last": _day(extents[one.id].last) if one.id in extents else None,
        }
        for one in persons
    ]


def _day(day: object) -> str | None:
    return str(day) if day is not None else None
