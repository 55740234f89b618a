"""What every reader promises, whatever the format: each page once, each word where it is said to be."""

import io
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image

from pipeline.errors import CannotRead
from pipeline.messages import page_from_json, page_to_json
from pipeline.readers import READERS, count_pages, find_reader, media_type, read_pages, reading_key, render_page
from pipeline.records import Page, PageState, SourceFile
from pipeline.settings import Settings
from tests.readers.papers import REPORT, as_source, draw_scan, make_docx, open_canvas, place_scan, write_report


def make_pdf(path: Path) -> None:
    canvas = open_canvas(path)
    write_report(canvas)
    canvas.showPage()
    place_scan(canvas, draw_scan())
    canvas.showPage()
    canvas.showPage()
    canvas.save()


def make_text(path: Path) -> None:
    path.write_text("\n".join(REPORT) + "\f\fThird page.\n", "utf-8")


def make_tiff(path: Path) -> None:
    pages = [draw_scan(), Image.new("L", (1700, 2200), 255), draw_scan(REPORT[:2])]
    pages[0].save(path, save_all=True, append_images=pages[1:], dpi=(200, 200))


def make_image(path: Path) -> None:
    draw_scan().save(path, dpi=(200, 200))


def make_word(path: Path) -> None:
    make_docx(path, [*REPORT, "\fA second page."])


MAKERS: dict[str, tuple[Callable[[Path], None], int]] = {
    "report.pdf": (make_pdf, 3),
    "report.txt": (make_text, 3),
    "report.tif": (make_tiff, 3),
    "report.png": (make_image, 1),
    "report.jpg": (make_image, 1),
    "report.gif": (make_image, 1),
    "report.bmp": (make_image, 1),
    "report.webp": (make_image, 1),
    "report.docx": (make_word, 2),
}


