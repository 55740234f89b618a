"""What damaged characters cost a search: pages found for names and phrases, as they are written and with 5 and 10 of
100 characters misread, exactly (`spelling:off`) and as Exculpa searches by itself.

    python -m benchmarks.search.damage [--part development|held_out] [--seeds 1 2 3] [--pages 2000] [--elastic URL]

The pages are those of the invented case files of benchmarks/people/written, among so many generated ones (archive.py);
both are damaged as in benchmarks/people/damage.py, by a list of shapes that the program does not know. A page answers a
question if the words stand on it before the damage. Questions are the surnames and the full names of the key of people,
and three words in a row, one row from each page. `exact` and `as asked` are the share of those pages that are found,
over all pages of all questions; `right` is the share of what is found (as asked) that answers; `first` the share of
questions whose first hit does. Figures are means over the seeds. The part held_out was looked at once, at the end.
"""

import argparse
import hashlib
import re
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random
from statistics import mean

from benchmarks.people.damage import SHARES, damage
from benchmarks.people.written.truth import load_cases
from benchmarks.search.archive import write_pages
from benchmarks.search.questions import delete_index
from pipeline.records import IndexEntry
from pipeline.search import Ask, Index, open_index, parse_query
from pipeline.settings import Settings

MIN_NAME = 4
PHRASE_WORDS = 3
PHRASE_LETTERS = 12
MOST = 5_000
APART = 1000
"""Pages of different papers of a case are further apart than any paper is long."""
Key = tuple[str, int]
KINDS = ("surname", "full name", "phrase")


@dataclass(frozen=True, slots=True)
class Asked:
    kind: str
    words: str


@dataclass(frozen=True, slots=True)
class Rates:
    exact: float
    asked: float
    right: float
    first: float


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--part", choices=["development", "held_out"], default="development")
    parser.add_argument("--seeds", type=int, nargs="+", default=[1, 2, 3])
    parser.add_argument("--pages", type=int, default=2_000)
    parser.add_argument("--elastic", metavar="URL", default="")
    options = parser.parse_args()
    written = list(load_entries(options.part))
    entries = [*written, *write_pages(options.pages, marks=False)]
    asked = list(find_questions(options.part, written))
    counts = ", ".join(f"{sum(one.kind == kind for one in asked)} of {kind}" for kind in KINDS)
    print(f"{options.part}: {len(written)} pages among {options.pages}; questions: {counts}")
    truth = find_truth(entries, asked, options.elastic)
    print(f"{'':16}{'':12}  exact  as asked  right  first")
    for share in (0.0, *SHARES):
        seeds = options.seeds if share else options.seeds[:1]
        told = [measure(damage_all(entries, share, seed), truth, options.elastic) for seed in seeds]
        for kind in KINDS:
            print_rates(f"{share:.0%} damaged", kind, [one[kind] for one in told])
    return 0


def load_entries(part: str) -> Iterator[IndexEntry]:
    for case in load_cases(part):
        for nth, paper in enumerate(case.papers):
            for number, text in enumerate(paper.pages, 1):
                yield make_entry(case.name, nth * APART + number, text)


def make_entry(case: str, page: int, text: str) -> IndexEntry:
    nobody: dict[str, tuple[str, ...]] = dict.fromkeys(("officers", "witnesses", "informants", "people", "types"), ())
    return IndexEntry(
        sha256=hashlib.sha256(case.encode()).hexdigest(),
        page=page,
        reading=f"{page:032}",
        text=text,
        cases=(case,),
        file_set="police",
        locations=(f"{case}.pdf",),
        kind=None,
        dated=None,
        confidence=None,
        **nobody,
    )


# ---------------------------------------------------------------- questions


def find_questions(part: str, written: Sequence[IndexEntry]) -> Iterator[Asked]:
    names = sorted(set(find_names(part)))
    surnames = sorted({name.split()[-1] for name in names})
    yield from (Asked("surname", name) for name in surnames if len(name) >= MIN_NAME)
    yield from (Asked("full name", name) for name in names if " " in name)
    chance = Random(part)
    for entry in written:
        rows = [row for row in find_rows(entry.text) if len("".join(row)) >= PHRASE_LETTERS]
        if rows:
            yield Asked("phrase", " ".join(chance.choice(rows)))


