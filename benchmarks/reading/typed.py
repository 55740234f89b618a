"""Word error rate on typed pages of our own making, whose words are known exactly: ours beside plain Tesseract.

    python benchmarks/reading/typed.py [--part development|held_out] [--pages N] [--effect NAME] [--save FOLDER]

Pages are drawn by chance from a seed: `development` ones to tune on, `held_out` ones to report. Each has one effect of
`EFFECTS` over a little ordinary wear. Rates are as in `typewritten.py`, boxes of forms in any order; a stamp's words
count neither where they are read after the text nor where they are left out. `--save` writes the pages as NAME.png with
NAME.gt.txt instead of reading them.
"""

import argparse
import sys
import tempfile
import time
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from random import Random
from statistics import mean

import numpy as np
import pytesseract
from PIL import Image

from benchmarks.reading.errors import count_edits, count_edits_in_any_order, split_words
from benchmarks.reading.typed_draw import Machine, Place, Sheet, jot, redact, stamp, type_paper
from benchmarks.reading.typed_fonts import TYPED
from benchmarks.reading.typed_texts import write_note, write_paper, write_stamp
from benchmarks.reading.typed_wear import (
    blur,
    carbon,
    faint,
    light,
    photocopy,
    print_grey,
    scan,
    show_through,
    skew,
    speckle,
)
from pipeline.readers import media_type, read_pages
from pipeline.records import Page, SourceFile
from pipeline.settings import load_settings

EFFECTS = (
    "clean",
    "carbon",
    "faint",
    "light",
    "skew",
    "show_through",
    "stamp",
    "underline",
    "form",
    "redacted",
    "jotted",
    "speckle",
    "photocopy",
    "fax",
    "small",
    "turned",
    "mixed",
)
KINDS = ("report", "letter", "memo", "transcript", "statement")


@dataclass(frozen=True, slots=True)
class TypedPage:
    """A drawn page, its resolution across and down, and what it says. `marks` are stamps, notes by hand and redactions
    with their boxes in pixels of a sheet of 300 dots an inch before it was turned."""

    name: str
    effect: str
    image: Image.Image
    dpi: tuple[int, int]
    text: str
    stamped: str
    is_form: bool
    marks: tuple[tuple[str, Place, str], ...]


def draw_page(part: str, number: int, effect: str | None = None) -> TypedPage:
    """Page `number` (from 0) of a part; the same arguments give the same page."""
    chance = Random(f"{part}/{number}")
    chosen = effect or EFFECTS[number % len(EFFECTS)]
    sheet = _type(chosen, chance)
    grey, dpi, binary = wear_sheet(sheet, chosen, chance)
    image = Image.fromarray(scan(grey, dpi, black_and_white=binary))
    if chosen == "turned":
        image = image.rotate(chance.choice((90, 180, 270)), expand=True)
    stamped = " ".join(words for kind, _, words in sheet.marks if kind == "stamp")
    name = f"{part}-{number:03d}-{chosen}"
    return TypedPage(name, chosen, image, dpi, "\n".join(sheet.lines), stamped, chosen == "form", tuple(sheet.marks))


def _type(effect: str, chance: Random) -> Sheet:
    paper = write_paper(chance, "form" if effect == "form" else chance.choice(KINDS))
    step = chance.choice((25, 30, 30))
    machine = Machine(
        face=chance.choice(TYPED),
        step=step,
        line=round(step / 0.6 * chance.choice((1.0, 1.15, 1.5))) + 4,
        rough=chance.uniform(0.3, 1.2),
        faint=chance.uniform(0.0, 0.35),
        underlines=effect == "underline",
    )
    sheet = type_paper(paper, machine, chance)
    if effect == "redacted":
        redact(sheet, chance)
    if effect in ("jotted", "mixed"):
        for _ in range(chance.randint(1, 3)):
            jot(sheet, write_note(chance), chance)
    if effect in ("stamp", "mixed"):
        for _ in range(chance.randint(1, 2)):
            stamp(sheet, write_stamp(chance), chance)
    return sheet


