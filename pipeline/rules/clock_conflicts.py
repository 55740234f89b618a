"""Times of one event that do not agree (C6), and a statement before its warnings (C8)."""

import re
from collections import defaultdict
from collections.abc import Iterator

from pipeline.records import Finding, Group
from pipeline.rules.features import OFFICIALS
from pipeline.rules.sides import Pair, elsewhere, of_types, persons_in, value_of

LEAST = 15
"""Minutes: clocks differ, and times are rounded to the quarter of an hour."""
_DAY = 24 * 60
_HALF = 12 * 60
_WARNED = 3
"""Minutes: a statement is often timed by its first words, the form by its last."""
Key = tuple[str, str]


def find_clock_pairs(group: Group, rule: str) -> Iterator[Pair]:
    yield from _reported_and_logged(group, rule)
    yield from _before_warning(group, rule)


def _by_event(findings: list[Finding]) -> dict[Key, list[Finding]]:
    """Times of each event of each day."""
    events: dict[Key, list[Finding]] = defaultdict(list)
    for finding in findings:
        event, day = value_of(finding, "event"), day_of(finding)
        if event is not None and day is not None:
            events[event, day].append(finding)
    return events


def day_of(finding: Finding) -> str | None:
    return value_of(finding, "day") or (finding.dated.isoformat() if finding.dated is not None else None)


def minutes_of(finding: Finding) -> tuple[int, ...]:
    """The time in minutes of the day; two where it may be of either half of it."""
    time = value_of(finding, "time") or ""
    if not time:
        return ()
    minutes = int(time[:2]) * 60 + int(time[3:5])
    return (minutes, (minutes + _HALF) % _DAY) if time.endswith("?") else (minutes,)


def apart(one: Finding, other: Finding) -> int:
    """Minutes between the two, the shortest way around the clock; a day where a time is missing does not come here."""
    gaps = [abs(a - b) for a in minutes_of(one) for b in minutes_of(other)]
    return min((min(gap, _DAY - gap) for gap in gaps), default=0)


def _reported_and_logged(group: Group, rule: str) -> Iterator[Pair]:
    """C6. The log has other times for this event too; the nearest counts."""
    logged = _by_event(of_types(group, "logged_time"))
    for key, reports in sorted(_by_event(of_types(group, "reported_time")).items()):
        if key[0] in {"rights", "statement"}:
            continue
        for report in reports:
            same = [one for one in elsewhere(report, logged.get(key, [])) if _same_event(report, one)]
            if same and all(apart(report, one) > LEAST for one in same):
                nearest = min(same, key=lambda one: (apart(report, one), one.sha256, one.start))
                people = tuple(sorted(_civilians(report) & _civilians(nearest)))
                scope = f"Scope: the same event ({key[0]}) on {key[1]}, {apart(report, nearest)} minutes apart."
                yield Pair(rule, "C6", (report,), (nearest,), people, scope)


def _civilians(finding: Finding) -> frozenset[str]:
    named = frozenset(s.person for s in finding.slots if s.person is not None and s.name not in {*OFFICIALS, "author"})
    return persons_in(finding, "subject") or named


def _officers(finding: Finding) -> frozenset[str]:
    return persons_in(finding, "officer", "author", "mentioned")


def _same_event(report: Finding, logged: Finding) -> bool:
    """The same prisoner where the log names one; else somebody who stands in both."""
    held, booked = _civilians(report), _civilians(logged)
    if held and booked:
        return bool(held & booked)
    return bool((_officers(report) | held) & (_officers(logged) | booked)) or _is_named(report, logged)


def _is_named(report: Finding, logged: Finding) -> bool:
    """Does the surname of the prisoner stand in the entry of the log, where nobody else was recognised in it?"""
    words = set(re.findall(r"[a-z]{4,}", logged.quote.lower()))
    names = (slot.quote.lower() for slot in report.slots if slot.name == "subject")
    return any(surname in words for name in names for surname in re.findall(r"[a-z]{4,}", name)[-1:])


def _before_warning(group: Group, rule: str) -> Iterator[Pair]:
    """C8. The first warning of a person on a day counts."""
    times = _by_event(of_types(group, "reported_time", "logged_time"))
    for (event, day), statements in sorted(times.items()):
        if event != "statement":
            continue
        for statement in statements:
            warnings = [w for w in times.get(("rights", day), []) if _civilians(w) & _civilians(statement)]
            if not warnings or not all(minutes_of(w) for w in warnings):
                continue
            first = min(warnings, key=lambda w: (min(minutes_of(w)), w.sha256, w.start))
            if elsewhere(statement, [first]) and max(minutes_of(statement)) + _WARNED < min(minutes_of(first)):
                people = tuple(sorted(_civilians(first) & _civilians(statement)))
                scope = f"Scope: the first warning of the day ({day})."
                yield Pair(rule, "C8", (statement,), (first,), people, scope)
