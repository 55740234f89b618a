"""Names that only another page explains: in the document, in the case, kept apart where two can be meant, and redone
only where something changed."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from spacy.language import Language

from pipeline.archive import Archive, open_archive
from pipeline.catalog.files import NewFile, add_document, add_file, set_page_count
from pipeline.catalog.findings import findings_of_document, save_findings, save_marks
from pipeline.catalog.mentions import mentions_on_page
from pipeline.catalog.outbox import clear_all, count_waiting, load_entries
from pipeline.catalog.pages import save_page
from pipeline.catalog.parts import replace_parts
from pipeline.language import load_language, mark_page, page_marks
from pipeline.marks import load_marking
from pipeline.naming import name_across_pages
from pipeline.records import (
    Assertion,
    FileState,
    Found,
    Page,
    PageState,
    Part,
    PersonKind,
    Reading,
    Slot,
    SourceFile,
    reading_id,
)
from pipeline.reports.masking import MASK, Masking
from pipeline.resolution import resolve_people
from pipeline.settings import CONFIG_DIR, Settings

ONE, TWO, THREE = "a" * 64, "b" * 64, "c" * 64


@pytest.fixture(scope="module")
def nlp() -> Language:
    return load_language(Settings(archive=Path("unused"), language_model="none"))


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with open_archive(Settings(archive=tmp_path), create=True) as opened:
        yield opened


def given_file(archive: Archive, nlp: Language, sha256: str, *texts: str, case: str = "Larkin") -> None:
    """A file of these pages, all of one document, in a case; given again, its pages read otherwise."""
    with archive.writing() as connection:
        if add_document(connection, SourceFile(sha256, "x", "text/plain", 9), "address"):
            place = NewFile("/box", f"{case}/{sha256[0]}.txt", 9, 1, sha256, FileState.DONE, None, "police", (case,))
            add_file(connection, place)
        set_page_count(connection, sha256, len(texts))
        for number, text in enumerate(texts, 1):
            save_page(connection, sha256, Page(number, PageState.TEXT_LAYER, Reading(text), 612, 792), "key")
            save_marks(connection, sha256, number, reading_id(text), page_marks(mark_page(nlp, text)))
        replace_parts(connection, sha256, [Part(1, len(texts), None, None, None, (), 1.0)], [])


def told(archive: Archive, sha256: str, number: int) -> list[tuple[str, str, str]]:
    """(name, kind, how it was found) of the mentions on a page."""
    with archive.engine.connect() as connection:
        placed = mentions_on_page(connection, sha256, number)
    return [(one.mention.name, one.mention.kind.value, one.mention.by) for one in placed]


def test_a_surname_is_known_in_the_rest_of_the_document(archive: Archive, nlp: Language) -> None:
    given_file(
        archive, nlp, ONE,
        "Det. John Halloran and ADA Karen Vu met at the precinct.",
        "He said that Halloran had come at nine.",
        "It was raining. Halloran stated that nobody was there. R/O JH left.",
    )  # fmt: skip
    name_across_pages(archive)
    assert ("Halloran", "officer", "document") in told(archive, ONE, 2)
    assert told(archive, ONE, 3) == [
        ("Halloran", "officer", "document"),
        ("John Halloran", "officer", "reference"),
    ]


def test_a_surname_is_known_in_the_case_and_not_outside(archive: Archive, nlp: Language) -> None:
    given_file(archive, nlp, ONE, "Det. John Halloran took the statement.")
    given_file(archive, nlp, TWO, "We asked that Halloran be called.")
    given_file(archive, nlp, THREE, "We asked that Halloran be called.", case="Weir")
    name_across_pages(archive)
    assert told(archive, TWO, 1) == [("Halloran", "officer", "case")]
    assert told(archive, THREE, 1) == []


def test_where_two_bear_it_a_given_name_decides_and_nothing_else(archive: Archive, nlp: Language) -> None:
    given_file(
        archive, nlp, ONE,
        "Det. John Weir arrested the defendant, Thomas Weir, at home.",
        "The lawyer said that Weir knew it. Then T. Weir wept.",
    )  # fmt: skip
    name_across_pages(archive)
    assert [one[:2] for one in told(archive, ONE, 2)] == [("Weir", "other"), ("T. Weir", "defendant")]


def test_a_common_word_needs_the_place_of_a_name(archive: Archive, nlp: Language) -> None:
    said = (
        "We heard that Price was low.",
        "We know that Price Street runs north.",
        "Nothing was left. Price is what they asked for.",
        "A BROWN CAR. THE PRICE WAS PAID IN FULL",
        "They saw that a Price Chevrolet stood there.",
        "Then we drove to Fort Price and no farther.",
        "They saw a Price male in the hall.",
    )
    given_file(archive, nlp, ONE, "Det. Alan Price wrote this.", *said)
    name_across_pages(archive)
    assert [told(archive, ONE, number) for number in range(2, 2 + len(said))] == [
        [("Price", "officer", "document")],
        *([] for _ in said[1:]),
    ]


def test_a_mister_is_what_the_case_says_of_the_only_one_of_that_name(archive: Archive, nlp: Language) -> None:
    given_file(archive, nlp, ONE, "ADA Karen Lane appeared for the People.")
    given_file(archive, nlp, TWO, "Ms. Lane objected.")
    name_across_pages(archive)
    assert told(archive, TWO, 1) == [("Lane", "prosecutor", "title")]
    with archive.writing() as connection:
        save_marks(connection, ONE, 1, "", page_marks(mark_page(nlp, "Nobody appeared.")))
    name_across_pages(archive)
    assert told(archive, TWO, 1) == [("Lane", "other", "title")]


def test_a_name_of_several_words_is_one_mention(archive: Archive, nlp: Language) -> None:
    given_file(
        archive, nlp, ONE,
        "Det. Stanley Havlik spoke to Pablo Ortega Menendez, the victim.",
        "It was the same as before: the HAVLIK, STANLEY file, and what Ortega Menendez said; Ortega alone knew.",
    )  # fmt: skip
    name_across_pages(archive)
    assert [name for name, _kind, _by in told(archive, ONE, 2)] == [
        "Stanley Havlik",
        "Ortega Menendez",
        "Pablo Ortega Menendez",
    ]


def test_a_phrase_means_the_only_one_of_the_document_who_can_be_meant(archive: Archive, nlp: Language) -> None:
    sworn = "I, Det. John Halloran, being duly sworn, depose and say: that I am a detective."
    second = "Your affiant further states that the door was open."
    given_file(archive, nlp, ONE, sworn, second)
    given_file(archive, nlp, TWO, sworn, sworn.replace("John Halloran", "Rita Bellweather"), second)
    name_across_pages(archive)
    assert told(archive, ONE, 2) == [("John Halloran", "officer", "reference")]
    assert told(archive, TWO, 3) == []


def test_a_misread_surname_is_the_one_it_looks_like_in_its_document(archive: Archive, nlp: Language) -> None:
    given_file(archive, nlp, ONE, "Det. John Halloran wrote this.", "We were told that Halioran was away.")
    given_file(archive, nlp, TWO, "We were told that Halioran was away.")
    name_across_pages(archive)
    assert told(archive, ONE, 2) == [("Halloran", "officer", "document")]
    assert told(archive, TWO, 1) == [("Halioran", "officer", "case")]


def test_only_what_changed_is_looked_at_again(archive: Archive, nlp: Language) -> None:
    given_file(archive, nlp, ONE, "Det. John Halloran took the statement.")
    given_file(archive, nlp, TWO, "We asked that Halloran be called.")
    given_file(archive, nlp, THREE, "It was Bellweather who saw it.", case="Weir")
    assert name_across_pages(archive) == 3
    assert name_across_pages(archive) == 0
    before = told(archive, TWO, 1)
    with archive.writing() as connection:
        clear_all(connection)
    given_file(archive, nlp, "d" * 64, "Sgt. Rita Bellweather was there.")
    assert name_across_pages(archive) == 1
    given_file(archive, nlp, "e" * 64, "Sgt. Rita Bellweather was there.", case="Weir")
    assert name_across_pages(archive) == 2
    assert told(archive, THREE, 1) == [("Bellweather", "officer", "case")]
    assert told(archive, TWO, 1) == before


def test_the_index_has_the_kind_that_the_case_tells(archive: Archive, nlp: Language) -> None:
    given_file(archive, nlp, ONE, "Det. John Halloran took the statement.")
    given_file(archive, nlp, TWO, "Mr. Halloran was called, and Halloran came.")
    name_across_pages(archive)
    with archive.engine.connect() as connection:
        entry = load_entries(connection, [(TWO, 1)], load_marking(CONFIG_DIR))[TWO, 1]
    assert entry is not None
    assert entry.officers == ("Halloran",)


def test_who_is_named_no_more_is_forgotten(archive: Archive, nlp: Language) -> None:
    given_file(archive, nlp, ONE, "Det. John Halloran took the statement.", "We asked that Halloran be called.")
    given_file(archive, nlp, TWO, "And Halloran came.")
    name_across_pages(archive)
    assert told(archive, ONE, 2)
    assert told(archive, TWO, 1)
    given_file(archive, nlp, ONE, "A detective took the statement.", "We asked that Halloran be called.")
    name_across_pages(archive)
    assert told(archive, ONE, 2) == told(archive, TWO, 1) == []


def test_a_page_that_is_marked_again_and_says_the_same_keeps_what_it_owes(archive: Archive, nlp: Language) -> None:
    texts = ("Det. John Halloran took the statement.", "We asked that Halloran be called.")
    given_file(archive, nlp, ONE, *texts)
    name_across_pages(archive)
    given_file(archive, nlp, ONE, *texts)
    assert told(archive, ONE, 2) == [("Halloran", "officer", "document")]
    assert name_across_pages(archive) == 0


def test_findings_know_who_stands_in_them(archive: Archive, nlp: Language) -> None:
    text = "We were told that Halloran paid him."
    given_file(archive, nlp, ONE, "Det. John Halloran took the statement.", text)
    start = text.index("Halloran")
    found = Found(
        "informant_incentive", 0, len(text), Assertion.AFFIRMED, 2, slots=(Slot("promisor", start, start + 8),)
    )
    with archive.writing() as connection:
        save_findings(connection, ONE, 2, reading_id(text), "incentives", [found])
        clear_all(connection)
    name_across_pages(archive)
    resolve_people(archive)
    with archive.engine.connect() as connection:
        [finding] = findings_of_document(connection, ONE)
        assert finding.slots[0].person is not None
        assert finding.slots[0].person == mentions_on_page(connection, ONE, 1)[0].person
        assert count_waiting(connection) == 1


def test_the_surname_of_an_informant_is_masked_where_it_stands_alone(archive: Archive, nlp: Language) -> None:
    given_file(
        archive, nlp, ONE,
        "Confidential informant Darnell Ostrow was paid $50. He is the informant.",
        "Later they saw that Ostrow had left.",
    )  # fmt: skip
    name_across_pages(archive)
    resolve_people(archive)
    [(name, kind, by)] = told(archive, ONE, 2)
    assert (name, kind, by) == ("Ostrow", PersonKind.INFORMANT.value, "document")
    text = "Later they saw that Ostrow had left."
    row = {"sha256": ONE, "page": 2, "reading": reading_id(text), "text": text}
    with archive.engine.connect() as connection:
        masked = Masking(connection, archive.settings).mask_row(row)
    assert masked["text"] == text.replace("Ostrow", MASK * 6)
