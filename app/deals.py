"""`exculpa deals`: what sources and witnesses got, from whom, for what, and when, against their testimony."""

from collections.abc import Iterator
from typing import Annotated, Any

import typer

from app.context import print_json, settings_of
from pipeline.settings import Settings

Row = dict[str, Any]
REMINDER = (
    "What the pages record of benefits. A benefit that is not shown disclosed here may have been disclosed elsewhere."
)
DISCLOSED = {
    "disclosed_doc": "a paper of it is among what the defence has",
    "on_record_cross": "told on the record of the case",
    "not_found_in_complete_set": "not found in the certified complete set",
    "sealed_in_camera": "told in camera",
    "unknown": "unknown",
}


def deals(
    context: typer.Context,
    case: Annotated[
        str | None, typer.Option(help="Only deals of this case, and those of its witnesses in other cases.")
    ] = None,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print them as JSON, as in the export but not masked.")
    ] = False,
) -> None:
    """Deals by source: benefit, state, sum, who promised it, for what; each on a timeline with the testimony."""
    settings = settings_of(context)
    rows = list(find_rows(settings, case))
    if as_json:
        print_json([{name: value for name, value in row.items() if name != "names"} for row in rows])
    else:
        print_deals(rows, case)


def find_rows(settings: Settings, case: str | None) -> Iterator[Row]:
    """Rows of the export contract, not masked, with the `names` of the persons in them, source by source."""
    from app.cases import check_case
    from pipeline.catalog.database import open_catalog
    from pipeline.catalog.people import load_persons
    from pipeline.reports.rows import find_deal_rows

    engine = open_catalog(settings)
    try:
        with engine.connect() as connection:
            if case is not None:
                check_case(connection, case)
            rows = [row for row in find_deal_rows(connection) if case in (None, *row["case"], *row["other_cases"])]
            ids = {row[role] for row in rows for role in ("informant", "beneficiary", "promisor", "handler")}
            names = {key: person.name for key, person in load_persons(connection, ids - {None}).items()}
    finally:
        engine.dispose()
    for row in sorted(rows, key=lambda row: (_source(row, names), _first_day(row), str(row["id"]))):
        yield row | {"names": names, "masked": False}


def print_deals(rows: list[Row], case: str | None = None) -> None:
    """The list for a person: a heading for each source, his deals under it."""
    from app.screen import open_console, tame

    console, before = open_console(), None
    for row in rows:
        source = _source(row, row["names"])
        if source != before:
            console.print(tame(source), style="bold", markup=False)
            before = source
        _print_deal(row, case, console)
    if not rows:
        where = f" in {case}" if case else ""
        typer.echo(f"No deals{where}. That means nothing was recognised, not that nothing is there.")
    typer.echo(REMINDER)


def _print_deal(row: Row, case: str | None, console: Any) -> None:
    from app.screen import tame

    lines = [f"{row['id']}  {_headline(row)}  ({tame(', '.join(row['case']) or 'no case')})"]
    lines += [f"  {line}" for line in _notes(row, case)]
    lines += [f"    {_step_line(step)}" for step in row["timeline"]]
    for line in lines:
        console.print("  " + line, markup=False, highlight=False, soft_wrap=not console.is_terminal)
    console.print()


def _headline(row: Row) -> str:
    from app.screen import tame

    amount = f", {tame(row['amount']['text'])}" if row["amount"] else ""
    return f"{row['benefit'].replace('_', ' ')}, {row['state']}{amount}"


def _notes(row: Row, case: str | None) -> Iterator[str]:
    from app.screen import tame

    names = row["names"]
    for says, role in (("For the benefit of", "beneficiary"), ("Promised by", "promisor"), ("Handled by", "handler")):
        if row[role] and not (role == "beneficiary" and row[role] == row["informant"]):
            yield f"{says} {tame(names.get(row[role], row[role]))}."
    if row["in_return_for"]:
        yield f"In return for: {tame(row['in_return_for'])}."
    for condition in row["conditions"]:
        yield f"Condition: {tame(condition)}."
    if row["link"] not in (None, "none"):
        yield f"Tied to testimony: {row['link'].replace('_', ' ')}."
    if case is not None and case not in row["case"]:
        yield f"Its papers are of another case; he is a witness or a source in {tame(case)}."
    elif row["other_cases"]:
        yield f"Also a witness or a source in: {tame(', '.join(row['other_cases']))}."
    if "days_before_testimony" in row["dates"]:
        days = int(row["dates"]["days_before_testimony"])
        yield f"{abs(days)} days {'before' if days >= 0 else 'after'} testimony."
    yield f"Disclosure: {DISCLOSED.get(row['disclosure'], row['disclosure'])}."


def _step_line(step: Row) -> str:
    from app.screen import tame

    cited = step["citation"]
    words = " ".join(tame(cited["quote"]).split())
    shown = words if len(words) <= 160 else words[:159].rsplit(" ", 1)[0] + " …"
    place = f"{tame(cited['location'] or cited['sha256'][:12])}, page {cited['page']}"
    return f"{step['day'] or 'no date   '}  {step['what']:<9}  “{shown}”  {place}"


def _source(row: Row, names: dict[str, str]) -> str:
    person = str(row["informant"] or row["beneficiary"] or "")
    return names.get(person, person) if person else "Nobody named"


def _first_day(row: Row) -> str:
    return next((str(step["day"]) for step in row["timeline"] if step["day"]), "9999")
