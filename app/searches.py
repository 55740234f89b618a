"""`exculpa searches`: questions that are kept, and which pages answer them that nobody showed you yet."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from app.context import print_json, print_warning, settings_of
from app.desk import Desk, open_desk, read_question
from app.export import RELEASE
from pipeline.errors import ArchiveInUse, QueryError, UsageError

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from app.answers import Leaving
    from pipeline.catalog.searches import SavedSearch, Seen
    from pipeline.records import Hit
    from pipeline.settings import Settings

MOST_KEPT = 100_000
"""A question with more answers than this is no use as an alert, and what was shown of it would fill megabytes."""
SHOWN = 20
NONE = 'No search is kept yet. Keep one: exculpa search QUERY --save "a name for it"'
Place = tuple[str, int]
Row = dict[str, Any]


def searches(
    context: typer.Context,
    name: Annotated[str | None, typer.Argument(metavar="NAME", help="Show what is new in this one.")] = None,
    whole: Annotated[bool, typer.Option("--all", help="Show the whole answer, not only what is new.")] = False,
    limit: Annotated[int, typer.Option(help="How many pages to show; the others stay new.", min=1)] = SHOWN,
    peek: Annotated[bool, typer.Option("--peek", help="What is shown stays new.")] = False,
    forget: Annotated[bool, typer.Option("--forget", help="Keep this search no longer.")] = False,
    output: Annotated[
        Path | None, typer.Option("-o", "--output", help="Write all of it to this .jsonl, .csv or .html, masked.")
    ] = None,
    unmask: Annotated[bool, typer.Option("--unmask", help="Leave identities in what is written.")] = False,
    release: Annotated[list[str] | None, typer.Option("--release", metavar="GATE", help=RELEASE)] = None,
    reason: Annotated[str | None, typer.Option(help="Why they are needed; it is written down.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print it as JSON.")] = False,
) -> None:
    """Searches that are kept, each with how many pages are new to you; with a name, these pages. What was shown is new
    no longer."""
    settings = settings_of(context)
    if name is None:
        rows = find_rows(settings)
        print_json(rows) if as_json else _print_rows(rows)
    elif forget:
        _forget(settings, name)
    elif output is not None:
        from app.answers import Leaving

        leaving = Leaving(f"answers to {name}", output, unmask, tuple(release or ()), reason)
        _write(settings, name, leaving, whole, peek)
    else:
        _show(settings, name, (whole, limit, peek), as_json)


# ---------------------------------------------------------------- keeping and forgetting


def keep_search(settings: "Settings", name: str, asked: tuple[str, str | None], note: str) -> None:
    """Keep a question (its text and case). Its answer of today is new to nobody. Raises UsageError where it is true of
    too many pages, ArchiveInUse where another process writes."""
    from pipeline.catalog.decisions import actor_of
    from pipeline.catalog.searches import find_searches, save_look, save_search

    name = " ".join(name.split())
    if not name:
        raise UsageError("Under which name? Type: --save NAME")
    text, case = asked
    with open_desk(settings) as desk:
        hits = islice(_find_hits(desk, text, case, bare=True), MOST_KEPT + 1)
        places = [(hit.sha256, hit.page) for hit in hits]
        before = next((one for one in find_searches(desk.connection) if one.name == name), None)
    if len(places) > MOST_KEPT:
        raise UsageError(f"More than {MOST_KEPT} pages answer this: too many to tell you of each new one. Narrow it.")
    with _writing(settings) as connection:
        saved = save_search(connection, name, asked, (actor_of(settings), note))
        save_look(connection, saved, actor_of(settings), places, everybody=True)
    was = f" Before, this name stood for: {before.query}" if before is not None and before.query != text else ""
    print_warning(f'Kept with the {len(places)} pages of today. What is new: exculpa searches "{name}"{was}')


def _forget(settings: "Settings", name: str) -> None:
    from pipeline.catalog.decisions import actor_of
    from pipeline.catalog.searches import forget_search

    with _writing(settings) as connection:
        saved = _load_search(connection, settings, name)
        forget_search(connection, saved, (actor_of(settings), ""))
    typer.echo(f"{saved.name} is kept no longer. It was: {saved.query}")


@contextmanager
def _writing(settings: "Settings") -> Iterator["Connection"]:
    from pipeline.archive import open_archive

    with open_archive(settings) as archive, archive.writing() as connection:
        yield connection


def _load_search(connection: "Connection", settings: "Settings", name: str) -> "SavedSearch":
    """The search of this name. Raises UsageError, with names that are near, where there is none."""
    from difflib import get_close_matches

    known = {one.name: one for one in _find_kept(connection, settings)}
    told = " ".join(name.split())
    if told in known:
        return known[told]
    near = get_close_matches(told, known, 3, 0.5)
    raise UsageError(f"No search is kept as {told}." + (f" Near it: {', '.join(near)}." if near else f" {NONE}"))


def _find_kept(connection: "Connection", settings: "Settings") -> "list[SavedSearch]":
    """Whoever may not see everything is shown his own only: the words of others may tell what he may not know."""
    from pipeline.catalog.decisions import actor_of
    from pipeline.catalog.searches import find_searches

    kept = find_searches(connection)
    return kept if settings.sees_all else [one for one in kept if one.actor == actor_of(settings)]


# ---------------------------------------------------------------- what is new


def find_rows(settings: "Settings") -> list[Row]:
    """All searches that are kept, each with its answer of today and how much of it is new to who asks. One whose
    question cannot be answered now says why."""
    from pipeline.catalog.decisions import actor_of
    from pipeline.catalog.searches import load_seen

    with open_desk(settings) as desk:
        kept = _find_kept(desk.connection, settings)
        return [_row(desk, one, load_seen(desk.connection, one, actor_of(settings))) for one in kept]


def _row(desk: Desk, saved: "SavedSearch", seen: "Seen") -> Row:
    from pipeline.catalog.ticks import load_ticks

    places: list[Place] = []
    problem = None
    try:
        places = [(hit.sha256, hit.page) for hit in _find_hits(desk, saved.query, saved.case, bare=True)]
    except QueryError as error:
        problem = str(error)
    return _head(saved, seen) | {
        "total": len(places),
        "new": sum(not seen.has(place) for place in places),
        "reviewed": len(load_ticks(desk.connection, places)),
        "problem": problem,
    }


def _head(saved: "SavedSearch", seen: "Seen") -> Row:
    return {
        "name": saved.name,
        "query": saved.query,
        "case": saved.case,
        "note": saved.note,
        "actor": saved.actor,
        "at": saved.at,
        "last_look": seen.last,
    }


def _find_hits(desk: Desk, text: str, case: str | None, *, bare: bool = False) -> Iterator["Hit"]:
    """Every page that answers now; `bare` where only its place is wanted."""
    from pipeline.search import Ask

    return desk.index.find(Ask(read_question(desk, text, case), bare=bare))


def _show(settings: "Settings", name: str, how: tuple[bool, int, bool], as_json: bool) -> None:
    from app.shown import print_answer
    from pipeline.catalog.decisions import actor_of
    from pipeline.catalog.searches import load_seen

    whole, limit, peek = how
    total, new = 0, 0
    shown: list[Hit] = []
    with open_desk(settings) as desk:
        saved = _load_search(desk.connection, settings, name)
        seen = load_seen(desk.connection, saved, actor_of(settings))
        for hit in _find_hits(desk, saved.query, saved.case):
            is_new = not seen.has((hit.sha256, hit.page))
            total, new = total + 1, new + is_new
            if (is_new or whole) and len(shown) < limit:
                shown.append(hit)
        rows = list(desk.find_rows(shown))
    counted = {"total": total, "new": new, "exact": True, "hits": rows}
    if as_json:
        print_json(_head(saved, seen) | counted)
    else:
        typer.echo(f"{saved.query}: {new} of {total} pages are new since {seen.last:%Y-%m-%d}")
        print_answer(counted | {"total": total if whole else new})
    if not peek:
        _look(settings, saved, ((hit.sha256, hit.page) for hit in shown))


def _look(settings: "Settings", saved: "SavedSearch", shown: Iterable[Place]) -> None:
    """Write down what was shown. While another process writes to the archive, it stays new."""
    from pipeline.catalog.decisions import actor_of
    from pipeline.catalog.searches import save_look

    try:
        with _writing(settings) as connection:
            save_look(connection, saved.id, actor_of(settings), shown)
    except ArchiveInUse as error:
        print_warning(f"{error} Until then what was shown here stays new.")


def _write(settings: "Settings", name: str, leaving: "Leaving", whole: bool, peek: bool) -> None:
    """Write what is new, or all of it. Only what was written is new no longer: not what a gate held back."""
    from app.answers import Wanted, write_answers
    from pipeline.catalog.decisions import actor_of
    from pipeline.catalog.searches import load_seen
    from pipeline.search import Ask, Query
    from pipeline.search.batch import Question
    from pipeline.search.nodes import Nothing

    with open_desk(settings) as desk:
        saved = _load_search(desk.connection, settings, name)
        seen = load_seen(desk.connection, saved, actor_of(settings))
    written: list[Place] = []

    def keep(row: Row) -> bool:
        return whole or not seen.has((row["sha256"], row["page"]))

    wanted = Wanted(Ask(Query(Nothing())), saved.case, keep=keep, written=written.append)
    write_answers(settings, [Question(0, saved.name, saved.query)], wanted, leaving)
    if not peek:
        _look(settings, saved, written)


def _print_rows(rows: list[Row]) -> None:
    from app.screen import tame

    for row in rows:
        case = f", case {row['case']}" if row["case"] else ""
        typer.secho(tame(row["name"]), bold=True, nl=False)
        typer.echo(tame(f"  {row['query']}{case}"))
        if row["problem"] is not None:
            typer.echo(tame(f"  cannot be asked now: {row['problem']}"))
        else:
            told = f"  {row['new']} new of {row['total']} pages, {row['reviewed']} reviewed"
            typer.echo(f"{told}; last look {row['last_look']:%Y-%m-%d}")
        if row["note"]:
            typer.echo(tame(f"  {row['note']}"))
    if not rows:
        typer.echo(NONE)
