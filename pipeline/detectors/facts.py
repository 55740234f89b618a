"""Facts of a page that are no lead by themselves: rules set them against other pages (domain reference 1.11)."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from pipeline.detectors.detector import OTHER_MATTERS, Detector, Lexicons, sheet_of
from pipeline.detectors.fact_papers import about_slots, find_narrative, find_papers, line_of, number_of, witnesses_of
from pipeline.detectors.fact_times import RECORDS, find_stays, find_times
from pipeline.detectors.fact_turns import with_turns
from pipeline.detectors.frames import Framed, find_frames
from pipeline.detectors.parties import author_slots, party_slots, speaker_slots
from pipeline.detectors.passages import TESTIMONY, UNLABELLED, Sheet, is_negated
from pipeline.lexicons import Lexicon
from pipeline.records import Assertion, Found, PersonKind, Slot

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span

NAME = "page_facts"
LEXICON = "page_facts"
EVENTS = "fact_events"
COUNSEL_ROLES = frozenset({"lawyer", "court", "other", UNLABELLED})
_ARGUED = re.compile(
    r"\b(?:members\s+of\s+the\s+jury|ladies\s+and\s+gentlemen|in\s+this\s+case|you\s+(?:have\s+)?heard|evidence)\b",
    re.I,
)
_NOTHING = re.compile(
    r"\b(?:no\s?body|no\s?one|none|nothing|never|not\s+(?:one|a|any)|no\s+(?:evidence|witness|proof|testimony|report|sign|trace"
    r"|mention|paper|other|such)|without|nor|neither|there\s+(?:is|was|were)\s+no|no)\b",
    re.I,
)
_SIGHT = re.compile(
    r"\b(?:saw|seen|observed?|noticed|heard|describ\w+|stat(?:es|ed)|sts|found|recovered|lifted|told|report(?:s|ed)|sa[iy](?:s|d)?"
    r"|there\s+(?:was|were)|advis\w+|indicat\w+)\b",
    re.I,
)
LISTED = frozenset({"rap_sheet", "docket_sheet", "warrant_check"})
"""Kinds of papers whose lines are entries of a record."""
BEFORE = 200
"""Characters before a sentence that names nobody in which the one it goes on about is named."""
DAYS = 12
"""A page with more dates is a list of many, and of no day."""
_WHO = frozenset({"speaker", "subject", "witness", "person", "suspect", "defendant", "informant", "officer", "analyst"})
_BORN = re.compile(r"\b(?:d\.?o\.?b\b\.?|born|birth(?:\s*date)?|date\s+of\s+birth)\W*(?:on\s+)?$", re.IGNORECASE)
CONTEXT = 4
"""The severity of every fact: context, which never ranks by itself."""


def find_page_facts(doc: Doc, lexicons: Lexicons) -> Iterator[Found]:
    """The page states something that another page may not agree with."""
    if doc._.kind in OTHER_MATTERS:
        return
    text = doc.text
    sheet = with_turns(sheet_of(doc, lexicons), text, lexicons["answers"])
    about = tuple(about_slots(doc, text))
    stated: dict[tuple[str, int], list[Framed]] = defaultdict(list)
    for framed in find_frames(sheet, lexicons[LEXICON]):
        if (fact := _fact_of(sheet, framed)) is not None:
            stated[fact, framed.passage.start].append(framed)
    for (fact, _place), frames in stated.items():
        found = _found(sheet, fact, frames, about)
        if frames[0].entry.fields.get("page_days") and not any(slot.name == "date" for slot in found.slots):
            found = replace(found, slots=(*found.slots, *_days_of_page(doc)))
        if not frames[0].entry.fields.get("needs_person") or any(slot.name in _WHO for slot in found.slots):
            yield found
    yield from _entries(sheet, text, lexicons[LEXICON], about)
    events = lexicons[EVENTS]
    times = (*find_times(doc, text, events), *find_stays(doc, text, events))
    told = find_narrative(doc, text, sheet.passages, lexicons["set_phrases"])
    for fact, span, slots in (*times, *find_papers(doc, text), *told):
        yield make(sheet, fact, span, (*slots, *about))


def _days_of_page(doc: Doc) -> Iterator[Slot]:
    """A card or a register is of its days, wherever they stand on it."""
    for span in list(doc.spans.get("dates", ()))[:DAYS]:
        yield Slot("date", span.start_char, span.end_char, span._.value)


def _entries(sheet: Sheet, text: str, lexicon: Lexicon, about: tuple[Slot, ...]) -> Iterator[Found]:
    """The lines of a record of arrests and convictions, each with its own day, or that of the line before it."""
    if sheet.doc._.kind not in LISTED or not about:
        return
    told: set[tuple[int, int]] = set()
    for entry in (entry for entry in lexicon.entries if entry.fields.get("by_line")):
        for match in entry.find(text):
            start, end = line_of(text, match.start)
            if (start, end) in told:
                continue
            told.add((start, end))
            topic = Slot("topic", match.start, match.end, str(entry.fields["topic"]))
            found = make(sheet, str(entry.fields["fact"]), (start, end), (topic, *about))
            yield found if any(slot.name == "date" for slot in found.slots) else _dated(sheet, found)


def _dated(sheet: Sheet, found: Found) -> Found:
    before = [s for s in sheet.doc.spans.get("dates", ()) if found.start - BEFORE <= s.start_char < found.start]
    days = (Slot("date", s.start_char, s.end_char, s._.value) for s in before[-1:])
    return replace(found, slots=(*found.slots, *(day for day in days if not _is_birth(sheet.text, day))))


def _fact_of(sheet: Sheet, framed: Framed) -> str | None:
    """What the entry states in this passage, or None where it needs a day or a kind of paper that is not there."""
    fields, (start, end) = framed.entry.fields, framed.quote
    if fields.get("needs_day") and not _whole_days(sheet.doc, start, end):
        return None
    if fields["fact"] == "presence" and sheet.doc._.kind in RECORDS:
        return None
    if fields.get("by_line") and sheet.doc._.kind in LISTED:
        return None
    if "kinds_only" in fields and sheet.doc._.kind not in fields["kinds_only"]:
        return None
    fact = str(fields["fact"])
    return _seen_or_argued(framed) if fact == "seen" else fact


def _whole_days(doc: Doc, start: int, end: int) -> list[Span]:
    dates = (span for span in doc.spans.get("dates", ()) if start <= span.start_char < end)
    return [span for span in dates if span._.value is not None and len(span._.value) == len("1990-01-01")]


def _seen_or_argued(framed: Framed) -> str | None:
    """Somebody records that it was seen, or counsel argues that there was nothing of the kind."""
    passage = framed.passage
    before = passage.text[: framed.start - passage.start]
    if passage.role in COUNSEL_ROLES or (passage.role is None and _ARGUED.search(passage.text)):
        return "argued_absent" if _NOTHING.search(before) else None
    if passage.role is not None or _NOTHING.search(before):
        return None
    return "seen" if _SIGHT.search(passage.text) else None


def _found(sheet: Sheet, fact: str, frames: list[Framed], about: tuple[Slot, ...]) -> Found:
    """One finding for all topics of a passage, cited whole, a question with its answer."""
    passage = frames[0].passage
    start, end = frames[0].quote
    end = _adopted(sheet, frames[0].index, end)
    topics = tuple(
        Slot("topic", framed.start, framed.end, _topic(framed)) for framed in frames if "topic" in framed.entry.fields
    )
    spoken = _speaker(sheet, start) if passage.role in TESTIMONY else about
    return make(sheet, fact, (start, end), (*topics, *spoken), passage.speaker)


def _topic(framed: Framed) -> str:
    """The topic; after "no" where it was looked for and not found."""
    topic = str(framed.entry.fields["topic"])
    absent = framed.entry.fields["fact"] == "found_means" and is_negated(
        framed.passage.text, framed.start - framed.passage.start
    )
    return f"no {topic}" if absent else topic


def _speaker(sheet: Sheet, start: int) -> tuple[Slot, ...]:
    """The witness who testifies; an officer in the stand too."""
    named = tuple(speaker_slots(sheet.doc, start))
    heads = () if named else witnesses_of(sheet.doc, sheet.text)
    return named or tuple(Slot("speaker", mention.start, mention.end) for mention in heads[:1])


def _adopted(sheet: Sheet, index: int, end: int) -> int:
    """Whatever bench or counsel asks is cited with what the next speaker says to it."""
    passage, rest = sheet.passages[index], sheet.passages[index + 1 : index + 2]
    asks = passage.text.rstrip().endswith("?") and passage.role != "question"
    heard = bool(rest) and (rest[0].role == passage.role or rest[0].role in COUNSEL_ROLES)
    return rest[0].end if asks and heard else end


def make(sheet: Sheet, fact: str, span: tuple[int, int], slots: tuple[Slot, ...], speaker: str | None = None) -> Found:
    """A fact with all who stand in its words and the officer in whose paper it stands."""
    doc, (start, end) = sheet.doc, span
    named = {*slots, *author_slots(doc)}
    taken = [slot for slot in named if slot.name in {"date", "from", "to"}]
    parties = {slot for slot in party_slots(doc, span, taken) if not _is_birth(sheet.text, slot)}
    if not any(slot.name in _WHO for slot in (*named, *parties)):
        parties |= set(_named_before(doc, start))
    sources = ((m, number_of(sheet.text, m)) for m in doc._.mentions if start <= m.start < end)
    numbers = {Slot("number", m.start, m.end, number) for m, number in sources if number}
    return Found(
        type=fact,
        start=start,
        end=end,
        assertion=Assertion.AFFIRMED,
        severity=CONTEXT,
        speaker=speaker,
        slots=tuple(sorted({*named, *parties, *numbers}, key=lambda slot: (slot.start, slot.end, slot.name))),
    )


def _is_birth(text: str, slot: Slot) -> bool:
    """Is it the date on which somebody was born?"""
    return slot.name == "date" and _BORN.search(text[max(0, slot.start - 20) : slot.start]) is not None


def _named_before(doc: Doc, start: int) -> Iterator[Slot]:
    """Words that name nobody go on about the person named last, and his day: "no record of him on duty that night"."""
    near = start - BEFORE
    people = [m for m in doc._.mentions if near <= m.start < m.end <= start and m.kind is not PersonKind.OFFICER]
    for mention in people[-1:]:
        yield Slot("person", mention.start, mention.end)
    for span in [span for span in doc.spans.get("dates", ()) if near <= span.start_char < start][-1:]:
        yield Slot("day", span.start_char, span.end_char, span._.value)


FACTS = Detector(NAME, find_page_facts, 1, (LEXICON, EVENTS, "answers", "set_phrases"))
