"""Which lines of the scoring policy apply to a finding (domain reference 6.1)."""

from collections.abc import Iterator

from pipeline.records import Assertion, Finding
from pipeline.rules.rule import LeadTypes, needs_image

POOR = 0.80
"""Mean confidence of the words of a quote under which they count as poorly read."""
OFFICIALS = frozenset({"promisor", "handler", "officer", "prosecutor", "judge", "analyst"})
BY_NETWORK = "sense"
"""The slot of what only the trained network tells: the words that say it most."""
_PERSONS = frozenset({"informant", "beneficiary", "witness", "suspect", "person", "speaker", "officer", "handler"})
_IMPLIED = frozenset({"implied_consideration"})


def features_of(finding: Finding, types: LeadTypes) -> tuple[str, ...]:
    """Names of policy lines, sorted."""
    return tuple(sorted(_features(finding, types)))


def _features(finding: Finding, types: LeadTypes) -> Iterator[str]:
    yield _source(finding, types)
    names = {slot.name for slot in finding.slots}
    if any(slot.person is not None or slot.name == "informant" for slot in finding.slots if slot.name in _PERSONS):
        yield "named_person"
    if "date" in names or finding.dated is not None:
        yield "dated"
    if "amount" in names:
        yield "amount"
    if names & OFFICIALS:
        yield "named_actor"
    yield "implied" if finding.type in _IMPLIED else "states_fact"
    if BY_NETWORK in names:
        yield "by_network"
    if needs_image(finding) or (finding.confidence is not None and finding.confidence < POOR):
        yield "poor_text"


def _source(finding: Finding, types: LeadTypes) -> str:
    if finding.assertion in {Assertion.ALLEGED, Assertion.QUOTED_OTHER}:
        return "interested_person"
    line = types.sources.get(finding.kind or "", "unnamed_source")
    if line == "testimony" and finding.speaker is not None and _is_counsel(finding.speaker):
        return "argument"
    return line


def _is_counsel(speaker: str) -> bool:
    """Labels of counsel in transcripts: "MR. LANE". A question with its answer has no speaker but the witness."""
    return speaker.upper().startswith(("MR.", "MS.", "MRS.", "MISS ", "MR ", "MS "))
