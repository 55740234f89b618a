"""Rates over rows: found with the right type, with a neighbouring one, what fired on look-alikes."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from benchmarks.leads.truth import INCENTIVES, Row
from pipeline.records import Lead

GRAVE = 3
"""Leads of severity 4 are context and pointers: they never count as false."""


@dataclass(frozen=True, slots=True)
class Judged:
    """A row beside the leads that it gave."""

    row: Row
    leads: tuple[Lead, ...]

    @property
    def right(self) -> bool:
        return any(lead.type == self.row.type for lead in self.leads)

    @property
    def near(self) -> bool:
        return any(lead.type == self.row.type or lead.type in self.row.also for lead in self.leads)

    @property
    def said_right(self) -> bool:
        """Is a lead of the right type asserted as the row says?"""
        return any(lead.type == self.row.type and lead.status == self.row.assertion for lead in self.leads)

    @property
    def strange(self) -> tuple[Lead, ...]:
        """Leads of severity 1 to 3 of a type that the row does not allow. Each page of a row of several may well give
        leads of its own, so there only the silent ones count."""
        if not self.row.silent and len(self.row.passages) > 1:
            return ()
        allowed = self.row.also if self.row.silent else self.row.also | {self.row.type}
        return tuple(lead for lead in self.leads if lead.severity <= GRAVE and lead.type not in allowed)


@dataclass(frozen=True, slots=True)
class Rate:
    """`right` and `near` of `of` rows."""

    right: int
    near: int
    of: int


def rate(judged: Iterable[Judged]) -> Rate:
    """Over the rows that should give something."""
    rows = [one for one in judged if not one.row.silent]
    return Rate(sum(one.right for one in rows), sum(one.near for one in rows), len(rows))


def rate_by(judged: Iterable[Judged], key: Callable[[Row], str]) -> dict[str, Rate]:
    groups: dict[str, list[Judged]] = defaultdict(list)
    for one in judged:
        if not one.row.silent:
            groups[key(one.row)].append(one)
    return {name: rate(group) for name, group in sorted(groups.items())}


def rate_groups(judged: Sequence[Judged]) -> dict[str, Rate]:
    """All, clean and damaged, what a page alone makes severity 1, and the incentive family."""
    return {
        "all": rate(judged),
        "clean": rate(one for one in judged if not one.row.damaged),
        "damaged": rate(one for one in judged if one.row.damaged),
        "severity 1": rate(one for one in judged if one.row.severity == 1),
        "incentive family": rate(one for one in judged if one.row.type in INCENTIVES),
        "severity 1 and incentives": rate(one for one in judged if one.row.severity == 1 or one.row.type in INCENTIVES),
    }


def print_rates(title: str, rates: Mapping[str, Rate]) -> None:
    print(f"\n{title:36} right   near     of")
    for name, one in rates.items():
        print(f"{name:36} {_share(one.right, one.of):>5} {_share(one.near, one.of):>6} {one.of:6}")


def print_silent(judged: Sequence[Judged]) -> None:
    """Look-alikes that fire, and what fires beside the right types on the others."""
    print("\nlook-alikes that fire")
    silent = [one for one in judged if one.row.silent]
    for name, group in (
        ("clean", [one for one in silent if not one.row.damaged]),
        ("damaged", [one for one in silent if one.row.damaged]),
        ("all", silent),
    ):
        fired = sum(bool(one.strange) for one in group)
        print(f"{name:36} {fired} of {len(group)} ({_share(fired, len(group))})")
    others = [one for one in judged if not one.row.silent]
    extra = sum(len(one.strange) for one in others)
    print(f"leads of types that a row neither has nor allows: {extra} on {len(others)} positive rows")
    found = [one for one in others if one.right]
    said = sum(one.said_right for one in found)
    print(f"assertion right: {said} of {len(found)} rows found with the right type ({_share(said, len(found))})")


def _share(part: int, whole: int) -> str:
    return f"{part / whole:.3f}" if whole else "-"
