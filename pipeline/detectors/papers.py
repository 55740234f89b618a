"""Papers, tapes and pictures that a page points to or misses (domain reference T66). Rules ask if they are there."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from pipeline.detectors.detector import Detector, Lexicons, find_in_case_papers
from pipeline.records import Found

if TYPE_CHECKING:
    from spacy.tokens import Doc

LEXICON = "missing_papers"


def find_missing_papers(doc: Doc, lexicons: Lexicons) -> Iterator[Found]:
    """The page refers to a paper, tape or picture that should be in the file, or says that it is not there."""
    yield from find_in_case_papers(doc, lexicons, LEXICON, "missing_document_reference")


DETECTOR = Detector("missing_document_reference", find_missing_papers, 1, (LEXICON,))
