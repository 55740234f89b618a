"""What a detector is, and what most of them share: entries of one lexicon that hold make findings of one type."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from pipeline.concepts import Concepts
from pipeline.detectors.damage import vocabulary
from pipeline.detectors.frames import Framed, find_frames, slots_of
from pipeline.detectors.parties import author_slots, in_order, party_slots, speaker_slots
from pipeline.detectors.passages import TESTIMONY, UNLABELLED, Sheet, read_sheet
from pipeline.detectors.prospects import Index
from pipeline.language.assertion import assertion_at, polarity_words
from pipeline.lexicons import Lexicon
from pipeline.records import Assertion, Found, Slot

if TYPE_CHECKING:
    from spacy.tokens import Doc

COUNSEL = frozenset({"lawyer"})
BENCH_AND_COUNSEL = frozenset({"lawyer", "court", UNLABELLED})
OTHER_MATTERS = frozenset({"press_clipping", "policy_training", "court_opinion"})
"""Kinds of documents that tell of other cases, or of none (domain reference B9, B10, B14)."""
RULES_AND_OPINIONS = frozenset({"policy_training", "court_opinion"})
"""Kinds that say what should be done, or what another court was told."""
SHARED = ("damage",)
"""Lexicons that every detector reads."""


@dataclass(frozen=True, slots=True)
class Lexicons:
    """What a detector knows: the lexicons it names, and the concepts that stand in entries of these. `index` is that
    of all detectors that look at the page, so that it is read once for all of them."""

    files: Mapping[str, Lexicon]
    concepts: Concepts
    index: Index

    def __getitem__(self, name: str) -> Lexicon:
        return self.files[name]


@dataclass(frozen=True, slots=True)
class Detector:
    """`find` reads a page and yields what it says, as offsets, and never raises on any text. `version` is raised when
    the same words are found in another way; `lexicons` are the files it reads, beside those that all read."""

    name: str
    find: Callable[[Doc, Lexicons], Iterator[Found]]
    version: int
    lexicons: tuple[str, ...]


def sheet_of(doc: Doc, lexicons: Lexicons) -> Sheet:
    """The page as detectors read it. Its words are those of all detectors, so that it is made once for a page."""
    return _sheet(doc, lexicons["damage"], lexicons.concepts, lexicons.index)


@lru_cache(maxsize=1)
def _sheet(doc: Doc, damage: Lexicon, concepts: Concepts, index: Index) -> Sheet:
    return read_sheet(doc, vocabulary(damage), concepts, index)


def find_by_lexicon(doc: Doc, lexicons: Lexicons, name: str, type_: str, silent: frozenset[str]) -> Iterator[Found]:
    """At most one finding for a passage, or a question with its answer: the first entry of the lexicon that holds.

    What speakers of the `silent` roles say in a transcript is no evidence of this type.
    """
    sheet = sheet_of(doc, lexicons)
    reached = -1
    for framed in find_frames(sheet, lexicons[name], silent):
        if framed.start >= reached:
            reached = framed.quote[1]
            yield found(sheet, framed, type_)


def find_in_case_papers(doc: Doc, lexicons: Lexicons, name: str, type_: str) -> Iterator[Found]:
    """As `find_by_lexicon`, where neither bench and counsel nor news, policies and opinions are evidence."""
    if doc._.kind not in OTHER_MATTERS:
        yield from find_by_lexicon(doc, lexicons, name, type_, BENCH_AND_COUNSEL)


def found(sheet: Sheet, framed: Framed, type_: str, slots: tuple[Slot, ...] = ()) -> Found:
    """The finding of an entry that holds, with its own slots, `slots`, and the people who stand in the passage."""
    fields, passage = framed.entry.fields, framed.passage
    start, end = framed.quote
    named = {*slots, *slots_of(framed.slots)}
    if passage.role in TESTIMONY:
        named |= set(speaker_slots(sheet.doc, start))
    named |= set(author_slots(sheet.doc))
    return Found(
        type=type_,
        start=start,
        end=end,
        assertion=status_of(sheet, framed),
        severity=int(fields.get("severity", 3)),
        subtype=fields.get("subtype"),
        speaker=None if passage.role == "question" else passage.speaker,
        slots=in_order({*named, *party_slots(sheet.doc, (start, end), named)}),
        verify_image=bool(polarity_words(sheet.doc, framed.start, framed.end)),
    )


def status_of(sheet: Sheet, framed: Framed) -> Assertion:
    """What the page does with the fact. Negations are part of the entries' own words, and an answer has adopted them:
    what is left is whether the fact stands under a condition, is alleged, or is quoted."""
    if stated := framed.entry.fields.get("assertion"):
        return Assertion(stated)
    status = assertion_at(sheet.doc, framed.start, framed.end)
    return status if status in {Assertion.ALLEGED, Assertion.QUOTED_OTHER} else Assertion.AFFIRMED
