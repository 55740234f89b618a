"""The persons of several cases: by number, by number and agency, by full name, by initial and command."""

from collections.abc import Callable, Hashable, Iterator

from pipeline.people.agencies import folded
from pipeline.people.evidence import Evidence, contradicts
from pipeline.people.figures import Figure, years_between
from pipeline.people.gathering import Gathering
from pipeline.people.groups import blocks
from pipeline.people.kinds import PROFESSIONS, kinds_in_common
from pipeline.people.names import MIN_MISREAD, forms_of, misread_keys, same_first, similar
from pipeline.people.numbers import BADGE, MIN_DIGITS, SAME_CODE, SAME_NUMBER
from pipeline.people.rarity import share_of
from pipeline.records import PersonKind

CODE_DIGITS = 4
REISSUED_AFTER = 15
"""Years after which a badge beside another surname is another officer's."""
ONE_COMMAND = 3
"""Years within which an initial, a surname and a command are one officer."""
RARE_IN_OFFICE, RARE = 5e-6, 5e-7
"""Shares of a name under which two bearers are not to be expected among 10,000 officers, 100,000 civilians."""

MISREAD_BADGE = "The same badge number in the same agency, with surnames that differ by one letter."
RENAMED = "The same given name with the same number in the same agency, under another surname within a few years."
LASTING_NUMBER = "The same tax, serial or payroll number, which is given once."
FULL_NAME = "The same full name, which hardly two people bear, and the same kind of person stand in these cases."
FULL_NAME_AND_MORE = "The same full name, and a number, agency or middle name, stand in these cases."
COMMAND = "The same initial, surname and command within three years, and nobody else of that name there."


def join_shared(gathering: Gathering) -> None:
    """A document that lies in two cases: a mention in it is one person, unless the cases tell two apart by it."""
    for _mention, places in blocks(gathering.figures, lambda figure: figure.shared):
        for place in places[1:]:
            if not contradicts(gathering.evidence(places[0]), gathering.evidence(place)):
                gathering.join(places[0], place, "The same mention stands in a document that lies in several cases.")


def join_codes(gathering: Gathering) -> None:
    """A number of four digits or more names one informant everywhere; a short one ("CS 2") only within its case."""

    def keys(figure: Figure) -> Iterator[tuple[str, PersonKind]]:
        for name in figure.spellings:
            if sum(c.isdigit() for c in name.code) >= CODE_DIGITS:
                yield from ((name.code, kind) for kind in figure.told_kinds - {PersonKind.WITNESS})

    _join_all(gathering, keys, SAME_CODE)


def join_lasting_numbers(gathering: Gathering) -> None:
    """One tax, serial or payroll number is one person, where the surname is the same or misread, or the given name is
    the same: women change their surname when they marry."""

    def keys(figure: Figure) -> Iterator[tuple[str, str]]:
        yield from (held.number for held in figure.held if held.number[0] != BADGE)

    for _number, places in blocks(gathering.figures, keys):
        for place in places[1:]:
            one, other = gathering.evidence(places[0]), gathering.evidence(place)
            if not contradicts(one, other) and (_surnames_similar(one, other) or _same_given(one, other)):
                gathering.join(places[0], place, LASTING_NUMBER)


def join_badges(gathering: Gathering) -> None:
    """The same badge and surname; the same badge and agency where the surname is misread or changed. A badge is handed
    on: after fifteen years another surname is another officer."""
    for _key, places in blocks(gathering.figures, _badge_and_surname):
        gathering.join_block(places, _same_service, SAME_NUMBER, "badge")
    for _key, places in blocks(gathering.figures, _badge_and_agency):
        first, *others = sorted(places)
        for other in others:
            one, two = gathering.evidence(first), gathering.evidence(other)
            if contradicts(one, two):
                continue
            if reason := _same_badge_other_name(one, two):
                gathering.join(first, other, reason)
            else:
                gathering.suspect(first, other, "badge")


def _badge_and_surname(figure: Figure) -> Iterator[tuple[str, str]]:
    for held in figure.held:
        if held.number[0] == BADGE and len(held.number[1]) >= MIN_DIGITS:
            yield from dict.fromkeys((held.number[1], name.surname) for name in figure.spellings if name.surname)


def _badge_and_agency(figure: Figure) -> Iterator[tuple[str, str]]:
    for held in figure.held:
        if any(name.surname for name in figure.spellings):
            yield from dict.fromkeys((held.number[1], folded(agency)) for agency, _count in figure.agencies)


