"""What a page shows of the beginning, the middle and the end of a document: the signs that stitching weighs."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from pipeline.lexicons import Lexicon
from pipeline.records import Leaf, PageState

TOP_LINES = 16
FOOT_LINES = 12
SPECKS = 12
"""A page with fewer letters in words than this says nothing: a picture, or dirt."""
_TITLE_LINES = 3
_HEAD = 6
"""A heading stands in so many first lines, or in the first half."""
_SHORTEST_TITLE = 5
_ALL_CAPITALS = 0.5
_WORDS = "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen"
NUMBER_WORDS = {word: number for number, word in enumerate(f"{_WORDS} eighteen nineteen twenty".split(), 1)}
_WORD = re.compile(r"[^\W\d_]{3,}")
_PAGE_NUMBER = re.compile(r"(\d{1,5})(?:/(\d{1,5}))?")


@dataclass(frozen=True, slots=True)
class PrintedNumber:
    """A page number as printed; `of` is the number of pages where it is printed too. `sure` where its words leave no
    doubt ("PAGE TWO", "- 2 -", "2 of 7"): a bare number at the edge of a page may be anything."""

    value: int
    of: int | None = None
    sure: bool = False


@dataclass(frozen=True, slots=True)
class Signs:
    """What stands on one page. `shown` are signs by name; `opens` and `closes` the first and last words of its text."""

    shown: frozenset[str]
    numbers: tuple[PrintedNumber, ...]
    heads: frozenset[str]
    subject: str | None
    heading: str | None
    opens: str
    closes: str
    lines: int
    title_block: bool
    silent: bool


def read_signs(leaf: Leaf, lexicon: Lexicon) -> Signs:
    """The signs of one page."""
    top, foot = top_of(leaf.text), foot_of(leaf.text)
    shown: set[str] = set()
    numbers: list[PrintedNumber] = []
    subject: str | None = None
    for entry in lexicon.entries:
        place = {"top": top, "foot": foot, "page": leaf.text}[str(entry.fields["where"])]
        sign = str(entry.fields["sign"])
        for match in entry.find(place):
            if sign == "numbered":
                said = place[slice(*match.slots["number"])].lower()
                numbers.append(PrintedNumber(NUMBER_WORDS.get(said) or int(said), sure=bool(entry.fields.get("sure"))))
            elif sign == "subject":
                subject = subject or " ".join(place[slice(*match.slots["subject"])].split())
            else:
                shown.add(sign)
    lines = [line for line in leaf.text.split("\n") if len(_WORD.findall(line)) >= 3]
    return Signs(
        shown=frozenset(shown),
        numbers=(*numbers, *_marked_numbers(leaf)),
        heads=frozenset(_head(mark.value) for mark in leaf.marks if mark.label == "running_head" and mark.value),
        subject=subject,
        heading=_heading(leaf),
        opens=lines[0].strip() if lines else "",
        closes=lines[-1].strip() if lines else "",
        lines=len(lines),
        title_block=_has_title_block(leaf),
        silent=sum(map(len, _WORD.findall(leaf.text))) < SPECKS,
    )


def _marked_numbers(leaf: Leaf) -> Iterator[PrintedNumber]:
    """The page numbers that the layout marks; one with a count, or between dashes, is sure."""
    for mark in leaf.marks:
        if mark.label == "page_number" and mark.value and (found := _PAGE_NUMBER.fullmatch(mark.value)):
            dashed = leaf.text[mark.start : mark.end].strip()[:1] in set("-–—")
            of = int(found[2]) if found[2] else None
            yield PrintedNumber(int(found[1]), of, sure=of is not None or dashed)


def _head(value: str) -> str:
    """A running head without the page number in it, which is another on each page."""
    return " ".join(_WORD.findall(value.lower()))


def _heading(leaf: Leaf) -> str | None:
    """The line of the first heading of the page's own kind, at its top: titles also stand in the lines at the foot,
    and on a page of few lines these are among the first."""
    end = min(len(top_of(leaf.text)), len(_lines(leaf.text, max(_HEAD, _count_lines(leaf.text) // 2))))
    for mark in sorted(leaf.marks, key=lambda mark: mark.start):
        if mark.label == "heading" and mark.value == leaf.kind and mark.start < end:
            line = leaf.text[leaf.text.rfind("\n", 0, mark.start) + 1 :].partition("\n")[0]
            return " ".join(line.split()) or None
    return None


def _has_title_block(leaf: Leaf) -> bool:
    """Do two of the first three lines stand in capitals, on a page that is not all in capitals?"""
    lines = [line for line in leaf.text.split("\n") if len(_letters(line)) >= _SHORTEST_TITLE]
    heads = [mark for mark in leaf.marks if mark.label in ("running_head", "fax_header")]
    taken = {leaf.text[leaf.text.rfind("\n", 0, mark.start) + 1 :].partition("\n")[0] for mark in heads}
    first = [line for line in lines[:_TITLE_LINES] if line not in taken]
    rest = "".join(_letters(line) for line in lines[_TITLE_LINES:])
    if not rest or sum(map(str.isupper, rest)) > _ALL_CAPITALS * len(rest):
        return False
    return sum(sum(map(str.isupper, _letters(line))) > 0.8 * len(_letters(line)) for line in first) >= 2


def _letters(line: str) -> str:
    return "".join(letter for letter in line if letter.isalpha())


def is_picture(leaf: Leaf, signs: Signs) -> bool:
    """A page with something on it, and next to no words."""
    return signs.silent and leaf.state not in (PageState.BLANK, PageState.FAILED)


@lru_cache(maxsize=8)
def top_of(text: str) -> str:
    """The first lines that have a word or a number on them."""
    return _lines(text, TOP_LINES)


@lru_cache(maxsize=8)
def foot_of(text: str) -> str:
    """The last lines that have a word or a number on them."""
    lines = [line for line in text.split("\n") if _speaks(line)]
    return "\n".join(lines[-FOOT_LINES:])


def _lines(text: str, count: int) -> str:
    kept: list[str] = []
    seen = 0
    for line in text.split("\n"):
        kept.append(line)
        seen += _WORD.search(line) is not None
        if seen == count:
            break
    return "\n".join(kept)


def _count_lines(text: str) -> int:
    return sum(_WORD.search(line) is not None for line in text.split("\n"))


def _speaks(line: str) -> bool:
    return any(letter.isalnum() for letter in line)
