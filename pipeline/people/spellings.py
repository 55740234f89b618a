"""Full names that a scan misread, double surnames, and people who are called by their given name alone."""

from collections.abc import Hashable, Iterator, Sequence

from pipeline.people.groups import Groups, blocks_at
from pipeline.people.kinds import kinds_agree
from pipeline.people.names import Named, compatible, forms_of, looks_like, misread_keys, same_first
from pipeline.people.numbers import numbers_differ
from pipeline.people.rarity import is_given_name
from pipeline.records import PersonKind

MISREAD = "Full names in one case differ by one letter that scans confuse."
DOUBLE = "Full names in one case differ by one half of a double surname."
ONLY_GIVEN = "Only one person of that given name and kind is named in the document or the case."
Written = tuple[tuple[str, ...], str, str]
"""Given names, suffix and surname."""


def join_misread(named: Sequence[Named], groups: Groups) -> None:
    """Join a full name to the one that differs from it by letters which scans confuse, in the surname or the given
    name, where kinds that agree stand in one case, and the odd spelling stands in one document and less often."""
    full = [place for place, one in enumerate(named) if one.name.full]
    spelled = dict(blocks_at(named, full, lambda n: (n.name.given, n.name.suffix, n.name.surname)))
    near: dict[tuple[Hashable, ...], list[Written]] = {}
    for written in spelled:
        for key in _near_keys(written):
            near.setdefault(key, []).append(written)
    for written, odd in spelled.items():
        if len({named[p].placed.sha256 for p in odd}) > 1:
            continue
        others = {other for key in _near_keys(written) for other in near[key]}
        usual = [spelled[other] for other in sorted(others) if _is_misread(written, other)]
        fits = [places for places in usual if len(places) > len(odd)]
        if len(fits) == 1 and may_be_one(named, [*odd, *fits[0]]):
            groups.join([fits[0][0], *odd], MISREAD)


def _near_keys(written: Written) -> Iterator[tuple[Hashable, ...]]:
    given, suffix, surname = written
    yield from ((given, suffix, key) for key in misread_keys(surname))
    yield from ((key, given[1:], suffix, surname) for key in misread_keys(given[0]))


def _is_misread(odd: Written, usual: Written) -> bool:
    """Is one the other misread? An odd given name must be nobody's: Marta is no misread Maria."""
    (given, suffix, surname), (other_given, other_suffix, other_surname) = odd, usual
    if suffix != other_suffix or given[1:] != other_given[1:]:
        return False
    if given == other_given:
        return looks_like(surname, other_surname)
    return surname == other_surname and looks_like(given[0], other_given[0]) and not is_given_name(given[0])


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
    """Someone called by a given name alone, or its short form, is the one person of that name and kind in the document,
    or else in the case, where nobody bears it as a surname. Who has a rank is not called by a given name."""
    surnames = {one.name.surname for one in named if one.name.given}
    bearers: dict[str, list[int]] = {}
    for place, one in enumerate(named):
        if one.name.full and one.kind is not PersonKind.OTHER:
            for form in forms_of(one.name.given[0]):
                bearers.setdefault(form, []).append(place)
    for place, one in enumerate(named):
        given, mention = one.name.surname, one.placed.mention
        alone = given and not one.name.given and given not in surnames and mention.rank is None
        if not alone or one.kind is PersonKind.OTHER:
            continue
        fits = [p for form in forms_of(given) for p in bearers.get(form, ()) if named[p].kind is one.kind]
        fits = [p for p in fits if same_first(given, named[p].name.given[0])]
        near = [p for p in fits if named[p].placed.sha256 == one.placed.sha256] or fits
        if len({groups.find(p) for p in near}) == 1:
            groups.join([near[0], place], ONLY_GIVEN)
