"""`exculpa search`: pages that answer a query, with the words marked."""

from typing import Annotated, Any

import typer

from app.context import print_json, settings_of
from pipeline.records import Answer, Hit
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
    from pipeline.search import open_index
    from pipeline.search.query import narrow, parse_query

    query = parse_query(text)
    if case is not None:
        query = narrow(query, cases=(case,))
    engine = open_catalog(settings)
    index = open_index(settings)
    try:
        answer = index.search(query, limit, offset)
        with engine.connect() as connection:
            return _answer_row(connection, answer)
    finally:
        index.close()
        engine.dispose()


def _answer_row(connection: Any, answer: Answer) -> dict[str, Any]:
    hits = [_hit_row(connection, hit) for hit in answer.hits]
    return {"total": answer.total, "exact": answer.exact, "hits": hits}


def _hit_row(connection: Any, hit: Hit) -> dict[str, Any]:
    from pipeline.reports.places import boxes_of

    from pipeline.catalog.files import places_of
    from pipeline.catalog.pages import load_reading

    places = places_of(connection, hit.sha256)
    reading = load_reading(connection, hit.sha256, hit.page, hit.reading)
    words = reading.words if reading is not None else ()
    return {
        "sha256": hit.sha256,
        "location": places[0].path if places else "",
        "case": sorted({name for place in places for name in place.cases}),
        "page": hit.page,
        "reading": hit.reading,
        "score": round(hit.score, 4),
        "snippet": hit.snippet,
        "spans": [list(span) for span in hit.spans],
        "boxes": [list(box) for start, end in hit.spans for box in boxes_of(words, start, end)],
        "confidence": reading.confidence if reading is not None else None,
    }


def _print_answer(answer: dict[str, Any]) -> None:
    from rich.console import Console
    from rich.text import Text

    console = Console(highlight=False)
    found = answer["total"] if answer["exact"] else f"at least {answer['total']}"
    console.print(f"{found} pages; {len(answer['hits'])} shown")
    for hit in answer["hits"]:
        sure = f", confidence {hit['confidence']:.2f}" if hit["confidence"] is not None else ""
        console.print(
            Text(f"\n{hit['location']}, page {hit['page']}", "bold"), Text(f"[{', '.join(hit['case'])}]{sure}")
        )
        console.print(Text("  " + " ".join(hit["snippet"].split())))
