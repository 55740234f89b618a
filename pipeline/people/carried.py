"""Phrases that stand for somebody whom another page of the document names: "the affiant" on page 2, sworn on page 1."""

from collections.abc import Iterable

from pipeline.people.bearers import GUESSES, can_mean
from pipeline.people.names import read_spelling
from pipeline.records import LoneName, Mention, PersonKind

ROLES = {
    "affiant": ("affiant",),
    "arresting": ("arresting_officer",),
    "author": ("report_author", "reporting_officer"),
}
"""What a phrase means, by the parts that somebody plays in the document."""
KINDS = {
    "informant": PersonKind.INFORMANT,
    "victim": PersonKind.VICTIM,
    "dead": PersonKind.VICTIM,
    "defendant": PersonKind.DEFENDANT,
}
"""What a phrase means, by the kind of the person."""


def find_carried(lone: LoneName, document: Iterable[Mention]) -> Mention | None:
    """Whom a phrase means: the only one of the document who plays that part or is of that kind, else nobody."""
    fitting = [mention for mention in document if _fits(mention, lone.name)]
    meant = max(fitting, key=lambda mention: len(mention.name), default=None)
    if meant is None or any(not _may_be_one(meant.name, other.name) for other in fitting):
        return None
    return Mention(lone.start, lone.end, meant.kind, meant.name, by="reference")


def _fits(mention: Mention, means: str) -> bool:
    if means in ROLES:
        return mention.has_role(*ROLES[means])
    return mention.kind is KINDS.get(means) and mention.by not in GUESSES


def _may_be_one(one: str, other: str) -> bool:
    a, b = read_spelling(one), read_spelling(other)
    return a.code == b.code and a.surname == b.surname and can_mean(a, b)
