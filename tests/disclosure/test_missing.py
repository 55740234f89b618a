"""Papers that are told of and not here, and numbers that are left out."""

from dataclasses import replace

import pytest

from pipeline.disclosure import Knowledge, find_gaps
from pipeline.records import Gap, Mark
from tests.disclosure.conftest import case, told, write

DD5 = "complaint_followup_dd5"


def dd5(number: int, body: str, file_set: str = "police") -> str:
    return f"COMPLAINT FOLLOW UP          DD5 #{number}\nSUBJECT: CANVASS\n\n1. {body}\nDET. ROY ASTER #2210\n"


def referred(known: Knowledge, *texts: tuple[str, str | None]) -> list[str]:
    papers = [write(text, "unknown", kind) for text, kind in texts]
    return [quote for _status, quote in told(find_gaps(case(*papers), known), "referred")]


@pytest.mark.parametrize(
    "body",
    [
        "For the account of the super see DD5 #12 by Det. Cole.",
        "The interview of Carl Dove was tape recorded.",
        "Statement of the girlfriend to follow.",
        "Det. Wynn will submit a separate report of his talk with the examiner.",
        "He was viewed by the clerk, refer to lineup report.",
        "As per hospital records he was a patient that night.",
    ],
)
def test_what_is_not_here(known: Knowledge, body: str) -> None:
    (quote,) = referred(known, (dd5(9, body), DD5))
    assert quote.endswith(body)


@pytest.mark.parametrize(
    ("body", "other", "kind"),
    [
        ("For the account of the super see DD5 #12.", dd5(12, "He saw nothing."), DD5),
        ("He was viewed by the clerk, refer to lineup report.", "LINEUP REPORT\nPOSITION 3\n", "lineup_form"),
        ("Statement of Jane Moss to follow.", "STATEMENT OF WITNESS\nI, Jane Moss, say that\n", "witness_statement"),
        ("See Patrol Guide 113 for the report.", "x", None),
        ("He was told to follow the car and report back.", "x", None),
    ],
)
def test_what_is_here_or_is_no_paper(known: Knowledge, body: str, other: str, kind: str | None) -> None:
    assert referred(known, (dd5(9, body), DD5), (other, kind)) == []


def of_kind(known: Knowledge, kind: str, *texts: str, letter: str = "") -> list[Gap]:
    papers = [write(text, "produced", DD5) for text in texts]
    papers += [write(letter, "produced", "discovery_letter")] if letter else []
    return [gap for gap in find_gaps(case(*papers), known) if gap.kind == kind]


def test_a_series_that_leaves_numbers_out(known: Knowledge) -> None:
    found = of_kind(known, "series", dd5(2, "Nothing seen."), dd5(3, "Nobody home."), dd5(6, "No answer."))
    assert [(gap.before, gap.after, gap.missing) for gap in found] == [(None, "2", 1), ("3", "6", 2)]
    assert not of_kind(known, "series", dd5(1, "Nothing seen."), dd5(2, "Nobody home."))


def test_stamps_of_single_pages(known: Knowledge) -> None:
    pages = [dd5(n, "Nothing seen.") + f"\n          BRAY {number:06}" for n, number in ((1, 11), (2, 12), (3, 15))]
    (gap,) = of_kind(known, "bates", *pages)
    assert (gap.before, gap.after, gap.missing) == ("BRAY-000012", "BRAY-000015", 2)
    assert [cited.quote for cited in gap.citations] == ["BRAY 000012", "BRAY 000015"]


def test_stamps_that_a_list_names(known: Knowledge) -> None:
    letter = (
        "DISCOVERY INVENTORY\n  1. DD5 no. 1      BRAY 000011\n  2. arrest report 88-101    BRAY 000012 - BRAY 000013\n"
    )
    (gap,) = of_kind(known, "bates", dd5(1, "Nothing seen.") + "\nBRAY 000011", letter=letter)
    assert (gap.before, gap.missing) == ("11", 2)
    assert "a list names 000012, 000013" in gap.says


def test_pages_that_a_paper_counts(known: Knowledge) -> None:
    text = (
        "COMPLAINT FOLLOW UP     DD5 #1       Page 1 of 3\nSUBJECT: CANVASS\n\n1. Nothing was seen by anybody there.\n"
    )
    paper = write(text, "produced", DD5)
    mark = Mark(text.index("Page"), text.index(" of 3") + 5, "page_number", "1/3")
    marked = replace(paper, leaves=(replace(paper.leaves[0], marks=(mark,)),))
    (gap,) = (gap for gap in find_gaps(case(marked), known) if gap.kind == "pages")
    assert gap.citations[0].quote == "Page 1 of 3"
    assert (gap.what, gap.missing) == ("cut_short", 2)
