"""`exculpa search`: pages that answer a query, with the words marked."""

from pathlib import Path
from typing import Annotated, Any

import typer

from app.context import print_json, settings_of
from app.desk import Desk, open_desk, read_question
from app.export import RELEASE
from app.searches import keep_search
from pipeline.errors import UsageError
from pipeline.records import Answer
from pipeline.settings import Settings

SHOWN = 20
BATCH = "Ask every question of this file (columns id, query); one row for each hit goes to -o, or to standard output."
OUTPUT = "Write the answer to this .jsonl, .csv or .html (a list to print), with identities masked."


def search(
    context: typer.Context,
    query: Annotated[list[str] | None, typer.Argument(metavar="QUERY", help="Words, see docs/search.md.")] = None,
    case: Annotated[str | None, typer.Option(help="Only pages of this case.")] = None,
    limit: Annotated[
        int | None, typer.Option(help=f"How many hits to show ({SHOWN}), or to write (all of them).", min=1)
    ] = None,
    offset: Annotated[int, typer.Option(help="How many hits to pass over first.", min=0)] = 0,
    batch: Annotated[Path | None, typer.Option(metavar="FILE.csv", help=BATCH)] = None,
    output: Annotated[Path | None, typer.Option("-o", "--output", help=OUTPUT)] = None,
    save: Annotated[str | None, typer.Option(metavar="NAME", help="Keep the question: exculpa searches")] = None,
    note: Annotated[str, typer.Option(help="What it is kept for.")] = "",
    unmask: Annotated[bool, typer.Option("--unmask", help="Leave identities in what is written.")] = False,
    release: Annotated[list[str] | None, typer.Option("--release", metavar="GATE", help=RELEASE)] = None,
    reason: Annotated[str | None, typer.Option(help="Why they are needed; it is written down.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print it as JSON.")] = False,
) -> None:
    """Find pages: words, "phrases", AND OR NOT, a w/8 b, pay*, halloran~1, officer:halloran, date:[1989 TO 1991]."""
    from app.answers import Leaving, Wanted, write_answer, write_batch
    from pipeline.search import Ask, Query
    from pipeline.search.nodes import Nothing

    settings, text = settings_of(context), " ".join(query or [])
    wanted = Wanted(Ask(Query(Nothing()), offset=offset), case, limit)
    leaving = Leaving("answers", output, unmask, tuple(release or ()), reason)
    if batch is not None:
        if text or save is not None:
            raise UsageError("--batch asks the questions of a file: leave out QUERY and --save.")
        write_batch(settings, batch, wanted, leaving, as_json)
        return
    if not text.strip():
        raise UsageError(
            "What do you look for? Type words, or --batch FILE.csv for many questions. See docs/search.md."
        )
    if output is not None:
        write_answer(settings, text, wanted, leaving)
    elif unmask or release or reason is not None:
        raise UsageError("What is shown here is not masked. Name a file that it is written to with -o.")
    else:
        _show(settings, text, case, (limit or SHOWN, offset), as_json)
    if save is not None:
        keep_search(settings, save, (text, case), note)


def _show(settings: Settings, text: str, case: str | None, part: tuple[int, int], as_json: bool) -> None:
    answer = find_answer(settings, text, case, *part)
    if as_json:
        print_json(answer)
    else:
        print_answer(answer)


def find_answer(settings: Settings, text: str, case: str | None, limit: int, offset: int) -> dict[str, Any]:
    """The answer as plain values: total, exact, hits. Raises QueryError and ServiceMissing."""
    from pipeline.search import Ask

    with open_desk(settings) as desk:
        answer = desk.index.search(Ask(read_question(desk, text, case), limit, offset))
        return answer_row(desk, answer)


def answer_row(desk: Desk, answer: Answer) -> dict[str, Any]:
    """An answer as plain values, not masked: it stays on the owner's screen."""
    from pipeline.reports.hits import hit_rows

    return {"total": answer.total, "exact": answer.exact, "hits": list(hit_rows(desk.places, answer.hits))}


def print_answer(answer: dict[str, Any]) -> None:
    """The answer for a person."""
    from app.screen import tame

    found = answer["total"] if answer["exact"] else f"at least {answer['total']}"
    typer.echo(f"{found} pages; {len(answer['hits'])} shown")
    for hit in answer["hits"]:
        sure = f", confidence {hit['confidence']:.2f}" if hit["confidence"] is not None else ""
        typer.secho(f"\n{tame(hit['location'])}, page {hit['page']}", bold=True, nl=False)
        typer.echo(f"  [{tame(', '.join(hit['case']))}]{sure}")
        typer.echo("  " + tame(" ".join(hit["snippet"].split())))
        if hit["reviewed"]:
            typer.echo("  reviewed" + (f": {tame(hit['review_note'])}" if hit["review_note"] else ""))
