"""`exculpa officer`: all that the archive has of one officer."""

from typing import Annotated

import typer

from app.context import settings_of


def officer(
    context: typer.Context,
    name: Annotated[str, typer.Argument(metavar="NAME|BADGE", help="A name, a badge or tax number, or an id.")],
    as_json: Annotated[bool, typer.Option("--json", help="Print it as JSON, with identities masked.")] = False,
    unmask: Annotated[bool, typer.Option("--unmask", help="Leave informants' identities in; needs --reason.")] = False,
    reason: Annotated[str | None, typer.Option(help="Why they are needed; it is written down.")] = None,
) -> None:
    """An officer's cases, parts, years, ranks and numbers, the officers beside, leads and pages."""
    from app.dossiers import show_dossier

    show_dossier(settings_of(context), "officer", name, as_json, (unmask, reason))
