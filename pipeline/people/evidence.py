"""What is known of a person across cases, and what speaks against two being one."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TypeVar

from pipeline.people.agencies import department, folded
from pipeline.people.figures import Figure, Held, Years, years_between
from pipeline.people.groups import Side, opposed
from pipeline.people.kinds import kinds_agree
from pipeline.people.names import Spelling, same_first
from pipeline.people.numbers import BADGE, all_differ
from pipeline.records import PersonKind

LONGEST_SERVICE = 45
Thing = TypeVar("Thing")


@dataclass(slots=True)
class Evidence:
    """Grows as figures are joined; a thing that nothing tells is empty. `scopes` are the cases that name the person in
    full."""

    scopes: set[str]
    spellings: set[Spelling]
    kinds: set[PersonKind]
    held: set[Held]
    agencies: set[str]
    apart: set[Side]
    years: Years | None

    @property
    def firsts(self) -> set[str]:
        return {name.given[0] for name in self.spellings if name.given}

    @property
    def middles(self) -> set[str]:
        return {name.given[1][0] for name in self.spellings if len(name.given) > 1}

    @property
    def suffixes(self) -> set[str]:
        return {name.suffix for name in self.spellings if name.suffix}

    @property
    def departments(self) -> set[str]:
        return {letters for agency in self.agencies if (letters := department(agency))}


def evidence_of(figure: Figure) -> Evidence:
    full = any(name.full for name in figure.spellings)
    return Evidence(
        {figure.scope} if full else set(),
        set(figure.spellings),
        figure.told_kinds,
        set(figure.held),
        {folded(agency) for agency, _count in figure.agencies},
        set(figure.apart),
        figure.years,
    )


def add_evidence(one: Evidence, other: Evidence) -> Evidence:
    """Both together. The larger of two sets takes the smaller in, so that a person of many cases costs what is new."""
    years = [years for years in (one.years, other.years) if years]
    return Evidence(
        _union(one.scopes, other.scopes),
        _union(one.spellings, other.spellings),
        one.kinds | other.kinds,
        _union(one.held, other.held),
        _union(one.agencies, other.agencies),
        one.apart | other.apart,
        (min(low for low, _ in years), max(high for _, high in years)) if years else None,
    )


def _union(one: set[Thing], other: set[Thing]) -> set[Thing]:
    small, large = sorted((one, other), key=len)
    large |= small
    return large


# ---------------------------------------------------------------- what speaks against

Against = Callable[[Evidence, Evidence], bool]


def decided_apart(one: Evidence, other: Evidence) -> bool:
    return opposed(one.apart, other.apart)


def left_apart_in_a_case(one: Evidence, other: Evidence) -> bool:
    """Two full names of one case that the case itself did not join: there stood more to tell them by."""
    return not one.scopes.isdisjoint(other.scopes)


def other_suffix(one: Evidence, other: Evidence) -> bool:
    return bool(one.suffixes and other.suffixes) and one.suffixes.isdisjoint(other.suffixes)


def other_middle(one: Evidence, other: Evidence) -> bool:
    return bool(one.middles and other.middles) and one.middles.isdisjoint(other.middles)


def other_first(one: Evidence, other: Evidence) -> bool:
    return bool(one.firsts and other.firsts) and not any(_firsts_agree(a, b) for a in one.firsts for b in other.firsts)


def _firsts_agree(a: str, b: str) -> bool:
    return a[0] == b[0] if 1 in (len(a), len(b)) else same_first(a, b)


def other_kind(one: Evidence, other: Evidence) -> bool:
    """No kind in common, and kinds that one person cannot be."""
    return not (one.kinds & other.kinds) - {PersonKind.OTHER} and not kinds_agree(one.kinds | other.kinds)


def other_department(one: Evidence, other: Evidence) -> bool:
    return bool(one.departments and other.departments) and one.departments.isdisjoint(other.departments)


def other_number(one: Evidence, other: Evidence) -> bool:
    """Two tax numbers; or two badges at one rank, for a badge changes with the rank. A rank not told may be any."""
    mine, theirs = {held.number for held in one.held}, {held.number for held in other.held}
    if not mine or not theirs:
        return False
    if all_differ([n for n in mine if n[0] != BADGE], [n for n in theirs if n[0] != BADGE]):
        return True
    if mine & theirs:
        return False
    pairs = [(a, b) for a in one.held for b in other.held if a.rank == b.rank or None in (a.rank, b.rank)]
    return any(all_differ([a.number], [b.number]) for a, b in pairs)


def too_far_in_time(one: Evidence, other: Evidence) -> bool:
    return years_between(one.years, other.years) > LONGEST_SERVICE


AGAINST: tuple[tuple[str, Against], ...] = (
    ("decided", decided_apart),
    ("case", left_apart_in_a_case),
    ("suffix", other_suffix),
    ("middle name", other_middle),
    ("given name", other_first),
    ("kind", other_kind),
    ("department", other_department),
    ("number", other_number),
    ("time", too_far_in_time),
)
"""What speaks against two being one, whatever else they have in common."""


def contradicts(one: Evidence, other: Evidence, but: Iterable[str] = ()) -> str | None:
    """What speaks against the two being one; None where nothing does."""
    left_out = set(but)
    return next((name for name, against in AGAINST if name not in left_out and against(one, other)), None)
