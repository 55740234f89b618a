"""People whom the papers of an investigating agency name without a rank: by their place on the paper they are its own.

"FROM : W. J. Pruitt", "1 - Mr. Cosgrove", the column of officials to whom a letter went round, "by HAROLD KESSLER/klb"
at the foot of an interview, "of this Bureau" behind a name. Only on pages whose own words tell such a paper
(`config/lexicons/agency_papers.yml`): elsewhere a column of surnames may be a jury.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from pipeline.language.name_words import normal_word
from pipeline.language.names import Name, read_name
from pipeline.language.sheet import Sheet
from pipeline.lexicons import Lexicon
from pipeline.records import Mention, PersonKind

_ROUTED = re.compile(
    r"(?<![A-Za-z])(?:M[rtizv]s?|Miss|Ms|[NH]r|[AMN]ir)[.,:-]{0,2}[ ]{0,2}(?P<name>[A-Z][A-Za-z' -]{1,24}?)"
    r"(?:,[ ]?(?:[A-Z]\.?[ ]?){1,2})?(?:[ ]{0,3}[_\-\u2014\u2013=~.|*][_\-\u2014\u2013=~.|* ]*\w{0,2})?[ ]*$"
)
_ROW = re.compile(r"^\W{0,4}(?P<name>[A-Z][A-Za-z']{2,13})[\s_\-\u2014=~.,|*]{0,16}(?:\w{1,2}|)[ _]*$")
_JOINT = re.compile(r"\s{0,2}(?:,|\band\b|&|/)\s{1,2}(?:and\s{1,2})?(?:M[rt]s?[.,]?\s)?|\s?/\s?")
_TITLED = 12
_FEWEST_ROUTED = 4
_FEWEST_ROWS = 5
_FEWEST_KNOWN = 0.5
"""The share of the rows of a column that must be surnames of the census: the others were misread, or are rare."""
_GAP = 1
"""So many other lines may stand between two rows of a column."""
_NEAR = 2
"""So many lines may stand between two rows of a column of officials."""
_END = "end of the page"
_USUAL = 20_000
_LONG = 6
"""Letters of a word that is a name where it fills the rest of its line, though no census knows it."""
_CAPITAL_AMID = re.compile(r"[A-Z]?[a-z']*[A-Z]?[a-z']+|[A-Z']+")


@dataclass(frozen=True, slots=True)
class Desks:
    """Where names of the agency's own people begin (`before`), end (`after`), or stand alone (`rows`)."""

    before: frozenset[int]
    after: frozenset[int]
    rows: tuple[tuple[int, int], ...]


def find_desks(sheet: Sheet, papers: Lexicon) -> Desks:
    """The places of a page; none where it is no paper of an agency."""
    if not is_agency_paper(sheet.plain, papers):
        return Desks(frozenset(), frozenset(), ())
    entries = {entry.id: entry for entry in papers.entries}
    return Desks(
        frozenset(match.end for match in entries["before"].find(sheet.text)),
        frozenset(match.start for match in entries["after"].find(sheet.text)),
        (*_find_routed(sheet), *_find_columns(sheet, entries["place"].words)),
    )


def is_agency_paper(plain: str, papers: Lexicon) -> bool:
    """Does the page say by one sure sign or two others that an agency wrote it to itself?"""
    entries = {entry.id: entry for entry in papers.entries}
    if next(entries["own"].find(plain), None) is not None:
        return True
    return len({slot for match in entries["hint"].find(plain) for slot in match.slots}) > 1


def find_desk_names(sheet: Sheet, papers: Lexicon) -> Iterator[Mention]:
    """The names at these places; of single words only surnames of the census that are no office of the agency."""
    desks = find_desks(sheet, papers)
    offices = next(entry.words for entry in papers.entries if entry.id == "place")
    for start in sorted(desks.before):
        name = read_name(sheet, start, reversed_too=True)
        if name is not None and _is_name(name, sheet, offices):
            yield Mention(name.start, name.end, PersonKind.OFFICER, name.text)
    for start, end in desks.rows:
        name = read_name(sheet, start)
        if name is not None and name.end == end:
            yield Mention(start, end, PersonKind.OFFICER, name.text)
        else:
            yield Mention(start, end, PersonKind.OFFICER, normal_word(sheet.plain[start:end]))


