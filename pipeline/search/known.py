"""Values of the fields that only the catalog knows: `bates:DA-001234`, `bates:[DA-001200 TO DA-001299]`, `reviewed:no`,
and the id of a person, `person:P-1f0c3a5b7d9e`."""

import re

from pipeline.errors import QueryError
from pipeline.search.nodes import Known, Stamps

REVIEWED = ("yes", "no", "relevant", "not-relevant", "needs-image", "needs-document", "privileged")
"""yes and no are about the page, the others about a lead on it, as `exculpa review` takes them."""
MOST_DIGITS = 15

_BETWEEN = re.compile(r"([\[{])\s*(\S+)\s+TO\s+(\S+?)\s*([\]}])")
_NUMBER = re.compile(r"(?P<prefix>.*?)[\s_.:\-]*(?P<digits>\d+)")
_PERSON = re.compile(r"P-[0-9a-f]{12,32}", re.IGNORECASE)
_EXAMPLE = "Type for example bates:DA-001234, bates:DA-0012* or bates:[DA-001200 TO DA-001299]."


def read_person(text: str) -> Known | None:
    """The person of an id; None for a name."""
    return Known("person", f"P-{text[2:].lower()}") if _PERSON.fullmatch(text) else None


def read_known(field: str, text: str, position: int) -> Known:
    """The value of a field of KNOWN_FIELDS. Raises QueryError that says what can be typed."""
    return _read_reviewed(text, position) if field == "reviewed" else Known("bates", _read_stamps(text, position))


def _read_reviewed(text: str, position: int) -> Known:
    value = re.sub(r"[\s_]+", "-", text.strip().lower())
    if value not in REVIEWED:
        raise QueryError(
            f"reviewed:{text} (character {position + 1}) is not known. Type one of {', '.join(REVIEWED)}.", position
        )
    return Known("reviewed", value)


def _read_stamps(text: str, position: int) -> Stamps:
    text = text.strip()
    if between := _BETWEEN.fullmatch(text):
        return _read_between(text, between.groups(), position)
    if text == "*":
        return Stamps(None)
    found = _NUMBER.fullmatch(text.rstrip("*"))
    if text.endswith("*"):
        return Stamps(found["prefix"].lower(), begins=found["digits"]) if found else Stamps(_prefix(text.rstrip("*")))
    if found is None:
        raise _wrong(text, position, "is no Bates number")
    number = _number(found["digits"], text, position)
    return Stamps(_prefix(found["prefix"]), number, number)


def _read_between(text: str, signs: tuple[str, ...], position: int) -> Stamps:
    opening, low, high, closing = signs
    first, last = _bound(low, text, position), _bound(high, text, position)
    prefixes = {prefix for prefix, _ in filter(None, (first, last))}
    if len(prefixes) > 1:
        raise _wrong(text, position, "begins with other letters than it ends with")
    least = first[1] + (opening == "{") if first else 0
    most = last[1] - (closing == "}") if last else None
    if most is not None and most < least:
        raise _wrong(text, position, "runs backwards")
    return Stamps(prefixes.pop() if prefixes else None, least, most)


def _bound(text: str, whole: str, position: int) -> tuple[str, int] | None:
    """Prefix and number of an end of a range; None for `*`."""
    if text == "*":
        return None
    found = _NUMBER.fullmatch(text)
    if found is None:
        raise _wrong(whole, position, "is no range of Bates numbers")
    return _prefix(found["prefix"]), _number(found["digits"], whole, position)


def _number(digits: str, text: str, position: int) -> int:
    if len(digits.lstrip("0")) > MOST_DIGITS:
        raise _wrong(text, position, f"has more than {MOST_DIGITS} digits")
    return int(digits)


def _prefix(text: str) -> str:
    return text.strip(" _.:-").lower()


def _wrong(text: str, position: int, why: str) -> QueryError:
    return QueryError(f"bates:{text} (character {position + 1}) {why}. {_EXAMPLE}", position)
