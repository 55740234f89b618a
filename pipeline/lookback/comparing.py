"""An officer of the list beside a person of the archive: what agrees, what speaks against, how sure that makes."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import IntEnum

from rapidfuzz.distance import Levenshtein

from pipeline.catalog.name_keys import find_suffix, fold_number, fold_surname, is_labelled, split_name
from pipeline.lookback.officers import Officer
from pipeline.people.names import same_first
from pipeline.records import Person, PersonKind, PlacedMention

DEPARTMENT = re.compile(r"(?i:\b(?:police|sheriff|marshal|patrol|bureau|administration|constable)\b)|^[A-Z]{3,5}$")
CAN_BE_OFFICER = frozenset((PersonKind.OFFICER, PersonKind.OTHER, PersonKind.ANALYST, PersonKind.WITNESS))
NEAR_LETTERS = ((7, 2), (4, 1))
"""Surnames of so many letters or more may differ by so many (the budget of the search, domain reference 7)."""


class Certainty(IntEnum):
    """How surely somebody named in the archive is the officer, the surest first."""

    FIRM = 1
    PROBABLE = 2
    POSSIBLE = 3
    DOUBTFUL = 4


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody in the archive who may be the officer. `why` and `against` are sentences; `mentions` all his places;
    `is_numbered`: one of the numbers of the list stands beside him."""

    person: Person
    certainty: Certainty
    why: tuple[str, ...]
    against: tuple[str, ...]
    mentions: tuple[PlacedMention, ...]
    is_numbered: bool


@dataclass(frozen=True, slots=True)
class Compared:
    """An officer of the list beside a person of the archive."""

    officer: Officer
    person: Person
    mentions: tuple[PlacedMention, ...]

    @property
    def same_surname(self) -> bool:
        key = fold_surname(self.officer.name)
        return key is not None and any(fold_surname(one.mention.name) == key for one in self.mentions)

    @property
    def is_officer(self) -> bool:
        return PersonKind.OFFICER in self.person.kinds

    def has_number(self, number: str | None) -> bool:
        key = fold_number(number) if number else None
        return key is not None and any(fold_number(b) == key for one in self.mentions for b in one.mention.badges)

    @property
    def badges(self) -> set[str]:
        """The keys of the numbers that may be badges."""
        badges = (badge for one in self.mentions for badge in one.mention.badges if not is_labelled(badge))
        return {key for badge in badges if (key := fold_number(badge))}

    @property
    def is_numbered(self) -> bool:
        return self.has_number(self.officer.tax) or self.has_number(self.officer.badge)

    def given_names(self) -> str:
        return compare_given(self.officer.name, (one.mention.name for one in self.mentions))

    def agencies(self) -> str:
        """How the agencies agree: same, unknown, other. A command or a squad contradicts nothing."""
        wanted = self.officer.agency
        seen = {one.mention.agency for one in self.mentions if one.mention.agency}
        if not wanted or not seen:
            return "unknown"
        if any(_is_same_agency(wanted, agency) for agency in seen):
            return "same"
        whole = [agency for agency in seen if DEPARTMENT.search(agency) and not any(c.isdigit() for c in agency)]
        return "other" if whole and len(whole) == len(seen) else "unknown"

    def is_somebody_else(self) -> str | None:
        """Why this is another person; None where it may be the officer."""
        numbered = self.is_numbered
        if self.given_names() == "other" and not numbered:
            return "the pages give another first name"
        suffix, seen = find_suffix(self.officer.name), _suffixes(self.mentions)
        if suffix and seen and suffix not in seen:
            return f"the pages say {', '.join(sorted(seen))} behind the name"
        if not self.is_officer and self.given_names() != "same" and not numbered:
            kinds = ", ".join(kind.value.replace("_", " ") for kind in self.person.kinds)
            if not set(self.person.kinds) & CAN_BE_OFFICER:
                return f"the pages call this person {kinds}, not an officer"
        both_named = fold_surname(self.officer.name) and fold_surname(self.person.name)
        if numbered and both_named and not self.same_surname and not self.fits_near_name():
            return "the number belongs to another last name: numbers are given out again"
        return None

    def fits_near_name(self) -> bool:
        key, other = fold_surname(self.officer.name) or "", fold_surname(self.person.name) or ""
        return Levenshtein.distance(key, other) <= count_near(key)

    def candidate(self) -> Candidate:
        why, against, weaker = list(self._for()), list(self._against()), list(self._weaker())
        certainty = Certainty.DOUBTFUL if against else self._certainty()
        if weaker:
            certainty = max(certainty, min(Certainty(certainty + 1), Certainty.POSSIBLE))
        return Candidate(self.person, certainty, tuple(why), (*against, *weaker), self.mentions, self.is_numbered)

    def _certainty(self) -> Certainty:
        given, agency = self.given_names(), self.agencies()
        tax, badge = self.has_number(self.officer.tax), self.has_number(self.officer.badge)
        named = self.same_surname or self.fits_near_name()
        if named and (tax or (badge and (agency == "same" or given in ("same", "initial")))):
            return Certainty.FIRM
        if named and self.same_surname and given == "same" and agency == "same":
            return Certainty.FIRM
        if tax or badge or (self.same_surname and given == "same"):
            return Certainty.PROBABLE
        return Certainty.POSSIBLE

    def _for(self) -> Iterable[str]:
        if self.has_number(self.officer.tax):
            yield "the same tax or serial number"
        if self.has_number(self.officer.badge):
            yield "the same badge number"
        if not self.same_surname and fold_surname(self.officer.name):
            yield (
                f"a last name spelled nearly alike (“{self.person.name}”)" if self.fits_near_name() else "no last name"
            )
        else:
            agree = {
                "same": "the same full name",
                "initial": "the same last name and initial",
                "unknown": "the same last name, without a first name to compare",
                "other": "the same last name",
            }
            yield agree[self.given_names()]
        if self.agencies() == "same":
            yield "the same agency"
        if self.officer.rank and self.person.rank and _same_words(self.officer.rank, self.person.rank):
            yield "the same rank"

    def _against(self) -> Iterable[str]:
        if self.given_names() == "other":
            yield "the pages give another first name"
        if self.agencies() == "other":
            yield "the pages give another agency: badge numbers are given out by each"
        if not self.is_officer and not set(self.person.kinds) <= {PersonKind.OTHER}:
            yield f"the pages call this person {self.person.kind.value.replace('_', ' ')}"
        yield from self._years()

    def _weaker(self) -> Iterable[str]:
        """What makes it less sure without speaking against it."""
        own, badge = self.badges, fold_number(self.officer.badge) if self.officer.badge else None
        taxes = {fold_number(self.officer.tax)} if self.officer.tax else set()
        if badge and own - taxes and badge not in own and not self.has_number(self.officer.tax):
            yield "the pages give another badge number, which may have come with another rank"
        if (seen := _suffixes(self.mentions)) and not find_suffix(self.officer.name):
            yield f"the pages say {', '.join(sorted(seen))} behind the name, the list does not"

    def _years(self) -> Iterable[str]:
        """Service that began after the last page, or ended before the first."""
        since, until = self.officer.served
        days = sorted(one.dated for one in self.mentions if one.dated is not None)
        if days and since and days[-1] < since:
            yield f"all dated pages lie before the service began ({_year(since)})"
        if days and until and days[0] > until.replace(month=12, day=31):
            yield f"all dated pages lie after the service ended ({_year(until)})"


