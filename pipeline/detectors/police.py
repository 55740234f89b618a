"""What officers kept back, reported, destroyed or left undone, and their own records (domain reference T36 to T44),
and who a page says recurs in several cases (T67).

T38, an officer's accounts against each other, needs more than one page: a rule finds it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from pipeline.detectors.detector import BENCH_AND_COUNSEL, COUNSEL, Detector, Lexicons, find_by_lexicon
from pipeline.records import Found

if TYPE_CHECKING:
    from spacy.tokens import Doc


def find_police_withholding(doc: Doc, lexicons: Lexicons) -> Iterator[Found]:
    """The page records that police kept notes, reports or evidence apart from what a prosecutor received."""
    yield from find_by_lexicon(doc, lexicons, "police_withholding", "police_withholding", frozenset())


def find_officer_false_accounts(doc: Doc, lexicons: Lexicons) -> Iterator[Found]:
    """The page records that an officer's sworn or reported account was not so."""
    yield from find_by_lexicon(doc, lexicons, "officer_false_accounts", "officer_false_testimony", COUNSEL)


def find_officer_credibility_finding(doc: Doc, lexicons: Lexicons) -> Iterator[Found]:
    """The page records that a court, an office or a board found an officer untruthful, or lists the officer."""
    yield from find_by_lexicon(doc, lexicons, "credibility_findings", "officer_credibility_finding", COUNSEL)


def find_officer_misconduct(doc: Doc, lexicons: Lexicons) -> Iterator[Found]:
    """The page records a complaint, discipline, a suit or a charge against an officer, and what came of it."""
    yield from find_by_lexicon(doc, lexicons, "misconduct_records", "officer_misconduct_history", COUNSEL)


def find_planted_evidence(doc: Doc, lexicons: Lexicons) -> Iterator[Found]:
    """The page records a sign that evidence was planted, exchanged or altered, or turned up only later."""
    yield from find_by_lexicon(doc, lexicons, "planted_evidence", "evidence_fabrication", BENCH_AND_COUNSEL)


def find_affidavit_falsehoods(doc: Doc, lexicons: Lexicons) -> Iterator[Found]:
    """The page records that a sworn statement for a warrant or a complaint was not so, or was copied."""
    yield from find_by_lexicon(doc, lexicons, "affidavit_falsehoods", "affidavit_falsehood", COUNSEL)


def find_discarded_notes(doc: Doc, lexicons: Lexicons) -> Iterator[Found]:
    """The page records that notes, drafts, tapes or reports were thrown away or never kept."""
    yield from find_by_lexicon(doc, lexicons, "discarded_notes", "notes_destroyed", COUNSEL)


def find_leads_not_pursued(doc: Doc, lexicons: Lexicons) -> Iterator[Found]:
    """The page records that a tip, a suspect, an alibi or a comparison was noted and not followed."""
    yield from find_by_lexicon(doc, lexicons, "leads_not_pursued", "lead_not_pursued", BENCH_AND_COUNSEL)


def find_recurring_actors(doc: Doc, lexicons: Lexicons) -> Iterator[Found]:
    """The page itself says that one officer, analyst, informant or witness recurs in like ways in several cases."""
    yield from find_by_lexicon(doc, lexicons, "recurring_actors", "recurring_actor_pattern", COUNSEL)


DETECTORS = (
    Detector("police_withholding", find_police_withholding, 1, ("police_withholding",)),
    Detector("officer_false_testimony", find_officer_false_accounts, 1, ("officer_false_accounts",)),
    Detector("officer_credibility_finding", find_officer_credibility_finding, 1, ("credibility_findings",)),
    Detector("officer_misconduct_history", find_officer_misconduct, 1, ("misconduct_records",)),
    Detector("evidence_fabrication", find_planted_evidence, 1, ("planted_evidence",)),
    Detector("affidavit_falsehood", find_affidavit_falsehoods, 1, ("affidavit_falsehoods",)),
    Detector("notes_destroyed", find_discarded_notes, 1, ("discarded_notes",)),
    Detector("lead_not_pursued", find_leads_not_pursued, 1, ("leads_not_pursued",)),
    Detector("recurring_actor_pattern", find_recurring_actors, 1, ("recurring_actors",)),
)
