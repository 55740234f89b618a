"""The margin of a transcript gets the numbers and letters that the first reading lost, and no other page is touched."""

from collections.abc import Sequence

import numpy as np

from pipeline.lines import PlacedWord
from pipeline.ocr.margin import Blocks, read_margins
from pipeline.ocr.scale import Grey

EVEN = np.full((1700, 1300), 255, np.uint8)
NUMBER, LETTER, TEXT, STEP = 150.0, 240.0, 300.0, 50.0


def word(text: str, x0: float, top: float, sure: float = 0.95) -> PlacedWord:
    return PlacedWord(text, (x0, top, x0 + 20.0 * len(text), top + 18), sure)


def said(row: int, text: str) -> list[PlacedWord]:
    at, found = TEXT, []
    for one in text.split():
        found.append(word(one, at, 100 + row * STEP))
        at += 22.0 * (len(one) + 1)
    return found


ROWS = (
    "Were they standing there", "Nobody standing there", "Which corner then", "Quarry Road corner", "Were others there",
    "Nobody else there", "When afterwards", "Afterwards nobody came", "Which other evening", "Never another evening",
    "Were they paid", "Nobody paid anything",
)  # fmt: skip
LINES = [said(row, text) for row, text in enumerate(ROWS)]


def first_reading() -> Blocks:
    """What is said, with the later numbers and some letters; the first were taken for a column: one high word."""
    lost = PlacedWord("HB", (150.0, 100.0, 190.0, 400.0), 0.4)
    rows = [[*([word(str(row + 1), NUMBER, 100 + row * STEP)] if row > 5 else []), *LINES[row]] for row in range(12)]
    return [[[lost]], rows]


def read_strip(letters: Sequence[str], touched: dict[int, str]) -> Blocks:
    """The strip as one block: a number, a letter and the first word of each line."""
    return [
        [
            [
                word(touched.get(row, str(row + 1)), NUMBER, top, 0.3),
                word(letters[row], LETTER, top, 0.9 if len(letters[row]) == 1 else 0.2),
                LINES[row][0],
            ]
            for row, top in enumerate(100 + row * STEP for row in range(12))
        ]
    ]


def lines_of(blocks: Blocks) -> list[str]:
    return [" ".join(one.text for one in line) for block in blocks for line in block]


def test_numbers_and_letters_come_before_the_words_of_their_row() -> None:
    letters = list("QA" * 6)
    letters[2], letters[3] = "@Q.", "9."
    read = lines_of(read_margins(first_reading(), EVEN, lambda strip: read_strip(letters, {4: "5°"})))
    assert read[0] == "1 Q Were they standing there"
    assert read[2] == "3 Q. Which corner then"
    assert read[3] == "4 Q. Quarry Road corner"
    assert read[4] == "5 Q Were others there"
    assert read[11] == "12 A Nobody paid anything"
    assert len(read) == 12, "what was seen in the column of numbers is gone, and no number stands alone"


def test_a_number_that_does_not_count_on_is_left_out_and_those_that_do_are_sure() -> None:
    found = read_margins(first_reading(), EVEN, lambda strip: read_strip(list("QA" * 6), {1: "77"}))
    rows = [line for block in found for line in block]
    assert [one.text for one in rows[1]][:2] == ["A", "Nobody"]
    assert rows[0][0].text == "1"
    assert rows[0][0].confidence >= 0.9


def test_a_sentence_that_opens_with_a_letter_is_no_answer() -> None:
    letters = ["Q", "A"] * 6

    def read(strip: Grey) -> Blocks:
        found = read_strip(letters, {})
        found[0][5] = [found[0][5][0], word("A", LETTER, 350.0), word("man", LETTER + 110, 350.0)]
        return found

    assert "6 Nobody else there" in lines_of(read_margins(first_reading(), EVEN, read))


def test_other_pages_are_not_read_again() -> None:
    def never(strip: Grey) -> Blocks:
        raise AssertionError("an ordinary page costs nothing more")

    letter = [[said(row, text) for row, text in enumerate(ROWS)]]
    assert read_margins(letter, EVEN, never) is letter


def test_what_a_strip_has_without_counting_changes_nothing() -> None:
    blocks = first_reading()

    def read(strip: Grey) -> Blocks:
        return [[[word(str(7 * row % 40), NUMBER, 100 + row * STEP), LINES[row][0]] for row in range(12)]]

    assert lines_of(read_margins(blocks, EVEN, read)) == lines_of(first_reading())
