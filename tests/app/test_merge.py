"""`exculpa candidates`, `merge`, `split` and `undo`, as a user would type them."""

import json
from pathlib import Path

import pytest

from pipeline.run import IngestOptions, ingest
from pipeline.settings import Settings
from tests.app.test_cli import run

REPORT = "PORT ANSEL POLICE DEPARTMENT\nSUPPLEMENTARY REPORT\nThe undersigned spoke with {}, who saw nothing of it.\n"


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("merge")
    for case, said in (("1990-Harrow", "Det. John Smith #1411"), ("1994-Lund", "Sgt. John Smith")):
        (folder / "box" / case).mkdir(parents=True)
        (folder / "box" / case / "report.txt").write_text(REPORT.format(said))
    ingest([folder / "box"], Settings(archive=folder / "archive"), IngestOptions())
    return folder / "archive"


def test_candidates_are_decided_and_taken_back(archive: Path) -> None:
    (pair,) = json.loads(run("--archive", archive, "candidates", "--json").stdout)
    assert {pair["one"]["name"], pair["other"]["name"]} == {"John Smith"}
    assert pair["because"]
    assert pair["would_decide"]
    one, other = pair["one"]["id"], pair["other"]["id"]
    assert one in run("--archive", archive, "candidates", one).stdout
    done = json.loads(run("--archive", archive, "merge", one, other, "--reason", "one roster", "--json").stdout)
    assert (done["person"], done["mentions"]) == (one, 2)
    rows = json.loads(run("--archive", archive, "split", other, "--json").stdout)
    assert [row["name"] for row in rows] == ["John Smith", "John Smith"]
    refused = run("--archive", archive, "split", one, other, "--reason", "two ranks")
    assert refused.returncode == 2
    assert f"exculpa undo {done['decision']}" in refused.stderr
    said = run("--archive", archive, "undo", str(done["decision"]), "--reason", "two rosters").stdout
    assert one in said
    assert other in said
    parted = json.loads(run("--archive", archive, "split", one, other, "--reason", "two rosters", "--json").stdout)
    assert parted["apart"] == other
    listed = run("--archive", archive, "undo").stdout
    assert "are two persons: two rosters" in listed
    assert "(taken back): one roster" in listed


def test_a_reason_is_asked_for_and_pages_are_named(archive: Path) -> None:
    (row, *_rest) = json.loads(run("--archive", archive, "undo", "--json").stdout)
    no_reason = run("--archive", archive, "merge", row["one"], row["other"])
    assert no_reason.returncode == 2
    assert "--reason" in no_reason.stderr
    no_page = run("--archive", archive, "split", row["one"], "1990-Harrow/report.txt:first", "--reason", "a slip")
    assert "DOCUMENT:PAGE" in no_page.stderr
    nobody = run("--archive", archive, "split", row["one"], "1990-Harrow/report.txt:1", "--reason", "a slip")
    assert "nobody would be left" in nobody.stderr
