"""`exculpa verify`: is everything still what was given, read, quoted and indexed?"""

import time
from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated, Any

import typer

from app.context import print_json, settings_of
from pipeline.settings import Settings

if TYPE_CHECKING:
    from pipeline.custody import Fault

FAULTY = 3
SHOWN_FAULTS = 20
"""Faults of one check that are printed; --json lists all of them."""
Checked = tuple[str, "Fault | None"]


def verify(
    context: typer.Context, as_json: Annotated[bool, typer.Option("--json", help="Print it as JSON.")] = False
) -> None:
    """Check originals against their hashes, every quote on its page, the index against the record."""
    from app.screen import open_console, tame

    console, counts, found, faults = open_console(), Counter[str](), Counter[str](), list[dict[str, Any]]()
    for name, fault in _watched(run_checks(settings_of(context))):
        counts[name] += 1
        if fault is None:
            continue
        row = {"location": fault.location, "page": fault.page, "fault": fault.fault, "todo": fault.todo}
        faults.append({"check": name, **row})
        found[name] += 1
        if not as_json and found[name] <= SHOWN_FAULTS:
            console.print(tame(str(fault)))
    if as_json:
        print_json({"clean": not faults, "checked": counts, "faults": faults})
    else:
        for name, count in found.items():
            if count > SHOWN_FAULTS:
                console.print(f"{name}: {count - SHOWN_FAULTS:,} more like these; see them with: exculpa verify --json")
        console.print("Checked: " + ", ".join(f"{count:,} {name}" for name, count in counts.items()) + ".")
        console.print(f"Faults: {len(faults)}." if faults else "No faults: all is as it was written down.")
    if faults:
        raise typer.Exit(FAULTY)


def run_checks(settings: Settings) -> Iterator[Checked]:
    """All checks one after the other: the name of the check, and the fault where there is one."""
    from pipeline.catalog.database import open_catalog
    from pipeline.custody import CHECKS, check_index
    from pipeline.search import open_index

    engine = open_catalog(settings)
    try:
        with engine.connect() as connection:
            for name, check in CHECKS.items():
                yield from ((name, fault) for fault in check(connection, settings))
            index = open_index(settings)
            try:
                yield from (("index", fault) for fault in check_index(connection, index.keys()))
            finally:
                index.close()
    finally:
        engine.dispose()


def _watched(checked: Iterator[Checked]) -> Iterator[Checked]:
    """The same, with a line on standard error that says how far it is, where that is a terminal."""
    from rich.console import Console
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    console = Console(stderr=True)
    columns = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
    with Progress(*columns, console=console, disable=not console.is_terminal, transient=True) as bar:
        task, shown = bar.add_task("checking"), 0.0
        for count, (name, fault) in enumerate(checked, 1):
            if time.monotonic() - shown > 0.2:
                shown = time.monotonic()
                bar.update(task, description=f"checking {name}: {count:,} looked at")
            yield name, fault
