"""People named before their rank, title or number: "John Halloran, Detective", signature blocks, "R. Ito #1234"."""

import re
from collections.abc import Iterator

from pipeline.language.names import Name, read_name
from pipeline.language.sheet import Sheet
from pipeline.language.tails import read_bare_number, read_tail
from pipeline.language.titles import Title
from pipeline.lexicons import Entry, Lexicon
from pipeline.records import Mention, PersonKind

_BEFORE_TITLE = re.compile(
    r"(?:\s{1,2}|[ ]{3,40}|\s{0,3}\n\s*|\s{0,2},\s{0,3}|\s*\(\s*|\s+-\s*)"
    r"(?:an?\s+|the\s+|then\s+)?(?:former\s+|retired\s+)?$"
)
_BEFORE_NUMBER = re.compile(r"\s{0,2},?\s{0,2}[(\[]?$")
_LAST_WORD = re.compile(r"(?<![\w'.-])[A-Z][A-Za-z'-]{2,}$")
_FEWEST_DIGITS = 3
_AFTER_NAMES = {
    PersonKind.OFFICER, PersonKind.PROSECUTOR, PersonKind.ANALYST, PersonKind.MEDICAL, PersonKind.COURT_STAFF
}  # fmt: skip


def find_numbered_names(sheet: Sheet, badge: Entry, agencies: Lexicon) -> Iterator[Mention]:
    """Who has a badge behind the name is an officer, also without rank: "R. Ito #20434", "Roy, Shield 411". Behind a
    surname alone the number must be said to be a badge, by word or star: "Colt #411" is a gun."""
    for number in badge.patterns[0].finditer(sheet.plain):
        if len(number["number"]) < _FEWEST_DIGITS or number["serial"] or _is_word(number["number"]):
            continue
        before = _BEFORE_NUMBER.search(sheet.plain, max(0, number.start() - 4), number.start())
        end = before.start() if before else number.start()
        name = name_before(sheet, end)
        if name is None and not number[0].startswith("#"):
            name = _surname_before(sheet, end)
        if name is not None:
            tail = read_tail(sheet, name.end, badge, agencies)
            yield Mention(
                name.start, max(tail.end, name.end), PersonKind.OFFICER, name.text, None, tail.badges, tail.agency
            )


def _is_word(number: str) -> bool:
    """Are most of its digits letters that may have been misread? "emp1lo" is a word of the scan, not employee 110."""
    return 2 * sum(map(str.isdigit, number)) < len(number)


def _surname_before(sheet: Sheet, end: int) -> Name | None:
    """A surname of the census that ends exactly here."""
    word = _LAST_WORD.search(sheet.plain, max(0, end - 24), end)
    name = read_name(sheet, word.start()) if word and word[0].lower() in sheet.words.surnames else None
    return name if name is not None and name.end == end else None


def named_before(sheet: Sheet, title: Title, badge: Entry, agencies: Lexicon) -> Iterator[Mention]:
    if title.label or title.kind not in _AFTER_NAMES:
        return
    before = _BEFORE_TITLE.search(sheet.plain, max(0, title.start - 60), title.start)
    if before is None:
        return
    name = name_before(sheet, before.start())
    if name is not None and _apposed(sheet, name, before[0]):
        tail = read_tail(sheet, title.end, badge, agencies)
        if title.kind is PersonKind.OFFICER and title.rank and tail.end == title.end:
            tail = read_bare_number(sheet, title.end)
        end = max(title.end, tail.end)
        yield Mention(name.start, end, title.kind, name.text, title.rank, tail.badges, tail.agency)


def _apposed(sheet: Sheet, name: Name, between: str) -> bool:
    """Does the title belong to the name before it: after a comma or dash, after a surname-first name, or below a name
    that has its line to itself, as in signature blocks?"""
    if "\n" in between:
        line = sheet.plain[sheet.plain.rfind("\n", 0, name.start) + 1 : name.start]
        return not re.search(r"\w", line)
    return between.strip() != "" or "," in sheet.plain[name.start : name.end]


def name_before(sheet: Sheet, end: int) -> Name | None:
    """The whole name that ends exactly here: two words at least, so that no sentence start is taken for one."""
    line = max(sheet.plain.rfind("\n", 0, end) + 1, end - 48)
    for found in re.finditer(r"(?<![\w'.-])[A-Z0158]", sheet.plain[line:end]):
        name = read_name(sheet, line + found.start(), reversed_too=True)
        if name is not None and name.end == end and len(name.words) >= 2:
            known = name.words[0].lower() in sheet.words.given or len(name.words[0].rstrip(".")) == 1
            if known or len(name.words) == 2:
                return name
    return None
