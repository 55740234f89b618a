"""What people decided of mentions: that some are one person, that others are two. It goes before every rule."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from rapidfuzz import fuzz

from pipeline.catalog.merges import MERGE, SPLIT, Anchor, Merge
from pipeline.people.groups import Groups, Side, blocks
from pipeline.people.names import Named
from pipeline.records import PlacedMention

ALIKE = 75
"""How like a name must be, from 0 to 100, to be the one that another reading of the page spelled otherwise."""
OnPage = Callable[[str, int], Sequence[PlacedMention]]


@dataclass(frozen=True, slots=True)
class Decided:
    """By the id of a mention: the decisions that make it one with others, those that part it from others with the side
    on which it stands, and the person it was said to be. `reasons` are the sentences of the decisions that join."""

    together: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    apart: Mapping[str, tuple[Side, ...]] = field(default_factory=dict)
    persons: Mapping[str, str] = field(default_factory=dict)
    reasons: Mapping[int, str] = field(default_factory=dict)

    def together_of(self, mentions: Iterable[str]) -> tuple[int, ...]:
        return tuple(sorted({number for mention in mentions for number in self.together.get(mention, ())}))

    def sides_of(self, mentions: Iterable[str]) -> tuple[Side, ...]:
        return tuple(sorted({side for mention in mentions for side in self.apart.get(mention, ())}))


NOTHING = Decided()


def read_decided(merges: Iterable[Merge], on_page: OnPage) -> Decided:
    """The decisions that hold, the oldest first, as they apply to the mentions of today. Mentions that a later decision
    made somebody else no longer count in those before it."""
    together: dict[str, tuple[int, ...]] = {}
    apart: dict[str, tuple[Side, ...]] = {}
    persons: dict[str, str] = {}
    reasons: dict[int, str] = {}
    for merge in merges:
        sides = find_sides(merge, on_page)
        if merge.action == SPLIT:
            for mention in sides[1]:
                together.pop(mention, None)
                apart.pop(mention, None)
        if merge.action != MERGE:
            apart |= {m: (*apart.get(m, ()), (merge.number, side)) for side in (0, 1) for m in sides[side]}
        one = {MERGE: [*sides[0], *sides[1]], SPLIT: sides[1]}.get(merge.action, [])
        together |= {mention: (*together.get(mention, ()), merge.number) for mention in one}
        persons |= dict.fromkeys(sides[0], merge.one) | dict.fromkeys(sides[1], merge.other)
        reasons[merge.number] = f"A person decided so: {merge.reason.rstrip('.')}."
    return Decided(together, apart, persons, reasons)


def find_sides(merge: Merge, on_page: OnPage) -> tuple[list[str], list[str]]:
    """The ids of the mentions of both sides, as the pages are read today."""
    pages: dict[tuple[str, int], list[Anchor]] = {}
    for anchor in merge.anchors:
        pages.setdefault((anchor.sha256, anchor.page), []).append(anchor)
    sides: tuple[list[str], list[str]] = ([], [])
    for place, anchors in pages.items():
        for anchor, mention in _match(anchors, on_page(*place)).items():
            sides[anchor.side].append(mention)
    return sides


def _match(anchors: Sequence[Anchor], mentions: Sequence[PlacedMention]) -> dict[Anchor, str]:
    """The mention of each place and name: the very same, else the nearest of that name, else the nearest of the names
    most like it, for a page that is read again is spelled otherwise. A mention is given once."""
    found: dict[Anchor, str] = {}
    for likeness in (_same_place, _same_name, _like_name):
        pairs = sorted(
            (-like, abs(one.mention.start - anchor.start), at, one.id)
            for at, anchor in enumerate(anchors)
            for one in mentions
            if anchor not in found and (like := likeness(anchor, one))
        )
        taken = set(found.values())
        for _like, _far, at, mention in pairs:
            if anchors[at] not in found and mention not in taken:
                found[anchors[at]] = mention
                taken.add(mention)
    return found


def _same_place(anchor: Anchor, placed: PlacedMention) -> float:
    return float(anchor.start == placed.mention.start and anchor.name == placed.mention.name)


def _same_name(anchor: Anchor, placed: PlacedMention) -> float:
    return float(anchor.name.lower() == placed.mention.name.lower())


def _like_name(anchor: Anchor, placed: PlacedMention) -> float:
    like = fuzz.ratio(anchor.name.lower(), placed.mention.name.lower())
    return like if like >= ALIKE else 0.0


def groups_of(named: Sequence[Named], decided: Decided) -> Groups:
    """Every mention by itself, but for what people decided to be one; what they parted will stay apart."""
    sides = {place: decided.sides_of([one.placed.id]) for place, one in enumerate(named)} if decided.apart else {}
    groups = Groups(list(range(len(named))), {place: frozenset(told) for place, told in sides.items() if told})
    if decided.together:
        for number, places in blocks(named, lambda n: decided.together.get(n.placed.id, ())):
            groups.join(places, decided.reasons[number])
    return groups
