"""Who is named again without title, once the page has said who that is, and whole names without any title."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from pipeline.language.names import Name, Sheet, normal_word, read_name
from pipeline.records import Mention, PersonKind

_SUFFIXES = {"jr", "sr", "ii", "iii", "iv"}
_CAPITAL = re.compile(r"(?<![\w'.-])[A-ZÀ-ÖØ-Þ][A-Za-zÀ-ÖØ-öø-ÿ0158'|-]+")
_LISTED = re.compile(
    r"(?:(?:^|\n|[:|]|[ ]{2})[ ]{0,40}|(?<=\d)[ ](?=[A-Z]{3,},)"
    r"|(?<=[a-z.])[ ](?=[A-Z]{3,},[ ]{1,2}[A-Z][a-z]+[ ]*(?:\n|$)))"
    r"(?P<surname>[A-Z][A-Za-z'-]+),[ ]{1,2}(?P<given>[A-Z][A-Za-z]+)"
)
_WORD_BEFORE = re.compile(r"(?<![A-Za-z])([A-Za-z]+\.?)[ ]$")
_FOLLOWING = re.compile(r"\s{1,2}([A-Za-z]+)")
_BEFORE = re.compile(r"(?:(?<![\w'-])(?:[A-Z][A-Za-z']+|[A-Z]\.?)\s{1,2}){0,2}$")


def find_listed_names(sheet: Sheet, taken: list[tuple[int, int]]) -> Iterator[Mention]:
    """Surname first, at the start of a line or a column: "RAMOS, MARIA". The given name must be a known one."""
    for found in _LISTED.finditer(sheet.plain):
        given, surname = found["given"].lower(), found["surname"].lower()
        if given not in sheet.words.given or given in sheet.words.also_places or surname in sheet.words.given:
            continue
        before = _WORD_BEFORE.search(sheet.plain, max(0, found.start("surname") - 24), found.start("surname"))
        if before and _is_first_name(before[1].lower(), sheet):
            continue
        name = read_name(sheet, found.start("surname"), reversed_too=True)
        if name is None or len(name.words) < 2 or not _is_person(name, sheet):
            continue
        if not any(start < name.end and name.start < end for start, end in taken):
            yield Mention(name.start, name.end, PersonKind.OTHER, name.text)


def _is_first_name(word: str, sheet: Sheet) -> bool:
    """Can this word be the given name of the surname after it ("Enrique OVARES, Gustavo REYES")?"""
    return len(word.rstrip(".")) == 1 or word in sheet.words.given or word in sheet.words.particles


def find_whole_names(sheet: Sheet, taken: list[tuple[int, int]]) -> Iterator[Mention]:
    """A given name and what follows it, where no title has been read: "Maria Ramos". Never a single word."""
    reached = -1
    for found in _CAPITAL.finditer(sheet.plain):
        if found.start() < reached or found[0].lower() not in sheet.words.given or _covered(found.start(), taken):
            continue
        name = read_name(sheet, found.start())
        if name is None or not _is_person(name, sheet):
            continue
        reached = name.end
        if not any(start < name.end and name.start < end for start, end in taken):
            yield Mention(name.start, name.end, PersonKind.OTHER, name.text)


def _is_person(name: Name, sheet: Sheet) -> bool:
    if len([word for word in name.words if len(word.rstrip(".")) > 1]) < 2:
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


@dataclass(frozen=True, slots=True)
class Bearer:
    """Someone of the page who bears a surname: the given names or initials, and what the page says they are."""

    given: str
    kind: PersonKind


def bearers(mentions: list[Mention]) -> dict[str, set[Bearer]]:
    """For each surname of the page, who bears it."""
    found: dict[str, set[Bearer]] = {}
    for mention in mentions:
        words = [word for word in mention.name.lower().split(" ") if word not in _SUFFIXES]
        if words[-1].replace("'", "").replace("-", "").isalpha():
            found.setdefault(words[-1], set()).add(Bearer(" ".join(words[:-1]), mention.kind))
    return found


def kind_of(given: str, known: set[Bearer]) -> PersonKind:
    """What someone is who is named so: the kind of those whose given name does not speak against it, if they agree.
    With a given name, one of them must bear it: Mary Lopez is not Detective Lopez."""
    fitting = {b.kind for b in known if _fits(given, b.given)} - {PersonKind.OTHER}
    return next(iter(fitting)) if len(fitting) == 1 else PersonKind.OTHER


def _fits(given: str, other: str) -> bool:
    if not given:
        return True
    return bool(other) and given[0] == other[0] and (given == other or len(given) <= 2 or len(other) <= 2)


def settle_kinds(mentions: list[Mention], also: Mapping[str, PersonKind]) -> list[Mention]:
    """A person named without title ("MR. LANE") is what the page says elsewhere of a bearer of the name."""
    known = bearers(mentions)
    settled = []
    for mention in mentions:
        if mention.kind is PersonKind.OTHER:
            given, _, surname = mention.name.lower().rpartition(" ")
            kind = also.get(surname) or kind_of(given, known.get(surname, set()))
            mention = replace(mention, kind=kind)
        settled.append(mention)
    return settled


def find_again(sheet: Sheet, mentions: list[Mention], taken: list[tuple[int, int]]) -> Iterator[Mention]:
    """Surnames of people named on the page, wherever else they stand, with the given name before them."""
    known = bearers(mentions)
    words = [w for w in known if len(w) > 2 and w not in sheet.words.never and w not in sheet.words.given]
    if not words:
        return
    pattern = re.compile(
        rf"(?<![\w'-])(?:{'|'.join(map(re.escape, sorted(words)))})(?![\w-]|'[A-RT-Za-rt-z])", re.IGNORECASE
    )
    for found in pattern.finditer(sheet.plain):
        word = found[0]
        if (
            not word[0].isupper()
            or not (word[1:].islower() or word.isupper() or "'" in word)
            or _covered(found.start(), taken)
        ):
            continue
        if word.lower() in sheet.words.common and (
            sheet.shouted(found.start()) or _starts_sentence(sheet, found.start())
        ):
            continue
        name = _widened(sheet, found)
        if name is not None and not any(start < name.end and name.start < end for start, end in taken):
            kind = kind_of(" ".join(name.words[:-1]).lower(), known[word.lower()])
            yield Mention(name.start, name.end, kind, name.text)


def _widened(sheet: Sheet, found: re.Match[str]) -> Name | None:
    """With a given name or initial before the surname where there is one; None for streets and companies."""
    after = _FOLLOWING.match(sheet.plain, found.end())
    if after and after[1][0].isupper() and after[1].lower() in sheet.words.not_people:
        return None
    before = _BEFORE.search(sheet.plain, max(0, found.start() - 30), found.start())
    for start in re.finditer(r"[A-Z][A-Za-z']*", before[0]) if before else ():
        name = read_name(sheet, before.start() + start.start()) if before else None
        first = name.words[0].rstrip(".").lower() if name else ""
        if name and name.end == found.end() and (len(first) == 1 or first in sheet.words.given):
            return name
    return Name(found.start(), found.end(), (normal_word(found[0]),))


def _covered(start: int, taken: list[tuple[int, int]]) -> bool:
    return any(a <= start < b for a, b in taken)


def _starts_sentence(sheet: Sheet, start: int) -> bool:
    before = sheet.plain[max(0, start - 3) : start].rstrip(" ")
    return not before or before[-1] in ".?!\n:"
