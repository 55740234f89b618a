"""Runs of printed numbers: gaps are told with their places, misread numbers are no gaps."""

import pytest

from pipeline.documents.numbering import (
    BATES,
    BatesRange,
    Numbered,
    drop_misread,
    find_breaks,
    find_breaks_between,
    find_page_breaks,
    read_bates,
    say_break,
)
from pipeline.documents.signs import PrintedNumber, Signs
from pipeline.records import Leaf, Mark, PageState, Part


def run(*values: int | None) -> list[Numbered]:
    """Numbers on pages 1, 2, ...; None where none was read."""
    return [Numbered(page, value, f"{value:06}") for page, value in enumerate(values, 1) if value is not None]


def breaks(*values: int | None) -> list[tuple[str, int | None, int]]:
    return [(b.what, b.after_page, b.missing) for b in find_breaks(list(drop_misread(run(*values))), BATES)]


@pytest.mark.parametrize(
    ("values", "found"),
    [
        ((311, 312, 313, 314), []),
        ((315, 316, 317, 321, 322), [("gap", 3, 3)]),
        ((311, 812, 313, 314), []),
        ((311, 312, 373, 374, 315, 316), []),
        ((911, 312, 313, 314), []),
        ((311, None, 313, None, None, 316), []),
        ((311, None, 315, 316), [("gap", 1, 2)]),
        ((311, 312, 312, 313), [("repeat", 2, 0)]),
        ((311, 312, 201, 202, 203), [("order", 2, 0)]),
        ((311, 312, 313, 394), []),
        ((311, 312, 313, 397), [("gap", 3, 83)]),
        ((1, 2, 3, 10, 11, 6, 7), [("gap", 3, 6), ("order", 5, 0)]),
        ((), []),
    ],
)
def test_gaps_and_misreadings(values: tuple[int | None, ...], found: list[tuple[str, int, int]]) -> None:
    assert breaks(*values) == found


def test_a_gap_is_said_with_its_place() -> None:
    (found,) = find_breaks([Numbered(12, 317, "000317"), Numbered(13, 321, "000321")], BATES)
    assert say_break(found) == "after page 12: Bates number 000317 is followed by 000321, 3 are missing"


def bates_leaf(page: int, *values: str) -> Leaf:
    marks = tuple(Mark(0, 1, "bates", value) for value in values)
    return Leaf(page, "x", PageState.OCR, 612, 792, marks=marks)


def test_a_misread_prefix_belongs_to_the_run() -> None:
    values = ("USA-000101", "U5A-000102", "USA-000103", "USA-000104", "USA-000105")
    (found,) = read_bates([bates_leaf(page, value) for page, value in enumerate(values, 1)])
    assert found.prefix == "USA"
    assert [number.value for number in found.numbers] == [101, 102, 103, 104, 105]


def test_two_numbers_are_no_series() -> None:
    assert read_bates([bates_leaf(1, "USA-000101"), bates_leaf(2, "USA-000102")]) == ()


def test_gaps_between_the_files_of_a_case() -> None:
    one, other = BatesRange("P", tuple(run(1, 2, 3))), BatesRange("P", tuple(run(11, 12)))
    ((before, after, found),) = find_breaks_between([("b.pdf", other), ("a.pdf", one)])
    assert (before, after, found.what, found.missing) == ("a.pdf", "b.pdf", "gap", 7)
    overlap = find_breaks_between([("a.pdf", one), ("c.pdf", BatesRange("P", tuple(run(3, 4))))])
    assert [found.what for _before, _after, found in overlap] == ["repeat"]


def signs(*numbers: PrintedNumber) -> Signs:
    return Signs(frozenset(), numbers, frozenset(), None, None, "", "", 5, False, False)


def page_breaks(*pages: tuple[PrintedNumber, ...]) -> list[str]:
    part = Part(1, len(pages), None, None, None, (), 1.0)
    found = find_page_breaks(part, {number: signs(*shown) for number, shown in enumerate(pages, 1)})
    return [say_break(one) for one in found]


def test_a_document_that_misses_pages() -> None:
    one, two, four = (PrintedNumber(value, 5, True) for value in (1, 2, 4))
    assert page_breaks((one,), (two,), (four,)) == [
        "after page 2: page number 2 is followed by 4, 1 is missing",
        "after page 3: the document counts 5 pages, and 1 is missing",
    ]
    assert page_breaks((PrintedNumber(2, 3, True),), (PrintedNumber(3, 3, True),)) == [
        "at page 1: the document begins with page number 2; 1 is missing"
    ]


def test_a_transcript_may_begin_anywhere() -> None:
    assert page_breaks(*((PrintedNumber(value),) for value in (411, 412, 413, 414))) == []


def test_bare_numbers_that_follow_nothing_are_no_page_numbers() -> None:
    assert page_breaks((PrintedNumber(12),), (PrintedNumber(40),), (PrintedNumber(3),)) == []
