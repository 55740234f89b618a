"""`exculpa purge`: a document is taken out of the archive with everything derived from it."""

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from app.context import print_json, settings_of
from pipeline.errors import UsageError

if TYPE_CHECKING:
    from pipeline.settings import Settings


def purge(
    context: typer.Context,
    name: Annotated[str, typer.Argument(metavar="FILE", help="A location or the start of a hash.")],
    reason: Annotated[str, typer.Option(help="Why, such as the order that asks for it; it is written down.")],
    yes: Annotated[bool, typer.Option("--yes", help="Do it without asking.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print what was erased as JSON.")] = False,
) -> None:
    """Erase a document for good: its copy, text, people, leads and index entries. Only the record of it stays."""
    from flows.purge import purge_documents

    if not reason.strip():
        raise UsageError('A purge needs a reason, which is written down: --reason "order of 3 May"')
    settings = settings_of(context)
    sha256, pages, places = _find(settings, name)
    typer.echo(f"{', '.join(places) or sha256}: {pages} pages", err=as_json)
    if not yes:
        typer.confirm("Erase it and everything derived from it? This cannot be undone.", abort=True)
    [purged] = purge_documents(settings, [sha256], reason.strip())
    if as_json:
        print_json({"sha256": sha256, **asdict(purged)})
    else:
        erased = f"{purged.documents} documents with {purged.pages} pages were erased."
        typer.echo(f"{erased} The record names {sha256[:16]}.")
    for place in purged.left:
        typer.echo(f"Not deleted, for it was linked and not copied: {place}", err=True)
    typer.echo("What was given to the archive still lies where it was given; so do backups and exports.", err=True)


def _find(settings: "Settings", name: str) -> tuple[str, int, list[str]]:
    from app.screen import tame
    from pipeline.catalog.database import open_catalog
    from pipeline.catalog.pages import find_pages
    from pipeline.reports.places import Places
    from pipeline.reports.sheets import find_document

    engine = open_catalog(settings)
    try:
        with engine.connect() as connection:
            places = Places(connection)
            sha256 = find_document(places, name)
            pages = sum(1 for _page in find_pages(connection, sha256))
            return sha256, pages, [tame(place) for place in places.document(sha256).locations]
    finally:
        engine.dispose()
