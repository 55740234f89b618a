"""What no machine could read is listed, worst first; a person's text counts from then on, and nothing is lost."""

from sqlalchemy import Engine

from pipeline.catalog.files import add_document, set_page_count
from pipeline.catalog.pages import load_page, pages_to_mark, save_page
from pipeline.catalog.stages import set_stages
from pipeline.catalog.unread import find_kept_readings, find_unread, save_human_reading
from pipeline.records import Origin, OtherReading, Page, PageState, Reading, SourceFile, Word

SHA = "b" * 64


def read_page(number: int, sure: float, unread: float = 0.0) -> Page:
    text = f"page {number}"
    reading = Reading(text, (Word(0, len(text), (10, 10, 90, 22), sure),), sure)
    return Page(number, PageState.OCR, reading, 612, 792, origin=Origin.OCR, quality=sure, unread=unread)


def given_pages(engine: Engine, *pages: Page) -> None:
    with engine.begin() as connection:
        add_document(connection, SourceFile(SHA, "x", "application/pdf", 9), "aa/" + SHA)
        set_page_count(connection, SHA, len(pages))
        for page in pages:
            save_page(connection, SHA, page, "key")


def test_pages_are_listed_worst_first_and_good_ones_are_not(engine: Engine) -> None:
    failed = Page(2, PageState.FAILED, None, 612, 792, problem="cannot be decoded")
    given_pages(engine, read_page(1, 0.97), failed, read_page(3, 0.6), read_page(4, 0.9, unread=0.4), read_page(5, 0.5))
    with engine.connect() as connection:
        found = list(find_unread(connection))
        assert list(find_unread(connection, "another case")) == []
    assert [page.number for page in found] == [2, 4, 5, 3]
    assert [page.unread for page in found] == [1.0, 0.4, 0.0, 0.0]


def test_a_typed_text_counts_and_the_machines_stays(engine: Engine) -> None:
    given_pages(engine, read_page(1, 0.5, unread=0.3))
    with engine.begin() as connection:
        set_stages(connection, SHA, 1, {"language": "k"})
        save_human_reading(connection, (SHA, 1), Reading("what it says"), "R. Tester", "from the paper")
    with engine.connect() as connection:
        row = load_page(connection, SHA, 1)
        assert row is not None
        assert (row.state, row.origin, row.text, row.unread) == (PageState.HUMAN, Origin.HUMAN, "what it says", 0.0)
        assert list(find_unread(connection)) == []
        assert list(pages_to_mark(connection, {"language": "k"})) == [(SHA, 1)]
        kept = {one.origin: one for one in find_kept_readings(connection, SHA, 1)}
    assert kept[Origin.OCR].text == "page 1"
    assert not kept[Origin.OCR].is_current
    assert (kept[Origin.HUMAN].is_current, kept[Origin.HUMAN].actor) == (True, "R. Tester")
    assert kept[Origin.HUMAN].reason == "from the paper"


def test_another_reading_by_the_machine_does_not_replace_a_persons(engine: Engine) -> None:
    given_pages(engine, read_page(1, 0.5))
    with engine.begin() as connection:
        save_human_reading(connection, (SHA, 1), Reading("what it says"), "R. Tester", "")
        better = Reading("what lt says", (), 0.9)
        layer = OtherReading(Origin.LAYER, Reading("whxt"), 0.2)
        page = Page(1, PageState.BOTH, better, 612, 792, origin=Origin.OCR, others=(layer,))
        save_page(connection, SHA, page, "another key")
    with engine.connect() as connection:
        row = load_page(connection, SHA, 1)
        texts = {one.text for one in find_kept_readings(connection, SHA, 1)}
    assert row is not None
    assert (row.state, row.text) == (PageState.HUMAN, "what it says")
    assert texts == {"page 1", "what it says", "what lt says", "whxt"}
