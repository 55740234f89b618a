"""Facts that point to another offender (domain reference T59)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from pipeline.detectors.detector import Detector, Lexicons, find_in_case_papers
from pipeline.records import Found

if TYPE_CHECKING:
    from spacy.tokens import Doc

LEXICON = "other_suspects"


def find_alternative_suspect(doc: Doc, lexicons: Lexicons) -> Iterator[Found]:
    """The page records somebody else as possible offender, or a fact that points to somebody else."""
    yield from find_in_case_papers(doc, lexicons, LEXICON, "alternative_suspect")


DETECTOR = Detector("alternative_suspect", find_alternative_suspect, 2, (LEXICON,))