def _same_badge_other_name(one: Evidence, other: Evidence) -> str | None:
    """The reason to join two who bear one badge in one agency, where nothing parts them; None where none is enough."""
    if not _service_overlaps(one, other, 1):
        return None
    if _surnames_similar(one, other):
        return MISREAD_BADGE
    return RENAMED if _same_given(one, other) else None


def _same_service(one: Evidence, other: Evidence) -> bool:
    """One badge and surname: one officer, but a son may be given his father's badge, and then one is called Jr."""
    return _service_overlaps(one, other, 1 if bool(one.suffixes) != bool(other.suffixes) else 2)


def _service_overlaps(one: Evidence, other: Evidence, times: int) -> bool:
    return years_between(one.years, other.years) <= REISSUED_AFTER * times


def _surnames_similar(one: Evidence, other: Evidence) -> bool:
    mine, theirs = ({name.surname for name in who.spellings if name.surname} for who in (one, other))
    return any(similar(a, b) for a in mine for b in theirs)


def _same_given(one: Evidence, other: Evidence) -> bool:
    """A given name in full that is the same."""
    mine, theirs = ({first for first in who.firsts if len(first) > 1} for who in (one, other))
    return any(same_first(a, b) for a in mine for b in theirs)


def join_full_names(gathering: Gathering) -> None:
    """The same full name and a kind in common, where the name is rare or something else agrees too. A civilian of any
    kind who is an informant elsewhere counts as of that kind."""

    def keys(figure: Figure) -> Iterator[tuple[str, str]]:
        full = [name for name in figure.spellings if name.full]
        yield from dict.fromkeys((form, name.surname) for name in full for form in sorted(forms_of(name.given[0])))

    for _key, places in blocks(gathering.figures, keys):
        gathering.join_block(places, _named_alike, FULL_NAME, "full_name")


def _named_alike(one: Evidence, other: Evidence) -> bool:
    if not kinds_in_common(one.kinds, other.kinds):
        return False
    if bool(one.suffixes) != bool(other.suffixes) and not (
        _numbers_in_common(one, other) and _same_service(one, other)
    ):
        return False
    rare = RARE_IN_OFFICE if one.kinds & other.kinds & PROFESSIONS else RARE
    shares = [share_of(name.given[0], name.surname) for name in one.spellings | other.spellings if name.full]
    return max(shares) < rare or _second_attribute(one, other)


def _second_attribute(one: Evidence, other: Evidence) -> bool:
    names = one.middles & other.middles or one.suffixes & other.suffixes
    return _numbers_in_common(one, other) or bool(one.agencies & other.agencies or names)


def _numbers_in_common(one: Evidence, other: Evidence) -> bool:
    return not {held.number for held in one.held}.isdisjoint(held.number for held in other.held)


def join_commands(gathering: Gathering) -> None:
    """Surname, initial and command within three years, where only one such is named there."""

    def keys(figure: Figure) -> Iterator[tuple[str, str, str]]:
        if figure.told_kinds & PROFESSIONS:
            names = {(name.given[0][0], name.surname) for name in figure.spellings if name.given}
            yield from ((*name, folded(agency)) for name in sorted(names) for agency, _count in figure.agencies)

    def fits(one: Evidence, other: Evidence) -> bool:
        near = one.years and other.years and years_between(one.years, other.years) <= ONE_COMMAND
        return bool(near) and kinds_in_common(one.kinds, other.kinds)

    for _key, places in blocks(gathering.figures, keys):
        gathering.join_block(places, fits, COMMAND, "initial")


def suspect_spellings(gathering: Gathering) -> None:
    """Full names of one case that differ by a letter: a scan may have misread one, so people are asked."""

    def keys(figure: Figure) -> Iterator[tuple[str, str, str]]:
        for name in figure.spellings:
            if name.full and len(name.surname) >= MIN_MISREAD:
                yield from ((figure.scope, name.given[0], key) for key in misread_keys(name.surname))

    for _key, places in blocks(gathering.figures, keys):
        for place in places[1:]:
            if not contradicts(gathering.evidence(places[0]), gathering.evidence(place), but=("case",)):
                gathering.suspect(places[0], place, "spelling")


def _join_all(gathering: Gathering, keys: Callable[[Figure], Iterator[Hashable]], reason: str) -> None:
    for _key, places in blocks(gathering.figures, keys):
        for place in places[1:]:
            if not contradicts(gathering.evidence(places[0]), gathering.evidence(place)):
                gathering.join(places[0], place, reason)
