"""The hash of a page survives another scan of it and tells other pages apart."""

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from pipeline.ocr.likeness import hash_image

FONT = ImageFont.truetype("/usr/share/fonts/truetype/dejavu/DejaVuSansMono.ttf", 30)


def draw_page(seed: int) -> Image.Image:
    """A page of paragraphs: where they begin and how long their lines are differs with the seed."""
    chance = np.random.default_rng(seed)
    image = Image.new("L", (1700, 2200), 250)
    pen = ImageDraw.Draw(image)
    y = 150 + int(chance.integers(0, 300))
    while y < 1900:
        for _ in range(chance.integers(1, 8)):
            pen.text((150 + 60 * int(chance.integers(0, 3)), y), "x" * int(chance.integers(8, 70)), fill=20, font=FONT)
            y += 44
        y += int(chance.integers(30, 200))
    return image


def scan_again(page: Image.Image, turn: float) -> Image.Image:
    """Skewed, paler, with grain, at three fifths of the resolution."""
    turned = page.rotate(turn, fillcolor=250, resample=Image.Resampling.BICUBIC).resize((1020, 1320))
    grain = np.random.default_rng(1).normal(0, 6, (1320, 1020))
    return Image.fromarray((np.asarray(turned) * 0.6 + 60 + grain).clip(0, 255).astype(np.uint8))


def differ(first: Image.Image, second: Image.Image) -> int:
    one, other = (int(hash_image(np.asarray(image)), 16) for image in (first, second))
    return (one ^ other).bit_count()


def test_another_scan_of_the_same_page_is_near() -> None:
    for seed, turn in ((1, 1.0), (2, -1.0), (3, 0.5)):
        page = draw_page(seed)
        assert differ(page, scan_again(page, turn)) <= 10


def test_other_pages_are_far() -> None:
    pages = [draw_page(seed) for seed in range(6)]
    apart = [differ(one, other) for place, one in enumerate(pages) for other in pages[:place]]
    assert min(apart) >= 14


def test_the_hash_has_sixteen_digits_also_of_an_empty_sheet() -> None:
    assert len(hash_image(np.full((300, 200), 255, np.uint8))) == 16
