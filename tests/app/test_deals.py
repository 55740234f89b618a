"""Deals from papers on disk to the list on the screen: one deal from papers of two cases, on a timeline."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from app.cli import app
from pipeline.run import IngestOptions, ingest
from pipeline.settings import Settings

PAPERS = {
    "Reese/police/memo.txt": """MEMORANDUM
Date: February 1, 1991
Re: People v. Reese
Witness Orrin Vance was promised by ADA Pruett that his burglary charge would be dismissed in return for his testimony
against Reese.
""",
    "Reese/court/minutes.txt": """SUPREME COURT, TRIAL TERM
PEOPLE v. REESE
April 8, 1991
ORRIN VANCE, called as a witness by the People, having been duly sworn, testified as follows:
Q. Has anyone promised you anything for your testimony?
A. No, sir. Nobody promised me anything.
""",
    "Vance/court/docket.txt": """LETTER
June 9, 1991
The burglary charge against the witness Orrin Vance was dismissed on motion of ADA Pruett because of his cooperation
with this Office in the Reese trial.
""",
}


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("deals")
    for name, text in PAPERS.items():
        (folder / "in" / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / "in" / name).write_text(text)
    ingest([folder / "in"], Settings(archive=folder / "archive"), IngestOptions())
    return folder / "archive"


def run(archive: Path, *words: str) -> str:
    done = CliRunner().invoke(app, ["--archive", str(archive), "deals", *words])
    assert done.exit_code == 0, done.output
    return done.output


def test_one_deal_is_told_by_papers_of_two_cases(archive: Path) -> None:
    rows = [row for row in json.loads(run(archive, "--json")) if row["benefit"] == "charge_dismissal"]
    assert [row["case"] for row in rows] == [["Reese", "Vance"]]
    assert {"promised", "given"} <= {step["what"] for step in rows[0]["timeline"]}
    assert rows[0]["state"] == "given"
    for step in rows[0]["timeline"]:
        cited = step["citation"]
        assert len(cited["quote"]) == cited["end"] - cited["start"]


def test_the_list_shows_it_for_both_cases_with_the_days_in_order(archive: Path) -> None:
    for case in ("Reese", "Vance"):
        shown = run(archive, "--case", case)
        assert "charge dismissal, given" in shown
        days = [line.split()[0] for line in shown.splitlines() if line.strip().startswith("1991-")]
        assert days == sorted(days)
        assert len(days) >= 2


def test_a_case_without_deals_says_so_and_an_unknown_case_is_an_error(archive: Path) -> None:
    assert CliRunner().invoke(app, ["--archive", str(archive), "deals", "--case", "Nobody"]).exit_code != 0
