"""Letters are measured whatever else is on the page, and brought to one size; faint ink becomes dark on white."""

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from pipeline.ocr.even import even_out
from pipeline.ocr.scale import LETTERS, bring_to_size, measure_letters


def draw_page(points: int, ink: int = 40, paper: int = 235) -> np.ndarray:  # type: ignore[type-arg]
    image = Image.new("L", (points * 40, points * 50), paper)
    font = ImageFont.truetype("/usr/share/fonts/truetype/dejavu/DejaVuSansMono.ttf", points)
    for row in range(20):
        ImageDraw.Draw(image).text((points * 3, points * 2 * (row + 2)), "some one saw no man near our car", ink, font)
    return np.asarray(image)


@pytest.mark.parametrize("points", [14, 30, 60])
def test_letters_are_measured_and_brought_to_size(points: int) -> None:
    small_letter = points * 0.56  # of this font
    page = draw_page(points)
    assert measure_letters(page) == pytest.approx(small_letter, rel=0.15)
    assert measure_letters(bring_to_size(page)) == pytest.approx(LETTERS, rel=0.15)


def test_specks_and_a_black_border_are_no_letters() -> None:
    page = draw_page(30).copy()
    chance = np.random.default_rng(4)
    for y, x in chance.integers(0, 1190, (1500, 2)):
        page[y : y + 3, x : x + 3] = 30
    page[:, :60] = 0
    assert measure_letters(page) == pytest.approx(17, rel=0.2)


def test_a_page_without_letters_is_brought_to_a_usual_width() -> None:
    page = np.full((500, 400), 240, np.uint8)
    assert measure_letters(page) is None
    assert bring_to_size(page).shape == (1500, 1200), "three times at most"


def test_faint_ink_on_dark_uneven_paper_becomes_dark_on_white() -> None:
    page = draw_page(30, ink=150, paper=190).astype(np.float32)
    page *= np.linspace(0.6, 1.0, page.shape[1])[None, :]
    even = even_out(page.astype(np.uint8), LETTERS)
    assert np.median(even[:, :200]) == 255
    assert np.median(even[:, -200:]) == 255
    assert np.percentile(even, 1) < 60
