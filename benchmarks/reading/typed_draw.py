"""Draws an invented paper as a typewriter leaves it: ink from 0 to 1 at 300 dots an inch, and what is written where."""

import textwrap
from dataclasses import dataclass, field
from random import Random

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from benchmarks.reading.typed_fonts import HANDS, load_font
from benchmarks.reading.typed_texts import Paper

Ink = NDArray[np.float32]
Place = tuple[int, int, int, int]
WIDE, HIGH = 2550, 3300
LEFT, RIGHT, TOP, BOTTOM = 290, 2340, 250, 3060


@dataclass(slots=True)
class Sheet:
    """A sheet in the machine. `lines` are what was typed, in reading order; `marks` what else is on it: (kind, box in
    pixels, words)."""

    ink: Ink = field(default_factory=lambda: np.zeros((HIGH, WIDE), np.float32))
    lines: list[str] = field(default_factory=list)
    marks: list[tuple[str, Place, str]] = field(default_factory=list)
    placed: list[tuple[Place, int, int]] = field(default_factory=list)
    """The box of each typed word, its line and its place in it."""


@dataclass(frozen=True, slots=True)
class Machine:
    """A typewriter: its face, the width of a letter and the height of a line in pixels, how unevenly its keys hit."""

    face: str
    step: int
    line: int
    rough: float
    faint: float = 0.0
    underlines: bool = False


