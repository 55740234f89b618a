"""Lines of invented trial transcripts of which everything is right: page, line, speaker, role, examination, witness.

    python -m benchmarks.layout.trials [--seeds 1 2] [--pages 8] [--scanned] [--wrong]

Each style of setting (`trial.py`) is drawn into a PDF and read as `exculpa` reads it; with `--scanned` as an image,
worn like a copy. A line is right where its box holds one line of ours with the same printed page, number, role,
speaker, examination and witness (of people, the surname). Development used seeds under 100; 100 and more are held out.
"""

import argparse
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random

import cv2
import numpy as np
import pypdfium2 as pdfium
from PIL import Image

from benchmarks.layout.transcripts import Read, read_lines
from benchmarks.layout.trial import STYLES, Line, Style, draw_trial, write_trial
from benchmarks.reading import typed_wear
from pipeline.layout.testimony import surname

DPI = 250
ROLES = {"lawyer", "court", "witness", "other", "question", "answer"}
PARTS = ("found", "page", "line", "role", "speaker", "examination", "witness")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--seeds", type=int, nargs="+", default=[1])
    parser.add_argument("--pages", type=int, default=8)
    parser.add_argument("--styles", nargs="+", default=[style.name for style in STYLES])
    parser.add_argument("--scanned", action="store_true")
    parser.add_argument("--wrong", action="store_true", help="print every line that is not right")
    options = parser.parse_args()
    right, total, faults = 0, 0, Counter[str]()
    for style in (style for style in STYLES if style.name in options.styles):
        found = [
            one
            for seed in options.seeds
            for one in judge_style(style, Random(f"{style.name} {seed}"), options.pages, options.scanned)
        ]
        good = sum(not wrong for _, wrong in found)
        print(f"{style.name}: {good} of {len(found)} lines right ({good / len(found):.4f})", flush=True)
        right, total = right + good, total + len(found)
        faults.update(part for _, wrong in found for part in wrong)
        if options.wrong:
            for line, wrong in found:
                if wrong:
                    print(f"  {line.page}:{line.number} {line.role} {line.speaker} {wrong} | {line.text}")
    print(f"all: {right} of {total} lines right ({right / total:.4f})")
    print(", ".join(f"{part} {1 - faults[part] / total:.4f}" for part in PARTS))
    return 0


def judge_style(style: Style, chance: Random, pages: int, scanned: bool) -> Iterator[tuple[Line, dict[str, object]]]:
    """The lines of one transcript, each with what is wrong about ours."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "trial.pdf"
        lines = draw_trial(write_trial(style, chance, pages), style, path)
        if scanned:
            path = scan_pages(path, chance)
        ours = read_lines(path)
    for line in lines:
        yield line, _faults(line, _at(ours.get(line.sheet, ()), line))


def scan_pages(path: Path, chance: Random) -> Path:
    """The pages as images: copied, dusty, a little aslant, some too dark, some faint."""
    images = []
    for page in pdfium.PdfDocument(str(path)):
        grey = np.asarray(page.render(scale=DPI / 72, grayscale=True).to_pil(), np.float32) / 255
        ink = typed_wear.blur(1 - grey, chance.uniform(0.4, 1.1))
        wear = chance.choice(("dark", "faint", "clean"))
        if wear == "dark":
            ink = cv2.dilate(ink, np.ones((3, 3), np.uint8))
        elif wear == "faint":
            ink = ink * (0.45 + 0.5 * typed_wear.spots(ink.shape, 60, chance))
        for _ in range(chance.randint(0, 400)):
            at = (chance.randrange(ink.shape[1]), chance.randrange(ink.shape[0]))
            cv2.circle(ink, at, chance.randint(1, 3), 0.9, -1)
        worn = _turned(typed_wear.print_grey(ink, chance), chance.uniform(-0.8, 0.8))
        images.append(Image.fromarray((worn * 255).clip(0, 255).astype(np.uint8)))
    target = path.with_name("scan.pdf")
    images[0].save(target, save_all=True, append_images=images[1:], resolution=DPI)
    return target


def _turned(grey: typed_wear.Ink, degrees: float) -> typed_wear.Ink:
    high, wide = grey.shape
    turn = cv2.getRotationMatrix2D((wide / 2, high / 2), degrees, 1.0)
    turned: typed_wear.Ink = cv2.warpAffine(grey, turn, (wide, high), borderValue=0.95)
    return turned


def _at(lines: Sequence[Read] | tuple[()], line: Line) -> Read | None:
    """Our line whose middle lies nearest to that of the line, where they share most of their width."""
    if line.box is None:
        return None
    middle, high = (line.box[1] + line.box[3]) / 2, line.box[3] - line.box[1]
    best: tuple[float, Read] | None = None
    for read in lines:
        if read.box is None:
            continue
        shared = min(read.box[2], line.box[2]) - max(read.box[0], line.box[0])
        away = abs((read.box[1] + read.box[3]) / 2 - middle)
        if shared > 0.5 * (line.box[2] - line.box[0]) and away < 1.2 * high and (best is None or away < best[0]):
            best = (away, read)
    return None if best is None else best[1]


def _faults(line: Line, read: Read | None) -> dict[str, object]:
    """What is not as it should be, with what ours says."""
    if read is None:
        return {"found": None} if line.text.strip() else {}
    ours = read.line
    told = {
        "page": (read.page, str(line.page)),
        "line": (ours.number, line.number),
        "role": (ours.role, line.role),
        "speaker": (surname(ours.speaker or ""), surname(line.speaker or "") if line.role else ""),
        "examination": (ours.examination, line.examination),
        "witness": (surname(ours.witness or ""), surname(line.witness or "")),
    }
    return {part: said for part, (said, truth) in told.items() if said != truth}


if __name__ == "__main__":
    sys.exit(main())
