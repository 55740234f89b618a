"""Printed page and line, speaker, question and answer, examination and witness."""

from pathlib import Path

import pytest

from pipeline.language.plain import tidy_text
from pipeline.layout.furniture import find_furniture
from pipeline.layout.order import order_lines
from pipeline.layout.paper import read_paper
from pipeline.layout.testimony import TranscriptPage, carry
from pipeline.layout.transcript import read_transcript
from pipeline.lexicons import load_lexicon
from pipeline.records import Layout
from pipeline.settings import Settings
from tests.layout.pages import Put, page_of, place_words, rows

SETTINGS = Settings(archive=Path("unused"))
WORDS = {name: load_lexicon(SETTINGS, name) for name in ("furniture", "speakers", "transcripts")}
FIRST = [
    "ANN ITO, a witness called by the People,",
    "having been duly sworn, testified as follows:",
    "DIRECT EXAMINATION",
    "BY MR. LANE:",
    "Q. Were you there?",
    "A. Yes. A man came",
    "out of the house.",
    "MS. COHN: Objection.",
    "THE COURT: Overruled.",
    "Q. And then",
]
SECOND = ["what did he do?", "A. He ran.", "(Pause.)", "CROSS-EXAMINATION", "BY MS. COHN:", "Q. Did he?", "A. He did."]


def pages_of(text: str, layout: Layout | None = None) -> tuple[TranscriptPage, ...]:
    paper = read_paper(tidy_text(text), layout)
    marks = find_furniture(paper, WORDS["furniture"])
    return read_transcript(paper, marks, WORDS["speakers"], WORDS["transcripts"]).pages


def numbered(lines: list[str], page: int) -> str:
    body = [f"{number:>2}  {line}" for number, line in enumerate(lines, 1)]
    return "\n".join([f"                {page}", "", *body])


def said_by(page: TranscriptPage) -> list[tuple[int | None, str | None, str | None, str | None]]:
    return [(line.number, line.role, line.speaker, line.examination) for line in page.lines]


def test_who_speaks_on_every_line() -> None:
    [page] = pages_of(numbered(FIRST, 23))
    assert page.number == "23"
    assert said_by(page)[4:] == [
        (5, "question", "MR. LANE", "direct"),
        (6, "answer", "ANN ITO", "direct"),
        (7, "answer", "ANN ITO", "direct"),
        (8, "lawyer", "MS. COHN", "direct"),
        (9, "court", "THE COURT", "direct"),
        (10, "question", "MR. LANE", "direct"),
    ]
    assert {line.role for line in page.lines[:4]} == {None}
    assert {line.witness for line in page.lines} == {"ANN ITO"}


def test_a_page_goes_on_where_the_one_before_ended() -> None:
    first, second = carry([*pages_of(numbered(FIRST, 23)), *pages_of(numbered(SECOND, 24))])
    assert said_by(second) == [
        (1, "question", "MR. LANE", "direct"),
        (2, "answer", "ANN ITO", "direct"),
        (3, None, None, "direct"),
        (4, None, None, "cross"),
        (5, None, None, "cross"),
        (6, "question", "MS. COHN", "cross"),
        (7, "answer", "ANN ITO", "cross"),
    ]
    assert not first.is_counted


def test_by_itself_a_page_says_that_its_first_lines_go_on() -> None:
    [page] = pages_of(numbered(SECOND, 24))
    assert [line.role for line in page.lines][:2] == ["continued", "answer"]


def test_a_page_number_that_was_not_read_is_counted() -> None:
    texts = [numbered(FIRST, 23), numbered(SECOND, 24).replace("24", "", 1), numbered(SECOND, 25), numbered(SECOND, 26)]
    pages = list(carry(page for text in texts for page in pages_of(text)))
    assert [(page.number, page.is_counted) for page in pages] == [
        ("23", False), ("24", True), ("25", False), ("26", False),
    ]  # fmt: skip


def test_the_running_head_names_witness_and_examination() -> None:
    lines = ["Q. Yes?", "A. Yes.", "Q. No?", "A. No.", "Q. When?", "A. Then."]
    body = [f"{number} {line}" for number, line in enumerate(lines, 1)]
    [page] = pages_of("\n".join(["HALSTON - CROSS - COHN   88", "", *body]))
    assert page.number == "88"
    assert said_by(page)[:2] == [(1, "question", "COHN", "cross"), (2, "answer", "HALSTON", "cross")]


