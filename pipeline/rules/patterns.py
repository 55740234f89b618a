"""Who recurs with like leads in several cases (domain reference T67)."""

from collections.abc import Iterator

from pipeline.records import Assertion, Finding, Group, Lead, PersonKind
from pipeline.rules.rule import LeadTypes, Rule, cases_of, cite, needs_image, ordered

FAMILIES = {
    "informant_incentive": "benefits to sources and witnesses",
    "witness_benefit": "benefits to sources and witnesses",
    "implied_consideration": "benefits to sources and witnesses",
    "non_identification": "identifications that failed",
    "recantation": "accounts that were taken back",
    "officer_credibility_finding": "findings about credibility",
    "withheld_marker": "marks that keep papers back",
}
_ACTS = frozenset(
    {
        "officer",
        "handler",
        "promisor",
        "informant",
        "beneficiary",
        "witness",
        "prosecutor",
        "analyst",
        "speaker",
        "author",
    }
)
_ACTORS = {PersonKind.OFFICER, PersonKind.INFORMANT, PersonKind.PROSECUTOR, PersonKind.ANALYST, PersonKind.WITNESS}
_PATTERN = 3
"""Two cases may be chance; three are a pattern (domain reference T67)."""


def find_recurring_actors(group: Group, types: LeadTypes) -> Iterator[Lead]:
    """The same person stands in like leads in several cases; the number of all cases with the person is given."""
    person = group.people.get(group.key)
    if person is None or not _ACTORS & {person.kind, *person.kinds}:
        return
    families: dict[str, list[Finding]] = {}
    for finding in ordered(group.findings):
        if finding.type in FAMILIES and finding.assertion is not Assertion.DENIED and _acts(finding, group.key):
            families.setdefault(FAMILIES[finding.type], []).append(finding)
    for family, findings in sorted(families.items()):
        if len(cases_of(findings)) >= _PATTERN:
            yield _lead(group, family, findings, types)


def _acts(finding: Finding, person: str) -> bool:
    return any(slot.person == person and slot.name in _ACTS for slot in finding.slots)


def _lead(group: Group, family: str, findings: list[Finding], types: LeadTypes) -> Lead:
    kind, cases = types["recurring_actor_pattern"], cases_of(findings)
    volume = max(group.volume, len(cases))
    documents = len({finding.sha256 for finding in findings})
    features = {"states_fact", "named_person"} | ({"corroborated_once"} if documents > 1 else set())
    features |= {"corroborated_again"} if documents > 2 else set()
    return Lead(
        type=kind.slug,
        rule=RULE.name,
        severity=_severity(findings, kind.severity),
        status=Assertion.AFFIRMED,
        summary=f"{kind.summary}: {family} in {len(cases)} of the {volume} cases in which the person appears.",
        why=kind.why,
        confirm=kind.confirm,
        citations=tuple(cite(finding, finding.type) for finding in findings),
        cases=cases,
        people=(group.key,),
        verify_image=all(needs_image(finding) for finding in findings),
        features=tuple(sorted(features)),
    )


def _severity(findings: list[Finding], severity: int) -> int:
    """A pattern is graver with a finding about credibility among its parts."""
    return severity - any(finding.type == "officer_credibility_finding" for finding in findings)


RULE = Rule("recurring_actor", "person", find_recurring_actors, 2)
