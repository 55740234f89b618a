"""`exculpa certify`: a person says that a set of a case is complete, so that something can be absent from it."""

from typing import TYPE_CHECKING, Annotated

import typer

from app.context import print_json, settings_of
from pipeline.errors import UsageError

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from pipeline.records import FileSet


def certify(
    context: typer.Context,
    case: Annotated[str | None, typer.Argument(metavar="CASE", help="The case; without it, all of them.")] = None,
    file_set: Annotated[
        str | None, typer.Option("--set", metavar="SET", help="The set that is complete, such as produced.")
    ] = None,
    ground: Annotated[str, typer.Option(help="On what ground: an inventory, a letter, a count of pages.")] = "",
    withdraw: Annotated[bool, typer.Option("--withdraw", help="Take an earlier certificate back.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print them as JSON.")] = False,
) -> None:
    """Record that a set of a case is complete, and on what ground; without --set, show what was certified."""
    from pipeline.archive import open_archive
    from pipeline.catalog.certificates import save_certificate
    from pipeline.catalog.decisions import actor_of

    settings = settings_of(context)
    with open_archive(settings) as archive:
        if file_set is None:
            with archive.engine.connect() as connection:
                _show(connection, case, as_json)
            return
        if case is None or not ground.strip():
            raise UsageError(
                "Say which case and on what ground: exculpa certify CASE --set produced --ground 'inventory of 3 May'"
            )
        with archive.writing() as connection:
            named = _named(connection, case, file_set, must_hold=withdraw)
            save_certificate(connection, (case, named), actor_of(settings), ground.strip(), not withdraw)
        taken = "no longer certified complete" if withdraw else "certified complete"
        typer.echo(f"{case}: the {named} set is {taken}. Leads that depend on it change with the next ingest.")


def _show(connection: "Connection", case: str | None, as_json: bool) -> None:
    from app.screen import tame
    from pipeline.catalog.certificates import find_certificates

    found = list(find_certificates(connection, case))
    if as_json:
        told = ("case", "file_set", "actor", "at", "ground", "documents", "changed")
        print_json([{name: getattr(one, name) for name in told} for one in found])
        return
    for one in found:
        typer.echo(
            f"{tame(one.case)}: {one.file_set}, {one.documents} documents, by {tame(one.actor)} on {one.at:%Y-%m-%d}: "
            f"{tame(one.ground)}"
        )
        if one.changed:
            typer.echo("  Other documents are in this set now: certify it again, or take the certificate back.")
    if not found:
        typer.echo("No set is certified complete: nothing can be said to be absent from what was produced.")


def _named(connection: "Connection", case: str, name: str, *, must_hold: bool) -> "FileSet":
    """The set that is meant. Raises UsageError where the case or the set is not there."""
    from app.cases import check_case
    from pipeline.catalog.certificates import count_documents_by_set, find_certificates
    from pipeline.records import FileSet

    check_case(connection, case)
    counted = count_documents_by_set(connection, case)
    if name not in set(FileSet) or FileSet(name) not in counted:
        there = ", ".join(f"{one} ({count} documents)" for one, count in counted.items())
        raise UsageError(f"{case} has no documents in a set {name!r}. Its sets: {there or 'none'}.")
    if must_hold and FileSet(name) not in {one.file_set for one in find_certificates(connection, case)}:
        raise UsageError(f"The {name} set of {case} is not certified. What is: exculpa certify")
    return FileSet(name)
