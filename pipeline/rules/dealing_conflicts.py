"""Dealings with a source that an affidavit swears to, against the list of payments or contacts (C17)."""

from collections.abc import Iterator
from datetime import date, timedelta

from pipeline.records import Finding, Group
from pipeline.rules.sides import Pair, days_in, elsewhere, of_types, value_of

_WHOLE = len("1990-01-01")


def find_dealing_pairs(group: Group, rule: str) -> Iterator[Pair]:
    """The source is the same by his number in the same case. A list speaks for the days from its first to its last."""
    lists: dict[str, dict[str, list[Finding]]] = {}
    for entry in of_types(group, "listed_dealing"):
        lists.setdefault(value_of(entry, "number") or "", {}).setdefault(entry.sha256, []).append(entry)
    for claim in of_types(group, "sworn_dealing"):
        number = value_of(claim, "number")
        for _document, entries in sorted(lists.get(number, {}).items() if number else ()):
            days = sorted({day for entry in entries for day in days_in(entry) if len(day) == _WHOLE})
            if elsewhere(claim, entries) and any(_is_missing(day, days) for day in days_in(claim)):
                scope = f"Scope: source {number}, the days from {days[0]} to {days[-1]}."
                yield Pair(rule, "C17", (claim,), tuple(entries), (), scope)


def _is_missing(day: str, days: list[str]) -> bool:
    """Is a day within the time of the list, and none of its entries on it or a day beside it?"""
    if len(day) != _WHOLE or len(days) < 2 or not days[0] < day < days[-1]:
        return False
    near = {(date.fromisoformat(day) + timedelta(days=shift)).isoformat() for shift in (-1, 0, 1)}
    return not near & set(days)
