"""`exculpa export`: rows for other programs, with the identities of informants masked."""

import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from app.context import print_warning, settings_of
from pipeline.errors import UsageError
from pipeline.settings import Settings

RELEASE = "Let what stands behind this gate leave too (exculpa gate lists them); needs --reason."


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
    release: Annotated[list[str] | None, typer.Option("--release", metavar="GATE", help=RELEASE)] = None,
    reason: Annotated[str | None, typer.Option(help="Why they are needed; it is written down.")] = None,
) -> None:
    """Write pages, people, leads or deals for other programs. Identities of informants are masked, and what stands
    behind a gate is held back."""
    from pipeline.catalog.database import open_catalog
    from pipeline.reports.export import FIELDS, WRITERS, find_rows, open_output
    from pipeline.reports.gates import Gates, say_held
    from pipeline.reports.masking import Masking

    settings = settings_of(context)
    check_unmasking(unmask, reason, release)
    engine = open_catalog(settings)
    try:
        with engine.connect() as connection, engine.connect() as beside:
            gates = Gates(beside, settings, release or ())
            record_leaving(
                settings, f"export {what} as {form} to {output or 'standard output'}", (unmask, release), reason
            )
            masking = None if unmask else Masking(beside, settings)
            rows, write, fields = find_rows(connection, what, masking, gates), WRITERS[form], FIELDS[what]
            if output is None:
                sys.stdout.reconfigure(encoding="utf-8", newline="")  # type: ignore[union-attr]
                write(rows, fields, sys.stdout)
            else:
                with open_output(output) as out:
                    count = write(rows, fields, out)
                print_warning(f"{count} {what} written to {output}" + ("" if unmask else ", identities masked"))
            if held := say_held(gates.held, gates.policy):
                print_warning(held)
    finally:
        engine.dispose()


def check_unmasking(unmask: bool, reason: str | None, release: list[str] | None = None) -> None:
    """Raises UsageError where identities or what stands behind gates shall leave without a reason, or a reason stands
    alone."""
    if (unmask or release) and not (reason and reason.strip()):
        what = "Unmasking" if unmask else "A release"
        raise UsageError(f'{what} needs a reason, which is written down. Add: --reason "why they are needed"')
    if reason is not None and not unmask and not release:
        raise UsageError("--reason says why identities leave the archive. Add --unmask or --release, or leave it out.")


def record_leaving(settings: Settings, what: str, asked: tuple[bool, list[str] | None], reason: str | None) -> None:
    """Write down who unmasks or releases what, and why, before anything leaves; nothing where neither is asked."""
    from pipeline.catalog.database import open_catalog
    from pipeline.catalog.decisions import actor_of, save_unmasking

    unmask, release = asked
    if not unmask and not release:
        return
    released = f"release {', '.join(sorted(release))}: " if release else ""
    engine = open_catalog(settings)
    try:
        with engine.begin() as connection:
            save_unmasking(connection, actor_of(settings), released + what, (reason or "").strip())
    finally:
        engine.dispose()
