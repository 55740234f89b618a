"""People on real pages against the key: officers, all mentions, kinds, roles, and who is one with whom.

    python benchmarks/people/real.py FOLDER --cache DIR [--part development|held_out] [--archive DIR] [--peer]
        [--readers] [--errors]

FOLDER holds the files of the key, DIR keeps their pages as they are read (see pages.py). The language step reads each
page of the key, names that only another page explains are added, and persons are grouped within the file. Pages that
follow each other are taken for a document and the file for its case; the archive itself would know its other pages too.
"Each page alone" is without what other pages know. A mark that reading has no word for is a miss, and is counted apart
too. `--archive` adds what an archive says of the same pages, into which `exculpa ingest` took the whole files, each
from a folder of its own (pages.py --copy): the product as it is. `--peer` adds `en_core_web_sm`, `--readers` how far
the second reader of the key agrees with the first. `--errors` names what is missed and false on the development part;
the held-out part is run once.
"""

import argparse
import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from benchmarks.people.key import compare_readers, find_confidence, load_places, load_truth
from benchmarks.people.pages import Place, save_pages
from benchmarks.people.scores import (
    Judged,
    Said,
    Truth,
    judge,
    macro_f1,
    pairs_of_persons,
    print_rates,
    rates,
    rates_of_roles,
)
from pipeline.catalog.database import open_catalog
from pipeline.catalog.mentions import find_placed_mentions
from pipeline.language import load_language, mark_page, page_marks
from pipeline.people import group_mentions
from pipeline.people.bearers import gather_bearers
from pipeline.people.known_names import Known, PageNames, find_known
from pipeline.records import Layout, Mention, Page, PageMarks, PlacedMention
from pipeline.settings import Settings, load_settings

REFERENCE = "reference"
"""Mentions by a pronoun or a role ("the affiant") stand for a person without naming him: the key has names only."""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--cache", type=Path, required=True)
    parser.add_argument("--part", choices=["development", "held_out"], default="development")
    parser.add_argument("--archive", type=Path, help="measure what this archive says of the pages too")
    parser.add_argument("--peer", action="store_true", help="measure en_core_web_sm too")
    parser.add_argument("--readers", action="store_true", help="measure the second reader of the key against the first")
    parser.add_argument("--errors", action="store_true", help="name what is missed and false (development only)")
    options = parser.parse_args()
    if options.errors and options.part == "held_out":
        parser.error("--errors is for the development part: nothing is bettered on what is held out")
    if save_pages(options.folder, load_places(options.part), options.cache):
        parser.error(f"{options.folder} lacks files of the key; pages.py names them")
    read = list(load_truth(options.cache, options.part))
    truths = [truth for _place, _page, some in read for truth in some]
    pages = [(place, page) for place, page, _some in read]
    judged = judge(truths, list(find_people(pages)))
    named = {"Exculpa": judged, "each page alone": judge(truths, list(find_people(pages, alone=True)))}
    if options.archive:
        named["in the archive"] = judge(truths, list(find_in_archive(options.archive, dict(pages))))
    if options.peer:
        from benchmarks.people.peer import find_people as find_peer

        named["en_core_web_sm"] = judge(truths, list(find_peer(pages)))
    if options.readers:
        named["second reader"] = judge(*compare_readers(options.part))
    report(options.part, read, named)
    if options.errors:
        print_errors(named["in the archive" if options.archive else "Exculpa"], dict(pages))
    return 0


def find_people(pages: Sequence[tuple[Place, Page]], *, alone: bool = False) -> Iterator[Said]:
    """What the program says of each page, with the person that each mention was given within its file; `alone` without
    what other pages of the file know."""
    nlp = load_language(Settings(archive=Path("unused")))
    files: dict[str, dict[int, tuple[Page, PageMarks]]] = defaultdict(dict)
    for (sha256, number), page in pages:
        if page.reading is not None:
            words = page.reading.words
            layout = Layout(words, page.width, page.height, page.regions) if words else None
            files[sha256][number] = page, page_marks(mark_page(nlp, page.reading.text, layout))
    for sha256, read in files.items():
        placed = list(place_mentions(sha256, read, alone=alone))
        groups = {id_: f"{n}" for n, person in enumerate(group_mentions(placed)) for id_ in person.mentions}
        together = [replace(one, person=groups[one.id]) for one in placed]
        yield from said_of_file(together, {(sha256, number): page for number, (page, _said) in read.items()})


def place_mentions(sha256: str, read: Mapping[int, tuple[Page, PageMarks]], *, alone: bool) -> Iterator[PlacedMention]:
    """The mentions of a file's pages that name somebody, with those that only other pages explain."""
    names = [
        PageNames(number, {f"{number} {n}": one for n, one in enumerate(said.mentions)}, said.lone)
        for number, (_page, said) in read.items()
    ]
    known = {} if alone else know_each_other(names)
    for page in names:
        here = known.get(page.number, Known((), {}))
        own = {id_: replace(one, kind=here.kinds.get(id_, one.kind)) for id_, one in page.mentions.items()}
        added = {f"{page.number} added {n}": one for n, one in enumerate(here.mentions)}
        reading, dated = read[page.number][0].reading, read[page.number][1].dated
        for id_, mention in (own | added).items():
            if reading is not None:
                yield PlacedMention(f"{sha256} {id_}", sha256, page.number, reading.id, mention, (), dated)


