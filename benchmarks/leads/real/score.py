"""Leads on real pages against the key: how many are right, and how many of the marked facts are found.

    python -m benchmarks.leads.real.score FOLDER --cache DIR [--part development|held_out] [--errors]

FOLDER holds the files of the key, DIR keeps their pages as they are read (benchmarks/people/pages.py). `key.jsonl` has
150 pages: the hash of the file, the page, and for each marked fact its type, boxes, whether a reader was sure, and how
many of two readers marked it, who saw neither each other's marks nor the program. `judged.jsonl` holds what a third
reader, who does not know what the program does, said of leads that the key lacks. No text of a page is kept. The half
of a page follows from the hash of its file. A lead counts as right where it has the type of a mark that its words
overlap with, or was judged right; pages alone are read, so what needs several pages is not measured here.
"""

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.leads.reading import Reader
from benchmarks.people.pages import load_pages, save_pages
from pipeline.records import Lead, Page
from pipeline.reports.places import boxes_of

HERE = Path(__file__).parent
NEAR = 14
"""Points by which boxes may stand apart: about one line."""
INCENTIVES = frozenset({"informant_incentive", "witness_benefit", "implied_consideration"})
Place = tuple[str, int]
Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Judged:
    """A lead on a page of the key; `right` is None where neither the key nor the third reader speaks of it."""

    place: Place
    lead: Lead
    boxes: list[Any]
    right: bool | None


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--cache", type=Path, required=True)
    parser.add_argument("--part", choices=["development", "held_out"], default="development")
    parser.add_argument("--errors", action="store_true", help="show leads that are not right (development only)")
    parser.add_argument("--unjudged", type=Path, help="write leads that the key lacks to this file, to be judged")
    options = parser.parse_args()
    if options.errors and options.part == "held_out":
        parser.error("--errors is for the development part: nothing is bettered on what is held out")
    key = [row for row in load_rows("key.jsonl") if row["split"] == options.part]
    places = [(row["sha256"], row["page"]) for row in key]
    if save_pages(options.folder, places, options.cache):
        parser.error(f"{options.folder} lacks files of the key")
    pages = dict(load_pages(options.cache, places))
    judged = [one for row in key for one in judge_page(row, pages[row["sha256"], row["page"]])]
    report(options.part, key, judged)
    if options.errors:
        for one in judged:
            if not one.right:
                words = " ".join(" ".join(cited.quote.split()) for cited in one.lead.citations)
                print(f"{one.right} {one.lead.type} {one.lead.severity} {words[:300]}")
    if options.unjudged:
        write_unjudged(options.unjudged, judged, pages)
    return 0


def load_rows(name: str) -> list[Row]:
    path = HERE / name
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()] if path.exists() else []


READER = Reader()
THIRD = load_rows("judged.jsonl")


def judge_page(row: Row, page: Page) -> Iterator[Judged]:
    """Every lead of the page, held against the marks and what the third reader said."""
    if page.reading is None:
        return
    place = (row["sha256"], row["page"])
    third = [one for one in THIRD if (one["sha256"], one["page"]) == place]
    for lead in READER.read(page.reading.text):
        cited = [box for one in lead.citations for box in boxes_of(page.reading.words, one.start, one.end)]
        said = [one["right"] for one in third if one["type"] == lead.type and overlap(one["boxes"], cited)]
        marked = any(one["type"] == lead.type and overlap(one["boxes"], cited) for one in row["marks"])
        yield Judged(place, lead, cited, True if marked else said[0] if said else None)


def overlap(some: list[Any], others: list[Any]) -> bool:
    return any(
        a[0] < b[2] + NEAR and b[0] < a[2] + NEAR and a[1] < b[3] + NEAR and b[1] < a[3] + NEAR
        for a in some
        for b in others
    )


def report(part: str, key: list[Row], judged: list[Judged]) -> None:
    marks = [(row, mark) for row in key for mark in row["marks"]]
    both = [(row, mark) for row, mark in marks if mark["readers"] == 2]
    found = [(row, mark) for row, mark in both if is_found(row, mark, judged)]
    print(f"part: {part}; {len(key)} pages, {len(marks)} marks, {len(both)} by both readers")
    for name, some in (
        ("all", judged),
        ("severity 1 to 3", [one for one in judged if one.lead.severity <= 3]),
        ("incentives", [one for one in judged if one.lead.type in INCENTIVES]),
    ):
        right = sum(one.right is True for one in some)
        unjudged = sum(one.right is None for one in some)
        share = f"{right / len(some):.3f}" if some else "none"
        print(f"leads, {name}: {len(some)}, right {right}, not judged {unjudged}; precision {share}")
    print(f"recall of marks by both readers: {len(found)} of {len(both)}")
    empty = [row for row in key if not row["marks"]]
    grave = [one for one in judged if one.lead.severity <= 3 and one.place in {(r["sha256"], r["page"]) for r in empty}]
    wrong = sum(not one.right for one in grave)
    print(f"pages that both readers left empty: {len(empty)}; leads of severity 1 to 3 on them: {wrong} not right")
    print("leads by type:", dict(Counter(one.lead.type for one in judged).most_common()))


def is_found(row: Row, mark: Row, judged: list[Judged]) -> bool:
    place = (row["sha256"], row["page"])
    here = [one for one in judged if one.place == place and one.lead.type == mark["type"]]
    return any(overlap(mark["boxes"], one.boxes) for one in here)


def write_unjudged(path: Path, judged: list[Judged], pages: dict[Place, Page]) -> None:
    """Leads of which nobody has spoken, with the text around them, for the third reader. The file holds text of pages:
    it stays outside the repository."""
    with path.open("w", encoding="utf-8") as out:
        for one in judged:
            if one.right is None:
                reading = pages[one.place].reading
                first = one.lead.citations[0]
                around = reading.text[max(0, first.start - 400) : first.end + 400] if reading else ""
                row = {"sha256": one.place[0], "page": one.place[1], "type": one.lead.type, "boxes": one.boxes}
                out.write(json.dumps(row | {"quote": first.quote, "around": around}) + "\n")


if __name__ == "__main__":
    sys.exit(main())
