"""Statements that there is no deal (domain reference T25).

By themselves they are no reason for doubt: a rule sets them against benefits.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from pipeline.detectors.detector import RULES_AND_OPINIONS, Detector, Lexicons, find_by_lexicon
from pipeline.records import Found

if TYPE_CHECKING:
    from spacy.tokens import Doc

LEXICON = "deal_denials"


def find_deal_denial(doc: Doc, lexicons: Lexicons) -> Iterator[Found]:
    """The page records a statement that no promise, payment, deal or expectation existed."""
    if doc._.kind not in RULES_AND_OPINIONS:
        yield from find_by_lexicon(doc, lexicons, LEXICON, "deal_denial", frozenset())


DETECTOR = Detector("deal_denial", find_deal_denial, 1, (LEXICON,))
