"""What a line says of a paper, and whether two descriptions can be of one."""

import pytest

from pipeline.disclosure import Knowledge
from pipeline.disclosure.describing import Description, describe, fold_number, is_same


def read(known: Knowledge, text: str) -> Description:
    return describe(text, known.lexicons["paper_words"])


@pytest.mark.parametrize(
    ("text", "sort", "serials"),
    [
        ("DD-5s #1 through #4", "follow_up", {1, 2, 3, 4}),
        ("DD5s numbered 1 and 3", "follow_up", {1, 3}),
        ("complaint follow ups 1, 2 and 5", "follow_up", {1, 2, 5}),
        ("follow-up reports nos. 7-9, except 8", "follow_up", {7, 9}),
        ("supplementary report, 3 pages", "follow_up", set()),
        ("DET. LANE #311, laboratory report", "lab", set()),
    ],
)
def test_series(known: Knowledge, text: str, sort: str, serials: set[int]) -> None:
    found = read(known, text)
    assert (found.sorts, found.serials) == (frozenset({sort}), frozenset(serials))


def test_dates_stamps_and_numbers_are_told_apart(known: Knowledge) -> None:
    found = read(known, "lab report of 3/4/88, no. 88-L-1182, BRAY 000101 to BRAY 000103; voucher H445512")
    assert found.dates == {"1988-03-04"}
    assert found.numbers == {"88L1182", "H445512"}
    assert found.bates == (("BRAY", 101), ("BRAY", 102), ("BRAY", 103))


def test_misread_digits_of_a_number_are_one(known: Knowledge) -> None:
    assert fold_number("H44S5I2") == fold_number("H 445512")


@pytest.mark.parametrize(
    ("line", "head", "same"),
    [
        ("follow-up no. 3", "COMPLAINT - FOLLOW UP NO. 3", True),
        ("follow-up no. 3", "COMPLAINT - FOLLOW UP NO. 4", False),
        ("lab report of 3/4/88", "LABORATORY REPORT\nDate: March 4, 1988", True),
        ("lab report of 3/4/88", "LABORATORY REPORT\nDate: March 9, 1988", False),
        ("arrest report 90-4471", "ARREST REPORT\nNO. 90-4471", True),
        ("arrest report", "ARREST REPORT\nNO. 90-4471", None),
        ("autopsy report", "ARREST REPORT\nNO. 90-4471", False),
        ("a report", "ARREST REPORT", False),
    ],
)
def test_one_paper_or_two(known: Knowledge, line: str, head: str, same: bool | None) -> None:
    assert is_same(read(known, line), read(known, head)) is same
