"""`exculpa patterns`: who recurs in several cases with like leads, and what is told in the same words."""

from collections.abc import Iterator
from typing import Annotated, Any

import typer

from app.context import print_json, settings_of
from pipeline.settings import Settings

Row = dict[str, Any]
TYPE = "recurring_actor_pattern"
REMINDER = (
    "What recurs, and nothing more: conclude nothing. A rate of few cases may be chance, one name may be two persons, "
    "and the cases here are those that were collected."
)
LONGEST_QUOTE = 300
"""Characters of a quote that the list shows; `exculpa show` gives all of it."""


def patterns(
    context: typer.Context,
    case: Annotated[str | None, typer.Option(help="Only patterns to which this case belongs.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print them as JSON, not masked.")] = False,
) -> None:
    """Who recurs in several cases with like leads, against the number of that person's cases; each with its words."""
    rows = list(find_rows(settings_of(context), case))
    if as_json:
        print_json({"conclude": REMINDER, "patterns": rows})
    else:
        print_patterns(rows, case)


def find_rows(settings: Settings, case: str | None) -> Iterator[Row]:
    """Rows of the export contract of leads, not masked, with the `names` of the persons; the highest score first."""
    from app.cases import check_case
    from app.leads import find_rows as find_lead_rows
    from pipeline.catalog.database import open_catalog
    from pipeline.catalog.people import load_persons

    engine = open_catalog(settings)
    try:
        with engine.connect() as connection:
            if case is not None:
                check_case(connection, case)
            rows = list(find_lead_rows(settings, TYPE, case, None))
            known = load_persons(connection, {person for row in rows for person in row["people"]})
    finally:
        engine.dispose()
    for row in rows:
        yield row | {"names": [known[person].name for person in row["people"] if person in known]}


def print_patterns(rows: list[Row], case: str | None = None) -> None:
    """The list for a person: the pattern, who is in it, its cases, and the words in each."""
    from app.screen import open_console, tame

    console = open_console()
    for row in rows:
        who = tame(", ".join(row["names"]) or "nobody by name")
        console.print(f"{row['band']} {row['score']}  {who}  {row['id']}", style="bold", markup=False, highlight=False)
        for line in _lines(row):
            console.print(f"  {tame(line)}", markup=False, highlight=False, soft_wrap=not console.is_terminal)
        console.print()
    if not rows:
        where = f" in {case}" if case else ""
        typer.echo(f"No patterns{where}. That means nothing was recognised, not that nothing is there.")
    typer.echo(REMINDER)


def _lines(row: Row) -> Iterator[str]:
    yield row["summary"]
    yield f"Cases: {', '.join(row['case'])}"
    for cited in row["citations"]:
        quote = " ".join(cited["quote"].split())
        short = quote if len(quote) <= LONGEST_QUOTE else quote[: LONGEST_QUOTE - 1].rsplit(" ", 1)[0] + " …"
        yield f"  “{short}” {cited['location'] or cited['sha256'][:12]}, page {cited['page']}"
    yield f"To confirm: {row['confirm']}"
