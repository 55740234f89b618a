"""Full names that a scan misread, double surnames, and people who are called by their given name alone."""

from collections.abc import Sequence

from pipeline.people.groups import Groups, blocks, blocks_at
from pipeline.people.kinds import PROFESSIONS, kinds_agree
from pipeline.people.names import Named, compatible, looks_like, misread_keys
from pipeline.people.numbers import numbers_differ
from pipeline.records import PersonKind

MISREAD = "Full names in one case differ by one letter that scans confuse."
DOUBLE = "Full names in one case differ by one half of a double surname."
ONLY_GIVEN = "Only one person of that given name is named in the document."


def join_misread(named: Sequence[Named], groups: Groups) -> None:
    """Join a full name to the one that differs from it by letters which scans confuse, where the same given names and
    kinds that agree stand in one case, and the odd spelling stands in one document only and less often."""
    full = [place for place, one in enumerate(named) if one.name.full]
    spelled = dict(blocks_at(named, full, lambda n: (n.name.given, n.name.suffix, n.name.surname)))
    near: dict[tuple[tuple[str, ...], str, str], list[str]] = {}
    for given, suffix, surname in spelled:
        for key in misread_keys(surname):
            near.setdefault((given, suffix, key), []).append(surname)
    for (given, suffix, surname), odd in spelled.items():
        if len({named[p].placed.sha256 for p in odd}) > 1:
            continue
        others = {name for key in misread_keys(surname) for name in near[given, suffix, key]}
        usual = [spelled[given, suffix, name] for name in sorted(others) if looks_like(surname, name)]
        fits = [places for places in usual if len(places) > len(odd)]
        if len(fits) == 1 and may_be_one(named, [*odd, *fits[0]]):
            groups.join([fits[0][0], *odd], MISREAD)


def may_be_one(named: Sequence[Named], places: list[int]) -> bool:
    """Kinds that agree, and no two numbers that are surely different."""
    numbers = [named[p].numbers for p in places if named[p].numbers]
    return kinds_agree({named[p].kind for p in places}) and not any(numbers_differ(numbers[0], n) for n in numbers)


def join_double_names(named: Sequence[Named], groups: Groups) -> None:
    """Kim Nguyen-Tran is the Kim Nguyen of the case, where only one such is named."""
    by_surname: dict[str, list[int]] = {}
    for place, one in enumerate(named):
        if one.name.full:
            by_surname.setdefault(one.name.surname, []).append(place)
    for place, one in enumerate(named):
        if not one.name.full or not one.name.double:
            continue
        halves = [p for half in one.name.double for p in by_surname.get(half, ())]
        fits = [p for p in halves if compatible(one.name, named[p].name)]
        if len({groups.find(p) for p in fits}) == 1 and may_be_one(named, [place, *fits]):
            groups.join([fits[0], place], DOUBLE)


def join_given_names(named: Sequence[Named], groups: Groups) -> None:
    """A defendant, suspect, victim or witness called by a given name alone is the one person of that name and kind in
    the document, where nobody bears it as a surname there."""
    for _sha256, places in blocks(named, lambda n: [n.placed.sha256]):
        bearers = dict(blocks_at(named, [p for p in places if named[p].name.full], lambda n: n.name.given[0]))
        surnames = {named[p].name.surname for p in places if named[p].name.given}
        for place in places:
            one = named[place]
            if not one.name.surname or one.name.given or one.kind in {*PROFESSIONS, PersonKind.OTHER}:
                continue
            same = bearers.get(one.name.surname, [])
            agree = any(named[p].kind is one.kind for p in same) and may_be_one(named, same)
            if agree and len({groups.find(p) for p in same}) == 1 and one.name.surname not in surnames:
                groups.join([same[0], place], ONLY_GIVEN)
