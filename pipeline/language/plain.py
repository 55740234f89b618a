"""Copies of the page text, letter for letter as long, that are easier to read by pattern.

In the plain copy furniture (line numbers, running heads, stamps ...) is blanked, line ends inside a paragraph become
spaces, curly quotes and odd dashes and spaces become plain ones. An offset into it is an offset into the page, but for
words broken at a line end: these are put together where they begin, with spaces for what is left of their place
("Hal-", line end, "loran" becomes "Halloran" and two spaces). `page_offsets` tells where their letters stand.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from pipeline.layout.furniture import blank_out
from pipeline.layout.joints import Joint, find_joint, join_word
from pipeline.records import Mark

_ODD = {
    0x2018: "'", 0x2019: "'", 0x201A: "'", 0x201B: "'", 0x60: "'", 0xB4: "'", 0x201C: '"', 0x201D: '"', 0x201E: '"',
    0x2010: "-", 0x2011: "-", 0x2012: "-", 0x2013: "-", 0x2014: "-", 0x2015: "-", 0x2212: "-", 0xAD: "-",
    0x09: " ", 0x0B: "\n", 0x0C: "\n", 0x0D: " ", 0x85: "\n", 0x2028: "\n", 0x2029: "\n",
    **dict.fromkeys([0xA0, 0x202F, 0x205F, 0x3000, 0xFEFF, 0x200B, *range(0x2000, 0x200B)], " "),
}  # fmt: skip
_SURROGATE = re.compile(r"[\ud800-\udfff]")
_STARTS_ANEW = re.compile(
    r"""\s* (?: Q\b | A(?:[.:]|\ {2,}) | [A-Z][A-Z.'\- ]{2,40}: | [A-Z][\w./' #]{0,28}:
      | BY\ M[RS] | \(?\d{1,2}[.)] | \(?[a-z][.)]\s
      | [-*\u2022\u00b7]\s | \[[ xX]?\] | _{3} | -{3} | \( )""",
    re.VERBOSE,
)
_FULL_LINE = 0.72


class Copies(NamedTuple):
    """`printed` is tidy and has furniture still in it, but for line numbers; `plain` has none of it."""

    printed: str
    plain: str
    joints: tuple[Joint, ...]


def storable(text: str) -> str:
    """The text with half surrogate pairs replaced one for one: spaCy keeps its strings as UTF-8."""
    return _SURROGATE.sub("\ufffd", text)


def tidy_text(text: str) -> str:
    """The text with plain quotes, dashes and spaces, one for one."""
    return storable(text).translate(_ODD)


def plain_copies(
    text: str, furniture: Sequence[Mark], labels: Collection[int] = (), kept_hyphens: frozenset[str] = frozenset()
) -> Copies:
    """The easier copies of a page. A line on which a label begins (`labels` are their offsets) starts anew.
    `kept_hyphens` are first parts of words that keep their hyphen ("cross")."""
    tidy = tidy_text(text)
    anew = {tidy.rfind("\n", 0, label) + 1 for label in labels}
    plain, joints = _joined(blank_out(tidy, furniture), furniture, anew, kept_hyphens)
    return Copies(_with_furniture(plain, tidy, furniture, joints), plain, joints)


def line_spans(text: str) -> Iterator[tuple[int, int]]:
    """Start and end of every line, without its line end."""
    start = 0
    for line in text.split("\n"):
        yield start, start + len(line)
        start += len(line) + 1


def _joined(
    text: str, furniture: Sequence[Mark], anew: Collection[int], kept_hyphens: frozenset[str]
) -> tuple[str, tuple[Joint, ...]]:
    """Make spaces of the line ends inside paragraphs, between numbered lines of all that start nothing new, and put
    words together that a line end broke."""
    lines = [(a, b) for a, b in line_spans(text) if text[a:b].strip()]
    lengths = sorted(len(text[a:b].rstrip()) for a, b in lines)
    full = lengths[int(len(lengths) * 0.9)] * _FULL_LINE if lengths else 0.0
    numbers = [mark for mark in furniture if mark.label == "line_number"]
    numbered = _lines_with(lines, numbers)
    letters = list(text)
    joints: list[Joint] = []
    for before, after in _neighbours(lines, numbers, furniture):
        if after[0] in anew:
            continue
        line, following = text[slice(*before)].rstrip(), text[slice(*after)]
        joint = None if _STARTS_ANEW.match(following) else find_joint(line, before[0], following, after[0])
        if joint is not None or _goes_on(line, following, 0.0 if {before[0], after[0]} <= numbered else full):
            letters[before[1] : after[0]] = " " * (after[0] - before[1])
        if joint is not None and not (joints and joint[0] < joints[-1].end):
            joints.append(join_word(letters, joint, kept_hyphens))
    return "".join(letters), tuple(joints)


def _with_furniture(plain: str, tidy: str, furniture: Iterable[Mark], joints: Sequence[Joint]) -> str:
    """Put back what was blanked, with its line ends, but for line numbers and what stands inside a broken word."""
    letters = list(plain)
    for mark in furniture:
        if mark.label == "line_number" or any(joint.start < mark.end and mark.start < joint.end for joint in joints):
            continue
        start, end = tidy.rfind("\n", 0, mark.start) + 1, tidy.find("\n", mark.end)
        end = len(tidy) if end < 0 else end
        alone = not plain[start:end].strip()
        first, last = (max(start - 1, 0), end + 1) if alone else (mark.start, mark.end)
        letters[first:last] = tidy[first:last]
    return "".join(letters)


def _lines_with(lines: Iterable[tuple[int, int]], marks: Iterable[Mark]) -> set[int]:
    """The starts of the lines on which a mark stands."""
    starts = sorted(mark.start for mark in marks)
    found, at = set(), 0
    for start, end in lines:
        while at < len(starts) and starts[at] < start:
            at += 1
        if at < len(starts) and starts[at] < end:
            found.add(start)
    return found


def _neighbours(
    lines: Sequence[tuple[int, int]], numbers: Sequence[Mark], furniture: Sequence[Mark]
) -> Iterator[tuple[tuple[int, int], tuple[int, int]]]:
    """Lines that follow each other, also over furniture between them; not over an empty line, or one of which only
    the number is there."""
    apart = {mark.start for mark in furniture if mark.label != "line_number"}
    empty = {mark.start for mark in numbers}
    for before, after in pairwise(lines):
        gap = range(before[1], after[0])
        if len(gap) == 1 or (any(place in apart for place in gap) and not any(place in empty for place in gap)):
            yield before, after


def _goes_on(line: str, following: str, full: float) -> bool:
    """Is the line end inside a paragraph? It is after a line that fills the measure, or before a small letter."""
    body = following.strip()
    if _STARTS_ANEW.match(following):
        return False
    if body[0].islower():
        return True
    shouted = line.isupper() != body.isupper()
    return len(line) >= full and (len(line) > 30 or full == 0) and not shouted and not line.endswith(":")