@pytest.fixture(scope="module", params=MAKERS)
def case(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> tuple[SourceFile, Settings, int, list[Page]]:
    """A file of each format, and its pages."""
    folder = tmp_path_factory.mktemp("contract")
    make, expected = MAKERS[request.param]
    make(folder / request.param)
    source, settings = as_source(folder / request.param), Settings(archive=folder / "archive")
    return source, settings, expected, list(read_pages(source, 1, expected, settings))


def test_every_page_comes_once_and_in_order(case: tuple[SourceFile, Settings, int, list[Page]]) -> None:
    source, settings, expected, pages = case
    assert count_pages(source, settings) == expected
    assert [page.number for page in pages] == list(range(1, expected + 1))
    assert [page.number for page in read_pages(source, expected, expected, settings)] == [expected]


def test_words_stand_where_they_are_said_to_stand(case: tuple[SourceFile, Settings, int, list[Page]]) -> None:
    for page in case[3]:
        assert page.reading is not None
        text, end = page.reading.text, 0
        for word in page.reading.words:
            said = text[word.start : word.end]
            assert said
            assert said.split() == [said]
            assert not text[end : word.start].strip(), "every letter of the text belongs to a word"
            end = word.end
            x0, top, x1, bottom = word.box
            assert 0 <= x0 < x1 <= page.width + 0.01
            assert 0 <= top < bottom <= page.height + 0.01
            assert 0 <= word.confidence <= 1
        assert not text[end:].strip()


def test_the_first_page_says_what_was_written(case: tuple[SourceFile, Settings, int, list[Page]]) -> None:
    reading = case[3][0].reading
    assert reading is not None
    assert "did not identify anyone" in reading.text
    assert reading.text.count("Quillfeather") == 1
    assert reading.confidence is not None
    assert reading.confidence > 0.7


def test_a_page_is_drawn_in_the_frame_of_its_boxes(case: tuple[SourceFile, Settings, int, list[Page]]) -> None:
    source, settings, _, pages = case
    image = render_page(source, 1, 72, settings)
    assert image.size == pytest.approx((pages[0].width, pages[0].height), abs=1.5)
    assert pages[0].reading is not None
    text, words = pages[0].reading.text, pages[0].reading.words
    word = next(word for word in words if text[word.start : word.end] == "photographs")
    assert image.convert("L").crop(tuple(map(round, word.box))).getextrema()[0] < 160, "ink is in the box"


def test_a_page_goes_through_a_pipe_unchanged(case: tuple[SourceFile, Settings, int, list[Page]]) -> None:
    for page in case[3]:
        assert page_from_json(page_to_json(page)) == page


@pytest.mark.parametrize("kind", sorted(set(READERS)))
def test_an_empty_file_is_empty_and_a_damaged_one_is_refused(kind: str, tmp_path: Path, settings: Settings) -> None:
    empty = tmp_path / "empty"
    empty.touch()
    with pytest.raises(CannotRead) as refused:
        count_pages(replace(as_source(empty), media_type=kind), settings)
    assert refused.value.state == "empty"


def read_all(source: SourceFile, settings: Settings) -> tuple[str, list[Page]]:
    try:
        return "done", list(read_pages(source, 1, count_pages(source, settings), settings))
    except CannotRead as refused:
        return refused.state, []


@pytest.mark.parametrize("name", ["report.pdf", "report.tif", "report.png", "report.docx"])
def test_a_file_cut_short_ends_in_a_state_with_a_reason(name: str, tmp_path: Path, settings: Settings) -> None:
    make, _ = MAKERS[name]
    make(tmp_path / name)
    data = (tmp_path / name).read_bytes()
    for part in (40, len(data) // 2):
        cut = tmp_path / f"{part}-{name}"
        cut.write_bytes(data[:part])
        source = as_source(cut)
        state, pages = read_all(source, settings)
        assert state in ("done", "quarantined")
        assert all(page.reading is not None or page.problem for page in pages)


def test_limits_on_bytes_and_pages_end_in_quarantine(tmp_path: Path) -> None:
    make_text(tmp_path / "a.txt")
    source = as_source(tmp_path / "a.txt")
    with pytest.raises(CannotRead, match="EXCULPA_FILE_PAGES") as refused:
        count_pages(source, Settings(archive=tmp_path, file_pages=2))
    assert refused.value.state == "quarantined"
    with pytest.raises(CannotRead, match="EXCULPA_FILE_MEGABYTES"):
        count_pages(source, Settings(archive=tmp_path, file_megabytes=0))


def test_an_unknown_kind_is_refused_with_its_name(tmp_path: Path, settings: Settings) -> None:
    (tmp_path / "things.bin").write_bytes(bytes(range(256)))
    with pytest.raises(CannotRead, match="unknown kind") as refused:
        count_pages(as_source(tmp_path / "things.bin"), settings)
    assert refused.value.state == "unsupported"


def test_every_module_of_the_list_is_there() -> None:
    for kind in READERS:
        assert callable(find_reader(kind).read_pages)


@pytest.mark.parametrize(
    ("name", "data", "kind"),
    [
        ("scan.pdf.txt", b"\x00\x00junk %PDF-1.4\n", "application/pdf"),
        ("letter.dat", b"\x89PNG\r\n\x1a\n", "image/png"),
        ("letter.txt", "Šárka".encode("utf-16"), "text/plain"),
        ("letter.txt", b"Dear Sir,\r\n", "text/plain"),
        ("noise.txt", bytes(range(256)), "application/octet-stream"),
        ("page.html", b"<html>", "text/html"),
        ("broken.pdf", b"\x00\x01\x02\x00", "application/pdf"),
    ],
)
def test_the_content_tells_the_kind_before_the_suffix(name: str, data: bytes, kind: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(data)
    assert media_type(tmp_path / name) == kind


def test_the_key_of_reading_changes_with_what_changes_results(tmp_path: Path) -> None:
    one = Settings(archive=tmp_path)
    assert reading_key(one) == reading_key(replace(one, jobs=7, page_seconds=1, archive=tmp_path / "other"))
    assert reading_key(one) != reading_key(replace(one, ocr_dpi=150))
    assert reading_key(one) != reading_key(replace(one, ocr_engine="pytesseract"))


def test_an_image_with_too_many_pixels_is_a_failed_page(tmp_path: Path) -> None:
    data = io.BytesIO()
    Image.new("1", (2000, 2000)).save(data, "PNG")
    (tmp_path / "big.png").write_bytes(data.getvalue())
    source, settings = as_source(tmp_path / "big.png"), Settings(archive=tmp_path, page_megapixels=3)
    [page] = read_pages(source, 1, count_pages(source, settings), settings)
    assert page.state is PageState.FAILED
    assert "EXCULPA_PAGE_MEGAPIXELS" in (page.problem or "")
