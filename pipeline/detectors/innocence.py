"""Facts that point to innocence, beside those of other suspects (domain reference T60 to T63)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from pipeline.detectors.detector import Detector, Lexicons, find_in_case_papers
from pipeline.records import Found

if TYPE_CHECKING:
    from spacy.tokens import Doc


def find_third_party_confessions(doc: Doc, lexicons: Lexicons) -> Iterator[Found]:
    """The page records that somebody else owned up, or that an accomplice left the accused out of it."""
    yield from find_in_case_papers(doc, lexicons, "third_party_confessions", "third_party_confession")


def find_alibi_records(doc: Doc, lexicons: Lexicons) -> Iterator[Found]:
    """The page records that a paper or another person places the accused somewhere else."""
    yield from find_in_case_papers(doc, lexicons, "alibi_records", "alibi_corroboration")


def find_impossibilities(doc: Doc, lexicons: Lexicons) -> Iterator[Found]:
    """The page records a fact of body, place, time or thing with which an account may not be squared."""
    yield from find_in_case_papers(doc, lexicons, "impossibilities", "physical_or_timeline_impossibility")


def find_no_crime(doc: Doc, lexicons: Lexicons) -> Iterator[Found]:
    """The page records that it may have been an accident, a natural death, no drug or an invented complaint."""
    yield from find_in_case_papers(doc, lexicons, "no_crime", "no_crime_indicator")


DETECTORS = (
    Detector("third_party_confession", find_third_party_confessions, 1, ("third_party_confessions",)),
    Detector("alibi_corroboration", find_alibi_records, 1, ("alibi_records",)),
    Detector("physical_or_timeline_impossibility", find_impossibilities, 1, ("impossibilities",)),
    Detector("no_crime_indicator", find_no_crime, 1, ("no_crime",)),
)
