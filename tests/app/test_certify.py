"""A set is complete when a person says so; what came later, and what was taken back, is said."""

import json
from pathlib import Path

import pytest

from pipeline.run import IngestOptions, ingest
from pipeline.settings import Settings
from tests.reports.typed import run

CASE = "1988-Okafor"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    given(tmp_path, "produced/one.txt", "police/two.txt")
    settings = Settings(archive=tmp_path / "archive")
    ingest([tmp_path / "scans"], settings, IngestOptions())
    return settings


def given(folder: Path, *names: str) -> None:
    for name in names:
        paper = folder / "scans" / CASE / name
        paper.parent.mkdir(parents=True, exist_ok=True)
        paper.write_text(f"Page of {name}.\n")


def test_a_certificate_says_who_when_and_on_what_ground(settings: Settings, tmp_path: Path) -> None:
    assert "No set is certified" in run(settings, "certify").stdout
    assert run(settings, "certify", CASE, "--set", "produced", "--ground", "inventory of 3 May").returncode == 0
    [held] = json.loads(run(settings, "certify", "--json").stdout)
    assert (held["case"], held["file_set"], held["actor"], held["ground"], held["documents"], held["changed"]) == (
        *(CASE, "produced", "R. Tester", "inventory of 3 May"),
        *(1, False),
    )
    given(tmp_path, "produced/three.txt")
    ingest([tmp_path / "scans"], settings, IngestOptions())
    assert "Other documents are in this set now" in run(settings, "certify", CASE).stdout


def test_a_certificate_can_be_taken_back(settings: Settings) -> None:
    assert run(settings, "certify", CASE, "--set", "produced", "--withdraw", "--ground", "x").returncode == 2
    run(settings, "certify", CASE, "--set", "produced", "--ground", "counted")
    assert (
        run(settings, "certify", CASE, "--set", "produced", "--withdraw", "--ground", "a box was found").returncode == 0
    )
    assert json.loads(run(settings, "certify", "--json").stdout) == []


def test_what_cannot_be_certified_is_said(settings: Settings) -> None:
    assert (
        "Near it: 1988-Okafor." in run(settings, "certify", "1988-Okafar", "--set", "produced", "--ground", "x").stderr
    )
    said = run(settings, "certify", CASE, "--set", "court", "--ground", "x").stderr
    assert "Its sets: police (1 documents), produced (1 documents)." in said
    assert "on what ground" in run(settings, "certify", CASE, "--set", "produced").stderr
