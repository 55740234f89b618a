"""A purged document leaves nothing behind but the record that it was."""

import json
import zipfile
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from pipeline.run import IngestOptions, ingest
from pipeline.settings import Settings
from tests.reports.typed import run

SECRET = "Zebulon Quartermain"
PLACE = "1988-Okafor/police/note about Quartermain.txt"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    papers = {
        PLACE: f"On 3/4/88 Det. {SECRET} #2214 paid the informant $40 for his testimony.\n",
        "1988-Okafor/police/other.txt": "On 3/5/88 Det. Ruth Lanahan #1187 paid the informant $60.\n",
    }
    for place, words in papers.items():
        paper = tmp_path / "scans" / place
        paper.parent.mkdir(parents=True, exist_ok=True)
        paper.write_text(words)
    settings = Settings(archive=tmp_path / "archive")
    ingest([tmp_path / "scans"], settings, IngestOptions())
    return settings


def leads(settings: Settings) -> list[dict[str, object]]:
    return list(json.loads(run(settings, "leads", "--json").stdout))


def test_nothing_of_it_is_left_in_any_file_of_the_archive(settings: Settings, tmp_path: Path) -> None:
    before = leads(settings)
    assert SECRET in json.dumps(before)
    key = next(str(one["id"]) for one in before if SECRET in json.dumps(one))
    run(settings, "review", key, "relevant", "--note", f"{SECRET} again")
    said = run(settings, "purge", PLACE, "--reason", "order of 3 May", "--yes")
    assert said.returncode == 0, said.stderr
    assert "1 documents with 1 pages were erased" in said.stdout
    assert [one for one in leads(settings) if SECRET in json.dumps(one)] == []
    assert any("Lanahan" in json.dumps(one) for one in leads(settings))
    holding = [p for p in settings.archive.rglob("*") if p.is_file() and b"uartermain" in p.read_bytes()]
    assert holding == []
    assert run(settings, "verify").returncode == 0
    assert run(settings, "search", "Quartermain").stdout.startswith("0 pages")
    assert run(settings, "search", "Lanahan").stdout.startswith("1 page")


def test_it_is_not_taken_in_again_unasked(settings: Settings, tmp_path: Path) -> None:
    run(settings, "purge", PLACE, "--reason", "order of 3 May", "--yes")
    ingest([tmp_path / "scans"], settings, IngestOptions())
    assert len(leads(settings)) == 1
    run(settings, "ingest", "--again", tmp_path / "scans")
    assert len(leads(settings)) == 2


def test_the_record_stays(settings: Settings) -> None:
    run(settings, "purge", PLACE, "--reason", "order of 3 May", "--yes")
    engine = create_engine(settings.catalog)
    with engine.connect() as connection:
        [row] = connection.execute(text("SELECT actor, reason, sha256 FROM decision_purges")).all()
    engine.dispose()
    assert (row.actor, row.reason, len(row.sha256)) == ("R. Tester", "order of 3 May", 64)


def test_a_member_is_refused_and_its_container_takes_it_along(tmp_path: Path) -> None:
    box = tmp_path / "scans" / "1990-Ames" / "box.zip"
    box.parent.mkdir(parents=True)
    with zipfile.ZipFile(box, "w") as archive:
        archive.writestr("letter.txt", f"A letter of {SECRET} about the weather that day.\n")
    settings = Settings(archive=tmp_path / "archive")
    ingest([tmp_path / "scans"], settings, IngestOptions())
    refused = run(settings, "purge", "1990-Ames/box.zip!/letter.txt", "--reason", "order", "--yes")
    assert (refused.returncode, "lies in another file" in refused.stderr) == (2, True)
    said = run(settings, "purge", "1990-Ames/box.zip", "--reason", "order", "--yes")
    assert "2 documents with 1 pages were erased" in said.stdout
    assert [p for p in settings.archive.rglob("*") if p.is_file() and b"uartermain" in p.read_bytes()] == []
