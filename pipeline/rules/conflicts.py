"""What two pages say about the same person that does not go together (domain reference T26, 1.11 C1)."""

from collections.abc import Iterator
from datetime import date, timedelta

from pipeline.records import Assertion, Finding, Group, Lead
from pipeline.rules.denial_scope import is_in_scope
from pipeline.rules.features import OFFICIALS, features_of
from pipeline.rules.rule import LeadTypes, Rule, cases_of, cite, needs_image, ordered

BENEFITS = frozenset({"informant_incentive", "witness_benefit", "implied_consideration"})
_GIVERS = OFFICIALS | {"attorney", "author", "chosen"}
_AWAY = _GIVERS | {"defendant", "suspect"}
"""Slots in which a person is not the one who spoke of having no deal."""
AFTER = timedelta(days=365)
"""A benefit that is dated later than this after the words was no part of what they denied (domain reference T26)."""
_UNSAID = {Assertion.DENIED, Assertion.QUESTION_ONLY, Assertion.BOILERPLATE, Assertion.INSTRUCTION, Assertion.STRICKEN}


def find_denial_conflicts(group: Group, types: LeadTypes) -> Iterator[Lead]:
    """One page says that there was no promise or deal for this person; another records a benefit to the same person."""
    findings = ordered(group.findings)
    benefits = [f for f in findings if f.type in BENEFITS and f.assertion not in _UNSAID and _gets(f, group.key)]
    denials: dict[str, list[Finding]] = {}
    for finding in findings:
        if finding.type == "deal_denial" and is_about(finding, group.key):
            denials.setdefault(finding.sha256, []).append(finding)
    for said in denials.values():
        against = [benefit for benefit in benefits if any(_speaks_against(benefit, denial) for denial in said)]
        against = [benefit for benefit in against if not any(_same_words(benefit, denial) for denial in said)]
        if against:
            yield _lead(group.key, said, against, types)


def is_about(finding: Finding, person: str) -> bool:
    """Does the person stand in it as the one who speaks, or who is spoken of, and not only as an official?"""
    return any(slot.person == person and slot.name not in _AWAY for slot in finding.slots)


def _gets(finding: Finding, person: str) -> bool:
    """May the person be the one who gets it? A witness with a case of his own is a defendant there."""
    return any(slot.person == person and slot.name not in _GIVERS for slot in finding.slots)


def _speaks_against(benefit: Finding, denial: Finding) -> bool:
    """Is the benefit of the kind that was denied, and not of long after the words?"""
    when = _dated(benefit)
    return is_in_scope(benefit, denial) and not (when and denial.dated and when - denial.dated > AFTER)


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


RULE = Rule("deal_denial_conflict", "person", find_denial_conflicts, 2)
