"""Marks that keep a paper from the other side (domain reference T65)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from pipeline.detectors.detector import BENCH_AND_COUNSEL, Detector, Lexicons, find_by_lexicon
from pipeline.records import Found

if TYPE_CHECKING:
    from spacy.tokens import Doc

LEXICON = "withheld_marks"


def find_withheld_marker(doc: Doc, lexicons: Lexicons) -> Iterator[Found]:
    """The page carries a mark or a note that keeps it from the court, the prosecutor or the defence."""
    yield from find_by_lexicon(doc, lexicons, LEXICON, "withheld_marker", BENCH_AND_COUNSEL)


DETECTOR = Detector("withheld_marker", find_withheld_marker, 1, (LEXICON,))
