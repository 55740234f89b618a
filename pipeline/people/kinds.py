"""Which kinds one person can be in one case."""

from pipeline.records import PersonKind

PROFESSIONS = {
    PersonKind.OFFICER, PersonKind.PROSECUTOR, PersonKind.DEFENSE_ATTORNEY, PersonKind.JUDGE, PersonKind.ANALYST,
    PersonKind.MEDICAL, PersonKind.COURT_STAFF,
}  # fmt: skip


ANYONE = {PersonKind.WITNESS, PersonKind.OTHER}


ALLIED = {PersonKind.OFFICER, PersonKind.ANALYST, PersonKind.MEDICAL}


def kinds_agree(kinds: set[PersonKind]) -> bool:
    """Can one person be all of these in one case? Anyone can be a witness; an officer can be an expert; those who
    stand on different sides of the court cannot be one."""
    told = kinds - ANYONE
    return len(told) <= 1 or told <= ALLIED or not told & PROFESSIONS


def kind_fits(kind: PersonKind, kinds: set[PersonKind]) -> bool:
    """The same kind; or no kind told; or two civilians of whom one is only called a witness."""
    if kind is PersonKind.OTHER or kind in kinds:
        return True
    return not (kinds | {kind}) & PROFESSIONS and (kind in ANYONE or kinds <= ANYONE)


def is_also(kind: PersonKind, kinds: set[PersonKind]) -> bool:
    if kind in kinds:
        return True
    return kind is PersonKind.INFORMANT and not kinds & PROFESSIONS and kinds != {PersonKind.OTHER}