LOST = [f"{'Q.' if at % 2 == 0 else 'A.'} What was said here at {at} that night" for at in range(25)]


def placed(lines: list[str], numbers: dict[int, str], x: float = 60.0) -> tuple[str, Layout]:
    """A page with line numbers in their column, some misread or lost."""
    put: list[Put] = []
    for at, line in enumerate(lines):
        top = 90.0 + 26 * at
        number = numbers.get(at + 1, str(at + 1))
        put += [(x, top, f"{number:>2}   {line}" if number else f"     {line}")]
    reading, layout = page_of(put)
    return reading.text, layout


def test_numbers_that_were_lost_or_misread_are_known_from_their_place() -> None:
    text, layout = placed(LOST, {1: "l", 2: "", 7: "?", 8: "3", 11: "", 12: "", 20: "ZO", 25: "2S"})
    [page] = pages_of(text, layout)
    assert [line.number for line in page.lines] == list(range(1, 26))
    assert [line.role for line in page.lines] == ["question", "answer"] * 12 + ["question"]


def test_the_first_numbers_may_all_be_lost() -> None:
    text, layout = placed(LOST, dict.fromkeys(range(1, 11), ""))
    [page] = pages_of(text, layout)
    assert [line.number for line in page.lines] == list(range(1, 26))


@pytest.mark.parametrize("misread", ["O.", "0", "0.", "©"])
def test_a_q_that_was_misread(misread: str) -> None:
    lines = ["Q.   Were you there?", "A.   Yes.", f"{misread}   And then?", "A.   No.", "Q.   When?", "A.   Then."]
    text, layout = placed([*lines, *lines], {})
    [page] = pages_of(text, layout)
    assert [line.role for line in page.lines] == ["question", "answer"] * 6


def test_an_article_at_the_start_of_a_line_is_no_answer() -> None:
    lines = ["Q    Who was there?", "A    I saw two. It was dark.", "A man ran. Then", "Q Street was empty."]
    text, layout = placed([*lines, *lines, *lines], {})
    [page] = pages_of(text, layout)
    assert [line.role for line in page.lines] == ["question", "answer", "answer", "answer"] * 3


@pytest.mark.parametrize("label", ["THE CCURT:", "THE COURT;", "o THE COURT:", "THE COURT."])
def test_labels_that_were_misread(label: str) -> None:
    lines = ["Q. Yes?", "A. Yes.", f"{label} Sustained.", "Q. No?", "A. No."]
    [page] = pages_of(numbered(lines, 3))
    assert page.lines[2].role == "court"


def test_a_condensed_sheet_is_read_page_by_page() -> None:
    put: list[Put] = []
    for place, (x, top) in enumerate(((40.0, 40.0), (320.0, 40.0), (40.0, 420.0), (320.0, 420.0))):
        put += [(x + 60, top, f"Page {12 + place}")]
        said = ("Q. Yes? Go on", "A. I do. I did")
        put += [(x, top + 20 + 13 * at, f"{at + 1:>2} {said[at % 2]}") for at in range(25)]
    across = sorted(put, key=lambda one: (one[1], one[0]))
    words = order_lines(place_words(across))
    text = "\n".join(" ".join(word.text for word in line) for line in words)
    assert [line for line in text.split("\n") if line.startswith("Page")] == [f"Page {n}" for n in (12, 13, 14, 15)]
    pages = pages_of(text)
    assert [page.number for page in pages] == ["12", "13", "14", "15"]
    assert [len(page.lines) for page in pages] == [25] * 4


def test_columns_of_a_word_index_are_not_mixed() -> None:
    put: list[Put] = [
        (50 + 130.0 * column, 60 + 14.0 * row, f"word{column} {row + 1}:{column + 2}")
        for row in range(30)
        for column in range(4)
    ]
    lines = order_lines(place_words(put))
    assert [line[0].text for line in lines] == [f"word{column}" for column in range(4) for _ in range(30)]
    text = "\n".join(" ".join(word.text for word in line) for line in lines)
    [page] = pages_of(text)
    assert page.is_index


def test_a_list_is_no_transcript() -> None:
    reading, layout = page_of(rows(100, 14, [f"{number} Elm Street" for number in range(20, 39)]))
    assert read_paper(reading.text, layout).numbering == {}
    assert pages_of(reading.text, layout) == ()
