"""Word processing: what a printed page leaves out, and what a page must not say."""

import zipfile
from pathlib import Path

import msoffcrypto
import pytest

from pipeline.errors import CannotRead
from pipeline.readers import count_pages, read_pages
from pipeline.settings import Settings
from tests.readers.offices import make_chunked, make_draft, make_wordperfect
from tests.readers.papers import as_source


def read_text(path: Path, settings: Settings) -> list[str]:
    source = as_source(path)
    pages = read_pages(source, 1, count_pages(source, settings), settings)
    return [page.reading.text for page in pages if page.reading]


def test_the_words_of_a_draft_are_on_its_page(tmp_path: Path, settings: Settings) -> None:
    [text] = read_text(make_draft(tmp_path / "draft.docx"), settings)
    assert "The witness was [deleted by T. Fennimore on 1998-03-02: not ]never paid." in text
    assert "[hidden: Known to the desk only.]" in text
    assert "He was shown six photographs. C1" in text
    assert "C1 Comment by T. Fennimore on 1998-03-02: Do not turn this over." in text
    assert text.startswith("March 2, 1998"), "the day on which it was saved, not the day on which it is read"


def test_a_document_inside_the_document_is_read(tmp_path: Path, settings: Settings) -> None:
    [text] = read_text(make_chunked(tmp_path / "report.docx"), settings)
    assert text == "Interview\nShe did not identify anyone."


@pytest.mark.parametrize("version", [5, 6])
def test_wordperfect_is_read(version: int, tmp_path: Path, settings: Settings) -> None:
    path = make_wordperfect(tmp_path / "memo", version)
    assert read_text(path, settings) == ["The witness was not paid.", "Second page."]


def test_a_password_is_asked_for_unless_everybody_has_it(tmp_path: Path, settings: Settings) -> None:
    plain = make_draft(tmp_path / "draft.docx")
    with zipfile.ZipFile(plain, "a") as archive:
        archive.comment = b" " * 5000  # msoffcrypto cannot lock what is smaller than one block
    for name, password in (("secret.docx", "varnham"), ("open.docx", "VelvetSweatshop")):
        with plain.open("rb") as file, (tmp_path / name).open("wb") as locked:
            msoffcrypto.OfficeFile(file).encrypt(password, locked)
    with pytest.raises(CannotRead, match="password") as refused:
        count_pages(as_source(tmp_path / "secret.docx"), settings)
    assert refused.value.state == "encrypted"
    assert count_pages(as_source(tmp_path / "open.docx"), settings) == 1
