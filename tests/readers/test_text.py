"""Plain text: its encodings, its pages, its offsets."""

from pathlib import Path

import pytest

from pipeline.errors import CannotRead
from pipeline.readers import count_pages, read_pages
from pipeline.readers.encodings import decode
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


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"])
def test_encodings_of_the_time_are_understood(encoding: str, tmp_path: Path, settings: Settings) -> None:
    said = "Señora Peña said: “He was not there.” She paid £40 at the café — twice."
    assert texts(read_all(tmp_path / "a.txt", said.encode(encoding), settings)) == [said]


@pytest.mark.parametrize(
    ("said", "encoding"),
    [
        ("Mr. Peña was seen at the café: 5½ pounds, 98°", "cp437"),
        ("╔════════╗\n║ Paid £5 ║\n╚════════╝", "cp437"),
        ("├─────┼────┤\n│Dask │ 500│", "cp437"),
        ("“He didn’t see him” — twice…", "mac_roman"),
        ("• Paid\n• Not paid, says Mr. Núñez", "mac_roman"),
        ("The boys’ house (§ 12) — 60 °F", "cp1252"),
        ("¿Quién? Señor Ibáñez, el 3 de mayo", "cp1252"),
    ],
)
def test_odd_letters_make_sense_where_they_stand(said: str, encoding: str) -> None:
    assert decode(said.encode(encoding)) == said


def test_what_only_moved_the_printer_is_carried_out(tmp_path: Path, settings: Settings) -> None:
    data = b"\x1bE\x1b&l0ON\x08NA\x08AME\r____\r\n_\x08p_\x08a_\x08i_\x08d \x1b[31min red\x1b[0m\r\nTRUE\rFALSE\r\n"
    assert texts(read_all(tmp_path / "a.txt", data, settings)) == ["NAME\npaid in red\nTRUE\nFALSE"]


def test_a_mainframe_printout_has_its_pages_and_no_signs(tmp_path: Path, settings: Settings) -> None:
    printed = b"1ARREST LOG\n NAME\n+____\n DASK\n0SECOND BLOCK\n-THIRD\n1PAGE TWO\n LAST LINE\n"
    pages = texts(read_all(tmp_path / "a.prn", printed, settings))
    assert pages == ["ARREST LOG\nNAME\nDASK\n\nSECOND BLOCK\n\n\nTHIRD", "PAGE TWO\nLAST LINE"]


@pytest.mark.parametrize(
    "text", ["1. One\n   more\n2. Two\n", "1 A\n  b\n  c\n- d\nEnd\n", "10 A\n 11\n 12\n 13\n 14\n"]
)
def test_a_list_is_no_printout(text: str, tmp_path: Path, settings: Settings) -> None:
    assert texts(read_all(tmp_path / "a.txt", text.encode(), settings)) == [text.rstrip("\n")]


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
