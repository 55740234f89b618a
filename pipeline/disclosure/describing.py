"""What a line of a letter, a reference or the head of a paper says a paper is: its sort, its numbers, its dates.

`is_same` decides whether two descriptions can be of one paper, and says by what.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pipeline.language.dates import find_dates
from pipeline.lexicons import Lexicon, Match

_LIST = (
    r"(?P<list>\d{1,3}(?![\d/])(?:\s*(?:,|;|&|and|to|thru|through|[-–—])\s*(?:and\s+)?(?:no\.?\s*|\#\s*)?\d{1,3}(?![\d/]))*)"
    r"(?![\d/]|-[A-Z\d])"
)
_SERIAL = re.compile(rf"(?:\b(?:nos?|numbers?|numbered|nr)\b\.?|\#)\s{{0,3}}#?\s{{0,2}}{_LIST}", re.IGNORECASE)
_BARE = re.compile(rf"\s{{0,2}}{_LIST}(?!\s*(?:pp?|pages?|copies|sheets|hours|hrs)\b)", re.IGNORECASE)
"""Numbers right behind the name of a sort: "follow ups 1, 2 and 5"."""
_REACH = 60
"""Characters behind the name of a sort in which its numbers stand: a number farther on is a shield's or a box's."""
_EXCEPT = re.compile(r"\b(?:except|excepting|excluding|other\s+than|but\s+not|minus|without)\b", re.IGNORECASE)
_STEP = re.compile(r"\s*(?P<dash>to|thru|through|[-–—])?\D*?(?P<number>\d{1,3})", re.IGNORECASE)
_LONG = re.compile(r"(?<![\w/.$-])(?=[\w-]*\d[\w-]*\d)(?:[A-Z]{1,5}[- ]{0,2})?\d{1,4}(?:-[A-Z\d]{1,8}){1,3}(?![\w/])")
_WHOLE = re.compile(r"(?<![\w/.$-])(?:[A-Z]{1,2}[- ]?)?\d{4,9}(?![\w/]|-\d)")
_BATES = re.compile(
    r"\b(?P<prefix>[A-Z][A-Z_]{0,11}(?:[- ][A-Z]{1,8})?)[ _.-]{0,2}(?P<first>0\d{2,8}|(?<=[A-Z]{2}[ _.-])\d{5,9})"
    r"(?:\s*(?:-|–|—|to|thru|through|and)\s*(?:(?P=prefix)[ _.-]{0,2})?(?P<last>\d{3,9}))?\b"
)
_FEWEST_DIGITS = 4
_MISREAD = str.maketrans("OolI|SB", "0011158")
MOST_LISTED = 400
"""A range of more serial or Bates numbers than this is a misreading."""


@dataclass(frozen=True, slots=True)
class Description:
    """What words say of a paper. `sorts` are entries of `paper_words.yml` and `kinds` what these may be; `general` is
    true where the words name no sort, or a whole class of papers; `plural` where they speak of several; `numbers` are
    numbers of cases, requests or arrests in capitals and digits alone; `bates` are (prefix, number)."""

    sorts: frozenset[str] = frozenset()
    kinds: frozenset[str] = frozenset()
    serials: frozenset[int] = frozenset()
    numbers: frozenset[str] = frozenset()
    dates: frozenset[str] = frozenset()
    bates: tuple[tuple[str, int], ...] = ()
    general: bool = True
    plural: bool = False
    thing: bool = False

    @property
    def is_exact(self) -> bool:
        """Do the words tell one paper from the others of its sort?"""
        return bool(self.serials or self.numbers or self.dates or self.bates)


def describe(text: str, words: Lexicon, *, things: bool = True) -> Description:
    """Read a short text. Dates and Bates numbers are no other numbers. Without `things` it tells of papers alone."""
    named = [match for match in find_sorts(text, words) if things or not match.entry.fields.get("thing")]
    sharp = [match for match in named if not match.entry.fields.get("class")]
    chosen = sharp or named
    stamps = list(_BATES.finditer(text))
    plain = _blanked(text, [*((m.start(), m.end()) for m in stamps), *((d.start, d.end) for d in find_dates(text))])
    return Description(
        sorts=frozenset(match.entry.id for match in chosen),
        kinds=frozenset(kind for match in chosen for kind in match.entry.fields.get("kinds", ())),
        serials=frozenset(_serials(plain, [match.end for match in chosen])),
        numbers=frozenset(_find_numbers(plain)),
        dates=frozenset(date.value for date in find_dates(text) if date.value is not None),
        bates=tuple(number for found in stamps for number in _stamped(found)),
        general=not sharp,
        plural=any(text[match.start : match.end].rstrip(". ").lower().endswith("s") for match in chosen),
        thing=bool(chosen) and all(match.entry.fields.get("thing") for match in chosen),
    )


def find_sorts(text: str, words: Lexicon) -> Iterator[Match]:
    """The words for papers, by place; of those that overlap the longest."""
    reached = -1
    for match in sorted(words.find(text), key=lambda m: (m.start, -m.end)):
        if match.start >= reached:
            reached = match.end
            yield match


def _serials(text: str, behind: Iterable[int]) -> set[int]:
    """The numbers of a series that a text tells; what it excepts is none of them."""
    cut = _EXCEPT.search(text)
    said, left_out = (text[: cut.start()], text[cut.end() :]) if cut else (text, "")
    found: set[int] = set()
    for place in behind:
        for number in (_BARE.match(said, place), _SERIAL.search(said, place, place + _REACH)):
            found |= set(_count(number["list"])) if number is not None else set()
    return found - set(_count(left_out))


def _count(listed: str) -> Iterator[int]:
    """ "1, 3 and 5" and "#1 through #14", number by number."""
    last: int | None = None
    for step in _STEP.finditer(listed):
        number = int(step["number"])
        if step["dash"] and last is not None and last < number <= last + MOST_LISTED:
            yield from range(last + 1, number)
        yield number
        last = number


def _find_numbers(text: str) -> Iterator[str]:
    for found in (*_LONG.finditer(text), *_WHOLE.finditer(text)):
        folded = fold_number(found[0])
        if sum(map(str.isdigit, folded)) >= _FEWEST_DIGITS:
            yield folded


def fold_number(number: str) -> str:
    """A number as it compares: capitals and digits alone, letters that scans take for digits made digits behind the
    first digit."""
    plain = "".join(letter for letter in number.upper() if letter.isalnum())
    first = next((at for at, letter in enumerate(plain) if letter.isdigit()), len(plain))
    return plain[:first] + plain[first:].translate(_MISREAD)


def _stamped(found: re.Match[str]) -> Iterator[tuple[str, int]]:
    prefix = re.sub(r"[ _.-]+", "-", found["prefix"]).strip("-")
    first = int(found["first"])
    last = int(found["last"]) if found["last"] else first
    for number in range(first, last + 1 if first <= last <= first + 10 * MOST_LISTED else first + 1):
        yield prefix, number


def _blanked(text: str, spans: Iterable[tuple[int, int]]) -> str:
    letters = list(text)
    for start, end in spans:
        letters[start:end] = " " * (end - start)
    return "".join(letters)


def is_same(told: Description, paper: Description) -> bool | None:
    """Can words that tell of a paper mean this one, whose own head says `paper`? True where a number, a date or a stamp
    says so, False where one speaks against it, None where only the sort is the same."""
    if set(told.bates) & set(paper.bates):
        return True
    if told.kinds and paper.kinds and not told.kinds & paper.kinds:
        return False
    if told.numbers & paper.numbers:
        return True
    if told.general and not told.dates:
        return False
    for mine, its in ((told.serials, paper.serials), (told.dates, paper.dates)):
        if mine and its:
            return bool(mine & its)
    return None if told.kinds & paper.kinds else False
