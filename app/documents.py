"""`exculpa documents` and `exculpa boundary`: the papers inside files, and where a person says that they begin."""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Annotated, Any

import typer

from app.context import print_json, settings_of
from pipeline.errors import UsageError
from pipeline.settings import Settings

if TYPE_CHECKING:
    from pipeline.reports.places import Places

Row = dict[str, Any]
RowsOfFile = Callable[["Places", str], Iterator[Row]]
WHICH = "A case, a location or the start of a hash; all files where it is left out."

# ---------------------------------------------------------------- documents


def documents(
    context: typer.Context,
    name: Annotated[str | None, typer.Argument(metavar="CASE|FILE", help=WHICH)] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print them as JSON.")] = False,
) -> None:
    """The documents inside each file: pages, kind, title and date, and why each begins where it does."""
    rows = collect_rows(settings_of(context), name, _part_rows)
    if as_json:
        print_json(rows)
        return
    from app.screen import tame

    last = None
    for row in rows:
        if row["sha256"] != last:
            typer.echo(tame(row["location"] or row["sha256"][:16]))
            last = row["sha256"]
        typer.echo(f"  {_part_line(row)}")
        typer.echo(f"      begins here: {'; '.join(row['reasons'])} ({row['confidence']:.2f})")
    if rows:
        typer.echo('Wrong? Type: exculpa boundary FILE PAGE --starts (or --no-starts) --note "what shows it"')
    else:
        typer.echo("No documents were found yet. They are found at the end of: exculpa ingest FOLDER")


def _part_rows(places: "Places", sha256: str) -> Iterator[Row]:
    from pipeline.catalog.parts import load_parts

    for part in load_parts(places.connection, sha256):
        yield {
            "sha256": sha256,
            "location": places.document(sha256).location,
            "case": list(places.document(sha256).cases),
            "first": part.first,
            "last": part.last,
            "kind": part.kind,
            "title": part.title,
            "dated": part.dated,
            "reasons": list(part.reasons),
            "confidence": part.confidence,
        }


def _part_line(row: Row) -> str:
    from app.screen import tame

    pages = f"page {row['first']}" if row["first"] == row["last"] else f"pages {row['first']}-{row['last']}"
    kind = row["kind"].replace("_", " ") if row["kind"] else "kind unknown"
    return ", ".join([f"{pages}: {kind}", *([tame(row["title"])] if row["title"] else []), *_date(row)])


def _date(row: Row) -> list[str]:
    return [row["dated"].isoformat()] if row["dated"] else []


# ---------------------------------------------------------------- boundary


def boundary(
    context: typer.Context,
    name: Annotated[str, typer.Argument(metavar="FILE", help="A location or the start of a hash.")],
    page: Annotated[int, typer.Argument(help="The page of the file.", min=1)],
    note: Annotated[str, typer.Option(help="What shows it; it is written down.")],
    starts: Annotated[bool, typer.Option("--starts/--no-starts", help="Does a document begin on this page?")] = True,
    kind: Annotated[str | None, typer.Option(help="Of which kind it is, such as lab_report.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the documents of the file as JSON.")] = False,
) -> None:
    """Say that a document begins on a page, or does not, and of which kind it is. It holds in every later run."""
    from pipeline.archive import open_archive
    from pipeline.catalog.decisions import actor_of
    from pipeline.catalog.pages import load_page
    from pipeline.catalog.parts import save_boundary
    from pipeline.records import Boundary
    from pipeline.reports.places import Places
    from pipeline.reports.sheets import find_document
    from pipeline.run import conclude

    settings = settings_of(context)
    slug = _kind_slug(settings, kind) if kind is not None else None
    with open_archive(settings) as archive:
        with archive.engine.connect() as connection:
            sha256 = find_document(Places(connection), name)
            if load_page(connection, sha256, page) is None:
                raise UsageError(f"{name} has no page {page}. Its documents are listed by: exculpa documents {name}")
        with archive.writing() as connection:
            save_boundary(connection, actor_of(settings), sha256, Boundary(page, starts, slug), note)
        conclude(archive)
    rows = collect_rows(settings, sha256, _part_rows)
    if as_json:
        print_json(rows)
    else:
        for row in rows:
            typer.echo(_part_line(row))


def _kind_slug(settings: Settings, kind: str) -> str:
    from pipeline.lexicons import load_lexicon

    slug = kind.strip().lower().replace(" ", "_").replace("-", "_")
    known = sorted({str(entry.fields["kind"]) for entry in load_lexicon(settings, "document_kinds").entries})
    if slug not in known:
        raise UsageError(f"{kind} is no kind of document. The kinds are: {', '.join(known)}")
    return slug


# ---------------------------------------------------------------- which files are meant


def collect_rows(settings: Settings, name: str | None, rows_of: RowsOfFile) -> list[Row]:
    """The rows of each file that is meant."""
    from pipeline.catalog.database import open_catalog
    from pipeline.reports.places import Places

    engine = open_catalog(settings)
    try:
        with engine.connect() as connection:
            places = Places(connection)
            return [row for sha256 in find_files(places, name) for row in rows_of(places, sha256)]
    finally:
        engine.dispose()


def find_files(places: "Places", name: str | None) -> list[str]:
    """The files of a case, the one file of that name, or all; by location."""
    from pipeline.catalog.files import case_names, documents_of_case
    from pipeline.catalog.parts import files_with_pages
    from pipeline.reports.sheets import find_document

    if name is None:
        found = files_with_pages(places.connection)
    elif name in case_names(places.connection):
        found = documents_of_case(places.connection, name)
    else:
        return [find_document(places, name)]
    return sorted(found, key=lambda sha256: (places.document(sha256).location or "", sha256))
