"""`exculpa gaps`: numbers printed on pages that are missing, twice or out of order."""

from collections.abc import Iterator
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from app.context import print_json, settings_of
from app.documents import WHICH, Row, find_files
from pipeline.settings import Settings

if TYPE_CHECKING:
    from pipeline.documents.numbering import BatesRange, Break
    from pipeline.lexicons import Lexicon
    from pipeline.reports.places import Places


def gaps(
    context: typer.Context,
    name: Annotated[str | None, typer.Argument(metavar="CASE|FILE", help=WHICH)] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print them as JSON.")] = False,
) -> None:
    """Bates and page numbers that are missing, twice or out of order, in each file and between the files of a case."""
    from app.screen import tame

    rows = _find_rows(settings_of(context), name)
    if as_json:
        print_json(rows)
        return
    for row in rows:
        typer.echo(f"{tame(row['location'] or row['sha256'][:16])}, {row['says']}")
    if not rows:
        typer.echo("No gap was seen in the numbers that were read. Pages without numbers cannot show one.")


def _find_rows(settings: Settings, name: str | None) -> list[Row]:
    from pipeline.catalog.database import open_catalog
    from pipeline.lexicons import load_lexicon
    from pipeline.reports.places import Places

    lexicon = load_lexicon(settings, "page_signs")
    engine = open_catalog(settings)
    try:
        with engine.connect() as connection:
            places = Places(connection)
            hashes = find_files(places, name)
            inside = [row for sha256 in hashes for row in _rows_inside(places, sha256, lexicon)]
            return inside + list(_rows_between(places, hashes))
    finally:
        engine.dispose()


def _rows_inside(places: "Places", sha256: str, lexicon: "Lexicon") -> Iterator[Row]:
    from pipeline.catalog.parts import load_leaves, load_parts
    from pipeline.documents.numbering import BATES, find_breaks, find_page_breaks, read_bates
    from pipeline.documents.signs import read_signs

    leaves = load_leaves(places.connection, sha256)
    for one in read_bates(leaves):
        for found in find_breaks(one.numbers, BATES):
            yield _break_row(places, sha256, found)
    signs = {leaf.number: read_signs(leaf, lexicon) for leaf in leaves}
    for part in load_parts(places.connection, sha256):
        for found in find_page_breaks(part, signs):
            yield _break_row(places, sha256, found)


def _rows_between(places: "Places", hashes: list[str]) -> Iterator[Row]:
    """Between the files of each case that these files belong to."""
    from pipeline.catalog.parts import load_leaves
    from pipeline.documents.numbering import find_breaks_between, read_bates

    by_case: dict[str, list[tuple[str, BatesRange]]] = {}
    for sha256 in hashes:
        ranges = read_bates(load_leaves(places.connection, sha256))
        for case in places.document(sha256).cases:
            by_case.setdefault(case, []).extend((sha256, one) for one in ranges)
    for _case, ranges_of_case in sorted(by_case.items()):
        for before, sha256, found in find_breaks_between(ranges_of_case):
            if before != sha256:
                yield _break_row(places, before, found, sha256)


def _break_row(places: "Places", sha256: str, found: "Break", other: str | None = None) -> Row:
    from app.screen import tame
    from pipeline.documents.numbering import say_break

    next_location = places.document(other).location if other is not None else None
    says = say_break(found) + (f" in {tame(next_location or '')}, page {found.page}" if other is not None else "")
    place = {"sha256": sha256, "location": places.document(sha256).location, "next": other}
    return place | asdict(found) | {"says": says}
