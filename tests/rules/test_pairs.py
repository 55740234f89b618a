"""Conflicts and patterns from papers to leads: what is planted is found with both sides, what is none stays silent."""

from pathlib import Path

import pytest
import yaml

from pipeline.records import Lead
from pipeline.settings import Settings
from tests.rules.archive import Paper, conclude, read_papers

SETTINGS = Settings(archive=Path("unused"), lead_model="none")
"""Rules are tested on what is exact: the findings of the lexicons."""
FILE = Path(__file__).parent / "files" / "conflicts.yml"
PAIRS = ("person_conflict", "case_conflict", "deal_denial_conflict")
SILENT = ("oak", "pine", "rowan")
EXPECTED = [
    ("alder", "prior_inconsistent_statement", "take the stand before", "R. Quill - for People - direct"),
    ("alder", "witness_criminal_history", "Ever been convicted", "3/12/79"),
    ("alder", "witness_mental_health", "never saw a psychiatrist", "Thorazine"),
    ("alder", "informant_status_undisclosed", "no informant", "CI 84-77"),
    ("cedar", "identification_uncertainty", "never forget that face", "could not be sure"),
    ("cedar", "non_identification", "sitting right there", "a filler"),
    ("dogwood", "false_testimony_uncorrected", "nobody else was ever looked at", "the man was not Lund"),
    ("dogwood", "disclosure_representation", "all police reports", "the man was not Lund"),
    ("dogwood", "misleading_argument", "never was any truck", "red pickup truck"),
    ("dogwood", "evidence_fabrication", "leather wallet", "anonymous caller"),
    ("elm", "confession_contamination_or_mismatch", "stabbed him", "no incised or stab wounds"),
    ("elm", "rights_violation", "1:05 AM", "3:40 AM"),
    ("elm", "officer_account_conflict", "11:50 p.m.", "one in custody"),
    ("elm", "notes_destroyed", "write anything down", "MEMO BOOK"),
    ("fir", "discredited_or_overstated_forensics", "scientific", "too few characteristics"),
    ("fir", "alibi_corroboration", "no record of him", "in 22:58"),
    ("fir", "evidence_destroyed", "Please preserve", "destroyed by burning"),
    ("ginkgo", "physical_or_timeline_impossibility", "dayroom of D pod", "Transferred to Medical Unit"),
    ("ginkgo", "physical_or_timeline_impossibility", "walking on Canal Street", "Date of admission"),
    ("hazel", "affidavit_falsehood", "CI-204", "02/21/95"),
    ("maple", "officer_account_conflict", "The undersigned observed", "Undersigned observed"),
]


@pytest.fixture(scope="module")
def papers() -> list[Paper]:
    return read_papers(SETTINGS, yaml.safe_load(FILE.read_text("utf-8"))["papers"])


@pytest.fixture(scope="module")
def leads(papers: list[Paper]) -> list[Lead]:
    return conclude(SETTINGS, papers, *PAIRS)


def quotes(lead: Lead) -> str:
    return " ".join(" ".join(cited.quote.split()) for cited in lead.citations)


@pytest.mark.parametrize(("case", "type_", "claim", "record"), EXPECTED, ids=[f"{e[0]}-{e[1]}" for e in EXPECTED])
def test_both_sides_of_what_is_planted_are_cited(
    leads: list[Lead], case: str, type_: str, claim: str, record: str
) -> None:
    found = [lead for lead in leads if lead.type == type_ and case in lead.cases]
    assert any(claim in quotes(lead) and record in quotes(lead) for lead in found), [quotes(lead) for lead in found]


def test_what_only_looks_like_a_conflict_is_none(leads: list[Lead]) -> None:
    assert [(lead.type, quotes(lead)) for lead in leads if set(lead.cases) & set(SILENT)] == []


def test_nothing_else_is_paired(leads: list[Lead]) -> None:
    wanted = {(case, type_) for case, type_, _claim, _record in EXPECTED}
    assert {(case, lead.type) for lead in leads for case in lead.cases[:1]} <= wanted


def test_the_order_of_papers_changes_nothing(papers: list[Paper], leads: list[Lead]) -> None:
    turned = conclude(SETTINGS, papers[::-1], *PAIRS)
    assert {quotes(lead) for lead in turned} == {quotes(lead) for lead in leads}


def test_every_pair_tells_identity_dates_scope_and_benign_explanations(leads: list[Lead]) -> None:
    for lead in leads:
        assert all(word in lead.summary for word in ("Identity:", "Scope:", "Dates:")), lead.summary
        assert "Benign explanations" in lead.confirm
        assert len({cited.sha256 for cited in lead.citations}) > 1


def test_the_same_sentence_in_three_cases_and_partners_in_turn(papers: list[Paper]) -> None:
    found = conclude(SETTINGS, papers, "repeated_wording", "recurring_actor")
    (wording,) = [lead for lead in found if lead.rule == "repeated_wording"]
    assert wording.cases == ("ivy", "jade", "kelp")
    assert all("plastic bag" in cited.quote for cited in wording.citations)
    (partners,) = [lead for lead in found if "take turns" in lead.summary]
    assert len(partners.people) == 2
    assert "3 of the 3 cases" in partners.summary
