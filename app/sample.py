"""`exculpa sample`: random pages on which no lead stands, for a person to read; and the miss rate that follows."""

import csv
import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from app.context import print_json, print_warning, settings_of
from pipeline.errors import UsageError
from pipeline.settings import Settings

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from pipeline.catalog.samples import Drawn

COLUMNS = ("page", "answer", "note")
PARTLY = 3
Row = dict[str, Any]


def sample(
    context: typer.Context,
    page: Annotated[str | None, typer.Argument(metavar="PAGE", help="A page of a draw, such as 1.12.")] = None,
    answer: Annotated[str | None, typer.Argument(metavar="ANSWER", help="nothing, missed or unsure.")] = None,
    note: Annotated[str, typer.Option(help="What stands there, for those who read it later.")] = "",
    draw: Annotated[int | None, typer.Option(metavar="COUNT", help="Draw so many pages without a lead.", min=1)] = None,
    seed: Annotated[int, typer.Option(help="Another seed draws other pages; the same one the same.")] = 1,
    case: Annotated[str | None, typer.Option(help="Draw from this case alone, or show what was drawn from it.")] = None,
    lines: Annotated[
        Path | None, typer.Option("--csv", metavar="FILE", help="Many answers: columns page, answer, note.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print what was drawn and the rate as JSON.")] = False,
) -> None:
    """Read pages that were not flagged: draw some, answer nothing, missed or unsure; without either, the miss rate."""
    settings = settings_of(context)
    if draw is not None:
        _draw(settings, (draw, seed), case)
    elif lines is not None:
        _save_lines(settings, lines)
    elif page is not None:
        if answer is None:
            raise UsageError(f"Say what you found: exculpa sample {page} nothing, missed or unsure")
        _save(settings, [(page, answer, note)], strict=True)
        return
    _show(settings, case, as_json)


def _draw(settings: Settings, wanted: tuple[int, int], case: str | None) -> None:
    from app.cases import check_case
    from pipeline.archive import open_archive
    from pipeline.catalog.decisions import actor_of
    from pipeline.catalog.samples import draw_sample

    with open_archive(settings) as archive, archive.writing() as connection:
        if case is not None:
            check_case(connection, case)
        draw_sample(connection, *wanted, case, actor_of(settings))


def _save_lines(settings: Settings, path: Path) -> None:
    given = list(_read_lines(path))
    saved = _save(settings, given, strict=False)
    typer.echo(f"{saved} of {len(given)} answers recorded.")
    if saved < len(given):
        raise typer.Exit(PARTLY)


def _read_lines(path: Path) -> Iterator[tuple[str, str, str]]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = csv.DictReader(file)
            rows.fieldnames = [(name or "").strip().lower() for name in rows.fieldnames or ()]
            if not {"page", "answer"} <= set(rows.fieldnames):
                raise UsageError(f"{path} needs the columns {', '.join(COLUMNS)} in its first line; note may be empty.")
            for row in rows:
                page, answer, note = ((row.get(name) or "").strip() for name in COLUMNS)
                yield page, answer, note
    except (OSError, UnicodeDecodeError) as error:
        why = "it is not UTF-8" if isinstance(error, UnicodeDecodeError) else error.strerror
        raise UsageError(f"{path} cannot be read: {why}.") from error


def _save(settings: Settings, given: list[tuple[str, str, str]], *, strict: bool) -> int:
    """Record answers; returns how many. A bad line raises UsageError where `strict`, else is said and passed over."""
    from pipeline.archive import open_archive
    from pipeline.catalog.decisions import actor_of
    from pipeline.catalog.samples import save_answer

    saved = 0
    with open_archive(settings) as archive, archive.writing() as connection:
        for number, (page, answer, note) in enumerate(given, start=2):
            try:
                save_answer(connection, _named(connection, page), actor_of(settings), _known(answer), note)
            except UsageError as error:
                if strict:
                    raise
                print_warning(f"line {number}: {error}")
            else:
                saved += 1
    return saved


def _named(connection: "Connection", page: str) -> "Drawn":
    from pipeline.catalog.samples import find_draw

    numbers = re.fullmatch(r"(\d{1,9})\.(\d{1,9})", page.strip())
    found = find_draw(connection, int(numbers[1]), int(numbers[2])) if numbers else None
    if found is None:
        raise UsageError(f"No page {page} was drawn. Pages are called as in: exculpa sample")
    return found


def _known(answer: str) -> str:
    from pipeline.catalog.samples import ANSWERS

    told = answer.strip().lower()
    if told not in ANSWERS:
        raise UsageError(f"{answer!r} is no answer. There are: {', '.join(ANSWERS)}.")
    return told


def _show(settings: Settings, case: str | None, as_json: bool) -> None:
    row = find_row(settings, case)
    if as_json:
        print_json(row)
        return
    from app.screen import tame

    for one in row["pages"]:
        if one["answer"] is None:
            typer.echo(f"{one['page']}  {tame(one['location'] or one['sha256'][:16])}, page {one['number']}")
    if not row["pages"]:
        typer.echo("No page was drawn yet. Draw some: exculpa sample --draw 60")
        return
    for line in _rate_lines(row):
        typer.echo(line)


def find_row(settings: Settings, case: str | None = None) -> Row:
    """What was drawn, and what follows for all pages without a lead."""
    from pipeline.catalog.database import open_catalog
    from pipeline.catalog.samples import count_without_lead, find_drawn
    from pipeline.rates import rate
    from pipeline.reports.places import Places

    engine = open_catalog(settings)
    try:
        with engine.connect() as connection:
            places = Places(connection)
            drawn, population = list(find_drawn(connection, case)), count_without_lead(connection, case)
            pages = [_page_row(places, one) for one in drawn]
    finally:
        engine.dispose()
    still = [one for one in drawn if not one.flagged]
    missed, judged = (sum(one.answer in answers for one in still) for answers in (("missed",), ("missed", "nothing")))
    found = rate(missed, judged)
    return {
        "case": case,
        "drawn": len(drawn),
        "flagged_since": len(drawn) - len(still),
        "judged": judged,
        "missed": missed,
        "unsure": sum(one.answer == "unsure" for one in still),
        "open": sum(one.answer is None for one in still),
        "pages_without_lead": population,
        "rate": missed / judged if judged else None,
        "interval": [found.low, found.high],
        "pages": pages,
    }


def _page_row(places: Any, one: "Drawn") -> Row:
    return {
        "page": one.key,
        "sha256": one.sha256,
        "location": places.document(one.sha256).location,
        "number": one.page,
        "flagged": one.flagged,
        "answer": one.answer,
        "note": one.note,
    }


def _rate_lines(row: Row) -> Iterator[str]:
    yield (
        f"{row['drawn']} pages drawn, {row['judged']} judged, {row['unsure']} unsure, {row['open']} open"
        + (f", {row['flagged_since']} cited by a lead since" if row["flagged_since"] else "")
        + "."
    )
    if row["rate"] is None:
        yield "No rate yet: read the pages above (exculpa show FILE PAGE), then: exculpa sample PAGE nothing"
        return
    low, high = (round(bound * row["pages_without_lead"]) for bound in row["interval"])
    yield (
        f"Missed: {row['missed']} of {row['judged']} ({row['rate']:.1%}; 95 % interval {row['interval'][0]:.1%} to "
        f"{row['interval'][1]:.1%})."
    )
    yield f"Of the {row['pages_without_lead']} pages without a lead, between {low} and {high} would hold one."
