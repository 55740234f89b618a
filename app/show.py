"""`exculpa show`: the page itself, with the quoted words marked, as text or as an image."""

from collections.abc import Iterable
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from app.context import print_json, print_warning, settings_of
from app.export import RELEASE, check_unmasking, record_leaving
from pipeline.errors import CannotRead, UsageError
from pipeline.settings import Settings

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from pipeline.reports.masking import Masking
    from pipeline.reports.places import Places
    from pipeline.reports.sheets import Sheet

LOOK_FIRST = (
    "Identities are black where they were read on the page. What was not read (handwriting, bad print) is not: "
    "look at the image before it leaves."
)


def show(
    context: typer.Context,
    name: Annotated[str, typer.Argument(metavar="LEAD_ID|DOCUMENT", help="A lead, a location or the start of a hash.")],
    page: Annotated[int | None, typer.Option(help="Which page of it.", min=1)] = None,
    image: Annotated[Path | None, typer.Option(help="Write the page image with the words marked to this PNG.")] = None,
    unmask: Annotated[bool, typer.Option("--unmask", help="Leave informants' names in the image.")] = False,
    release: Annotated[list[str] | None, typer.Option("--release", metavar="GATE", help=RELEASE)] = None,
    reason: Annotated[str | None, typer.Option(help="Why they are needed; it is written down.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the page as JSON.")] = False,
) -> None:
    """Show a page with the words that leads quote marked; for a lead, every page it cites."""
    from pipeline.catalog.database import open_catalog
    from pipeline.reports.places import Places
    from pipeline.reports.sheets import find_sheets

    check_unmasking(unmask, reason, release)
    settings = settings_of(context)
    engine = open_catalog(settings)
    try:
        with engine.connect() as connection:
            places = Places(connection)
            sheets = list(find_sheets(connection, name, page))
            if as_json:
                print_json([_sheet_row(places, sheet) for sheet in sheets])
            else:
                print_sheets(sheets)
            if image is not None:
                _check_gates(connection, settings, sheets, release or [])
                record_leaving(settings, f"show {name} as image {image}", (unmask, release), reason)
                save_images(places, settings, sheets, image, unmask)
    finally:
        engine.dispose()


def _check_gates(connection: "Connection", settings: Settings, sheets: Iterable["Sheet"], release: list[str]) -> None:
    """An image leaves the archive. Raises UsageError where a page stands behind a gate that is not released."""
    from pipeline.reports.gates import Gates

    gates = Gates(connection, settings, release)
    for sheet in sheets:
        for name in sorted(gates.closed(sheet.row["sha256"], sheet.row["page"])):
            why = gates.on_page(sheet.row["sha256"], sheet.row["page"])[name]
            raise UsageError(
                f"Page {sheet.row['page']} stands behind a gate ({gates.policy[name].says.lower()}: {why}). To draw it "
                f"all the same: --release {name} --reason TEXT"
            )


def print_sheets(sheets: Iterable["Sheet"]) -> None:
    """Each page under a head that says which it is and how its text was obtained."""
    from rich.text import Text

    from app.screen import mark_words, open_console, tame

    console = open_console()
    for sheet in sheets:
        row = sheet.row
        for line, style in _head(sheet):
            console.print(Text(tame(line), style=style))
        console.print()
        spans = [(cited.start, cited.end) for _lead, cited in sheet.quoted]
        console.print(mark_words(row["text"], spans, console) if row["text"] else Text("(no text)", style="dim"))
        console.print()


def _head(sheet: "Sheet") -> list[tuple[str, str]]:
    row = sheet.row
    sure = "" if row["confidence"] is None else f", confidence {row['confidence']:.2f}"
    count = f" of {sheet.page_count}" if sheet.page_count else ""
    lines = [
        (f"{row['locations'][0] if row['locations'] else row['sha256']}, page {row['page']}{count}", "bold"),
        (f"case {', '.join(row['case']) or 'unknown'}; file set {row['file_set']}; {row['origin']}{sure}", "dim"),
    ]
    lines += [(f"also at {location}", "dim") for location in row["locations"][1:]]
    lines += [(line, "dim") for line in sheet.beside]
    if row["problem"]:
        lines.append((f"Problem: {row['problem']}", "bold"))
    if leads := sorted({lead for lead, _cited in sheet.quoted}):
        lines.append((f"quoted by {', '.join(leads)}", "dim"))
    return lines


def _sheet_row(places: "Places", sheet: "Sheet") -> dict[str, Any]:
    from pipeline.reports.rows import citation_row

    marks = [{"lead": lead, **citation_row(places, cited)} for lead, cited in sheet.quoted]
    return sheet.row | {
        "page_count": sheet.page_count,
        "marks": marks,
        "masked": False,
        "beside": list(sheet.beside),
        "testimony": [asdict(line) for line in sheet.testimony],
    }


def save_images(places: "Places", settings: Settings, sheets: list["Sheet"], path: Path, unmask: bool) -> None:
    """One image for each page: out.png, out-2.png ... Nothing is written before all of them are drawn."""
    from pipeline.reports.masking import Masking
    from pipeline.supervise import Worker

    if path.suffix.lower() != ".png":
        raise UsageError(f"{path} must end in .png")
    masking = None if unmask else Masking(places.connection, settings)
    with Worker(settings) as worker:
        drawn = [_draw(places, settings, worker, sheet, masking) for sheet in sheets]
    for number, page in enumerate(drawn, 1):
        target = path if number == 1 else path.with_name(f"{path.stem}-{number}{path.suffix}")
        try:
            page.save(target, "PNG")
        except OSError as error:
            raise UsageError(f"{target} cannot be written: {error.strerror}.") from error
        print_warning(f"written to {target}")
    if not unmask:
        print_warning(LOOK_FIRST)


def _draw(places: "Places", settings: Settings, worker: Any, sheet: "Sheet", masking: "Masking | None") -> Any:
    from pipeline.reading import render_supervised
    from pipeline.reports.images import DPI, mark_image
    from pipeline.reports.sheets import hidden_boxes, quoted_boxes
    from pipeline.store import local_path

    try:
        source = replace(sheet.source, path=str(local_path(settings, sheet.source.path)))
        png = render_supervised(worker, source, sheet.row["page"], DPI, settings)
    except (CannotRead, OSError) as error:
        raise UsageError(f"Page {sheet.row['page']} cannot be drawn: {error} Type: exculpa verify") from error
    hidden = hidden_boxes(places, sheet, masking) if masking is not None else []
    return mark_image(png, DPI, quoted_boxes(places, sheet), hidden)
