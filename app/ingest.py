"""`exculpa ingest`: run the flow, show how far it is, say what became of every file and page."""

import os
import sys
import time
from collections import Counter
from pathlib import Path
from typing import Annotated

import typer

from app.context import print_json, settings_of
from pipeline.errors import UsageError
from pipeline.records import FileSet

STOPPED = 130


def ingest(
    context: typer.Context,
    paths: Annotated[list[str], typer.Argument(metavar="PATH...", help="Folders and files; - reads a list of them.")],
    case: Annotated[str | None, typer.Option(help="Put all of it into this case.")] = None,
    case_map: Annotated[Path | None, typer.Option(help="CSV with the columns path,case.")] = None,
    file_set: Annotated[FileSet | None, typer.Option(help="Whose copy this is.")] = None,
    jobs: Annotated[int | None, typer.Option(help="Processes that read at the same time.", min=1)] = None,
    retry_failed: Annotated[bool, typer.Option("--retry-failed", help="Read again what failed.")] = False,
    rehash: Annotated[bool, typer.Option("--rehash", help="Hash also files of unchanged size and time.")] = False,
    again: Annotated[bool, typer.Option("--again", help="Take in what was purged before.")] = False,
    link: Annotated[bool, typer.Option("--link", help="Leave originals in their place; do not copy them.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the account as JSON.")] = False,
) -> None:
    """Read files into the archive: every file and page ends in a counted state with a reason."""
    from app.status import load_account, print_account
    from flows.run import run_ingest
    from pipeline.intake import IntakeOptions, load_case_map
    from pipeline.run import IngestOptions

    settings = settings_of(context, jobs=jobs)
    listed = _listed(paths)
    intake = IntakeOptions(case, load_case_map(case_map) if case_map else {}, file_set, link, rehash, again)
    with Progress() as progress:
        state = run_ingest(settings, listed, IngestOptions(intake, retry_failed), progress.report)
    account = load_account(settings)
    if as_json:
        print_json(account)
    else:
        print_account(account)
    if state == "stopped":
        typer.echo("Stopped. Run the same command again: it goes on from here.", err=True)
        raise typer.Exit(STOPPED)
    if account["files"].get("quarantined") or any(problem["page"] for problem in account["problems"]):
        raise typer.Exit(3)


def _listed(paths: list[str]) -> list[Path]:
    """The paths of the command line; `-` stands for those on standard input, one a line."""
    found: list[Path] = []
    for path in paths:
        if path == "-":
            # As bytes: a name may hold what is no UTF-8.
            found += [Path(os.fsdecode(line.rstrip(b"\r\n"))) for line in sys.stdin.buffer if line.strip()]
        else:
            found.append(Path(path))
    if not found:
        raise UsageError("No files were listed. Give at least one path, or a list of paths on standard input.")
    return found


STEPS = {
    "unpack": "opening archives and mail",
    "read": "reading pages",
    "mark": "searching pages",
    "conclude": "people, leads, index",
}


class Progress:
    """A bar on standard error where that is a terminal: pages per second, what is left, how many failed."""

    def __init__(self) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, SpinnerColumn, TextColumn, TimeElapsedColumn
        from rich.progress import Progress as Bar

        console = Console(stderr=True)
        columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), TextColumn("{task.fields[note]}"))
        self._bar = Bar(*columns, TimeElapsedColumn(), console=console, disable=not console.is_terminal, transient=True)
        self._task = self._bar.add_task("taking in files", total=None, note="")
        self._step = ""
        self._counts: Counter[str] = Counter()
        self._pieces = 0
        self._began = time.monotonic()

    def __enter__(self) -> "Progress":
        self._bar.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._bar.stop()

    def report(self, step: str, counts: Counter[str], left: int) -> None:
        """One piece of a step is done."""
        if step != self._step:
            self._step, self._counts, self._pieces, self._began = step, Counter(), 0, time.monotonic()
        self._counts += counts
        self._pieces += 1
        files = sum(n for name, n in self._counts.items() if name.startswith("files"))
        pages = self._counts.total() - files
        rate = pages / max(time.monotonic() - self._began, 0.001)
        failed = self._counts["failed"] + self._counts["not marked"]
        note = f"{pages} pages, {rate:.1f} a second, {left} pieces left, {failed} failed" if pages else ""
        self._bar.update(
            self._task, description=STEPS[step], completed=self._pieces, total=(self._pieces + left) or None, note=note
        )
