"""`exculpa reindex`: the search index made again from the catalog."""

from dataclasses import replace
from typing import Annotated

import typer

from app.context import settings_of


def reindex(
    context: typer.Context,
    to: Annotated[str | None, typer.Option(help="Elasticsearch to fill instead of the one in the settings.")] = None,
) -> None:
    """Rebuild the index from the catalog, and swap it in when it is complete; the old one answers until then."""
    from flows.reindex import rebuild_index

    settings = settings_of(context)
    count = rebuild_index(replace(settings, index_url=to) if to else settings)
    typer.echo(f"{count} pages indexed")
