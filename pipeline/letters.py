"""Which letters stand in whatever a regular expression matches, and which begin it: so that it is not tried in vain.

Both are read from the tree of Python's own parser, which is not public: where it is not there, nothing is known of a
pattern, and it is tried everywhere.
"""

import re
from functools import lru_cache
from typing import Any

_MIN_LETTERS = 3
_SHORTEST_LEAD = 2
_LONGEST_LEAD = 6
_MOST_LEADS = 80
_ALIKE = str.maketrans("o0el1!|t5n9q82ſı", "aaciiiiisuggbzsi")
"""Letters that a tolerant phrase takes for each other become one; so do those that are one to patterns without case."""


def needed_letters(pattern: str, flags: int = 0) -> frozenset[str]:
    """Folded letters of which at least one sequence stands in every folded text that the pattern matches; empty: not
    known.

    Read from the tree of Python's own parser, which is not public: where it is not there, every pattern is tried.
    """
    parser = getattr(re, "_parser", None)
    return _needed(parser.parse(pattern, flags)) if parser is not None else frozenset()


def _needed(tree: Any) -> frozenset[str]:
    """The best of what each part of a sequence needs: the longest, counting the shortest of its choices."""
    found: list[frozenset[str]] = []
    letters = ""
    for kind, value in [*tree, (None, None)]:
        if letter := _folded_letter(str(kind), value):
            letters += letter
            continue
        if len(letters) >= _MIN_LETTERS and letters.isascii():
            found.append(frozenset({letters}))
        letters = ""
        found.append(_needed_in(str(kind), value))
    return max(found, key=lambda words: min(map(len, words), default=0))


def _folded_letter(kind: str, value: Any) -> str:
    """The letter, folded; also that of a choice of single letters which are alike."""
    choices = [value] if kind == "LITERAL" else []
    if kind == "IN" and all(str(part) == "LITERAL" for part, _code in value):
        choices = [code for _part, code in value]
    folded = {fold(chr(code)) for code in choices}
    return folded.pop() if len(folded) == 1 else ""


def _needed_in(kind: str, value: Any) -> frozenset[str]:
    if kind == "SUBPATTERN":
        return _needed(value[3])
    if kind == "ATOMIC_GROUP":
        return _needed(value)
    if kind.endswith("_REPEAT") and value[0] > 0:
        return _needed(value[2])
    if kind == "BRANCH":
        choices = [_needed(choice) for choice in value[1]]
        return frozenset().union(*choices) if all(choices) else frozenset()
    return frozenset()


@lru_cache(maxsize=16)
def fold(text: str) -> str:
    """In small letters, with one letter for all that are misread for each other: as `needed_letters` sees a text."""
    return text.lower().translate(_ALIKE)


def leading_letters(pattern: str, flags: int = 0) -> frozenset[str]:
    """Folded letters with one of which every match begins in the folded text; empty: not known. Each has two at
    least."""
    parser = getattr(re, "_parser", None)
    leads = _leading(list(parser.parse(pattern, flags))) if parser is not None else None
    if leads is None or len(leads) > _MOST_LEADS:
        return frozenset()
    known = all(len(lead) >= _SHORTEST_LEAD and lead.isascii() for lead in leads)
    return frozenset(leads) if known else frozenset()


def _leading(items: list[Any]) -> set[str] | None:
    """How what these match can begin, as far as letters tell; None where it can begin with anything."""
    leads = {""}
    for place, (kind, value) in enumerate(items):
        name = str(kind)
        if name in {"AT", "ASSERT", "ASSERT_NOT"}:
            continue
        choices = _choices(name, value)
        if choices is not None:
            leads = {lead + choice for lead in leads for choice in choices}
            if len(next(iter(leads))) >= _LONGEST_LEAD or len(leads) > _MOST_LEADS:
                return leads
            continue
        more = _beginning(name, value, items[place + 1 :])
        if more is None or "" in more:
            return leads if leads != {""} else None
        return {lead + begin for lead in leads for begin in more}
    return leads


def _choices(name: str, value: Any) -> set[str] | None:
    """The folded letters that a single place of the pattern takes, where they are few."""
    if name == "LITERAL":
        return {fold(chr(value))}
    if name == "IN" and all(str(part) == "LITERAL" for part, _code in value):
        return {fold(chr(code)) for _part, code in value}
    return None


def _beginning(name: str, value: Any, rest: list[Any]) -> set[str] | None:
    """How a part of the pattern that is not a single letter can begin, with what follows where it may be missing."""
    if name == "SUBPATTERN":
        return _leading([*value[3], *rest])
    if name == "BRANCH":
        found = [_leading([*choice, *rest]) for choice in value[1]]
        return None if any(leads is None for leads in found) else {lead for leads in found for lead in leads or ()}
    if name.endswith("_REPEAT"):
        body = _leading([*value[2]] if value[0] or value[1] > 1 else [*value[2], *rest])
        if body is None or value[0] > 0:
            return body
        after = _leading(rest)
        return None if after is None else body | after
    return None
