"""`exculpa correct` and `exculpa readings`: a person reads a page better than the machine, and both texts are kept."""

import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from app.context import print_json, print_warning, settings_of
from pipeline.errors import UsageError

if TYPE_CHECKING:
    from pipeline.archive import Archive
    from pipeline.catalog.unread import KeptReading
    from pipeline.settings import Settings

Document = Annotated[str, typer.Argument(metavar="DOCUMENT", help="A location, or the start of a hash.")]
Page = Annotated[int, typer.Argument(metavar="PAGE", help="Which page of it.", min=1)]


def correct(
    context: typer.Context,
    document: Document,
    page: Page,
    text: Annotated[
        Path | None, typer.Option("--text", metavar="FILE", help="The page's text; - for standard input.")
    ] = None,
    note: Annotated[str, typer.Option(help="What you looked at, for those who read it later.")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="Print what was done as JSON.")] = False,
) -> None:
    """Type or correct what a page says, in your editor or from a file. The machine's text stays beside yours."""
    from pipeline.archive import open_archive
    from pipeline.run import conclude, mark_all
    from pipeline.supervise import Worker

    settings = settings_of(context)
    with open_archive(settings) as archive:
        sha256 = _find_page(archive, document, page)
        typed = _read_text(text) if text is not None else _edit(archive, sha256, page)
        if typed is None:
            print_warning("Nothing was changed.")
            return
        _save(archive, settings, (sha256, page), (typed, note))
        with Worker(settings) as worker:
            counts = mark_all(archive, worker, retry_failed=False)
        counts += conclude(archive)
    if as_json:
        print_json({"sha256": sha256, "page": page, "marked": counts["marked"]})
    else:
        typer.echo(f"Kept as the text of page {page}; {counts['marked']} page(s) searched for leads again.")


def readings(
    context: typer.Context,
    document: Document,
    page: Page,
    as_json: Annotated[bool, typer.Option("--json", help="Print them as JSON.")] = False,
) -> None:
    """Every text of a page that was read or typed, and why one of them counts."""
    from pipeline.catalog.database import open_catalog
    from pipeline.catalog.pages import load_page
    from pipeline.catalog.unread import find_kept_readings
    from pipeline.reports.places import Places
    from pipeline.reports.sheets import find_document

    engine = open_catalog(settings_of(context))
    try:
        with engine.connect() as connection:
            sha256 = find_document(Places(connection), document)
            row = load_page(connection, sha256, page)
            found = find_kept_readings(connection, sha256, page)
    finally:
        engine.dispose()
    if row is None:
        raise UsageError(f"{document} has no page {page}.")
    if as_json:
        print_json({"choice": row.choice, "readings": [asdict(one) for one in found]})
    else:
        _print_readings(row.choice, found)


def _print_readings(choice: str | None, found: "list[KeptReading]") -> None:
    from app.screen import tame

    if choice:
        typer.echo(tame(choice))
    for one in found:
        head = [one.origin.value, "the text that counts" if one.is_current else "kept beside it"]
        head += [f"confidence {one.confidence:.2f}"] if one.confidence is not None else []
        head += [f"quality {one.quality:.2f}"] if one.quality is not None else []
        head += [f"typed by {one.actor}, {one.at:%Y-%m-%d}"] if one.actor and one.at else []
        head += [one.reason] if one.reason else []
        typer.echo(f"--- {tame(', '.join(head))}")
        typer.echo(tame(one.text))
    if not found:
        typer.echo("The page has no text.")


def _find_page(archive: "Archive", document: str, page: int) -> str:
    from pipeline.catalog.pages import load_page
    from pipeline.reports.places import Places
    from pipeline.reports.sheets import find_document

    with archive.engine.connect() as connection:
        sha256 = find_document(Places(connection), document)
        if load_page(connection, sha256, page) is None:
            raise UsageError(f"{document} has no page {page}.")
    return sha256


def _read_text(path: Path) -> str:
    try:
        return sys.stdin.read() if str(path) == "-" else path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        why = "it is not UTF-8" if isinstance(error, UnicodeDecodeError) else error.strerror
        raise UsageError(f"{path} cannot be read: {why}.") from error


def _edit(archive: "Archive", sha256: str, page: int) -> str | None:
    """The text as the person leaves it in the editor; None where it was left as it is."""
    import click

    from pipeline.catalog.pages import load_page

    if not sys.stdin.isatty():
        raise UsageError("Give the page's text with --text FILE, or - for standard input.")
    with archive.engine.connect() as connection:
        row = load_page(connection, sha256, page)
    return click.edit((row.text if row else None) or "", extension=".txt")


def _save(archive: "Archive", settings: "Settings", place: tuple[str, int], told: tuple[str, str]) -> None:
    from pipeline.catalog.decisions import actor_of
    from pipeline.catalog.pages import load_page, load_reading
    from pipeline.catalog.unread import save_human_reading
    from pipeline.corrections import place_words

    typed, note = told
    with archive.writing() as connection:
        page = load_page(connection, *place)
        read = load_reading(connection, *place, page.reading) if page is not None and page.reading else None
        reading = place_words(typed.rstrip("\n"), read)
        save_human_reading(connection, place, reading, actor_of(settings), note)
