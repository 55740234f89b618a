"""What is left of a word when everything is taken off that a scan confuses: Hal1oran, Halloran and Hailoran have one
shape, and so have promise, prornises and promlse. `config/search/confusions.yml` says what is confused.

The 5,000 most frequent surnames of the census share their shape with 0.9 other surnames of 69,000 on average. Two
letters that are read for one come first, as they are: with the classes of letters put in before, "el" would be "d", and
one wrong vowel in a name would change three letters of its shape.
"""

import hashlib
import re
from collections.abc import Callable
from functools import lru_cache
from typing import Any

import yaml

from pipeline.settings import CONFIG_DIR, MODELS_DIR

SHORTEST = 3
"""A shorter shape says nothing."""
KEPT = 4
"""So many letters of a shape stay when an ending is taken off, and so many a shape has before edits of it count."""
_CONFUSIONS = CONFIG_DIR / "search" / "confusions.yml"
_ORDINARY = MODELS_DIR / "people" / "ordinary.txt"


@lru_cache(maxsize=200_000)
def shape(term: str) -> str | None:
    """The shape of a folded word; None for one that is too short."""
    found = _shaper()(term)
    return found if len(found) >= SHORTEST else None


def index_shape(term: str) -> str | None:
    """The shape that a word of a page is also found by. Ordinary words and numbers have none: they were read as what
    they are."""
    return None if term.isdigit() or is_ordinary(term) else shape(term)


def is_ordinary(term: str) -> bool:
    """Is it a word of the English dictionary?"""
    return term in _ordinary()


@lru_cache(maxsize=1)
def shapes_key() -> str:
    """A hash of what shapes depend on."""
    told = _CONFUSIONS.read_bytes() + _ORDINARY.read_bytes()
    return hashlib.sha256(told).hexdigest()[:16]


@lru_cache(maxsize=1)
def _ordinary() -> frozenset[str]:
    return frozenset(_ORDINARY.read_text("utf-8").split())


@lru_cache(maxsize=1)
def _shaper() -> Callable[[str], str]:
    known: dict[str, Any] = yaml.safe_load(_CONFUSIONS.read_text("utf-8"))
    letters = str.maketrans({letter: row[0] for row in map(str, known["letters"]) for letter in row})
    pairs: dict[str, str] = known["pairs"]
    pair = re.compile("|".join(map(re.escape, pairs)))
    endings = sorted((str(ending).translate(letters) for ending in known["endings"]), key=len, reverse=True)
    ending = re.compile(f"(?:{'|'.join(map(re.escape, endings))})$")

    def shaped(term: str) -> str:
        whole = pair.sub(lambda two: pairs[two[0]], term).translate(letters)
        rest = ending.sub("", whole)
        return rest if len(rest) >= KEPT else whole

    return shaped
