"""What follows a name: the numbers that tell its bearer from others, and the agency."""

import re
from dataclasses import dataclass

from pipeline.language.names import Name
from pipeline.language.sheet import Sheet
from pipeline.lexicons import Entry, Lexicon

_BEFORE_TAIL = re.compile(r"\s{0,3},?\s{0,2}[(\[]?(?:of\s+(?:the\s+)?)?", re.IGNORECASE)
_BARE_NUMBER = re.compile(
    r"\s{1,3}(?:[-.]\s(?:'?\s?\.\s)?)?(?P<number>(?!(?:19|20)\d\d)\d{3,5})(?:\s{1,20}(?P<tax>[89]\d{5}))?"
    r"(?=\s*(?:\n|$)|\s{2}|[,;)]|\s[A-Z][A-Za-z]{1,3}\.|\s[^\w\s]|\s\d{1,3}\s(?:pct|sqd|squad|precinct|pdu))",
    re.IGNORECASE,
)
_TAX_COLUMN = re.compile(r"\btax\b", re.IGNORECASE)
_SLASH_NUMBERS = re.compile(r"(?<=[0-9])\s?/\s?#?\s?([0-9IlOoSB]{2,7})\b")
_DIGITS = str.maketrans("IlOoSB", "110058")
_LASTING = ("tax", "serial", "payroll", "employee")


@dataclass(frozen=True, slots=True)
class Tail:
    """What follows a name: badge numbers and the agency."""

    end: int
    badges: tuple[str, ...] = ()
    agency: str | None = None


def read_tail(sheet: Sheet, end: int, badge: Entry, agencies: Lexicon, *, only_badge: bool = False) -> Tail:
    """Badge numbers and agency after a name, in any order."""
    badges: list[str] = []
    agency: str | None = None
    while True:
        at = _BEFORE_TAIL.match(sheet.plain, end)
        place = at.end() if at else end
        number = badge.patterns[0].match(sheet.plain, place)
        if number is not None and len(badges) < 3:
            badges.append(said_number(number))
            end = number.end() + (sheet.plain[number.end() : number.end() + 1] in {")", "]"})
            continue
        unit = None if only_badge or agency else _agency_at(sheet.plain, place, agencies)
        if unit is None:
            return Tail(end, tuple(badges), agency)
        agency, end = " ".join(unit[0].split()), unit.end()


def said_number(found: re.Match[str]) -> str:
    """The number with misread digits put right; one that lasts a whole service has its sort before it, "tax 904512"."""
    sort = next((sort for sort in _LASTING if found[sort]), None)
    number = found["number"].translate(_DIGITS)
    return f"{sort} {number}" if sort else number


def _agency_at(plain: str, place: int, agencies: Lexicon) -> re.Match[str] | None:
    if not plain[place : place + 1].isalnum():
        return None
    found = (p.match(plain, place) for entry in agencies.entries for p in entry.patterns)
    return next((match for match in found if match), None)


def is_force(agency: str | None, agencies: Lexicon) -> bool:
    """Is this a police force or agency, all of whose people are officers ("Mr. Pappas of the FBI")?"""
    forces = next(entry for entry in agencies.entries if entry.fields.get("force"))
    return agency is not None and any(pattern.match(agency) for pattern in forces.patterns)


def read_bare_number(sheet: Sheet, end: int) -> Tail:
    """ "Det. R. Ito 2218" at the end of a field: forms print the number without a mark. No year, no hour. On a sheet
    with a column of tax numbers one of six digits may follow."""
    number = _BARE_NUMBER.match(sheet.plain, end)
    if number is None:
        return Tail(end)
    taxed = number["tax"] is not None and _TAX_COLUMN.search(sheet.plain) is not None
    return Tail(number.end(), (number["number"], f"tax {number['tax']}") if taxed else (number["number"],))


def share_numbers(sheet: Sheet, found: list[tuple[Name, Tail]]) -> list[tuple[Name, Tail]]:
    """ "Lane/Roy #244/#311": the numbers after a slash belong to the names in their order."""
    if len(found) < 2 or len(found[-1][1].badges) != 1 or any(tail.badges for _, tail in found[:-1]):
        return found
    numbers, end = list(found[-1][1].badges), found[-1][1].end
    while more := _SLASH_NUMBERS.match(sheet.plain, end):
        numbers.append(more[1].translate(_DIGITS))
        end = more.end()
    if len(numbers) != len(found):
        return found
    return [
        (name, Tail(end if tail is found[-1][1] else name.end, (number,), tail.agency))
        for (name, tail), number in zip(found, numbers, strict=True)
    ]
