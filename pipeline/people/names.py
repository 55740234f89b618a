"""Names taken apart, and which of them can be one: short forms, initials, suffixes, letters that scans confuse."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from rapidfuzz.distance import OSA

from pipeline.catalog.name_keys import SUFFIXES, name_words, shape_of, split_name
from pipeline.records import PersonKind, PlacedMention

if TYPE_CHECKING:
    from nicknames import NickNamer

MIN_MISREAD = 5
SHAPES = ("li1tfj", "ecoa", "hnbkx", "uvn", "gqy", "rn", "mnw", "dcl", "sz")
"""Letters that look alike in a bad scan."""


@dataclass(frozen=True, slots=True)
class Spelling:
    """A name taken apart, in small plain letters. `double` are the parts of a surname with a hyphen; `code` is the
    number of someone without a name."""

    given: tuple[str, ...] = ()
    surname: str = ""
    suffix: str = ""
    double: tuple[str, ...] = ()
    code: str = ""

    @property
    def full(self) -> bool:
        return bool(self.given) and len(self.given[0]) > 1


@dataclass(frozen=True, slots=True)
class Named:
    """A mention with its name taken apart."""

    placed: PlacedMention
    name: Spelling

    @property
    def kind(self) -> PersonKind:
        return self.placed.mention.kind

    @property
    def numbers(self) -> tuple[str, ...]:
        return self.placed.mention.badges


@lru_cache(maxsize=1 << 16)
def read_spelling(name: str) -> Spelling:
    """O NEIL, O'Neil and ONeil are one surname, and so are Mc Carthy and McCarthy; a digit in a word is a misread
    letter, a word that is half digits is a number."""
    words = name_words(name)
    if any(sum(c.isdigit() for c in word) * 2 >= len(word) for word in words):
        return Spelling(code=" ".join(words))
    given, surname = split_name(name)
    last = name.lower().replace(",", " ").split()
    suffix = last[-1].strip(".") if len(last) > 1 and last[-1].strip(".") in SUFFIXES else ""
    parts = next((word for word in reversed(last) if "-" in word.strip("-")), "")
    double = tuple(split_name(part)[1] for part in parts.split("-") if len(part) > 1)
    return Spelling(
        tuple(map(_lettered, given)), _lettered(surname), suffix, double if "".join(double) == surname else ()
    )


def _lettered(word: str) -> str:
    return word if word.isalpha() else shape_of(word)


# ---------------------------------------------------------------- given names


@lru_cache(maxsize=1 << 12)
def forms_of(given: str) -> frozenset[str]:
    """A given name, the names it is short for, and nothing else: Bob and Rob are both Robert."""
    return frozenset({given}) | frozenset(_nicknames().canonicals_of(given))


@lru_cache(maxsize=1)
def _nicknames() -> "NickNamer":
    from nicknames import NickNamer

    return NickNamer()


def same_first(a: str, b: str) -> bool:
    """The same given name, or one is short for the other."""
    return a == b or a in forms_of(b) or b in forms_of(a)


def middles_agree(a: Spelling, b: Spelling) -> bool:
    """No different middle name; an initial agrees with the name it begins, nothing agrees with everything."""
    pairs = zip(a.given[1:], b.given[1:], strict=False)
    return all(x == y or (x[0] == y[0] and 1 in (len(x), len(y))) for x, y in pairs)


def suffixes_agree(a: Spelling, b: Spelling) -> bool:
    return not a.suffix or not b.suffix or a.suffix == b.suffix


def compatible(a: Spelling, b: Spelling) -> bool:
    """Can two full names of one surname be one person's?"""
    return same_first(a.given[0], b.given[0]) and suffixes_agree(a, b) and middles_agree(a, b)


def initials_agree(short: Spelling, other: Spelling) -> bool:
    """Do the initials of one fit the given names of the other? Nothing fits everything."""
    return all(x[0] == y[0] for x, y in zip(short.given, other.given, strict=False))


# ---------------------------------------------------------------- misread surnames


def similar(a: str, b: str) -> bool:
    """At most one letter wrong, missing, added or changed places with the next, in surnames of four letters or more:
    what OCR and typists do to a name. Enough beside a number, never alone."""
    return a == b or (min(len(a), len(b)) >= 4 and OSA.distance(a, b, score_cutoff=1) <= 1)


def looks_like(a: str, b: str) -> bool:
    """Words of five letters or more that differ by one letter of the same shape (l and i, e and c, h and n), by rn for
    m or vv for w, or by one letter of a double one."""
    if a == b or min(len(a), len(b)) < MIN_MISREAD:
        return False
    if shape_of(a) == shape_of(b) or _undoubled(a) == _undoubled(b):
        return True
    different = [{x, y} for x, y in zip(a, b, strict=False) if x != y] if len(a) == len(b) else []
    return len(different) == 1 and any(different[0] <= set(shape) for shape in SHAPES)


def misread_keys(word: str) -> Iterator[str]:
    """Two words that look alike have one of these in common: so only they are compared."""
    yield shape_of(word)
    yield f"2{_undoubled(word)}"
    yield from (f"{word[:at]}_{word[at + 1 :]}" for at in range(len(word)))


def _undoubled(word: str) -> str:
    return "".join(c for at, c in enumerate(word) if at == 0 or c != word[at - 1])
