"""`exculpa reindex`: the search index made again from the catalog."""

from typing import Annotated

import typer

from app.context import print_json, settings_of


def reindex(
    context: typer.Context,
    to: Annotated[str | None, typer.Option(help="Elasticsearch to fill instead of the one in the settings.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the count as JSON.")] = False,
) -> None:
    """Rebuild the index from the catalog, and swap it in when it is complete; the old one answers until then."""
    from flows.reindex import rebuild_index

    count = rebuild_index(settings_of(context), to)
    if as_json:
        print_json({"pages": count})
    else:
        typer.echo(f"{count} pages indexed")
