"""`exculpa leads`: where to look first, with the words that say so and the reasons for the order."""

from collections.abc import Iterator
from itertools import islice
from typing import Annotated, Any

import typer

from app.context import print_json, settings_of
from pipeline.settings import Settings

REMINDER = "Automated leads: reasons to look, not findings of fact or law."
LONGEST_QUOTE = 600
"""Characters of a quote that the list shows; `exculpa show` gives all of it."""
STATUSES = {"affirmed": "", "unknown": ""}
"""What needs no word: a page that simply states it."""


def leads(
    context: typer.Context,
    type: Annotated[str | None, typer.Option(help="Only leads of this type, such as informant_incentive.")] = None,
    case: Annotated[str | None, typer.Option(help="Only leads of this case.")] = None,
    limit: Annotated[int | None, typer.Option(help="How many to show.", min=1)] = None,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print them as JSON, as in the export but not masked.")
    ] = False,
) -> None:
    """Leads in the order of their points, each with its reasons, quotes and pages."""
    settings = settings_of(context)
    if as_json:
        print_json(list(find_rows(settings, type, case, limit)))
        return
    print_leads(settings, type, case, limit)


def find_rows(settings: Settings, type: str | None, case: str | None, limit: int | None) -> Iterator[dict[str, Any]]:
    """Rows of the export contract, not masked: they stay on the owner's screen."""
    from pipeline.catalog.database import open_catalog
    from pipeline.catalog.leads import find_leads
    from pipeline.reports.gates import Gates
    from pipeline.reports.places import Places
    from pipeline.reports.rows import lead_row

    engine = open_catalog(settings)
    try:
        with engine.connect() as connection, engine.connect() as beside:
            places = Places(beside)
            gates = Gates(beside, settings)
            for stored in islice(find_leads(connection, type, case), limit):
                row = lead_row(places, stored)
                yield row | {"gates": gates.names_of(row), "masked": False}
    finally:
        engine.dispose()


def print_leads(settings: Settings, type: str | None = None, case: str | None = None, limit: int | None = None) -> None:
    """The list for a person."""
    from app.screen import open_console

    console, count = open_console(), 0
    for row in find_rows(settings, type, case, limit):
        _print_lead(row, console)
        count += 1
    if not count:
        chosen = " with this type or case" if type or case else ""
        typer.echo(f"No leads{chosen}. That means nothing was recognised, not that nothing is there.")
    typer.echo(REMINDER)


def _print_lead(row: dict[str, Any], console: Any) -> None:
    from rich.text import Text

    from app.screen import tame

    head = Text()
    head.append(f"{row['band']} {row['score']}", style="bold")
    head.append(f"  {row['type'].replace('_', ' ')}", style="bold")
    head.append(f"  {tame(', '.join(row['case']))}  {row['id']}", style="dim")
    console.print(head)
    _print_lines(console, "  ", [(tame(row["summary"]), "")])
    for cited in row["citations"]:
        _print_lines(console, "    ", [(f"“{_shortened(cited['quote'])}”", "italic"), (_place(cited), "dim")])
    _print_lines(console, "  ", [(line, "") for line in _notes(row)])
    console.print()


def _print_lines(console: Any, indent: str, lines: list[tuple[str, str]]) -> None:
    """Paragraphs wrapped to the width of the terminal and indented as a whole; one line each when piped."""
    from rich.padding import Padding
    from rich.text import Text

    for text, style in lines:
        if console.is_terminal:
            console.print(Padding(Text(text, style=style), (0, 0, 0, len(indent))))
        else:
            console.print(Text(indent + text))


def _notes(row: dict[str, Any]) -> Iterator[str]:
    from app.screen import tame

    status = STATUSES.get(row["status"], row["status"].replace("_", " "))
    if status:
        yield f"Status: {status}."
    for one in row["points"]:
        yield f"{one['points']:+4d}  {tame(one['reason'])}"
    yield f"To confirm: {tame(row['confirm'])}"
    yield f"Disclosure: {row['disclosure'].replace('_', ' ')}."
    if row["gates"]:
        names = ", ".join(name.replace("_", " ") for name in row["gates"])
        yield f"Behind a gate: {names}. It does not leave the archive unless it is released."
    if row["review"]:
        note = f" ({tame(row['review_note'])})" if row["review_note"] else ""
        changed = " The words are others than those that were reviewed." if row["review_changed"] else ""
        yield f"Review: {row['review']}{note}.{changed}"


def _place(cited: dict[str, Any]) -> str:
    from app.screen import tame

    return f"{tame(cited['location'] or cited['sha256'][:12])}, page {cited['page']}"


def _shortened(quote: str) -> str:
    from app.screen import tame

    words = " ".join(tame(quote).split())
    return words if len(words) <= LONGEST_QUOTE else words[: LONGEST_QUOTE - 1].rsplit(" ", 1)[0] + " …"
