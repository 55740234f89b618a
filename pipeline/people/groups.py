"""What is joined, with the reasons, and blocks of equal keys in which alone things are compared."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

Item = TypeVar("Item")
Key = TypeVar("Key", bound=Hashable)
Side = tuple[int, int]
"""A decision that parts two persons, and on which of its two sides something stands."""


@dataclass(slots=True)
class Groups:
    """Union-find over places in a list, with the reasons of every join. `apart` holds, for each root, the sides of
    decisions on which it stands: what people decided to be two is never joined."""

    parents: list[int]
    apart: dict[int, frozenset[Side]] = field(default_factory=dict)
    reasons: dict[int, set[str]] = field(default_factory=dict)

    def find(self, place: int) -> int:
        while self.parents[place] != place:
            self.parents[place] = self.parents[self.parents[place]]
            place = self.parents[place]
        return place

    def join(self, places: Iterable[int], reason: str) -> None:
        """Join what may be joined. Where two of them were decided to be two, those of each side are joined, and what
        might be either joins neither."""
        roots = sorted({self.find(place) for place in places})
        for part in _sides(roots, self.apart) if self.apart else [roots]:
            self._unite(part, reason)

    def _unite(self, roots: list[int], reason: str) -> None:
        for other in roots[1:]:
            self.parents[other] = roots[0]
            self.reasons.setdefault(roots[0], set()).update(self.reasons.pop(other, ()))
            if other in self.apart:
                self.apart[roots[0]] = self.apart.get(roots[0], frozenset()) | self.apart.pop(other)
        if len(roots) > 1:
            self.reasons.setdefault(roots[0], set()).add(reason)

    def members(self) -> Iterator[tuple[int, list[int]]]:
        """(root, its places), in the order of first places."""
        found: dict[int, list[int]] = defaultdict(list)
        for place in range(len(self.parents)):
            found[self.find(place)].append(place)
        yield from found.items()


def _sides(roots: list[int], apart: dict[int, frozenset[Side]]) -> list[list[int]]:
    told = [root for root in roots if root in apart]
    parts: list[tuple[list[int], set[Side]]] = []
    for root in told:
        part = next((part for part in parts if not opposed(part[1], apart[root])), None)
        if part is None:
            parts.append(([root], set(apart[root])))
        else:
            part[0].append(root)
            part[1].update(apart[root])
    return [roots] if len(parts) <= 1 else [part[0] for part in parts]


def opposed(one: Iterable[Side], other: Iterable[Side]) -> bool:
    """Do they stand on different sides of one decision?"""
    sides = set(other)
    return any((decision, 1 - side) in sides for decision, side in one)


def blocks(items: Sequence[Item], keys: Callable[[Item], Iterable[Key]]) -> Iterator[tuple[Key, list[int]]]:
    """Places of items with an equal key; those alone with theirs are left out."""
    found: dict[Key, list[int]] = defaultdict(list)
    for place, one in enumerate(items):
        for key in keys(one):
            found[key].append(place)
    yield from ((key, places) for key, places in found.items() if len(places) > 1)


def blocks_at(items: Sequence[Item], places: Iterable[int], key: Callable[[Item], Key]) -> list[tuple[Key, list[int]]]:
    """The same for some of the places; those alone with theirs are blocks too."""
    found: dict[Key, list[int]] = defaultdict(list)
    for place in places:
        found[key(items[place])].append(place)
    return list(found.items())
