"""A page of a transcript that tells little by itself knows from the pages before who speaks and who is examined."""

from pathlib import Path

import pytest
from sqlalchemy import select, update

from pipeline.archive import Archive, open_archive
from pipeline.assembly import stitch_files
from pipeline.catalog.files import add_document
from pipeline.catalog.findings import findings_of_document, save_findings, save_marks
from pipeline.catalog.outbox import load_entries
from pipeline.catalog.pages import save_page
from pipeline.catalog.printed_lines import load_testimony
from pipeline.catalog.tables import outbox, testimony
from pipeline.marks import load_marking
from pipeline.records import (
    Assertion,
    Citation,
    Found,
    Mark,
    Page,
    PageMarks,
    PageState,
    Reading,
    SourceFile,
    SpokenLine,
    reading_id,
)
from pipeline.reports.places import Places
from pipeline.reports.sheets import find_sheets
from pipeline.settings import CONFIG_DIR, Settings

SHA = "a" * 64
FIRST = """Page 23
1 THE CLERK: Step up, please.
2 OSCAR VANE,
3 called as a witness on behalf of the People,
4 having been first duly sworn, was examined
5 and testified as follows:
6 DIRECT EXAMINATION
7 BY MR. LANE:
8 Q. Were you on Quarry Road?
9 A. I was.
10 Q. Did anybody pay you?
11 A. The detective gave me forty dollars, and
"""
SECOND = """Page 24
1 he said that there would be more of it once
2 the trial was over and done with.
3 Q. When was that?
4 A. In March.
5 Q. Who was there?
6 A. Nobody else.
7 MS. COHN: Objection.
8 THE COURT: Overruled.
9 Q. And then?
10 A. I went home.
"""
CHANGED = SECOND.replace("In March", "In April")


@pytest.fixture
def archive(tmp_path: Path):  # type: ignore[no-untyped-def]
    with open_archive(Settings(archive=tmp_path), create=True) as opened:
        yield opened


def put(archive: Archive, *texts: str) -> None:
    with archive.writing() as connection:
        add_document(connection, SourceFile(SHA, "x", "text/plain", 9), "address")
        for number, text in enumerate(texts, 1):
            save_page(connection, SHA, Page(number, PageState.TEXT_LAYER, Reading(text), 612, 792), "key")
            said = PageMarks("trial_transcript", None, (), (Mark(8, 9, "line", "1"),), 0.9)
            save_marks(connection, SHA, number, reading_id(text), said)


def lines_of(archive: Archive, number: int, text: str) -> dict[str | None, SpokenLine]:
    with archive.engine.connect() as connection:
        return {line.place: line for line in load_testimony(connection, SHA, number, reading_id(text))}


def test_a_page_that_opens_in_the_middle_of_an_answer_has_speaker_examination_and_witness(archive: Archive) -> None:
    put(archive, FIRST, SECOND)
    assert stitch_files(archive) == 1
    opening = lines_of(archive, 2, SECOND)["24:1"]
    assert SECOND[opening.start : opening.end].startswith("he said")
    assert (opening.role, opening.speaker, opening.starts) == ("answer", "OSCAR VANE", False)
    assert (opening.examination, opening.witness) == ("direct", "OSCAR VANE")
    asked = lines_of(archive, 2, SECOND)["24:3"]
    assert (asked.role, asked.speaker, asked.starts) == ("question", "MR. LANE", True)


def test_a_file_that_reads_the_same_is_not_done_again_and_one_that_changed_is(archive: Archive) -> None:
    put(archive, FIRST, SECOND)
    stitch_files(archive)
    with archive.writing() as connection:
        connection.execute(update(testimony).values(speaker="LEFT ALONE"))
    assert stitch_files(archive) == 0
    assert lines_of(archive, 1, FIRST)["23:8"].speaker == "LEFT ALONE"
    put(archive, FIRST, CHANGED)
    assert stitch_files(archive) == 1
    assert lines_of(archive, 1, FIRST)["23:8"].speaker == "MR. LANE"
    assert lines_of(archive, 2, SECOND) == {}
    assert lines_of(archive, 2, CHANGED)["24:4"].speaker == "OSCAR VANE"


def test_rules_and_search_and_show_know_who_goes_on_speaking(archive: Archive) -> None:
    put(archive, FIRST, SECOND)
    start = SECOND.index("he said")
    said = Found("benefit", start, start + 40, Assertion.AFFIRMED, 3)
    asked = Found("benefit", SECOND.index("Q. When"), SECOND.index("Q. When") + 17, Assertion.AFFIRMED, 3)
    with archive.writing() as connection:
        save_findings(connection, SHA, 2, reading_id(SECOND), "incentives", [said, asked])
        connection.execute(outbox.delete())
    stitch_files(archive)
    with archive.engine.connect() as connection:
        assert [one.speaker for one in findings_of_document(connection, SHA)] == ["OSCAR VANE", None]
        assert (SHA, 2) in {tuple(row) for row in connection.execute(select(outbox.c.sha256, outbox.c.number))}
        entry = load_entries(connection, [(SHA, 2)], load_marking(CONFIG_DIR))[SHA, 2]
        assert entry is not None
        assert entry.witnesses == entry.people == ("OSCAR VANE",)
        cited = Citation(SHA, 2, reading_id(SECOND), start, start + 60, SECOND[start : start + 60])
        assert Places(connection).transcript(cited) == "Tr. 24:1-2"
        beside = next(find_sheets(connection, SHA, 2)).beside
    assert "Tr. 24:1-10" in beside
    assert "direct examination of OSCAR VANE" in beside
    assert "begins in the middle of what OSCAR VANE says" in beside


def test_a_page_whose_number_was_not_read_is_cited_by_that_of_its_place(archive: Archive) -> None:
    third = SECOND.replace("Page 24", "")
    put(archive, FIRST, SECOND, third, FIRST.replace("Page 23", "Page 26"))
    stitch_files(archive)
    assert "25:4" in lines_of(archive, 3, third)
