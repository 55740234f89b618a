"""Printed columns are told from typed pages, forms and specks by where the words stand."""

import pytest

from pipeline.language.columns import has_narrow_print, has_printed_columns
from pipeline.language.kinds import guess_kind, load_kind_words
from pipeline.letters import Letters
from pipeline.lexicons import Lexicon
from pipeline.records import Layout, Word


def page(*columns: tuple[float, float], lines: int = 40, word: str = "river") -> tuple[str, Layout]:
    """Words of running text, line by line, in columns from x0 to x1."""
    parts: list[str] = []
    words: list[Word] = []
    at = 0
    for line in range(lines):
        for left, right in columns:
            x = left + 5 * line % 29  # words of two lines end in other places
            while x + 26 <= right:
                words.append(Word(at, at + len(word), (x, 40.0 + 14 * line, x + 26, 50.0 + 14 * line), 0.9))
                parts.append(word)
                at += len(word) + 1
                x += 32
    return " ".join(parts), Layout(tuple(words), 612, 792)


@pytest.mark.parametrize(
    ("columns", "found"),
    [
        (((40, 290), (320, 570)), True),
        (((40, 200), (220, 380), (400, 570)), True),
        (((40, 570),), False),
        (((40, 330), (560, 590)), False),
    ],
)
def test_columns(columns: tuple[tuple[float, float], ...], found: bool) -> None:
    assert has_printed_columns(*page(*columns)) is found


def test_a_table_in_capitals_is_no_running_text() -> None:
    assert not has_printed_columns(*page((40, 290), (320, 570), word="BOOKED"))


def test_a_page_of_few_words_says_nothing() -> None:
    assert not has_printed_columns(*page((40, 290), (320, 570), lines=5))


def test_a_page_in_columns_is_cut_from_a_newspaper_where_nothing_else_tells() -> None:
    text, layout = page((40, 290), (320, 570))
    (sign,) = guess_kind(text, (), load_kind_words(Lexicon("none", "nothing", (), Letters(()))), layout)
    assert (sign.kind, sign.by) == ("press_clipping", "words")


def lines_of(width: float, letter: float, word: str = "river", sure: float = 0.9) -> tuple[str, Layout]:
    """Forty lines of running text, each so wide, in letters of one width."""
    parts: list[str] = []
    words: list[Word] = []
    at = 0
    for line in range(40):
        x = 60.0
        while x + 5 * letter <= 60 + width:
            words.append(Word(at, at + 5, (x, 40.0 + 14 * line, x + 5 * letter, 50.0 + 14 * line), sure))
            parts.append(word)
            at += 6
            x += 6 * letter
        parts[-1] += "\n"
    return "".join(part if part.endswith("\n") else part + " " for part in parts), Layout(tuple(words), 612, 792)


@pytest.mark.parametrize(
    ("page_of", "found"),
    [
        (lines_of(150, 4.2), True),
        (lines_of(480, 4.2), False),
        (lines_of(250, 7.2), False),
        (lines_of(150, 4.2, word="River"), False),
        (lines_of(150, 4.2, sure=0.2), False),
    ],
)
def test_narrow_lines_of_small_print(page_of: tuple[str, Layout], found: bool) -> None:
    assert has_narrow_print(*page_of) is found
