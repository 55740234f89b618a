"""Documents and copies in the catalog: only what changed is done again, and what people decided holds."""

from pathlib import Path

import pytest
from sqlalchemy import select

from pipeline.archive import Archive, open_archive
from pipeline.assembly import find_page_copies, stitch_files
from pipeline.catalog.copies import copies_of_page, find_copies
from pipeline.catalog.files import add_document
from pipeline.catalog.findings import save_marks
from pipeline.catalog.pages import load_page, save_page
from pipeline.catalog.parts import load_boundaries, load_parts, save_boundary
from pipeline.catalog.tables import outbox, page_prints
from pipeline.records import Boundary, Page, PageMarks, PageState, Reading, SourceFile, reading_id
from pipeline.settings import Settings

LETTER = (
    "OFFICE OF THE DISTRICT ATTORNEY\nMarch 9, 1990\nDear Mr. Lane:\n\nI enclose the reports that you asked for in "
    "the matter of the driver, and the photographs of Quarry Road.\n\nVery truly yours,\n"
)
REST = (
    "and then the driver told the detective about a green car that stood at the corner\nwith its lamps out all night."
)


@pytest.fixture
def archive(tmp_path: Path):  # type: ignore[no-untyped-def]
    with open_archive(Settings(archive=tmp_path), create=True) as opened:
        yield opened


def put(archive: Archive, sha256: str, *pages: tuple[str, str | None]) -> None:
    """A file with these pages: the text of each, and the kind that it says by itself."""
    with archive.writing() as connection:
        add_document(connection, SourceFile(sha256, "x", "text/plain", 9), "address")
        for number, (text, kind) in enumerate(pages, 1):
            save_page(connection, sha256, Page(number, PageState.OCR, Reading(text), 612, 792), "key")
            said = PageMarks(kind, None, kind_confidence=0.9 if kind else None)
            save_marks(connection, sha256, number, reading_id(text), said)


def kinds(archive: Archive, sha256: str, count: int) -> list[str | None]:
    with archive.engine.connect() as connection:
        rows = [load_page(connection, sha256, number) for number in range(1, count + 1)]
    return [row.kind if row else None for row in rows]


A, B, C = "a" * 64, "b" * 64, "c" * 64


def test_a_later_page_has_the_kind_of_its_document_and_keeps_it_when_it_is_marked_again(archive: Archive) -> None:
    pages = ((LETTER, "correspondence"), (REST, None))
    put(archive, A, *pages)
    assert stitch_files(archive) == 1
    assert kinds(archive, A, 2) == ["correspondence", "correspondence"]
    with archive.writing() as connection:
        save_marks(connection, A, 2, reading_id(REST), PageMarks(None, None))
    assert kinds(archive, A, 2) == ["correspondence", "correspondence"]
    assert stitch_files(archive) == 0


def test_only_a_file_that_changed_is_stitched_again(archive: Archive) -> None:
    put(archive, A, (LETTER, "correspondence"))
    put(archive, B, (LETTER, "correspondence"), (REST, None))
    assert stitch_files(archive) == 2
    assert stitch_files(archive) == 0
    put(archive, B, (LETTER, "correspondence"), (LETTER + "Post scriptum", "correspondence"))
    assert stitch_files(archive) == 1
    with archive.engine.connect() as connection:
        assert [(part.first, part.last) for part in load_parts(connection, B)] == [(1, 1), (2, 2)]


def test_pages_whose_kind_changed_go_to_the_index_again(archive: Archive) -> None:
    put(archive, A, (LETTER, "correspondence"), (REST, None))
    with archive.writing() as connection:
        connection.execute(outbox.delete())
    stitch_files(archive)
    with archive.engine.connect() as connection:
        assert connection.execute(select(outbox.c.sha256, outbox.c.number)).all() == [(A, 2)]


def test_what_a_person_decided_survives_another_reading(archive: Archive) -> None:
    put(archive, A, (LETTER, "correspondence"), (REST, None), (REST + "!", None))
    stitch_files(archive)
    with archive.writing() as connection:
        save_boundary(connection, "ito", A, Boundary(2, True, "lab_report"), "a new sheet")
    assert stitch_files(archive) == 1
    assert kinds(archive, A, 3) == ["correspondence", "lab_report", "lab_report"]
    put(archive, A, (LETTER, "correspondence"), (REST + "?", None), (REST + "!", None))
    assert stitch_files(archive) == 1
    assert kinds(archive, A, 3) == ["correspondence", "lab_report", "lab_report"]
    with archive.engine.connect() as connection:
        assert load_boundaries(connection, A) == (Boundary(2, True, "lab_report"),)


def test_copies_are_found_once_and_a_new_page_costs_only_itself(archive: Archive) -> None:
    put(archive, A, (LETTER, None), (REST, None))
    put(archive, B, (LETTER, None))
    assert find_page_copies(archive) == 3
    assert find_page_copies(archive) == 0
    put(archive, C, (LETTER.replace("driver", "dr1ver"), None))
    assert find_page_copies(archive) == 1
    with archive.engine.connect() as connection:
        found = [(copy.one, copy.other, copy.how) for copy in find_copies(connection)]
        assert found == [((A, 1), (B, 1), "exact"), ((A, 1), (C, 1), "text"), ((B, 1), (C, 1), "text")]
        assert len(copies_of_page(connection, C, 1)) == 2
        assert [copy.one for copy in find_copies(connection, [B])] == [(A, 1), (B, 1)]


def test_a_page_that_reads_otherwise_now_loses_its_copies(archive: Archive) -> None:
    put(archive, A, (LETTER, None))
    put(archive, B, (LETTER, None))
    find_page_copies(archive)
    put(archive, B, (REST, None))
    assert find_page_copies(archive) == 1
    with archive.engine.connect() as connection:
        assert list(find_copies(connection)) == []
        assert len(connection.execute(select(page_prints)).all()) == 2
