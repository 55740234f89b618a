"""Which letters stand in whatever a regular expression matches, and which begin it: so that it is not tried in vain.

Both are read from the tree of Python's own parser, which is not public: where it is not there, nothing is known of a
pattern, and it is tried everywhere.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Any, Generic, TypeVar

from ahocorasick_rs import AhoCorasick

Owner = TypeVar("Owner")
Needed = tuple[frozenset[str], ...]
EDGE = "\0"
"""Stands in needed letters where the word must begin or end."""
_NO_LETTER = re.compile(r"\W")
_WORD, _SPACE = "[(CATEGORY, CATEGORY_WORD)]", "[(CATEGORY, CATEGORY_SPACE)]"
"""How the parser writes `\\w` and `\\s`."""
UNSURE = "\1"
"""Stands beside a folded letter that may be no letter in the text."""
_MIN_LETTERS = 2
_SHORTEST_LEAD = 2
_LONGEST_LEAD = 6
_MOST_LEADS = 80
_ALIKE = str.maketrans("o0el1!|t5n9q82ſı", "aaciiiiisuggbzsi")
"""Letters that a tolerant phrase takes for each other become one; so do those that are one to patterns without case."""


def needed_letters(pattern: str, flags: int = 0) -> Needed:
    """What of letters stands in every folded text that the pattern matches: of each set one at least, the rarest set
    first; of two letters only where there is nothing longer. Empty: nothing is known."""
    parser = getattr(re, "_parser", None)
    if parser is None:
        return ()
    tree = parser.parse(pattern, flags)
    leads = _known_leads(_leading(list(tree)))
    found = {*_needed(tree), *([leads] if leads else [])}
    ranked = sorted(found, key=lambda letters: (-_shortest(letters), len(letters), sorted(letters)))
    return tuple(some for rank, some in enumerate(ranked) if rank == 0 or _shortest(some) > _MIN_LETTERS)


def _needed(tree: Any, before: bool = False, after: bool = False) -> Iterator[frozenset[str]]:
    """What each part of a sequence needs; `before` and `after` tell that no letter may stand next to it there. A single
    letter is too common to tell anything, a single sign ("[", "$") or a word of one letter is not."""
    items = [(str(kind), value) for kind, value in tree]
    run, edge = "", before
    for place, (kind, value) in enumerate(items):
        if letter := _folded_letter(kind, value):
            run += letter
            continue
        bound = _is_bound(kind, value)
        yield from _told(run, edge, bound)
        if not bound:
            ends = _is_bound(*items[place + 1]) if place + 1 < len(items) else after
            yield from _needed_in(kind, value, edge and not run, ends)
        run, edge = "", bound
    yield from _told(run, edge, after)


def _told(run: str, before: bool, after: bool) -> Iterator[frozenset[str]]:
    """Letters that stand together, with EDGE where no other letter may stand next to them."""
    if UNSURE in run or not run.isalnum():
        before = after = False
    run = run.replace(UNSURE, "")
    if run.isascii() and (len(run) >= _MIN_LETTERS or (run and (not run.isalnum() or (before and after)))):
        yield frozenset({EDGE * before + run + EDGE * after})


def _is_bound(kind: str, value: Any) -> bool:
    """Can no letter stand at this place of a pattern, next to one: the edge of a word, or white space?"""
    if kind == "AT":
        return str(value) == "AT_BOUNDARY"
    if kind == "ASSERT_NOT":
        return [(str(k), str(v)) for k, v in value[1]] == [("IN", _WORD)]
    if kind == "IN":
        return str(value) == _SPACE
    return kind.endswith("_REPEAT") and value[0] > 0 and [(str(k), str(v)) for k, v in value[2]] == [("IN", _SPACE)]


def _shortest(letters: frozenset[str]) -> int:
    return min(map(len, letters))


def are_met(needed: Needed, text: str) -> bool:
    """Does what is needed stand in a text?"""
    folded, edged = fold(text), _edged(text)
    return all(any(letters in (edged if EDGE in letters else folded) for letters in some) for some in needed)


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
        self._plain = _Automaton(numbers, edged=False)
        self._edged = _Automaton(numbers, edged=True)

    def find(self, text: str) -> list[tuple[int, int, int]]:
        """The numbers of the sequences of letters that stand in a text, with their offsets, by place."""
        hits = [*self._plain.find(fold(text)), *self._edged.find(_edged(text))]
        hits.sort(key=_by_start)
        return hits

    def owners(self, here: set[int]) -> set[Owner]:
        """Those all of whose needs are met by the sequences of these numbers, and those of whom nothing is known."""
        met = set(self.anywhere)
        for number in here & self._by_first.keys():
            for owner, others in self._by_first[number]:
                for other in others:
                    if other.isdisjoint(here):
                        break
                else:
                    met.add(owner)
        return met


class _Automaton:
    """Finds the sequences with edges in an edged text, or those without in a folded one."""

    def __init__(self, numbers: Mapping[str, int], edged: bool) -> None:
        told = {letters: number for letters, number in numbers.items() if (EDGE in letters) is edged}
        self._numbers = tuple(told.values())
        self._starts = tuple(letters.startswith(EDGE) - edged for letters in told)
        self._ends = tuple(letters.endswith(EDGE) + edged for letters in told)
        self._automaton = AhoCorasick(list(told))

    def find(self, text: str) -> list[tuple[int, int, int]]:
        numbers, starts, ends = self._numbers, self._starts, self._ends
        hits = self._automaton.find_matches_as_indexes(text, overlapping=True)
        return [(numbers[which], start + starts[which], end - ends[which]) for which, start, end in hits]


def _by_start(hit: tuple[int, int, int]) -> int:
    return hit[1]


def _folded_letter(kind: str, value: Any) -> str:
    """The letter, folded; also that of a choice of single letters which are alike."""
    choices = [value] if kind == "LITERAL" else []
    if kind == "IN" and all(str(part) == "LITERAL" for part, _code in value):
        choices = [code for _part, code in value]
    folded = {fold(chr(code)) for code in choices}
    if len(folded) != 1:
        return ""
    letter = folded.pop()
    return letter if not letter.isalnum() or all(chr(code).isalnum() for code in choices) else letter + UNSURE


def _needed_in(kind: str, value: Any, before: bool, after: bool) -> Iterator[frozenset[str]]:
    if kind == "SUBPATTERN":
        yield from _needed(value[3], before, after)
    elif kind == "ATOMIC_GROUP":
        yield from _needed(value, before, after)
    elif kind.endswith("_REPEAT") and value[0] > 0:
        once = value[1] == 1
        yield from _needed(value[2], before and once, after and once)
    elif kind == "BRANCH":
        choices = [max(_needed(choice, before, after), key=_shortest, default=frozenset[str]()) for choice in value[1]]
        if all(choices):
            yield frozenset().union(*choices)


@lru_cache(maxsize=16)
def fold(text: str) -> str:
    """In small letters, with one letter for all that are misread for each other: as `needed_letters` sees a text. As
    long as the text: one letter alone becomes two when it is made small."""
    return text.replace("\u0130", "i").lower().translate(_ALIKE)


@lru_cache(maxsize=16)
def _edged(text: str) -> str:
    """The folded text with EDGE for all that is no letter, and around it."""
    return EDGE + fold(_NO_LETTER.sub(EDGE, text)) + EDGE


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
