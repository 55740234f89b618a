"""How lines run is told from the image alone, and places are carried back to where they were."""

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from pipeline.ocr.sheet import carry_back, lay_out
from pipeline.ocr.straight import carry, measure_lines, straighten, turn_page

SPOT = (300.0, 640.0, 340.0, 660.0)


def draw_page(slant: float = 0.0, turn: int = 0) -> np.ndarray:  # type: ignore[type-arg]
    """Typed lines that fall to the right by `slant` degrees, on a page then turned clockwise."""
    image = Image.new("L", (1000, 1300), 235)
    font = ImageFont.truetype("/usr/share/fonts/truetype/dejavu/DejaVuSansMono.ttf", 18)
    for row in range(32):
        ImageDraw.Draw(image).text((110, 120 + 32 * row), "He asked that nothing be said in court. " * 2, 40, font)
    image = image.rotate(-slant, Image.Resampling.BICUBIC, fillcolor=235)
    return np.asarray(image.rotate(-turn, expand=True))


@pytest.mark.parametrize("slant", [0.0, 1.6, -2.4, 5.0])
def test_the_slant_of_lines_is_measured_and_taken_out(slant: float) -> None:
    page = draw_page(slant)
    lines = measure_lines(page)
    assert lines.sideways is False
    assert lines.slant == pytest.approx(slant, abs=0.25)
    assert abs(measure_lines(straighten(page, lines.slant).image).slant) <= 0.3


@pytest.mark.parametrize("turn", [90, 270])
def test_a_page_on_its_side_is_told_though_typed_letters_stand_in_columns(turn: int) -> None:
    lines = measure_lines(draw_page(1.6, turn))
    assert lines.sideways is True
    assert lines.slant == pytest.approx(1.6, abs=0.25)


def test_the_dark_border_of_a_short_page_is_no_line() -> None:
    page = np.full((2200, 1700), 240, np.uint8)
    page[300:560, 200:1500] = draw_page()[120:380, :].repeat(2, axis=1)[:, :1300]
    page[:, :18] = 0
    assert measure_lines(page).sideways is not True


def test_an_empty_page_runs_no_way() -> None:
    assert measure_lines(np.full((1300, 1000), 240, np.uint8)) == (None, 0.0)


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_what_is_turned_is_carried_back(turn: int) -> None:
    page = np.full((1300, 1000), 240, np.uint8)
    page[640:660, 300:340] = 0
    turned = turn_page(page, turn)
    rows, columns = np.nonzero(turned.image == 0)
    box = (columns.min(), rows.min(), columns.max() + 1, rows.max() + 1)
    assert carry(tuple(map(float, box)), turned.back) == pytest.approx(SPOT)  # type: ignore[arg-type]


@pytest.mark.parametrize(("slant", "turn"), [(0.0, 0), (2.4, 0), (-1.6, 90), (2.4, 180), (1.6, 270)])
def test_a_place_on_the_sheet_is_that_place_on_the_image(slant: float, turn: int) -> None:
    page = draw_page(slant, -turn % 360).copy()
    rows, columns = slice(640, 655), slice(500, 515)
    page[rows, columns] = 0
    sheet = lay_out(page, turn, slant)
    high, wide = sheet.grey.shape
    middle = np.linalg.inv(np.vstack([sheet.back, [0, 0, 1]])) @ (507.5, 647.5, 1)
    assert 0 < middle[0] < wide
    assert 0 < middle[1] < high
    assert sheet.grey[round(middle[1]), round(middle[0])] < 60
    box = (middle[0] - 1, middle[1] - 1, middle[0] + 1, middle[1] + 1)
    x0, top, x1, bottom = carry_back(box, sheet, (page.shape[1], page.shape[0]))
    assert ((x0 + x1) / 2, (top + bottom) / 2) == pytest.approx((507.5, 647.5), abs=0.1)