def know_each_other(names: Sequence[PageNames]) -> dict[int, Known]:
    """What pages of the key know of each other: those that follow each other are a document, the file is its case."""
    numbers = sorted(page.number for page in names)
    firsts = [number for number in numbers if number - 1 not in numbers]
    bounds = [(first, next(n for n in range(first, first + len(numbers)) if n + 1 not in numbers)) for first in firsts]
    case = gather_bearers((mention, 1) for page in names for mention in page.mentions.values())
    return dict(find_known(names, bounds, [case]))


def find_in_archive(archive: Path, pages: Mapping[Place, Page]) -> Iterator[Said]:
    """What an archive into which the files were ingested says of the same pages, all its pages known. Raises ValueError
    where it reads a page in another way."""
    files: dict[str, list[PlacedMention]] = defaultdict(list)
    with open_catalog(load_settings(archive)).connect() as connection:
        for placed in find_placed_mentions(connection):
            page = pages.get((placed.sha256, placed.page))
            if page is not None and (page.reading is None or placed.reading != page.reading.id):
                raise ValueError(f"page {placed.page} of {placed.sha256} is read in another way: ingest it anew")
            files[placed.sha256].append(placed)
    for some in files.values():
        yield from said_of_file(some, pages)


def said_of_file(placed: Sequence[PlacedMention], pages: Mapping[Place, Page]) -> Iterator[Said]:
    """The mentions by name on pages of the key. Roles are those of the person in the file, from whatever mention."""
    roles: dict[str, set[str]] = defaultdict(set)
    for one in placed:
        roles[one.person or one.id].update(role.name for role in one.mention.roles)
    for one in placed:
        place, person, mention = (one.sha256, one.page), one.person or one.id, one.mention
        if place in pages and mention.by != REFERENCE:
            page = pages[place]
            start, end = find_name(page.reading.text if page.reading else "", mention)
            told = tuple(sorted(roles[person]))
            yield Said(place, start, end, mention.kind, mention.name, told, person, find_confidence(page, start, end))


def find_name(text: str, mention: Mention) -> tuple[int, int]:
    """Where the words of the name stand in the words of a mention; all of it where none of them stands there."""
    quote = text[mention.start : mention.end].lower()
    places = []
    for word in mention.name.lower().split():
        at = quote.rfind(word)
        if at >= 0:
            places.append((at, at + len(word)))
    if not places:
        return mention.start, mention.end
    return mention.start + min(start for start, _end in places), mention.start + max(end for _start, end in places)


def report(part: str, read: Sequence[tuple[Place, Page, list[Truth]]], named: dict[str, Judged]) -> None:
    truths = [truth for _place, _page, some in read for truth in some]
    unread = sum(not truth.parts for truth in truths)
    print(
        f"{part}: {len(read)} pages of {len({place[0] for place, _page, _some in read})} files, {len(truths)} marks; "
    )
    print(f"{unread} of them stand where reading has no word\n")
    print_rates({name: rates(judged) for name, judged in named.items()})
    table = rates_of_roles(named["Exculpa"])
    print(f"\nroles: macro F1 {macro_f1(table):.3f} over {sum(rate.true > 0 for rate in table.values())} roles")
    for role, rate in table.items():
        print(f"  {role:24} right {rate.right}, said {rate.said}, true {rate.true}")


def print_errors(judged: Judged, pages: dict[Place, Page]) -> None:
    """Development only: marks that were missed, what is false, wrong kinds, and persons who have several groups."""

    def words(place: Place, start: int, end: int) -> str:
        page = pages[place]
        text = page.reading.text if page.reading else ""
        around = f"{text[max(0, start - 40) : start]}[{text[start:end]}]{text[end : end + 30]}"
        return f"{place[0][:8]} page {place[1]}: " + " ".join(around.split())

    for truth in judged.missed:
        told = words(truth.place, truth.parts[0][0], truth.parts[-1][1]) if truth.parts else f"{truth.place} no word"
        print(f"missed {truth.kind} ({truth.confidence:.2f}) {told}")
    for one in judged.false:
        print(f"false {one.kind} {words(one.place, one.start, one.end)}")
    for truth, one in judged.pairs:
        if one.kind not in truth.kinds:
            print(f"kind {one.kind}, not {'/'.join(sorted(truth.kinds))} {words(one.place, one.start, one.end)}")
    for who, pairs in pairs_of_persons(judged).items():
        groups = {one.group: one for _truth, one in pairs}
        if len(groups) > 1:
            named = (f"{one.name!r} {one.kind} page {one.place[1]}" for one in groups.values())
            print(f"apart {who[0][:8]} person {who[1]}: {', '.join(named)}")


if __name__ == "__main__":
    sys.exit(main())
