"""How fast detectors and rules are on ordinary full pages, in processor time, beside the language step on them.

    python benchmarks/leads/speed.py [FOLDER] [--pages N] [--slow N]

FOLDER holds pages as `*.txt`; without it the neutral pages of the development part are taken. Every page is read twice
and the second time counts: then everything that is made once is there. The ratio tells more than the pages a second
where others work on the machine too. `--slow` names the patterns that took most, and those of which no letters are
known, so that they are tried on every passage: their owners can mend them.
"""

import argparse
import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from benchmarks.leads.reading import Reader
from benchmarks.leads.truth import find_neutral_files
from pipeline.detectors import DETECTORS
from pipeline.lexicons import Entry, Match, load_lexicon


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("folder", nargs="?", type=Path)
    parser.add_argument("--pages", type=int, default=100)
    parser.add_argument("--slow", type=int, default=0, metavar="N", help="name the N slowest patterns")
    options = parser.parse_args()
    paths = sorted(options.folder.glob("*.txt")) if options.folder else find_neutral_files("development")
    texts = [path.read_text("utf-8") for path in paths][: options.pages]
    reader = Reader()
    for text in texts:
        reader.read(text)
    reader.step = reader.search = reader.pages = 0
    for text in texts:
        reader.read(text)
    letters = sum(map(len, texts)) / len(texts)
    print(f"{len(texts)} pages of {letters:.0f} letters, {len(DETECTORS)} detectors")
    print(f"language step {reader.pages / reader.step:.1f} pages/s, ", end="")
    print(f"detectors and rule {reader.pages / reader.search:.1f} pages/s of processor time")
    print(f"detectors and rule take {100 * reader.search / reader.step:.0f} % of the time of the language step")
    if options.slow:
        report_slow(reader, texts, options.slow)
    return 0


def report_slow(reader: Reader, texts: Iterable[str], number: int) -> None:
    """Reads once more with a clock around each pattern."""
    names = sorted({name for detector in DETECTORS for name in detector.lexicons})
    known = {entry: f"{name}.{entry.id}" for name in names for entry in load_lexicon(reader.settings, name).entries}
    taken: Counter[tuple[str, int]] = Counter()
    tries: Counter[tuple[str, int]] = Counter()
    find_by = Entry.find_by

    def timed(entry: Entry, numbers: Iterable[int], text: str) -> Iterator[Match]:
        for which in numbers:
            place, begun = (known.get(entry, "language step"), which), time.process_time()
            found = list(find_by(entry, (which,), text))
            taken[place] += time.process_time() - begun
            tries[place] += 1
            yield from found

    Entry.find_by = timed  # type: ignore[method-assign]
    for text in texts:
        reader.read(text)
    of_detectors = [one for one in taken.most_common() if one[0][0] in known.values()]
    for (name, which), seconds in of_detectors[:number]:
        print(f"  {1000 * seconds:7.1f} ms in {tries[name, which]:5} passages: {name}, pattern {which}")
    for entry, name in known.items():
        if entry.fields.get("role") != "context":
            for which, needs in enumerate(entry.needs):
                if not needs:
                    print(f"  no letters: {name}, pattern {which}")


if __name__ == "__main__":
    sys.exit(main())
