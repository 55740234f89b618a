"""Lines, sentences and speakers: what stands between the page and its words."""

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from spacy.language import Language

from pipeline.language import language_key, mark_page, page_marks
from pipeline.language.plain import plain_copies, tidy_text
from pipeline.language.turns import Turn, find_turns
from pipeline.layout.furniture import find_furniture
from pipeline.layout.paper import read_paper
from pipeline.layout.speakers import speaker_role
from pipeline.layout.transcript import read_transcript
from pipeline.lexicons import load_lexicon
from pipeline.settings import Settings

SETTINGS = Settings(archive=Path("unused"))
TRANSCRIPT = """ 11             HALSTON - DIRECT - LANE
 12   Q.  Did you promise him
 13   anything at all?
 14   A.  No. I did not.
 15             MR. COHN:  Objection.
 16             THE COURT:  Overruled.
 17   Q   And later?
 18   A   Later he was paid.
"""


def plain_text(text: str) -> str:
    return plain_copies(text, find_furniture(read_paper(tidy_text(text)), load_lexicon(SETTINGS, "furniture"))).plain


def turns_of(text: str) -> list[Turn]:
    paper = read_paper(tidy_text(text))
    marks = find_furniture(paper, load_lexicon(SETTINGS, "furniture"))
    sheet = read_transcript(paper, marks, load_lexicon(SETTINGS, "speakers"), load_lexicon(SETTINGS, "transcripts"))
    labels = [label.start for label in sheet.labels]
    return list(find_turns(plain_copies(text, marks, labels).plain, sheet, load_lexicon(SETTINGS, "answers")))


def test_questions_and_answers() -> None:
    turns = turns_of(TRANSCRIPT)
    assert [(t.role, t.question) for t in turns] == [
        ("question", None),
        ("answer", 0),
        ("lawyer", None),
        ("court", None),
        ("question", None),
        ("answer", 4),
    ]
    assert [t.speaker for t in turns if t.speaker] == ["MR. COHN", "THE COURT"]
    assert plain_text(TRANSCRIPT)[turns[0].start : turns[0].end].split() == [
        "Q.",
        "Did",
        "you",
        "promise",
        "him",
        "anything",
        "at",
        "all?",
    ]


def test_line_numbers_neither_break_nor_pollute_a_sentence(nlp: Language) -> None:
    doc = mark_page(nlp, TRANSCRIPT)
    said = [" ".join(doc._.plain[s.start_char : s.end_char].split()) for s in doc.sents]
    assert "Q. Did you promise him anything at all?" in said
    assert said[said.index("A. No.") : said.index("A. No.") + 2] == ["A. No.", "I did not."]


def test_who_asks_is_known_from_the_line_before() -> None:
    turns = list(turns_of("BY MR. LANE:\nQ. Yes?\nA. Yes.\nBY MS. VU:\nQ. No?\nA. No.\n"))
    assert [t.speaker for t in turns] == ["MR. LANE", None, "MS. VU", None]


def test_who_answers_is_the_witness_of_the_running_head(nlp: Language) -> None:
    doc = mark_page(nlp, "Ramos - Direct - Lane\nQ. Yes?\nA. Yes.\nQ. No?\nA. No.\nTHE WITNESS: I said no.\n")
    assert [t.speaker for t in doc._.turns if t.role in {"answer", "witness"}] == ["Ramos"] * 3


@pytest.mark.parametrize(
    "said",
    [
        "A man was seen. A woman ran.\nA third stayed.\n",
        "NAME: Ramos\nADDRESS: Elm\nPHONE: none\nAGE: 22\n",
        "Q Train was late.\nNothing else.\n",
        "",
    ],
)
def test_a_page_that_is_no_transcript_has_no_turns(said: str) -> None:
    assert turns_of(said) == []


