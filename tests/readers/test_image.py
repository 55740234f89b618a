"""Images: their size in points, their resolution, which way is up."""

from pathlib import Path

import pytest
from PIL import Image

from pipeline.readers import count_pages, read_pages
from pipeline.records import Page, PageState
from pipeline.settings import Settings
from tests.readers.papers import as_source, draw_scan


def read_one(path: Path, settings: Settings) -> Page:
    [page] = read_pages(as_source(path), 1, 1, settings)
    return page


def box_of(page: Page, said: str) -> tuple[float, ...]:
    assert page.reading is not None
    text = page.reading.text
    return next(word.box for word in page.reading.words if text[word.start : word.end] == said)


def test_an_image_without_resolution_counts_as_72_dpi(tmp_path: Path, settings: Settings) -> None:
    draw_scan().save(tmp_path / "a.png")
    page = read_one(tmp_path / "a.png", settings)
    assert (page.width, page.height) == (1700, 2200)
    assert box_of(page, "Detective")[:2] == pytest.approx((180, 365), abs=10)


def test_a_resolution_gives_points(tmp_path: Path, settings: Settings) -> None:
    draw_scan().save(tmp_path / "a.tif", dpi=(200, 200), compression="tiff_lzw")
    page = read_one(tmp_path / "a.tif", settings)
    assert (page.width, page.height) == (612, 792)
    assert box_of(page, "Detective")[:2] == pytest.approx((65, 131), abs=4)


def test_a_fax_with_half_the_lines_is_read_in_its_true_shape(tmp_path: Path, settings: Settings) -> None:
    fax = draw_scan().resize((1700, 1100)).point(lambda shade: 255 if shade > 160 else 0).convert("1")
    fax.save(tmp_path / "a.tif", dpi=(200, 100), compression="group4")
    page = read_one(tmp_path / "a.tif", settings)
    assert (page.width, page.height) == (612, 792)
    assert page.reading is not None
    assert "photographs" in page.reading.text
    assert box_of(page, "photographs")[1] == pytest.approx(153, abs=6)


def test_a_camera_that_was_held_sideways_is_believed(tmp_path: Path, settings: Settings) -> None:
    exif = Image.Exif()
    exif[274] = 6  # display it turned clockwise by 90 degrees
    draw_scan().rotate(90, expand=True).save(tmp_path / "a.jpg", exif=exif)
    page = read_one(tmp_path / "a.jpg", settings)
    assert (page.width, page.height, page.rotation) == (1700, 2200, 90)
    assert box_of(page, "Detective")[:2] == pytest.approx((180, 365), abs=10)


def test_what_is_transparent_is_paper(tmp_path: Path, settings: Settings) -> None:
    clear = Image.new("RGBA", (1700, 2200), (0, 0, 0, 0))
    ink = draw_scan().point(lambda shade: 255 if shade < 128 else 0)
    clear.paste((0, 0, 0, 255), mask=ink)
    clear.save(tmp_path / "a.png")
    page = read_one(tmp_path / "a.png", settings)
    assert page.reading is not None
    assert "photographs" in page.reading.text


def test_sixteen_bits_are_read(tmp_path: Path, settings: Settings) -> None:
    draw_scan().convert("I").point(lambda shade: shade * 200).convert("I;16").save(tmp_path / "a.png")
    page = read_one(tmp_path / "a.png", settings)
    assert page.reading is not None
    assert "photographs" in page.reading.text


def test_a_damaged_page_of_a_tiff_fails_alone(tmp_path: Path, settings: Settings) -> None:
    pages = [draw_scan(), draw_scan(["SECOND"]), draw_scan(["THIRD"])]
    path = tmp_path / "a.tif"
    pages[0].save(path, save_all=True, append_images=pages[1:], compression="tiff_deflate")
    with Image.open(path) as image:
        image.seek(1)
        start = image.tag_v2[273][0]  # type: ignore[attr-defined]
    data = bytearray(path.read_bytes())
    data[start : start + 200] = bytes(200)
    path.write_bytes(data)
    source = as_source(path)
    states = [page.state for page in read_pages(source, 1, count_pages(source, settings), settings)]
    assert states == [PageState.OCR, PageState.FAILED, PageState.OCR]
