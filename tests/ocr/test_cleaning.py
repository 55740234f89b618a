"""Cleaning takes off what is not writing, and leaves every letter."""

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from pipeline.ocr.cleaning import Cleaned, clean
from pipeline.records import RegionKind

LETTER = 18.0
FONT = ImageFont.truetype("/usr/share/fonts/truetype/dejavu/DejaVuSansMono.ttf", 32)


def draw_page(ink: int = 20, paper: int = 235) -> tuple[Image.Image, ImageDraw.ImageDraw]:
    image = Image.new("L", (1200, 1600), paper)
    pen = ImageDraw.Draw(image)
    for row in range(12):
        pen.text((160, 300 + 80 * row), "The witness saw two men.", fill=ink, font=FONT)
    return image, pen


def clean_page(image: Image.Image) -> Cleaned:
    return clean(np.asarray(image), LETTER)


def count_dark(grey: np.ndarray, box: tuple[int, int, int, int]) -> int:  # type: ignore[type-arg]
    x0, top, x1, bottom = box
    return int((grey[top:bottom, x0:x1] < 120).sum())


def kinds(cleaned: Cleaned) -> list[RegionKind]:
    return [region.kind for region in cleaned.regions]


def test_a_page_of_writing_stays_as_it_is() -> None:
    image, _ = draw_page()
    cleaned = clean_page(image)
    assert cleaned.regions == ()
    assert np.array_equal(cleaned.image, np.asarray(image))


def test_the_boxes_of_a_form_go_and_the_letters_stay() -> None:
    plain, _ = draw_page()
    image, pen = draw_page()
    for y in (280, 440, 600):
        pen.line((100, y, 1100, y), fill=20, width=3)
    for x in (100, 900, 1100):
        pen.line((x, 280, x, 600), fill=20, width=3)
    cleaned = clean_page(image)
    assert count_dark(cleaned.image, (0, 0, 1200, 1600)) == count_dark(np.asarray(plain), (0, 0, 1200, 1600))
    assert cleaned.regions == (), "boxes of forms are no redactions"


def test_strokes_that_cross_a_rule_are_not_cut() -> None:
    image, pen = draw_page()
    pen.line((60, 333, 1100, 333), fill=20, width=3)  # runs through the feet of the first line
    plain, _ = draw_page()
    cleaned = clean_page(image)
    words = (160, 300, 640, 345)
    assert count_dark(cleaned.image, words) >= count_dark(np.asarray(plain), words), "no letter lost its feet"
    assert count_dark(cleaned.image, (700, 320, 1100, 345)) == 0, "where nothing is written it goes"


def test_a_black_bar_is_whitened_and_told() -> None:
    image, pen = draw_page()
    pen.rectangle((300, 460, 560, 500), fill=0)
    cleaned = clean_page(image)
    assert kinds(cleaned) == [RegionKind.REDACTION]
    assert np.allclose(cleaned.regions[0].box, (300, 460, 561, 501), atol=6)
    assert count_dark(cleaned.image, (296, 456, 564, 504)) == 0
    assert count_dark(cleaned.image, (160, 460, 290, 500)) > 100, "the words before it stay"


def test_an_empty_frame_between_words_is_a_redaction() -> None:
    image, pen = draw_page()
    pen.rectangle((300, 455, 620, 500), fill=235, outline=10, width=3)
    cleaned = clean_page(image)
    assert kinds(cleaned) == [RegionKind.REDACTION]
    assert count_dark(cleaned.image, (296, 450, 624, 506)) == 0


def test_a_box_to_tick_and_a_framed_word_are_no_redactions() -> None:
    image, pen = draw_page()
    pen.rectangle((800, 460, 824, 484), outline=10, width=3)
    pen.rectangle((700, 620, 1000, 680), outline=10, width=4)
    pen.text((720, 632), "RECEIVED", fill=10, font=FONT)
    assert clean_page(image).regions == ()


def test_the_border_of_the_scanner_and_punch_holes_go_without_a_word() -> None:
    image, pen = draw_page()
    pen.rectangle((0, 0, 40, 1600), fill=5)
    pen.ellipse((70, 760, 130, 820), fill=5)
    cleaned = clean_page(image)
    assert cleaned.regions == ()
    assert count_dark(cleaned.image, (0, 0, 140, 1600)) == 0


def test_a_picture_is_told_and_whitened() -> None:
    image, pen = draw_page()
    pen.polygon([(400, 1280), (700, 1250), (1000, 1330), (900, 1560), (640, 1580), (500, 1450)], fill=15)
    cleaned = clean_page(image)
    assert kinds(cleaned) == [RegionKind.PICTURE]
    assert count_dark(cleaned.image, (380, 1240, 1020, 1590)) < 20, "no more than its pointed tips"


def test_a_negative_is_left_alone() -> None:
    image, _ = draw_page(ink=235, paper=10)
    cleaned = clean_page(image)
    assert np.array_equal(cleaned.image, np.asarray(image))
