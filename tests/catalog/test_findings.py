"""Mentions, findings and leads: linked by place, kept through re-runs, with ids that last."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import Connection, Engine

from pipeline.catalog.files import NewFile, add_document, add_file, set_page_count
from pipeline.catalog.findings import (
    count_cases_of_person,
    find_person_keys,
    findings_of_case,
    findings_of_document,
    findings_of_person,
    save_findings,
    save_marks,
)
from pipeline.catalog.leads import find_leads, load_lead, replace_leads
from pipeline.catalog.mentions import find_placed_mentions
from pipeline.catalog.outbox import clear_all, load_entries, waiting_pages
from pipeline.catalog.pages import save_page
from pipeline.catalog.people import find_persons, resolve_alias, save_alias, save_person
from pipeline.marks import load_marking
from pipeline.records import (
    Assertion,
    Citation,
    FileState,
    Found,
    Lead,
    Mark,
    Mention,
    Page,
    PageMarks,
    PageState,
    Person,
    PersonKind,
    Points,
    Reading,
    ScoredLead,
    Slot,
    SourceFile,
    Word,
    reading_id,
)
from pipeline.settings import CONFIG_DIR

TEXT = "Det. Orla Fenwick #4410 paid CI 88-017 $40."
OFFICER = Mention(5, 17, PersonKind.OFFICER, "Orla Fenwick", rank="Detective", badges=("4410",))
INFORMANT = Mention(29, 38, PersonKind.INFORMANT, "CI 88-017")
PAID = Found(
    "informant_incentive",
    0,
    43,
    Assertion.AFFIRMED,
    1,
    slots=(Slot("informant", 29, 38), Slot("handler", 5, 17), Slot("amount", 39, 42, "USD 40.00")),
)


def given_page(connection: Connection, letter: str, case: str, text: str = TEXT) -> str:
    """A document of one page in one case, marked with the officer and the informant; returns its hash."""
    sha256 = letter * 64
    add_document(connection, SourceFile(sha256, "x", "text/plain", 9), "address")
    place = NewFile("/root", f"{case}/police/{letter}.txt", 9, 1, sha256, FileState.DONE, None, "police", (case,))
    add_file(connection, place)
    set_page_count(connection, sha256, 1)
    words = (Word(0, 4, (0, 0, 9, 9), 0.5), Word(5, len(text), (10, 0, 90, 9), 0.9))
    save_page(connection, sha256, Page(1, PageState.OCR, Reading(text, words, 0.7), 612, 792), "key")
    said = PageMarks(
        "ci_payment_voucher", date(1988, 3, 4), (OFFICER, INFORMANT), (Mark(39, 42, "money", "USD 40.00"),)
    )
    save_marks(connection, sha256, 1, reading_id(text), said)
    save_findings(connection, sha256, 1, reading_id(text), "informant_incentive", [PAID])
    return sha256


def person(key: str, mentions: Sequence[str], kind: PersonKind = PersonKind.INFORMANT) -> Person:
    return Person(key, "CI 88-017", kind, (kind,), None, (), None, tuple(mentions), ("the same number",))


def mention_ids(connection: Connection, kind: PersonKind) -> list[str]:
    return [placed.id for placed in find_placed_mentions(connection) if placed.mention.kind == kind]


def test_a_finding_has_its_quote_its_place_and_its_confidence(engine: Engine) -> None:
    with engine.begin() as connection:
        sha256 = given_page(connection, "a", "Brandt")
        [finding] = findings_of_document(connection, sha256)
    assert finding.quote == TEXT
    assert finding.confidence == pytest.approx(0.7)
    assert (finding.cases, finding.file_set, finding.kind) == (("Brandt",), "police", "ci_payment_voucher")
    assert finding.dated == date(1988, 3, 4)
    assert {slot.name: slot.quote for slot in finding.slots} == {
        "informant": "CI 88-017",
        "handler": "Orla Fenwick",
        "amount": "$40",
    }


def test_the_findings_of_a_person_come_from_all_cases(engine: Engine) -> None:
    with engine.begin() as connection:
        for letter, case in (("a", "Brandt"), ("b", "Ochoa"), ("c", "Ochoa")):
            given_page(connection, letter, case)
        save_person(connection, person("P-1", mention_ids(connection, PersonKind.INFORMANT)), 1)
        assert list(find_person_keys(connection)) == ["P-1"]
        found = findings_of_person(connection, "P-1")
        assert len(found) == 3
        assert {slot.person for one in found for slot in one.slots if slot.name == "informant"} == {"P-1"}
        assert count_cases_of_person(connection, "P-1") == 2
        assert len(findings_of_case(connection, "Ochoa")) == 2


def test_marking_again_keeps_who_the_mentions_are(engine: Engine) -> None:
    with engine.begin() as connection:
        sha256 = given_page(connection, "a", "Brandt")
        save_person(connection, person("P-1", mention_ids(connection, PersonKind.INFORMANT)), 1)
        moved = replace(INFORMANT, start=28, end=37)
        save_marks(connection, sha256, 1, reading_id(TEXT), PageMarks(None, None, (OFFICER, moved)))
        [given] = [
            placed.person for placed in find_placed_mentions(connection) if placed.mention.kind == PersonKind.INFORMANT
        ]
    assert given == "P-1"


def test_an_alias_of_an_alias_leads_to_the_person(engine: Engine) -> None:
    with engine.begin() as connection:
        given_page(connection, "a", "Brandt")
        save_person(connection, person("P-3", mention_ids(connection, PersonKind.INFORMANT)), 1)
        save_alias(connection, "P-1", "P-2")
        save_alias(connection, "P-2", "P-3")
        assert resolve_alias(connection, "P-1") == "P-3"
        assert [one.id for one in find_persons(connection)] == ["P-3"]


def lead(sha256: str, start: int = 0, end: int = 43, text: str = TEXT) -> ScoredLead:
    cited = Citation(sha256, 1, reading_id(text), start, end, text[start:end])
    one = Lead(
        type="informant_incentive",
        rule="page_records",
        severity=1,
        status=Assertion.AFFIRMED,
        summary="Page records a payment",
        why="why",
        confirm="confirm",
        citations=(cited,),
        cases=("Brandt",),
    )
    return ScoredLead(one, (Points("severity 1", 40),), 40, "C")


def test_a_lead_keeps_its_id_while_its_quote_overlaps(engine: Engine) -> None:
    with engine.begin() as connection:
        sha256 = given_page(connection, "a", "Brandt")
        replace_leads(connection, "page_records", sha256, [lead(sha256)])
        [before] = find_leads(connection)
        replace_leads(connection, "page_records", sha256, [lead(sha256, 5, 43)])
        [after] = find_leads(connection)
    assert before.id == after.id
    assert after.lead.citations[0].quote == TEXT[5:]


def test_two_leads_never_share_an_id(engine: Engine) -> None:
    with engine.begin() as connection:
        sha256 = given_page(connection, "a", "Brandt")
        replace_leads(connection, "page_records", sha256, [lead(sha256, 0, 10), lead(sha256, 0, 10)])
        found = list(find_leads(connection))
    assert len({one.id for one in found}) == 2


def test_a_decision_stays_with_its_lead(engine: Engine) -> None:
    from pipeline.catalog.reviews import save_review

    with engine.begin() as connection:
        sha256 = given_page(connection, "a", "Brandt")
        replace_leads(connection, "page_records", sha256, [lead(sha256)])
        [before] = find_leads(connection)
        save_review(connection, (before.id, before.lead.citations[0].quote), "r.vane", "relevant", "read the page")
        replace_leads(connection, "page_records", sha256, [lead(sha256, 5, 43)])
        stored = load_lead(connection, before.id)
    assert stored is not None
    assert stored.review is not None
    assert (stored.review.decision, stored.changed) == ("relevant", True)
    assert (before.review, before.changed) == (None, False)


def test_pages_of_new_and_of_lost_leads_go_to_the_index(engine: Engine) -> None:
    with engine.begin() as connection:
        sha256 = given_page(connection, "a", "Brandt")
        clear_all(connection)
        replace_leads(connection, "page_records", sha256, [lead(sha256)])
        assert waiting_pages(connection, 10) == [(sha256, 1)]
        entry = load_entries(connection, [(sha256, 1)], load_marking(CONFIG_DIR))[sha256, 1]
        assert entry is not None
        assert (entry.types, entry.officers, entry.informants) == (
            ("informant_incentive",),
            ("Orla Fenwick",),
            ("CI 88-017",),
        )
        named = {(name, entry.text[start:end]) for name, start, end in entry.marks}
        assert {name for name, _ in named} >= {"officer", "informant", "person"}
        assert all(0 <= start < end <= len(entry.text) for _, start, end in entry.marks)
        clear_all(connection)
        replace_leads(connection, "page_records", sha256, [])
        assert waiting_pages(connection, 10) == [(sha256, 1)]


def test_a_citation_that_is_not_its_quote_cannot_be_made() -> None:
    with pytest.raises(ValueError, match="length of its quote"):
        Citation("a" * 64, 1, "r", 0, 5, "four")
    with pytest.raises(ValueError, match="no citation"):
        replace(lead("a" * 64).lead, citations=())
