"""What people decided of mentions: that some are one person, that others are two. It goes before every rule."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from pipeline.people.groups import Groups, Side, blocks
from pipeline.people.names import Named


@dataclass(frozen=True, slots=True)
class Decided:
    """By the id of a mention: the decisions that make it one with others, and those that part it from others, with the
    side on which it stands. `reasons` are the sentences of the decisions that join."""

    together: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    apart: Mapping[str, tuple[Side, ...]] = field(default_factory=dict)
    reasons: Mapping[int, str] = field(default_factory=dict)

    def together_of(self, mentions: Iterable[str]) -> tuple[int, ...]:
        if not self.together:
            return ()
        return tuple(sorted({number for mention in mentions for number in self.together.get(mention, ())}))

    def sides_of(self, mentions: Iterable[str]) -> tuple[Side, ...]:
        if not self.apart:
            return ()
        return tuple(sorted({side for mention in mentions for side in self.apart.get(mention, ())}))


NOTHING = Decided()


def groups_of(named: Sequence[Named], decided: Decided) -> Groups:
    """Every mention by itself, but for what people decided to be one; what they parted will stay apart."""
    sides = {place: decided.sides_of([one.placed.id]) for place, one in enumerate(named)} if decided.apart else {}
    groups = Groups(list(range(len(named))), {place: frozenset(told) for place, told in sides.items() if told})
    if decided.together:
        for number, places in blocks(named, lambda n: decided.together.get(n.placed.id, ())):
            groups.join(places, decided.reasons[number])
    return groups
