"""`exculpa tick`: pages that a person has reviewed. Ticks are kept through every re-run."""

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from app.context import print_json, print_warning, settings_of
from pipeline.errors import UsageError

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from pipeline.catalog.ticks import Tick
    from pipeline.reports.places import Places
    from pipeline.settings import Settings

PARTLY = 3
"""The exit code where some lines were recorded and some could not be."""
YES, NO = frozenset(("yes", "y", "true", "x", "1", "✓")), frozenset(("no", "n", "false", "0"))
Line = tuple[str, str, str, str]
"""Document, page, whether it is reviewed, note; as typed."""
Row = dict[str, Any]


def tick(
    context: typer.Context,
    name: Annotated[
        str | None, typer.Argument(metavar="FILE", help="A location, a Bates number or the start of a hash.")
    ] = None,
    page: Annotated[int | None, typer.Argument(metavar="PAGE", help="Which page of it, as search shows it.")] = None,
    note: Annotated[str, typer.Option(help="What stands there, for those who read it later.")] = "",
    undo: Annotated[bool, typer.Option("--undo", help="Take the tick away.")] = False,
    lines: Annotated[
        Path | None,
        typer.Option(
            "--csv", metavar="FILE", help="Many: an answer written by exculpa search, column reviewed filled."
        ),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print what is ticked off as JSON.")] = False,
) -> None:
    """Tick off a page that you have reviewed, or many from a CSV file; without a page, list what is ticked off."""
    settings = settings_of(context)
    if lines is not None:
        _save_lines(settings, lines)
    elif name is None:
        _show(settings, as_json)
    else:
        _save(settings, [(name, str(page or ""), "no" if undo else "yes", note)], strict=True)


def _save_lines(settings: "Settings", path: Path) -> None:
    given = list(_read_lines(path))
    saved, wrong = _save(settings, given, strict=False)
    unchanged = len(given) - saved - wrong
    typer.echo(f"{saved} ticks recorded, {unchanged} lines say what was known, {wrong} could not be recorded.")
    if wrong:
        raise typer.Exit(PARTLY)


def _read_lines(path: Path) -> Iterator[Line]:
    """Lines whose column reviewed is filled."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = csv.DictReader(file)
            rows.fieldnames = [(name or "").strip().lower() for name in rows.fieldnames or ()]
            if not {"page", "reviewed"} <= set(rows.fieldnames) or not {"sha256", "location"} & set(rows.fieldnames):
                raise UsageError(f"{path} needs the columns sha256 or location, page and reviewed in its first line.")
            for row in rows:
                told = {name: (value or "").strip() for name, value in row.items() if isinstance(value, str)}
                document = told.get("sha256") or told.get("location", "")
                if told.get("reviewed"):
                    yield document, told["page"], told["reviewed"], told.get("review_note", told.get("note", ""))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        why = "it is not UTF-8" if isinstance(error, UnicodeDecodeError) else getattr(error, "strerror", None) or error
        raise UsageError(f"{path} cannot be read: {why}.") from error


def _save(settings: "Settings", given: list[Line], *, strict: bool) -> tuple[int, int]:
    """Record ticks; returns how many, and how many lines were wrong. A line that says what is known already changes
    nothing. A wrong one raises UsageError where `strict`, else is said and passed over."""
    from pipeline.archive import open_archive
    from pipeline.catalog.decisions import actor_of
    from pipeline.reports.places import Places

    saved = wrong = 0
    with open_archive(settings) as archive, archive.writing() as connection:
        places = Places(connection)
        for number, line in enumerate(given, start=2):
            try:
                saved += _save_line(places, line, actor_of(settings))
            except UsageError as error:
                if strict:
                    raise
                print_warning(f"line {number}, {line[0]}: {error}")
                wrong += 1
    return saved, wrong


def _save_line(places: "Places", line: Line, actor: str) -> bool:
    """Whether it was something new."""
    from pipeline.catalog.pages import load_page
    from pipeline.catalog.ticks import load_ticks, save_tick

    document, page, word, note = line
    place = find_page(places, document, page)
    holds = _read_word(word)
    known = load_ticks(places.connection, [place]).get(place)
    found = load_page(places.connection, *place)
    assert found is not None
    same = known is not None and (known.reading, known.note) == (found.reading, note or known.note)
    if same if holds else known is None:
        return False
    save_tick(places.connection, place, found.reading, (actor, note), holds)
    return True


def _read_word(word: str) -> bool:
    told = word.strip().lower()
    if told not in YES | NO:
        raise UsageError(f"{word!r} is neither yes nor no.")
    return told in YES


def find_page(places: "Places", document: str, page: str) -> tuple[str, int]:
    """The page that is meant. Raises UsageError unless it is exactly one."""
    from pipeline.catalog.files import load_document
    from pipeline.catalog.pages import load_page
    from pipeline.reports.sheets import find_document, find_numbered_page

    if not page and (numbered := find_numbered_page(places.connection, document)) is not None:
        return numbered
    sha256 = find_document(places, document)
    known = load_document(places.connection, sha256)
    if not page and (known is None or known[1] != 1):
        raise UsageError(f"Which page of {document}? Type its number behind it.")
    number = int(page or 1) if (page or "1").isdecimal() else 0
    if load_page(places.connection, sha256, number) is None:
        raise UsageError(f"{document} has no page {page}.")
    return sha256, number


def _show(settings: "Settings", as_json: bool) -> None:
    from app.screen import tame

    rows = find_rows(settings)
    if as_json:
        print_json(rows)
        return
    for row in rows:
        note = f": {row['note']}" if row["note"] else ""
        changed = " (the page reads otherwise now)" if row["changed"] else ""
        where = f"{row['location'] or row['sha256'][:16]}, page {row['page']}"
        typer.echo(tame(f"{where}  {row['at']:%Y-%m-%d} by {row['actor']}{note}{changed}"))
    if not rows:
        typer.echo("No page is ticked off yet. Tick one off: exculpa tick FILE PAGE")


def find_rows(settings: "Settings") -> list[Row]:
    """Every page that is ticked off, the latest last."""
    from pipeline.catalog.database import open_catalog
    from pipeline.catalog.ticks import find_ticks
    from pipeline.reports.places import Places

    engine = open_catalog(settings)
    try:
        with engine.connect() as connection:
            places = Places(connection)
            return [
                {
                    "sha256": one.sha256,
                    "location": places.document(one.sha256).location,
                    "page": one.page,
                    "actor": one.actor,
                    "at": one.at,
                    "note": one.note,
                    "changed": _reads_otherwise(connection, one),
                }
                for one in list(find_ticks(connection))
            ]
    finally:
        engine.dispose()


def _reads_otherwise(connection: "Connection", one: "Tick") -> bool:
    from pipeline.catalog.pages import load_page

    page = load_page(connection, one.sha256, one.page)
    return page is not None and page.reading != one.reading
