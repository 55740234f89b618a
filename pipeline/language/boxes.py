"""What the boxes of printed forms say by their place: who stands under which label, whose number stands apart."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from pipeline.language.names import read_name
from pipeline.language.sheet import Sheet
from pipeline.lexicons import Lexicon
from pipeline.records import Mention, PersonKind

_DUTY_ROW = re.compile(r"(?<![.,])[ ](?P<name>[A-Z][A-Za-z'-]+)[ ]{1,3}(?P<number>\d{3,5})[ ]*(?=\n|$)")
_DUTY_HEAD = re.compile(r"\bofficers?\b", re.IGNORECASE)
_MIN_DUTY_ROWS = 3
_NUMBER_APART = re.compile(
    r"[^\S\n]*[-_.|]*[^\S\n]*\n[\s.,:|_\-]*(?:[A-Z][a-z]+(?: [A-Z][a-z]+){0,2},[ ])?"
    r"(?i:sh[i1l]e[l1i][do0]|badge|star)\b[^\n\d]{0,24}(?:\n\s{0,4}|[ ]{1,3})(?P<number>\d{3,5})\b"
)
_NUMBER_BEFORE = re.compile(r"\d\W{1,4}$")
_MAX_LABEL_WORDS = 8


def find_duty_rows(sheet: Sheet) -> Iterator[Mention]:
    """Officers of a log by their column: a surname and a number end its rows ("... ROTATION Dorsey 1502"). Three rows
    at least, one name twice with the same number, and the word officer on the page must say that it is one."""
    rows = [row for row in _DUTY_ROW.finditer(sheet.plain) if read_name(sheet, row.start("name"))]
    pairs = Counter((row["name"].lower(), row["number"]) for row in rows)
    repeated = any(count > 1 for count in pairs.values())
    if len(rows) < _MIN_DUTY_ROWS or not repeated or not _DUTY_HEAD.search(sheet.plain):
        return
    for row in rows:
        name = read_name(sheet, row.start("name"))
        if name is not None and name.end == row.end("name"):
            yield Mention(name.start, row.end("number"), PersonKind.OFFICER, name.text, badges=(row["number"],))


def with_box_kinds(sheet: Sheet, mentions: Iterable[Mention], boxes: Lexicon) -> list[Mention]:
    """A surname-first name in a box is what the label in the line above says: the label that begins the line for a name
    that begins its own, the one that ends it for a name that ends its own."""
    return [_in_box(sheet, mention, boxes) for mention in mentions]


def _in_box(sheet: Sheet, mention: Mention, boxes: Lexicon) -> Mention:
    if mention.kind is not PersonKind.OTHER or "," not in sheet.text[mention.start : mention.end]:
        return mention
    start = sheet.text.rfind("\n", 0, mention.start) + 1
    above = next((line for line in reversed(sheet.text[:start].split("\n")) if any(map(str.isalnum, line))), "")
    if len(re.findall(r"[A-Za-z]{2,}", above)) > _MAX_LABEL_WORDS:
        return mention
    first = not any(map(str.isalnum, sheet.text[start : mention.start]))
    end = sheet.text.find("\n", mention.end)
    last = not any(map(str.isalnum, sheet.text[mention.end : end if end >= 0 else None]))
    numbered = bool(_NUMBER_BEFORE.search(sheet.text, start, mention.start))
    for match in boxes.find(above):
        begins = not any(map(str.isalnum, above[: match.start]))
        ends = not any(map(str.isalnum, above[match.end :]))
        beside = numbered and match.entry.fields["kind"] == "informant"
        if (first and begins) or (last and ends) or beside:
            return replace(mention, kind=PersonKind(match.entry.fields["kind"]))
    return mention


def with_numbers_apart(sheet: Sheet, mentions: Sequence[Mention]) -> list[Mention]:
    """Give an officer without number the one under a printed "Shield" below the name ("Det. R. Voss / Shield / 2218"),
    where nobody else stands between and the number is no other officer's on the page."""
    taken = {badge for mention in mentions for badge in mention.badges}
    found = []
    for mention in mentions:
        apart = _NUMBER_APART.match(sheet.text, mention.end) if _lacks_number(mention) else None
        if apart and apart["number"] not in taken and not _between(mentions, mention.end, apart.end()):
            mention = replace(mention, badges=(apart["number"],))
        found.append(mention)
    return found


def _lacks_number(mention: Mention) -> bool:
    return mention.kind is PersonKind.OFFICER and mention.rank is not None and not mention.badges


def _between(mentions: Iterable[Mention], start: int, end: int) -> bool:
    return any(start <= mention.start < end for mention in mentions)
