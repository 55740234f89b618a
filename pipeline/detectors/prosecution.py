"""What prosecutors did with what they knew (domain reference T45 to T51)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from pipeline.detectors.detector import Detector, Lexicons, find_by_lexicon, find_in_case_papers
from pipeline.detectors.passages import TESTIMONY
from pipeline.records import Found

if TYPE_CHECKING:
    from spacy.tokens import Doc

NOBODY: frozenset[str] = frozenset()
"""What counsel and the bench put on the record about papers counts: they are the ones who hand them over."""
_SUSTAINED = re.compile(
    r"[\s\d.:()-]*(?:(?:MR|MS|MRS|MISS)\.\s+[A-Z'-]+:?\s*)?(?:I\s+)?[Oo]bject(?:ion)?\b[^?]{0,120}?\b(?:[Ss]ustained|[Ss]tricken)\b"
)
"""What a court strikes as soon as it is said has not been argued to the jury."""
OF_NO_CASE = frozenset({"press_clipping", "policy_training"})


def find_prosecutor_withholding(doc: Doc, lexicons: Lexicons) -> Iterator[Found]:
    """The page records that a prosecutor knew of something that may help the accused and kept it back."""
    yield from _find(doc, lexicons, "prosecutor_withholding", "prosecutor_nondisclosure", NOBODY)


def find_late_disclosures(doc: Doc, lexicons: Lexicons) -> Iterator[Found]:
    """The page records that material was handed over late, in part, or with words taken out."""
    yield from _find(doc, lexicons, "late_disclosures", "late_or_partial_disclosure", NOBODY)


def find_uncorrected_testimony(doc: Doc, lexicons: Lexicons) -> Iterator[Found]:
    """The page records that a prosecutor knew that testimony was not so and let it stand."""
    yield from _find(doc, lexicons, "uncorrected_testimony", "false_testimony_uncorrected", frozenset({"lawyer"}))


def find_arguments(doc: Doc, lexicons: Lexicons) -> Iterator[Found]:
    """The page records an argument to the jury that vouches, or that other pages of the file may contradict."""
    for found in _find(doc, lexicons, "arguments", "misleading_argument", TESTIMONY):
        if not _SUSTAINED.match(doc.text, found.end):
            yield found


def find_disclosure_assurances(doc: Doc, lexicons: Lexicons) -> Iterator[Found]:
    """The page records an assurance that everything was handed over; nothing follows from it by itself."""
    yield from _find(doc, lexicons, "disclosure_assurances", "disclosure_representation", NOBODY)


def find_prosecution_doubts(doc: Doc, lexicons: Lexicons) -> Iterator[Found]:
    """The page records that an official doubted the guilt of the accused, a witness or the case."""
    yield from find_in_case_papers(doc, lexicons, "prosecution_doubts", "prosecution_doubt")


def find_jury_strikes(doc: Doc, lexicons: Lexicons) -> Iterator[Found]:
    """The page records that jurors were marked, looked into or ranked by race, origin or sex."""
    yield from find_in_case_papers(doc, lexicons, "jury_strikes", "jury_selection_discrimination")


def _find(doc: Doc, lexicons: Lexicons, name: str, type_: str, silent: frozenset[str]) -> Iterator[Found]:
    if doc._.kind not in OF_NO_CASE and not _is_before_justices(doc):
        yield from find_by_lexicon(doc, lexicons, name, type_, silent)


def _is_before_justices(doc: Doc) -> bool:
    """Is the page of an argument on appeal? What lawyers and justices say there of a case is no record of it."""
    return any("JUSTICE" in (turn.speaker or "").upper() for turn in doc._.turns)


DETECTORS = (
    Detector("prosecutor_nondisclosure", find_prosecutor_withholding, 1, ("prosecutor_withholding",)),
    Detector("late_or_partial_disclosure", find_late_disclosures, 1, ("late_disclosures",)),
    Detector("false_testimony_uncorrected", find_uncorrected_testimony, 1, ("uncorrected_testimony",)),
    Detector("misleading_argument", find_arguments, 1, ("arguments",)),
    Detector("disclosure_representation", find_disclosure_assurances, 1, ("disclosure_assurances",)),
    Detector("prosecution_doubt", find_prosecution_doubts, 1, ("prosecution_doubts",)),
    Detector("jury_selection_discrimination", find_jury_strikes, 1, ("jury_strikes",)),
)
