"""Numbers that stand for a person or beside one: informants, badges, serial numbers."""

from collections.abc import Hashable

from pipeline.people.groups import Groups, blocks, blocks_at
from pipeline.people.names import Named, department_of, folded, similar
from pipeline.records import PersonKind

_CROSS_CASE_DIGITS = 4


def join_codes(named: list[Named], groups: Groups) -> None:
    """A number of four digits or more names one informant everywhere; a short one ("CS 2") only within its case."""

    def keys(n: Named) -> list[Hashable]:
        if not n.code:
            return []
        own = sum(c.isdigit() for c in n.code) >= _CROSS_CASE_DIGITS and n.kind is not PersonKind.WITNESS
        return [(n.kind, n.code)] if own else [(n.kind, n.code, scope) for scope in n.scopes]

    for _key, places in blocks(named, keys):
        groups.join(places, "The same number instead of a name stands in these documents.")


def join_badges(named: list[Named], groups: Groups) -> None:
    """The same number and surname, or the same number and agency where the surnames differ by a letter."""

    def by_surname(n: Named) -> list[Hashable]:
        return [(badge, n.surname, n.kind) for badge in n.placed.mention.badges if n.surname and len(badge) > 2]

    def by_agency(n: Named) -> list[Hashable]:
        agency = folded(n.placed.mention.agency)
        return [(badge, agency) for badge in n.placed.mention.badges if n.surname and agency]

    for _key, places in blocks(named, by_surname):
        for part in _parted(named, places):
            groups.join(part, "The same surname with the same badge or serial number stands in these documents.")
    for _key, places in blocks(named, by_agency):
        spelled = [group for _name, group in blocks_at(named, places, lambda n: n.surname)]
        for other in spelled[1:]:
            if similar(named[spelled[0][0]].surname, named[other[0]].surname):
                pair = [spelled[0][0], other[0]]
                groups.join(pair, "The same badge number in the same agency, with surnames that differ by one letter.")


def _parted(named: list[Named], places: list[int]) -> list[list[int]]:
    """Departments give out the same numbers: two that are named and different are kept apart."""
    departments = {d for p in places if (d := department_of(named[p]))}
    firsts = {named[p].given[0][0] for p in places if named[p].given}
    if len(departments) <= 1 and len(firsts) <= 1:
        return [places]
    return [part for _key, part in blocks_at(named, places, lambda n: (department_of(n), n.given[:1]))]
