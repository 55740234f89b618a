"""Papers of several cases and file sets as the program takes them: ingested by the commands a user would type, and the
leads that the archive then holds."""

import csv
import hashlib
import json
import os
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.leads.truth import HERE
from pipeline.catalog.database import open_catalog
from pipeline.catalog.leads import find_leads
from pipeline.records import Lead
from pipeline.settings import load_settings

ROOT = HERE.parents[1]
LIMIT = 1800


@dataclass(frozen=True, slots=True)
class Placed:
    """A paper with its place: `name` is its file name below the set, `case` the case it is put in."""

    name: str
    case: str
    file_set: str
    text: str

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.text.encode()).hexdigest()


def fill_archive(papers: Iterable[Placed], scratch: Path, certified: Mapping[str, str]) -> Path:
    """One ingest a file set, the certificates, and one more ingest that draws conclusions from them. `certified` names
    the complete set of each case. Raises RuntimeError where a command does not end well."""
    archive, sets = scratch / "archive", defaultdict(list)
    for paper in papers:
        sets[paper.file_set].append(paper)
    for file_set, group in sorted(sets.items()):
        _ingest(archive, _write(group, scratch / file_set), scratch / f"{file_set}.csv", file_set)
    for case, file_set in sorted(certified.items()):
        run_command(archive, "certify", case, "--set", file_set, "--ground", "the letter lists all that was sent")
    if certified:
        last = max(sets)
        _ingest(archive, scratch / last, scratch / f"{last}.csv", last)
    return archive


def _write(papers: Iterable[Placed], folder: Path) -> Path:
    """The papers as text files, and beside the folder the list that tells the case of each."""
    with folder.with_suffix(".csv").open("w", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["path", "case"])
        for paper in papers:
            path = folder / paper.case / paper.name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(paper.text.encode())
            rows.writerow([path.relative_to(folder), paper.case])
    return folder


def _ingest(archive: Path, folder: Path, cases: Path, file_set: str) -> None:
    run_command(archive, "ingest", str(folder), "--case-map", str(cases), "--file-set", file_set)


def run_command(archive: Path, *arguments: str) -> str:
    """What the command printed. Raises RuntimeError where it does not end well."""
    done = subprocess.run(
        [sys.executable, "-m", "app.cli", "--archive", str(archive), *arguments],
        cwd=ROOT,
        env=os.environ | {"OMP_THREAD_LIMIT": "1"},
        capture_output=True,
        text=True,
        timeout=LIMIT,
    )
    if done.returncode:
        raise RuntimeError(f"{arguments[0]} ended with {done.returncode}: {done.stderr[-2000:]}")
    return done.stdout


def read_leads(archive: Path) -> list[Lead]:
    with open_catalog(load_settings(archive)).connect() as connection:
        return [stored.lead for stored in find_leads(connection)]


def read_gaps(archive: Path, case: str) -> list[dict[str, Any]]:
    """What `exculpa gaps` says of a case."""
    told: list[dict[str, Any]] = json.loads(run_command(archive, "gaps", case, "--json"))
    return told
