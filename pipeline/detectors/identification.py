"""Viewings without an identification: lineups, photographs, showups, the courtroom (domain reference T02)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from pipeline.detectors.detector import BENCH_AND_COUNSEL, Detector, Lexicons, find_by_lexicon
from pipeline.records import Found

if TYPE_CHECKING:
    from spacy.tokens import Doc

LEXICON = "identifications"


def find_non_identification(doc: Doc, lexicons: Lexicons) -> Iterator[Found]:
    """The page records that a viewer did not pick out the accused, or picked someone else."""
    yield from find_by_lexicon(doc, lexicons, LEXICON, "non_identification", BENCH_AND_COUNSEL)


DETECTOR = Detector("non_identification", find_non_identification, 1, (LEXICON,))
