"""What witnesses said, and what was done to them (domain reference T07 to T14)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from pipeline.detectors.detector import BENCH_AND_COUNSEL, Detector, Lexicons, find_by_lexicon
from pipeline.records import Found

if TYPE_CHECKING:
    from spacy.tokens import Doc

NOBODY: frozenset[str] = frozenset()
"""What counsel and the bench put on the record about a witness who stays away, and what a judge says to one, counts."""


def find_prior_inconsistent_statement(doc: Doc, lexicons: Lexicons) -> Iterator[Found]:
    """The page records that a witness said something else before."""
    yield from find_by_lexicon(doc, lexicons, *_INCONSISTENT, BENCH_AND_COUNSEL)


def find_recantation(doc: Doc, lexicons: Lexicons) -> Iterator[Found]:
    """The page records that a witness takes back, or disowns, what he or she said before."""
    yield from find_by_lexicon(doc, lexicons, *_TAKEN_BACK, BENCH_AND_COUNSEL)


def find_witness_coercion(doc: Doc, lexicons: Lexicons) -> Iterator[Found]:
    """The page records that officials threatened, held, deceived or pressed a witness."""
    yield from find_by_lexicon(doc, lexicons, *_PRESSED, BENCH_AND_COUNSEL)


def find_witness_coaching(doc: Doc, lexicons: Lexicons) -> Iterator[Found]:
    """The page records that officials supplied facts or rehearsed answers with a witness."""
    yield from find_by_lexicon(doc, lexicons, *_TAUGHT, BENCH_AND_COUNSEL)


def find_child_witness_suggestion(doc: Doc, lexicons: Lexicons) -> Iterator[Found]:
    """The page records that a child was led, asked again after a denial, rewarded, or questioned among others."""
    yield from find_by_lexicon(doc, lexicons, *_CHILD, BENCH_AND_COUNSEL)


def find_undisclosed_witness(doc: Doc, lexicons: Lexicons) -> Iterator[Found]:
    """The page records somebody who saw or knew something and was passed over or kept off a list."""
    yield from find_by_lexicon(doc, lexicons, *_PASSED_OVER, BENCH_AND_COUNSEL)


def find_defense_witness_pressure(doc: Doc, lexicons: Lexicons) -> Iterator[Found]:
    """The page records that a witness for the defence was warned off, arrested, visited or kept away."""
    yield from find_by_lexicon(doc, lexicons, *_FOR_DEFENSE, NOBODY)


def find_third_party_threat_or_influence(doc: Doc, lexicons: Lexicons) -> Iterator[Found]:
    """The page records that somebody who is no official moved a witness to accuse or to be silent."""
    yield from find_by_lexicon(doc, lexicons, *_THIRD_PARTY, BENCH_AND_COUNSEL)


# The lexicon of each detector, and the type of lead that it finds.
_INCONSISTENT = ("prior_inconsistent_statement", "prior_inconsistent_statement")
_TAKEN_BACK = ("recantations", "recantation")
_PRESSED = ("witness_coercion", "witness_coercion")
_TAUGHT = ("witness_coaching", "witness_coaching")
_CHILD = ("child_witness_suggestion", "child_witness_suggestion")
_PASSED_OVER = ("undisclosed_witness", "undisclosed_witness")
_FOR_DEFENSE = ("defense_witness_pressure", "defense_witness_pressure")
_THIRD_PARTY = ("third_party_threat_or_influence", "third_party_threat_or_influence")

DETECTORS = (
    Detector("prior_inconsistent_statement", find_prior_inconsistent_statement, 1, _INCONSISTENT[:1]),
    Detector("recantation", find_recantation, 1, _TAKEN_BACK[:1]),
    Detector("witness_coercion", find_witness_coercion, 1, _PRESSED[:1]),
    Detector("witness_coaching", find_witness_coaching, 1, _TAUGHT[:1]),
    Detector("child_witness_suggestion", find_child_witness_suggestion, 1, _CHILD[:1]),
    Detector("undisclosed_witness", find_undisclosed_witness, 1, _PASSED_OVER[:1]),
    Detector("defense_witness_pressure", find_defense_witness_pressure, 1, _FOR_DEFENSE[:1]),
    Detector("third_party_threat_or_influence", find_third_party_threat_or_influence, 1, _THIRD_PARTY[:1]),
)
