"""Words that can name somebody of whom the page itself says nothing: "Halloran stated ..." on page 7 of a report.

Nobody is named by them yet. Another page of the document or of the case may say who that is; so that it need not be
read again when it does, every page keeps its lone names (`records.LoneName`).
"""

import re
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from pipeline.language.name_words import BEFORE_A_NAME, can_be_name, normal_word, own_word
from pipeline.language.names import Name, read_name
from pipeline.language.sheet import Sheet
from pipeline.layout.joints import page_offsets
from pipeline.lexicons import Lexicon, load_lexicon
from pipeline.records import LoneName
from pipeline.settings import Settings

if TYPE_CHECKING:
    from spacy.tokens import Doc

CLEAR, OPENING, CAPITALS, GIVEN, INITIALS = "clear", "opening", "capitals", "given", "initials"
REFERENCE = "reference"
_CARRIED = frozenset(("affiant", "author", "arresting", "informant", "victim", "dead", "defendant"))
"""What a phrase may mean that another page of the document tells; a pronoun reaches over no page end."""
_CAPITAL = re.compile(BEFORE_A_NAME + r"(?<![.@])[A-ZÀ-ÖØ-Þ][A-Za-zÀ-ÖØ-öø-ÿ0158'|-]+")
_SMALL = re.compile(r"(?<![\w'-])[a-z]{3,}(?![\w'-])")
_FOLLOWING = re.compile(r"[ ]{1,2}([A-Za-z]+)")
_WORD_BEFORE = re.compile(r"(?<![\w'])([A-Za-z]+)[ ]{1,2}$")
_INITIALS_BEFORE = re.compile(r"(?:(?<![\w'-])(?:[A-Z][A-Za-z']+|[A-Z]\.?)[ ]{1,2}){1,2}$")
# What may follow a name; in bad scans other marks stand between parts of words.
_ENDS = re.compile(r"[\s.,;:!?)\]'\"/-]|$")
_INITIAL_BEHIND = re.compile(r"[ ]{1,2}[A-Z]\.[ ]{1,2}[A-Z]")
_REACH = 30
_LEAST_LETTERS = 3
_LEAST_SHOUTED = 4


def find_lone_names(sheet: Sheet, lexicon: Lexicon) -> Iterator[LoneName]:
    """Every word of a page that can be somebody's surname, given name or initials, by place; also those of people whom
    the page names itself."""
    words = {entry.id: entry.words for entry in lexicon.entries}
    small = frozenset(_SMALL.findall(sheet.plain))
    found: list[LoneName] = []
    for match in _CAPITAL.finditer(sheet.plain):
        word = own_word(match[0])
        how = _how(sheet, match.start(), word, small)
        if how is None or (found and match.start() < found[-1].end):
            continue
        if word.lower() in sheet.words.given and _INITIAL_BEHIND.match(sheet.plain, match.end()):
            continue  # the president of "JOHN F. KENNEDY ASSASSINATION RECORDS ACT" is no John of this page
        if not _stands_alone(sheet, match.start(), word, words):
            continue
        name = _widened(sheet, match.start(), word)
        while found and found[-1].end > name.start:
            found.pop()  # the given name of this one
        found.append(LoneName(name.start, name.end, name.text, CLEAR if len(name.words) > 1 else how))
    yield from found
    for entry in lexicon.find(sheet.plain):
        if "initials" in entry.slots:
            start, end = entry.slots["initials"]
            yield LoneName(start, end, sheet.plain[start:end], INITIALS)


def _how(sheet: Sheet, start: int, word: str, small: frozenset[str]) -> str | None:
    """What the place of a word tells of it; None where it can be no name. A word that every sentence may begin with, or
    that stands in small letters elsewhere on the page, needs a capital where others have none."""
    low = word.lower()
    if len(word) < _LEAST_LETTERS or not (word[1:].islower() or word.isupper() or _inner_capital(word)):
        return None
    # GILHOOLY ends like an adverb: it only counts where somebody is known by that name.
    if not can_be_name(word, sheet, after_given=True):
        return None
    shouted, opens = word.isupper() and sheet.shouted(start), _opens(sheet, start)
    if not shouted and not opens:
        return GIVEN if low in sheet.words.given and low not in sheet.words.also_places else CLEAR
    if low in sheet.words.common or low in sheet.words.also_places or low in small:
        return None
    if shouted and len(word) < _LEAST_SHOUTED:
        return None
    return CAPITALS if shouted else OPENING


