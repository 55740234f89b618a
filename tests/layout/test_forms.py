"""A form's label stays with its value, a table's cells with row and column, whatever order the words came in."""

from pathlib import Path
from random import Random

import pytest

from pipeline.layout.arrange import arrange
from pipeline.layout.forms import is_label
from pipeline.layout.regions import fill_in, find_regions
from pipeline.lexicons import load_lexicon
from pipeline.lines import compose
from pipeline.records import Page, PageState, RegionKind
from pipeline.settings import Settings
from tests.layout.pages import PAGE, Put, page_of, place_words

LABELS = load_lexicon(Settings(archive=Path("unused")), "form_labels")
UNDER: list[Put] = [
    (60, 100, "Complainant"), (230, 100, "Other officers"), (400, 100, "Date of this report"),
    (64, 118, "Ramos, Maria"), (234, 118, "Det. Halston"), (404, 118, "3/4/91"),
    (234, 132, "Det. Quill"),
    (60, 170, "Offense"), (230, 170, "Shield No."),
    (64, 188, "ROBBERY 2"), (234, 188, "4411"),
]  # fmt: skip


def fields_of(put: list[Put], cells: tuple[tuple[float, float, float, float], ...] = ()) -> dict[str | None, str]:
    reading, _ = page_of(put)
    page = fill_in(Page(1, PageState.OCR, reading, *PAGE), cells, LABELS)
    text = page.reading.text if page.reading else ""
    return {
        region.value: " ".join(text[region.start : region.end].split())
        for region in page.regions
        if region.kind is RegionKind.FIELD
    }


def test_values_stand_under_their_labels() -> None:
    assert fields_of(UNDER) == {
        "Complainant": "Ramos, Maria",
        "Other officers": "Det. Halston Det. Quill",
        "Date of this report": "3/4/91",
        "Offense": "ROBBERY 2",
        "Shield No.": "4411",
    }


def test_the_order_of_the_engine_does_not_matter() -> None:
    shuffled = list(UNDER)
    Random(1).shuffle(shuffled)
    assert fields_of(shuffled) == fields_of(UNDER)


def test_values_stand_beside_their_labels() -> None:
    put: list[Put] = [(60, 100, "Offense:"), (180, 100, "ROBBERY"), (330, 100, "Witness:"), (440, 100, "Ito, Ann")]
    assert fields_of([*put, (60, 130, "Squad: 75 PDU")]) == {
        "Offense": "ROBBERY",
        "Witness": "Ito, Ann",
        "Squad": "75 PDU",
    }


def test_a_ruled_box_holds_its_value() -> None:
    put: list[Put] = [(60, 100, "Witness"), (64, 130, "Ito, Ann"), (230, 100, "Offense"), (234, 160, "ROBBERY")]
    cells = ((50.0, 90.0, 220.0, 180.0), (220.0, 90.0, 400.0, 180.0))
    assert fields_of(put, cells) == {"Witness": "Ito, Ann", "Offense": "ROBBERY"}
    reading, _ = page_of(put)
    boxes = [region for region in find_regions(reading, cells, LABELS) if region.kind is RegionKind.CELL]
    assert {(region.box, region.value) for region in boxes} == {(cells[0], "1,1"), (cells[1], "1,2")}


def test_a_table_has_rows_and_columns() -> None:
    rows = [("3/4/91", "CI 94-118", "40.00"), ("3/9/91", "CI 94-118", "100.00"), ("4/2/91", "CI 95-003", "25.00")]
    put: list[Put] = [
        (x, 100.0 + 20 * at, said) for at, row in enumerate(rows) for x, said in zip((60, 200, 400), row, strict=True)
    ]
    reading, _ = page_of(put)
    cells = {region.value: reading.text[region.start : region.end] for region in find_regions(reading, (), LABELS)}
    assert cells == {f"{r},{c}": said for r, row in enumerate(rows, 1) for c, said in enumerate(row, 1)}


def test_running_text_has_no_labels() -> None:
    put: list[Put] = [(60, 100.0 + 16 * at, "The witness said that the officer came at night.") for at in range(9)]
    reading, _ = page_of(put)
    assert find_regions(reading, (), LABELS) == ()


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("OTHER OFFICERS", True), ("7. Complainant's Name", True), ("Name (Last, First)", True), ("Pct.", True),
        ("He was there", False), ("Det. Halston", False), ("Ramos, Maria", False),
    ],
)  # fmt: skip
def test_what_is_a_label(said: str, expected: bool) -> None:
    [line] = place_words([(0, 0, said)])
    assert is_label(line, LABELS) is expected


def test_line_numbers_that_an_engine_wrote_apart_go_back_to_their_lines() -> None:
    numbers: list[Put] = [(60, 100.0 + 24 * at, str(at + 1)) for at in range(20)]
    said: list[Put] = [(120, 101.0 + 24 * at, "Q. And did you see the man who ran?") for at in range(20)]
    reading, _ = page_of([*numbers, *said])
    arranged, _ = arrange(reading, (), 0, PAGE)
    assert arranged.text.split("\n") == [f"{at + 1} Q. And did you see the man who ran?" for at in range(20)]


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_a_page_that_was_turned_is_put_in_order_as_it_is_read(turn: int) -> None:
    from pipeline.lines import turn_back
    from pipeline.records import Reading, Word

    reading, _ = page_of([(120, 100, "second"), (60, 100, "first"), (60, 140, "third")])
    size = PAGE if turn in (0, 180) else (PAGE[1], PAGE[0])
    words = tuple(Word(w.start, w.end, turn_back(w.box, turn, size), w.confidence) for w in reading.words)
    arranged, _ = arrange(Reading(reading.text, words, 1.0), (), turn, size)
    assert arranged.text.split() == ["first", "second", "third"]
    assert {w.box for w in arranged.words} == {w.box for w in words}


def test_rows_of_a_table_stay_whole_under_a_head_of_labels() -> None:
    put: list[Put] = [(60, 100, "Item"), (120, 100, "Qty"), (200, 100, "Article"), (420, 100, "Value")]
    goods = [("1", "1", "CASH DRAWER", "$12.00"), ("2", "1", "KNIT CAP", "$1.00"), ("3", "23", "COINS", "$3.85")]
    put += [
        (x, 118.0 + 18 * at, said)
        for at, row in enumerate(goods)
        for x, said in zip((60, 120, 200, 420), row, strict=True)
    ]
    reading, _ = page_of(put)
    arranged, _ = arrange(reading, (), 0, PAGE, LABELS)
    assert "2 1 KNIT CAP $1.00" in arranged.text.split("\n")


def test_figures_that_an_engine_strung_together_go_back_to_their_rows() -> None:
    column = place_words([(60, 100.0 + 20 * at, str(at + 1)) for at in range(4)])
    said = place_words([(120, 100.0 + 20 * at, "an article of some kind") for at in range(4)])
    reading = compose([[[word for line in column for word in line]], said])
    arranged, _ = arrange(reading, (), 0, PAGE)
    assert arranged.text.split("\n") == [f"{at + 1} an article of some kind" for at in range(4)]
