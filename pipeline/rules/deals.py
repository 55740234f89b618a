"""Deals as records: who gets what, from whom, for what, and who said that there was none (domain reference 2.2)."""

from collections.abc import Iterable, Iterator

from pipeline.records import Citation, Deal, FilledSlot, Finding
from pipeline.rules.conflicts import is_about
from pipeline.rules.rule import cite, ordered

DEALS = frozenset({"informant_incentive", "witness_benefit"})
_PAPERS = frozenset({"ci_payment_voucher", "ci_ledger", "cooperation_agreement", "proffer_letter", "plea_agreement"})


def find_deals(findings: Iterable[Finding], elsewhere: Iterable[Finding] = ()) -> Iterator[Deal]:
    """One deal for each benefit among the findings. Denials are looked for there and in `elsewhere`, which holds what
    is found anywhere of the persons named."""
    found = ordered(findings)
    denials = ordered({f.id: f for f in (*found, *elsewhere) if f.type == "deal_denial"}.values())
    for finding in found:
        if finding.type in DEALS:
            yield _deal(finding, denials)


def _deal(finding: Finding, denials: list[Finding]) -> Deal:
    informant, beneficiary = _person(finding, "informant"), _person(finding, "beneficiary")
    speaker = _person(finding, "speaker") or _person(finding, "witness")
    if finding.type == "informant_incentive":
        informant = informant or beneficiary or speaker
    people = {informant, beneficiary, speaker} - {None}
    return Deal(
        informant=informant,
        beneficiary=beneficiary or informant or speaker,
        benefit=_value(finding, "benefit") or finding.subtype or "future_implicit",
        state=_value(finding, "state") or "given",
        promisor=_person(finding, "promisor") or _person(finding, "prosecutor"),
        handler=_person(finding, "handler") or _person(finding, "officer") or _person(finding, "author"),
        amount=_amount(finding),
        in_return_for=next((slot.quote for slot in _slots(finding, "in_return_for")), None),
        conditions=tuple(slot.quote for slot in _slots(finding, "condition")),
        link=_value(finding, "link") or ("doc_type" if finding.kind in _PAPERS else "none"),
        dates=_dates(finding),
        denials=tuple(cite(d, "denial") for d in denials if any(is_about(d, person) for person in people if person)),
        disclosure="unknown",
        citations=(cite(finding), *_cited_slots(finding)),
        cases=finding.cases,
    )


def _slots(finding: Finding, name: str) -> list[FilledSlot]:
    return sorted((slot for slot in finding.slots if slot.name == name), key=lambda slot: (slot.start, slot.end))


def _person(finding: Finding, name: str) -> str | None:
    return next((slot.person for slot in _slots(finding, name) if slot.person is not None), None)


def _value(finding: Finding, name: str) -> str | None:
    return next((slot.value for slot in _slots(finding, name) if slot.value is not None), None)


def _amount(finding: Finding) -> dict[str, str | float | None] | None:
    """The first sum; its value reads "USD 300.00"."""
    for slot in _slots(finding, "amount"):
        currency, _, number = (slot.value or "").partition(" ")
        return {"text": slot.quote, "value": float(number) if number else None, "currency": currency or None}
    return None


def _dates(finding: Finding) -> dict[str, str]:
    dates = {"document": finding.dated.isoformat()} if finding.dated is not None else {}
    named = next((slot.value for slot in _slots(finding, "date") if slot.value is not None), None)
    return dates | ({"named": named} if named is not None else {})


def _cited_slots(finding: Finding) -> Iterator[Citation]:
    for slot in sorted(finding.slots, key=lambda slot: (slot.start, slot.end, slot.name)):
        if slot.quote and slot.end - slot.start == len(slot.quote):
            yield Citation(finding.sha256, finding.page, finding.reading, slot.start, slot.end, slot.quote, slot.name)
