"""The speed of the language step beside `en_core_web_sm`, and what it costs to tell who is one with whom.

    python benchmarks/people/speed.py step --cache DIR [--part development|held_out]
    python benchmarks/people/speed.py group [--sizes 10000 100000 1000000]

`step` reads the texts of the cached pages of the key with both, in turns, on one core: tokens as spaCy's tokenizer
counts them, processor time of the best of three rounds. Machines are noisy and shared: trust the ratio. `group` makes
invented cases of 300 mentions each, some officers of which recur in many cases, and groups them, each size in a
process of its own: processor seconds, and memory beyond that of the mentions themselves.
"""

import argparse
import os
import resource
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from itertools import islice
from multiprocessing import get_context
from pathlib import Path
from random import Random
from statistics import median

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from benchmarks.people.key import load_places
from benchmarks.people.pages import load_pages
from pipeline.records import Layout, Mention, Page, PersonKind, PlacedMention
from pipeline.settings import Settings

ROUNDS = 3
CASE = 300
"""Mentions of an invented case; two thirds of them name its officers."""
RECURRING = 0.01
"""Officers of the force for each mention of the archive."""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    ways = parser.add_subparsers(dest="way", required=True)
    step = ways.add_parser("step")
    step.add_argument("--cache", type=Path, required=True)
    step.add_argument("--part", choices=["development", "held_out"], default="development")
    group = ways.add_parser("group")
    group.add_argument("--sizes", type=int, nargs="+", default=[10_000, 100_000, 1_000_000])
    options = parser.parse_args()
    if options.way == "step":
        compare_steps([page for _place, page in load_pages(options.cache, load_places(options.part))])
    else:
        measure_groups(options.sizes)
    return 0


# ---------------------------------------------------------------- the language step


def compare_steps(pages: Sequence[Page]) -> None:
    """Both on the same pages, in turns, so that a busy machine slows both."""
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    import spacy

    from benchmarks.people.peer import load_peer
    from pipeline.language import load_language, mark_page

    pages = [page for page in pages if page.reading is not None and page.reading.text.strip()]
    plain, peer, ours = spacy.blank("en"), load_peer(), load_language(Settings(archive=Path("unused")))
    texts = [page.reading.text for page in pages if page.reading is not None]
    tokens = sum(len(plain(text)) for text in texts)
    layouts = [Layout(p.reading.words, p.width, p.height, p.regions) for p in pages if p.reading is not None]
    read: dict[str, Callable[[], object]] = {
        "the language step": lambda: [mark_page(ours, *pair) for pair in zip(texts, layouts, strict=True)],
        "en_core_web_sm": lambda: [peer(text) for text in texts],
    }
    times = [{name: seconds(call) for name, call in read.items()} for _ in range(ROUNDS)]
    print(f"{len(texts)} pages, {tokens} tokens, one core, best of {ROUNDS} rounds")
    for name in read:
        best = min(round_[name] for round_ in times)
        print(f"{name:20} {tokens / best:9,.0f} tokens/s, {1000 * best / len(texts):.1f} ms a page")
    ratios = [round_["en_core_web_sm"] / round_["the language step"] for round_ in times]
    print(f"ratio                {median(ratios):9.2f} (rounds: {', '.join(f'{ratio:.2f}' for ratio in ratios)})")


def seconds(call: Callable[[], object]) -> float:
    start = time.process_time()
    call()
    return time.process_time() - start


# ---------------------------------------------------------------- grouping


def measure_groups(sizes: Sequence[int]) -> None:
    print(f"{'mentions':>10} {'persons':>9} {'seconds':>9} {'us each':>9} {'MB more':>9}")
    for size in sizes:
        with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
            persons, spent, megabytes = pool.submit(group_once, size).result()
        print(f"{size:10,} {persons:9,} {spent:9.1f} {1e6 * spent / size:9.1f} {megabytes:9.0f}", flush=True)


def group_once(size: int) -> tuple[int, float, float]:
    """Persons, processor seconds, and megabytes above what the mentions hold, in a fresh process."""
    from pipeline.people import group_mentions

    list(group_mentions(make_mentions(CASE)))
    mentions = list(make_mentions(size))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    start = time.process_time()
    persons = sum(1 for _ in group_mentions(mentions))
    spent = time.process_time() - start
    return persons, spent, (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024


def make_mentions(size: int, seed: int = 1) -> Iterator[PlacedMention]:
    """Invented mentions: in each case some officers of the force, with and without badge, and people of the case."""
    chance = Random(seed)
    force = [make_name(chance) for _ in range(max(20, int(size * RECURRING)))]
    return islice(_cases(force, chance), size)


def _cases(force: Sequence[tuple[str, str]], chance: Random) -> Iterator[PlacedMention]:
    number = 0
    while True:
        case = f"case {number}"
        officers = chance.sample(range(len(force)), 12)
        others = [make_name(chance) for _ in range(12)]
        for at in range(CASE):
            officer = chance.random() < 2 / 3
            badge = chance.choice(officers)
            person = force[badge] if officer else chance.choice(others)
            mention = _mention(person, f"{badge + 1000}" if officer else None, chance)
            yield PlacedMention(f"{number}-{at}", f"{number}-{at // 30}", 1 + at % 30 // 3, "", mention, (case,))
        number += 1


def _mention(person: tuple[str, str], badge: str | None, chance: Random) -> Mention:
    given, surname = person
    name = chance.choice((f"{given} {surname}", f"{given[0]}. {surname}", surname, surname))
    kind = PersonKind.WITNESS if badge is None else PersonKind.OFFICER
    badges = (badge,) if badge is not None and chance.random() < 0.3 else ()
    return Mention(0, len(name), kind, name, "Det." if badge is not None else None, badges)


def make_name(chance: Random) -> tuple[str, str]:
    """An invented name; few given names and many surnames, some of them much more frequent than others."""
    given = _word(Random(int(400 * chance.random() ** 2)), 2)
    return given, _word(Random(1000 + int(60_000 * chance.random() ** 3)), 3)


def _word(chance: Random, syllables: int) -> str:
    return "".join(chance.choice("bdfghklmnprstvw") + chance.choice("aeiou") for _ in range(syllables)).title() + "n"


if __name__ == "__main__":
    sys.exit(main())
