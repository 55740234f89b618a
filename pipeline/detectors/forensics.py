"""What was done, or not, with traces and things kept as evidence (domain reference T52 to T58)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from pipeline.detectors.detector import Detector, Lexicons, find_in_case_papers
from pipeline.records import Found

if TYPE_CHECKING:
    from spacy.tokens import Doc


def find_fraudulent_forensics(doc: Doc, lexicons: Lexicons) -> Iterator[Found]:
    """The page records a result without its test, a changed result, or training that an expert did not have."""
    yield from find_in_case_papers(doc, lexicons, "fraudulent_forensics", "fraudulent_forensics")


def find_lab_errors(doc: Doc, lexicons: Lexicons) -> Iterator[Found]:
    """The page records a mistake of a laboratory that may touch a result."""
    yield from find_in_case_papers(doc, lexicons, "lab_errors", "lab_error")


def find_overstated_forensics(doc: Doc, lexicons: Lexicons) -> Iterator[Found]:
    """The page records a claim of an expert that goes further than the method is held to allow today."""
    yield from find_in_case_papers(doc, lexicons, "overstated_forensics", "discredited_or_overstated_forensics")


def find_exculpatory_results(doc: Doc, lexicons: Lexicons) -> Iterator[Found]:
    """The page records a test that excludes the accused, does not link him, or points to somebody else."""
    yield from find_in_case_papers(doc, lexicons, "exculpatory_results", "exculpatory_forensic_result")


def find_evidence_destroyed(doc: Doc, lexicons: Lexicons) -> Iterator[Found]:
    """The page records that a thing kept as evidence was destroyed, used up or given away."""
    yield from find_in_case_papers(doc, lexicons, "evidence_destroyed", "evidence_destroyed")


def find_custody_gaps(doc: Doc, lexicons: Lexicons) -> Iterator[Found]:
    """The page records that a thing kept as evidence cannot be found, or a gap in who had it."""
    yield from find_in_case_papers(doc, lexicons, "custody_gaps", "evidence_lost_or_custody_gap")


def find_untested_evidence(doc: Doc, lexicons: Lexicons) -> Iterator[Found]:
    """The page records a thing that could be tested or compared and was not."""
    yield from find_in_case_papers(doc, lexicons, "untested_evidence", "untested_evidence")


DETECTORS = (
    Detector("fraudulent_forensics", find_fraudulent_forensics, 1, ("fraudulent_forensics",)),
    Detector("lab_error", find_lab_errors, 1, ("lab_errors",)),
    Detector("discredited_or_overstated_forensics", find_overstated_forensics, 1, ("overstated_forensics",)),
    Detector("exculpatory_forensic_result", find_exculpatory_results, 1, ("exculpatory_results",)),
    Detector("evidence_destroyed", find_evidence_destroyed, 1, ("evidence_destroyed",)),
    Detector("evidence_lost_or_custody_gap", find_custody_gaps, 1, ("custody_gaps",)),
    Detector("untested_evidence", find_untested_evidence, 1, ("untested_evidence",)),
)
