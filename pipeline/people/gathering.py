"""Figures of many cases on their way to be persons: who was joined, and who may be the same and why."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from pipeline.people.evidence import Evidence, add_evidence, contradicts, evidence_of
from pipeline.people.figures import Figure
from pipeline.people.groups import Groups

MOST_NAMESAKES = 50
"""A block in which more than so many are known to be different tells nothing of the next one; this bounds what a block
costs."""
Fits = Callable[[Evidence, Evidence], bool]


@dataclass(slots=True)
class Gathering:
    """`maybe` holds, for pairs of figures that may be the same person, the names of the doubts."""

    figures: Sequence[Figure]
    groups: Groups
    known: dict[int, Evidence] = field(default_factory=dict)
    maybe: dict[tuple[int, int], set[str]] = field(default_factory=dict)

    def evidence(self, place: int) -> Evidence:
        """What is known of whoever the figure is now."""
        root = self.groups.find(place)
        if root not in self.known:
            self.known[root] = evidence_of(self.figures[root])
        return self.known[root]

    def join(self, one: int, other: int, reason: str) -> None:
        """Join two persons; the caller has seen that nothing speaks against it."""
        first, second = sorted((self.groups.find(one), self.groups.find(other)))
        if first != second:
            together = add_evidence(self.evidence(first), self.evidence(second))
            self.groups.join([first, second], reason)
            self.known.pop(second, None)
            self.known[first] = together

    def suspect(self, one: int, other: int, doubt: str) -> None:
        """They may be the same: to be shown, not to be joined."""
        if self.groups.find(one) != self.groups.find(other):
            self.maybe.setdefault((min(one, other), max(one, other)), set()).add(doubt)

    def join_block(self, places: Iterable[int], fits: Fits, reason: str, doubt: str) -> None:
        """Join those of a block that fit each other and nobody else in it. Those who tell most go first, so that one of
        whom little is told finds two it could be, and joins neither."""
        roots = sorted({self.groups.find(place) for place in places}, key=lambda root: (-self._told(root), root))
        apart: list[int] = []
        for root in roots:
            mine = self.evidence(root)
            near = [other for other in apart if not contradicts(self.evidence(other), mine)]
            sure = [other for other in near if fits(self.evidence(other), mine)]
            if len(near) == 1 and sure:
                self.join(near[0], root, reason)
                continue
            for other in near[:2]:
                self.suspect(other, root, doubt)
            if not near and len(apart) < MOST_NAMESAKES:
                apart.append(root)

    def _told(self, root: int) -> int:
        one = self.evidence(root)
        return len(one.held) + len(one.agencies) + len(one.middles) + len(one.suffixes)
