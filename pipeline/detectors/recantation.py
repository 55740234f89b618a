"""Witnesses who take back what they said (domain reference T08)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from pipeline.detectors.detector import BENCH_AND_COUNSEL, Detector, Lexicons, find_by_lexicon
from pipeline.records import Found

if TYPE_CHECKING:
    from spacy.tokens import Doc

LEXICON = "recantations"


def find_recantation(doc: Doc, lexicons: Lexicons) -> Iterator[Found]:
    """The page records that a witness takes back, or disowns, what he or she said before."""
    yield from find_by_lexicon(doc, lexicons, LEXICON, "recantation", BENCH_AND_COUNSEL)


DETECTOR = Detector("recantation", find_recantation, 1, (LEXICON,))
