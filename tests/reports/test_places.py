"""One box for each line of a quote."""

import pytest

from pipeline.records import Box, Word
from pipeline.reports.places import boxes_of, join_places


def words(*boxes: Box) -> list[Word]:
    return [Word(at * 5, at * 5 + 4, box, 1.0) for at, box in enumerate(boxes)]


def test_words_of_a_line_are_one_box() -> None:
    line = words((10, 10, 30, 20), (35, 11, 60, 21), (65, 9, 80, 19))
    assert boxes_of(line, 0, 14) == [[10, 9, 80, 21]]
    assert boxes_of(line, 5, 9) == [[35, 11, 60, 21]]


def test_part_of_a_word_has_the_box_of_the_word() -> None:
    assert boxes_of(words((10, 10, 30, 20)), 1, 2) == [[10, 10, 30, 20]]


def test_each_line_has_its_own() -> None:
    two = words((10, 10, 30, 20), (35, 10, 60, 20), (10, 24, 30, 34), (35, 24, 60, 34))
    assert boxes_of(two, 5, 14) == [[35, 10, 60, 20], [10, 24, 30, 34]]


def test_a_line_that_goes_on_lower_to_the_right_is_another() -> None:
    assert len(boxes_of(words((10, 10, 30, 20), (35, 24, 60, 34)), 0, 9)) == 2


def test_a_skewed_line_is_one() -> None:
    skewed = words((10, 10, 30, 20), (35, 12, 60, 22), (65, 14, 90, 24))
    assert len(boxes_of(skewed, 0, 14)) == 1


def test_columns_beside_each_other_are_two() -> None:
    """The second column begins above and to the right, but its words follow the last line of the first."""
    assert len(boxes_of(words((10, 100, 30, 110), (200, 10, 230, 20)), 0, 9)) == 2


def test_nothing_where_no_word_stands() -> None:
    assert boxes_of([], 0, 10) == []
    assert boxes_of(words((10, 10, 30, 20)), 4, 5) == []


@pytest.mark.parametrize(
    ("places", "said"),
    [
        (["23:7"], "23:7"),
        (["23:7", "23:8", "23:11"], "23:7-11"),
        (["23:25", "24:1", "24:3"], "23:25-24:3"),
        (["A-25:3", "A-25:4"], "A-25:3-4"),
    ],
)
def test_lines_of_a_transcript_are_cited_as_courts_do(places: list[str], said: str) -> None:
    assert join_places(places) == said
