"""Who is named in the papers of the State and in none that the other side had, nor in court."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from pipeline.disclosure.papers import Paper
from pipeline.disclosure.sides import SHOWN, Sides
from pipeline.documents.differences import fold
from pipeline.records import Leaf, PersonKind, PlacedMention

_TELLING = frozenset({PersonKind.WITNESS, PersonKind.SUSPECT, PersonKind.VICTIM, PersonKind.INFORMANT})
_FOUND_ALONE = frozenset({"reference", "again", "case", "document", "initials"})
"""Ways in which a name is found that show somebody only where he is named elsewhere."""


@dataclass(frozen=True)
class Named:
    """A person with the first place where the State's papers name him."""

    name: str
    paper: Paper
    leaf: Leaf
    placed: PlacedMention


def find_unnamed(sides: Sides) -> Iterator[Named]:
    """One for each person, in the order of places."""
    ours = _by_page(paper for paper in sides.ours if paper.kind not in sides.policy.silent)
    read = _by_page(sides.theirs)
    at_court = frozenset[str]().union(*(paper.words for paper in sides.case.in_sets(sides.policy.sets["record"])))
    theirs = _names_by_surname(one for one in sides.case.mentions if (one.sha256, one.page) in read)
    by_person: dict[str, list[PlacedMention]] = defaultdict(list)
    for placed in sides.case.mentions:
        by_person[placed.person or placed.mention.name].append(placed)
    for group in by_person.values():
        named = _first(group, ours, sides)
        if named is not None and not _is_known(named, sides, at_court, theirs):
            yield named


def _by_page(papers: Iterable[Paper]) -> dict[tuple[str, int], Paper]:
    return {(paper.sha256, leaf.number): paper for paper in papers for leaf in paper.leaves}


def _first(group: list[PlacedMention], ours: Mapping[tuple[str, int], Paper], sides: Sides) -> Named | None:
    """The first mention that names a private person in full, or one of whom the page tells what he is; nobody who
    stands in a paper that a list names as given and that is not here as it was given."""
    kinds = {placed.mention.kind for placed in group}
    if kinds & sides.policy.officials:
        return None
    for placed in group:
        paper = ours.get((placed.sha256, placed.page))
        if paper is not None and paper.key not in sides.counterparts and sides.status(paper)[0] == SHOWN:
            return None
        if paper is not None and sides.was_given(paper, placed.page, placed.mention.start, placed.mention.end):
            return None
        if paper is None or placed.mention.by in _FOUND_ALONE or not _is_name(placed, kinds):
            continue
        leaf = next(leaf for leaf in paper.leaves if leaf.number == placed.page)
        said = leaf.text[placed.mention.start : placed.mention.end]
        if "\n" not in said and fold(placed.mention.name.split()[-1]) in fold(said):
            return Named(placed.mention.name, paper, leaf, placed)
    return None


def _is_name(placed: PlacedMention, kinds: set[PersonKind]) -> bool:
    words = [word for word in placed.mention.name.split() if any(map(str.isalpha, word))]
    if len(words) > 1:
        return True
    telling = placed.mention.by == "title" or (bool(kinds & _TELLING) and placed.mention.by != "whole")
    return telling and len("".join(words)) > 3


def _names_by_surname(mentions: Iterable[PlacedMention]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for placed in mentions:
        found[fold(placed.mention.name.split()[-1])].add(placed.mention.name)
    return found


def _is_known(named: Named, sides: Sides, at_court: frozenset[str], theirs: dict[str, set[str]]) -> bool:
    """Could the other side read the surname? Not where it had only others of that surname."""
    surname = named.name.split()[-1]
    if fold(surname) in at_court and not _all_others(named.name, theirs.get(fold(surname), set())):
        return True
    return sides.reads(surname) and not _all_others(named.name, theirs.get(fold(surname), set()))


def _all_others(name: str, known: set[str]) -> bool:
    """Have all bearers of the surname another given name?"""
    given = _initial(name)
    return bool(known) and given is not None and all(_initial(one) not in (None, given) for one in known)


def _initial(name: str) -> str | None:
    """The first letter of a given name; None where there is none, or nothing but the letter, which may be misread."""
    words = name.split()
    return words[0][0].upper() if len(words) > 1 and len(words[0].rstrip(".")) > 1 else None
