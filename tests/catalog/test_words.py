"""Words come back from their blob as they went in."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.catalog.words import pack_words, unpack_words
from pipeline.records import Word

tenth = st.integers(-5_000_000, 5_000_000).map(lambda n: n / 10)
words = st.builds(
    lambda start, length, box, sure: Word(start, start + length, box, sure / 1000),
    st.integers(0, 10_000_000),
    st.integers(1, 200),
    st.tuples(tenth, tenth, tenth, tenth),
    st.integers(0, 1000),
)


@given(st.lists(words, max_size=40))
def test_words_come_back(given_words: list[Word]) -> None:
    assert unpack_words(pack_words(given_words)) == tuple(given_words)


def test_a_page_of_words_takes_a_few_kilobytes() -> None:
    page = [
        Word(i * 6, i * 6 + 5, ((i % 12) * 45.3, i // 12 * 14.2, (i % 12) * 45.3 + 40, i // 12 * 14.2 + 11), 0.93)
        for i in range(350)
    ]
    assert len(pack_words(page)) < 4000


def test_a_blob_of_another_version_is_refused() -> None:
    with pytest.raises(ValueError, match="version"):
        unpack_words(b"\x09rest")
