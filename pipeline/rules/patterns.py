"""Who recurs with like leads in several cases (domain reference T67)."""

from collections import Counter
from collections.abc import Iterator

from pipeline.rates import say_rate
from pipeline.records import Assertion, Citation, FilledSlot, Finding, Group, Lead, PersonKind
from pipeline.rules.pattern_kinds import Family
from pipeline.rules.rule import LeadTypes, Rule, cases_of, cite, needs_image, ordered

ACTORS = frozenset(
    {PersonKind.OFFICER, PersonKind.INFORMANT, PersonKind.PROSECUTOR, PersonKind.ANALYST, PersonKind.WITNESS}
)
OFFICIAL = frozenset(set(PersonKind) - {PersonKind.WITNESS, PersonKind.VICTIM, PersonKind.OTHER})
PATTERN = 3
"""Two cases may be chance; three are a pattern (domain reference T67)."""
OF_DOCUMENT, OF_CASE = 2, 8
"""So many quotes of one document and of one case are cited."""
TYPE = "recurring_actor_pattern"


def find_recurring_actors(group: Group, types: LeadTypes) -> Iterator[Lead]:
    """The same person stands in like leads in several cases; the number of all cases with the person is given."""
    person = group.people.get(group.key)
    if person is None or not ACTORS & {person.kind, *person.kinds}:
        return
    kinds = frozenset({person.kind, *person.kinds})
    for _name, family in sorted(types.families.items()):
        if family.kinds and (not family.kinds & kinds or kinds & OFFICIAL):
            continue
        findings = _of_family(group, family)
        if len(cases_of(findings)) >= PATTERN and len({finding.sha256 for finding in findings}) >= PATTERN:
            yield _lead(group, family.says, findings, types)
    yield from _find_partners(group, types)


def _of_family(group: Group, family: Family) -> list[Finding]:
    return ordered(
        finding
        for finding in group.findings
        if finding.type in family.types
        and finding.assertion is not Assertion.DENIED
        and _acts(finding, group.key, family)
    )


def _acts(finding: Finding, person: str, family: Family) -> bool:
    """Does the person stand in a slot of the family? "first" is whoever is named first: the one who tells."""
    if any(slot.person == person and slot.name in family.by for slot in finding.slots):
        return True
    named = sorted(
        (slot.start, slot.person) for slot in finding.slots if slot.person is not None and slot.name != "author"
    )
    return "first" in family.by and bool(named) and named[0][1] == person


def _lead(group: Group, says: str, findings: list[Finding], types: LeadTypes) -> Lead:
    cases = cases_of(findings)
    rate = say_rate(len(cases), max(group.volume, len(cases)))
    severity = types[TYPE].severity - any(f.type == "officer_credibility_finding" for f in findings)
    cited = tuple(cite(finding, finding.type) for finding in few_of_each_case(findings))
    return pattern_lead(RULE.name, (f"{says} in {rate}", severity), findings, (cited, (group.key,)), types)


def few_of_each_case(findings: list[Finding]) -> list[Finding]:
    """Some of each document, and not all documents of a case that holds many."""
    shown: list[Finding] = []
    count: Counter[tuple[str, ...]] = Counter()
    for finding in findings:
        paper = finding.cases, (finding.sha256,)
        if count[paper[1]] < OF_DOCUMENT and count[paper[0]] < OF_CASE:
            shown.append(finding)
            count.update(paper)
    return shown


def pattern_lead(
    rule: str,
    told: tuple[str, int],
    findings: list[Finding],
    named: tuple[tuple[Citation, ...], tuple[str, ...]],
    types: LeadTypes,
) -> Lead:
    """A lead about several cases: `told` are its words and its severity, `named` what it cites and whom it names."""
    kind, (says, severity), (cited, people) = types[TYPE], told, named
    documents = len({finding.sha256 for finding in findings})
    features = {"states_fact", "named_person"} | ({"corroborated_once"} if documents > 1 else set())
    features |= {"corroborated_again"} if documents > 2 else set()
    return Lead(
        type=kind.slug,
        rule=rule,
        severity=severity,
        status=Assertion.AFFIRMED,
        summary=f"{kind.summary}: {says}.",
        why=kind.why,
        confirm=kind.confirm,
        citations=cited,
        cases=cases_of(findings),
        people=people,
        verify_image=all(needs_image(finding) for finding in findings),
        features=tuple(sorted(features)),
    )


# ---------------------------------------------------------------- partners


def _find_partners(group: Group, types: LeadTypes) -> Iterator[Lead]:
    """Two officers who sign for each other in turn. Told once, in the group of the one whose id comes first."""
    together: dict[str, list[tuple[Finding, FilledSlot, FilledSlot]]] = {}
    for finding in ordered(f for f in group.findings if f.type == "narrative"):
        own = _parts(finding, group.key)
        partners = {slot.person for slot in finding.slots if slot.name == "officer" and slot.person is not None}
        for partner in sorted(partners - {group.key}):
            theirs = _parts(finding, partner)
            if group.key < partner and own and theirs and own[0].value != theirs[0].value:
                together.setdefault(partner, []).append((finding, own[0], theirs[0]))
    for partner, shared in sorted(together.items()):
        cases = cases_of(finding for finding, _own, _theirs in shared)
        parts = {own.value for _finding, own, _theirs in shared} & {theirs.value for _finding, _own, theirs in shared}
        if len(cases) >= PATTERN and parts:
            yield _partners_lead(group, partner, shared, types)


def _parts(finding: Finding, person: str) -> list[FilledSlot]:
    """The parts that an officer plays in a report: those that the page names."""
    slots = [s for s in finding.slots if s.name == "officer" and s.person == person and s.value is not None]
    return sorted(slots, key=lambda slot: slot.start)


def _partners_lead(
    group: Group, partner: str, shared: list[tuple[Finding, FilledSlot, FilledSlot]], types: LeadTypes
) -> Lead:
    findings = [finding for finding, _own, _theirs in shared]
    cases = cases_of(findings)
    rate = say_rate(len(cases), max(group.volume, len(cases)))
    cited = tuple(
        Citation(f.sha256, f.page, f.reading, slot.start, slot.end, slot.quote, slot.value)
        for f, own, theirs in shared
        for slot in (own, theirs)
    )
    says = f"two officers take turns in the parts they play in reports of {rate}"
    return pattern_lead(RULE.name, (says, types[TYPE].severity + 1), findings, (cited, (group.key, partner)), types)


RULE = Rule("recurring_actor", "person", find_recurring_actors, 3)
