"""From papers on disk to the list of patterns: the same sentence in three cases of two officers."""

import json
from pathlib import Path

import pytest
import yaml
from typer.testing import CliRunner

from app.cli import app
from pipeline.run import IngestOptions, ingest
from pipeline.settings import Settings

CASES = yaml.safe_load((Path(__file__).parents[1] / "rules" / "files" / "conflicts.yml").read_text("utf-8"))["papers"]


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("patterns")
    for case in ("ivy", "jade", "kelp", "lime"):
        for name, text in CASES[case].items():
            path = folder / "in" / case / f"{name}.txt"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
    ingest([folder / "in"], Settings(archive=folder / "archive"), IngestOptions())
    return folder / "archive"


def run(archive: Path, *words: str) -> str:
    done = CliRunner().invoke(app, ["--archive", str(archive), "patterns", *words])
    assert done.exit_code == 0, done.output
    return done.output


def test_json_cites_every_case_and_concludes_nothing(archive: Path) -> None:
    told = json.loads(run(archive, "--json"))
    assert "conclude nothing" in told["conclude"]
    (wording,) = [row for row in told["patterns"] if "same sentence" in row["summary"]]
    assert wording["case"] == ["ivy", "jade", "kelp"]
    assert sorted(wording["names"]) == ["Glenn Farrow", "Lyle Beck"]
    for cited in wording["citations"]:
        assert len(cited["quote"]) == cited["end"] - cited["start"]
        assert "plastic bag" in cited["quote"]


def test_the_list_names_who_and_what_to_check(archive: Path) -> None:
    shown = run(archive)
    assert "Glenn Farrow" in shown
    assert "95 % interval" in shown
    assert "To confirm:" in shown
    assert shown.rstrip().endswith("those that were collected.")


def test_a_case_without_patterns_says_so(archive: Path) -> None:
    assert "No patterns in lime." in run(archive, "--case", "lime")
    assert CliRunner().invoke(app, ["--archive", str(archive), "patterns", "--case", "Nobody"]).exit_code != 0
