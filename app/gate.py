"""`exculpa gate`: what stands behind a gate, and a person's word that a page does, or does not."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from app.context import print_json, settings_of
from pipeline.errors import UsageError

if TYPE_CHECKING:
    from pipeline.settings import Settings

Row = dict[str, Any]


def gate(
    context: typer.Context,
    name: Annotated[str | None, typer.Argument(metavar="FILE", help="A location or the start of a hash.")] = None,
    which: Annotated[str | None, typer.Argument(metavar="GATE", help="Such as grand_jury, sealed, privileged.")] = None,
    page: Annotated[int | None, typer.Option(help="Only this page; without it, the whole file.", min=1)] = None,
    opened: Annotated[bool, typer.Option("--open", help="It does not stand behind this gate.")] = False,
    reason: Annotated[str, typer.Option(help="On what ground; it is written down.")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="Print them as JSON.")] = False,
) -> None:
    """Keep a file or page behind a gate, or take it out; without a gate, list what stands behind one, and why.

    Nothing behind a gate leaves the archive (exports, sheets, images) unless it is released with a reason."""
    settings = settings_of(context)
    if which is not None and name is not None:
        if not reason.strip():
            raise UsageError("On what ground? Add: --reason TEXT, which is written down.")
        _save(settings, name, (which, page, not opened), reason.strip())
        return
    rows = find_rows(settings, name)
    if as_json:
        print_json(rows)
    else:
        _print_rows(rows)


def _save(settings: "Settings", name: str, about: tuple[str, int | None, bool], reason: str) -> None:
    from pipeline.archive import open_archive
    from pipeline.catalog.decisions import actor_of
    from pipeline.catalog.gates import WHOLE, GateEntry, save_gate
    from pipeline.catalog.pages import load_page
    from pipeline.reports.gates import check_gates, load_gate_policy
    from pipeline.reports.places import Places
    from pipeline.reports.sheets import find_document

    which, page, holds = about
    [known] = check_gates(load_gate_policy(settings), [which])
    with open_archive(settings) as archive, archive.writing() as connection:
        sha256 = find_document(Places(connection), name)
        if page is not None and load_page(connection, sha256, page) is None:
            raise UsageError(f"{name} has no page {page}.")
        save_gate(connection, sha256, GateEntry(page or WHOLE, known, holds), actor_of(settings), reason)
    where = f"page {page}" if page else "all pages"
    typer.echo(f"{name}, {where}: {'behind the gate' if holds else 'not behind the gate'} {known}.")


def find_rows(settings: "Settings", name: str | None) -> list[Row]:
    """Every page behind a gate, of one file or of all."""
    from pipeline.catalog.database import open_catalog
    from pipeline.reports.gates import Gates
    from pipeline.reports.places import Places
    from pipeline.reports.sheets import find_document

    engine = open_catalog(settings)
    try:
        with engine.connect() as connection:
            places, gates = Places(connection), Gates(connection, settings)
            only = find_document(places, name) if name is not None else None
            return [
                {
                    "sha256": sha256,
                    "location": places.document(sha256).location,
                    "page": page,
                    "gate": held,
                    "says": gates.policy[held].says,
                    "because": because,
                }
                for sha256, found in gates.find_files()
                for page, by_gate in sorted(found.items())
                for held, because in sorted(by_gate.items())
                if only in (None, sha256)
            ]
    finally:
        engine.dispose()


def _print_rows(rows: list[Row]) -> None:
    from app.screen import tame

    for row in rows:
        place = tame(row["location"] or row["sha256"][:16])
        typer.echo(f"{place}, page {row['page']}: {row['says'].lower()} ({tame(row['because'])})")
    if not rows:
        typer.echo("No page was seen to stand behind a gate. Look for yourself before anything leaves.")
