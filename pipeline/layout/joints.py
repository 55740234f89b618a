"""Words that a line end or a page end breaks: whole in a copy, never in the text."""

import re
from collections.abc import Sequence
from typing import NamedTuple

_BROKEN_END = re.compile(r"(?<![\w'-])(?P<head>[^\W\d_][^\W\d_']*[^\W\d_])-$")
_BROKEN_START = re.compile(r"[^\W\d_]\S*")


class Joint(NamedTuple):
    """A word broken at a line end. It begins at `start`; from `cut` on its letters stand `shift` places further on the
    page than in the copy; it ends before `end` on the page."""

    start: int
    cut: int
    shift: int
    end: int


def page_offsets(joints: Sequence[Joint], start: int, end: int) -> tuple[int, int]:
    """Where a span of the plain copy stands on the page."""
    for joint in joints:
        if joint.cut <= start < joint.end:
            start = min(start + joint.shift, joint.end)
        if joint.cut < end < joint.end:
            end = min(end + joint.shift, joint.end)
    return start, max(start, end)


def find_joint(line: str, start: int, following: str, after: int) -> tuple[int, int, int, int] | None:
    """Start and end of the first part of a broken word without its hyphen, start and end of the second."""
    head = _BROKEN_END.search(line)
    tail = _BROKEN_START.match(following.lstrip())
    if head is None or tail is None:
        return None
    small, capital = tail[0][0].islower(), head["head"][0].isupper()
    if not small and not capital:
        return None
    first = after + len(following) - len(following.lstrip())
    return start + head.start("head"), start + head.end("head"), first, first + tail.end()


def join_word(letters: list[str], joint: tuple[int, int, int, int], kept_hyphens: frozenset[str]) -> Joint:
    """Write the word where it begins. "Smith-" before "Jones" and words of `kept_hyphens` keep the hyphen."""
    start, cut, first, end = joint
    head = "".join(letters[start:cut])
    both_names = letters[first].isupper() and not head.isupper()
    cut += head.lower() in kept_hyphens or both_names
    tail = letters[first:end]
    letters[cut:end] = [*tail, *" " * (end - cut - len(tail))]
    return Joint(start, cut, first - cut, end)
