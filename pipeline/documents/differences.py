"""What two pages do not share: their words aligned, with the place of each difference on both pages.

Two scans of one paper differ by misread letters; two forms of one print differ by what was typed into them. A
difference is told to be of the one or the other sort by what stands on both sides.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from rapidfuzz.distance import Levenshtein
from rapidfuzz.fuzz import ratio

_TOKEN = re.compile(r"\w[\w'’.,/:-]*")
_MISREAD = str.maketrans("0158i|", "olsbll")
_MISREAD_PAIRS = (("rn", "m"), ("vv", "w"), ("cl", "d"))
LIKE = 62
"""From 0 to 100: words on both sides that are this like each other, letter by letter, are one word misread."""
_MOST_WORDS = 4000
"""Pages longer than this are compared by their first words."""


class Token(NamedTuple):
    """A word of a page; `folded` is how it compares, with letters that scans confuse made one."""

    folded: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Difference:
    """Words that stand on one page in the place of others, or of none, on the other: offsets into both texts. It is
    `real` where both sides can be read and say different things, or one says what the other lacks; else it is dirt."""

    start: int
    end: int
    other_start: int
    other_end: int
    real: bool


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two pages word by word. Counted are words that are the same (also misread), those that contradict each other,
    those that only one page has, and of the numbers among them those that agree and those that do not."""

    same: int
    contradicting: int
    added: int
    numbers_same: int
    numbers_other: int
    words: int
    differences: tuple[Difference, ...]

    @property
    def likeness(self) -> float:
        """The share of the words of both pages that are the same, 0 to 1."""
        return 2 * self.same / self.words if self.words else 0.0


def tokens_of(text: str) -> tuple[Token, ...]:
    """The words of a page that have a letter or digit, and more than one character."""
    found = []
    for match in _TOKEN.finditer(text):
        folded = fold(match[0])
        if len(folded) > 1:
            found.append(Token(folded, match.start(), match.end()))
            if len(found) == _MOST_WORDS:
                break
    return tuple(found)


def fold(word: str) -> str:
    """A word as it compares between two scans: `Halloran` and `Ha1loran` are one. Numbers keep their digits."""
    plain = "".join(letter for letter in word.lower() if letter.isalnum())
    if sum(letter.isdigit() for letter in plain) * 2 > len(plain):
        return plain.translate(str.maketrans("oil|sb", "011158"))
    folded = plain.translate(_MISREAD)
    for pair, single in _MISREAD_PAIRS:
        folded = folded.replace(pair, single)
    return folded


def compare(one: str, other: str) -> Comparison:
    """Two page texts, word by word."""
    here, there = tokens_of(one), tokens_of(other)
    same = contradicting = added = numbers_same = numbers_other = 0
    differences: list[Difference] = []
    folded = [token.folded for token in here], [token.folded for token in there]
    for step in Levenshtein.opcodes(*folded):
        left, right = here[step.src_start : step.src_end], there[step.dest_start : step.dest_end]
        if step.tag == "equal":
            same += len(left)
            numbers_same += sum(_is_number(token.folded) for token in left)
            continue
        found = [_judge(pair) for pair in _pairs(left, right)]
        same += sum(one.same for one in found)
        contradicting += sum(one.contradicting for one in found)
        added += sum(one.added for one in found)
        numbers_other += sum(one.numbers for one in found)
        real = any(one.contradicting or one.added for one in found)
        differences.append(_place(left, right, (here, step.src_start), (there, step.dest_start), real))
    return Comparison(
        same, contradicting, added, numbers_same, numbers_other, len(here) + len(there), tuple(_joined(differences))
    )


class _Judged(NamedTuple):
    same: int = 0
    contradicting: int = 0
    added: int = 0
    numbers: int = 0


def _pairs(left: Sequence[Token], right: Sequence[Token]) -> Iterator[tuple[str, str]]:
    """The words of two sides that stand in each other's place, "" where one side has none; words that were joined or
    split are compared as wholes."""
    if len(left) != len(right) and left and right:
        joined = "".join(token.folded for token in left), "".join(token.folded for token in right)
        if ratio(*joined) >= LIKE:
            yield joined
            return
    for at in range(max(len(left), len(right))):
        yield (left[at].folded if at < len(left) else "", right[at].folded if at < len(right) else "")


def _judge(pair: tuple[str, str]) -> _Judged:
    one, other = pair
    numbers = _is_number(one) and _is_number(other)
    if numbers:
        return _Judged(same=1) if one == other else _Judged(contradicting=1, numbers=1)
    if one and other and ratio(one, other) >= LIKE:
        return _Judged(same=1)
    if _is_clean(one) and _is_clean(other):
        return _Judged(contradicting=1)
    if (not one and _is_clean(other)) or (not other and _is_clean(one)):
        return _Judged(added=1)
    return _Judged()


def _is_number(folded: str) -> bool:
    """A number that says something: two digits or more."""
    return sum(letter.isdigit() for letter in folded) >= 2 and sum(letter.isdigit() for letter in folded) * 2 > len(
        folded
    )


def _is_clean(folded: str) -> bool:
    """Does this look like a word or a number, and not like dirt?"""
    if _is_number(folded):
        return True
    vowels = sum(letter in "aeiouyl" for letter in folded)
    return len(folded) >= 4 and folded.isalpha() and 0.15 <= vowels / len(folded) <= 0.75


def _place(
    left: Sequence[Token],
    right: Sequence[Token],
    here: tuple[Sequence[Token], int],
    there: tuple[Sequence[Token], int],
    real: bool,
) -> Difference:
    start, end = _span(left, *here)
    other_start, other_end = _span(right, *there)
    return Difference(start, end, other_start, other_end, real)


def _span(tokens: Sequence[Token], page: Sequence[Token], at: int) -> tuple[int, int]:
    """Where words stand; where there are none, the place behind the word before."""
    if tokens:
        return tokens[0].start, tokens[-1].end
    place = page[at - 1].end if at > 0 and page else 0
    return place, place


def _joined(differences: Sequence[Difference]) -> Iterator[Difference]:
    """Differences of one sort that touch each other are one."""
    last: Difference | None = None
    for one in differences:
        if last is not None and last.real == one.real and one.start - last.end <= 2:
            last = Difference(last.start, one.end, last.other_start, max(last.other_end, one.other_end), last.real)
            continue
        if last is not None:
            yield last
        last = one
    if last is not None:
        yield last
