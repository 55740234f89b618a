"""What stands behind a gate stays in the archive: held back, counted, blotted, released only with a reason."""

import json
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from pipeline.run import IngestOptions, ingest
from pipeline.settings import Settings
from tests.reports.typed import run

SEALED = "1988-Okafor/police/sealed.txt"
OPEN = "1988-Okafor/police/open.txt"
PAPERS = {
    SEALED: "SEALED BY COURT ORDER\n\nOn 3/4/88 Det. Ruth Lanahan #2214 paid the informant $40.\n",
    OPEN: "On 3/5/88 Det. Ruth Lanahan #2214 paid the informant $60.\n",
}


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    for place, words in PAPERS.items():
        paper = tmp_path / "scans" / place
        paper.parent.mkdir(parents=True, exist_ok=True)
        paper.write_text(words)
    settings = Settings(archive=tmp_path / "archive")
    ingest([tmp_path / "scans"], settings, IngestOptions())
    return settings


def exported(settings: Settings, what: str, *more: str) -> tuple[str, str]:
    said = run(settings, "export", what, *more)
    assert said.returncode == 0, said.stderr
    return said.stdout, said.stderr


def test_leads_behind_a_gate_are_held_back_and_counted(settings: Settings) -> None:
    out, told = exported(settings, "leads")
    assert ("$60" in out, "$40" in out) == (True, False)
    assert "sealed or expunged record 1" in told
    assert "--release sealed" in told
    shown = run(settings, "leads").stdout
    assert "$40" in shown
    assert "Behind a gate: sealed." in shown


def test_its_words_are_blotted_wherever_they_are_quoted(settings: Settings) -> None:
    pages = {row["locations"][0]: row["text"] for row in map(json.loads, exported(settings, "pages")[0].splitlines())}
    assert "$40" not in pages[SEALED]
    assert len(pages[SEALED]) == len(PAPERS[SEALED].strip())
    assert "$60" in pages[OPEN]
    person = run(settings, "officer", "Lanahan", "--json").stdout
    assert "3/5/88" in person or "Lanahan" in person
    assert "$40" not in person


def test_it_is_released_with_a_reason_that_is_written_down(settings: Settings) -> None:
    assert run(settings, "export", "leads", "--release", "sealed").returncode == 2
    assert "no gate seeled" in run(settings, "export", "leads", "--release", "seeled", "--reason", "x").stderr
    out, told = exported(settings, "leads", "--release", "sealed", "--reason", "order of 3 May")
    assert ("$40" in out, "Held back" in told) == (True, False)
    engine = create_engine(settings.catalog)
    with engine.connect() as connection:
        [row] = connection.execute(text("SELECT what, reason FROM decision_unmaskings")).all()
    engine.dispose()
    assert row.what.startswith("release sealed: export leads")
    assert row.reason == "order of 3 May"


def test_a_person_opens_and_closes_gates(settings: Settings, tmp_path: Path) -> None:
    assert SEALED in run(settings, "gate").stdout
    assert run(settings, "gate", SEALED, "sealed", "--open").returncode == 2
    assert run(settings, "gate", SEALED, "sealed", "--open", "--reason", "unsealed 1999").returncode == 0
    assert run(settings, "gate", OPEN, "grand jury", "--page", "1", "--reason", "copy of minutes").returncode == 0
    [row] = json.loads(run(settings, "gate", "--json").stdout)
    assert (row["location"], row["gate"]) == (OPEN, "grand_jury")
    assert row["because"].endswith("copy of minutes")
    out, _told = exported(settings, "leads")
    assert ("$60" in out, "$40" in out) == (False, True)
    assert "no page 7" in run(settings, "gate", OPEN, "sealed", "--page", "7", "--reason", "x").stderr


def test_no_image_is_drawn_of_it(settings: Settings, tmp_path: Path) -> None:
    refused = run(settings, "show", SEALED, "--page", "1", "--image", tmp_path / "page.png")
    assert (refused.returncode, "--release sealed" in refused.stderr) == (2, True)
    assert not (tmp_path / "page.png").exists()


def test_a_lead_marked_privileged_stays_and_counts_in_no_order(settings: Settings) -> None:
    key = next(row["id"] for row in json.loads(run(settings, "leads", "--json").stdout) if "$60" in json.dumps(row))
    run(settings, "review", key, "privileged")
    assert "$60" not in exported(settings, "leads")[0]
    [case] = json.loads(run(settings, "triage", "--json").stdout)
    assert (case["leads"], case["set_aside"]) == (0, {"behind a gate": 1, "privileged": 1})
