"""A benefit as a record: who, what, from whom, for what, denied where."""

from datetime import date

from pipeline.rules.deals import find_deals
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
    (deal,) = find_deals([benefit], [denial, strangers, benefit])
    assert (deal.informant, deal.beneficiary, deal.handler, deal.promisor) == ("P-1", "P-1", "P-2", None)
    assert (deal.benefit, deal.state, deal.link) == ("cash_payment", "given", "explicit")
    assert deal.amount == {"text": "$75", "value": 75.0, "currency": "USD"}
    assert (deal.in_return_for, deal.conditions) == ("his testimony", ("upon conviction",))
    assert deal.dates == {"document": "1991-05-02", "named": "1991-04-11"}
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
