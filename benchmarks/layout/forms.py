"""Invented police forms: the share of values whose label is right, read off a layer and off an image.

    python -m benchmarks.layout.forms [--seeds 1 2 3] [--scanned] [--wrong]

Each form has label and value pairs, in ruled boxes or in none, values beside or under their labels ("Other officers"
with the names beneath), and a report below. `ours` are the FIELD regions; `by top edge` takes for the label of a value
what stands before it when words are sorted by line, as most tools write down a form. Seeds from 100 on are held out.
"""

import argparse
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from random import Random
from typing import NamedTuple

from reportlab.pdfgen.canvas import Canvas

from benchmarks.layout.trial import GIVEN, HEIGHT, SURNAMES, WIDTH
from benchmarks.layout.trials import scan_pages
from pipeline.layout.forms import split_row
from pipeline.layout.order import join_rows
from pipeline.lines import PlacedWord
from pipeline.readers import read_pages
from pipeline.records import Page, RegionKind, SourceFile
from pipeline.settings import load_settings

LABELS = {
    "Complaint No.": "number", "Date of this report": "date", "Pct. of Occurrence": "small", "Complainant": "name",
    "Home address": "street", "Date of Birth": "date", "Offense": "offense", "Arresting officer": "officer",
    "Other officers": "officers", "Shield No.": "number", "Tax No.": "number", "Witness": "name",
    "Place of occurrence": "street", "Case Status": "status", "Voucher No.": "number", "Supervisor": "officer",
    "Squad": "squad", "Time of arrest": "time", "Reported by": "officer", "Suspect": "name",
}  # fmt: skip
FIXED = {
    "offense": ("ROBBERY 2", "ASSAULT", "BURGLARY"),
    "status": ("ACTIVE", "CLOSED", "OPEN"),
    "squad": ("75 PDU", "BKLYN NORTH", "HOMICIDE"),
    "time": ("0230 HRS", "2145 HRS", "1410 HRS"),
    "small": ("75", "32", "104"),
}


class Pair(NamedTuple):
    """A label and the lines that are filled in for it."""

    label: str
    value: tuple[str, ...]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--seeds", type=int, nargs="+", default=[1, 2, 3])
    parser.add_argument("--scanned", action="store_true")
    parser.add_argument("--wrong", action="store_true")
    options = parser.parse_args()
    total = {"ours": 0, "by top edge": 0}
    count = 0
    for seed in options.seeds:
        for style in ("ruled", "under", "beside"):
            page, pairs = _read(style, Random(f"{style} {seed}"), options.scanned)
            told = {"ours": _ours(page), "by top edge": _by_top_edge(page)}
            count += len(pairs)
            for name, found in told.items():
                right = [pair for pair in pairs if _is_right(pair, found)]
                total[name] += len(right)
                if options.wrong and name == "ours":
                    for pair in pairs:
                        if pair not in right:
                            print(f"{style} {seed}: {pair} is {found.get(_plain(pair.label))}")
    for name, right in total.items():
        print(f"{name}: {right} of {count} values have their label ({right / count:.4f})")
    return 0


def _read(style: str, chance: Random, scanned: bool) -> tuple[Page, list[Pair]]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "form.pdf"
        pairs = draw_form(path, style, chance)
        if scanned:
            path = scan_pages(path, chance)
        source = SourceFile("0" * 64, str(path), "application/pdf", path.stat().st_size)
        [page] = read_pages(source, 1, 1, load_settings(Path(folder)))
    return page, pairs


