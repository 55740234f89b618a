"""Pages that were reviewed are ticked off, by hand or from an answer that was written."""

import csv
import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from pipeline.archive import open_archive
from pipeline.catalog.pages import save_page
from pipeline.records import Page, PageState, Reading
from pipeline.settings import Settings
from tests.reports.archive import build_archive, sha_of
from tests.reports.typed import run

LETTER = "1991-Ferrante/defense/QuillLetter-CI_91-0447.txt"
REPORT = "1991-Ferrante/police/dd5_quill.txt"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = Path(tmp_path_factory.mktemp("built"))
    assert run(build_archive(folder), "reindex").returncode == 0
    return folder


@pytest.fixture
def settings(built: Path, tmp_path: Path) -> Settings:
    shutil.copytree(built, tmp_path, dirs_exist_ok=True)
    return Settings(archive=tmp_path / "archive")


def ticked(settings: Settings) -> list[tuple[str, int]]:
    return [(row["location"], row["page"]) for row in json.loads(run(settings, "tick", "--json").stdout)]


def hit(settings: Settings, *query: str) -> dict[str, Any]:
    [found] = json.loads(run(settings, "search", *query, "--json").stdout)["hits"]
    assert isinstance(found, dict)
    return found


def test_a_tick_is_kept_shown_and_taken_away(settings: Settings) -> None:
    assert "No page is ticked off" in run(settings, "tick").stdout
    assert hit(settings, "concern")["reviewed"] is False
    assert run(settings, "tick", LETTER, "--note", "nothing new").returncode == 0
    found = hit(settings, "concern")
    assert (found["reviewed"], found["review_note"], found["review_changed"]) == (True, "nothing new", False)
    assert "reviewed: nothing new" in run(settings, "search", "concern").stdout
    assert "by R. Tester: nothing new" in run(settings, "tick").stdout
    assert run(settings, "tick", LETTER, "1", "--undo").returncode == 0
    assert ticked(settings) == []
    assert hit(settings, "concern")["reviewed"] is False


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ([REPORT], "Which page"),
        ([REPORT, "9"], "has no page 9"),
        (["nothing.txt", "1"], "no document called nothing.txt"),
        (["--csv", "nothing.csv"], "cannot be read"),
    ],
)
def test_what_cannot_be_ticked_off_is_said(settings: Settings, arguments: list[str], says: str) -> None:
    said = run(settings, "tick", *arguments)
    assert (said.returncode, says in said.stderr) == (2, True), said.stderr


def test_a_page_that_could_not_be_read_can_be_reviewed_too(settings: Settings) -> None:
    assert run(settings, "tick", REPORT, "3", "--note", "read it on paper").returncode == 0
    assert ticked(settings) == [(REPORT, 3)]


def test_an_answer_that_was_written_comes_back_with_ticks(settings: Settings, tmp_path: Path) -> None:
    answer = tmp_path / "answer.csv"
    run(settings, "search", "informant", "-o", answer)
    with answer.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 3
    rows[0] |= {"reviewed": "yes", "review_note": "seen"}
    rows[1] |= {"reviewed": "perhaps"}
    with answer.open("w", encoding="utf-8", newline="") as file:
        sheet = csv.DictWriter(file, list(rows[0]))
        sheet.writeheader()
        sheet.writerows(rows)
    said = run(settings, "tick", "--csv", answer)
    assert said.returncode == 3
    assert "1 ticks recorded, 1 lines say what was known, 1 could not be recorded" in said.stdout
    assert "line 3" in said.stderr
    assert "neither yes nor no" in said.stderr
    assert len(ticked(settings)) == 1
    assert "0 ticks recorded, 2 lines" in run(settings, "tick", "--csv", answer).stdout


def test_a_page_that_reads_otherwise_now_says_so(settings: Settings) -> None:
    run(settings, "tick", LETTER, "1")
    with open_archive(settings) as archive, archive.writing() as connection:
        page = Page(1, PageState.OCR, Reading("He dipped the quill in red ink."), 612.0, 792.0)
        save_page(connection, sha_of(connection, LETTER), page, "another key")
    [row] = json.loads(run(settings, "tick", "--json").stdout)
    assert row["changed"] is True
    assert "reads otherwise now" in run(settings, "tick").stdout


def test_ticks_of_a_purged_document_go_with_it(settings: Settings) -> None:
    run(settings, "tick", LETTER, "1", "--note", "a name in it")
    assert run(settings, "purge", LETTER, "--reason", "order of 3 May", "--yes").returncode == 0
    assert ticked(settings) == []
    assert not [path for path in settings.archive.rglob("*") if path.is_file() and b"a name in it" in path.read_bytes()]
