"""When something happened by the clock, and where somebody was kept from which day to which (domain reference C6, C8,
C16, C22)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from pipeline.detectors.fact_papers import Fact, line_of
from pipeline.lexicons import Lexicon
from pipeline.records import Slot

if TYPE_CHECKING:
    from spacy.tokens import Doc

_CLOCK = re.compile(
    r"(?<![\d:/.$#-])(?P<h>[01]?\d|2[0-3])(?P<colon>:)(?P<m>[0-5]\d)(?P<s>:[0-5]\d)?(?:\s*(?P<half>[ap])\.?\s?m\b\.?)?(?![\d:/-])"
    r"|(?<![\d:/.$#-])(?P<h2>[01]\d|2[0-3])(?P<m2>[0-5]\d)(?=\s*(?:h(?:ou)?rs?\b|h\b|$|\n|\s{2,}|[.,;)]))"
    r"|(?<![\d:/.$#-])(?P<h3>1[0-2]|[1-9])\s*(?P<half3>[ap])\.?\s?m\b\.?",
    re.IGNORECASE,
)
_LABELLED = re.compile(r"\b(?:time|hours?|hrs)\b[^\n\d]{0,30}$", re.IGNORECASE)
_YEAR = re.compile(r"(?:19|20)\d\d$")
_LOG_LINE = re.compile(
    r"^[ \t]*(?:\d{1,2}/\d{1,2}/\d{2,4}[ \t]+)?(?:[01]?\d|2[0-3]):?[0-5]\d(?::[0-5]\d)?[ \t]", re.MULTILINE
)
_LOG = 3
"""So many lines that open with a time of day make a log."""
_REACH = 90
"""Characters between an event and its time on one line or in one sentence."""
_BREAK = re.compile(r"\n\s*\n|(?<=[a-z]{4})\.\s+(?=[A-Z])|\s{4,}")


RECORDS = frozenset({"jail_movement", "medical_record", "visit_log", "docket_sheet", "probation_presentence"})
"""Kinds of papers that say where somebody is kept; a paper of no known kind may be one too."""


class Event(NamedTuple):
    """Words of an event with their offsets."""

    name: str
    start: int
    end: int


def find_times(doc: Doc, text: str, events: Lexicon) -> Iterator[Fact]:
    """Each time of day beside the words of an event: `reported_time`, or `logged_time` in a log or a printout."""
    if doc._.turns:
        return
    fact = "logged_time" if is_log(doc, text) else "reported_time"
    found, told = list(_events(text, events, "event")), set[tuple[int, int]]()
    for clock in _CLOCK.finditer(text):
        value = _minutes(text, clock)
        event = _nearest(text, found, clock.start(), clock.end(), fact == "logged_time") if value else None
        if value is None or event is None:
            continue
        first, last = min(event.start, clock.start()), max(event.end, clock.end())
        span = line_of(text, first)[0], line_of(text, last - 1)[1]
        span = (first, span[1]) if span in told else span
        told.add(span)
        time = Slot("time", clock.start(), clock.end(), value)
        yield fact, span, (time, Slot("event", event.start, event.end, event.name), *_day(doc, span))


def is_log(doc: Doc, text: str) -> bool:
    """Was it written by a machine or a dispatcher, line by line? Such times are not remembered, but stamped."""
    return doc._.kind == "cad_911" or len(_LOG_LINE.findall(text)) >= _LOG


def find_stays(doc: Doc, text: str, events: Lexicon) -> Iterator[Fact]:
    """`stay`: where a record says that somebody was kept from one day to another; "out" from a release."""
    if doc._.turns or (doc._.kind is not None and doc._.kind not in RECORDS):
        return
    rows = list(_rows(doc, text, events))
    if not any(row.name for row in rows):
        return
    house = "hospital" if _CARE.search(text) and not _JAILED.search(text) else "jail"
    first, last = rows[0], rows[-1]
    if first.name == "enters":
        yield "stay", (first.span[0], first.at[1]), _out(first, "to")
    for row, after in pairwise(rows):
        if row.name != "leaves":
            start, end = min(row.span[0], after.span[0]), max(row.span[1], after.span[1])
            yield "stay", (start, end), (*_stay_slots(text, row, after), Slot("house", *row.at, house))
    if last.name == "leaves":
        yield "stay", (last.at[0], last.span[1]), _out(last, "from")


def _out(row: Row, edge: str) -> tuple[Slot, ...]:
    """Not kept until, or from, this day."""
    return Slot(edge, *row.at, row.day), Slot("place", *row.at, "out")


class Row(NamedTuple):
    """A dated entry: `name` is enters, leaves, moves or nothing; `at` are the offsets of its date, `place` those of
    where it says that somebody is from then on."""

    day: str
    name: str
    at: tuple[int, int]
    span: tuple[int, int]
    place: tuple[int, int]


_TO = re.compile(
    r"\b(?:TO|INTO|AT|LOCATION|CELL|HOUSED|HOUSING|WARD|UNIT)\b[:\s]+(?=[A-Za-z0-9])|(?:->|=>|→)\s*", re.IGNORECASE
)
_MOVE = re.compile(r"\b(?:to|into|transfer\w*|moved?|housing|cell|tier|block|pod|dorm|ward|from)\b|->|→", re.IGNORECASE)
_CARE = re.compile(r"\b(?:patient|hospital|infirmary|medical\s+center|clinic)\b", re.IGNORECASE)
_JAILED = re.compile(r"\b(?:movement|housing|booking|booked|released\s+(?:on|to)|cell\s+\w*\d|tier)\b", re.IGNORECASE)
_KEPT = re.compile(
    r"\b(?:inmate|prisoner|patient|hospital|jail|prison|workhouse|commitment|committed|penitentiary|reformatory|correction\w*|detention|detainee|ward|facility|sheriff|housing|custody)\b",
    re.IGNORECASE,
)


def _rows(doc: Doc, text: str, events: Lexicon) -> Iterator[Row]:
    """The dated entries of a paper about somebody who is kept somewhere, in the order of their days."""
    if not _KEPT.search(text):
        return
    words = [*_events(text, events, "enters"), *_events(text, events, "leaves")]
    sorts = {entry.id: entry.fields["sort"] for entry in events.entries}
    rows = []
    for span in doc.spans.get("dates", ()):
        value = span._.value
        if value is None or len(value) != len("1990-01-01"):
            continue
        start, end = line_of(text, span.start_char)
        word = _nearest(text, words, span.start_char, span.end_char, False, (start, end))
        name = sorts[word.name] if word is not None else "moves" if _MOVE.search(text[span.end_char : end]) else ""
        if name and (word is not None or text[start : span.start_char].strip() == ""):
            rows.append(
                Row(value, name, (span.start_char, span.end_char), (start, end), _place(text, span.end_char, end))
            )
    yield from sorted(rows)


def _place(text: str, start: int, end: int) -> tuple[int, int]:
    """What stands behind the last "to" of an entry, else all of it."""
    goals = [found.end() for found in _TO.finditer(text, start, end)]
    low = goals[0] if goals else start
    return (low, end) if text[low:end].strip() else (start, end)


def _stay_slots(text: str, row: Row, after: Row) -> tuple[Slot, ...]:
    place = " ".join(text[slice(*row.place)].split()) or "kept"
    return (
        Slot("from", *row.at, row.day),
        Slot("to", *after.at, after.day),
        Slot("place", *(row.place if row.place[1] > row.place[0] else row.at), place),
    )


def _events(text: str, events: Lexicon, sort: str) -> Iterator[Event]:
    for entry in events.entries:
        if entry.fields["sort"] == sort:
            for match in entry.find(text):
                yield Event(entry.id, match.start, match.end)


def _nearest(
    text: str, events: Sequence[Event], start: int, end: int, own_line: bool, within: tuple[int, int] | None = None
) -> Event | None:
    """The event whose words stand nearest to these offsets, with no break between them; a label stands before."""
    if own_line:
        within = line_of(text, start)
    near: list[tuple[int, Event]] = []
    for event in events:
        gap = (event.end, start) if event.end <= start else (end, event.start)
        if gap[1] - gap[0] > _REACH or (within is not None and not within[0] <= event.start < within[1]):
            continue
        if own_line or not _BREAK.search(text, max(gap[0], 0), max(gap[1], gap[0])):
            near.append((gap[1] - gap[0] + (0 if event.end <= start else 3), event))
    return min(near)[1] if near else None


def _minutes(text: str, clock: re.Match[str]) -> str | None:
    """ "HH:MM" of the day; with "?" behind it where it may be of either half of the day."""
    hour = int(clock["h"] or clock["h2"] or clock["h3"])
    minute = int(clock["m"] or clock["m2"] or 0)
    half = (clock["half"] or clock["half3"] or "").lower()
    if clock["h2"] and not re.match(r"\s*h", text[clock.end() :], re.IGNORECASE):
        before = text[max(0, clock.start() - 40) : clock.start()]
        opens = not text[text.rfind("\n", 0, clock.start()) + 1 : clock.start()].strip()
        if (not opens and not _LABELLED.search(before)) or (_YEAR.match(clock[0]) and not _LABELLED.search(before)):
            return None
    if half:
        hour = hour % 12 + (12 if half == "p" else 0)
    open_half = bool(clock["h"]) and not half and not clock["s"] and 1 <= hour <= 12 and len(clock["h"]) < 2
    return f"{hour:02d}:{minute:02d}" + ("?" if open_half else "")


def _day(doc: Doc, span: tuple[int, int]) -> Iterator[Slot]:
    """The day in these words, else the last one before them, else that of the paper (which every finding has)."""
    dates = [s for s in doc.spans.get("dates", ()) if s._.value is not None and len(s._.value) == len("1990-01-01")]
    inside = [s for s in dates if span[0] <= s.start_char < span[1]]
    for day in (inside or [s for s in dates if s.start_char < span[0]][-1:])[:1]:
        yield Slot("day", day.start_char, day.end_char, day._.value)
