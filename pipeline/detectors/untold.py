"""Benefits of which a page says itself that the other side was not told (domain reference T30).

What is seen only from several papers, a benefit that no set of the defence holds, is for a rule to say.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from pipeline.detectors.detector import Detector, Lexicons, find_in_case_papers
from pipeline.records import Found

if TYPE_CHECKING:
    from spacy.tokens import Doc

LEXICON = "benefits_untold"


def find_untold_benefits(doc: Doc, lexicons: Lexicons) -> Iterator[Found]:
    """The page records that counsel, the court or the jury was not told of something that a witness got."""
    yield from find_in_case_papers(doc, lexicons, LEXICON, "undisclosed_benefit")


DETECTOR = Detector("undisclosed_benefit", find_untold_benefits, 1, (LEXICON,))
