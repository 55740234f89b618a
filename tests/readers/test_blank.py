"""An empty sheet and a separator sheet are told with a reason; a page with one word on it is neither."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from pipeline.readers.blank import NO_INK, ONLY_BORDER, SEPARATOR, tell_blank
from pipeline.readers.scan import read_scan
from pipeline.records import Page, PageState
from pipeline.settings import Settings

FONT = ImageFont.truetype("/usr/share/fonts/truetype/dejavu/DejaVuSansMono.ttf", 32)


def draw_sheet(paper: int = 240) -> tuple[Image.Image, ImageDraw.ImageDraw]:
    image = Image.new("L", (1700, 2200), paper)
    return image, ImageDraw.Draw(image)


def tell(image: Image.Image) -> str | None:
    return tell_blank(np.asarray(image))


@pytest.mark.parametrize("paper", [255, 200, 60])
def test_paper_of_any_shade_without_ink_is_blank(paper: int) -> None:
    image, _ = draw_sheet(paper)
    assert tell(image) == NO_INK


def test_the_border_and_punch_holes_are_no_ink() -> None:
    image, pen = draw_sheet()
    pen.rectangle((0, 0, 30, 2200), fill=0)
    for x in (600, 1100):
        pen.ellipse((x, 60, x + 50, 110), fill=0)
    assert tell(image) == ONLY_BORDER


@pytest.mark.parametrize("at", [(800, 1000), (60, 14)])
def test_one_word_is_not_blank(at: tuple[int, int]) -> None:
    image, pen = draw_sheet()
    pen.text(at, "Void", fill=40, font=FONT)
    assert tell(image) is None


@pytest.mark.parametrize("turn", [0, 90])
def test_a_patch_code_alone_is_a_separator_sheet(turn: int) -> None:
    image, pen = draw_sheet()
    for place, width in enumerate((60, 30, 60, 30)):
        pen.rectangle((300 + 120 * place, 200, 300 + 120 * place + width, 900), fill=0)
    assert tell(image.rotate(turn, expand=True)) == SEPARATOR


def test_a_barcode_beside_words_is_read() -> None:
    image, pen = draw_sheet()
    for place in range(30):
        pen.rectangle((300 + 14 * place, 200, 305 + 14 * place, 400), fill=0)
    pen.text((300, 1000), "Memorandum to the file, see the next sheet", fill=20, font=FONT)
    assert tell(image) is None


def test_a_blank_page_says_why_and_has_a_hash(tmp_path: Path) -> None:
    image, _ = draw_sheet()
    page = read_scan(image, Page(3, PageState.FAILED, None, 612.0, 792.0), Settings(archive=tmp_path))
    assert (page.state, page.choice, page.unread) == (PageState.BLANK, NO_INK, 0.0)
    assert page.image_hash is not None
    assert len(page.image_hash) == 16
