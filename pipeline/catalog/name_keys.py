"""What people are looked up by: surnames and numbers folded so that spelling, capitals and the usual misreadings agree.

A key is for finding, never for deciding: two people share one, and whoever asks compares the names as they are written.
"""

import re

from anyascii import anyascii

GENERATIONS = frozenset(("jr", "sr", "ii", "iii", "iv"))
SUFFIXES = GENERATIONS | {"esq", "phd", "md"}
PARTICLES = frozenset(
    ("o", "mc", "mac", "de", "la", "las", "los", "del", "van", "von", "der", "den", "st", "di", "da", "le")
)
# One shape for what OCR confuses; the same shapes for numbers, where letters stand for digits.
_LETTERS = str.maketrans("01!|58", "olllsb")
_DIGITS = str.maketrans("OQDILSZBG", "000115286")
LONGEST_KEY = 60


def name_words(name: str) -> list[str]:
    """The words of a name in reading order, in small plain letters, without Jr. and the like; "Doe, John" is turned."""
    last, comma, first = name.partition(",")
    if comma and first.strip(" .").lower() not in SUFFIXES:
        name = f"{first} {last}"
    plain = anyascii(name).lower().replace("’", "'")
    words = [re.sub(r"[^a-z0-9!|]", "", word) for word in re.split(r"[\s.,]+", plain)]
    words = [word for word in words if word]
    while len(words) > 1 and words[-1] in SUFFIXES:
        words.pop()
    return words


def split_name(name: str) -> tuple[tuple[str, ...], str]:
    """Given names and surname in small plain letters; "O Neil", "O'Neil" and "ONeil" are one surname, and a double name
    is one. The surname is empty where the name is a number ("CI 94-118")."""
    words = name_words(name)
    if not words or sum(c.isdigit() for c in words[-1]) * 2 > len(words[-1]):
        return (), ""
    at = len(words) - 1
    while at > 0 and words[at - 1] in PARTICLES:
        at -= 1
    return tuple(words[:at]), "".join(words[at:])


def find_suffix(name: str) -> str | None:
    """What tells a father from his son: "jr", "sr", "ii" ...; None where the name does not say it."""
    words = re.findall(r"[a-z]+", anyascii(name).lower())
    return next((word for word in reversed(words[1:]) if word in GENERATIONS), None)


def fold_surname(name: str) -> str | None:
    """The key of the last name of a person: "Det. Hal1oran" and "HALLORAN" share one. None for a number or nothing."""
    surname = shape_of(split_name(name)[1])
    return surname[:LONGEST_KEY] or None


def shape_of(word: str) -> str:
    """A word in small letters as it is compared where OCR may have misread it."""
    return re.sub(r"[^a-z]", "", word.translate(_LETTERS)).replace("rn", "m").replace("vv", "w")


def fold_number(number: str) -> str | None:
    """The key of a badge, tax or serial number: digits and letters, misread ones as digits, without leading zeros and
    without what says which number it is ("tax 904512"). None where no digit is in it."""
    tokens = [re.sub(r"[^A-Z0-9]", "", token) for token in re.split(r"[\s#:*]+", anyascii(number).upper())]
    bare = next((token for token in reversed(tokens) if any(c.isdigit() for c in token)), "")
    return (bare.translate(_DIGITS).lstrip("0") or "0")[:LONGEST_KEY] if bare else None


def is_labelled(number: str) -> bool:
    """Does it say which number it is ("tax 904512")? Then it is no badge."""
    return re.match(r"\s*[A-Za-z]{2,}\.?[\s#:]", number) is not None
