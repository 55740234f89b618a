"""`exculpa gaps` as a user types it: what it says before and after a set is certified, and the leads that follow."""

import json
from typing import Any

import pytest

from pipeline.run import IngestOptions, ingest
from pipeline.settings import Settings
from tests.disclosure.test_gaps import FIRST, KEEL, misread
from tests.reports.typed import run

CASE = "1988-Amaro"
BENEFIT = (
    "MEMORANDUM TO FILE\n5 May 1988\nFrom: ADA Paul Strake\n\nThe larceny charge against the witness Dolores Pineda "
    "will be dismissed in return for her testimony against Luis Amaro.\n"
)


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    folder = tmp_path_factory.mktemp("gaps")
    papers = {
        "police/1.txt": FIRST,
        "police/2.txt": KEEL,
        "produced/1.txt": misread(FIRST),
        "prosecutor/m.txt": BENEFIT,
    }
    for place, text in (papers | {"prosecutor/m.txt": BENEFIT}).items():
        path = folder / "scans" / CASE / place
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    settings = Settings(archive=folder / "archive")
    ingest([folder / "scans"], settings, IngestOptions())
    return settings


def rows(settings: Settings, *asked: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(run(settings, "gaps", *asked, "--json").stdout)
    return found


def test_absent_papers_before_and_after_the_certificate(settings: Settings) -> None:
    before = {row["location"]: row["status"] for row in rows(settings, CASE) if row["kind"] == "document"}
    assert before == {f"{CASE}/police/2.txt": "unknown", f"{CASE}/prosecutor/m.txt": "unknown"}
    assert run(settings, "certify", CASE, "--set", "produced", "--ground", "inventory").returncode == 0
    after = [row for row in rows(settings, CASE) if row["kind"] == "document"]
    assert {row["status"] for row in after} == {"not_in_certified_set"}
    assert all(row["why"] and row["benign"] and row["check"] and row["citations"] for row in after)
    assert {row["location"] for row in rows(settings, f"{CASE}/police/2.txt")} == {f"{CASE}/police/2.txt"}


def test_it_is_told_in_words(settings: Settings) -> None:
    said = run(settings, "gaps", CASE).stdout
    assert "SUBJECT: INTERVIEW OF THOMAS KEEL" in said
    assert "Other reasons: " in said
    assert "To check: " in said


def test_a_benefit_on_an_absent_paper_is_a_lead(settings: Settings) -> None:
    leads = json.loads(run(settings, "leads", "--json").stdout)
    found = [lead for lead in leads if lead["type"] == "undisclosed_benefit"]
    assert [lead["citations"][0]["location"] for lead in found] == [f"{CASE}/prosecutor/m.txt"]
