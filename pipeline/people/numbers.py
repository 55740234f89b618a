"""Numbers that stand for a person or beside one: informants' codes, badges, and numbers that last a service long."""

from collections.abc import Iterable, Sequence
from functools import lru_cache

from rapidfuzz.distance import Indel

from pipeline.catalog.name_keys import fold_number
from pipeline.people.groups import Groups, blocks, blocks_at
from pipeline.people.names import Named, similar

SAME_CODE = "The same number instead of a name stands in these documents."
SAME_NUMBER = "The same surname with the same badge or serial number stands in these documents."
MISREAD_BESIDE_NUMBER = "The same number stands in one case beside surnames that differ by one letter."
BADGE = "badge"
LASTING = frozenset(("tax", "serial", "payroll", "employee"))
"""Sorts of numbers that are given to one person for a whole service (domain reference 3.2); badges, shields and stars
are handed on."""
MIN_DIGITS = 3
_CONFUSED = tuple(map(set, ("17", "38", "56", "08", "06", "49", "35", "68")))
Number = tuple[str, str]


@lru_cache(maxsize=1 << 16)
def read_number(said: str) -> Number:
    """The sort and the number itself: "tax 904512" is ("tax", "904512"), "#1234" is a badge."""
    sort, _space, number = said.lower().rpartition(" ")
    return (sort if sort in LASTING else BADGE), fold_number(number) or number


def numbers_differ(one: Iterable[str], other: Iterable[str]) -> bool:
    """Are there two numbers of one sort, and none that is the same or may be a misreading of the other?"""
    mine, theirs = [read_number(said) for said in one], [read_number(said) for said in other]
    return all_differ(mine, theirs)


def all_differ(mine: Iterable[Number], theirs: Iterable[Number]) -> bool:
    """The same for numbers that were read."""
    others = set(theirs)
    pairs = [(a, b) for sort, a in mine for other, b in others if sort == other]
    return bool(pairs) and not any(a == b or _may_be_misread(a, b) for a, b in pairs)


def _may_be_misread(a: str, b: str) -> bool:
    """One digit more or less, or one digit that scans confuse with the other's."""
    if len(a) != len(b):
        return min(len(a), len(b)) >= MIN_DIGITS and Indel.distance(a, b, score_cutoff=1) == 1
    different = [{x, y} for x, y in zip(a, b, strict=True) if x != y]
    return len(different) == 1 and different[0] in _CONFUSED


def join_numbers(named: Sequence[Named], groups: Groups) -> None:
    """Within a case: the same number beside the same surname, or beside one that differs by a letter."""

    def keys(one: Named) -> list[Number]:
        return [read_number(said) for said in one.numbers] if one.name.surname else []

    for (_sort, digits), places in blocks(named, keys):
        spelled = blocks_at(named, places, lambda n: n.name.surname)
        spelled.sort(key=lambda pair: (-len(pair[1]), pair[0]))
        for _surname, same in spelled:
            for part in _by_given(named, same):
                groups.join(part, SAME_NUMBER)
        usual, first = spelled[0]
        for surname, same in spelled[1:]:
            if len(digits) >= MIN_DIGITS and similar(usual, surname) and len(_by_given(named, [*first, *same])) == 1:
                groups.join([first[0], *same], MISREAD_BESIDE_NUMBER)


def _by_given(named: Sequence[Named], places: list[int]) -> list[list[int]]:
    """Two of one surname whose initials differ are two, whatever the number says; and a son may bear his father's
    number, so what does not say Jr. or Sr. is then left out."""
    initials = {named[p].name.given[0][0] for p in places if named[p].name.given}
    suffixes = {named[p].name.suffix for p in places if named[p].name.suffix}
    if len(initials) <= 1 and len(suffixes) <= 1:
        return [places]
    told = [p for p in places if named[p].name.suffix] if len(suffixes) > 1 else places
    return [part for _key, part in blocks_at(named, told, lambda n: (n.name.given[:1], n.name.suffix))]


def join_codes(named: Sequence[Named], groups: Groups) -> None:
    """Within a case the same number instead of a name is the same person."""
    for _key, places in blocks(named, lambda n: [(n.kind, n.name.code)] if n.name.code else []):
        groups.join(places, SAME_CODE)
