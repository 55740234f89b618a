"""What is a word, on the page and in the query."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.search.analysis import STEM_MARK, VALUE_GAP, analyze, analyze_values, fold, fold_name, stem


def terms_of(text: str) -> list[list[str]]:
    return [[term for term in token.all_terms if term[0].isalnum()] for token in analyze(text)]


@pytest.mark.parametrize(
    ("said", "want"),
    [
        ("Det. Halloran's car", [["det"], ["halloran"], ["car"]]),
        ("O’Brien wasn't", [["obrien"], ["wasnt"]]),
        ("Café ﬁne Łukasz", [["cafe"], ["fine"], ["lukasz"]]),
        ("o\u0301k", [["ok"]]),
        ("C.I. C/I R/O a.k.a. U.S.A.", [["ci"], ["ci"], ["ro"], ["aka"], ["usa"]]),
        ("J. Smith", [["j"], ["smith"]]),
        ("94-118", [["94", "94118"], ["118"]]),
        ("CI-94-118", [["ci", "ci94", "ci94118"], ["94", "94118"], ["118"]]),
        ("line-up", [["line", "lineup"], ["up"]]),
        ("infor-\nmant", [["informant", "infor", "mant"]]),
        ("INFOR-  \r\n  MANT", [["informant", "infor", "mant"]]),
        ("infor\u00admant", [["informant"]]),
        ("Smith-\nJones", [["smith", "smithjones"], ["jones"]]),
        ("94-\n118", [["94", "94118"], ["118"]]),
        ("$1,500.00", [["1500", "150000"], ["00"]]),
        ("1,2,3", [["1"], ["2"], ["3"]]),
        ("3/15/91 at 10:30", [["3", "315", "31591"], ["15", "1591"], ["91"], ["at"], ["10", "1030"], ["30"]]),
        ("5K1.1", [["5k1", "5k11"], ["1"]]),
        ("and/or", [["and"], ["or"]]),
        ("said.The", [["said"], ["the"]]),
        ("under_score", [["under"], ["score"]]),
        ("- … !", []),
    ],
)
def test_words_of_a_page(said: str, want: list[list[str]]) -> None:
    assert terms_of(said) == want


@pytest.mark.parametrize(
    ("same", "as_"),
    [
        ("promises", "promise"),
        ("promised", "promise"),
        ("promising", "promise"),
        ("informants", "informant"),
        ("stopped", "stop"),
        ("agreed", "agree"),
        ("testified", "testify"),
        ("lies", "lie"),
        ("called", "call"),
    ],
)
def test_endings_of_one_word(same: str, as_: str) -> None:
    assert stem(same) == stem(as_)


@pytest.mark.parametrize(
    ("one", "other"),
    [("informant", "information"), ("officer", "office"), ("police", "policy"), ("king", "k"), ("need", "ne")],
)
def test_different_words_stay_apart(one: str, other: str) -> None:
    assert stem(one) != stem(other)


def test_offsets_are_where_the_words_stand() -> None:
    text = "The infor-\nmant, CI 94-118."
    tokens = analyze(text)
    assert [text[token.start : token.end] for token in tokens] == ["The", "infor-\nmant", "CI", "94", "118"]
    assert [text[tokens[3].start : end] for _, end in tokens[3].runs] == ["94-118"]


def test_values_of_a_field_stand_far_apart() -> None:
    positions = [token.position for token in analyze_values(["John Halloran", "", "Maria Vance"])]
    assert positions == [0, 1, 2 + VALUE_GAP, 3 + VALUE_GAP]


def test_names_fold_however_typed() -> None:
    assert fold_name("Lab report") == fold_name("lab-report") == fold_name("LAB_REPORT") == "lab_report"


@given(st.text())
def test_positions_and_offsets_of_any_text(text: str) -> None:
    tokens = analyze(text)
    assert [token.position for token in tokens] == list(range(len(tokens)))
    end = 0
    for token in tokens:
        assert end <= token.start < token.end <= len(text)
        assert all(term.isascii() and term and " " not in term for term in token.all_terms)
        assert all(token.end < run_end <= len(text) for _, run_end in token.runs)
        end = token.end


@given(st.text(min_size=1))
def test_every_word_has_its_stem_at_its_position(text: str) -> None:
    """The engines look for a word near another by its stem alone."""
    for token in analyze(text):
        for term in token.all_terms:
            if term.isalpha():
                assert STEM_MARK + stem(term) in token.all_terms


@given(st.text())
def test_folding_twice_changes_nothing(word: str) -> None:
    assert fold(fold(word)) == fold(word)
