"""Copies of pages: two readings of the same paper must be found, two forms with other values must not.

    python benchmarks/documents/copies.py [--set b] [--seed 1000] [--papers 300] [--damage 0.04]

Each paper is read twice with damage of its own. Hard negatives are papers of the same form with other values; versions
have one to three lines changed. Also timed: prints and candidates of many pages.
"""

import argparse
import random
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from volumes import load_papers, make_document, wear

from pipeline.documents.copies import PrintIndex, judge, take_print
from pipeline.documents.differences import compare
from pipeline.records import reading_id

SAME, VERSION = "same", "version"
Made = tuple[str, tuple[int, str] | None]
"""The text of a page, and which paper it repeats and how."""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--set", choices=["a", "b"], default="b")
    parser.add_argument("--seed", type=int, default=1000)
    parser.add_argument("--papers", type=int, default=300)
    parser.add_argument("--damage", type=float, default=0.03)
    parser.add_argument("--wrong", action="store_true", help="show what was wrong")
    options = parser.parse_args()
    pages = list(make_pages(random.Random(f"{options.set} {options.seed}"), options))
    began = time.monotonic()
    prints = [take_print((str(at), 1), text, reading_id(text), None) for at, (text, _told) in enumerate(pages)]
    index = PrintIndex(prints)
    found: dict[tuple[int, int], tuple[str, float]] = {}
    compared = 0
    for at, one in enumerate(prints):
        for other in index.partners(one):
            there = int(other.place[0])
            if there > at:
                compared += 1
                judged = judge(one, other, compare(pages[at][0], pages[there][0]))
                if judged is not None:
                    found[at, there] = judged
    seconds = time.monotonic() - began
    report(pages, found, options.wrong)
    print(f"{len(pages)} pages, {compared} pairs compared, {seconds:.1f} s")
    return 0


def make_pages(chance: random.Random, options: argparse.Namespace) -> Iterator[Made]:
    """The pages, originals first."""
    papers = load_papers(options.set)
    clean = [make_document(chance.choice(papers), chance, 0.0)[0].text for _ in range(options.papers)]
    clean = [text for text in dict.fromkeys(clean) if len(text.split()) >= 20]  # one without values is one paper
    for text in clean:
        yield wear(text, chance, options.damage * chance.choice((0.3, 1.0, 1.5))), None
    for at, text in enumerate(clean):
        if at % 3 == 0:
            yield wear(text, chance, options.damage * chance.choice((0.3, 1.0, 1.5))), (at, SAME)
        if at % 3 == 1 and len(text.split("\n")) >= 10:
            yield wear(change(text, chance), chance, options.damage * 0.5), (at, VERSION)


def change(text: str, chance: random.Random) -> str:
    """The text with one or two of its later lines taken out or written anew."""
    lines = text.split("\n")
    for _ in range(chance.choice((1, 1, 2))):
        at = chance.randrange(len(lines) // 2, len(lines))
        lines[at] = chance.choice(("", "He now says that he was somewhere else at the time and saw nothing of it."))
    return "\n".join(lines)


def report(pages: list[Made], found: dict[tuple[int, int], tuple[str, float]], wrong: bool) -> None:
    truth = {(told[0], at): told[1] for at, (_text, told) in enumerate(pages) if told is not None}
    counts: Counter[str] = Counter()
    for pair, how in truth.items():
        said = found[pair][0] if pair in found else "nothing"
        counts[f"{how}: said {said}"] += 1
        if wrong and (said == "nothing" or (how == SAME and said == "version")):
            print("-----", how, said, compare(pages[pair[0]][0], pages[pair[1]][0]).__repr__()[:160])
    for pair, (said, likeness) in found.items():
        first = {pages[at][1][0] if pages[at][1] else at for at in pair}
        if len(first) > 1:
            counts[f"other papers: said {said}"] += 1
            if wrong:
                print("=====", said, likeness, compare(pages[pair[0]][0], pages[pair[1]][0]).__repr__()[:160])
                print(pages[pair[0]][0][:300], "\n--\n", pages[pair[1]][0][:300])
    for name, count in sorted(counts.items()):
        print(f"  {count:5} {name}")


if __name__ == "__main__":
    sys.exit(main())
