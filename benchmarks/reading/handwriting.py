"""How well handwriting is told from type: precision and recall by page and by area, against a key made by eye.

    python benchmarks/reading/handwriting.py FOLDER... [--part open|held_out]

The folders are searched for the files of the key (`handwriting.jsonl`: hash, page, boxes in points, nothing that the
pages say). By page: does it hold handwriting, and is any marked? By area, on squares of two points: how much of what is
marked is handwriting (within six points of a box of the key), how much of the boxes of the key is marked (likewise).
Places under `either`, such as pen marks through type, count neither way. Boxes of the key are drawn generously, so
recall by area is lower than what a reader would say. `open` pages were looked at while the rules were made.
"""

import argparse
import hashlib
import json
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pypdfium2 as pdfium

from pipeline.ocr import read_image
from pipeline.records import RegionKind
from pipeline.settings import load_settings

KEY = Path(__file__).with_suffix(".jsonl")
SQUARE = 2.0
REACH = 6.0


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("folders", type=Path, nargs="+", metavar="FOLDER")
    parser.add_argument("--part", choices=("open", "held_out"))
    options = parser.parse_args()
    files = {hash_file(path): path for folder in options.folders for path in sorted(folder.rglob("*.pdf"))}
    rows = [json.loads(line) for line in KEY.read_text("utf-8").splitlines()]
    for part in [options.part] if options.part else ["open", "held_out"]:
        chosen = [row for row in rows if row["part"] == part and row["sha256"] in files]
        if chosen:
            report(part, list(measure(chosen, files)))
    return 0


def hash_file(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def measure(rows: list[dict[str, Any]], files: dict[str, Path]) -> Iterator[tuple[bool, bool, int, int, int, int]]:
    """For each page: is there handwriting, is some marked; marked squares, right ones; key squares, found ones."""
    with tempfile.TemporaryDirectory() as archive:
        for row in rows:
            page = pdfium.PdfDocument(files[row["sha256"]])[row["page"] - 1]
            wide, high = page.get_size()
            image = page.render(scale=300 / 72, grayscale=True).to_pil().convert("L")
            result = read_image(image, load_settings(Path(archive)))
            marked = [
                tuple(value * wide / image.width for value in region.box)
                for region in result.regions
                if region.kind is RegionKind.HANDWRITING
            ]
            shape = (round(high / SQUARE) + 1, round(wide / SQUARE) + 1)
            free = ~(draw(row["either"], shape, 0.0) & ~draw(row["handwriting"], shape, 0.0))
            ours, theirs = draw(marked, shape, 0.0) & free, draw(row["handwriting"], shape, 0.0)
            right = int((ours & draw(row["handwriting"], shape, REACH)).sum())
            found = int((theirs & draw(marked, shape, REACH)).sum())
            yield bool(row["handwriting"]), bool(ours.sum() > 20), int(ours.sum()), right, int(theirs.sum()), found


def draw(boxes: list[Any], shape: tuple[int, int], reach: float) -> "np.ndarray[Any, np.dtype[np.bool_]]":
    mask = np.zeros(shape, bool)
    for x0, top, x1, bottom in boxes:
        rows = slice(max(0, round((top - reach) / SQUARE)), round((bottom + reach) / SQUARE) + 1)
        mask[rows, max(0, round((x0 - reach) / SQUARE)) : round((x1 + reach) / SQUARE) + 1] = True
    return mask


def report(part: str, pages: list[tuple[bool, bool, int, int, int, int]]) -> None:
    both = sum(is_there and is_marked for is_there, is_marked, *_ in pages)
    there, marked = sum(page[0] for page in pages), sum(page[1] for page in pages)
    ours, right, theirs, found = (sum(page[place] for page in pages) for place in range(2, 6))
    print(f"{part}: {len(pages)} pages, {there} with handwriting, {marked} marked, {both} of them rightly")
    print(f"  by page: precision {both / max(marked, 1):.2f}, recall {both / max(there, 1):.2f}")
    print(f"  by area: precision {right / max(ours, 1):.2f}, recall {found / max(theirs, 1):.2f}")


if __name__ == "__main__":
    sys.exit(main())
