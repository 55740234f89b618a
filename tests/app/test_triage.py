"""The backlog in order, what the office knows of it, and the sample of what was not flagged."""

import json
from pathlib import Path

import pytest

from pipeline.run import IngestOptions, ingest
from pipeline.settings import Settings
from tests.reports.typed import run

PAPERS = {
    "1988-Okafor/police/notes.txt": "On 3/4/88 Det. Ruth Lanahan #2214 paid the informant $40.\n",
    "1991-Salgado/police/a.txt": "The weather was fair that morning and the street was empty.\n",
    "1991-Salgado/police/b.txt": "Two cars stood at the curb and a bus went by at noon.\n",
}


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    for place, text in PAPERS.items():
        paper = tmp_path / "scans" / place
        paper.parent.mkdir(parents=True, exist_ok=True)
        paper.write_text(text)
    settings = Settings(archive=tmp_path / "archive")
    ingest([tmp_path / "scans"], settings, IngestOptions())
    return settings


def test_cases_stand_in_order_with_reasons_that_sum(settings: Settings, tmp_path: Path) -> None:
    sheet = tmp_path / "facts.csv"
    assert run(settings, "triage", "--template", sheet).returncode == 0
    assert sheet.read_text().splitlines()[1].startswith("1988-Okafor,")
    sheet.write_text("case,custody,execution_date,source\n1991-Salgado,in custody,2199-01-01,court order\n")
    assert "2 facts of 1 cases recorded" in run(settings, "triage", "--facts", sheet).stdout
    rows = json.loads(run(settings, "triage", "--json").stdout)
    assert [row["case"] for row in rows] == ["1991-Salgado", "1988-Okafor"]
    assert rows[0]["lane"]["name"] == "emergency"
    for row in rows:
        for axis in ("merit", "urgency"):
            assert row[axis]["score"] == sum(line["points"] for line in row[axis]["points"])
    shown = run(settings, "triage").stdout
    assert shown.index("1991-Salgado") < shown.index("1988-Okafor")
    assert "No number here is a probability of innocence" in shown
    assert "entered by R. Tester" in run(settings, "triage", "1991-Salgado").stdout
    assert "1991-Salgado" in run(settings, "triage", "1991-Salgad").stderr


def test_an_office_can_turn_the_order_off(settings: Settings) -> None:
    (settings.archive / "settings.toml").write_text('case_order = "off"\n')
    rows = json.loads(run(settings, "triage", "--json").stdout)
    assert [row["case"] for row in rows] == ["1988-Okafor", "1991-Salgado"]
    assert not {"merit", "urgency", "lane", "place"} & set(rows[0])
    assert "case_order is off" in run(settings, "triage").stdout


def test_a_sample_of_what_was_not_flagged_gives_a_miss_rate(settings: Settings, tmp_path: Path) -> None:
    assert "No page was drawn" in run(settings, "sample").stdout
    drawn = run(settings, "sample", "--draw", "5").stdout
    assert "2 pages drawn, 0 judged" in drawn
    assert "1988-Okafor" not in drawn
    again = run(settings, "sample", "--draw", "5").stdout
    assert "2 pages drawn" in again
    assert run(settings, "sample", "1.1", "nothing").returncode == 0
    table = tmp_path / "answers.csv"
    table.write_text("page,answer,note\n1.2,missed,a bus\n1.9,nothing,\n1.1,perhaps,\n")
    said = run(settings, "sample", "--csv", table)
    assert (said.returncode, "1 of 3 answers recorded" in said.stdout) == (3, True)
    row = json.loads(run(settings, "sample", "--json").stdout)
    assert (row["judged"], row["missed"], row["rate"], row["pages_without_lead"]) == (2, 1, 0.5, 2)
    assert row["interval"][0] < 0.1 < 0.9 < row["interval"][1]
    assert "Missed: 1 of 2 (50.0%" in run(settings, "sample").stdout
