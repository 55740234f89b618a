"""The invented cases as the program takes them: text files in case folders, ingested by the command a user would type,
and what the archive then says of them."""

import os
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from benchmarks.people.real import find_name
from benchmarks.people.scores import Said
from benchmarks.people.written.truth import HERE, Case, Place
from pipeline.catalog.database import open_catalog
from pipeline.catalog.mentions import find_placed_mentions
from pipeline.catalog.pages import find_pages
from pipeline.records import PlacedMention
from pipeline.settings import load_settings

ROOT = HERE.parents[2]
REFERENCE = "reference"
LIMIT = 1800


@dataclass(frozen=True, slots=True)
class Told:
    """What an archive says: people named, phrases that stand for somebody, and every role with the mention it is of."""

    named: tuple[Said, ...]
    standing: tuple[Said, ...]
    roles: tuple[tuple[Said, str, int, int], ...]
    persons: int


def write_cases(cases: Iterable[Case], folder: Path) -> None:
    """One folder a case, one text file a paper, form feeds between its pages."""
    for case in cases:
        (folder / case.name).mkdir(parents=True)
        for paper in case.papers:
            (folder / case.name / paper.name).write_bytes(paper.data)


def ingest(folder: Path, archive: Path) -> None:
    """Raises RuntimeError where the command does not end well."""
    done = subprocess.run(
        [sys.executable, "-m", "app.cli", "--archive", str(archive), "ingest", str(folder)],
        cwd=ROOT,
        env=os.environ | {"OMP_THREAD_LIMIT": "1"},
        capture_output=True,
        text=True,
        timeout=LIMIT,
    )
    if done.returncode:
        raise RuntimeError(f"ingest ended with {done.returncode}: {done.stderr[-2000:]}")


def read_archive(archive: Path, pages: Mapping[Place, str]) -> Told:
    """What the archive says of these pages. Raises ValueError where it reads one in another way than it is written."""
    with open_catalog(load_settings(archive)).connect() as connection:
        _check_pages({(page.sha256, page.number): page.text for page in find_pages(connection)}, pages)
        placed = list(find_placed_mentions(connection))
    said = [(one, _said(one, pages[one.sha256, one.page])) for one in placed if (one.sha256, one.page) in pages]
    return Told(
        named=tuple(given for one, given in said if one.mention.by != REFERENCE),
        standing=tuple(given for one, given in said if one.mention.by == REFERENCE),
        roles=tuple(_roles(said)),
        persons=len({one.person for one, _given in said if one.person}),
    )


def _check_pages(read: Mapping[Place, str | None], written: Mapping[Place, str]) -> None:
    for place, text in written.items():
        if (read.get(place) or "").rstrip() != text.rstrip():
            raise ValueError(f"page {place[1]} of {place[0]} is not read as it is written")


def _roles(said: Iterable[tuple[PlacedMention, Said]]) -> Iterator[tuple[Said, str, int, int]]:
    for one, given in said:
        for role in one.mention.roles:
            yield given, role.name, role.start, role.end


def _said(placed: PlacedMention, text: str) -> Said:
    """The name without rank and number; a code ("CI 94-118") as a whole, as the truth has it."""
    mention = placed.mention
    whole = mention.by == REFERENCE or any(map(str.isdigit, mention.name))
    span = (mention.start, mention.end) if whole else find_name(text, mention)
    roles = tuple(role.name for role in mention.roles)
    return Said((placed.sha256, placed.page), *span, mention.kind, mention.name, roles, placed.person or placed.id)
