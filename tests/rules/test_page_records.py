"""Each finding becomes a lead; the same fact told twice on a page becomes one."""

from datetime import date

from pipeline.records import Assertion, Group, Person, PersonKind
from pipeline.rules import LeadTypes
from pipeline.rules.page_records import find_page_records
from tests.rules.conftest import Make, filled


def test_a_finding_becomes_a_lead_of_its_type(make: Make, types: LeadTypes) -> None:
    finding = make(
        "non_identification", filled("witness", "P-1"), subtype="filler_pick", kind="lineup_form", severity=1
    )
    (lead,) = find_page_records(Group("doc", (finding,)), types)
    assert (lead.type, lead.rule, lead.severity, lead.people) == ("non_identification", "page_records", 1, ("P-1",))
    assert lead.summary == "Page records that a viewer did not identify the accused: a filler was selected."
    assert (lead.citations[0].quote, lead.citations[0].start) == (finding.quote, finding.start)
    assert "Brady" in lead.why
    assert set(lead.features) == {"official_record", "named_person", "states_fact"}


def test_the_same_fact_on_a_page_is_one_lead_with_two_citations(make: Make, types: LeadTypes) -> None:
    one, two = (
        make("informant_incentive", filled("informant", "P-1"), filled("amount", value="USD 40.00"), sha256="d")
        for _ in range(2)
    )
    other = make("informant_incentive", filled("informant", "P-1"), filled("amount", value="USD 75.00"), sha256="d")
    forwards = list(find_page_records(Group("d", (one, two, other)), types))
    assert [len(lead.citations) for lead in forwards] == [2, 1]
    assert forwards == list(find_page_records(Group("d", (other, two, one)), types))


def test_facts_about_nobody_known_stay_apart(make: Make, types: LeadTypes) -> None:
    findings = tuple(make("withheld_marker", sha256="d") for _ in range(2))
    assert len(list(find_page_records(Group("d", findings), types))) == 2


def test_a_short_word_needs_the_image_only_where_it_was_read_by_ocr(make: Make, types: LeadTypes) -> None:
    scanned = make("non_identification", verify_image=True, confidence=0.91)
    born_digital = make("non_identification", verify_image=True, confidence=None)
    leads = {lead.citations[0].sha256: lead for lead in find_page_records(Group("d", (scanned, born_digital)), types)}
    assert leads[scanned.sha256].verify_image
    assert "poor_text" in leads[scanned.sha256].features
    assert not leads[born_digital.sha256].verify_image


def test_features_follow_kind_speaker_and_slots(make: Make, types: LeadTypes) -> None:
    finding = make(
        "implied_consideration",
        filled("handler", "P-2"),
        filled("amount"),
        kind="trial_transcript",
        dated=date(1991, 3, 4),
    )
    summation = make("deal_denial", kind="trial_transcript", speaker="MR. LANE", assertion=Assertion.DENIED)
    told = {lead.type: set(lead.features) for lead in find_page_records(Group("d", (finding, summation)), types)}
    assert told["implied_consideration"] == {"testimony", "named_person", "named_actor", "amount", "dated", "implied"}
    assert "argument" in told["deal_denial"]


def test_a_defendant_is_no_other_suspect(make: Make, types: LeadTypes) -> None:
    finding = make("alternative_suspect", filled("suspect", "P-1"))
    for kind, leads in ((PersonKind.DEFENDANT, 0), (PersonKind.OTHER, 1)):
        people = {"P-1": Person("P-1", "Roe", kind, (kind,), None, (), None, ())}
        assert len(list(find_page_records(Group("d", (finding,), people), types))) == leads
