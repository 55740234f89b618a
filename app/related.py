"""`exculpa related`: more like this page."""

from typing import Annotated, Any

import typer

from app.context import print_json, settings_of
from app.desk import Desk, open_desk, read_question
from app.tick import find_page
from pipeline.errors import UsageError

SHOWN = 10


def related(
    context: typer.Context,
    name: Annotated[str, typer.Argument(metavar="FILE", help="A location, a Bates number or the start of a hash.")],
    page: Annotated[int | None, typer.Argument(metavar="PAGE", help="Which page of it, as search shows it.")] = None,
    query: Annotated[str, typer.Option("--among", metavar="QUERY", help="Only pages that answer this too.")] = "",
    limit: Annotated[int, typer.Option(help="How many to show.", min=1)] = SHOWN,
    as_json: Annotated[bool, typer.Option("--json", help="Print it as JSON.")] = False,
) -> None:
    """Find pages like this one: those that share the words which are frequent on it and rare elsewhere."""
    from app.screen import tame
    from app.shown import print_answer

    with open_desk(settings_of(context)) as desk:
        answer = find_answer(desk, find_page(desk.places, name, str(page or "")), query, limit)
    if as_json:
        print_json(answer)
        return
    typer.echo(f"Looked for: {tame(', '.join(answer['words'])) or 'nothing, no word of it stands elsewhere'}")
    print_answer(answer)


def find_answer(desk: Desk, place: tuple[str, int], text: str, limit: int) -> dict[str, Any]:
    """The pages like a page, its copies left out, as plain values, with the words they were found by."""
    from app.shown import answer_row
    from pipeline.asking import copies_of
    from pipeline.catalog.pages import load_page
    from pipeline.search import Ask, Query
    from pipeline.search.nodes import Everything, InPages
    from pipeline.search.related import find_related

    page = load_page(desk.connection, *place)
    is_open = desk.index.search(Ask(Query(InPages(frozenset((place,)))), 0)).total  # to whoever asks
    if page is None or not (page.text or "").strip() or not is_open:
        raise UsageError("There is nothing to read on this page, so none can be like it.")
    query = read_question(desk, text, None) if text.strip() else Query(Everything())
    copies = copies_of(desk.connection)
    ask = Ask(query, limit, collapse="copies", copies=copies)
    answer, words = find_related(desk.index, page.text or "", ask, frozenset((place, *copies(place))))
    return answer_row(desk, answer, query) | {"words": list(words)}
