"""Who signs a report: names that stand alone on their lines under its last words."""

import re
from collections.abc import Iterator

from pipeline.language.clauses import Clauses
from pipeline.language.references import may_be_one
from pipeline.records import Mention, PersonKind, Role

_BEFORE = re.compile(
    r"[\W_\d]*(?:/s/|signed|signature|respectfully(?:\s+submitted)?|submitted|by|reporting(?:\s+officer)?|prepared\s+by)?[\W_]*",
    re.IGNORECASE,
)
_AFTER = re.compile(
    r"[\W_\d]*(?:(?:\d*\w{0,3}|shield|badge|star|tax|no|sq(?:ua)?d|pct|precinct|homicide|robbery|narcotics|unit|bureau|division|"
    r"detective|police|officer|department|of|the|special|agent|sergeant|patrol|district|area|command|federal|investigation)"
    r"\b[\W_]*){0,8}",
    re.IGNORECASE,
)
_PROSE = re.compile(r"(?:[A-Za-z]{2,}[ ,]+){7}")
_SUPERVISORS = {"Sergeant", "Lieutenant", "Captain", "Inspector", "Commander", "Chief", "Major", "Corporal"}
_SIGNERS = {PersonKind.OFFICER, PersonKind.ANALYST, PersonKind.MEDICAL}


def signature_roles(clauses: Clauses) -> Iterator[tuple[int, Role]]:
    """The author of a report and the supervisor who signs below: index of the mention and role. The first who signs is
    the author; a second one above him in rank, or below him on the page, supervises."""
    signers = list(_find_signers(clauses))
    if not signers:
        return
    ranks = [clauses.mentions[index].rank in _SUPERVISORS for index in signers]
    author = signers[0] if len(signers) == 1 or not ranks[0] or all(ranks) else signers[ranks.index(False)]
    mention = clauses.mentions[author]
    swears = any(m.has_role("affiant") and may_be_one(m.name, mention.name) for m in clauses.mentions if m.name)
    if not mention.has_role("signing_supervisor") and not swears:
        yield author, Role("report_author", mention.start, mention.end, "report")
        if mention.kind is PersonKind.OFFICER:
            yield author, Role("reporting_officer", mention.start, mention.end, "report")
    for index in signers:
        other = clauses.mentions[index]
        if index != author and other.kind is PersonKind.OFFICER and other.rank in _SUPERVISORS:
            yield index, Role("signing_supervisor", other.start, other.end, "supervision")


def _find_signers(clauses: Clauses) -> Iterator[int]:
    prose = [found.end() for found in _PROSE.finditer(clauses.text)]
    if not prose:
        return
    for index, mention in enumerate(clauses.mentions):
        if mention.start >= prose[-1] and mention.kind in _SIGNERS and mention.name and _is_alone(clauses, mention):
            yield index


def _is_alone(clauses: Clauses, mention: Mention) -> bool:
    start = clauses.text.rfind("\n", 0, mention.start) + 1
    end = clauses.text.find("\n", mention.end)
    end = len(clauses.text) if end < 0 else end
    before, after = clauses.text[start : mention.start], clauses.text[mention.end : end]
    return _BEFORE.fullmatch(before) is not None and _AFTER.fullmatch(after) is not None