def draw_form(path: Path, style: str, chance: Random) -> list[Pair]:
    """A form of three columns of boxes, and a report under it."""
    pairs = [Pair(label, _value(kind, chance)) for label, kind in chance.sample(sorted(LABELS.items()), 12)]
    canvas = Canvas(str(path), pagesize=(WIDTH, HEIGHT), pageCompression=0)
    canvas.setFont("Courier-Bold", 12)
    canvas.drawString(190, 740, "COMPLAINT FOLLOW-UP REPORT")
    high = 52 if style != "beside" else 30
    for number, pair in enumerate(pairs):
        columns = 3 if style != "beside" else 2
        row, column = divmod(number, columns)
        x, y = 50 + column * 520 / columns, 712 - row * high
        canvas.setFont("Helvetica", 8)
        colon = ":" if style == "beside" else ""
        canvas.drawString(x + 3, y - 10, pair.label + colon)
        canvas.setFont("Courier", 10)
        for line, said in enumerate(pair.value):
            if style == "beside":
                canvas.drawString(x + 105, y - 10 - line * 11, said)
            else:
                canvas.drawString(x + 8, y - 24 - line * 11, said)
        if style == "ruled":
            canvas.rect(x, y - high, 520 / columns, high)
    canvas.setFont("Courier", 10)
    for line in range(14):
        canvas.drawString(
            50, 360 - line * 14, "On this date the undersigned spoke to the tenants of the building and left."
        )
    canvas.save()
    return pairs


def _value(kind: str, chance: Random) -> tuple[str, ...]:
    if kind == "name":
        return (f"{chance.choice(SURNAMES)}, {chance.choice(GIVEN)}",)
    if kind == "officers":
        return tuple(f"Det. {name}" for name in chance.sample(SURNAMES, 2))
    if kind == "officer":
        return (f"Det. {chance.choice(SURNAMES)} #{chance.randint(100, 9999)}",)
    if kind == "date":
        return (f"{chance.randint(1, 12)}/{chance.randint(1, 28)}/{chance.randint(70, 98)}",)
    if kind == "street":
        return (f"{chance.randint(1, 999)} Elm Street",)
    if kind == "number":
        return (str(chance.randint(1000, 99999)),)
    return (chance.choice(FIXED[kind]),)


def _ours(page: Page) -> dict[str, str]:
    text = page.reading.text if page.reading else ""
    words = page.reading.words if page.reading else ()
    found: dict[str, str] = {}
    for region in page.regions:
        if region.kind is RegionKind.FIELD and region.value is not None:
            x0, top, x1, bottom = region.box
            inside = [
                text[w.start : w.end]
                for w in words
                if x0 <= (w.box[0] + w.box[2]) / 2 <= x1 and top <= (w.box[1] + w.box[3]) / 2 <= bottom
            ]
            found[_plain(region.value)] = _plain("".join(inside))
    return found


def _by_top_edge(page: Page) -> dict[str, str]:
    """What follows each label when the pieces of the page are written down line by line."""
    reading = page.reading
    words = [PlacedWord(reading.text[w.start : w.end], w.box, 1.0) for w in reading.words] if reading else []
    pieces = [_plain("".join(w.text for w in piece)) for row in join_rows(words) for piece in split_row(row)]
    labels = {_plain(label) for label in LABELS}
    found: dict[str, str] = {}
    for place, piece in enumerate(pieces):
        if piece in labels:
            rest: Sequence[str] = pieces[place + 1 :]
            found[piece] = "".join(rest[: next((i for i, one in enumerate(rest) if one in labels), 1)][:2])
    return found


def _is_right(pair: Pair, found: dict[str, str]) -> bool:
    """Does the value stand at its label, read without an error or with one letter in five wrong?"""
    from rapidfuzz.distance import Levenshtein

    wanted = _plain("".join(pair.value))
    near = {label: Levenshtein.normalized_similarity(label, _plain(pair.label)) for label in found}
    best = max(near, key=lambda label: near[label], default="")
    told = found[best] if near.get(best, 0.0) > 0.8 else ""
    return Levenshtein.normalized_similarity(told, wanted) >= 0.8


def _plain(said: str) -> str:
    return "".join(filter(str.isalnum, said)).lower()


if __name__ == "__main__":
    sys.exit(main())
