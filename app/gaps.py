"""`exculpa gaps`: what one set of a case has and another cannot be seen to have, what is told of and not here, and
numbers printed on pages that are missing, twice or out of order."""

from collections.abc import Iterator
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from app.context import print_json, settings_of
from app.documents import WHICH, Row, find_files
from pipeline.settings import Settings

if TYPE_CHECKING:
    from pipeline.disclosure import Knowledge
    from pipeline.records import Citation, Gap
    from pipeline.reports.places import Places

ORDER = (
    "document", "version", "person", "interview", "test", "property", "referred", "listed", "series", "bates", "pages",
)  # fmt: skip
SHOWN_QUOTES = 4
LONGEST_QUOTE = 110
NONE = "No gap was seen in what was read. Pages without numbers, and papers whose set is not known, cannot show one."


def gaps(
    context: typer.Context,
    name: Annotated[str | None, typer.Argument(metavar="CASE|FILE", help=WHICH)] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print them as JSON.")] = False,
) -> None:
    """What the State's papers hold and the other side's do not, what is told of and not here, missing numbers."""
    rows = _find_rows(settings_of(context), name)
    if as_json:
        print_json(rows)
        return
    last: tuple[str | None, str] | None = None
    for row in rows:
        if (row["case"], row["kind"]) != last:
            last = row["case"], row["kind"]
            _print_head(row)
        _print_gap(row)
    if not rows:
        typer.echo(NONE)


def _print_head(row: Row) -> None:
    from app.screen import tame

    typer.echo(f"\n{tame(row['case'] or 'files of no case')}, {row['kind']}: {row['why']}")
    typer.echo(f"  To check: {row['check']}")


def _print_gap(row: Row) -> None:
    from app.screen import tame

    typer.echo(f"- {tame(row['location'] or row['sha256'][:16])}, {tame(row['says'])}")
    for cited in row["citations"][:SHOWN_QUOTES]:
        words = " ".join(tame(cited["quote"]).split())
        quote = words if len(words) <= LONGEST_QUOTE else words[: LONGEST_QUOTE - 1] + "…"
        typer.echo(f"    {cited['file_set']}: {tame(cited['location'] or '')}, page {cited['page']}: “{quote}”")
    if len(row["citations"]) > SHOWN_QUOTES:
        typer.echo(f"    and {len(row['citations']) - SHOWN_QUOTES} more places; see them with --json")
    if row["verify_image"]:
        typer.echo("    Look at both page images: the difference is in digits that a scan may have misread.")
    if row["gates"]:
        names = ", ".join(name.replace("_", " ") for name in row["gates"])
        typer.echo(f"    Behind a gate: {names}. It does not leave the archive unless it is released.")
    typer.echo(f"    Other reasons: {' '.join(row['benign'])}")


# ---------------------------------------------------------------- rows


def _find_rows(settings: Settings, name: str | None) -> list[Row]:
    from pipeline.catalog.database import open_catalog
    from pipeline.disclosure import load_knowledge
    from pipeline.reports.gates import Gates
    from pipeline.reports.places import Places

    known = load_knowledge(settings)
    engine = open_catalog(settings)
    try:
        with engine.connect() as connection:
            places, gates = Places(connection), Gates(connection, settings)
            found = sorted(_find_gaps(places, known, name), key=lambda gap: (gap.case or "", ORDER.index(gap.kind)))
            rows = [_gap_row(places, gap) for gap in found]
            return [row | {"gates": gates.names_of(row)} for row in rows]
    finally:
        engine.dispose()


def _find_gaps(places: "Places", known: "Knowledge", name: str | None) -> Iterator["Gap"]:
    """Those of a case, of all cases, or those that a file shows."""
    from pipeline.catalog.files import case_names
    from pipeline.disclosure import find_gaps, load_case
    from pipeline.disclosure.gaps import find_gaps_of_file

    cases = case_names(places.connection)
    files = find_files(places, name)
    wanted = [name] if name in cases else sorted({case for file in files for case in places.document(file).cases})
    for case in wanted:
        for gap in find_gaps(load_case(places.connection, case), known):
            if name is None or name in cases or any(cited.sha256 in files for cited in gap.citations):
                yield gap
    for sha256 in files:
        if not places.document(sha256).cases:
            yield from find_gaps_of_file(places.connection, sha256, known)


def _gap_row(places: "Places", gap: "Gap") -> Row:
    first, last = gap.citations[0], gap.citations[-1]
    next_to = last.sha256 if last.sha256 != first.sha256 else None
    row = {
        "sha256": first.sha256,
        "location": places.document(first.sha256).location,
        "page": first.page,
        "next": next_to,
        "next_location": places.document(next_to).location if next_to is not None else None,
    }
    said = asdict(gap)
    return row | said | {"citations": [_citation_row(places, cited) for cited in gap.citations]}


def _citation_row(places: "Places", cited: "Citation") -> Row:
    from pipeline.reports.rows import citation_row

    return citation_row(places, cited) | {"slot": cited.slot, "file_set": places.document(cited.sha256).file_set}
