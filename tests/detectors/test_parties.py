"""Who stands in a finding, where a form names him outside the words that are quoted."""

from pipeline.detectors import find_all
from pipeline.language import load_language, mark_page
from pipeline.settings import load_settings

VOUCHER = """VOUCHER FOR PAYMENT TO INFORMANT

Payee code: {code}
Paid by: Det. Orla Fenwick #4410      Witness: Det. Tom Askew #3120

Paid the sum of $60.00 for information on the Larkin burglary.
"""


def slots_of(text: str) -> dict[str, str]:
    settings = load_settings()
    doc = mark_page(load_language(settings), text)
    found = [one for _name, one in find_all(doc, ["informant_incentive"], settings)]
    assert found, text
    return {slot.name: text[slot.start : slot.end] for one in found for slot in one.slots}


def test_a_voucher_names_its_payee_and_who_pays_outside_the_sentence() -> None:
    slots = slots_of(VOUCHER.format(code="CI 92-031"))
    assert "92-031" in slots["informant"]
    assert "Fenwick" in slots["author"]


def test_a_voucher_that_names_two_sources_names_no_payee() -> None:
    assert "informant" not in slots_of(VOUCHER.format(code="CI 92-031 (formerly CI 88-007)"))
