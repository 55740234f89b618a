"""What a person decides of a lead is kept, said wherever the lead is, and not lost when the page is read again."""

import json
from pathlib import Path

import pytest

from pipeline.run import IngestOptions, ingest
from pipeline.settings import Settings
from tests.reports.typed import run

PLACE = "1988-Okafor/police/notes.txt"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    paper = tmp_path / "scans" / PLACE
    paper.parent.mkdir(parents=True)
    paper.write_text("On 3/4/88 Det. Ruth Lanahan #2214 paid the informant $40.\n")
    settings = Settings(archive=tmp_path / "archive")
    ingest([tmp_path / "scans"], settings, IngestOptions())
    return settings


def the_lead(settings: Settings) -> dict[str, object]:
    [lead] = json.loads(run(settings, "leads", "--json").stdout)
    assert isinstance(lead, dict)
    return lead


def test_a_decision_is_kept_and_shown(settings: Settings) -> None:
    key = str(the_lead(settings)["id"])
    assert "Nobody has decided" in run(settings, "review", key).stdout
    assert run(settings, "review", key, "Relevant", "--note", "read the page").returncode == 0
    assert run(settings, "review", key[:8], "needs image").returncode == 0
    lead = the_lead(settings)
    assert (lead["review"], lead["review_note"], lead["review_changed"]) == ("needs-image", "", False)
    shown = run(settings, "review", key).stdout.splitlines()
    assert [line.split()[1] for line in shown] == ["relevant", "needs-image"]
    assert shown[0].endswith("by R. Tester: read the page")
    assert [one["decision"] for one in json.loads(run(settings, "review", key, "--json").stdout)][-1] == "needs-image"
    assert "Review: needs-image." in run(settings, "leads").stdout


def test_a_lead_whose_words_changed_says_so(settings: Settings, tmp_path: Path) -> None:
    key = str(the_lead(settings)["id"])
    run(settings, "review", key, "relevant")
    (tmp_path / "typed.txt").write_text("On 3/4/88 Det. Ruth Lanahan #2214 paid the informant $40.00 in cash.\n")
    assert run(settings, "correct", PLACE, "1", "--text", tmp_path / "typed.txt").returncode == 0
    kept = [row for row in json.loads(run(settings, "leads", "--json").stdout) if row["id"] == key]
    assert all(row["review"] == "relevant" and row["review_changed"] for row in kept)


def test_many_decisions_come_from_a_table(settings: Settings, tmp_path: Path) -> None:
    key = str(the_lead(settings)["id"])
    table = tmp_path / "decided.csv"
    table.write_text(f"Lead,Decision,Note\n{key},privileged,letter of counsel\nL-none,relevant,\n{key},maybe,\n")
    said = run(settings, "review", "--csv", table)
    assert said.returncode == 3
    assert "1 of 3 decisions recorded" in said.stdout
    assert "line 3: There is no lead 'L-none'" in said.stderr
    assert "line 4: 'maybe' is no decision" in said.stderr
    assert the_lead(settings)["review"] == "privileged"


def test_what_cannot_be_recorded_is_said(settings: Settings, tmp_path: Path) -> None:
    key = str(the_lead(settings)["id"])
    assert "Did you mean relevant?" in run(settings, "review", key, "relevnt").stderr
    assert "Leads with their ids: exculpa leads" in run(settings, "review").stderr
    assert run(settings, "review", "L-none", "relevant").returncode == 2
    (tmp_path / "bad.csv").write_text("a,b\n1,2\n")
    assert "needs the columns lead, decision, note" in run(settings, "review", "--csv", tmp_path / "bad.csv").stderr
    assert the_lead(settings)["review"] is None
