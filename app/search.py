"""`exculpa search`: pages that answer a query, with the words marked."""

from typing import Annotated, Any

import typer

from app.context import print_json, settings_of
from pipeline.records import Answer
from pipeline.settings import Settings


def search(
    context: typer.Context,
    query: Annotated[list[str], typer.Argument(metavar="QUERY", help="Words, see docs/search.md.")],
    case: Annotated[str | None, typer.Option(help="Only pages of this case.")] = None,
    limit: Annotated[int, typer.Option(help="How many hits to show.", min=1)] = 20,
    offset: Annotated[int, typer.Option(help="How many hits to pass over first.", min=0)] = 0,
    as_json: Annotated[bool, typer.Option("--json", help="Print it as JSON.")] = False,
) -> None:
    """Find pages: words, "phrases", AND OR NOT, a w/8 b, pay*, halloran~1, officer:halloran, date:[1989 TO 1991]."""
    answer = find_answer(settings_of(context), " ".join(query), case, limit, offset)
    if as_json:
        print_json(answer)
    else:
        _print_answer(answer)


def find_answer(settings: Settings, text: str, case: str | None, limit: int, offset: int) -> dict[str, Any]:
    """The answer as plain values: total, exact, hits. Raises QueryError and ServiceMissing."""
    from pipeline.catalog.database import open_catalog
    from pipeline.search import Ask, open_index
    from pipeline.search.query import narrow, parse_query

    query = parse_query(text)
    if case is not None:
        query = narrow(query, cases=(case,))
    engine = open_catalog(settings)
    index = open_index(settings)
    try:
        answer = index.search(Ask(query, limit, offset))
        with engine.connect() as connection:
            return _answer_row(connection, answer)
    finally:
        index.close()
        engine.dispose()


def _answer_row(connection: Any, answer: Answer) -> dict[str, Any]:
    from pipeline.reports.hits import hit_rows
    from pipeline.reports.places import Places

    return {"total": answer.total, "exact": answer.exact, "hits": list(hit_rows(Places(connection), answer.hits))}


def _print_answer(answer: dict[str, Any]) -> None:
    from app.screen import tame

    found = answer["total"] if answer["exact"] else f"at least {answer['total']}"
    typer.echo(f"{found} pages; {len(answer['hits'])} shown")
    for hit in answer["hits"]:
        sure = f", confidence {hit['confidence']:.2f}" if hit["confidence"] is not None else ""
        typer.secho(f"\n{tame(hit['location'])}, page {hit['page']}", bold=True, nl=False)
        typer.echo(f"  [{tame(', '.join(hit['case']))}]{sure}")
        typer.echo("  " + tame(" ".join(hit["snippet"].split())))
