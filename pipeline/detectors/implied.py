"""Rewards that are hinted at, expected or put off (domain reference T24)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from pipeline.detectors.detector import RULES_AND_OPINIONS, Detector, Lexicons, find_by_lexicon
from pipeline.records import Found

if TYPE_CHECKING:
    from spacy.tokens import Doc

LEXICON = "implied_words"


def find_implied_consideration(doc: Doc, lexicons: Lexicons) -> Iterator[Found]:
    """The page records an expected, vague or deferred reward without an express promise."""
    if doc._.kind not in RULES_AND_OPINIONS:
        yield from find_by_lexicon(doc, lexicons, LEXICON, "implied_consideration", frozenset())


DETECTOR = Detector("implied_consideration", find_implied_consideration, 1, (LEXICON,))
