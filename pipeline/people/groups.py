"""Mentions that are joined, with the reasons, and blocks of equal keys in which they are compared."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import TypeVar

from pipeline.people.names import Named

Key = TypeVar("Key", bound=Hashable)


@dataclass(slots=True)
class Groups:
    """Union-find over the places of mentions in a list, with the reasons of every join."""

    parents: list[int]
    reasons: dict[int, set[str]] = field(default_factory=dict)

    def find(self, place: int) -> int:
        while self.parents[place] != place:
            self.parents[place] = self.parents[self.parents[place]]
            place = self.parents[place]
        return place

    def join(self, places: Iterable[int], reason: str) -> None:
        roots = sorted({self.find(place) for place in places})
        for other in roots[1:]:
            self.parents[other] = roots[0]
            self.reasons.setdefault(roots[0], set()).update(self.reasons.pop(other, ()))
        if len(roots) > 1:
            self.reasons.setdefault(roots[0], set()).add(reason)


def blocks(named: list[Named], keys: Callable[[Named], list[Key]]) -> Iterator[tuple[Key, list[int]]]:
    """Places of mentions with an equal key; those alone with theirs are left out."""
    found: dict[Key, list[int]] = defaultdict(list)
    for place, one in enumerate(named):
        for key in keys(one):
            found[key].append(place)
    yield from ((key, places) for key, places in found.items() if len(places) > 1)


def blocks_at(named: list[Named], places: Iterable[int], key: Callable[[Named], Key]) -> list[tuple[Key, list[int]]]:
    found: dict[Key, list[int]] = defaultdict(list)
    for place in places:
        found[key(named[place])].append(place)
    return list(found.items())
