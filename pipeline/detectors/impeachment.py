"""What weakens a witness: a record, an illness, drink and drugs, a grudge, a tie to the state (T31 to T35).

Only witnesses count. What a page says of the accused is no lead of this family.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from pipeline.detectors.detector import Detector, Lexicons, find_in_case_papers
from pipeline.records import Found

if TYPE_CHECKING:
    from spacy.tokens import Doc


def find_witness_records(doc: Doc, lexicons: Lexicons) -> Iterator[Found]:
    """The page records that a witness has a conviction, an open case or a warrant, or is on probation or parole."""
    yield from find_in_case_papers(doc, lexicons, "witness_records", "witness_criminal_history")


def find_witness_minds(doc: Doc, lexicons: Lexicons) -> Iterator[Found]:
    """The page records an illness, an injury or a weakness of a witness that touches perception or memory."""
    yield from find_in_case_papers(doc, lexicons, "witness_minds", "witness_mental_health")


def find_witness_intoxicants(doc: Doc, lexicons: Lexicons) -> Iterator[Found]:
    """The page records that a witness had been drinking or had taken drugs, or is addicted."""
    yield from find_in_case_papers(doc, lexicons, "witness_intoxicants", "witness_substance_use")


def find_witness_motives(doc: Doc, lexicons: Lexicons) -> Iterator[Found]:
    """The page records a reason of a witness to accuse: a feud, a debt, a suit, or having been suspected."""
    yield from find_in_case_papers(doc, lexicons, "witness_motives", "witness_bias_motive")


def find_witness_relations(doc: Doc, lexicons: Lexicons) -> Iterator[Found]:
    """The page records a tie between a witness, an expert, a juror or a judge and people of the state."""
    yield from find_in_case_papers(doc, lexicons, "witness_relations", "undisclosed_relationship")


DETECTORS = (
    Detector("witness_criminal_history", find_witness_records, 1, ("witness_records",)),
    Detector("witness_mental_health", find_witness_minds, 1, ("witness_minds",)),
    Detector("witness_substance_use", find_witness_intoxicants, 1, ("witness_intoxicants",)),
    Detector("witness_bias_motive", find_witness_motives, 1, ("witness_motives",)),
    Detector("undisclosed_relationship", find_witness_relations, 1, ("witness_relations",)),
)