def _is_name(name: Name, sheet: Sheet, offices: frozenset[str]) -> bool:
    words = [word.lower() for word in name.words]
    if not offices.isdisjoint(words) or words[-1] in sheet.words.also_places or words[-1] in sheet.words.not_people:
        return False
    if len(words) > 1 or _is_surname(words[0], sheet):
        return True
    rest = sheet.text[name.end : sheet.text.find("\n", name.end) + 1]
    return len(words[0]) >= _LONG and words[0] not in sheet.words.common and not rest.strip()


def _is_surname(word: str, sheet: Sheet) -> bool:
    return sheet.words.surnames.get(word, _USUAL) < _USUAL


def with_desk_kinds(sheet: Sheet, found: Sequence[Mention], papers: Lexicon) -> Iterator[Mention]:
    """The mentions, those of no kind at these places as officers, and whoever is joined to them ("X and Y/klb")."""
    desks = find_desks(sheet, papers)
    own = [_at_desk(mention, desks) for mention in found]
    for first in (*range(len(found) - 1), *reversed(range(len(found) - 1))):
        if own[first] != own[first + 1] and _joined(sheet, found[first], found[first + 1]):
            own[first] = own[first + 1] = True
    for mention, here in zip(found, own, strict=True):
        free = mention.kind is PersonKind.OTHER and not mention.rank
        yield replace(mention, kind=PersonKind.OFFICER) if here and free else mention


def _at_desk(mention: Mention, desks: Desks) -> bool:
    if any(start in desks.before for start in range(mention.start, min(mention.start + _TITLED, mention.end))):
        return True
    if mention.end in desks.after:
        return True
    return any(mention.start <= start < mention.end for start, _end in desks.rows)


def _joined(sheet: Sheet, one: Mention, other: Mention) -> bool:
    return _JOINT.fullmatch(sheet.plain, one.end, max(one.end, other.start)) is not None


def _find_routed(sheet: Sheet) -> Iterator[tuple[int, int]]:
    """Four and more surnames with Mr., Mrs. or Miss that end lines near each other: the officials to whom a paper goes
    round. Other words may stand before them, where reading took the column for a part of what stands beside it."""
    rows: list[Name] = []
    place, last = 0, 0
    for number, line in enumerate((*sheet.text.split("\n"), *[_END] * (_NEAR + 1))):
        row = _ROUTED.search(line)
        name = read_name(sheet, place + row.start("name")) if row is not None else None
        if name is not None:
            rows.append(name)
            last = number
        elif rows and number - last > _NEAR:
            if len({name.surname for name in rows}) >= _FEWEST_ROUTED:
                yield from ((name.start, name.end) for name in rows)
            rows = []
        place += len(line) + 1


def _find_columns(sheet: Sheet, offices: frozenset[str]) -> Iterator[tuple[int, int]]:
    """Five and more lines that follow each other and hold a surname and nothing else."""
    rows: list[tuple[int, int]] = []
    gap, place = 0, 0
    for line in (*sheet.text.split("\n"), *[_END] * (_GAP + 1)):
        row = _ROW.match(line)
        if row is not None and _is_row(row["name"], sheet, offices):
            rows.append((place + row.start("name"), place + row.end("name")))
            gap = 0
        elif line.strip():
            gap += 1
        if gap > _GAP and rows:
            yield from rows if _is_column([sheet.text[start:end].lower() for start, end in rows], sheet) else ()
            rows = []
        place += len(line) + 1


def _is_row(word: str, sheet: Sheet, offices: frozenset[str]) -> bool:
    others = offices | sheet.words.never | sheet.words.not_people | sheet.words.form_labels
    return _CAPITAL_AMID.fullmatch(word) is not None and word.lower() not in others


def _is_column(words: Sequence[str], sheet: Sheet) -> bool:
    known = sum(_is_surname(word, sheet) for word in set(words))
    return len(set(words)) >= _FEWEST_ROWS and known >= _FEWEST_KNOWN * len(set(words))
