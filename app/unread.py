"""`exculpa unread`: what no machine could read, worst first."""

from dataclasses import asdict
from itertools import islice
from typing import TYPE_CHECKING, Annotated, Any

import typer

from app.context import print_json, settings_of

if TYPE_CHECKING:
    from pipeline.catalog.unread import UnreadPage

SHOWN = 50


def unread(
    context: typer.Context,
    case: Annotated[str | None, typer.Option(help="Only pages of this case.")] = None,
    limit: Annotated[int, typer.Option(help="How many to show; 0 for all.", min=0)] = SHOWN,
    as_json: Annotated[bool, typer.Option("--json", help="Print them as JSON.")] = False,
) -> None:
    """Pages that a person must read, worst first: failed, handwritten, or read with doubt."""
    from pipeline.catalog.database import open_catalog
    from pipeline.catalog.unread import find_unread
    from pipeline.reports.places import Places

    engine = open_catalog(settings_of(context))
    try:
        with engine.connect() as connection, engine.connect() as beside:
            places = Places(beside)
            found = find_unread(connection, case)
            rows = [asdict(page) | {"location": places.document(page.sha256).location} for page in _some(found, limit)]
            more = 0 if as_json else sum(1 for _ in found)
    finally:
        engine.dispose()
    if as_json:
        print_json(rows)
    else:
        _print_rows(rows, more)


def _some(found: Any, limit: int) -> "list[UnreadPage]":
    return list(islice(found, limit or None))


def _print_rows(rows: list[dict[str, Any]], more: int) -> None:
    from app.screen import tame

    for row in rows:
        typer.echo(f"{tame(row['location'] or row['sha256'][:16])}, page {row['number']}: {_why(row)}")
    if more:
        typer.echo(f"and {more} more; see them with: exculpa unread --limit 0")
    if rows:
        typer.echo("Look at one: exculpa show DOCUMENT --page N --image PAGE.png. Type it: exculpa correct DOCUMENT N")
    else:
        typer.echo("No page is listed: all were read with good confidence. Read closely what matters all the same.")


def _why(row: dict[str, Any]) -> str:
    from app.screen import tame

    if row["state"] == "failed":
        return f"not read. {tame(row['problem'] or '')}"
    parts = [f"{row['unread']:.0%} of its writing not read"] if row["unread"] >= 0.005 else []
    parts += [f"confidence {row['confidence']:.2f}"] if row["confidence"] is not None else []
    return ", ".join(parts)
