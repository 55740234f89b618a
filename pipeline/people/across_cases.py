"""One full name in several cases."""

from collections import defaultdict
from collections.abc import Hashable

from pipeline.people.groups import Groups, blocks, blocks_at
from pipeline.people.kinds import is_also
from pipeline.people.names import Named, department_of
from pipeline.records import PersonKind


def join_across_cases(named: list[Named], groups: Groups) -> None:
    """The same full name and a kind in common, of any mention of the person in the case; a civilian of any kind who is
    an informant elsewhere counts as of that kind."""
    together: dict[int, set[PersonKind]] = defaultdict(set)
    for place, one in enumerate(named):
        together[groups.find(place)].add(one.kind)
    told = [together[groups.find(place)] for place in range(len(named))]

    def keys(n: Named) -> list[Hashable]:
        return [(n.given[0], n.surname, n.suffix)] if n.full else []

    for _key, places in blocks(named, keys):
        for kind in sorted({kind for p in places for kind in told[p]} - {PersonKind.OTHER}):
            same = [p for p in places if is_also(kind, told[p])]
            for part in _apart(named, same, groups):
                groups.join(part, "The same full name and the same kind of person stand in these cases.")


def _apart(named: list[Named], places: list[int], groups: Groups) -> list[list[int]]:
    """Part those of one name who differ by middle name, by department, or by badge at the same rank. Those who say
    nothing of it are left out where there are several."""
    middles = {n[0] for p in places for n in named[p].given[1:2]}
    departments = {d for p in places if (d := department_of(named[p]))}
    if len(middles) <= 1 and len(departments) <= 1 and not _badges_differ(named, places):
        return [places]
    told = [p for p in places if named[p].given[1:] or department_of(named[p]) or named[p].placed.mention.badges]
    keyed = blocks_at(
        named, told, lambda n: (n.given[1:2] and n.given[1][0], department_of(n), n.placed.mention.badges)
    )
    return [part for _key, part in keyed]


def _badges_differ(named: list[Named], places: list[int]) -> bool:
    seen: dict[str | None, set[str]] = defaultdict(set)
    for place in places:
        mention = named[place].placed.mention
        if mention.badges:
            seen[mention.rank].add(mention.badges[0])
    return any(len(badges) > 1 for badges in seen.values())
