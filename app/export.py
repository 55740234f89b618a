"""`exculpa export`: rows for other programs, with the identities of informants masked."""

import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from app.context import print_warning, settings_of
from pipeline.errors import UsageError
from pipeline.settings import Settings


class Export(StrEnum):
    """What can be exported."""

    PAGES = "pages"
    PEOPLE = "people"
    LEADS = "leads"
    DEALS = "deals"


class Format(StrEnum):
    JSONL = "jsonl"
    CSV = "csv"


def export(
    context: typer.Context,
    what: Annotated[Export, typer.Argument(help="Which rows; docs/export.md explains their fields.")],
    form: Annotated[Format, typer.Option("--format", help="JSON lines, or CSV for spreadsheets.")] = Format.JSONL,
    output: Annotated[Path | None, typer.Option("-o", "--output", help="Write to this file.")] = None,
    unmask: Annotated[bool, typer.Option("--unmask", help="Leave informants' identities in; needs --reason.")] = False,
    reason: Annotated[str | None, typer.Option(help="Why they are needed; it is written down.")] = None,
) -> None:
    """Write pages, people, leads or deals for other programs. Identities of informants are masked."""
    from pipeline.catalog.database import open_catalog
    from pipeline.reports.export import FIELDS, WRITERS, find_rows, open_output
    from pipeline.reports.masking import Masking

    settings = settings_of(context)
    check_unmasking(unmask, reason)
    engine = open_catalog(settings)
    try:
        if unmask:
            record_unmasking(settings, f"export {what} as {form} to {output or 'standard output'}", reason)
        with engine.connect() as connection, engine.connect() as beside:
            masking = None if unmask else Masking(beside, settings)
            rows, write, fields = find_rows(connection, what, masking), WRITERS[form], FIELDS[what]
            if output is None:
                sys.stdout.reconfigure(encoding="utf-8", newline="")  # type: ignore[union-attr]
                write(rows, fields, sys.stdout)
                return
            with open_output(output) as out:
                count = write(rows, fields, out)
            print_warning(f"{count} {what} written to {output}" + ("" if unmask else ", identities masked"))
    finally:
        engine.dispose()


def check_unmasking(unmask: bool, reason: str | None) -> None:
    """Raises UsageError where identities shall leave without a reason, or a reason stands alone."""
    if unmask and not (reason and reason.strip()):
        raise UsageError('Unmasking needs a reason, which is written down. Add: --reason "why they are needed"')
    if reason is not None and not unmask:
        raise UsageError("--reason says why identities leave the archive. Add --unmask, or leave it out.")


def record_unmasking(settings: Settings, what: str, reason: str | None) -> None:
    """Write down who unmasks what, and why, before anything leaves."""
    from pipeline.catalog.database import open_catalog
    from pipeline.catalog.decisions import actor_of, save_unmasking

    engine = open_catalog(settings)
    try:
        with engine.begin() as connection:
            save_unmasking(connection, actor_of(settings), what, (reason or "").strip())
    finally:
        engine.dispose()
