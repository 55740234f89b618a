"""Identifications: how the viewing was held, what came of it, how sure, how well seen (domain reference T01 to T06)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from pipeline.detectors.detector import BENCH_AND_COUNSEL, Detector, Lexicons, find_by_lexicon
from pipeline.records import Found

if TYPE_CHECKING:
    from spacy.tokens import Doc


def find_suggestive_identification(doc: Doc, lexicons: Lexicons) -> Iterator[Found]:
    """The page records a procedure or a remark that pointed a viewer to one person."""
    yield from find_by_lexicon(doc, lexicons, *_SUGGESTIVE, BENCH_AND_COUNSEL)


def find_non_identification(doc: Doc, lexicons: Lexicons) -> Iterator[Found]:
    """The page records that a viewer did not pick out the accused, or picked someone else."""
    yield from find_by_lexicon(doc, lexicons, *_FAILED, BENCH_AND_COUNSEL)


def find_identification_uncertainty(doc: Doc, lexicons: Lexicons) -> Iterator[Found]:
    """The page records a hedged identification, or one that grew surer with time."""
    yield from find_by_lexicon(doc, lexicons, *_UNSURE, BENCH_AND_COUNSEL)


def find_description_mismatch(doc: Doc, lexicons: Lexicons) -> Iterator[Found]:
    """The page records a description of the offender, or that descriptions do not agree."""
    yield from find_by_lexicon(doc, lexicons, *_DESCRIBED, BENCH_AND_COUNSEL)


def find_viewing_condition_problem(doc: Doc, lexicons: Lexicons) -> Iterator[Found]:
    """The page records that a witness was in no good place or state to see."""
    yield from find_by_lexicon(doc, lexicons, *_SEEN_BADLY, BENCH_AND_COUNSEL)


def find_memory_tampering(doc: Doc, lexicons: Lexicons) -> Iterator[Found]:
    """The page records that somebody worked on what a witness remembered: hypnosis, sketches, repeated talks."""
    yield from find_by_lexicon(doc, lexicons, *_MEMORY, BENCH_AND_COUNSEL)


# The lexicon of each detector, and the type of lead that it finds.
_SUGGESTIVE = ("suggestive_identification", "suggestive_identification")
_FAILED = ("identifications", "non_identification")
_UNSURE = ("identification_uncertainty", "identification_uncertainty")
_DESCRIBED = ("description_mismatch", "description_mismatch")
_SEEN_BADLY = ("viewing_condition_problem", "viewing_condition_problem")
_MEMORY = ("memory_tampering", "memory_tampering")

DETECTORS = (
    Detector("suggestive_identification", find_suggestive_identification, 1, _SUGGESTIVE[:1]),
    Detector("non_identification", find_non_identification, 1, _FAILED[:1]),
    Detector("identification_uncertainty", find_identification_uncertainty, 1, _UNSURE[:1]),
    Detector("description_mismatch", find_description_mismatch, 1, _DESCRIBED[:1]),
    Detector("viewing_condition_problem", find_viewing_condition_problem, 1, _SEEN_BADLY[:1]),
    Detector("memory_tampering", find_memory_tampering, 1, _MEMORY[:1]),
)
