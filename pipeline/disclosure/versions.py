"""What two versions of one paper do not share, with the words of both sides.

Stamps, page numbers and what a scan misread are no differences. A number that is another counts also where only one
digit differs ("1410" and "1710" hours), but where a page was read from a picture the image must say which it is.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from rapidfuzz.fuzz import ratio

from pipeline.disclosure.papers import Paper
from pipeline.documents.differences import fold
from pipeline.records import Citation, Leaf, PageState

_WORD = re.compile(r"[^\W_](?:[\w'’.,/:-]*[^\W_])?")
_FURNITURE = frozenset({"bates", "page_number", "running_head", "fax_header", "certification", "release_stamp"})
_COUNT = re.compile(r"\bpage\s+\d{1,3}(?:\s+of\s+\d{1,3})?", re.IGNORECASE)
_MISREAD = 62
"""From 0 to 100: words in each other's place that are this like each other are one word misread."""
_TOGETHER = 80
_DIRTY = 0.02
"""A page of which more of the words are misread than this share is dirty: at 2 misread letters in 100 it is a tenth."""
_LIKE_IN_DIRT = 50
_CLEAR_IN_DIRT = 3
"""So many words that can be read must stand on one side, and about so many more than on the other."""
_SHORTEST = 4
"""A lone word with fewer letters on one side only is dirt."""
_CONTEXT = 6
MOST_SHOWN = 12


@dataclass(frozen=True)
class _Word:
    folded: str
    leaf: Leaf
    start: int
    end: int

    @property
    def digits(self) -> str:
        return re.sub(r"\D", "", self.folded)

    @property
    def said(self) -> str:
        return self.leaf.text[self.start : self.end]


@dataclass(frozen=True)
class Change:
    """Words of one version and what stands for them in the other; where that has nothing, `one_only` or `other_only`
    is true, and the other side is the words before the place. `digits` is true where only a digit differs."""

    one: Citation
    other: Citation
    one_only: bool = False
    other_only: bool = False
    digits: bool = False


def find_changes(one: Paper, other: Paper) -> Iterator[Change]:
    """The differences of two versions, in the order of the first. Where many words are misread, single digits and short
    stretches that are somewhat like each other say nothing."""
    here, there = _words(one), _words(other)
    if not here or not there:
        return
    matcher = SequenceMatcher(None, [word.folded for word in here], [word.folded for word in there], autojunk=False)
    blocks = [
        (span, here[span[0] : span[1]], there[span[2] : span[3]])
        for tag, *span in matcher.get_opcodes()
        if tag != "equal"
    ]
    dirt = sum(
        max(len(left), len(right))
        for _span, left, right in blocks
        if left and right and _likeness(left, right) >= _MISREAD
    )
    dirty = dirt > _DIRTY * len(here)
    for (i, k, j, m), left, right in blocks:
        digits = _judge_dirty(left, right) if dirty else _judge(left, right)
        if digits is not None:
            cited = _cite(one, here, (i, k)), _cite(other, there, (j, m))
            yield Change(*cited, one_only=j == m, other_only=i == k, digits=digits)


def _words(paper: Paper) -> list[_Word]:
    """The words of all pages but what is printed around them."""
    found: list[_Word] = []
    for leaf in paper.leaves:
        outside = [(mark.start, mark.end) for mark in leaf.marks if mark.label in _FURNITURE]
        outside += [match.span() for match in _COUNT.finditer(leaf.text)]
        for match in _WORD.finditer(leaf.text):
            folded = fold(match[0])
            if folded and not any(start <= match.start() < end for start, end in outside):
                found.append(_Word(folded, leaf, match.start(), match.end()))
    return found


def _judge(left: Sequence[_Word], right: Sequence[_Word]) -> bool | None:
    """None for dirt and misreadings; else whether only a digit differs."""
    if not left or not right:
        return _says_something(left, right)
    like = _likeness(left, right)
    mine, its = "".join(word.digits for word in left), "".join(word.digits for word in right)
    if mine != its and len(mine) == len(its) and like >= _MISREAD:
        return True if _can_be_read(left) and _can_be_read(right) else None
    enough = _MISREAD if len(left) == len(right) == 1 else _TOGETHER
    return None if like >= enough else _says_something(left, right)


def _judge_dirty(left: Sequence[_Word], right: Sequence[_Word]) -> bool | None:
    """The same on pages of which many words are misread."""
    if left and right and _likeness(left, right) >= _LIKE_IN_DIRT:
        return None
    clear = max(sum(map(_is_clear, left)), sum(map(_is_clear, right)))
    return False if clear >= _CLEAR_IN_DIRT and abs(len(left) - len(right)) + 1 >= _CLEAR_IN_DIRT else None


def _likeness(left: Sequence[_Word], right: Sequence[_Word]) -> float:
    """How like each other two stretches are letter by letter, 0 to 100, whatever their spaces."""
    folded = ratio("".join(word.folded for word in left), "".join(word.folded for word in right))
    said = [
        "".join(letter for word in side for letter in word.said.lower() if letter.isalnum()) for side in (left, right)
    ]
    return max(folded, ratio(*said))


def _can_be_read(words: Sequence[_Word]) -> bool:
    """Are digits here whole numbers? A digit in the middle of letters is a misread letter."""
    return all(word.folded.isdigit() or not word.digits for word in words)


def _says_something(left: Sequence[_Word], right: Sequence[_Word]) -> bool | None:
    """Words that can be read on at least one side, enough of them to be no dirt."""
    clear = [word for word in (*left, *right) if _is_clear(word)]
    return False if len(clear) > 1 or any(len(word.folded) > _SHORTEST for word in clear) else None


def _is_clear(word: _Word) -> bool:
    if word.folded.isdigit():
        return len(word.folded) > 1
    vowels = sum(letter in "aeiouy" for letter in word.folded)
    return word.folded.isalpha() and len(word.folded) > 2 and 0.15 <= vowels / len(word.folded) <= 0.8


def _cite(paper: Paper, words: Sequence[_Word], span: tuple[int, int]) -> Citation:
    """The words of one side; the last ones before the place where there are none. A stretch that goes over the end of a
    page is cited as far as the page goes."""
    first, last = span
    if first == last:
        first = max(0, first - _CONTEXT)
        last = max(first + 1, last)
    chosen = words[first:last]
    leaf = chosen[0].leaf if span[0] != span[1] else chosen[-1].leaf
    on_page = [word for word in chosen if word.leaf is leaf]
    return paper.cite(leaf, on_page[0].start, on_page[-1].end, "version")


def must_see_image(changes: Sequence[Change], *papers: Paper) -> bool:
    """Do the versions differ in digits alone, on pages that were read from a picture?"""
    scanned = any(leaf.state is not PageState.TEXT_LAYER for paper in papers for leaf in paper.leaves)
    return scanned and all(change.digits for change in changes)
