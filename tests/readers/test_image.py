"""Images: their size in points, their resolution, which way is up."""

import io
import struct
from pathlib import Path

import pytest
from PIL import Image

from pipeline.readers import count_pages, read_pages, render_page
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


@pytest.mark.parametrize("compression", ["group3", "group4", "packbits", "tiff_ccitt", "tiff_lzw", "jpeg"])
@pytest.mark.parametrize("white", [0, 1])
def test_the_compressions_of_old_scanners_are_known(compression: str, white: int, tmp_path: Path) -> None:
    scan = draw_scan() if compression == "jpeg" else draw_scan().point(lambda shade: 255 * (shade > 128)).convert("1")
    scan.save(tmp_path / "a.tif", compression=compression, dpi=(200, 200), tiffinfo={262: white})
    assert_drawn(tmp_path / "a.tif")


@pytest.mark.parametrize("name", ["a.jp2", "a.tga", "a.pcx", "a.avif", "a.psd"])
def test_rarer_kinds_of_images_are_drawn(name: str, tmp_path: Path) -> None:
    if name == "a.psd":
        head = (
            b"8BPS" + bytes([0, 1]) + bytes(6) + bytes([0, 1]) + (2200).to_bytes(4, "big") + (1700).to_bytes(4, "big")
        )
        data = draw_scan().tobytes()
        (tmp_path / name).write_bytes(head + bytes([0, 8, 0, 1]) + bytes(12) + bytes(2) + data)
    else:
        draw_scan().save(tmp_path / name)
    assert_drawn(tmp_path / name)


def assert_drawn(path: Path) -> None:
    """The page is paper with ink where the first line of the report is typed, and none above it."""
    source, settings = as_source(path), Settings(archive=path.parent)
    assert count_pages(source, settings) == 1
    image = render_page(source, 1, 72, settings).convert("L").resize((850, 1100))
    assert image.crop((90, 150, 280, 165)).getextrema()[0] < 128
    assert image.crop((0, 0, 850, 140)).getextrema()[0] > 200


def test_the_withdrawn_jpeg_of_tiff_is_read(tmp_path: Path) -> None:
    (tmp_path / "a.tif").write_bytes(wrap_old_jpeg(draw_scan()))
    assert_drawn(tmp_path / "a.tif")


def wrap_old_jpeg(image: Image.Image) -> bytes:
    """A TIFF of compression 6: its tags 513 and 514 say where a whole JPEG file lies in it."""
    data = io.BytesIO()
    image.save(data, "JPEG")
    length = len(data.getvalue())
    values = {
        256: image.width,
        257: image.height,
        258: 8,
        259: 6,
        262: 1,
        273: 0,
        277: 1,
        278: image.height,
        279: length,
    }
    values |= {513: 0, 514: length}
    place = 8 + 2 + 12 * len(values) + 4
    values |= {273: place, 513: place}
    tags = b"".join(struct.pack("<HHII", tag, 4, 1, value) for tag, value in values.items())
    return b"II*\x00" + struct.pack("<IH", 8, len(values)) + tags + bytes(4) + data.getvalue()


def test_a_telephones_heic_is_read(settings: Settings) -> None:
    page = read_one(Path(__file__).parent.parent / "files" / "images" / "note.heic", settings)
    assert page.reading is not None
    assert "six photographs" in page.reading.text


@pytest.mark.parametrize("name", ["a.jpg", "a.jp2"])
def test_an_image_over_the_limit_is_decoded_smaller_where_that_can_be(name: str, tmp_path: Path) -> None:
    draw_scan().save(tmp_path / name, dpi=(200, 200))
    source, settings = as_source(tmp_path / name), Settings(archive=tmp_path, page_megapixels=1)
    whole = render_page(source, 1, 72, Settings(archive=tmp_path))
    assert render_page(source, 1, 72, settings).size == pytest.approx(whole.size, abs=1)


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
