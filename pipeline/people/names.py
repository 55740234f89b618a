"""Names taken apart, and which of them can be one: short forms, initials, suffixes, letters that scans confuse."""

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from pipeline.records import PersonKind, PlacedMention

if TYPE_CHECKING:
    from nicknames import NickNamer

_SUFFIXES = {"jr", "sr", "ii", "iii", "iv"}


_MIN_MISREAD = 5


_SHAPES = ("li1tfj", "ecoa", "hnbkx", "uvn", "gqy", "rn", "mnw", "dcl", "sz")


@dataclass(frozen=True, slots=True)
class Named:
    """A mention with its name taken apart, in small letters. `code` is the number of someone without a name."""

    placed: PlacedMention
    given: tuple[str, ...] = ()
    surname: str = ""
    suffix: str = ""
    code: str = ""

    @property
    def full(self) -> bool:
        return bool(self.given) and len(self.given[0]) > 1

    @property
    def kind(self) -> PersonKind:
        return self.placed.mention.kind

    @property
    def scopes(self) -> tuple[str, ...]:
        return self.placed.cases or (f"document {self.placed.sha256}",)


def read_named(placed: PlacedMention) -> Named:
    words = [word.strip(".,").lower() for word in placed.mention.name.replace(". ", " ").split()]
    words = [word for word in words if word]
    if any(char.isdigit() for char in "".join(words)):
        return Named(placed, code=" ".join(words))
    suffix = words.pop() if len(words) > 1 and words[-1] in _SUFFIXES else ""
    given, surname = _split(words)
    return Named(placed, given, surname, suffix)


def _split(words: list[str]) -> tuple[tuple[str, ...], str]:
    """Given names and surname; O NEIL, O'Neil and ONeil are one surname, and so are Mc Carthy and McCarthy."""
    at = len(words) - 1
    while at > 0 and words[at - 1] in {"o", "mc", "mac", "de", "la", "del", "van", "von", "der", "den", "st", "di"}:
        at -= 1
    return tuple(words[:at]), "".join(words[at:]).replace("'", "").replace("-", "")


@lru_cache(maxsize=4096)
def _forms(given: str) -> frozenset[str]:
    """A given name, the names it is short for, and nothing else: Bob and Rob are both Robert."""
    return frozenset({given}) | frozenset(_nicknames().canonicals_of(given))


@lru_cache(maxsize=1)
def _nicknames() -> "NickNamer":
    from nicknames import NickNamer

    return NickNamer()


def _same_first(a: str, b: str) -> bool:
    return a == b or a in _forms(b) or b in _forms(a)


def compatible(a: Named, b: Named) -> bool:
    """Can two full names be one: same first name or its short form, no different middle name, no different suffix?"""
    if not _same_first(a.given[0], b.given[0]) or (a.suffix and b.suffix and a.suffix != b.suffix):
        return False
    return all(
        x == y or (x[0] == y[0] and 1 in (len(x), len(y))) for x, y in zip(a.given[1:], b.given[1:], strict=False)
    )


def initials_agree(short: Named, other: Named) -> bool:
    return not short.given or not other.given or short.given[0][0] == other.given[0][0]


def similar(a: str, b: str) -> bool:
    """At most one letter wrong, missing or added: what OCR does to a surname."""
    if abs(len(a) - len(b)) > 1 or min(len(a), len(b)) < 4:
        return a == b
    start = next((i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))
    return a[start + (len(a) >= len(b)) :] == b[start + (len(b) >= len(a)) :]


def looks_like(a: str, b: str) -> bool:
    """Surnames of five letters or more that differ by one letter of the same shape: l and i, e and c, h and n ..."""
    if len(a) != len(b) or len(a) < _MIN_MISREAD:
        return False
    different = [{x, y} for x, y in zip(a, b, strict=True) if x != y]
    return len(different) == 1 and any(different[0] <= set(shape) for shape in _SHAPES)


def folded(text: str | None) -> str:
    return "".join(c for c in (text or "").lower() if c.isalnum())


def department_of(named: Named) -> str | None:
    """The police department or agency as such, not the squad in it: the only part that can contradict."""
    agency = named.placed.mention.agency or ""
    letters = folded(agency)
    whole = any(word in letters for word in ("police", "sheriff", "bureauof", "administration"))
    return letters if whole or (agency.isupper() and agency.isalpha() and len(agency) in (3, 4)) else None
