"""What is printed around the text is told apart and taken out of the sentences it interrupts."""

from pathlib import Path

import pytest
from spacy.language import Language

from pipeline.language import load_language, mark_page, page_marks
from pipeline.layout.furniture import bates_value, find_furniture
from pipeline.layout.paper import read_paper
from pipeline.lexicons import load_lexicon
from pipeline.settings import Settings
from tests.layout.pages import page_of, rows

SETTINGS = Settings(archive=Path("unused"))
LEXICON = load_lexicon(SETTINGS, "furniture")
BODY = ["The undersigned went to the building on Elm Street and spoke to the tenants."] * 8


@pytest.fixture(scope="module")
def nlp() -> Language:
    return load_language(SETTINGS)


def said_of(text: str) -> list[tuple[str, str | None]]:
    return [(mark.label, mark.value) for mark in find_furniture(read_paper(text), LEXICON)]


@pytest.mark.parametrize(
    ("head", "want"),
    [
        ("page 3 of 7", [("page_number", "3/7")]),
        ("- 3 -", [("page_number", "3")]),
        ("3", [("page_number", "3")]),
        ("Page l of 3", [("page_number", "1/3")]),
        ("A-25", [("page_number", "A-25")]),
        ("DD5 No. 14   Page 2 of 3", [("page_number", "2/3")]),
        ("HALSTON - DIRECT - LANE  412", [("running_head", "HALSTON - DIRECT - LANE 412"), ("page_number", "412")]),
        ("88  Ramos - Cross", [("page_number", "88"), ("running_head", "88 Ramos - Cross")]),
        ("Harbor Reporting Company", [("running_head", "Harbor Reporting Company")]),
        ("Usa 000123", [("bates", "USA-000123")]),
        ("DEF000123", [("bates", "DEF-000123")]),
        ("000123", [("bates", "000123")]),
        ("CERTIFIED TRUE COPY", [("certification", "CERTIFIED TRUE COPY")]),
        ("(Continued)", [("catchword", "(Continued)")]),
        ("DATE 03-04-91 BY 60267NLS/abc", [("release_stamp", "DATE 03-04-91 BY 60267NLS/abc")]),
        ("The undersigned was there.", []),
        ("14 Elm Street", []),
        ("DD5 14", []),
    ],
)
def test_heads_and_feet(head: str, want: list[tuple[str, str]]) -> None:
    for text in ("\n".join([head, "", *BODY]), "\n".join([*BODY, "", head])):
        found = said_of(text)
        assert sorted(found, key=str) == sorted(want, key=str)


def test_a_fax_header_knows_its_page() -> None:
    text = "\n".join(["MAR-04-1991 14:22 FROM HARBOR PRECINCT TO 5550100 P.02/05", *BODY])
    assert [(label, value) for label, value in said_of(text) if label == "page_number"] == [("page_number", "2/5")]
    assert said_of(text)[0][0] == "fax_header"


def test_a_number_in_the_middle_of_the_page_is_no_page_number() -> None:
    reading, layout = page_of([*rows(60, 24, BODY), (90, 400, "412"), *rows(440, 24, BODY), (300, 750, "17")])
    marks = find_furniture(read_paper(reading.text, layout), LEXICON)
    assert [(m.label, m.value) for m in marks] == [("page_number", "17")]


def test_a_page_that_was_turned_is_read_by_its_lines() -> None:
    reading, layout = page_of([(90, 30, "- 3 -"), *rows(60, 24, BODY)])
    turned = [
        (word.start, word.end, (792 - word.box[3], word.box[0], 792 - word.box[1], word.box[2]), 1.0)
        for word in reading.words
    ]
    sideways = type(layout)(tuple(type(reading.words[0])(*word) for word in turned), 792.0, 612.0)
    assert [m.value for m in find_furniture(read_paper(reading.text, sideways), LEXICON)] == ["3"]


@pytest.mark.parametrize(
    ("printed", "value"),
    [("Usa 000123", "USA-000123"), ("NYX-DA-004512", "NYX-DA-004512"), ("DEFO00123", "DEF-000123"), ("12345", "12345")],
)
def test_bates_numbers_have_a_normal_form(printed: str, value: str) -> None:
    assert bates_value(printed) == value


def test_furniture_is_marked_on_the_page_and_kept_out_of_its_sentences(nlp: Language) -> None:
    text = (
        "Ramos - Cross - Cohn  88\n"
        "Q.  Did the detective who came to the jail promise you a letter\n"
        "CERTIFIED TRUE COPY\n"
        "to the parole board?\nA.  He did.\nQ.  When?\nA.  In May.\nUSA-000123\n"
    )
    doc = mark_page(nlp, text)
    said = [" ".join(doc._.plain[s.start_char : s.end_char].split()) for s in doc.sents]
    assert "Q. Did the detective who came to the jail promise you a letter to the parole board?" in said
    marks = {(m.label, m.value) for m in page_marks(doc).marks}
    assert {("bates", "USA-000123"), ("page_number", "88"), ("certification", "CERTIFIED TRUE COPY")} <= marks
    assert [(m.name, m.has_role("testifying")) for m in doc._.mentions if m.start == 0] == [("Ramos", True)]


def test_a_name_broken_at_a_line_end_is_found_and_cited_as_it_stands(nlp: Language) -> None:
    lines = ["Q.  Were you there when Detective Hal-", "loran of the squad came?", "A.  Yes.", "Q.  Alone?", "A.  No."]
    text = "\n".join(f" {number}   {line}" for number, line in enumerate(lines, 1))
    doc = mark_page(nlp, text)
    mention = next(m for m in doc._.mentions if m.name == "Halloran")
    assert text[mention.start : mention.end].split() == ["Detective", "Hal-", "2", "loran"]
    assert len(doc._.plain) == len(text)


@pytest.mark.parametrize(
    ("text", "want"),
    [
        ("the cross-\nexamination of him", "the cross-examination"),
        ("Ann Smith-\nJones left", "Ann Smith-Jones"),
        ("the infor-\nmant, who", "the informant,"),
        ("HALLO-\nRAN", "HALLORAN"),
        ("He said -\nnothing", "He said - nothing"),
    ],
)
def test_hyphens_at_line_ends(nlp: Language, text: str, want: str) -> None:
    assert " ".join(mark_page(nlp, text)._.plain.split()).startswith(want)
