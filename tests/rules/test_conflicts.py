"""A denial of a deal against a benefit of the same person, in any case, both cited."""

from datetime import date
from itertools import permutations

from pipeline.records import Assertion, Group
from pipeline.rules import LeadTypes
from pipeline.rules.conflicts import find_denial_conflicts
from tests.rules.conftest import Make, filled

TRIAL, BEFORE, AFTER = date(1991, 5, 2), date(1991, 4, 11), date(1991, 9, 1)


def test_both_sides_are_cited_whatever_the_order(make: Make, types: LeadTypes) -> None:
    denial = make("deal_denial", filled("speaker", "P-1"), dated=TRIAL, assertion=Assertion.DENIED)
    letter = make("informant_incentive", filled("beneficiary", "P-1"), dated=BEFORE)
    memo = make("implied_consideration", filled("person", "P-1"))
    results = {
        tuple(find_denial_conflicts(Group("P-1", group), types)) for group in permutations((denial, letter, memo))
    }
    ((lead,),) = results
    assert (lead.type, lead.severity, lead.status) == ("deal_denial_conflict", 1, Assertion.AFFIRMED)
    assert [(c.sha256, c.slot) for c in lead.citations] == [
        (denial.sha256, "denial"), (letter.sha256, "benefit"), (memo.sha256, "benefit")
    ]  # fmt: skip
    assert lead.cases == tuple(sorted((*denial.cases, *letter.cases, *memo.cases)))
    assert {"sworn_conflict", "corroborated_once"} <= set(lead.features)
    assert "1991-05-02" in lead.summary
    assert "Benign explanations" in lead.confirm


def test_a_benefit_that_came_later_is_unknown_and_weighs_less(make: Make, types: LeadTypes) -> None:
    denial = make("deal_denial", filled("witness", "P-1"), dated=TRIAL)
    later = make("informant_incentive", filled("informant", "P-1"), dated=AFTER)
    (lead,) = find_denial_conflicts(Group("P-1", (denial, later)), types)
    assert (lead.status, lead.severity) == (Assertion.UNKNOWN, 2)
    understanding = make("implied_consideration", filled("informant", "P-1"), dated=BEFORE)
    (lead,) = find_denial_conflicts(Group("P-1", (denial, later, understanding)), types)
    assert (lead.status, lead.severity) == (Assertion.AFFIRMED, 1)


def test_the_date_in_the_words_counts_before_that_of_the_paper(make: Make, types: LeadTypes) -> None:
    denial = make("deal_denial", filled("witness", "P-1"), dated=TRIAL)
    ledger = make(
        "informant_incentive", filled("informant", "P-1"), filled("date", value=BEFORE.isoformat()), dated=AFTER
    )
    (lead,) = find_denial_conflicts(Group("P-1", (denial, ledger)), types)
    assert lead.status is Assertion.AFFIRMED


def test_the_detective_who_is_named_in_both_is_not_in_conflict(make: Make, types: LeadTypes) -> None:
    denial = make("deal_denial", filled("speaker", "P-1"), filled("officer", "P-9"))
    benefit = make("informant_incentive", filled("beneficiary", "P-2"), filled("handler", "P-9"))
    assert not list(find_denial_conflicts(Group("P-9", (denial, benefit)), types))


def test_no_conflict_without_both_or_within_one_sentence(make: Make, types: LeadTypes) -> None:
    denial = make("deal_denial", filled("speaker", "P-1"), sha256="d", reading="r", start=0, end=5)
    same = make("implied_consideration", filled("speaker", "P-1"), sha256="d", reading="r", start=0, end=5)
    denied = make("informant_incentive", filled("speaker", "P-1"), assertion=Assertion.DENIED)
    for group in ((denial,), (denial, same), (denial, denied), (same,)):
        assert not list(find_denial_conflicts(Group("P-1", group), types))
