"""An answer tells how much of its scope nobody could read: nothing found is not nothing there."""

from pathlib import Path

import pytest
from sqlalchemy import Engine

from pipeline.catalog.database import open_catalog
from pipeline.catalog.files import NewFile, add_document, add_file, set_page_count
from pipeline.catalog.pages import save_page
from pipeline.records import FileState, Origin, Page, PageState, Reading, SourceFile
from pipeline.search import parse_query
from pipeline.search.nodes import Everything
from pipeline.search.query import narrow
from pipeline.search.unread import Unread, count_unread
from pipeline.settings import Settings


def given(engine: Engine, path: str, case: str, file_set: str, *shares: float | None) -> None:
    """A document with a page for each share that could not be read; None where the page failed."""
    sha256 = f"{len(path):x}".rjust(2, "0") * 32
    with engine.begin() as connection:
        add_document(connection, SourceFile(sha256, "x", "application/pdf", 9), "aa/" + sha256)
        add_file(connection, NewFile("/given", path, 9, 0, sha256, FileState.WAITING, None, file_set, (case,)))
        set_page_count(connection, sha256, len(shares))
        for number, share in enumerate(shares, 1):
            page = Page(number, PageState.FAILED, None, 612, 792, problem="cannot be decoded")
            if share is not None:
                page = Page(number, PageState.OCR, Reading("words"), 612, 792, origin=Origin.OCR, unread=share)
            save_page(connection, sha256, page, "key")


def closed(engine: Engine, path: str, case: str, state: FileState, sha256: str | None) -> None:
    with engine.begin() as connection:
        add_file(connection, NewFile("/given", path, 9, 0, sha256, state, "why", "unknown", (case,)))


@pytest.fixture
def engine(tmp_path: Path) -> Engine:
    opened = open_catalog(Settings(archive=tmp_path / "archive"), create=True)
    given(opened, "a.pdf", "1990-Ransom", "police", 0.0, None, 0.9, 0.2)
    given(opened, "bb.pdf", "1990-Ransom", "court", 0.0, 0.04, None)
    given(opened, "ccc.pdf", "1991-Kester", "court", 0.3)
    given(opened, "dddd.pdf", "1979-Pryce", "court", 0.0)
    closed(opened, "locked.pdf", "1991-Kester", FileState.ENCRYPTED, "e" * 64)
    closed(opened, "torn.pdf", "1990-Ransom", FileState.QUARANTINED, None)
    closed(opened, "torn.pdf", "1990-Ransom", FileState.DONE, "f" * 64)  # another version of it could be opened
    closed(opened, "empty.txt", "1990-Ransom", FileState.EMPTY, "9" * 64)
    return opened


@pytest.mark.parametrize(
    ("text", "lost", "partly", "unopened"),
    [
        ("paid", 3, 2, 1),
        ("NOT paid", 3, 2, 1),
        ("", 0, 0, 0),
        ("paid case:ransom", 3, 1, 0),
        ("paid NOT case:ransom", 0, 1, 1),
        ("paid case:ransom set:court", 1, 0, 0),
        ("case:ransom OR paid", 3, 2, 1),
        ("(case:kester OR case:pryce) halloran w/8 paid", 0, 1, 1),
        ("case:nowhere paid", 0, 0, 0),
        ("paid set:police", 2, 1, 0),
        ("kind:dd5 date:1990 case:kester", 0, 1, 1),
        ("paid case:ransom scope:document", 3, 1, 0),
    ],
)
def test_pages_that_may_answer_are_counted(engine: Engine, text: str, lost: int, partly: int, unopened: int) -> None:
    with engine.connect() as connection:
        found = count_unread(connection, parse_query(text).root)
    assert (found.lost, found.partly, found.unopened) == (lost, partly, unopened)


def test_what_waits_for_the_index_is_told(engine: Engine) -> None:
    with engine.connect() as connection:
        query = narrow(parse_query("paid"), cases=("1979-Pryce",))
        found = count_unread(connection, query.root)
        assert found == Unread(0, 0, 0, found.waiting)
        assert found.waiting > 0
        assert count_unread(connection, Everything()).lost == 3
    assert not Unread()
