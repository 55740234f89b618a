"""What the page does with some words: states, denies, supposes, asks. The table is golden/assertion.yml."""

from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from spacy.language import Language

from pipeline.language import mark_page
from pipeline.language.assertion import assertion_at, polarity_words
from pipeline.records import Assertion

ROWS = yaml.safe_load((Path(__file__).parent / "golden" / "assertion.yml").read_text("utf-8"))


@pytest.mark.parametrize("row", ROWS, ids=[f"{n}-{row['because']}" for n, row in enumerate(ROWS)])
def test_golden(nlp: Language, row: dict[str, Any]) -> None:
    start = row["said"].index("«")
    end = row["said"].index("»") - 1
    doc = mark_page(nlp, row["said"].replace("«", "").replace("»", ""))
    assert assertion_at(doc, start, end) == Assertion(row["want"]), row["because"]


def test_words_of_a_pleading_are_alleged(nlp: Language) -> None:
    doc = mark_page(nlp, "AFFIRMATION IN SUPPORT OF MOTION\n\nThe witness was paid.\n")
    start = doc.text.index("paid")
    assert doc._.kind == "motion"
    assert assertion_at(doc, start, start + 4) is Assertion.ALLEGED


@pytest.mark.parametrize(
    ("said", "want"),
    [
        ("He did not promise.", ["not"]),
        ("He did net promise.", ["net"]),
        ("He is now promised a letter.", ["now"]),
        ("He didn't promise.", ["n't"]),
        ("No. He promised.", []),
        ("A note was promised.", []),
    ],
)
def test_short_words_on_which_the_meaning_hangs(nlp: Language, said: str, want: list[str]) -> None:
    doc = mark_page(nlp, said)
    start = said.index("promise")
    assert [doc.text[a:b] for a, b in polarity_words(doc, start, start + 7)] == want


PIECES = st.sampled_from(
    [
        "Q. ",
        "A. ",
        "No",
        " not ",
        "Yes.\n",
        "\n",
        "?",
        " if ",
        "MR. LANE: ",
        "THE COURT: Sustained.\n",
        "xxxxx",
        " he was paid ",
        "\f",
    ]
)


@given(st.lists(PIECES, max_size=20).map("".join), st.integers(0, 200), st.integers(0, 30))
def test_any_place_of_any_text_has_a_status(nlp: Language, text: str, start: int, length: int) -> None:
    doc = mark_page(nlp, text)
    assert isinstance(assertion_at(doc, start, start + length), Assertion)
    assert all(0 <= a < b <= len(text) for a, b in polarity_words(doc, start, start + length))