def find_names(part: str) -> Iterator[str]:
    """Given name and surname, or the surname alone, of everyone whom the key names in letters only."""
    for case in load_cases(part):
        for paper in case.papers:
            for mention in paper.mentions:
                [(start, end)] = mention.parts
                text = paper.pages[mention.place[1] - 1][start:end].lower()
                if name := re.search(r"(?:\b([a-z]{3,}) )?\b([a-z]+)$", text):
                    yield " ".join(part for part in name.groups() if part)


def find_rows(text: str) -> Iterator[tuple[str, ...]]:
    """Words in a row, nothing but blanks between them."""
    for line in text.splitlines():
        for piece in re.split(r"[^A-Za-z ]+", line):
            words = piece.lower().split()
            yield from zip(*(words[at:] for at in range(PHRASE_WORDS)), strict=False)


def typed(one: Asked) -> str:
    return f'"{one.words}"' if one.kind == "phrase" else one.words


# ---------------------------------------------------------------- answers


def find_truth(entries: Sequence[IndexEntry], asked: Sequence[Asked], url: str) -> dict[Asked, frozenset[Key]]:
    with Searched(entries, url) as searched:
        found = {one: frozenset(searched.find(f"{typed(one)} spelling:off synonyms:off")) for one in asked}
    return {one: keys for one, keys in found.items() if keys}


def damage_all(entries: Sequence[IndexEntry], share: float, seed: int) -> Iterator[IndexEntry]:
    for entry in entries:
        text, _ = damage(entry.text, share, Random(f"{seed} {entry.sha256} {entry.page}"))
        yield replace(entry, text=text)


def measure(entries: Iterator[IndexEntry], truth: dict[Asked, frozenset[Key]], url: str) -> dict[str, Rates]:
    with Searched(list(entries), url) as searched:
        exact = {one: searched.find(f"{typed(one)} spelling:off synonyms:off") for one in truth}
        found = {one: searched.find(typed(one)) for one in truth}
    return {kind: rate([one for one in truth if one.kind == kind], truth, exact, found) for kind in KINDS}


def rate(
    asked: Sequence[Asked],
    truth: dict[Asked, frozenset[Key]],
    exact: dict[Asked, list[Key]],
    found: dict[Asked, list[Key]],
) -> Rates:
    wanted = sum(len(truth[one]) for one in asked)
    right = sum(len(truth[one] & set(found[one])) for one in asked)
    return Rates(
        exact=sum(len(truth[one] & set(exact[one])) for one in asked) / wanted,
        asked=right / wanted,
        right=right / max(sum(len(found[one]) for one in asked), 1),
        first=sum(bool(truth[one] & set(found[one][:1])) for one in asked) / len(asked),
    )


class Searched:
    """An index of some pages, which goes away with the block."""

    def __init__(self, entries: Sequence[IndexEntry], url: str) -> None:
        self._folder = tempfile.TemporaryDirectory()
        self._settings = Settings(archive=Path(self._folder.name), index_url=url, index_name="exculpa-damage")
        self._index: Index = open_index(self._settings)
        self._index.rebuild(entries)

    def __enter__(self) -> "Searched":
        return self

    def __exit__(self, *_: object) -> None:
        self._index.close()
        if self._settings.index_url:
            delete_index(self._settings)
        self._folder.cleanup()

    def find(self, query: str) -> list[Key]:
        return [(hit.sha256, hit.page) for hit in self._index.search(Ask(parse_query(query), MOST)).hits]


def print_rates(title: str, kind: str, told: Sequence[Rates]) -> None:
    means = [mean(getattr(one, name) for one in told) for name in ("exact", "asked", "right", "first")]
    print(f"{title:16}{kind:12}{means[0]:7.3f}{means[1]:10.3f}{means[2]:7.3f}{means[3]:7.3f}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
