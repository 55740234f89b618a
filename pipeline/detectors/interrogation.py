"""How suspects were questioned and what became of what they said (domain reference T15 to T21)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from pipeline.detectors.detector import BENCH_AND_COUNSEL, COUNSEL, Detector, Lexicons, find_by_lexicon
from pipeline.records import Found

if TYPE_CHECKING:
    from spacy.tokens import Doc


def find_coerced_confessions(doc: Doc, lexicons: Lexicons) -> Iterator[Found]:
    """The page records force, threats, promises, deprivation or long hours around a suspect's statement."""
    yield from find_by_lexicon(doc, lexicons, "coerced_confessions", "coerced_confession", BENCH_AND_COUNSEL)


def find_juvenile_interrogations(doc: Doc, lexicons: Lexicons) -> Iterator[Found]:
    """The page records that somebody under age was questioned, or that a parent was kept away or told late."""
    yield from find_by_lexicon(doc, lexicons, "juvenile_interrogations", "juvenile_interrogation", BENCH_AND_COUNSEL)


def find_vulnerable_suspects(doc: Doc, lexicons: Lexicons) -> Iterator[Found]:
    """The page records a disability, illness, intoxication or language barrier of a suspect who was questioned."""
    yield from find_by_lexicon(doc, lexicons, "vulnerable_suspects", "vulnerable_suspect", BENCH_AND_COUNSEL)


def find_rights_irregularities(doc: Doc, lexicons: Lexicons) -> Iterator[Found]:
    """The page records late or missing warnings, a wish for counsel or silence passed over, or a long detention."""
    yield from find_by_lexicon(doc, lexicons, "rights_irregularities", "rights_violation", BENCH_AND_COUNSEL)


def find_confession_mismatches(doc: Doc, lexicons: Lexicons) -> Iterator[Found]:
    """The page records that a suspect was told details, or that a statement does not fit the facts."""
    yield from find_by_lexicon(doc, lexicons, "confession_mismatches", "confession_contamination_or_mismatch", COUNSEL)


def find_fabricated_statements(doc: Doc, lexicons: Lexicons) -> Iterator[Found]:
    """The page records a sign that a statement was not made, or not signed, by whom it is attributed to."""
    yield from find_by_lexicon(doc, lexicons, "fabricated_statements", "fabricated_statement", BENCH_AND_COUNSEL)


def find_recording_gaps(doc: Doc, lexicons: Lexicons) -> Iterator[Found]:
    """The page records that an interview or a viewing was not recorded, or only in part."""
    yield from find_by_lexicon(doc, lexicons, "recording_gaps", "recording_gap", BENCH_AND_COUNSEL)


DETECTORS = (
    Detector("coerced_confession", find_coerced_confessions, 1, ("coerced_confessions",)),
    Detector("juvenile_interrogation", find_juvenile_interrogations, 1, ("juvenile_interrogations",)),
    Detector("vulnerable_suspect", find_vulnerable_suspects, 1, ("vulnerable_suspects",)),
    Detector("rights_violation", find_rights_irregularities, 1, ("rights_irregularities",)),
    Detector("confession_contamination_or_mismatch", find_confession_mismatches, 1, ("confession_mismatches",)),
    Detector("fabricated_statement", find_fabricated_statements, 1, ("fabricated_statements",)),
    Detector("recording_gap", find_recording_gaps, 1, ("recording_gaps",)),
)
