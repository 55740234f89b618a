"""Who in the archive may be an officer of the list: how certain that is, in words, with what speaks for and against.

Never certain on a last name alone, and firm only where two things that do not depend on each other agree (domain
reference 3.2). Whoever has the last name and another first name is set aside, and said to be.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rapidfuzz.distance import Levenshtein
from sqlalchemy import Connection

from pipeline.catalog.findings import count_cases_of_person
from pipeline.catalog.mentions import find_person_mentions
from pipeline.catalog.name_keys import fold_surname
from pipeline.catalog.people import find_persons_named, find_persons_numbered, load_persons
from pipeline.lookback.comparing import Candidate, Compared, compare_given, count_near
from pipeline.lookback.officers import Officer
from pipeline.records import Person, PersonKind

MOST_NEAR = 12


@dataclass(frozen=True, slots=True)
class SetAside:
    """Somebody of the same last name or number who is somebody else, as far as the pages say: why, and in how many
    cases."""

    name: str
    why: str
    cases: int


@dataclass(frozen=True, slots=True)
class Identified:
    """What was found for one officer. `looked_for` says what was asked for; `near` are names near his that stand
    in the archive, with the number of cases."""

    candidates: tuple[Candidate, ...]
    set_aside: tuple[SetAside, ...]
    looked_for: tuple[str, ...]
    near: tuple[tuple[str, int], ...]


def identify(connection: Connection, officer: Officer, surnames: Sequence[str]) -> Identified:
    """Everybody in the archive who may be the officer. `surnames` are the folded last names of the archive."""
    found = _find_persons(connection, officer, surnames)
    candidates: list[Candidate] = []
    aside: list[SetAside] = []
    near: dict[str, int] = {}
    for person in load_persons(connection, found.named | found.numbered | found.near).values():
        if person.id not in found.named | found.numbered and not _fits_near(officer, person):
            near[person.name] = max(near.get(person.name, 0), count_cases_of_person(connection, person.id))
            continue
        mentions = tuple(find_person_mentions(connection, person.id))
        compared = Compared(officer, person, mentions)
        if reason := compared.is_somebody_else():
            aside.append(SetAside(person.name, reason, len({case for one in mentions for case in one.cases})))
        else:
            candidates.append(compared.candidate())
    candidates.sort(key=lambda one: (one.certainty, -len(one.mentions), one.person.id))
    return Identified(
        tuple(candidates),
        tuple(sorted(aside, key=lambda one: (-one.cases, one.name))),
        tuple(_say_looked_for(officer)),
        tuple(sorted(near.items())),
    )


def find_person_ids(connection: Connection, officer: Officer, surnames: Sequence[str]) -> set[str]:
    """The ids of all who have his last name, one near it, or one of his numbers."""
    found = _find_persons(connection, officer, surnames)
    return found.named | found.numbered | found.near


@dataclass(frozen=True, slots=True)
class _Found:
    """Ids of persons by what they were found by."""

    named: set[str]
    numbered: set[str]
    near: set[str]


def _find_persons(connection: Connection, officer: Officer, surnames: Sequence[str]) -> _Found:
    key = fold_surname(officer.name)
    near = _find_near(key, surnames) if key else []
    return _Found(
        named=set(find_persons_named(connection, officer.name)),
        numbered={p for number in _numbers(officer) for p in find_persons_numbered(connection, number)},
        near={person for name in near for person in find_persons_named(connection, name)},
    )


def _fits_near(officer: Officer, person: Person) -> bool:
    """Somebody of a name that is only near, and of no number in common, must be an officer with the same first name."""
    agree = compare_given(officer.name, [person.name])
    return PersonKind.OFFICER in person.kinds and agree in ("same", "initial")


def _find_near(key: str, surnames: Iterable[str]) -> list[str]:
    """The last names of the archive that differ from this one by what OCR or a typist may do."""
    budget = count_near(key)
    far = budget + 1
    measured = ((Levenshtein.distance(key, name, score_cutoff=budget), name) for name in surnames if name != key)
    return [name for distance, name in sorted(pair for pair in measured if pair[0] < far)][:MOST_NEAR] if budget else []


def _numbers(officer: Officer) -> list[str]:
    return [number for number in (officer.tax, officer.badge) if number]


def _say_looked_for(officer: Officer) -> Iterable[str]:
    if fold_surname(officer.name):
        yield f"the last name of “{officer.name}”, also misread, with any first name"
    if officer.tax:
        yield f"the tax or serial number {officer.tax}"
    if officer.badge:
        yield f"the badge {officer.badge}"