def type_paper(paper: Paper, machine: Machine, chance: Random) -> Sheet:
    sheet = Sheet()
    y = TOP + chance.randint(0, 120)
    for line in paper.heading:
        x = LEFT if paper.kind != "form" else (WIDE - len(line) * machine.step) // 2
        _type_line(sheet, line, (x, y), machine, chance)
        y += round(machine.line * 1.3)
    y += machine.line // 2
    if paper.boxes:
        y = _rule_boxes(sheet, paper, y, machine, chance)
    for paragraph in paper.body:
        for line in textwrap.wrap(paragraph, (RIGHT - LEFT) // machine.step):
            if y + machine.line > BOTTOM:
                return sheet
            _type_line(sheet, line, (LEFT, y), machine, chance)
            y += machine.line
        y += machine.line // 2
    return sheet


def _type_line(sheet: Sheet, text: str, at: tuple[int, int], machine: Machine, chance: Random) -> None:
    """Letter by letter: each key strikes a little off the line, a little lighter or darker."""
    x, y = at
    font = load_font(machine.face, round(machine.step / 0.6))
    words = text.split(" ")
    sheet.lines.append(text)
    column = 0
    for place, word in enumerate(words):
        if word:
            box = (x + column * machine.step, y, x + (column + len(word)) * machine.step, y + round(machine.step * 1.7))
            sheet.placed.append((box, len(sheet.lines) - 1, place))
            if machine.underlines and chance.random() < 0.15:
                _underline(sheet, box, chance)
        for letter in word:
            strength = 1.0 - machine.faint * chance.random()
            dx, dy = chance.gauss(0, 1.5) * machine.rough, chance.gauss(0, 2.2) * machine.rough
            centred = (machine.step - font.getlength(letter)) / 2
            _strike(sheet.ink, letter, (x + column * machine.step + centred + dx, y + dy), font, strength)
            column += 1
        column += 1


def _strike(ink: Ink, letter: str, at: tuple[float, float], font: object, strength: float) -> None:
    x, y = round(at[0]), round(at[1])
    size = 110
    patch = Image.new("L", (size, size), 0)
    ImageDraw.Draw(patch).text((15, 10), letter, font=font, fill=round(255 * strength))  # type: ignore[arg-type]
    struck = np.asarray(patch, np.float32) / 255
    x0, y0 = x - 15, y - 10
    if x0 < 0 or y0 < 0 or x0 + size > WIDE or y0 + size > HIGH:
        return
    there = ink[y0 : y0 + size, x0 : x0 + size]
    np.maximum(there, struck, out=there)


def _underline(sheet: Sheet, box: Place, chance: Random) -> None:
    x0, _, x1, bottom = box
    y = bottom + chance.randint(-12, 2)
    cv2.line(sheet.ink, (x0, y), (x1, y + chance.randint(-3, 3)), 0.9, chance.randint(2, 5), cv2.LINE_AA)


def _rule_boxes(sheet: Sheet, paper: Paper, top: int, machine: Machine, chance: Random) -> int:
    """Three boxes in a row, ruled: a small printed label, the value typed below it, often onto the line."""
    small = load_font("sans", 32)
    thick, high = chance.randint(2, 6), round(machine.line * 1.2) + 52
    rows = -(-len(paper.boxes) // 3)
    wide = (RIGHT - LEFT) // 3
    for number, (label, value) in enumerate(paper.boxes):
        x, y = LEFT + number % 3 * wide, top + number // 3 * high
        patch = Image.new("L", (wide, 44), 0)
        ImageDraw.Draw(patch).text((0, 0), label, font=small, fill=235)
        sheet.ink[y + 8 : y + 52, x + 12 : x + wide] = np.asarray(patch, np.float32)[:, : wide - 12] / 255
        sheet.lines.append(label)
        shown = value[: (wide - 30) // machine.step]
        drop = chance.randint(-4, 26) if chance.random() < 0.6 else 0
        _type_line(sheet, shown.strip(), (x + 24, y + 50 + drop), machine, chance)
    for row in range(rows + 1):
        y = top + row * high
        cv2.line(sheet.ink, (LEFT, y), (LEFT + 3 * wide, y), 1.0, thick, cv2.LINE_AA)
    for column in range(4):
        x = LEFT + column * wide
        cv2.line(sheet.ink, (x, top), (x, top + rows * high), 1.0, thick, cv2.LINE_AA)
    return top + rows * high + machine.line


def stamp(sheet: Sheet, words: str, chance: Random) -> None:
    """A rubber stamp somewhere over what is typed: larger, tilted, mostly framed, unevenly inked."""
    size = chance.randint(64, 120)
    font = load_font("rubber" if chance.random() < 0.4 else "sans", size)
    wide, high = round(font.getlength(words)) + 60, round(size * 1.55)
    rubber = Image.new("L", (wide, high), 0)
    pen = ImageDraw.Draw(rubber)
    pen.text((30, round(size * 0.12)), words, font=font, fill=255)
    if chance.random() < 0.7:
        pen.rectangle((3, 3, wide - 4, high - 4), outline=255, width=chance.randint(4, 9))
    tilt = chance.uniform(-14, 14)
    turned = np.asarray(rubber.rotate(tilt, expand=True, resample=Image.Resampling.BICUBIC), np.float32) / 255
    grain = cv2.resize(_noise((12, 20), chance), (turned.shape[1], turned.shape[0]))
    turned = turned * (chance.uniform(0.55, 0.9) + 0.2 * grain).clip(0, 1)
    bottom = max((box[3] for box, _, _ in sheet.placed), default=BOTTOM)
    x = chance.randint(LEFT, max(LEFT, RIGHT - turned.shape[1]))
    y = chance.randint(TOP, max(TOP, bottom - turned.shape[0]))
    there = sheet.ink[y : y + turned.shape[0], x : x + turned.shape[1]]
    turned = turned[: there.shape[0], : there.shape[1]]
    np.maximum(there, turned, out=there)
    sheet.marks.append(("stamp", (x, y, x + turned.shape[1], y + turned.shape[0]), words))


def jot(sheet: Sheet, words: str, chance: Random) -> None:
    """A note by hand in a margin or between the lines, slanting, with a pen of some width."""
    font = load_font(chance.choice(HANDS), chance.randint(80, 150))
    wide, high = round(font.getlength(words)) + 40, font.size * 2
    paper = Image.new("L", (round(wide), round(high)), 0)
    ImageDraw.Draw(paper).text((20, high // 4), words, font=font, fill=255, stroke_width=chance.randint(0, 2))
    turned = paper.rotate(chance.uniform(-9, 9), expand=True, resample=Image.Resampling.BICUBIC)
    drawn = np.asarray(turned, np.float32) / 255 * chance.uniform(0.7, 1.0)
    rows, columns = np.nonzero(drawn > 0.2)
    drawn = drawn[rows.min() : rows.max() + 1, columns.min() : columns.max() + 1]
    bottom = max((box[3] for box, _, _ in sheet.placed), default=TOP)
    places = [
        (chance.randint(100, 2000), chance.randint(60, 160)),
        (chance.randint(1400, 2200), chance.randint(60, 3000)),
    ]
    places += [(chance.randint(200, 1600), min(bottom + chance.randint(40, 300), 3050))] * 2
    x, y = chance.choice(places)
    x, y = min(x, WIDE - drawn.shape[1] - 20), min(y, HIGH - drawn.shape[0] - 20)
    there = sheet.ink[y : y + drawn.shape[0], x : x + drawn.shape[1]]
    np.maximum(there, drawn, out=there)
    sheet.marks.append(("handwriting", (x, y, x + drawn.shape[1], y + drawn.shape[0]), words))


def redact(sheet: Sheet, chance: Random) -> None:
    """Black bars over runs of words, or white ones with a frame and the code of a release law; the words are gone."""
    gone: dict[int, set[int]] = {}
    for _ in range(chance.randint(2, 6)):
        start = chance.randrange(len(sheet.placed))
        run = [one for one in sheet.placed[start : start + chance.randint(1, 5)] if one[1] == sheet.placed[start][1]]
        x0, top, x1, bottom = run[0][0][0] - 8, run[0][0][1] - 2, run[-1][0][2] + 4, run[0][0][3]
        if chance.random() < 0.7:
            sheet.ink[top:bottom, x0:x1] = 1.0
        else:
            sheet.ink[top:bottom, x0:x1] = 0.0
            cv2.rectangle(sheet.ink, (x0, top), (x1, bottom), 1.0, 3)
        sheet.marks.append(("redaction", (x0, top, x1, bottom), ""))
        gone.setdefault(run[0][1], set()).update(place for _, _, place in run)
    for line, places in gone.items():
        kept = [word for place, word in enumerate(sheet.lines[line].split(" ")) if place not in places]
        sheet.lines[line] = " ".join(kept)
        sheet.placed = [one for one in sheet.placed if one[1] != line or one[2] not in places]


def _noise(shape: tuple[int, int], chance: Random) -> Ink:
    return np.random.default_rng(chance.getrandbits(32)).random(shape, dtype=np.float32)
