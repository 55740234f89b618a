"""The same passage in reports of several cases (domain reference T67)."""

from collections.abc import Iterator

from pipeline.records import Citation, Finding, Group, Lead
from pipeline.rules.patterns import PATTERN, TYPE, pattern_lead
from pipeline.rules.rule import LeadTypes, Rule, cases_of, ordered
from pipeline.rules.wordings import read_wording


def find_repeated_wordings(group: Group, types: LeadTypes) -> Iterator[Lead]:
    """Reports of several cases that share an officer tell what happened in nearly the same words."""
    places = read_wording(group.key)
    findings = [finding for finding in ordered(group.findings) if finding.id in places]
    cases = cases_of(findings)
    if len(cases) < PATTERN:
        return
    officers: dict[str, set[str]] = {}
    for finding in findings:
        for slot in finding.slots:
            if slot.name == "officer" and slot.person is not None:
                officers.setdefault(slot.person, set()).update(finding.cases)
    people = tuple(sorted(person for person, held in officers.items() if len(held) >= PATTERN))
    says = f"nearly the same sentence in reports of {len(cases)} cases"
    cited = tuple(_cite(finding, *places[finding.id]) for finding in findings)
    yield pattern_lead(RULE.name, (says, types[TYPE].severity), findings, (cited, people), types)


def _cite(finding: Finding, start: int, end: int) -> Citation:
    quote, place = finding.quote[start:end], finding.start + start
    return Citation(finding.sha256, finding.page, finding.reading, place, place + len(quote), quote, "narrative")


RULE = Rule("repeated_wording", "wording", find_repeated_wordings, 1)
