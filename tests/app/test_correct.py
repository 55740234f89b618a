"""A person types what the machine misread: the page says so, is searched by it, and what follows is found again."""

import json
from pathlib import Path

import pytest

from pipeline.run import IngestOptions, ingest
from pipeline.settings import Settings
from tests.reports.typed import run

PLACE = "1988-Okafor/police/notes.txt"
TYPED = "On 3/4/88 Det. Ruth Lanahan #2214 paid the informant $40.\n"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    paper = tmp_path / "scans" / PLACE
    paper.parent.mkdir(parents=True)
    paper.write_text("0n 3/4/88 Oet. Bvtb Lonohon #2214 pn1o tbs 1rtcnnxut $4O.\n")
    settings = Settings(archive=tmp_path / "archive")
    ingest([tmp_path / "scans"], settings, IngestOptions())
    return settings


def test_a_correction_is_found_by_search_and_makes_leads(settings: Settings, tmp_path: Path) -> None:
    assert json.loads(run(settings, "leads", "--json").stdout) == []
    (tmp_path / "typed.txt").write_text(TYPED)
    said = run(settings, "correct", PLACE, "1", "--text", tmp_path / "typed.txt", "--note", "from the paper")
    assert said.returncode == 0, said.stderr
    [lead] = json.loads(run(settings, "leads", "--json").stdout)
    assert lead["type"] == "informant_incentive"
    assert json.loads(run(settings, "search", "Lanahan", "--json").stdout)["total"] == 1
    found = json.loads(run(settings, "readings", PLACE, "1", "--json").stdout)["readings"]
    assert {(one["origin"], one["is_current"], one["actor"]) for one in found} == {
        ("layer", False, None),
        ("human", True, "R. Tester"),
    }
    assert run(settings, "verify").returncode == 0


def test_what_cannot_be_corrected_is_said(settings: Settings, tmp_path: Path) -> None:
    assert "no page 2" in run(settings, "correct", PLACE, "2", "--text", tmp_path / "typed.txt").stderr
    assert "cannot be read" in run(settings, "correct", PLACE, "1", "--text", tmp_path / "none.txt").stderr
    assert run(settings, "unread").returncode == 0
