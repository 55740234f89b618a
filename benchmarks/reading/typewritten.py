"""Word error rate on typewritten pages with a human transcription, ours beside plain Tesseract, page by page.

    python -m benchmarks.reading.typewritten FOLDER [--every N] [--oracle]

FOLDER holds NAME.jpg with NAME.gt.txt. Words are compared lower-cased, letters and digits only; the rate of a page is
the edit distance over words divided by the number of words transcribed, and the mean is over pages. Pages whose name
has an even SHA-256 (its first byte) are for development, the others held out. `--oracle` reads each page in eight
simple ways with plain Tesseract, and takes the best by the transcription: what choosing among them could reach at most.
"""

import argparse
import hashlib
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import mean

import numpy as np
import pytesseract
from PIL import Image, ImageFilter

from benchmarks.reading.errors import count_edits, split_words
from pipeline.readers import media_type, read_pages
from pipeline.records import SourceFile
from pipeline.settings import load_settings


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--every", type=int, default=1, help="read only each N-th page")
    parser.add_argument("--oracle", action="store_true", help="eight ways of plain Tesseract, the best of each page")
    options = parser.parse_args()
    pages = sorted(options.folder.glob("*.gt.txt"))[:: options.every]
    rates: dict[str, list[float]] = {}
    seconds: dict[str, float] = {}
    with tempfile.TemporaryDirectory() as archive:
        ways = {"plain": read_plain, "ours": lambda path: read_ours(path, Path(archive))}
        if options.oracle:
            ways |= {name: lambda path, way=way: way(Image.open(path).convert("L")) for name, way in VARIANTS.items()}
        for truth in pages:
            wanted = split_words(truth.read_text("utf-8"))
            for name, read in ways.items():
                began = time.monotonic()
                text = read(truth.with_name(truth.name.removesuffix(".gt.txt") + ".jpg"))
                seconds[name] = seconds.get(name, 0.0) + time.monotonic() - began
                rates.setdefault(name, []).append(count_edits(split_words(text), wanted) / len(wanted))
            said = ", ".join(f"{name} {found[-1]:.3f}" for name, found in rates.items())
            print(f"{truth.name.removesuffix('.gt.txt')}: {said}", flush=True)
    if options.oracle:
        rates["oracle"] = [min(page) for page in zip(*(rates[name] for name in ("plain", *VARIANTS)), strict=True)]
    report(rates, [truth.name.removesuffix(".gt.txt") for truth in pages])
    print(", ".join(f"{name} {spent:.0f} s" for name, spent in seconds.items()))
    return 0


def report(rates: dict[str, list[float]], names: list[str]) -> None:
    """Each way's mean: of all pages, of both parts, of thirds by how badly plain Tesseract does."""
    everything = range(len(names))
    held_out = [place for place in everything if hashlib.sha256(names[place].encode()).digest()[0] % 2]
    by_plain = sorted(everything, key=lambda place: rates["plain"][place])
    third = max(len(names) // 3, 1)
    parts = {
        "all": list(everything),
        "development": [place for place in everything if place not in held_out],
        "held out": held_out,
        "easiest third": by_plain[:third],
        "middle third": by_plain[third : 2 * third],
        "hardest third": by_plain[2 * third :],
    }
    for name, places in parts.items():
        if places:
            means = {way: mean(found[place] for place in places) for way, found in rates.items()}
            said = ", ".join(f"{way} {value:.4f}" for way, value in means.items())
            print(f"{name} ({len(places)} pages): {said}; ours / plain {means['ours'] / means['plain']:.3f}")


def read_plain(image: Path) -> str:
    """Tesseract as it is installed, on the image as it is."""
    return str(pytesseract.image_to_string(Image.open(image)))


def read_ours(image: Path, archive: Path) -> str:
    source = SourceFile("0" * 64, str(image), media_type(image), image.stat().st_size)
    [page] = read_pages(source, 1, 1, load_settings(archive))
    return page.reading.text if page.reading else ""


def resize(image: Image.Image, wide: int) -> Image.Image:
    return image.resize((wide, round(image.height * wide / image.width)), Image.Resampling.LANCZOS)


def flatten(image: Image.Image) -> Image.Image:
    """Divided by the paper: the largest shade nearby, blurred."""
    small = image.reduce(8).filter(ImageFilter.MaxFilter(9)).filter(ImageFilter.GaussianBlur(4))
    paper = np.asarray(small.resize(image.size), np.float32)
    return Image.fromarray(np.clip(np.asarray(image) * 255.0 / np.maximum(paper, 1), 0, 255).astype(np.uint8))


def read_with(prepare: Callable[[Image.Image], Image.Image], config: str = "") -> Callable[[Image.Image], str]:
    return lambda image: str(pytesseract.image_to_string(prepare(image), config=config))


SAUVOLA = "-c thresholding_method=2"
VARIANTS = {
    "1700 wide": read_with(lambda image: resize(image, 1700)),
    "1700 Sauvola": read_with(lambda image: resize(image, 1700), SAUVOLA),
    "1300 Sauvola": read_with(lambda image: resize(image, 1300), SAUVOLA),
    "flat": read_with(lambda image: flatten(resize(image, 1700))),
    "flat Sauvola": read_with(lambda image: flatten(resize(image, 1700)), SAUVOLA),
    "psm 4": read_with(lambda image: image, "--psm 4"),
    "psm 6": read_with(lambda image: image, "--psm 6"),
}


if __name__ == "__main__":
    sys.exit(main())