def wear_sheet(sheet: Sheet, effect: str, chance: Random) -> tuple["np.ndarray", tuple[int, int], bool]:  # type: ignore[type-arg]
    """The grey page, the resolution at which it is scanned, and whether in black and white."""
    ink = blur(sheet.ink, chance.uniform(0.8, 1.3))
    layers = {"carbon": (carbon,), "faint": (faint,), "show_through": (show_through,), "speckle": (speckle,)}
    mixed = tuple(chance.sample((carbon, show_through, speckle), 2)) if effect == "mixed" else ()
    for layer in layers.get(effect, mixed):
        ink = layer(ink, chance)
    grey = print_grey(ink, chance, paper=chance.uniform(0.85, 0.97), black=chance.uniform(0.08, 0.25))
    if effect == "light" or (effect == "mixed" and chance.random() < 0.5):
        grey = light(grey, chance)
    if effect in ("photocopy", "fax"):
        grey = photocopy(grey, chance) if effect == "photocopy" else grey
    grey = skew(grey, chance.uniform(-3, 3) if effect in ("skew", "mixed") else chance.uniform(-0.6, 0.6))
    dpi = {"fax": (204, 98), "small": (chance.choice((100, 120, 150)),) * 2}.get(
        effect, (chance.choice((200, 300)),) * 2
    )
    return grey, dpi, effect == "fax" or (effect not in ("light", "mixed", "small", "faint") and chance.random() < 0.5)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--part", default="development", choices=("development", "held_out"))
    parser.add_argument("--pages", type=int, default=len(EFFECTS))
    parser.add_argument("--effect", choices=EFFECTS, help="only pages with this effect")
    parser.add_argument("--save", type=Path, metavar="FOLDER", help="write the pages, read nothing")
    options = parser.parse_args()
    pages = (draw_page(options.part, number, options.effect) for number in range(options.pages))
    if options.save:
        options.save.mkdir(parents=True, exist_ok=True)
        for page in pages:
            page.image.save(options.save / f"{page.name}.png", dpi=page.dpi)
            (options.save / f"{page.name}.gt.txt").write_text(page.text + "\n", "utf-8")
        return 0
    rates: dict[str, list[tuple[float, float]]] = defaultdict(list)
    seconds = [0.0, 0.0]
    with tempfile.TemporaryDirectory() as folder:
        for page in pages:
            path = Path(folder) / f"{page.name}.png"
            page.image.save(path, dpi=page.dpi)
            began = time.monotonic()
            plain = rate(str(pytesseract.image_to_string(Image.open(path))), page)
            between = time.monotonic()
            ours = rate(read_ours(path, Path(folder)), page)
            seconds = [seconds[0] + between - began, seconds[1] + time.monotonic() - between]
            rates[page.effect].append((plain, ours))
            print(f"{page.name}: plain {plain:.3f}, ours {ours:.3f}", flush=True)
    print_rates(rates, seconds)
    return 0


def read_ours(path: Path, archive: Path) -> str:
    page = read_page(path, archive)
    return page.reading.text if page.reading else ""


def read_page(path: Path, archive: Path) -> Page:
    source = SourceFile("0" * 64, str(path), media_type(path), path.stat().st_size)
    [page] = read_pages(source, 1, 1, load_settings(archive))
    return page


def rate(found: str, page: TypedPage) -> float:
    """Edits a word. A stamp that is read at the end is right, and so is one that is not read."""
    count = count_edits_in_any_order if page.is_form else count_edits
    wanted, read = split_words(page.text), split_words(found)
    stamped = split_words(page.stamped)
    edits = min(count(read, wanted), count(read, wanted + stamped)) if stamped else count(read, wanted)
    return edits / len(wanted)


def print_rates(rates: dict[str, list[tuple[float, float]]], seconds: list[float]) -> None:
    """By effect, by third of the pages (easy to hard for plain Tesseract), and in all."""
    for effect, found in sorted(rates.items()):
        print(_line(effect, found))
    every = sorted((pair for found in rates.values() for pair in found), key=lambda pair: pair[0])
    third = -(-len(every) // 3)
    for name, start in (("easy third", 0), ("middle third", third), ("hard third", 2 * third)):
        if some := every[start : start + third]:
            print(_line(name, some))
    upright = [pair for effect, found in rates.items() if effect not in ("fax", "turned") for pair in found]
    if upright:
        print(_line("without fax and turned pages", upright))
    print(_line("all", every) + f"; {seconds[0]:.0f} s and {seconds[1]:.0f} s")


def _line(name: str, found: list[tuple[float, float]]) -> str:
    plain, ours = mean(pair[0] for pair in found), mean(pair[1] for pair in found)
    ratio = f"{ours / plain:.2f}" if plain else "-"
    return f"{name}: plain {plain:.4f}, ours {ours:.4f}, ratio {ratio} over {len(found)} pages"


if __name__ == "__main__":
    sys.exit(main())
