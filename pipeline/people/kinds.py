"""Which kinds one person can be."""

from collections.abc import Set

from pipeline.records import PersonKind

PROFESSIONS = {
    PersonKind.OFFICER, PersonKind.PROSECUTOR, PersonKind.DEFENSE_ATTORNEY, PersonKind.JUDGE, PersonKind.ANALYST,
    PersonKind.MEDICAL, PersonKind.COURT_STAFF,
}  # fmt: skip
"""Those who come back in many cases by their office."""
ANYONE = {PersonKind.WITNESS, PersonKind.OTHER}
ALLIED = {PersonKind.OFFICER, PersonKind.ANALYST, PersonKind.MEDICAL}
"""A police technician is an officer to one writer and an analyst to the next."""
_ONE_IN_TIME = ({PersonKind.SUSPECT, PersonKind.DEFENDANT}, {PersonKind.INFORMANT, PersonKind.WITNESS})


def kinds_agree(kinds: Set[PersonKind]) -> bool:
    """Can one person be all of these in one case? Anyone can be a witness; an officer can be an expert; those who
    stand on different sides of the court cannot be one."""
    told = kinds - ANYONE
    return len(told) <= 1 or told <= ALLIED or not told & PROFESSIONS


def kind_fits(kind: PersonKind, kinds: Set[PersonKind]) -> bool:
    """The same kind; or no kind told; or two civilians of whom one is only called a witness."""
    if surname_fits(kind, kinds):
        return True
    return not (kinds | {kind}) & PROFESSIONS and (kind in ANYONE or kinds <= ANYONE)


def surname_fits(kind: PersonKind, kinds: Set[PersonKind]) -> bool:
    """The same for a surname alone: a witness of the victim's surname may be a widow or a brother. A suspect becomes a
    defendant, and an informant is called a witness."""
    if kind is PersonKind.OTHER or kind in kinds or kinds <= {PersonKind.OTHER}:
        return True
    return any({kind, other} in _ONE_IN_TIME for other in kinds)


def kinds_in_common(one: Set[PersonKind], other: Set[PersonKind]) -> bool:
    """May they be one in different cases? A kind in common that is told; or an informant of one case who is any
    civilian in another; and no office that the other cannot hold."""
    if not kinds_agree(one | other):
        return False
    if (one & other) - {PersonKind.OTHER}:
        return True
    informant = PersonKind.INFORMANT in one | other
    return informant and not (one | other) & PROFESSIONS and {PersonKind.OTHER} not in (set(one), set(other))
