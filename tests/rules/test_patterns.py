"""Who recurs with like leads, with the number of all cases in which the person appears."""

from pipeline.records import Group, Person, PersonKind
from pipeline.rules import LeadTypes
from pipeline.rules.patterns import find_recurring_actors
from tests.rules.conftest import Make, filled


def person(kind: PersonKind = PersonKind.OFFICER) -> dict[str, Person]:
    return {"P-9": Person("P-9", "Vasko", kind, (kind,), None, (), None, ())}


def test_three_cases_are_a_pattern_with_its_denominator(make: Make, types: LeadTypes) -> None:
    findings = tuple(make("informant_incentive", filled("handler", "P-9")) for _ in range(3))
    (lead,) = find_recurring_actors(Group("P-9", findings, person(), volume=7), types)
    assert lead.summary.endswith("in 3 of the 7 cases in which the person appears (43 %, 95 % interval 16 to 75 %).")
    assert (lead.severity, lead.people, len(lead.citations)) == (2, ("P-9",), 3)


def test_two_cases_are_no_pattern(make: Make, types: LeadTypes) -> None:
    findings = tuple(make("non_identification", filled("officer", "P-9")) for _ in range(3))
    assert list(find_recurring_actors(Group("P-9", findings, person(), volume=3), types))
    assert not list(find_recurring_actors(Group("P-9", findings[:2], person(), volume=2), types))


def test_a_finding_about_credibility_in_three_cases_weighs_most(make: Make, types: LeadTypes) -> None:
    findings = tuple(make("officer_credibility_finding", filled("officer", "P-9")) for _ in range(3))
    (lead,) = find_recurring_actors(Group("P-9", findings, person(), volume=3), types)
    assert lead.severity == 1


def test_unlike_leads_make_no_pattern(make: Make, types: LeadTypes) -> None:
    findings = (make("recantation", filled("officer", "P-9")), make("withheld_marker", filled("officer", "P-9")))
    assert not list(find_recurring_actors(Group("P-9", findings, person(), volume=2), types))


def test_a_defendant_or_a_filler_is_no_actor(make: Make, types: LeadTypes) -> None:
    findings = tuple(make("non_identification", filled("officer", "P-9")) for _ in range(3))
    assert not list(find_recurring_actors(Group("P-9", findings, person(PersonKind.DEFENDANT), 3), types))
    chosen = tuple(make("non_identification", filled("chosen", "P-9")) for _ in range(3))
    assert not list(find_recurring_actors(Group("P-9", chosen, person(), 3), types))
