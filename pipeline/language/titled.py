"""People named after a rank, a title or a field label: "Det. J. Halloran #1234", "Witness: RAMOS, Maria"."""

import re
from collections.abc import Iterator
from difflib import get_close_matches

from pipeline.language.names import Name, read_name
from pipeline.language.sheet import Sheet
from pipeline.language.signed import named_before
from pipeline.language.tails import Tail, is_force, read_bare_number, read_tail, share_numbers
from pipeline.language.titles import Title
from pipeline.lexicons import Entry, Lexicon
from pipeline.records import Mention, PersonKind

# Between title and name: a colon, a space, an initial that is dirt ("Det. @. Ito"), a quote mark that is dirt
# ("Det. 'Ann Ito #12"; not "Det. 'Sonny'"), or nothing after a stop.
_BEFORE_NAME = re.compile(
    r"(?<=:)[ ]{1,40}|[ ]{0,2}[:\-][ ]{1,3}|[ ](?:[^\w\s]|\d|(?!ST|MC|LT)[A-Z]{2})[.,]['\"]?[ ]{1,2}(?=[A-Z])"
    r"|[ ]'(?=[A-Z]\.|[A-Z][a-z]+[ ][A-Z][a-z]+(?![a-z']))|[ ]{1,2}(?![ ])"
    r"|[ ]?:[ ]{0,24}|(?<=[.,:/#])[ ]{0,2}|[ ]*\(|[ ]+\""
)
_COLUMN = re.compile(r"[ ]{3,30}(?=[A-Z][A-Za-z.'-]+,?[ ]{1,2}[A-Z])")
_INITIAL_COLUMN = re.compile(r"[ ]{3,30}(?=[A-Z](?:\.[ ]?|[ ])[A-Z][A-Za-z'-]+)")
_AND = re.compile(r"\s{0,2}(?:,\s{1,2}(?:and\s{1,2}|&\s?)?|\sand\s{1,2}|\s?&\s?|[ ]{0,4}/[ ]{0,4})(?=[A-Z0158\"])")
_SLASH = re.compile(r"\s?/\s?(?=[A-Z0158])")
_MAY_BE_OFFICERS = {PersonKind.WITNESS, PersonKind.OTHER, PersonKind.VICTIM}
_RANK_BEHIND = re.compile(r",\s{1,2}(?:an?\s+)?(?:former\s+|retired\s+|ret\.?\s+)?")
_LONE_TITLE = re.compile(r"(?:^|\n)[^\n]{0,24}$")
_SCRAP = re.compile(r" [A-Z]{2}(?![\w.])")
_AFTER_NAME = re.compile(r"(?:'s)?\s(?P<word>[A-Z][A-Za-z]*)")
_WORD = re.compile(r"[A-Za-z]+")
_LIKE_A_LABEL = 0.75
_HEAD_OF_OFFICE = re.compile(r"(?:the[ ])?A?SAC\b|.*\bin charge\b", re.IGNORECASE | re.DOTALL)
_TOWN = re.compile(r"(?:san|los|las|el|salt|little|new|kansas|oklahoma)$")
_MAX_LIST = 8


def find_titled(sheet: Sheet, titles: list[Title], badge: Entry, agencies: Lexicon) -> Iterator[Mention]:
    """The people named after a title, or before it where none follows ("FRANCO, J. DET #1234")."""
    places = {place.start: place for place in titles}
    for title in titles:
        named = list(_named_after(sheet, title, places, badge, agencies))
        if not named:
            named = list(named_before(sheet, title, badge, agencies))
        yield from _without_doubt(title, named)


def _without_doubt(title: Title, named: list[Mention]) -> list[Mention]:
    return [m for m in named if m.badges] if title.weak else named


def _named_after(
    sheet: Sheet, title: Title, places: dict[int, Title], badge: Entry, agencies: Lexicon
) -> Iterator[Mention]:
    gap = _BEFORE_NAME.match(sheet.plain, title.end) or _next_column(sheet, title)
    at = gap.end() if gap else title.end
    first = read_tail(sheet, at, badge, agencies, only_badge=True)
    if first.badges:
        after = sheet.gap(first.end)
        if after is None or read_name(sheet, after) is None:
            yield from _numbered(sheet, title, first)
            return
        at = after
    if at in places or (at == title.end and sheet.plain[at - 1 : at] not in {".", ",", "/", ":"}):
        return
    start = title.start if not title.label or title.rank else None
    for name, tail in _list(sheet, title, at, badge, agencies):
        badges = first.badges + tail.badges
        rank = _rank_behind(sheet, tail.end, places) if title.kind in _MAY_BE_OFFICERS else None
        if rank is not None:
            tail = read_tail(sheet, rank.end, badge, agencies)
            yield Mention(
                name.start, max(rank.end, tail.end), rank.kind, name.text, rank.rank, tail.badges, tail.agency
            )
            continue
        begin, start = (name.start if start is None else start), None
        kind = PersonKind.OFFICER if title.kind is PersonKind.OTHER and is_force(tail.agency, agencies) else title.kind
        yield Mention(begin, max(tail.end, name.end), kind, name.text, title.rank, badges, tail.agency)


