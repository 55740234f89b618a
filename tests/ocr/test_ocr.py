"""OCR: both engines agree, writing is read whichever way it lies, boxes stay those of the image given."""

from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image, ImageDraw, ImageFont

from pipeline.errors import ServiceMissing
from pipeline.ocr import OcrResult, read_image
from pipeline.ocr.engine import find_data, parse_table
from pipeline.settings import Settings

LINES = (
    "PROGRESS REPORT",
    "The informant was paid forty dollars in cash.",
    "He asked that nothing be said to the court.",
    "Detective Quillfeather agreed to speak for him.",
)


def draw_page() -> Image.Image:
    image = Image.new("L", (1700, 2200), 246)
    font = ImageFont.truetype("/usr/share/fonts/truetype/dejavu/DejaVuSansMono.ttf", 30)
    for row in range(24):
        ImageDraw.Draw(image).text((180, 200 + 70 * row), LINES[row % 4], fill=30, font=font)
    return image


def first_box(result: OcrResult, said: str) -> tuple[float, ...]:
    return next(word.box for word in result.words if result.text[word.start : word.end] == said)


@pytest.mark.parametrize("engine", ["tesserocr", "pytesseract"])
def test_both_engines_read_the_same(engine: str, tmp_path: Path) -> None:
    if engine == "tesserocr":
        pytest.importorskip("tesserocr")
    result = read_image(draw_page(), Settings(archive=tmp_path, ocr_engine=engine))
    assert result.text.split() == " ".join(LINES * 6).split()
    assert first_box(result, "informant") == pytest.approx((252, 277, 415, 300), abs=6)
    assert result.confidence is not None
    assert result.confidence > 0.9
    assert result.rotation == 0


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_page_that_lies_wrong_is_read_and_its_boxes_stay(turn: int, tmp_path: Path) -> None:
    page = draw_page().rotate(turn, expand=True)
    result = read_image(page, Settings(archive=tmp_path))
    said = result.text.split()
    assert sum(word in said for word in ("informant", "dollars", "nothing", "agreed")) >= 3
    x0, top, x1, bottom = first_box(result, "informant")
    assert 0 <= x0 < x1 <= page.width
    assert 0 <= top < bottom <= page.height
    upright = page.crop((round(x0), round(top), round(x1), round(bottom)))
    assert upright.getextrema()[0] < 100, "ink is where the word is said to be"
    assert (upright.height > upright.width) == (turn != 180)


def test_missing_language_data_say_what_to_type() -> None:
    with pytest.raises(ServiceMissing, match="apt install tesseract-ocr-tlh"):
        find_data("eng+tlh")


def test_an_engine_that_is_none_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ServiceMissing, match="EXCULPA_OCR_ENGINE"):
        read_image(draw_page(), replace(Settings(archive=tmp_path), ocr_engine="magic"))


def test_the_table_becomes_blocks_and_lines_and_empty_words_are_none() -> None:
    rows = (
        "level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext",
        "4\t1\t1\t1\t1\t0\t0\t0\t50\t10\t-1\t",
        "5\t1\t1\t1\t1\t1\t0\t0\t20\t10\t96.5\tNo",
        "5\t1\t1\t1\t1\t2\t25\t0\t20\t10\t-1\t ",
        "5\t1\t1\t1\t2\t1\t0\t12\t20\t10\t80\tdeal",
        '5\t1\t2\t1\t1\t1\t0\t40\t20\t10\t101\t"Signed',
    )
    blocks = [[[word.text for word in line] for line in block] for block in parse_table("\n".join(rows))]
    assert blocks == [[["No"], ["deal"]], [['"Signed']]]
    [first, second] = parse_table("\n".join(rows))
    assert first[0][0].box == (0, 0, 20, 10)
    assert second[0][0].confidence == 1.0
