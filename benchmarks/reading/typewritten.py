"""Word error rate on typewritten pages with a human transcription, ours beside plain Tesseract, page by page.

    python benchmarks/reading/typewritten.py FOLDER [--every N]

FOLDER holds NAME.jpg with NAME.gt.txt. Words are compared lower-cased, letters and digits only; the rate of a page is
the edit distance over words divided by the number of words transcribed, and the mean is over pages.
"""

import argparse
import sys
import tempfile
import time
from pathlib import Path
from statistics import mean

import pytesseract
from PIL import Image

from benchmarks.reading.errors import count_edits, split_words
from pipeline.readers import media_type, read_pages
from pipeline.records import SourceFile
from pipeline.settings import load_settings


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--every", type=int, default=1, help="read only each N-th page")
    options = parser.parse_args()
    rates: dict[str, list[float]] = {"plain": [], "ours": []}
    seconds = {"plain": 0.0, "ours": 0.0}
    with tempfile.TemporaryDirectory() as archive:
        for truth in sorted(options.folder.glob("*.gt.txt"))[:: options.every]:
            wanted = split_words(truth.read_text("utf-8"))
            image = truth.with_name(truth.name.removesuffix(".gt.txt") + ".jpg")
            for name, read in (("plain", read_plain), ("ours", read_ours)):
                began = time.monotonic()
                text = read(image, Path(archive))
                seconds[name] += time.monotonic() - began
                rates[name].append(count_edits(split_words(text), wanted) / len(wanted))
            print(f"{image.stem}: plain {rates['plain'][-1]:.3f}, ours {rates['ours'][-1]:.3f}", flush=True)
    for name, found in rates.items():
        print(f"{name}: mean word error rate {mean(found):.4f} over {len(found)} pages, {seconds[name]:.0f} s")
    return 0


def read_plain(image: Path, archive: Path) -> str:
    """Tesseract as it is installed, on the image as it is."""
    return str(pytesseract.image_to_string(Image.open(image)))


def read_ours(image: Path, archive: Path) -> str:
    source = SourceFile("0" * 64, str(image), media_type(image), image.stat().st_size)
    [page] = read_pages(source, 1, 1, load_settings(archive))
    return page.reading.text if page.reading else ""


if __name__ == "__main__":
    sys.exit(main())
