"""Stamps, handwriting and what could not be read: told apart, and no typed word lost over it."""

from pathlib import Path

import cv2
import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from pipeline.lines import PlacedWord
from pipeline.ocr import OcrResult, read_image
from pipeline.ocr.regions import mark_regions
from pipeline.ocr.slants import Tilted, box_of, covers, find_pairs
from pipeline.records import RegionKind
from pipeline.settings import Settings

FONTS = Path("/usr/share/fonts/truetype/dejavu")
TYPE = ImageFont.truetype(str(FONTS / "DejaVuSansMono.ttf"), 30)
BOLD = ImageFont.truetype(str(FONTS / "DejaVuSans-Bold.ttf"), 52)
LINES = (
    "The informant was paid forty dollars in cash.",
    "He asked that nothing be said to the court.",
    "The witness did not pick anybody at the lineup.",
)
LETTER = 17.0


def draw_page() -> Image.Image:
    image = Image.new("L", (1500, 1900), 245)
    for row in range(18):
        ImageDraw.Draw(image).text((180, 200 + 62 * row), LINES[row % 3], fill=30, font=TYPE)
    return image


def draw_stamp(image: Image.Image, words: str, at: tuple[int, int], tilt: float) -> None:
    """A frame with words in it, tilted, over what is there."""
    rubber = Image.new("L", (round(BOLD.getlength(words)) + 60, 110), 0)
    pen = ImageDraw.Draw(rubber)
    pen.rectangle((3, 3, rubber.width - 4, 106), outline=255, width=5)
    pen.text((30, 24), words, font=BOLD, fill=255)
    turned = rubber.rotate(tilt, expand=True, resample=Image.Resampling.BICUBIC)
    image.paste(20, at, turned)


def draw_note(image: Image.Image, x: float, y: float) -> None:
    """Waves and loops of a pen, joined, as of a hurried hand."""
    steps = np.linspace(0, 9 * np.pi, 400)
    across, down = x + 14 * steps + 9 * np.cos(2.2 * steps), y + 26 * np.sin(steps) * (1 + 0.5 * np.sin(0.35 * steps))
    ImageDraw.Draw(image).line(list(zip(across, down, strict=True)), fill=25, width=4, joint="curve")


def read(image: Image.Image, folder: Path) -> OcrResult:
    return read_image(image, Settings(archive=folder))


def regions(result: OcrResult, kind: RegionKind) -> list[tuple[float, ...]]:
    return [region.box for region in result.regions if region.kind is kind]


def test_a_typed_page_has_no_regions_and_is_read(tmp_path: Path) -> None:
    result = read(draw_page(), tmp_path)
    assert result.regions == ()
    assert result.unread < 0.02


@pytest.mark.parametrize(("tilt", "at"), [(7, (500, 1400)), (-6, (420, 640))])
def test_a_stamp_is_read_upright_and_stands_at_the_end(tilt: float, at: tuple[int, int], tmp_path: Path) -> None:
    page = draw_page()
    draw_stamp(page, "NO COPY TO DEFENSE", at, tilt)
    result = read(page, tmp_path)
    [stamp] = [region for region in result.regions if region.kind is RegionKind.STAMP]
    assert stamp.value == "NO COPY TO DEFENSE"
    assert result.text.endswith("\n\nNO COPY TO DEFENSE")
    last = result.words[-1]
    assert last.confidence > 0.5
    assert stamp.box[0] - 5 <= last.box[0] < last.box[2] <= stamp.box[2] + 5
    assert at[0] - 20 <= stamp.box[0]
    assert stamp.box[1] < last.box[1] < last.box[3] < stamp.box[3]


def test_handwriting_is_marked_and_counts_as_unread(tmp_path: Path) -> None:
    page = draw_page()
    draw_note(page, 300, 1550)
    draw_note(page, 760, 1560)
    result = read(page, tmp_path)
    found = regions(result, RegionKind.HANDWRITING)
    assert found
    assert all(box[1] > 1450 and box[3] < 1680 for box in found), "no typed line is taken for handwriting"
    assert result.unread > 0.01
    assert "The witness did not pick anybody at the lineup." in result.text


def test_words_guessed_at_handwriting_are_dropped_and_typed_words_are_kept() -> None:
    page = draw_page()
    draw_note(page, 300, 1550)
    grey = np.asarray(page)
    typed = PlacedWord("lineup.", (970.0, 328.0, 1090.0, 358.0), 0.3)
    sure = [PlacedWord("informant", (255.0, 200.0 + 186 * row, 415.0, 230.0 + 186 * row), 0.95) for row in range(6)]
    guess = PlacedWord("~vlle", (300.0, 1500.0, 690.0, 1600.0), 0.2)
    marked = mark_regions(grey, grey, [[[*sure], [typed]], [[guess]]], LETTER, lambda cut: [])
    kept = [word.text for block in marked.blocks for line in block for word in line]
    assert "~vlle" not in kept
    assert kept == ["informant"] * 6 + ["lineup."], "a doubtful typed word is not thrown away"


def test_doubtful_words_count_as_unread() -> None:
    grey = np.asarray(draw_page())
    words = [PlacedWord("informant", (255.0, 200.0, 415.0, 230.0), 0.95)] * 3
    doubtful = [PlacedWord("inf0~mqt", (255.0, 262.0, 415.0, 292.0), 0.2)] * 3
    sure, unsure = (
        mark_regions(grey, grey, [[[*some]]], LETTER, lambda cut: []).unread for some in (words, words + doubtful)
    )
    assert sure == 0.0
    assert 0.3 < unsure < 0.5


def test_the_sides_of_a_slanting_frame_are_found() -> None:
    ink = np.zeros((600, 900), np.uint8)
    frame = Tilted(450, 300, 520, 90, 8)
    page = Image.fromarray(ink)
    corners = cv2.boxPoints(((frame.x, frame.y), (frame.width, frame.height), frame.turn))
    ImageDraw.Draw(page).polygon([tuple(corner) for corner in corners.tolist()], outline=255, width=4)
    found = find_pairs(np.asarray(page), LETTER)
    assert found
    best = max(found, key=lambda one: one.width * one.height)
    assert (best.x, best.y, best.width, best.height) == pytest.approx((450, 300, 520, 90), abs=16)
    assert best.turn == pytest.approx(8, abs=1)
    assert covers(frame, 450, 300)
    assert not covers(frame, 250, 340)
    assert box_of(frame)[0] == pytest.approx(186, abs=2)
