"""Pages and readings: nothing that was read is lost, and what is stale is known."""

from collections.abc import Iterable

from sqlalchemy import Connection, Engine

from pipeline.catalog.files import add_document, load_document, set_page_count
from pipeline.catalog.findings import save_findings, save_marks
from pipeline.catalog.outbox import clear_outbox, expected_keys, waiting_pages
from pipeline.catalog.pages import (
    count_pages_by_state,
    documents_to_read,
    find_pages,
    load_page,
    load_reading,
    pages_to_mark,
    save_page,
    stale_numbers,
    storable,
)
from pipeline.catalog.stages import set_stages
from pipeline.records import (
    Assertion,
    FileState,
    Found,
    Page,
    PageMarks,
    PageState,
    Reading,
    SourceFile,
    Word,
    reading_id,
)

SHA = "a" * 64


def page(number: int, text: str | None, state: PageState = PageState.OCR, problem: str | None = None) -> Page:
    if text is None:
        return Page(number, PageState.FAILED, None, 612, 792, problem=problem or "cannot be decoded")
    words = tuple(Word(0, len(text), (10, 10, 90, 22), 0.9) for _ in range(bool(text)))
    return Page(number, state, Reading(text, words, 0.9 if text else None), 612, 792)


def given_document(connection: Connection, pages: Iterable[Page], count: int | None = None) -> None:
    add_document(connection, SourceFile(SHA, "x", "application/pdf", 9), "aa/" + SHA)
    listed = list(pages)
    set_page_count(connection, SHA, count or len(listed))
    for one in listed:
        save_page(connection, SHA, one, "key 1")


def test_a_page_comes_back_with_text_words_and_confidence(engine: Engine) -> None:
    with engine.begin() as connection:
        given_document(connection, [page(1, "WITNESS SAW NOTHING")])
    with engine.connect() as connection:
        row = load_page(connection, SHA, 1)
        assert row is not None
        assert (row.text, row.state, row.confidence) == ("WITNESS SAW NOTHING", PageState.OCR, 0.9)
        assert row.reading == reading_id("WITNESS SAW NOTHING")
        reading = load_reading(connection, SHA, 1, row.reading)
        assert reading is not None
        assert reading.words[0].box == (10, 10, 90, 22)


def test_what_no_database_keeps_is_replaced_one_for_one(engine: Engine) -> None:
    text = "a\0b\ud800c\U0001f600d"
    with engine.begin() as connection:
        given_document(connection, [page(1, text)])
    with engine.connect() as connection:
        row = load_page(connection, SHA, 1)
        assert row is not None
        assert row.text == "a\ufffdb\ufffdc\U0001f600d"
        assert len(row.text) == len(text)
        assert row.reading == storable(Reading(text)).id


def test_a_page_read_again_keeps_its_earlier_reading(engine: Engine) -> None:
    with engine.begin() as connection:
        given_document(connection, [page(1, "first reading")])
        save_page(connection, SHA, page(1, "better reading"), "key 2")
    with engine.connect() as connection:
        row = load_page(connection, SHA, 1)
        assert row is not None
        assert row.text == "better reading"
        assert load_reading(connection, SHA, 1, reading_id("first reading")) is not None


def test_a_page_that_fails_later_keeps_the_reading_it_had(engine: Engine) -> None:
    with engine.begin() as connection:
        given_document(connection, [page(1, "first reading")])
        save_page(connection, SHA, page(1, None, problem="the disk is full"), "key 2")
    with engine.connect() as connection:
        row = load_page(connection, SHA, 1)
        assert row is not None
        assert (row.text, row.state, row.problem) == ("first reading", PageState.OCR, "the disk is full")


def test_pages_not_there_stale_or_failed_are_to_be_read(engine: Engine) -> None:
    with engine.begin() as connection:
        given_document(connection, [page(1, "one"), page(2, None), page(3, "")], count=4)
    with engine.connect() as connection:
        assert stale_numbers(connection, SHA, 4, "key 1", retry_failed=False) == [4]
        assert stale_numbers(connection, SHA, 4, "key 1", retry_failed=True) == [2, 4]
        assert stale_numbers(connection, SHA, 4, "key 2", retry_failed=False) == [1, 3, 4]
        assert documents_to_read(connection, "key 1", retry_failed=False) == [SHA]


def test_a_quarantined_document_is_read_again_only_when_asked(engine: Engine) -> None:
    from pipeline.catalog.files import end_document

    with engine.begin() as connection:
        add_document(connection, SourceFile(SHA, "x", "application/pdf", 9), "aa/" + SHA)
        end_document(connection, SHA, FileState.QUARANTINED, "took too long")
        assert documents_to_read(connection, "key 1", retry_failed=False) == []
        assert documents_to_read(connection, "key 1", retry_failed=True) == [SHA]


def test_counting_pages_says_every_state(engine: Engine) -> None:
    with engine.begin() as connection:
        given_document(connection, [page(1, "one"), page(2, None), page(3, "", PageState.BLANK)])
        assert count_pages_by_state(connection) == {"ocr": 1, "failed": 1, "blank": 1}
        assert [row.number for row in find_pages(connection)] == [1, 2, 3]


def test_every_change_of_a_page_is_in_the_outbox_until_the_index_has_it(engine: Engine) -> None:
    with engine.begin() as connection:
        given_document(connection, [page(1, "one"), page(2, None)])
        assert waiting_pages(connection, 10) == [(SHA, 1), (SHA, 2)]
        clear_outbox(connection, [(SHA, 1), (SHA, 2)])
        save_page(connection, SHA, page(2, "two"), "key 1")
        save_page(connection, SHA, page(2, "two"), "key 1")
        assert waiting_pages(connection, 10) == [(SHA, 2)]
        assert list(expected_keys(connection)) == [(SHA, 1, reading_id("one")), (SHA, 2, reading_id("two"))]


def test_a_stage_is_stale_for_another_key_and_for_another_reading(engine: Engine) -> None:
    stages = {"language": "l1", "detector:deal_denial": "d1"}
    with engine.begin() as connection:
        given_document(connection, [page(1, "one"), page(2, "two"), page(3, None)])
        set_stages(connection, SHA, 1, stages)
        set_stages(connection, SHA, 2, stages)
        assert list(pages_to_mark(connection, stages)) == []
        assert list(pages_to_mark(connection, stages | {"detector:deal_denial": "d2"})) == [(SHA, 1), (SHA, 2)]
        save_page(connection, SHA, page(2, "two, read better"), "key 2")
        assert list(pages_to_mark(connection, stages)) == [(SHA, 2)]


def test_a_new_reading_takes_the_findings_of_the_old_one_away(engine: Engine) -> None:
    found = Found("recantation", 0, 3, Assertion.AFFIRMED, 1)
    with engine.begin() as connection:
        given_document(connection, [page(1, "one")])
        save_marks(connection, SHA, 1, reading_id("one"), PageMarks(None, None))
        save_findings(connection, SHA, 1, reading_id("one"), "recantation", [found])
        save_page(connection, SHA, page(1, "one, read better"), "key 2")
        from pipeline.catalog.findings import findings_of_document

        assert findings_of_document(connection, SHA) == ()


def test_the_page_count_makes_a_document_wait_for_its_pages(engine: Engine) -> None:
    with engine.begin() as connection:
        given_document(connection, [], count=7)
        found = load_document(connection, SHA)
        assert found is not None
        assert found[1] == 7
