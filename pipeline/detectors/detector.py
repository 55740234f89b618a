"""What a detector is, and what most of them share: entries of one lexicon that hold make findings of one type."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from pipeline.concepts import Concepts
from pipeline.detectors.damage import vocabulary
from pipeline.detectors.frames import Framed, find_frames, is_evidence, slots_of
from pipeline.detectors.parties import amount_slots, author_slots, in_order, party_slots, speaker_slots
from pipeline.detectors.passages import TESTIMONY, UNLABELLED, Sheet, is_muted, read_sheet
from pipeline.detectors.prospects import Index
from pipeline.detectors.sense import NO_SENSES, Network, Senses, Told, read_senses
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
SPARED = frozenset({Assertion.ALLEGED, Assertion.QUESTION_ONLY})
"""What the network has learned to tell by itself: who alleges something, and which questions take it for granted."""
SHARED = ("damage",)
"""Lexicons that every detector reads."""


@dataclass(frozen=True, slots=True)
class Lexicons:
    """What a detector knows: the lexicons it names, and the concepts that stand in entries of these. `index` is that
    of all detectors that look at the page, so that it is read once for all of them; `severities` are those of the
    types; `network` says what passages mean beside the lexicons, None where the setting `lead_model` is none."""

    files: Mapping[str, Lexicon]
    concepts: Concepts
    index: Index
    severities: Mapping[str, int]
    network: Network | None

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


def senses_of(sheet: Sheet, lexicons: Lexicons) -> Senses:
    """What the passages of the page mean; nothing without a network."""
    return NO_SENSES if lexicons.network is None else read_senses(sheet, lexicons.network)


def find_by_lexicon(doc: Doc, lexicons: Lexicons, name: str, type_: str, silent: frozenset[str]) -> Iterator[Found]:
    """At most one finding for a passage, or a question with its answer: the first entry of the lexicon that holds and
    that the network does not deny, else what the network alone says.

    What speakers of the `silent` roles say in a transcript is no evidence of this type.
    """
    sheet = sheet_of(doc, lexicons)
    senses = senses_of(sheet, lexicons)
    quoted: list[tuple[int, int]] = []
    for framed in find_frames(sheet, lexicons[name], silent):
        if (not quoted or framed.start >= quoted[-1][1]) and not senses.denies(type_, *framed.quote):
            quoted.append(framed.quote)
            yield found(sheet, framed, type_)
    for told in find_told(sheet, senses, name, type_, silent):
        if not any(start < told.end and told.start < end for start, end in quoted):
            yield found_by_sense(sheet, told, type_, lexicons.severities[type_])


def find_told(sheet: Sheet, senses: Senses, name: str, type_: str, silent: Collection[str]) -> Iterator[Told]:
    """What the network says of this type where it can be stated: by somebody who counts, in a paper of the case."""
    if not is_evidence(sheet, name):
        return
    for told in senses.told(type_):
        passage = sheet.passage_at(told.peak[0])
        if passage.role not in silent and not is_muted(sheet.doc, *told.peak, SPARED):
            yield told


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


def found_by_sense(sheet: Sheet, told: Told, type_: str, severity: int, slots: tuple[Slot, ...] = ()) -> Found:
    """The finding of passages that the network understands, with the people who stand there; the slot `sense` holds the
    words that say it most, and how likely it is."""
    passage, part = sheet.passage_at(told.peak[0]), (told.start, told.end)
    named = {*slots, *author_slots(sheet.doc), *amount_slots(sheet.doc, part)}
    if passage.role in TESTIMONY:
        named |= set(speaker_slots(sheet.doc, told.start))
    sense = Slot("sense", *told.peak, f"{told.likely:.4f}")
    return Found(
        type=type_,
        start=told.start,
        end=told.end,
        assertion=_taken(assertion_at(sheet.doc, *told.peak)),
        severity=severity,
        speaker=None if passage.role == "question" else passage.speaker,
        slots=in_order({sense, *named, *party_slots(sheet.doc, part, named)}),
        verify_image=bool(polarity_words(sheet.doc, *part)),
    )


def status_of(sheet: Sheet, framed: Framed) -> Assertion:
    """What the page does with the fact. Negations are part of the entries' own words, and an answer has adopted them:
    what is left is whether the fact stands under a condition, is alleged, or is quoted."""
    if stated := framed.entry.fields.get("assertion"):
        return Assertion(stated)
    return _taken(assertion_at(sheet.doc, framed.start, framed.end))


def _taken(status: Assertion) -> Assertion:
    return status if status in {Assertion.ALLEGED, Assertion.QUOTED_OTHER} else Assertion.AFFIRMED
