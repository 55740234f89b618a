"""Plain text: its encodings, its pages, its offsets."""

from pathlib import Path

import pytest

from pipeline.errors import CannotRead
from pipeline.readers import count_pages, read_pages
from pipeline.readers.text import MOST_LETTERS
from pipeline.records import Page, PageState
from pipeline.settings import Settings
from tests.readers.papers import as_source


def read_all(path: Path, data: bytes, settings: Settings) -> list[Page]:
    path.write_bytes(data)
    source = as_source(path)
    return list(read_pages(source, 1, count_pages(source, settings), settings))


def texts(pages: list[Page]) -> list[str]:
    return [page.reading.text for page in pages if page.reading]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "cp1252"])
def test_encodings_of_the_time_are_understood(encoding: str, tmp_path: Path, settings: Settings) -> None:
    said = "Señora Peña said: “He was not there.” She paid £40 at the café — twice."
    assert texts(read_all(tmp_path / "a.txt", said.encode(encoding), settings)) == [said]


def test_a_form_feed_starts_a_page_and_the_last_one_ends_it(tmp_path: Path, settings: Settings) -> None:
    pages = read_all(tmp_path / "a.txt", b"One\r\ntwo\f\r\n\fThree\f", settings)
    assert texts(pages) == ["One\ntwo", "", "Three"]
    assert [page.state for page in pages] == [PageState.TEXT_LAYER, PageState.BLANK, PageState.TEXT_LAYER]


def test_the_spacing_of_the_file_is_kept(tmp_path: Path, settings: Settings) -> None:
    [page] = read_all(tmp_path / "a.txt", b"Name:     Orrin Dask\n\n  Aged:\t31", settings)
    assert texts([page]) == ["Name:     Orrin Dask\n\n  Aged:\t31"]
    assert page.reading is not None
    assert page.reading.words[1].box == (108.0, 36.0, 144.0, 48.0)


def test_a_file_without_form_feeds_is_cut_at_line_ends(tmp_path: Path, settings: Settings) -> None:
    line = "A line of a long printout without page breaks.\n"
    pages = read_all(tmp_path / "a.txt", (line * 5000).encode(), settings)
    assert len(pages) == 3
    assert all(len(text) <= MOST_LETTERS for text in texts(pages))
    assert "\n".join(texts(pages)) == (line * 5000).rstrip("\n")


def test_nothing_but_white_space_is_empty(tmp_path: Path, settings: Settings) -> None:
    with pytest.raises(CannotRead) as refused:
        read_all(tmp_path / "a.txt", b" \r\n\t\f\n", settings)
    assert refused.value.state == "empty"
