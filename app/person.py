"""`exculpa person`: all that the archive has of one person."""

from typing import Annotated

import typer

from app.context import settings_of


def person(
    context: typer.Context,
    name: Annotated[str, typer.Argument(metavar="NAME|ID", help="A name, a number, or an id such as P-1f0c....")],
    as_json: Annotated[bool, typer.Option("--json", help="Print it as JSON, with identities masked.")] = False,
    unmask: Annotated[bool, typer.Option("--unmask", help="Leave informants' identities in; needs --reason.")] = False,
    reason: Annotated[str | None, typer.Option(help="Why they are needed; it is written down.")] = None,
) -> None:
    """A person's cases, parts, years, names and numbers, why mentions were joined, leads and pages."""
    from app.dossiers import show_dossier

    show_dossier(settings_of(context), "person", name, as_json, (unmask, reason))
