"""What is left of a word when everything is taken off that a scan confuses: Hal1oran, Halloran and Hailoran have one
shape, and so have promise, prornise and promlse. `config/search/confusions.yml` says what is confused.

The 5,000 most frequent surnames of the census share their shape with 0.9 other surnames of 69,000 on average. Two
letters that are read for one come first, as they are: with the classes of letters put in before, "el" would be "d", and
one wrong vowel in a name would change three letters of its shape.
"""

import hashlib
import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from itertools import islice
from typing import Any

import yaml

from pipeline.settings import CONFIG_DIR, MODELS_DIR

SHORTEST = 3
"""A shorter shape says nothing."""
MIN_HALF = 3
"""So many letters each of two words has at least that were run together."""
MOST_TAKEN_APART = 2
COMMON_NAMES = 5_000
"""So many of the most frequent surnames count as names where they are words of the dictionary too (Baker, Park)."""
_CONFUSIONS = CONFIG_DIR / "search" / "confusions.yml"
_LISTS = MODELS_DIR / "people"


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
    return term in _words("ordinary.txt")


def is_name(term: str) -> bool:
    """Is it a given name or a frequent surname?"""
    return term in _words("given.txt") or term in _common_surnames()


def is_given_name(term: str) -> bool:
    return term in _words("given.txt")


def is_unread(term: str) -> bool:
    """Is it neither a word nor a name nor a number: something that was misread, or that nobody knows?"""
    return len(term) >= SHORTEST and not (term.isdigit() or _is_known(term) or term in _words("surnames.txt"))


def take_apart(term: str) -> Iterator[str]:
    """The shapes of words that were run together where a blank was lost (bertha and wexler of berthawexler)."""
    if len(term) < 2 * MIN_HALF or not term.isalpha() or not is_unread(term):
        return
    cuts = (at for at in range(MIN_HALF, len(term) - MIN_HALF + 1) if _is_known(term[:at]) and _is_known(term[at:]))
    for at in islice(cuts, MOST_TAKEN_APART):
        yield from (part for part in (shape(term[:at]), shape(term[at:])) if part is not None)


def _is_known(term: str) -> bool:
    if is_ordinary(term) or term in _words("given.txt") or term in _titles():
        return True
    return len(term) > MIN_HALF and term in _words("surnames.txt")


@lru_cache(maxsize=1)
def shapes_key() -> str:
    """A hash of what shapes depend on."""
    told = [_CONFUSIONS, *(_LISTS / name for name in ("ordinary.txt", "given.txt", "surnames.txt"))]
    return hashlib.sha256(b"".join(path.read_bytes() for path in told)).hexdigest()[:16]


@lru_cache(maxsize=4)
def _words(name: str) -> frozenset[str]:
    return frozenset((_LISTS / name).read_text("utf-8").split())


@lru_cache(maxsize=1)
def _common_surnames() -> frozenset[str]:
    return frozenset((_LISTS / "surnames.txt").read_text("utf-8").split()[:COMMON_NAMES])


@lru_cache(maxsize=1)
def _confusions() -> dict[str, Any]:
    known: dict[str, Any] = yaml.safe_load(_CONFUSIONS.read_text("utf-8"))
    return known


@lru_cache(maxsize=1)
def _titles() -> frozenset[str]:
    return frozenset(map(str, _confusions()["titles"]))


@lru_cache(maxsize=1)
def _shaper() -> Callable[[str], str]:
    known = _confusions()
    letters = str.maketrans({letter: row[0] for row in map(str, known["letters"]) for letter in row})
    pairs: dict[str, str] = known["pairs"]
    pair = re.compile("|".join(map(re.escape, pairs)))

    def shaped(term: str) -> str:
        return pair.sub(lambda two: pairs[two[0]], term).translate(letters)

    return shaped
