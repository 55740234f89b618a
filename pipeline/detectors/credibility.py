"""Findings about an officer's credibility (domain reference T39)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from pipeline.detectors.detector import COUNSEL, Detector, Lexicons, find_by_lexicon
from pipeline.records import Found

if TYPE_CHECKING:
    from spacy.tokens import Doc

LEXICON = "credibility_findings"


def find_officer_credibility_finding(doc: Doc, lexicons: Lexicons) -> Iterator[Found]:
    """The page records that a court, an office or a board found an officer untruthful, or lists the officer."""
    yield from find_by_lexicon(doc, lexicons, LEXICON, "officer_credibility_finding", COUNSEL)


DETECTOR = Detector("officer_credibility_finding", find_officer_credibility_finding, 1, (LEXICON,))
