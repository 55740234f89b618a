"""Which text was taken for each page of scans that came with somebody's OCR: word errors of the layer, of our OCR, of
the text that was chosen, and of an oracle that knows the better of both.

    python benchmarks/reading/layers.py FOLDER [--half dev|held] [--every N]

FOLDER holds NAME.pdf with NAME.md, a transcription of the whole document. Where a page of it starts is found by laying
both readings along it: of the places that either says, the one with the fewest errors in all. Words are compared
lower-cased, letters and digits only. The rate of a page is the edit distance over words by the words transcribed. Half
of the documents, by their hash, is for development; report the other.
"""

import argparse
import hashlib
import re
import sys
import tempfile
from pathlib import Path
from statistics import mean
from typing import NamedTuple

import pypdfium2 as pdfium
from rapidfuzz.distance import Levenshtein

from pipeline.readers import count_pages, read_pages
from pipeline.readers.choice import measure_quality
from pipeline.readers.pdf_page import draw, look_at
from pipeline.readers.scan import read_scan
from pipeline.records import Origin, Page, SourceFile
from pipeline.settings import Settings

TOLERANCES = (0.0, 0.01, 0.02, 0.05)
FEWEST_WORDS = 10
"""A page of fewer transcribed words is not counted: one word would be a tenth."""


class Texts(NamedTuple):
    """What each says of one page, as words; and what was chosen with the reason."""

    layer: list[str]
    ocr: list[str]
    chosen: list[str]
    choice: str


class Row(NamedTuple):
    """Word error rates of one page."""

    layer: float
    ocr: float
    chosen: float


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--half", choices=["dev", "held"], help="only this half of the documents")
    parser.add_argument("--every", type=int, default=1, help="read only each N-th document")
    options = parser.parse_args()
    rows: list[Row] = []
    with tempfile.TemporaryDirectory() as archive:
        settings = Settings(archive=Path(archive))
        paths = [path for path in sorted(options.folder.glob("*.pdf")) if options.half in (None, find_half(path))]
        for path in paths[:: options.every]:
            truth = split_words(path.with_suffix(".md").read_text("utf-8"))
            texts = read_document(path, settings)
            for number, (text, wanted) in enumerate(zip(texts, split_pages(texts, truth), strict=True), 1):
                if len(wanted) < FEWEST_WORDS or not text.layer:
                    continue
                rows.append(Row(*(count_errors(found, wanted) for found in (text.layer, text.ocr, text.chosen))))
                print(f"{path.stem} {number}: {rows[-1]} {text.choice}", flush=True)
    report(rows)
    return 0


def find_half(path: Path) -> str:
    return "held" if int(hashlib.sha256(path.read_bytes()).hexdigest(), 16) % 2 else "dev"


def read_document(path: Path, settings: Settings) -> list[Texts]:
    """Each page as it is read, with the readings it was chosen from; OCR is asked where the page needed none."""
    data = path.read_bytes()
    source = SourceFile(hashlib.sha256(data).hexdigest(), str(path), "application/pdf", len(data))
    document = pdfium.PdfDocument(path)
    texts = []
    for page in read_pages(source, 1, count_pages(source, settings), settings):
        drawn = look_at(document, page.number)
        layer = drawn.compose(drawn.layer.every).text
        ocr = _find_text(page, Origin.OCR)
        if ocr is None:
            scan = read_scan(draw(drawn.page, settings.ocr_dpi, "L"), drawn.empty, settings)
            ocr = scan.reading.text if scan.reading else ""
        chosen = page.reading.text if page.reading else ""
        quality = None if page.reading is None else measure_quality(page.reading)
        texts.append(Texts(*map(split_words, (layer, ocr, chosen)), f"{page.state} {quality} {page.choice}"))
    return texts


def _find_text(page: Page, origin: Origin) -> str | None:
    if page.origin is origin and page.reading is not None:
        return page.reading.text
    return next((other.reading.text for other in page.others if other.origin is origin), None)


def split_pages(texts: list[Texts], truth: list[str]) -> list[list[str]]:
    """The words of the transcription of each page."""
    told = [find_starts([getattr(text, name) for text in texts], truth) for name in ("layer", "ocr")]
    edges = [0]
    for index, places in enumerate(zip(*told, strict=True)):
        following = max(told[0][index + 1 : index + 2] + told[1][index + 1 : index + 2], default=len(truth))
        options = sorted({max(place, edges[-1]) for place in (*places, sum(places) // 2)})
        pages = texts[index], texts[index + 1]
        edges.append(
            min(
                options,
                key=lambda edge: _least(pages[0], truth[edges[-1] : edge]) + _least(pages[1], truth[edge:following]),
            )
        )
    return [truth[start:end] for start, end in zip(edges, [*edges[1:], len(truth)], strict=True)]


def find_starts(pages: list[list[str]], truth: list[str]) -> list[int]:
    """Where the second and each later page starts in the transcription, by the alignment with the fewest edits."""
    steps = Levenshtein.opcodes([word for page in pages for word in page], truth)
    starts, place = [], 0
    for page in pages[:-1]:
        place += len(page)
        step = next((s for s in steps if s.src_start <= place <= s.src_end), None)
        if step is None:
            starts.append(len(truth))
            continue
        share = (place - step.src_start) / max(step.src_end - step.src_start, 1)
        starts.append(step.dest_start + round(share * (step.dest_end - step.dest_start)))
    return starts


def _least(texts: Texts, wanted: list[str]) -> int:
    return min(Levenshtein.distance(found, wanted) for found in (texts.layer, texts.ocr))


def split_words(text: str) -> list[str]:
    return [word for word in (re.sub(r"[^a-z0-9]", "", part) for part in text.lower().split()) if word]


def count_errors(found: list[str], wanted: list[str]) -> float:
    return round(Levenshtein.distance(found, wanted) / len(wanted), 4)


def report(rows: list[Row]) -> None:
    if not rows:
        print("no page with a layer and a transcription")
        return
    print(f"\n{len(rows)} pages with a layer and {FEWEST_WORDS} transcribed words or more")
    for tolerance in TOLERANCES:
        share = mean(row.chosen <= min(row.layer, row.ocr) + tolerance for row in rows)
        print(f"chosen at most {tolerance:.2f} worse than the better of layer and OCR: {share:.3f} of the pages")
    named = {"layer": 0, "OCR": 1, "chosen": 2}
    told = [f"{name} {mean(min(row[index], 1.0) for row in rows):.4f}" for name, index in named.items()]
    oracle = mean(min(row.layer, row.ocr, 1.0) for row in rows)
    print(f"mean word error, a page's at most 1: {', '.join(told)}, oracle {oracle:.4f}")


if __name__ == "__main__":
    sys.exit(main())
