"""What two pages say about the same person that does not go together (domain reference T26, 1.11 C1)."""

from collections.abc import Iterator
from datetime import date

from pipeline.records import Assertion, Finding, Group, Lead
from pipeline.rules.features import OFFICIALS, features_of
from pipeline.rules.rule import LeadTypes, Rule, cases_of, cite, needs_image, ordered

BENEFITS = frozenset({"informant_incentive", "witness_benefit", "implied_consideration"})
_AWAY = OFFICIALS | {"defendant", "suspect", "attorney", "author", "chosen"}
"""Slots in which a person is not the one who got a benefit, or spoke of having none."""
_UNSAID = {Assertion.DENIED, Assertion.QUESTION_ONLY, Assertion.BOILERPLATE, Assertion.INSTRUCTION, Assertion.STRICKEN}


def find_denial_conflicts(group: Group, types: LeadTypes) -> Iterator[Lead]:
    """One page says that there was no promise or deal for this person; another records a benefit to the same person."""
    findings = [f for f in ordered(group.findings) if is_about(f, group.key)]
    benefits = [f for f in findings if f.type in BENEFITS and f.assertion not in _UNSAID]
    denials: dict[str, list[Finding]] = {}
    for finding in findings:
        if finding.type == "deal_denial":
            denials.setdefault(finding.sha256, []).append(finding)
    for said in denials.values():
        against = [b for b in benefits if not any(_same_words(b, denial) for denial in said)]
        if against:
            yield _lead(group.key, said, against, types)


def is_about(finding: Finding, person: str) -> bool:
    """Does the person stand in it as the one who gets or who speaks, and not only as the official named in it?"""
    return any(slot.person == person and slot.name not in _AWAY for slot in finding.slots)


def _same_words(one: Finding, other: Finding) -> bool:
    """ "No promises, but his help will be made known" is one sentence, and no conflict of two pages."""
    return one.reading == other.reading and one.page == other.page and one.start < other.end and other.start < one.end


def _lead(person: str, denials: list[Finding], benefits: list[Finding], types: LeadTypes) -> Lead:
    kind = types["deal_denial_conflict"]
    later = all(_is_later(benefit, denials) for benefit in benefits)
    features = {name for finding in benefits for name in features_of(finding, types)} | {"sworn_conflict"}
    documents = len({benefit.sha256 for benefit in benefits})
    features |= {"corroborated_once"} if documents > 1 else set()
    features |= {"corroborated_again"} if documents > 2 else set()
    return Lead(
        type=kind.slug,
        rule=RULE.name,
        severity=kind.severity + later,
        status=Assertion.UNKNOWN if later else Assertion.AFFIRMED,
        summary=f"{kind.summary}{_timeline(denials, benefits, later)}.",
        why=kind.why,
        confirm=kind.confirm,
        citations=(*(cite(f, "denial") for f in denials), *(cite(f, "benefit") for f in benefits)),
        cases=cases_of([*denials, *benefits]),
        people=tuple(sorted({person, *(s.person for f in benefits for s in f.slots if s.person is not None)})),
        verify_image=any(needs_image(finding) for finding in denials) or all(map(needs_image, benefits)),
        features=tuple(sorted(features)),
    )


def _dated(finding: Finding) -> date | None:
    """The date of the fact: the first whole date in its words, else that of the document."""
    for slot in finding.slots:
        if slot.name == "date" and slot.value is not None and len(slot.value) == 10:
            return date.fromisoformat(slot.value)
    return finding.dated


def _is_later(benefit: Finding, denials: list[Finding]) -> bool:
    """Is the benefit known to come after every denial? One dated before, or not dated, is not known to."""
    when, said = _dated(benefit), [denial.dated for denial in denials]
    return when is not None and all(day is not None and day < when for day in said)


def _timeline(denials: list[Finding], benefits: list[Finding], later: bool) -> str:
    said = min((d.dated for d in denials if d.dated is not None), default=None)
    given = sorted(day for day in map(_dated, benefits) if day is not None)
    if said is None or not given:
        return " (dates not known)"
    after = "; the benefit is dated after the denial, and no earlier understanding was located" if later else ""
    return f" (denial {said.isoformat()}, benefit {given[0].isoformat()}{after})"


RULE = Rule("deal_denial_conflict", "person", find_denial_conflicts, 1)