def compare_given(wanted: str, names: Iterable[str]) -> str:
    """How the first name of `wanted` agrees with those of the names: same, initial, unknown, other."""
    own = split_name(wanted)[0][:1]
    seen = {given[0] for name in names if (given := split_name(name)[0])}
    if not own or not seen:
        return "unknown"
    full = {given for given in seen if len(given) > 1}
    if len(own[0]) > 1 and any(same_first(own[0], given) for given in full):
        return "same"
    if any(given[0] == own[0][0] and 1 in (len(given), len(own[0])) for given in full or seen):
        return "initial"
    if any(Levenshtein.distance(own[0], given) <= 1 for given in full if min(len(given), len(own[0])) > 3):
        return "same"
    return "other"


def _year(day: date) -> str:
    return str(day.year)


def _is_same_agency(one: str, other: str) -> bool:
    """The same words, or one the initials of the other: PAPD is the Port Ansel Police Department."""
    a, b = (re.findall(r"[a-z0-9]+", each.lower().replace("dept", "department")) for each in (one, other))
    small = {"of", "the", "and", "s"}
    letters = ["".join(word[0] for word in words if word not in small) for words in (a, b)]
    joined = ["".join(words) for words in (a, b)]
    return set(a) - small == set(b) - small or joined[0] == letters[1] or joined[1] == letters[0]


def _same_words(one: str, other: str) -> bool:
    a, b = one.lower().strip(". "), other.lower().strip(". ")
    return a == b or b.startswith(a) or a.startswith(b)


def _suffixes(mentions: Iterable[PlacedMention]) -> set[str]:
    return {suffix for one in mentions if (suffix := find_suffix(one.mention.name))}


def count_near(key: str) -> int:
    """How many letters a surname may differ by and still be near."""
    return next((most for letters, most in NEAR_LETTERS if len(key) >= letters), 0)
