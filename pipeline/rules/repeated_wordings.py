"""The same passage in reports of several cases (domain reference T67)."""

from collections.abc import Iterator

from pipeline.records import Citation, Finding, Group, Lead
from pipeline.rules.patterns import PATTERN, TYPE, pattern_lead
from pipeline.rules.rule import LeadTypes, Rule, cases_of, ordered
from pipeline.rules.wordings import Sentence, shared_sentences


def find_repeated_wordings(group: Group, types: LeadTypes) -> Iterator[Lead]:
    """Reports of several cases that share an officer tell what happened in nearly the same words."""
    shared = list(shared_sentences(ordered(group.findings)))
    findings = [finding for finding, _sentence in shared]
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
    cited = tuple(_cite(finding, sentence) for finding, sentence in shared)
    yield pattern_lead(RULE.name, (says, types[TYPE].severity), findings, (cited, people), types)


def _cite(finding: Finding, sentence: Sentence) -> Citation:
    quote = finding.quote[sentence.start : sentence.end]
    start = finding.start + sentence.start
    return Citation(finding.sha256, finding.page, finding.reading, start, start + len(quote), quote, "narrative")


RULE = Rule("repeated_wording", "wording", find_repeated_wordings, 1)
