"""`exculpa lookback`: a list of officers in, every case in which each may appear out."""

import sys
from collections.abc import Iterable
from contextlib import ExitStack
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, TextIO

import typer

from app.context import print_warning, settings_of
from app.export import RELEASE, check_unmasking, record_leaving
from pipeline.errors import UsageError
from pipeline.settings import Settings

if TYPE_CHECKING:
    from pipeline.lookback.officers import OfficerList
    from pipeline.lookback.status import Vocabulary

FORMATS = (".csv", ".json", ".html")
NOT_UNDERSTOOD = 3
LEADS_SHOWN = 4


def lookback(
    context: typer.Context,
    officers: Annotated[Path | None, typer.Argument(metavar="OFFICERS.csv", help="The list of officers.")] = None,
    output: Annotated[
        Path | None, typer.Option("-o", "--output", help="Write to this .csv, .json or .html (a sheet to print).")
    ] = None,
    template: Annotated[Path | None, typer.Option(help="Write an example of a list to this file, and stop.")] = None,
    unmask: Annotated[
        bool, typer.Option("--unmask", help="Leave protected identities and sealed statuses in; needs --reason.")
    ] = False,
    release: Annotated[list[str] | None, typer.Option("--release", metavar="GATE", help=RELEASE)] = None,
    reason: Annotated[str | None, typer.Option(help="Why they are needed; it is written down.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print it as JSON, with identities masked.")] = False,
) -> None:
    """Every case in which officers of a list may appear: who it is, his part, how essential it was, what is missing."""
    if template is not None:
        _write_template(template)
        return
    if officers is None:
        raise UsageError("Name the list of officers. An example is written by: exculpa lookback --template FILE.csv")
    check_unmasking(unmask, reason, release)
    if output is not None and output.suffix.lower() not in FORMATS:
        raise UsageError(f"{output} must end in one of {', '.join(FORMATS)}. A browser saves the .html as PDF.")
    from pipeline.reports.export import open_output

    settings = settings_of(context)
    listed, vocabulary = _read_list(officers, settings)
    record_leaving(settings, f"look-back of {officers} to {output or 'standard output'}", (unmask, release), reason)
    with ExitStack() as stack:
        out = sys.stdout if as_json else stack.enter_context(open_output(output)) if output is not None else None
        form = "" if out is None else ".json" if as_json or output is None else output.suffix.lower()
        _look_back(settings, (listed, vocabulary), officers.name, (out, form), (unmask, release or []))
    if output is not None:
        masked = "" if unmask else ", identities masked"
        print_warning(f"{len(listed.officers)} officers written to {output}{masked}")
    for problem in listed.problems:
        column = f", {problem.column}" if problem.column else ""
        print_warning(f"row {problem.row}{column}: {problem.says}")
    if listed.problems:
        raise typer.Exit(NOT_UNDERSTOOD)


def _write_template(path: Path) -> None:
    from pipeline.lookback.officers import write_template
    from pipeline.reports.export import open_output

    with open_output(path) as out:
        out.write(write_template())
    print_warning(f"An example of a list, with invented officers, was written to {path}")


def _read_list(path: Path, settings: Settings) -> tuple["OfficerList", "Vocabulary"]:
    from pipeline.lookback.officers import read_officers
    from pipeline.lookback.status import load_vocabulary

    try:
        data = path.read_bytes()
    except OSError as error:
        raise UsageError(f"The list {path} cannot be read: {error.strerror}.") from error
    vocabulary = load_vocabulary(settings)
    return read_officers(data, vocabulary, date.today()), vocabulary


def _look_back(
    settings: Settings,
    asked: tuple["OfficerList", "Vocabulary"],
    source: str,
    to: tuple[TextIO | None, str],
    leaving: tuple[bool, list[str]],
) -> None:
    """Find, mask what leaves the archive, and write it in this form. What is shown on the screen is not masked: it
    stays there."""
    from pipeline.catalog.database import open_catalog
    from pipeline.lookback.rows import find_rows
    from pipeline.lookback.sheet import write_json, write_sheet
    from pipeline.lookback.table import FIELDS, find_table_rows
    from pipeline.reports.export import write_csv
    from pipeline.reports.gates import Gates
    from pipeline.reports.masking import Masking

    listed, vocabulary = asked
    engine = open_catalog(settings)
    with ExitStack() as stack:
        stack.callback(engine.dispose)
        connection, beside = (stack.enter_context(engine.connect()) for _ in range(2))
        out, form = to
        unmask, release = leaving
        masking = None if unmask or out is None else Masking(beside, settings)
        gates = Gates(beside, settings, release)
        rows = find_rows(connection, settings, listed, vocabulary, masking)
        if out is not None:
            rows = (gates.blot_words(row) for row in rows)
        if out is None:
            _print_rows(rows)
        elif form == ".csv":
            write_csv(find_table_rows(rows), FIELDS, out)
        else:
            head = _head(settings, listed, source, masking is not None)
            (write_json if form == ".json" else write_sheet)(head, rows, out)


def _head(settings: Settings, listed: "OfficerList", source: str, masked: bool) -> dict[str, Any]:
    from dataclasses import asdict

    from pipeline.lookback.rows import REMINDER
    from pipeline.reliance.policy import load_policy

    return {
        "made": date.today().isoformat(),
        "source": source,
        "policy": load_policy(settings).version,
        "reminder": REMINDER,
        "masked": masked,
        "problems": [asdict(problem) for problem in listed.problems],
    }


def _print_rows(rows: Iterable[dict[str, Any]]) -> None:
    """The list for a person at the screen: one line for each case."""
    from app.screen import tame
    from pipeline.lookback.rows import REMINDER
    from pipeline.lookback.table import say_hidden, say_not_found

    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    for row in rows:
        number = row["badge"] or row["tax"]
        typer.echo(tame(f"{row['name'] or '(no name)'}{f', {number}' if number else ''}: {row['certainty']}"))
        for case in row["cases"]:
            for line in _case_lines(case):
                typer.echo(f"  {tame(line)}")
        if not row["cases"]:
            typer.echo(f"  {tame(say_not_found(row))}")
        elif hidden := say_hidden(row):
            typer.echo(f"  {hidden}")
        typer.echo("")
    typer.echo(REMINDER)


def _case_lines(case: dict[str, Any]) -> Iterable[str]:
    from pipeline.lookback.table import count, say_place

    span = f" ({case['low']} to {case['high']})" if case["low"] != case["high"] else ""
    roles = ", ".join(dict.fromkeys(role["role"].replace("_", " ") for role in case["roles"])) or "no part recognised"
    first = "  REVIEW FIRST" if case["review_first"] else ""
    yield f"{case['grade']}{span}  {case['case']}: {case['certainty'].split(':')[0]}; {roles}{first}"
    for cited in [*(cited for role in case["roles"] for cited in role["citations"]), *case["named"]][:2]:
        yield f"    “{' '.join(cited['quote'].split())}” {say_place(cited)}"
    if case["against"]:
        yield f"    against: {'; '.join(case['against'])}"
    if case["unread_pages"]:
        yield f"    {count(case['unread_pages'], 'page')} of this case could not be read"
    if case["leads"]:
        more = f" and {len(case['leads']) - LEADS_SHOWN} more" if len(case["leads"]) > LEADS_SHOWN else ""
        yield f"    leads: {', '.join(lead['id'] for lead in case['leads'][:LEADS_SHOWN])}{more}"
