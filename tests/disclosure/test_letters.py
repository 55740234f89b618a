"""Lists of what was given, line by line; demands and memos that enclose something are none."""

import pytest

from pipeline.disclosure import Knowledge
from pipeline.disclosure.letters import find_letters, read_items
from tests.disclosure.conftest import write

LETTER = """COUNTY OF BRAY, OFFICE OF THE PROSECUTOR
March 3, 1989
Re: State v. Roe, Ind. No. 88-1120
Dear Ms. Ito:
Pursuant to the court's order I am turning over to you today:
 (a) DD-5s #1 through #14, except 9;
 (b) lab report of 3/4/88, two pages;
 (c) one audio cassette of the 911 call;
 (d) property voucher H445512
Polaroids of the lineup will be made available for inspection at this office.
The notes of Det. Lane are withheld as work product. There are no tapes of the interview.
Sincerely,
"""
RECEIPT = """RECEIPT
I, Owen Marsh, attorney for Terrell Boone, acknowledge receipt from the State's Attorney on 2 March 1995 of:
- arrest report
- statement of Joe Pell dated 4/2/91 (3 pp.)
- complaint follow ups 1, 2 and 5
"""
RUNNING = (
    "DISCOVERY RESPONSE. Produced herewith: arrest report 92-1803 (SL 0001); follow up no. 7 (SL 0005).\nTapes: none.\n"
)
DEMAND = "Defendant hereby demands that the People produce:\n1. all DD5s\n2. the lab report of 3/4/88\nState v. Roe\n"
MEMO = "MEMORANDUM TO FILE\nEnclosed please find the lab report of 3/4/88.\n"


def items(known: Knowledge, text: str) -> list[tuple[str, str]]:
    words, signs = known.lexicons["paper_words"], known.lexicons["disclosure_letters"]
    letters = list(find_letters([write(text)], signs))
    return [(item.status, min(item.told.sorts)) for letter in letters for item in read_items(letter, words, signs)]


def test_a_letter_with_what_it_gives_and_keeps(known: Knowledge) -> None:
    assert items(known, LETTER) == [
        ("given", "follow_up"),
        ("given", "lab"),
        ("given", "calls"),
        ("given", "property"),
        ("later", "lineup"),
        ("kept", "notes"),
        ("none", "tapes"),
    ]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (RECEIPT, [("given", "arrest_report"), ("given", "statement"), ("given", "follow_up")]),
        (RUNNING, [("given", "arrest_report"), ("given", "follow_up"), ("none", "tapes")]),
        (DEMAND, []),
        (MEMO, []),
    ],
)
def test_receipts_running_lists_demands_and_memos(known: Knowledge, text: str, found: list[tuple[str, str]]) -> None:
    assert items(known, text) == found


def test_the_words_of_an_item_are_cited(known: Knowledge) -> None:
    words, signs = known.lexicons["paper_words"], known.lexicons["disclosure_letters"]
    letter = write(LETTER)
    for item in read_items(letter, words, signs):
        assert LETTER[item.cited.start : item.cited.end] == item.cited.quote
