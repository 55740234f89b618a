"""A benefit as a record: who, what, from whom, for what, when, denied where; one deal from many papers."""

from datetime import date

from pipeline.records import Assertion, Citation, DealStep
from pipeline.rules.deals import Source, find_deals, source_of
from tests.rules.conftest import Make, filled


def test_one_deal_for_each_benefit_with_its_slots_and_denials(make: Make) -> None:
    benefit = make(
        "informant_incentive",
        filled("informant", "P-1"),
        filled("handler", "P-2"),
        filled("benefit", value="cash_payment", quote="was paid $75"),
        filled("amount", value="USD 75.00", quote="$75"),
        filled("state", value="given"),
        filled("link", value="explicit", quote="in return for"),
        filled("in_return_for", quote="his testimony"),
        filled("condition", quote="upon conviction"),
        filled("date", value="1991-04-11", quote="4/11/91"),
        dated=date(1991, 5, 2),
    )
    denial = make("deal_denial", filled("speaker", "P-1"))
    strangers = make("deal_denial", filled("speaker", "P-7"))
    (deal,) = find_deals([benefit, denial, strangers], Source("P-1"))
    assert (deal.informant, deal.beneficiary, deal.handler, deal.promisor) == ("P-1", "P-1", "P-2", None)
    assert (deal.benefit, deal.state, deal.link) == ("cash_payment", "given", "explicit")
    assert deal.amount == {"text": "$75", "value": 75.0, "currency": "USD"}
    assert (deal.in_return_for, deal.conditions) == ("his testimony", ("upon conviction",))
    assert (deal.dates["document"], deal.dates["named"], deal.dates["given"]) == ("1991-05-02", *["1991-04-11"] * 2)
    assert [citation.sha256 for citation in deal.denials] == [denial.sha256]
    assert {"informant", "handler", "benefit", "amount", "link", "in_return_for", "condition", "date"} <= {
        citation.slot for citation in deal.citations
    }


def test_what_is_not_known_is_none_and_papers_are_a_link(make: Make) -> None:
    voucher = make("informant_incentive", filled("benefit", value="cash_payment"), kind="ci_payment_voucher")
    (deal,) = find_deals([voucher, make("recantation"), make("deal_denial")])
    assert (deal.informant, deal.amount, deal.in_return_for, deal.link) == (None, None, None, "doc_type")
    assert deal.denials == ()
    assert deal.disclosure == "unknown"


def test_one_deal_is_told_by_papers_of_several_cases(make: Make) -> None:
    def told(state: str, day: date, **given: object):  # type: ignore[no-untyped-def]
        slots = (
            filled("beneficiary", "P-1"),
            filled("benefit", value="charge_dismissal"),
            filled("state", value=state),
        )
        return make("informant_incentive", *slots, dated=day, **given)

    asked = told("requested", date(1991, 1, 5), cases=("Vance",))
    promised = told("promised", date(1991, 2, 1), cases=("Reese",))
    dropped = told("given", date(1991, 6, 9), cases=("Vance",))
    later = told("given", date(1997, 3, 3), cases=("Vance",))
    stand = Citation("minutes", 4, "r", 0, 5, "Vance", "testifying")
    source = Source("P-1", (DealStep("testified", "1991-04-01", stand),), ("Reese", "Orr"))
    first, second = find_deals([later, dropped, asked, promised], source)
    assert [(step.what, step.day) for step in first.timeline] == [
        ("requested", "1991-01-05"), ("promised", "1991-02-01"), ("testified", "1991-04-01"), ("given", "1991-06-09"),
    ]  # fmt: skip
    assert (first.state, first.cases, first.other_cases) == ("given", ("Reese", "Vance"), ("Orr",))
    assert (second.cases, second.other_cases) == (("Vance",), ("Reese", "Orr"))
    assert int(second.dates["days_before_testimony"]) < 0


def test_payments_are_told_apart_by_sum_and_day(make: Make) -> None:
    def paid(amount: str, day: date | None):  # type: ignore[no-untyped-def]
        slots = (filled("informant", "P-1"), filled("benefit", value="cash_payment"), filled("amount", value=amount))
        return make("informant_incentive", *slots, dated=day)

    ledger, voucher = paid("USD 40.00", date(1988, 3, 1)), paid("USD 40.00", None)
    other_sum, other_day = paid("USD 60.00", date(1988, 3, 1)), paid("USD 60.00", date(1988, 4, 1))
    deals = list(find_deals([ledger, voucher, other_sum, other_day], Source("P-1")))
    assert sorted(len([c for c in deal.citations if c.slot is None]) for deal in deals) == [1, 1, 2]


def test_a_denied_benefit_is_no_deal_and_one_of_somebody_else_is_not_his(make: Make) -> None:
    denied = make("informant_incentive", filled("informant", "P-1"), assertion=Assertion.DENIED)
    others = make("witness_benefit", filled("informant", "P-2"), filled("officer", "P-1"))
    assert list(find_deals([denied, others], Source("P-1"))) == []
    assert source_of(others) == "P-2"


def test_what_is_known_of_disclosure(make: Make) -> None:
    def disclosure(source: Source, **given: object) -> str:
        (deal,) = find_deals([make("witness_benefit", filled("witness", "P-1"), **given)], source)
        return deal.disclosure

    nothing, held = Source("P-1", cases=("A",)), Source("P-1", cases=("A",), certified=("A",))
    assert disclosure(held, cases=("A",), file_set="produced") == "disclosed_doc"
    assert disclosure(nothing, cases=("A",), kind="trial_transcript") == "on_record_cross"
    assert disclosure(held, cases=("B",), kind="trial_transcript") == "not_found_in_complete_set"
    assert disclosure(nothing, cases=("A",)) == "unknown"
