"""What the commands about documents inside files print, as a user would type them."""

import json
import subprocess
from pathlib import Path

import pytest

from pipeline.run import IngestOptions, ingest
from pipeline.settings import Settings
from tests.app.test_cli import run

REPORT = (
    "PORT ANSEL POLICE DEPARTMENT\nSUPPLEMENTARY REPORT\nR.D. No. 44121\nDate of this report March 4, 1990\n\n"
    "The undersigned spoke with the grocer and the barber at the corner of Quarry Road, who saw nothing of it.\n"
    "Request that this case be carried in suspense.\n\nPage 1 of 3\n"
)
LATER = "SUPPLEMENTARY REPORT   R.D. No. 44121   Page 2 of 3\n\nThe canvass went on with negative results.\n"
LETTER = (
    "OFFICE OF THE DISTRICT ATTORNEY\nMarch 9, 1990\nRe: People v. Harrow\nDear Mr. Lane:\n\n"
    "I enclose the reports that you asked for.\n\nVery truly yours,\nJoan Seward\n"
)


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("documents")
    (folder / "box" / "1990-Harrow").mkdir(parents=True)
    pages = "\f".join([REPORT, LATER, LETTER, REPORT.replace("grocer", "gr0cer")])
    (folder / "box" / "1990-Harrow" / "file.txt").write_text(pages)
    ingest([folder / "box"], Settings(archive=folder / "archive"), IngestOptions())
    return folder / "archive"


def asked(archive: Path, *arguments: str) -> "subprocess.CompletedProcess[str]":
    return run("--archive", archive, *arguments)


def test_the_documents_of_a_file_with_their_reasons(archive: Path) -> None:
    rows = json.loads(asked(archive, "documents", "1990-Harrow", "--json").stdout)
    assert [(row["first"], row["last"], row["kind"]) for row in rows] == [
        (1, 2, "supplementary_report"),
        (3, 3, "correspondence"),
        (4, 4, "supplementary_report"),
    ]
    assert (rows[1]["title"], rows[1]["dated"]) == ("People v. Harrow", "1990-03-09")
    said = asked(archive, "documents").stdout
    assert "pages 1-2: supplementary report" in said
    assert "begins here: " in said


def test_missing_pages_are_said(archive: Path) -> None:
    said = asked(archive, "gaps", "1990-Harrow/file.txt").stdout
    assert "after page 2: the document counts 3 pages, and 1 is missing" in said
    assert {row["what"] for row in json.loads(asked(archive, "gaps", "--json").stdout)} == {"cut_short"}


def test_copies_are_shown_also_beside_the_page(archive: Path) -> None:
    (row,) = json.loads(asked(archive, "copies", "--json").stdout)
    assert (row["one"]["page"], row["other"]["page"], row["how"]) == (1, 4, "text")
    assert "another reading of the same paper" in asked(archive, "copies", "1990-Harrow/file.txt", "--page", "4").stdout
    shown = asked(archive, "show", "1990-Harrow/file.txt", "--page", "4").stdout
    assert "part of supplementary report, page 4 alone" in shown
    assert "copy at 1990-Harrow/file.txt, page 1" in shown


def test_a_person_moves_a_boundary(archive: Path) -> None:
    said = asked(archive, "boundary", "1990-Harrow/file.txt", "2", "--note", "another officer", "--kind", "lab report")
    assert "page 2: lab report" in said.stdout
    back = asked(archive, "boundary", "1990-Harrow/file.txt", "2", "--no-starts", "--note", "same paper", "--json")
    assert [(row["first"], row["last"]) for row in json.loads(back.stdout)] == [(1, 2), (3, 3), (4, 4)]


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("1990-Harrow/file.txt", "9", "--note", "x"), "no page 9"),
        (("1990-Harrow/file.txt", "2", "--note", "x", "--kind", "novel"), "no kind of document"),
        (("nowhere.pdf", "2", "--note", "x"), "nowhere.pdf"),
        (("1990-Harrow/file.txt", "2"), "--note"),
    ],
)
def test_what_cannot_be_decided_is_said(archive: Path, arguments: tuple[str, ...], says: str) -> None:
    said = asked(archive, "boundary", *arguments)
    assert said.returncode == 2
    assert says in said.stderr
