"""`exculpa candidates`: who may be the same person, and what would decide it."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from app.context import print_json, settings_of

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from pipeline.records import Person

MOST = 50


def candidates(
    context: typer.Context,
    person: Annotated[
        str | None, typer.Argument(metavar="PERSON", help="The id of a person; everyone where it is left out.")
    ] = None,
    limit: Annotated[int, typer.Option(help="How many pairs at most.", min=1)] = MOST,
    as_json: Annotated[bool, typer.Option("--json", help="Print them as JSON.")] = False,
) -> None:
    """Pairs of persons that may be the same and were not joined: why, and what would decide it."""
    from pipeline.catalog.database import open_catalog

    engine = open_catalog(settings_of(context))
    try:
        with engine.connect() as connection:
            rows = _rows(connection, person, limit)
    finally:
        engine.dispose()
    if as_json:
        print_json(rows)
    else:
        _print(rows, limit)


def _rows(connection: "Connection", person: str | None, limit: int) -> list[dict[str, Any]]:
    from itertools import islice

    from pipeline.catalog.merges import find_candidates
    from pipeline.catalog.people import load_persons
    from pipeline.judgements import find_person
    from pipeline.people.doubts import DOUBTS

    asked = find_person(connection, person).id if person is not None else None
    pairs = list(islice(find_candidates(connection, asked), limit))
    known = load_persons(connection, {key for one, other, _ in pairs for key in (one, other)})
    return [
        {
            "one": _who(known[one]),
            "other": _who(known[other]),
            "because": [DOUBTS[doubt].because for doubt in doubts if doubt in DOUBTS],
            "would_decide": [DOUBTS[doubt].would_decide for doubt in doubts if doubt in DOUBTS],
        }
        for one, other, doubts in pairs
    ]


def _who(person: "Person") -> dict[str, Any]:
    said = {"id": person.id, "name": person.name, "kind": person.kind.value, "rank": person.rank}
    return said | {"badges": list(person.badges), "agency": person.agency}


def _print(rows: list[dict[str, Any]], limit: int) -> None:
    from app.screen import tame

    for row in rows:
        typer.echo(tame(f"{_line(row['one'])}\n{_line(row['other'])}"))
        for because, decides in zip(row["because"], row["would_decide"], strict=True):
            typer.echo(f"    {because}\n    What would decide it: {decides}")
    if not rows:
        typer.echo("Nobody may be the same as another, as far as the pages tell.")
        return
    if len(rows) == limit:
        typer.echo(f"The first {limit}; more with --limit.")
    typer.echo("The same: exculpa merge PERSON PERSON --reason TEXT. Not: exculpa split PERSON PERSON --reason TEXT")


def _line(who: dict[str, Any]) -> str:
    numbers = [f"#{badge}" for badge in who["badges"]]
    return "  ".join(filter(None, [who["id"], who["rank"], who["name"], who["kind"], *numbers, who["agency"]]))
