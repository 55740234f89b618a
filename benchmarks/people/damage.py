"""What damaged characters cost: people on the same pages as they are, and with 5 and 10 of 100 characters misread.

    python benchmarks/people/damage.py written [--part development|held_out] [--seeds 1 2 3] [--peer]
    python benchmarks/people/damage.py real FOLDER --cache DIR [--part development|held_out] [--seeds 1 2 3] [--peer]

Characters become others of their shape, are lost, get specks, are split from or joined with what follows
(confusions.yml), at random from a seed; the marks of the key move along. The written cases are clean before; the real
pages have errors of reading of their own already, and the damage comes on top. Documents and cases know what their own
damaged pages say. The figures are means over the seeds; `--peer` does the same to `en_core_web_sm`.
"""

import argparse
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from random import Random
from statistics import mean
from typing import Any

import yaml

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from benchmarks.people.key import load_places, load_truth
from benchmarks.people.pages import Place, save_pages
from benchmarks.people.peer import find_people as find_peer
from benchmarks.people.real import find_people
from benchmarks.people.scores import Said, Truth, judge, rates
from benchmarks.people.written.truth import load_cases
from pipeline.records import Page, PageState, Reading

SHARES = (0.05, 0.10)
CONFUSIONS = Path(__file__).with_name("confusions.yml")
LINES = ("mentions", "mentions with kind", "surname alone", "officer mentions", "officers per document")
APART = 1000
"""Pages of different papers of a case are further apart than any paper is long: none follows another."""
Marked = tuple[Place, Page, list[Truth]]
Find = Callable[[Sequence[tuple[Place, Page]]], Iterable[Said]]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    ways = parser.add_subparsers(dest="way", required=True)
    written, real = ways.add_parser("written"), ways.add_parser("real")
    real.add_argument("folder", type=Path)
    real.add_argument("--cache", type=Path, required=True)
    for way in (written, real):
        way.add_argument("--part", choices=["development", "held_out"], default="development")
        way.add_argument("--seeds", type=int, nargs="+", default=[1, 2, 3])
        way.add_argument("--peer", action="store_true", help="damage en_core_web_sm too")
    options = parser.parse_args()
    if options.way == "real" and save_pages(options.folder, load_places(options.part), options.cache):
        parser.error(f"{options.folder} lacks files of the key; pages.py names them")
    marked = load_truth(options.cache, options.part) if options.way == "real" else load_written(options.part)
    pages = list(marked)
    print(f"{options.way}, {options.part}: {len(pages)} pages, {len(options.seeds)} seeds")
    print_losses("Exculpa", find_people, pages, options.seeds)
    if options.peer:
        print_losses("en_core_web_sm", find_peer, pages, options.seeds)
    return 0


def load_written(part: str) -> Iterator[Marked]:
    """The pages of the invented cases. A case takes the place of a file; its papers lie apart in it by number."""
    for case in load_cases(part):
        for nth, paper in enumerate(case.papers):
            for number, text in enumerate(paper.pages, 1):
                place = case.name, nth * APART + number
                page = Page(place[1], PageState.TEXT_LAYER, Reading(text), 612.0, 792.0)
                yield place, page, [replace(one, place=place) for one in paper.mentions if one.place[1] == number]


def print_losses(name: str, find: Find, marked: Sequence[Marked], seeds: Sequence[int]) -> None:
    whole = measure(find, marked)
    print(f"\n{name:24}{'P':>7}{'R':>7}{'F1':>7}")
    _print(whole, dict.fromkeys(LINES, 0.0), "as it is")
    for share in SHARES:
        worn = [measure(find, [damage_page(*one, share, seed) for one in marked]) for seed in seeds]
        means = {line: tuple(mean(values) for values in zip(*(w[line] for w in worn), strict=True)) for line in LINES}
        lost = {line: whole[line][2] - means[line][2] for line in LINES}
        _print(means, lost, f"{share:.0%} of the characters damaged")


def measure(find: Find, marked: Sequence[Marked]) -> dict[str, tuple[float, ...]]:
    said = list(find([(place, page) for place, page, _truths in marked]))
    table = rates(judge([truth for _place, _page, some in marked for truth in some], said))
    return {line: (table[line].precision, table[line].recall, table[line].f1) for line in LINES}


def _print(table: dict[str, tuple[float, ...]], lost: dict[str, float], title: str) -> None:
    print(title)
    for line, figures in table.items():
        points = f"  {-100 * lost[line]:+.1f} points of F1" if lost[line] else ""
        print(f"  {line:22}" + "".join(f"{value:7.3f}" for value in figures) + points)


# ---------------------------------------------------------------- damage


def damage_page(place: Place, page: Page, truths: list[Truth], share: float, seed: int) -> Marked:
    """The page with damaged text, its words and regions and the marks of the key at their new offsets."""
    if page.reading is None:
        return place, page, truths
    text, places = damage(page.reading.text, share, Random(f"{seed} {place[0]} {place[1]}"))
    words = tuple(replace(w, start=places[w.start], end=places[w.end]) for w in page.reading.words)
    reading = replace(page.reading, text=text, words=tuple(word for word in words if word.start < word.end))
    regions = tuple(
        region
        if region.start is None or region.end is None
        else replace(region, start=places[region.start], end=places[region.end])
        for region in page.regions
    )
    moved = [replace(truth, parts=tuple((places[s], places[e]) for s, e in truth.parts)) for truth in truths]
    return place, replace(page, reading=reading, regions=regions), moved


def damage(text: str, share: float, chance: Random) -> tuple[str, list[int]]:
    """The damaged text, and for each offset into the old text, its end too, the one into the new. Line ends stay."""
    pieces, places, length = [], [], 0
    for char in text:
        places.append(length)
        piece = misread(char, chance) if char != "\n" and chance.random() < share else char
        pieces.append(piece)
        length += len(piece)
    return "".join(pieces), [*places, length]


def misread(char: str, chance: Random) -> str:
    """What a damaged character is read for; a space is lost, a character of no known shape becomes a speck."""
    if char.isspace():
        return ""
    known = load_confusions()
    [way] = chance.choices(list(known["shares"]), list(known["shares"].values()))
    if way == "lost":
        return ""
    if way == "split":
        return f"{char} "
    speck = str(chance.choice(known["specks"]))
    return f"{char}{speck}" if way == "speck" else str(chance.choice(known["shapes"].get(char, [speck])))


@lru_cache(maxsize=1)
def load_confusions() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load(CONFUSIONS.read_text("utf-8"))
    return loaded


if __name__ == "__main__":
    sys.exit(main())