def _next_column(sheet: Sheet, title: Title) -> re.Match[str] | None:
    """ "DET      LOUIS ITO": a rank, and the name in the next column of its row."""
    line = sheet.text.rfind("\n", 0, title.start) + 1
    begins = not sheet.text[line : title.start].strip()
    return (_COLUMN if begins else _INITIAL_COLUMN).match(sheet.plain, title.end) if title.rank else None


def _rank_behind(sheet: Sheet, end: int, places: dict[int, Title]) -> Title | None:
    """The rank in "Interviewee: Ann Ito, detective": it says more than the label before the name."""
    gap = _RANK_BEHIND.match(sheet.plain, end)
    rank = places.get(gap.end()) if gap else None
    return rank if rank is not None and rank.kind is PersonKind.OFFICER and rank.rank and not rank.weak else None


def _list(sheet: Sheet, title: Title, at: int, badge: Entry, agencies: Lexicon) -> list[tuple[Name, Tail]]:
    """One name, or as many as a plural title or a slash joins, each with its numbers."""
    found: list[tuple[Name, Tail]] = []
    place: int | None = at
    while place is not None and len(found) < _MAX_LIST:
        name = read_name(sheet, place, reversed_too=title.label or not title.plural)
        if name is None or not _plausible(name, title, sheet):
            break
        tail = read_tail(sheet, name.end, badge, agencies)
        if title.rank and title.kind is PersonKind.OFFICER and tail.end == name.end:
            tail = read_bare_number(sheet, name.end)
        found.append((name, tail))
        joint = (_AND if title.plural else _SLASH).match(sheet.plain, tail.end)
        place = joint.end() if joint else None
    return share_numbers(sheet, found)


def _plausible(name: Name, title: Title, sheet: Sheet) -> bool:
    """After a label or a lone title a single everyday word in capitals is no name ("SUBJECT BROWN JACKET")."""
    if _is_misread_label(name, title, sheet) or _is_field_office(name, title, sheet):
        return False
    single = len(name.words) == 1
    word = name.words[0].lower()
    if single and title.label and sheet.shouted(name.start) and word in sheet.words.common:
        return False
    after = _AFTER_NAME.match(sheet.plain, name.end)
    place = after is not None and after["word"].lower() in sheet.words.not_people
    if name.words[0].lower() in sheet.words.also_places and (place or name.surname.lower() in sheet.words.not_people):
        return False  # "Special Agent in Charge, Washington Field Office"
    return not (place and (not title.rank or sheet.plain[name.end] == "'"))


def _is_field_office(name: Name, title: Title, sheet: Sheet) -> bool:
    """ "SAC SEATTLE", "SAC, LAS VEGAS": after the head of an office a town is the office."""
    if not _HEAD_OF_OFFICE.match(sheet.plain, title.start, title.end):
        return False
    first, *more = (word.lower() for word in name.words)
    return _TOWN.match(first) is not None or (not more and first in sheet.words.also_places)


def _is_misread_label(name: Name, title: Title, sheet: Sheet) -> bool:
    """Is this no name but the next box of a printed form, badly read? It looks like a label ("Shiela" for Shield) and
    another follows in the line; or it stands between two labels ("SUBJECT 7 VEO TIM:"); or it is two scraps."""
    line = sheet.plain[name.end : sheet.plain.find("\n", name.end) if "\n" in sheet.plain[name.end :] else None]
    first, last = name.words[0].lower(), name.surname.lower()
    if title.label and line.startswith(":") and len(name.words) > 1 and first not in sheet.words.given:
        return last in sheet.words.given
    if title.kind is not PersonKind.OFFICER or not _LONE_TITLE.search(sheet.plain, 0, title.start):
        return False
    printed = sheet.plain[name.start : name.end]
    if len(printed) == 2 and printed.istitle() and _SCRAP.match(line):
        return True
    if len(printed) == 5 and not (printed.istitle() or printed.isupper() or "." in printed):
        return len(name.words) == 2
    labels = sheet.words.form_labels
    others = set() if line.startswith(",") else {word.lower() for word in _WORD.findall(line)} & labels
    known = first in labels or (
        first in sheet.words.given and len(name.words) > 1 and (printed.istitle() or printed.isupper())
    )
    return bool(others) and not known and bool(get_close_matches(first, labels, 1, _LIKE_A_LABEL))


def _numbered(sheet: Sheet, title: Title, tail: Tail) -> Iterator[Mention]:
    """ "Detective #84": a number instead of a name, as for undercover officers."""
    marked = sheet.plain[title.end : tail.end].lstrip(" ").startswith("#")
    if title.kind is PersonKind.OFFICER and title.rank and marked and not title.weak and not title.plural:
        name = f"{title.rank} #{tail.badges[0]}"
        yield Mention(title.start, tail.end, title.kind, name, title.rank, tail.badges)
