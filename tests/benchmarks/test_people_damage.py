"""Damage moves the marks along: what was marked is still marked, and the same seed damages in the same way."""

from random import Random

import pytest

from benchmarks.people.damage import damage, damage_page, load_confusions, misread
from benchmarks.people.scores import Truth
from pipeline.records import Page, PageState, Reading, Word

TEXT = "Det. John Halloran #4471 of the 75 Squad\nspoke with Officer Maria Ito on the 4th.\n"


def test_without_damage_every_offset_stays() -> None:
    assert damage(TEXT, 0.0, Random(1)) == (TEXT, list(range(len(TEXT) + 1)))


@pytest.mark.parametrize("share", [0.05, 0.1, 0.5])
def test_offsets_rise_and_end_at_the_end(share: float) -> None:
    text, places = damage(TEXT, share, Random(7))
    assert places == sorted(places)
    assert (places[0], places[-1], len(places)) == (0, len(text), len(TEXT) + 1)
    assert text.count("\n") == TEXT.count("\n")
    assert text != TEXT


def test_the_share_of_damaged_characters_is_what_was_asked() -> None:
    long = TEXT * 400
    text, places = damage(long, 0.1, Random(3))
    same = sum(text[places[i] : places[i + 1]] == char for i, char in enumerate(long))
    assert 0.08 < 1 - same / len(long) < 0.11


def test_marks_and_words_move_along() -> None:
    start = TEXT.index("John")
    word = Word(start, start + 4, (0, 0, 10, 10), 0.9)
    page = Page(1, PageState.OCR, Reading(TEXT, (word,), 0.9), 612, 792)
    truth = Truth(("00", 1), ((start, start + 13),), "officer")
    _place, worn, [moved] = damage_page(("00", 1), page, [truth], 0.1, 5)
    assert worn.reading is not None
    [(first, last)] = moved.parts
    assert worn.reading.words[0].start == first
    assert worn.reading.text[first - 1 : first].isspace() or first == 0
    assert abs((last - first) - 13) <= 4


def test_a_seed_damages_in_one_way() -> None:
    assert damage(TEXT, 0.1, Random(9)) == damage(TEXT, 0.1, Random(9)) != damage(TEXT, 0.1, Random(10))


def test_every_shape_is_another_and_a_space_is_lost() -> None:
    shapes = load_confusions()["shapes"]
    assert all(isinstance(key, str) and key not in others for key, others in shapes.items())
    assert all(isinstance(other, str) for others in shapes.values() for other in others)
    assert misread(" ", Random(1)) == ""
