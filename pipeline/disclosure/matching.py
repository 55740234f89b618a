"""Which paper of one set stands in another: the same, another reading of it, or another version.

Papers of one form share its print, so words in a row count only where few papers have them; what is left is compared
word by word. The work grows with the number of papers, not with its square.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from pipeline.disclosure.describing import Description
from pipeline.disclosure.papers import Paper
from pipeline.documents.differences import compare

_PRINT = 4
"""A pair of words that more papers of a set have than this is printed on a form, or the name of the case."""
_CANDIDATES = 6
_SAME = 0.55
"""Of the words of the shorter paper so many must stand in the other, in order: a version may have lost half."""
_OWN = 0.4
"""And of its pairs of words that are not printed on forms, this share; scans lose about half of them at 5 misread
letters in 100."""
_OWN_OF_A_SCAN = 0.2
_FEWEST = 8

Pair = tuple[str, str]


@dataclass(frozen=True)
class Counterpart:
    """A paper and its like in the other set. `likeness` is the share of the words of the shorter one that both have."""

    paper: Paper
    other: Paper
    likeness: float


@dataclass(frozen=True)
class _Held:
    paper: Paper
    pairs: frozenset[Pair]
    words: int


def find_counterparts(
    papers: Sequence[Paper], others: Sequence[Paper], told: Mapping[tuple[str, int], Description]
) -> dict[tuple[str, int], Counterpart]:
    """For each paper that has its like among the others, by its key. `told` is what each paper says of itself: papers
    with different serial numbers or kinds of forms are never one."""
    here, there = [_hold(paper) for paper in papers], [_hold(paper) for paper in others]
    often = Counter(pair for held in here for pair in held.pairs)
    printed = {pair for pair, count in often.items() if count > _PRINT}
    printed |= {pair for pair, n in Counter(p for held in there for p in held.pairs).items() if n > _PRINT}
    index: dict[Pair, list[int]] = defaultdict(list)
    for at, held in enumerate(there):
        for pair in held.pairs - printed:
            index[pair].append(at)
    same = {paper.text: paper for paper in reversed(others)}
    found: dict[tuple[str, int], Counterpart] = {}
    for held in here:
        if held.paper.text in same:
            found[held.paper.key] = Counterpart(held.paper, same[held.paper.text], 1.0)
            continue
        best = _best(held, [there[at] for at in _candidates(held, index)], printed, told)
        if best is not None:
            found[held.paper.key] = best
    return found


def _hold(paper: Paper) -> _Held:
    return _Held(paper, frozenset(pairwise(paper.folded)), len(paper.folded))


def _candidates(held: _Held, index: Mapping[Pair, Sequence[int]]) -> list[int]:
    shared = Counter(at for pair in held.pairs for at in index.get(pair, ()))
    return [at for at, _count in shared.most_common(_CANDIDATES)]


def _best(
    held: _Held, others: Iterable[_Held], printed: set[Pair], told: Mapping[tuple[str, int], Description]
) -> Counterpart | None:
    best: Counterpart | None = None
    for other in others:
        likeness = _likeness(held, other, printed, told)
        if likeness is not None and (best is None or likeness > best.likeness):
            best = Counterpart(held.paper, other.paper, likeness)
    return best


def _likeness(
    held: _Held, other: _Held, printed: set[Pair], told: Mapping[tuple[str, int], Description]
) -> float | None:
    one, another = told[held.paper.key], told[other.paper.key]
    if one.serials and another.serials and not one.serials & another.serials:
        return None
    own, its = held.pairs - printed, other.pairs - printed
    shorter = min(len(own), len(its))
    shared = len(own & its) / shorter if shorter else 0.0
    if shorter < _FEWEST or shared < _OWN_OF_A_SCAN:
        return None
    same = compare(held.paper.text, other.paper.text).same / max(1, min(held.words, other.words))
    enough = same >= _SAME and (shared >= _OWN or same >= _SAME + 0.2)
    return round(same, 4) if enough else None
