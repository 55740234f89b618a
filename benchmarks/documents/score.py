"""Kinds of pages and boundaries of documents against a key made by looking at images, and on volumes of our own making.

    exculpa --archive ARCHIVE ingest FOLDER                                  (read the files of the key once)
    python benchmarks/documents/score.py key ARCHIVE [--split development] [--key FILE ...] [--half odd]  (GUIDE.md)
    python benchmarks/documents/score.py made [--set b] [--seeds 1000 1020]

A page is right if its kind is that of the key or one that the key also allows. The boundary of the first labelled page
of a file, and one that the key leaves open, do not count. Macro F1 is the mean over the kinds of the key. The half
`odd` is every other document of the keys, from the first: rules are bettered on it and checked on the half `even`.
"""

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))

from volumes import make_volume

from pipeline.documents.stitching import kinds_of_pages, load_boundary_policy, stitch
from pipeline.language import load_language, mark_page, page_marks
from pipeline.lexicons import load_lexicon
from pipeline.records import Layout, Leaf, PageState
from pipeline.settings import Settings, load_settings

KEY = Path(__file__).parent / "kinds.jsonl"


@dataclass(frozen=True, slots=True)
class Judged:
    """One page: what it is and what was said of it; `starts` is None where nobody can tell."""

    place: str
    kind: str
    also: tuple[str, ...]
    said: str | None
    starts: bool | None
    said_starts: bool


class Reader:
    """Marks pages and stitches them, as the pipeline does."""

    def __init__(self, settings: Settings) -> None:
        self.nlp = load_language(settings)
        self.lexicon, self.policy = load_lexicon(settings, "page_signs"), load_boundary_policy(settings)

    def leaf(self, number: int, text: str, state: PageState, layout: Layout | None) -> Leaf:
        said = page_marks(mark_page(self.nlp, text, layout))
        wide, high = (layout.width, layout.height) if layout else (612.0, 792.0)
        return Leaf(number, text, state, wide, high, said.kind, said.kind_confidence, said.dated, said.marks)

    def kinds_and_starts(self, leaves: Sequence[Leaf]) -> tuple[dict[int, str | None], set[int]]:
        parts = stitch(leaves, (), self.lexicon, self.policy)
        kinds = {page: kind for part in parts for page, kind in kinds_of_pages(part, leaves)}
        return kinds, {part.first for part in parts}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    ways = parser.add_subparsers(dest="way", required=True)
    key = ways.add_parser("key")
    key.add_argument("archive", type=Path)
    key.add_argument("--split", choices=["development", "held_out"], default="development")
    key.add_argument("--key", type=Path, nargs="+", default=[KEY], help="the files with the labels")
    key.add_argument("--half", choices=["odd", "even"], help="only every other document")
    made = ways.add_parser("made")
    made.add_argument("--set", choices=["a", "b"], default="b")
    made.add_argument("--seeds", type=int, nargs=2, default=[1000, 1010])
    made.add_argument("--damage", type=float, default=0.03)
    for way in (key, made):
        way.add_argument("--wrong", action="store_true", help="name the pages that are wrong")
    options = parser.parse_args()
    if options.way == "key":
        labels = load_labels(options.key, options.split, options.half)
        judged = list(judge_key(load_settings(options.archive), labels))
        report(" ".join(filter(None, [options.split, options.half])), judged)
    else:
        reader = Reader(Settings(archive=Path("unused")))
        judged = list(judge_made(reader, options.set, range(*options.seeds), options.damage))
        report(f"made, set {options.set}, {options.seeds[0]} to {options.seeds[1] - 1}", judged)
    if options.wrong:
        for one in judged:
            if one.said not in (one.kind, *one.also) or one.starts not in (None, one.said_starts):
                print(f"{one.place}: {one.kind} {one.starts}, said {one.said} {one.said_starts}")
    return 0


def load_labels(keys: Sequence[Path], split: str, half: str | None) -> list[dict[str, Any]]:
    """The labels of one split. Those of the other half keep their places, as pages beside those that count."""
    read = [json.loads(line) for key in keys for line in key.read_text("utf-8").splitlines()]
    labels = sorted((one for one in read if one["split"] == split), key=lambda one: (one["sha256"], one["page"]))
    document, before = 0, None
    for label in labels:
        first = label["sha256"] != before
        before = label["sha256"]
        document += first or bool(label["starts"])
        label["first"], label["counts"] = first, half is None or (document % 2 == 1) == (half == "odd")
    return labels


def judge_key(settings: Settings, labels: Sequence[dict[str, Any]]) -> Iterator[Judged]:
    """The labelled pages as they are read in this archive now; pages before and behind them are not read."""
    from pipeline.catalog.database import open_catalog
    from pipeline.catalog.pages import find_pages, load_layout

    reader = Reader(settings)
    with open_catalog(settings).connect() as connection:
        for sha256 in dict.fromkeys(label["sha256"] for label in labels):
            wanted = {label["page"]: label for label in labels if label["sha256"] == sha256}
            rows = [row for row in find_pages(connection, sha256) if min(wanted) <= row.number <= max(wanted)]
            leaves = [
                reader.leaf(row.number, row.text or "", row.state, load_layout(connection, sha256, row.number))
                for row in rows
            ]
            kinds, starts = reader.kinds_and_starts(leaves)
            for page, label in wanted.items():
                if label["counts"]:
                    begins = None if label["first"] else label["starts"]
                    place = f"{sha256[:8]} page {page}"
                    yield Judged(place, label["kind"], tuple(label["also"]), kinds.get(page), begins, page in starts)


def judge_made(reader: Reader, which: str, seeds: Iterable[int], damage: float) -> Iterator[Judged]:
    """The pages of volumes of our own making."""
    for seed in seeds:
        pages = make_volume(seed, which, damage=damage)
        leaves = [reader.leaf(number, page.text, PageState.OCR, None) for number, page in enumerate(pages, 1)]
        kinds, starts = reader.kinds_and_starts(leaves)
        for number, page in enumerate(pages, 1):
            begins = None if number == 1 else page.starts
            yield Judged(f"volume {seed} page {number}", page.kind, (), kinds[number], begins, number in starts)


def report(name: str, judged: Sequence[Judged]) -> None:
    right, said, truth = Counter[str](), Counter[str](), Counter[str]()
    confusion: Counter[tuple[str, str]] = Counter()
    for one in judged:
        kind = one.said if one.said in one.also and one.said is not None else one.kind
        truth[kind] += 1
        said[str(one.said)] += 1
        right[kind] += one.said == kind
        if one.said != kind:
            confusion[kind, str(one.said)] += 1
    scores = {kind: 2 * right[kind] / (truth[kind] + said[kind]) for kind in truth}
    print(f"{name}: {len(judged)} pages, {sum(right.values()) / len(judged):.3f} of the kinds right")
    for kind, score in sorted(scores.items(), key=lambda item: item[1]):
        print(f"  {score:.3f}  {kind} ({truth[kind]})")
    for (kind, wrong), count in confusion.most_common(25):
        print(f"  {count} x {kind} said to be {wrong}")
    print(f"kinds: macro F1 {sum(scores.values()) / len(scores):.3f} over {len(scores)} kinds")
    bounds = [(one.starts, one.said_starts) for one in judged if one.starts is not None]
    found = sum(a and b for a, b in bounds)
    extra, missed = sum(b and not a for a, b in bounds), sum(a and not b for a, b in bounds)
    score = 2 * found / max(1, 2 * found + extra + missed)
    print(f"boundaries: F1 {score:.3f} ({found} found, {missed} missed, {extra} too many)")


if __name__ == "__main__":
    sys.exit(main())