@pytest.mark.parametrize(
    ("label", "role"),
    [
        ("THE COURT", "court"),
        ("THE -COURT", "court"),
        ("JUSTICE MARSH", "court"),
        ("THE WITNESS", "witness"),
        ("MR. LANE", "lawyer"),
        ("MS. VU (ADA)", "lawyer"),
        ("DETECTIVE HALSTON", "witness"),
        ("A JUROR", "other"),
        ("THE CLERK", "other"),
        ("COURT OFFICER", "other"),
        ("ADDRESS", None),
        ("SUBJECT", None),
    ],
)
def test_speaker_labels(label: str, role: str | None) -> None:
    assert speaker_role(label, load_lexicon(SETTINGS, "speakers")) == role


@pytest.mark.parametrize(
    ("said", "want"),
    [
        ("Det. Ito left. He was tired.", ["Det. Ito left.", "He was tired."]),
        ("Voucher No. 12 was lost. No. He said so.", ["Voucher No. 12 was lost.", "No.", "He said so."]),
        ("NAME: Ramos\nAGE: 22\n", ["NAME: Ramos", "AGE: 22"]),
        (
            "He was promised a letter to the board by the squad\nand left.\n",
            ["He was promised a letter to the board by the squad and left."],
        ),
        (
            "1. On this date the undersigned spoke to him.\n2. He denied it.\n",
            ["1. On this date the undersigned spoke to him.", "2. He denied it."],
        ),
        ("It was 9 p.m. on Elm St. Brooklyn.", ["It was 9 p.m. on Elm St. Brooklyn."]),
    ],
)
def test_sentences(nlp: Language, said: str, want: list[str]) -> None:
    doc = mark_page(nlp, said)
    assert [" ".join(doc._.plain[s.start_char : s.end_char].split()) for s in doc.sents] == want


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("\u201cno\u201d \u2018x\u2019 a\u2014b", "\"no\" 'x' a-b"),
        ("1\n2\n3\n4\n5\n6\nQ. Yes?", " \n \n \n \n \n \nQ. Yes?"),
        (
            "1. one\n2. two\n3. three\n4. four\n5. five\n6. six\n",
            "1. one\n2. two\n3. three\n4. four\n5. five\n6. six\n",
        ),
    ],
)
def test_the_plain_copy(text: str, plain: str) -> None:
    assert plain_text(text) == plain


@given(st.text(max_size=300))
def test_the_plain_copy_is_as_long_as_the_page(text: str) -> None:
    assert len(plain_text(text)) == len(text)


PIECES = st.sampled_from(
    ["Det. ", "P.O.s ", "Lane", "/", " & ", "#12", "Halloran", ", ", "J. ", "\n", " 12  Q. ", "A. ", "MR. LANE: ", "$3",
     "CI #97-0143",
     "3/4/91", "Witness: ", "THE PEOPLE -against- ", "\f", "\r\n", "\ud800", "\x00", "\u00a0", "İ",
     "ß", "'s", "- Direct -", "(", "“"]
)  # fmt: skip


@given(st.one_of(st.text(max_size=200), st.lists(PIECES, max_size=25).map("".join)))
def test_any_text_goes_through_and_every_offset_is_on_the_page(nlp: Language, text: str) -> None:
    doc = mark_page(nlp, text)
    marks = page_marks(doc)
    assert len(doc.text) == len(text) == len(doc._.plain)
    for mark in (*marks.mentions, *marks.marks):
        assert 0 <= mark.start < mark.end <= len(text)
    for mention in marks.mentions:
        assert mention.name
        assert all(0 <= role.start < role.end <= len(text) for role in mention.roles)
    assert all(0 <= turn.start < turn.end <= len(text) for turn in doc._.turns)
    ends = [(m.start, m.end) for m in marks.mentions]
    assert all(a[1] <= b[0] for a, b in pairwise(ends)), "mentions overlap"


def test_the_key_names_the_lexicons(settings: Settings) -> None:
    assert language_key(settings) == language_key(settings)
    assert len(language_key(settings)) == 16
