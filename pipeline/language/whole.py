"""Whole names that no title or label tells: "Maria Ramos", and surname first in lists: "RAMOS, MARIA"."""

import re
from collections.abc import Iterable, Iterator, Sequence

from pipeline.language.names import Name, read_name
from pipeline.language.sheet import Sheet
from pipeline.records import Mention, PersonKind

_CAPITAL = re.compile(r"(?<![\w'.-])[A-ZÀ-ÖØ-Þ][A-Za-zÀ-ÖØ-öø-ÿ0158'|-]+")
_LISTED = re.compile(
    r"(?:(?:^|\n|[:|]|[ ]{2})[ ]{0,40}(?:[(#]?\d{1,2}[.)][ ]{1,3})?|(?<=\d)[ ](?=[A-Z]{3,},)"
    r"|(?<=[a-z.])[ ](?=[A-Z]{3,},[ ]{1,2}[A-Z][a-z]+[ ]*(?:\n|$)))"
    r"(?P<surname>[A-Z][A-Za-z'-]+),[ ]{1,2}(?P<given>[A-Z][A-Za-z]+)"
)
_WORD_BEFORE = re.compile(r"(?<![A-Za-z])([A-Za-z]+\.?)[ ]$")
_INITIAL_BEFORE = re.compile(r"(?:^|[^\w\s.]\s{0,2}|[a-z]\s{1,2}|\n\s*)(?P<initial>[A-Z]\. )$")
_COMMON_SURNAME = 1500
_FOLLOWING = re.compile(r"\s{1,2}([A-Za-z]+)")


def find_listed_names(sheet: Sheet) -> Iterator[Mention]:
    """Surname first, at the start of a line or a column: "RAMOS, MARIA". The given name must be a known one."""
    for found in _LISTED.finditer(sheet.plain):
        given, surname = found["given"].lower(), found["surname"].lower()
        if given not in sheet.words.given or given in sheet.words.also_places or _is_given_list(found, surname, sheet):
            continue
        before = _WORD_BEFORE.search(sheet.plain, max(0, found.start("surname") - 24), found.start("surname"))
        if before and _is_first_name(before[1].lower(), sheet):
            continue
        name = read_name(sheet, found.start("surname"), reversed_too=True)
        if name is not None and len(name.words) >= 2 and is_person(name, sheet):
            yield Mention(name.start, name.end, PersonKind.OTHER, name.text)


def _is_given_list(found: re.Match[str], surname: str, sheet: Sheet) -> bool:
    """ "Mary, John and Tom"; not "KELLY, JOHN": in capitals a common surname may be a given name as well."""
    if surname not in sheet.words.given:
        return False
    shown = found["surname"].isupper() and sheet.words.surnames.get(surname, _COMMON_SURNAME) < _COMMON_SURNAME
    return not shown or sheet.plain.startswith(",", found.end())


def _is_first_name(word: str, sheet: Sheet) -> bool:
    """Can this word be the given name of the surname after it ("Enrique OVARES, Gustavo REYES")?"""
    return len(word.rstrip(".")) == 1 or word in sheet.words.given or word in sheet.words.particles


def find_whole_names(sheet: Sheet, found: Sequence[Mention]) -> Iterator[Mention]:
    """A given name and what follows it, where no title has been read: "Maria Ramos". Never a single word."""
    reached = -1
    for word in _CAPITAL.finditer(sheet.plain):
        if word.start() < reached or word[0].lower() not in sheet.words.given or covers(found, word.start()):
            continue
        name = _with_initials(sheet, word.start()) or read_name(sheet, word.start())
        if name is not None and is_person(name, sheet):
            reached = name.end
            yield Mention(name.start, name.end, PersonKind.OTHER, name.text)


def _with_initials(sheet: Sheet, start: int) -> Name | None:
    """The name with the initial before its given name: "J. Edgar Halloran"; not "123 S. Edgar", "Ann B. Edgar"."""
    before = _INITIAL_BEFORE.search(sheet.plain, max(0, start - 24), start)
    name = read_name(sheet, before.start("initial")) if before else None
    return name if name is not None and len(name.words) > 2 else None


def covers(found: Iterable[Mention], start: int) -> bool:
    """Does a mention stand at this place?"""
    return any(mention.start <= start < mention.end for mention in found)


def is_person(name: Name, sheet: Sheet, *, fewest: int = 2) -> bool:
    """Is this no street, town or company, and are there enough words that are no initials?"""
    if len([word for word in name.words if len(word.rstrip(".")) > 1]) < fewest:
        return False
    after = _FOLLOWING.match(sheet.plain, name.end)
    if after and after[1][0].isupper() and after[1].lower() in sheet.words.not_people:
        return False
    printed = sheet.plain[name.start : name.end].split()
    if (
        len(printed) == 2
        and len(printed[0]) > 2
        and printed[0].isalpha()
        and printed[0].isupper()
        and printed[1].istitle()
    ):
        return False  # "SHEL Ison": nobody writes a name so; labels that were badly read look like that
    before = sheet.plain[max(0, name.start - 4) : name.start]
    return name.surname.lower() not in sheet.words.not_people and not re.search(r"\b(?:St|Ft|Mt)\.? $", before)
