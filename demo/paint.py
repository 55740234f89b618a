"""Paints a sheet as a grey picture of 200 dots an inch, the way a typewriter, a press or a pen would leave it."""

from functools import lru_cache
from random import Random

from PIL import Image, ImageDraw, ImageFont

from demo.sheet import FACES, HEIGHT, WIDTH, Item, Rule, Words

DPI = 200
SCALE = DPI / 72


@lru_cache(maxsize=128)
def _font(face: str, size: float) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(FACES[face][0], round(size * SCALE))


def paint(items: list[Item], chance: Random) -> Image.Image:
    """White paper with the items on it. `chance` moves typed letters by less than a pixel or so."""
    paper = Image.new("L", (round(WIDTH * SCALE), round(HEIGHT * SCALE)), 255)
    pen = ImageDraw.Draw(paper)
    for item in items:
        if isinstance(item, Rule):
            ends = (item.x0 * SCALE, item.y0 * SCALE, item.x1 * SCALE, item.y1 * SCALE)
            pen.line(ends, fill=_grey(item.ink), width=2)
        elif item.tilt:
            _stamp(paper, item)
        elif FACES[item.face][2]:
            _type(pen, item, chance)
        else:
            drift = chance.uniform(-2, 2) if item.face == "hand" else 0
            place = (item.x * SCALE, item.y * SCALE + drift)
            pen.text(place, item.text, font=_font(item.face, item.size), fill=_grey(item.ink))
    return paper


def _grey(ink: float) -> int:
    return round(255 * (1 - ink))


def _type(pen: ImageDraw.ImageDraw, words: Words, chance: Random) -> None:
    """Letter by letter: each key strikes a little off the line and a little lighter or darker."""
    font = _font(words.face, words.size)
    step = words.size * FACES[words.face][2] * SCALE
    rough = 1.0 if words.face == "manual" else 0.3
    for index, letter in enumerate(words.text):
        if letter != " ":
            x = words.x * SCALE + index * step + chance.uniform(-0.8, 0.8) * rough
            y = words.y * SCALE + chance.gauss(0, 0.9) * rough
            pen.text((x, y), letter, font=font, fill=round(chance.uniform(0, 70) * rough))


def _stamp(paper: Image.Image, words: Words) -> None:
    """A rubber stamp: words in a frame, tilted, not quite black."""
    font = _font(words.face, words.size)
    wide, high = round(font.getlength(words.text)) + 24, round(words.size * SCALE * 1.7)
    rubber = Image.new("L", (wide, high), 0)
    pen = ImageDraw.Draw(rubber)
    pen.rectangle((1, 1, wide - 2, high - 2), outline=255, width=4)
    pen.text((12, high * 0.16), words.text, font=font, fill=255)
    turned = rubber.rotate(words.tilt, expand=True, resample=Image.Resampling.BICUBIC)
    mask = turned.point(lambda value: round(value * words.ink))
    paper.paste(0, (round(words.x * SCALE), round(words.y * SCALE)), mask)
