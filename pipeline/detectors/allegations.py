"""Conclusions of law that somebody asserts (domain reference T64). They are evidence of nothing."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from pipeline.detectors.detector import Detector, Lexicons, find_by_lexicon
from pipeline.records import Found

if TYPE_CHECKING:
    from spacy.tokens import Doc

LEXICON = "allegations"
RULES = frozenset({"policy_training"})
"""Kinds of pages that speak of such things and allege none."""


def find_allegations(doc: Doc, lexicons: Lexicons) -> Iterator[Found]:
    """The page records that somebody asserts misconduct in the words of a legal conclusion."""
    if doc._.kind not in RULES:
        yield from find_by_lexicon(doc, lexicons, LEXICON, "allegation_on_record", frozenset())


DETECTOR = Detector("allegation_on_record", find_allegations, 1, (LEXICON,))