def _inner_capital(word: str) -> bool:
    """McCarthy, O'Brien, DeLuca, Nguyen-Tran, Hal1oran."""
    return sum(c.isupper() for c in word) <= max(2, word.count("-") + 1) or any(c in "0158|" for c in word)


def _opens(sheet: Sheet, start: int) -> bool:
    before = sheet.plain[max(0, start - 4) : start].rstrip(" \"'(")
    return not before or before[-1] in ".?!\n:|"


def _stands_alone(sheet: Sheet, start: int, word: str, words: dict[str, frozenset[str]]) -> bool:
    """Not "Halloran Street", "Fort Halloran"; and of words that are common, not "a Brown Chevrolet"."""
    after = _FOLLOWING.match(sheet.plain, start + len(word))
    before = _WORD_BEFORE.search(sheet.plain, max(0, start - _REACH), start)
    never_alone = words["never_alone"]
    if not _ENDS.match(sheet.plain, start + len(word)):
        return False
    if after and after[1][0].isupper() and (after[1].lower() in sheet.words.not_people or word.lower() in never_alone):
        return False
    if before and before[1][0].isupper() and before[1].lower() in never_alone:
        return False
    if word.lower() in sheet.words.also_places and before and before[1].lower() in words["before_places"]:
        return False
    if word.lower() not in sheet.words.common or after is None:
        return True
    return not after[1][0].isupper() and after[1].lower() not in words["describes"]


def _widened(sheet: Sheet, start: int, word: str) -> Name:
    """With the given name or initials before it, or behind a comma, where these stand there."""
    end = start + len(word)
    if sheet.plain[end : end + 1] == ",":
        turned = read_name(sheet, start, reversed_too=True)
        if turned is not None and len(turned.words) > 1 and turned.end > end:
            return turned
    before = _INITIALS_BEFORE.search(sheet.plain, max(0, start - _REACH), start)
    for part in re.finditer(r"[A-Z][A-Za-z']*", before[0]) if before else ():
        name = read_name(sheet, before.start() + part.start()) if before else None
        first = name.words[0].rstrip(".").lower() if name else ""
        if name is not None and name.end == end and (len(first) == 1 or first in sheet.words.given):
            return name
    return Name(start, end, (normal_word(word),))


def find_lone_references(doc: "Doc", phrases: Lexicon) -> Iterator[LoneName]:
    """The phrases of which the page does not say whom they mean; the name is what they mean (affiant, author ...)."""
    for span in doc.spans["references"]:
        for match in phrases.find(span.text):
            if match.entry.fields["means"] in _CARRIED:
                yield LoneName(span.start_char, span.end_char, str(match.entry.fields["means"]), REFERENCE)
                break


def lone_name_marker(settings: Settings) -> Callable[["Doc"], "Doc"]:
    """The component that writes `doc._.lone`: the lone names that are in no mention of the page."""
    lexicon, phrases = load_lexicon(settings, "lone_names"), load_lexicon(settings, "references")

    def mark_lone_names(doc: "Doc") -> "Doc":
        taken = [(mention.start, mention.end) for mention in doc._.found]
        found = list(find_lone_references(doc, phrases))
        for one in find_lone_names(doc._.sheet, lexicon):
            if not any(one.start < end and start < one.end for start, end in taken):
                found.append(LoneName(*page_offsets(doc._.joints, one.start, one.end), one.name, one.how))
        doc._.lone = tuple(sorted(found, key=lambda one: (one.start, one.end)))
        return doc

    return mark_lone_names
