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
_MISREAD = str.maketrans("0158469i|", "olsbabgll")
_MISREAD_PAIRS = (("rn", "m"), ("vv", "w"), ("cl", "d"))
LIKE = 62
"""From 0 to 100: words on both sides that are this like each other, letter by letter, are one word misread."""
LIKE_TOGETHER = 78
"""The same for several words: two names in a longer stretch must not hide in it."""
_FEW_WORDS = 3
_MOST_WORDS = 4000
"""Pages longer than this are compared by their first words."""


class Token(NamedTuple):
    """A word of a page; `folded` is how it compares, with letters that scans confuse made one."""

    folded: str
    start: int
    end: int
    capital: bool


_NOTHING = Token("", 0, 0, False)


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
    those that only one page has, those of both sorts that stand alone or by twos and threes (`scattered`, as what is
    typed into a form does), names that are another (words with a capital on both sides), and of the numbers those that
    agree and those that do not."""

    same: int
    contradicting: int
    added: int
    scattered: int
    names_other: int
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
            found.append(Token(folded, match.start(), match.end(), match[0][0].isupper()))
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


class _Judged(NamedTuple):
    """How many words of a stretch are what."""

    same: int = 0
    contradicting: int = 0
    added: int = 0
    names_other: int = 0
    numbers_same: int = 0
    numbers_other: int = 0


def compare(one: str, other: str) -> Comparison:
    """Two page texts, word by word."""
    here, there = tokens_of(one), tokens_of(other)
    judged: list[_Judged] = []
    differences: list[Difference] = []
    scattered = 0
    for step in Levenshtein.opcodes([token.folded for token in here], [token.folded for token in there]):
        left, right = here[step.src_start : step.src_end], there[step.dest_start : step.dest_end]
        if step.tag == "equal":
            judged.append(_Judged(len(left), numbers_same=sum(_is_number(token.folded) for token in left)))
            continue
        found = list(_judge_block(left, right))
        judged += found
        odd = sum(one.contradicting + one.added for one in found)
        scattered += odd if odd <= _FEW_WORDS else 0
        differences.append(_place(left, right, (here, step.src_start), (there, step.dest_start), odd > 0))
    sums = _Judged(*map(sum, zip(*judged, strict=True))) if judged else _Judged()
    return Comparison(
        **sums._asdict(), scattered=scattered, words=len(here) + len(there), differences=(*_joined(differences),)
    )


def _judge_block(left: Sequence[Token], right: Sequence[Token]) -> Iterator[_Judged]:
    """Words of two sides that stand in each other's place. Those that are alike as a whole are the same words, joined
    or split or misread; else they are compared one by one."""
    joined = "".join(token.folded for token in left), "".join(token.folded for token in right)
    alone = len(left) == len(right) == 1
    if left and right and ratio(*joined) >= (LIKE if alone else LIKE_TOGETHER):
        digits = [re.sub(r"\D", "", said) for said in joined]
        other = int(any(digits) and not _same_digits(*digits))
        yield _Judged(max(len(left), len(right)) - other, other, numbers_other=other)
        return
    for at in range(max(len(left), len(right))):
        yield _judge(left[at] if at < len(left) else _NOTHING, right[at] if at < len(right) else _NOTHING)


def _judge(one: Token, other: Token) -> _Judged:
    if _is_number(one.folded) and _is_number(other.folded):
        same = _same_digits(one.folded, other.folded)
        return _Judged(same=1, numbers_same=1) if same else _Judged(contradicting=1, numbers_other=1)
    if one.folded and other.folded and ratio(one.folded, other.folded) >= LIKE:
        return _Judged(same=1)
    if _is_clean(one.folded) and _is_clean(other.folded):
        return _Judged(contradicting=1, names_other=int(one.capital and other.capital))
    if (not one.folded and _is_clean(other.folded)) or (not other.folded and _is_clean(one.folded)):
        return _Judged(added=1)
    return _Judged()


def _same_digits(one: str, other: str) -> bool:
    """Numbers that a scan may have made of one: a digit lost or misread in three or more, one more for each six."""
    longest = max(len(one), len(other))
    allowed = 0 if longest < 3 else 1 + longest // 6
    return Levenshtein.distance(one, other, score_cutoff=allowed) <= allowed


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
    return len(folded) >= 4 and folded.isalpha() and 0.15 <= vowels / len(folded) <= 0.85


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
