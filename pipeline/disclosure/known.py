"""What each paper of a case says of itself, and the two sides made from it."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

from pipeline.disclosure.describing import Description, describe
from pipeline.disclosure.letters import find_letters, read_items
from pipeline.disclosure.matching import Counterpart, find_counterparts
from pipeline.disclosure.papers import CaseFile, Paper
from pipeline.disclosure.policy import GapPolicy
from pipeline.disclosure.sides import Key, Sides
from pipeline.lexicons import Lexicon
from pipeline.records import FileSet

_HEAD = 420
_BODY = re.compile(r"\n[ \t]*(?:\(?1[.)]|\d{1,2}[/-]\d{1,2}[/-]\d{2,4})\s|(?<=.{60})\n[ \t]*\n", re.DOTALL)
_EVERYWHERE = 3
"""A number in the heads of more papers than this is that of the case."""


def describe_papers(papers: Iterable[Paper], words: Lexicon) -> dict[tuple[str, int], Description]:
    """By the key of each paper. Its kind counts beside the words of its head, its date beside those in it; its Bates
    numbers are those stamped on it."""
    found: dict[tuple[str, int], Description] = {}
    for paper in papers:
        told = describe(_head_of(paper), words, things=False)
        dates = {paper.dated.isoformat()} if paper.dated is not None else set()
        stamps = tuple(
            (value.rpartition("-")[0], int(value.rpartition("-")[2]))
            for leaf in paper.leaves
            for mark in leaf.marks
            if mark.label == "bates" and (value := mark.value or "").rpartition("-")[2].isdigit()
        )
        kinds = (frozenset() if told.general else told.kinds) | ({paper.kind} if paper.kind is not None else set())
        found[paper.key] = replace(told, kinds=kinds, dates=told.dates | dates, bates=stamps)
    often = Counter(number for told in found.values() for number in told.numbers)
    case_numbers = {number for number, count in often.items() if count > _EVERYWHERE}
    return {key: replace(told, numbers=told.numbers - case_numbers) for key, told in found.items()}


def _head_of(paper: Paper) -> str:
    """The first lines, up to the first paragraph: what follows tells of other papers too."""
    head = paper.head[:_HEAD]
    body = _BODY.search(head)
    return head[: body.start()] if body is not None else head


def read_sides(case: CaseFile, policy: GapPolicy, lexicons: tuple[Lexicon, Lexicon]) -> Sides:
    """What is compared: with what the other side had, else with what the prosecutor had. Lists are read wherever they
    lie; they are papers of nobody."""
    words, signs = lexicons
    letters = tuple(find_letters(case.papers, signs))
    sets = _other_side(case, policy)
    state = policy.sets["state"] - sets
    known = {paper.key for paper in letters}
    theirs = tuple(paper for paper in case.in_sets(sets) if paper.key not in known)
    ours = tuple(p for p in case.in_sets(state) if p.key not in known and not p.sets & sets)
    told = describe_papers(case.papers, words)
    return Sides(
        case=case,
        policy=policy,
        name=" and ".join(sorted(sets & {one for paper in case.papers for one in paper.sets})),
        sets=sets,
        ours=ours,
        theirs=theirs,
        letters=letters,
        items=tuple(item for letter in letters for item in read_items(letter, words, signs)),
        told=told,
        counterparts=find_counterparts(ours, theirs, told),
        between=_find_between(case, ours, sets, policy, told),
    )


def _find_between(
    case: CaseFile, ours: Sequence[Paper], sets: frozenset[FileSet], policy: GapPolicy, told: dict[Key, Description]
) -> dict[Key, Counterpart] | None:
    """The likes of ours in the set between the sides; None where nothing of it is here, or it stands for the other."""
    held = case.in_sets(policy.sets["between"])
    if not held or policy.sets["between"] & sets:
        return None
    return find_counterparts([paper for paper in ours if paper not in held], held, told)


def _other_side(case: CaseFile, policy: GapPolicy) -> frozenset[FileSet]:
    """The sets of the other side where one of them is here; else those between, where other papers of the State are."""
    here = {one for paper in case.papers for one in paper.sets}
    if policy.sets["theirs"] & here:
        return policy.sets["theirs"]
    between = policy.sets["between"]
    return between if between & here and (policy.sets["state"] - between) & here else frozenset()
