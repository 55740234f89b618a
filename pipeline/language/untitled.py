"""Names without title whose given name no list knows: by an initial, by a surname of the census, by their capitals."""

import re
from collections.abc import Iterator, Sequence

from pipeline.language.name_words import BEFORE_A_NAME, can_be_name
from pipeline.language.names import Name, read_name
from pipeline.language.sheet import Sheet
from pipeline.language.whole import covers, is_person
from pipeline.records import Mention, PersonKind

_INITIALED = re.compile(
    r"(?<![\w.'/&-])(?<!\d )(?!U\.[ ]?S\.|N\.[ ]?Y\.|D\.[ ]?C\.|L\.[ ]?A\.)(?:[A-Z]\.[ ]?){1,3}(?=[A-Z][A-Za-z'-]{2,})"
)
_PAIR = re.compile(r"(?<![\w'./-])(?P<given>[A-Z][A-Za-z'-]{2,})[ ](?:[A-Z]\.?[ ])?(?P<surname>[A-Z][A-Za-z'-]{2,})")
_CAPITALS = re.compile(BEFORE_A_NAME + r"(?<![./@&])[A-Z][A-Z'-]{3,}(?![\w&/@-])")
_SMALL = re.compile(r"(?<![\w'-])[a-z]{3,}(?![\w'-])")
_SMALL_BESIDE = re.compile(r"[a-z]{2,}[,;:]?[ \n]{1,3}[('\"]?$")
_SMALL_BEHIND = re.compile(r"[.,;:)'\"]{0,2}(?:'s)?[ \n]{1,3}(?:[a-z]{2,}|\()")
_OPENS = re.compile(r"(?:^|[.?!:\n]['\")]?)\s*$")
_USUAL = 15_000
"""Rank in the census up to which a surname tells a name after an initial; rarer ones are mostly words."""
_KNOWN = 40_000


def find_initialed_names(sheet: Sheet, found: Sequence[Mention]) -> Iterator[Mention]:
    """An initial and a surname of the census: "J. Halloran". No street ("123 S. Halloran St.")."""
    for initials in _INITIALED.finditer(sheet.plain):
        name = read_name(sheet, initials.start())
        if name is None or covers(found, initials.start()) or not _is_usual(name, sheet):
            continue
        if is_person(name, sheet, fewest=1):
            yield Mention(name.start, name.end, PersonKind.OTHER, name.text)


def _is_usual(name: Name, sheet: Sheet) -> bool:
    surname = name.surname.lower()
    return surname not in sheet.words.common and sheet.words.surnames.get(surname, _USUAL) < _USUAL


def find_rare_names(sheet: Sheet, found: Sequence[Mention]) -> Iterator[Mention]:
    """An unknown word before a surname of the census, both with a capital where others have none: "Kannon Doyle"."""
    small = frozenset(_SMALL.findall(sheet.plain))
    for pair in _PAIR.finditer(sheet.plain):
        given, surname = pair["given"].lower(), pair["surname"].lower()
        if given in small or surname in small or given in sheet.words.brands or covers(found, pair.start()):
            continue
        if sheet.words.surnames.get(surname, _USUAL) >= _USUAL or not sheet.words.common.isdisjoint((given, surname)):
            continue
        if surname in sheet.words.given:
            continue
        if sheet.shouted(pair.start()) or _OPENS.search(sheet.plain, max(0, pair.start() - 4), pair.start()):
            continue
        name = read_name(sheet, pair.start())
        if name is not None and len(name.words) > 1 and is_person(name, sheet):
            yield Mention(name.start, name.end, PersonKind.OTHER, name.text)


def find_capitals(sheet: Sheet, found: Sequence[Mention]) -> Iterator[Mention]:
    """A surname of the census in capitals amid small letters, on a page that writes names so: "CANNON said that". It
    does where two people at least stand in capitals amid small letters."""
    printed = [mention for mention in found if _stands_out(sheet, mention.start, mention.end)]
    if len(printed) < 2:
        return
    for word in _CAPITALS.finditer(sheet.plain):
        if covers(found, word.start()) or not _stands_out(sheet, word.start(), word.end()):
            continue
        low = word[0].lower()
        if low in sheet.words.given or not can_be_name(word[0], sheet, after_given=False):
            continue
        name = read_name(sheet, word.start())
        if name is None or sheet.words.surnames.get(name.surname.lower(), _KNOWN) >= _KNOWN:
            continue
        if is_person(name, sheet, fewest=1):
            yield Mention(name.start, name.end, PersonKind.OTHER, name.text)


def _stands_out(sheet: Sheet, start: int, end: int) -> bool:
    """Is this in capitals, and a word in small letters beside it?"""
    if not sheet.plain[start:end].isupper():
        return False
    before = _SMALL_BESIDE.search(sheet.plain, max(0, start - 24), start)
    return before is not None or _SMALL_BEHIND.match(sheet.plain, end) is not None
