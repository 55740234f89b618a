"""`exculpa review`: what a person decides of a lead. Decisions are kept through every re-run."""

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from app.context import print_json, print_warning, settings_of
from pipeline.errors import UsageError

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from pipeline.settings import Settings

COLUMNS = ("lead", "decision", "note")
PARTLY = 3
"""The exit code where some lines were recorded and some could not be."""
Line = tuple[str, str, str]


def review(
    context: typer.Context,
    lead: Annotated[str | None, typer.Argument(metavar="LEAD", help="The id of a lead, such as L-1f0c....")] = None,
    decision: Annotated[
        str | None,
        typer.Argument(metavar="DECISION", help="relevant, not-relevant, needs-image, needs-document or privileged."),
    ] = None,
    note: Annotated[str, typer.Option(help="Why, for those who read it later.")] = "",
    lines: Annotated[
        Path | None, typer.Option("--csv", metavar="FILE", help="Many decisions: columns lead, decision, note.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Show what was decided as JSON.")] = False,
) -> None:
    """Record what you decide of a lead, or of many from a CSV file; without a decision, show what was decided."""
    settings = settings_of(context)
    if lines is not None:
        _save_lines(settings, lines)
    elif lead is None:
        raise UsageError("Name a lead and a decision, or give --csv FILE. Leads with their ids: exculpa leads")
    elif decision is None:
        _show(settings, lead, as_json)
    else:
        _save(settings, [(lead, decision, note)], strict=True)


def _save_lines(settings: "Settings", path: Path) -> None:
    given = list(_read_lines(path))
    saved = _save(settings, given, strict=False)
    typer.echo(f"{saved} of {len(given)} decisions recorded.")
    if saved < len(given):
        raise typer.Exit(PARTLY)


def _read_lines(path: Path) -> Iterator[Line]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = csv.DictReader(file)
            names = [(name or "").strip().lower() for name in rows.fieldnames or ()]
            if not {"lead", "decision"} <= set(names):
                raise UsageError(f"{path} needs the columns {', '.join(COLUMNS)} in its first line; note may be empty.")
            rows.fieldnames = names
            for row in rows:
                lead, decision, note = ((row.get(name) or "").strip() for name in COLUMNS)
                yield lead, decision, note
    except (OSError, UnicodeDecodeError) as error:
        why = "it is not UTF-8" if isinstance(error, UnicodeDecodeError) else error.strerror
        raise UsageError(f"{path} cannot be read: {why}.") from error


def _save(settings: "Settings", given: list[Line], *, strict: bool) -> int:
    """Record decisions; returns how many. A bad line raises UsageError where `strict`, else is said and passed over."""
    from pipeline.archive import open_archive
    from pipeline.catalog.decisions import actor_of
    from pipeline.catalog.reviews import save_review

    saved = 0
    with open_archive(settings) as archive, archive.writing() as connection:
        for number, (lead, decision, note) in enumerate(given, start=2):
            try:
                found = _find_lead(connection, lead)
                save_review(connection, found, actor_of(settings), _decision(decision), note)
            except UsageError as error:
                if strict:
                    raise
                print_warning(f"line {number}: {error}")
            else:
                saved += 1
    return saved


def _decision(word: str) -> str:
    from difflib import get_close_matches

    from pipeline.catalog.reviews import DECISIONS

    told = word.strip().lower().replace("_", "-").replace(" ", "-")
    if told in DECISIONS:
        return told
    near = get_close_matches(told, DECISIONS, 1)
    hint = f" Did you mean {near[0]}?" if near else ""
    raise UsageError(f"{word!r} is no decision.{hint} There are: {', '.join(DECISIONS)}.")


def _find_lead(connection: "Connection", key: str) -> tuple[str, str]:
    """The lead's id and its words, also from the start of its id."""
    from pipeline.catalog.leads import find_ids, load_lead

    ids = find_ids(connection, key)
    if len(ids) != 1:
        many = f"Several leads begin with {key}: {', '.join(ids[:5])}." if ids else f"There is no lead {key!r}."
        raise UsageError(f"{many} Leads with their ids: exculpa leads")
    stored = load_lead(connection, ids[0])
    assert stored is not None
    return stored.id, stored.lead.citations[0].quote


def _show(settings: "Settings", lead: str, as_json: bool) -> None:
    from dataclasses import asdict

    from app.screen import tame
    from pipeline.catalog.database import open_catalog
    from pipeline.catalog.reviews import find_reviews

    engine = open_catalog(settings)
    try:
        with engine.connect() as connection:
            key, words = _find_lead(connection, lead)
            decided = find_reviews(connection, key)
    finally:
        engine.dispose()
    if as_json:
        print_json([asdict(one) for one in decided])
        return
    for one in decided:
        note = f": {tame(one.note)}" if one.note else ""
        typer.echo(f"{one.at:%Y-%m-%d}  {one.decision}  by {tame(one.actor)}{note}")
        if one.words not in (None, words):
            typer.echo("  The lead's words were others then.")
    if not decided:
        typer.echo("Nobody has decided about this lead yet.")
