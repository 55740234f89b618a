"""Which letters stand in whatever a regular expression matches, and which begin it: so that it is not tried in vain.

Both are read from the tree of Python's own parser, which is not public: where it is not there, nothing is known of a
pattern, and it is tried everywhere.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any, Generic, TypeVar

from ahocorasick_rs import AhoCorasick

Owner = TypeVar("Owner")
Needed = tuple[frozenset[str], ...]
_MIN_LETTERS = 2
_SHORTEST_LEAD = 2
_LONGEST_LEAD = 6
_MOST_LEADS = 80
_ALIKE = str.maketrans("o0el1!|t5n9q82ſı", "aaciiiiisuggbzsi")
"""Letters that a tolerant phrase takes for each other become one; so do those that are one to patterns without case."""


def needed_letters(pattern: str, flags: int = 0) -> Needed:
    """What of letters stands in every folded text that the pattern matches: of each set one at least, the rarest set
    first. Empty: nothing is known."""
    parser = getattr(re, "_parser", None)
    if parser is None:
        return ()
    tree = parser.parse(pattern, flags)
    leads = _known_leads(_leading(list(tree)))
    found = {*_needed(tree), *([leads] if leads else [])}
    return tuple(sorted(found, key=lambda letters: (-_shortest(letters), len(letters), sorted(letters))))


def _needed(tree: Any) -> Iterator[frozenset[str]]:
    """What each part of a sequence needs. A single letter is too common to tell anything, a single sign ("[", "$") is
    not."""
    letters = ""
    for kind, value in [*tree, (None, None)]:
        if letter := _folded_letter(str(kind), value):
            letters += letter
            continue
        if letters.isascii() and (len(letters) >= _MIN_LETTERS or (letters and not letters.isalnum())):
            yield frozenset({letters})
        letters = ""
        yield from _needed_in(str(kind), value)


def _shortest(letters: frozenset[str]) -> int:
    return min(map(len, letters))


def are_met(needed: Needed, folded: str) -> bool:
    """Does what is needed stand in a folded text?"""
    return all(any(letters in folded for letters in some) for some in needed)


class Letters(Generic[Owner]):
    """What many owners need of letters, all looked for at once (Aho and Corasick's automaton)."""

    def __init__(self, owned: Iterable[tuple[Owner, Needed]]) -> None:
        numbers: dict[str, int] = {}
        self._by_first: dict[int, list[tuple[Owner, tuple[frozenset[int], ...]]]] = defaultdict(list)
        self.anywhere: tuple[Owner, ...] = ()
        """Owners of whose needs nothing is known."""
        for owner, needed in owned:
            told = [frozenset(numbers.setdefault(one, len(numbers)) for one in sorted(some)) for some in needed]
            for number in told[0] if told else ():
                self._by_first[number].append((owner, tuple(told[1:])))
            self.anywhere += () if told else (owner,)
        self._automaton = AhoCorasick(list(numbers))

    def find(self, folded: str) -> list[tuple[int, int, int]]:
        """The numbers of the sequences of letters that stand in a folded text, with their offsets, by place."""
        hits: list[tuple[int, int, int]] = self._automaton.find_matches_as_indexes(folded, overlapping=True)
        hits.sort(key=_by_start)
        return hits

    def owners(self, here: set[int]) -> set[Owner]:
        """Those all of whose needs are met by the sequences of these numbers, and those of whom nothing is known."""
        met = set(self.anywhere)
        for number in here & self._by_first.keys():
            for owner, others in self._by_first[number]:
                if not any(other.isdisjoint(here) for other in others):
                    met.add(owner)
        return met


def _by_start(hit: tuple[int, int, int]) -> int:
    return hit[1]


def _folded_letter(kind: str, value: Any) -> str:
    """The letter, folded; also that of a choice of single letters which are alike."""
    choices = [value] if kind == "LITERAL" else []
    if kind == "IN" and all(str(part) == "LITERAL" for part, _code in value):
        choices = [code for _part, code in value]
    folded = {fold(chr(code)) for code in choices}
    return folded.pop() if len(folded) == 1 else ""


def _needed_in(kind: str, value: Any) -> Iterator[frozenset[str]]:
    if kind == "SUBPATTERN":
        yield from _needed(value[3])
    elif kind == "ATOMIC_GROUP":
        yield from _needed(value)
    elif kind.endswith("_REPEAT") and value[0] > 0:
        yield from _needed(value[2])
    elif kind == "BRANCH":
        choices = [max(_needed(choice), key=_shortest, default=frozenset[str]()) for choice in value[1]]
        if all(choices):
            yield frozenset().union(*choices)


@lru_cache(maxsize=16)
def fold(text: str) -> str:
    """In small letters, with one letter for all that are misread for each other: as `needed_letters` sees a text. As
    long as the text: one letter alone becomes two when it is made small."""
    return text.replace("\u0130", "i").lower().translate(_ALIKE)


def leading_letters(pattern: str, flags: int = 0) -> frozenset[str]:
    """Folded letters with one of which every match begins in the folded text; empty: not known. Each has two at
    least."""
    parser = getattr(re, "_parser", None)
    return _known_leads(_leading(list(parser.parse(pattern, flags)))) if parser is not None else frozenset()


def _known_leads(leads: set[str] | None) -> frozenset[str]:
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
