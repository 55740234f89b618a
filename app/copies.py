"""`exculpa copies`: pages that are there twice, and what differs between them. None of them is ever hidden."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

import typer

from app.context import print_json, settings_of
from app.documents import WHICH, Row, find_files

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from pipeline.records import PageCopy
    from pipeline.reports.places import Places

SHOWN_DIFFERENCES = 4
LONGEST_QUOTE = 90
HOW = {
    "exact": "the same text",
    "text": "another reading of the same paper",
    "image": "the same picture",
    "version": "another version",
}


def copies(
    context: typer.Context,
    name: Annotated[str | None, typer.Argument(metavar="CASE|FILE", help=WHICH)] = None,
    page: Annotated[int | None, typer.Option(help="Only copies of this page of the file.", min=1)] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print them as JSON, with every difference.")] = False,
) -> None:
    """Pages that are there twice, as another reading or another version, with what differs between them."""
    from pipeline.catalog.database import open_catalog
    from pipeline.reports.places import Places

    engine = open_catalog(settings_of(context))
    try:
        with engine.connect() as connection, engine.connect() as beside:
            rows = (_copy_row(Places(beside), pair) for pair in _pairs(connection, name, page))
            if as_json:
                print_json(list(rows))
            elif not sum(1 for row in rows if _print_copy(row, None if page else SHOWN_DIFFERENCES)):
                typer.echo("No page was seen twice.")
    finally:
        engine.dispose()


def _pairs(connection: "Connection", name: str | None, page: int | None) -> Iterator["PageCopy"]:
    from pipeline.catalog.copies import copies_of_page, find_copies
    from pipeline.reports.places import Places

    if page is not None:
        [sha256] = find_files(Places(connection), name)[:1] or [""]
        yield from copies_of_page(connection, sha256, page)
    else:
        yield from find_copies(connection, None if name is None else find_files(Places(connection), name))


def _copy_row(places: "Places", pair: "PageCopy") -> Row:
    from pipeline.catalog.pages import load_page
    from pipeline.documents.differences import compare

    sides, texts = [], []
    for sha256, number in (pair.one, pair.other):
        row = load_page(places.connection, sha256, number)
        texts.append((row.text or "") if row is not None else "")
        sides.append({"sha256": sha256, "page": number, "location": places.document(sha256).location})
    differences = [
        {
            "one": texts[0][found.start : found.end],
            "other": texts[1][found.other_start : found.other_end],
            "one_span": [found.start, found.end],
            "other_span": [found.other_start, found.other_end],
        }
        for found in (() if texts[0] == texts[1] else compare(*texts).differences)
        if found.real
    ]
    return {"one": sides[0], "other": sides[1], "how": pair.how, "likeness": pair.likeness, "differences": differences}


def _print_copy(row: Row, most: int | None) -> bool:
    from app.screen import tame

    one, other = (f"{tame(s['location'] or s['sha256'][:16])}, page {s['page']}" for s in (row["one"], row["other"]))
    typer.echo(f"{one}  =  {other}: {HOW[row['how']]} ({row['likeness']:.2f})")
    shown = row["differences"][:most]
    for found in shown:
        typer.echo(f"    “{_quoted(found['one'])}”  there  “{_quoted(found['other'])}”")
    if len(row["differences"]) > len(shown):
        typer.echo(f"    and {len(row['differences']) - len(shown)} more differences; see them with --page")
    return True


def _quoted(text: str) -> str:
    from app.screen import tame

    words = " ".join(tame(text).split())
    return words if len(words) <= LONGEST_QUOTE else words[: LONGEST_QUOTE - 1] + "…"
