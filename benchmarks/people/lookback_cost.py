"""What a look-back costs on a large archive: seconds and memory for three officers in 225 cases, and for 20 officers.

    python benchmarks/people/lookback_cost.py [--cases 10000]

Makes a catalog of invented cases, eight pages each with five people named, straight into its tables; the list is
read and the look-back written as JSON with identities masked, each time in a process of its own.
"""

import argparse
import csv
import json
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Table

from pipeline.catalog import tables
from pipeline.catalog.database import open_catalog
from pipeline.catalog.name_keys import fold_number
from pipeline.catalog.words import pack_words
from pipeline.records import reading_id
from pipeline.settings import Settings

PAGES, PEOPLE, OFFICERS, WANTED, CASES_OF_WANTED = 8, 5, 2000, 3, 75
GIVEN = "John Karen Thomas Rita Alan Maria Darnell Luis Helen Victor Wanda Oscar Amy Carl Nora Hugh".split()
STEMS = "Hallor Bellweath Ostr Larkin Weir Voss Petr Novak Quint Ardm Tresc Mord Falk Brisc Cald Dunm Gant Pike".split()
ENDS = "an er ow is e akis ini well ley sen ton by".split()
ROLES = ("arresting_officer", "statement_taker", "responding_officer", "lineup_administrator", "signing_supervisor")
KINDS = ("complaint_report", "arrest_report", "suspect_statement", "lineup_form", "lab_report", "accusatory_instrument")
LINE = "On that day {} and the others went to the place, where several people were spoken to, and a report was made. "
NOW = datetime(2026, 1, 1, tzinfo=UTC)
AT_ONCE = 200


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--cases", type=int, default=10_000)
    parser.add_argument("--list", nargs=3, metavar=("ARCHIVE", "LIST", "OUT"), help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.list:
        return look_back(*map(Path, given.list))
    with tempfile.TemporaryDirectory() as name:
        folder, began = Path(name), time.perf_counter()
        officers = make_archive(folder / "archive", given.cases)
        print(f"{given.cases} cases, {given.cases * PAGES} pages, {given.cases * PAGES * PEOPLE} mentions", end=" ")
        print(f"made in {time.perf_counter() - began:.0f} s")
        for count in (WANTED, 20):
            write_list(folder / "list.csv", officers[:count])
            done = [__file__, "--list", folder / "archive", folder / "list.csv", folder / "out.json"]
            subprocess.run([sys.executable, *map(str, done)], check=True)
    return 0


def look_back(archive: Path, listed: Path, out: Path) -> int:
    from app.cli import app

    began = time.perf_counter()
    app(["--archive", str(archive), "lookback", str(listed), "-o", str(out)], standalone_mode=False)
    seconds, megabytes = time.perf_counter() - began, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    rows = json.loads(out.read_text("utf-8"))["officers"]
    cases = sum(len(row["cases"]) for row in rows)
    print(f"{len(rows)} officers, {cases} cases: {seconds:.1f} s, {megabytes:.0f} MB")
    return 0


def write_list(path: Path, officers: list[tuple[str, str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.writer(handle)
        writer.writerows([("name", "badge"), *officers])


def make_archive(folder: Path, cases: int) -> list[tuple[str, str]]:
    """Write the catalog; returns (name, badge) of its officers, those wanted first."""
    rolls = random.Random(3)
    names = [f"{given} {stem}{end}" for given in GIVEN for stem in STEMS for end in ENDS]
    rolls.shuffle(names)
    officers = [(name, str(1000 + at)) for at, name in enumerate(names[:OFFICERS])]
    engine = open_catalog(Settings(archive=folder), create=True)
    with engine.begin() as connection:
        persons = [
            {
                "id": f"P-{at}", "name": name, "kind": "officer", "kinds": ["officer"], "rank": "Detective",
                "badges": [badge], "agency": None, "reasons": [], "first_seen": at,
            }
            for at, (name, badge) in enumerate(officers)
        ]  # fmt: skip
        connection.execute(tables.persons.insert(), persons)
        wanted = {at * 40 % cases: at % WANTED for at in range(WANTED * CASES_OF_WANTED)}
        for first in range(0, cases, AT_ONCE):
            rows: dict[str, list[dict[str, Any]]] = {}
            for case in range(first, min(first + AT_ONCE, cases)):
                cast = [rolls.randrange(WANTED, OFFICERS) for _ in range(PEOPLE)]
                if case in wanted:
                    cast[0] = wanted[case]
                for table, row in write_case(case, [(at, *officers[at]) for at in cast], rolls):
                    rows.setdefault(table.name, []).append(row)
            save(connection, rows)
    engine.dispose()
    return officers


def save(connection: Connection, rows: dict[str, list[dict[str, Any]]]) -> None:
    for name, some in rows.items():
        connection.execute(tables.metadata.tables[name].insert(), some)


def write_case(
    case: int, cast: list[tuple[int, str, str]], rolls: random.Random
) -> Iterator[tuple[Table, dict[str, Any]]]:
    """The rows of one case: one document of eight pages."""
    sha256, began = f"{case:064x}", date(1980, 1, 1) + timedelta(days=rolls.randrange(7000))
    yield tables.documents, {
        "sha256": sha256, "media_type": "text/plain", "size": 1, "address": "file:///x", "state": "done",
        "page_count": PAGES, "added_at": NOW,
    }  # fmt: skip
    yield tables.files, {
        "id": case + 1, "root": "/in", "path": f"case-{case:05d}/file.txt", "size": 1, "mtime_ns": 1, "sha256": sha256,
        "state": "done", "file_set": "police", "seen_at": NOW,
    }  # fmt: skip
    yield tables.file_cases, {"file": case + 1, "name": f"case-{case:05d}"}
    for number in range(1, PAGES + 1):
        text = "".join(LINE.format(f"Det. {name} #{badge}") for _at, name, badge in cast) + f"Case {case}, {number}."
        key = reading_id(text)
        yield tables.pages, {
            "sha256": sha256, "number": number, "state": "text_layer", "reading": key, "width": 612, "height": 792,
            "rotation": 0, "read_key": "k", "kind": KINDS[number % len(KINDS)], "dated": began, "unread": 0.0,
        }  # fmt: skip
        yield tables.readings, {
            "sha256": sha256, "number": number, "id": key, "origin": "layer", "text": text, "words": pack_words(()),
            "made_at": NOW,
        }  # fmt: skip
        for place, (at, name, badge) in enumerate(cast):
            start = text.index(f"Det. {name}")
            mention = f"{case:06d}-{number}-{place}"
            yield tables.mentions, {
                "id": mention, "sha256": sha256, "number": number, "reading": key, "start": start,
                "end": start + len(f"Det. {name} #{badge}"), "kind": "officer", "name": name, "rank": "Detective",
                "badges": [badge], "person": f"P-{at}",
            }  # fmt: skip
            yield tables.mention_badges, {"mention": mention, "key": fold_number(badge)}
            yield tables.mention_roles, {
                "mention": mention, "name": ROLES[(number + place) % len(ROLES)], "start": start, "end": start + 4,
            }  # fmt: skip


if __name__ == "__main__":
    sys.exit(main())
