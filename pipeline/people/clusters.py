"""A person as all mentions together say it."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from pipeline.people.figures import Figure, Ranked
from pipeline.people.names import read_spelling
from pipeline.records import PersonKind

Thing = TypeVar("Thing")


@dataclass(frozen=True, slots=True)
class Cluster:
    """One person: `mentions` are ids in the order of places, `kind` is the kind most mentions say, `rank` that of the
    latest dated page; `persons` are the ids that some of the mentions were given before."""

    mentions: tuple[str, ...]
    name: str
    kind: PersonKind
    kinds: tuple[PersonKind, ...]
    rank: str | None
    badges: tuple[str, ...]
    agency: str | None
    reasons: tuple[str, ...]
    persons: tuple[str, ...] = ()


def cluster_of(figures: Sequence[Figure], reasons: Iterable[str], taken: set[str]) -> Cluster:
    """Sum up the figures of one person. A mention that stands in several cases goes to the first who has it; `taken`
    holds those."""
    kinds = _sum(figure.kinds for figure in figures)
    del kinds[PersonKind.OTHER]
    kinds = kinds or Counter({PersonKind.OTHER: 1})
    ordered = tuple(kind for kind, _count in sorted(kinds.items(), key=lambda item: (-item[1], item[0])))
    agencies = _sum(figure.agencies for figure in figures)
    mentions = dict.fromkeys(mention for figure in figures for mention in figure.mentions if mention not in taken)
    taken.update(mention for figure in figures for mention in figure.shared)
    return Cluster(
        tuple(mentions),
        _fullest(_sum(figure.names for figure in figures)),
        ordered[0],
        ordered,
        _latest(rank for figure in figures for rank in figure.ranks),
        tuple(_by_count(_sum(((one.said, one.count) for one in figure.held) for figure in figures))),
        next(iter(_by_count(agencies)), None),
        tuple(sorted({reason for figure in figures for reason in figure.reasons}.union(reasons))),
        tuple(sorted({person for figure in figures for person in figure.persons})),
    )


def _sum(parts: Iterable[Iterable[tuple[Thing, int]]]) -> "Counter[Thing]":
    total: Counter[Thing] = Counter()
    for part in parts:
        for thing, count in part:
            total[thing] += count
    return total


def _by_count(counted: Counter[str]) -> list[str]:
    return [thing for thing, _count in sorted(counted.items(), key=lambda item: (-item[1], item[0]))]


def _fullest(names: Counter[str]) -> str:
    """The name with the most given names, of these the most frequent."""

    def order(name: str) -> tuple[bool, int, int, str]:
        spelling = read_spelling(name)
        return (not spelling.full, -len(spelling.given), -names[name], name)

    return min(names, key=order)


def _latest(ranks: Iterable[Ranked]) -> str | None:
    """The rank of the latest dated page, else the most frequent: ranks change in the course of years."""
    said = list(ranks)
    if dated := [(one.last, one.rank) for one in said if one.last]:
        return max(dated)[1]
    return next(iter(_by_count(_sum([(one.rank, one.count)] for one in said))), None)
