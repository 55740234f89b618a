"""`exculpa search`: pages that answer a query, with the words marked."""

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from app.context import print_json, settings_of
from app.desk import open_desk, read_question
from app.export import RELEASE
from app.searches import keep_search
from pipeline.errors import UsageError
from pipeline.settings import Settings

SHOWN = 20
GROUP = "What is shown as one hit: a page with its copies (as without it), all pages of a document, or each page."
BATCH = "Ask every question of this file (columns id, query); one row for each hit goes to -o, or to standard output."
OUTPUT = "Write the answer to this .jsonl, .csv or .html (a list to print), with identities masked."


class Sort(StrEnum):
    RELEVANCE = "relevance"
    OLDEST = "oldest"
    NEWEST = "newest"
    CASE = "case"


class Group(StrEnum):
    COPIES = "copies"
    DOCUMENT = "document"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class How:
    """Which part of an answer is shown, in which order, what of it as one hit."""

    limit: int = SHOWN
    offset: int = 0
    sort: Sort = Sort.RELEVANCE
    group: Group = Group.COPIES

    @property
    def collapse(self) -> str:
        return "" if self.group is Group.NONE else self.group.value


def search(
    context: typer.Context,
    query: Annotated[list[str] | None, typer.Argument(metavar="QUERY", help="Words, see docs/search.md.")] = None,
    case: Annotated[str | None, typer.Option(help="Only pages of this case.")] = None,
    limit: Annotated[
        int | None, typer.Option(help=f"How many hits to show ({SHOWN}), or to write (all of them).", min=1)
    ] = None,
    offset: Annotated[int, typer.Option(help="How many hits to pass over first.", min=0)] = 0,
    sort: Annotated[
        Sort, typer.Option(help="In which order; pages without a date or a case come last.")
    ] = Sort.RELEVANCE,
    group: Annotated[Group | None, typer.Option(help=GROUP)] = None,
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
    wanted = Wanted(Ask(Query(Nothing()), offset=offset, sort=sort.value), case, limit)
    leaving = Leaving("answers", output, unmask, tuple(release or ()), reason)
    if (batch is not None or output is not None) and group not in (None, Group.NONE):
        raise UsageError(
            "--group is for the screen: what is written has a row for each page, which leaves or does not."
        )
    if batch is not None:
        if text or save is not None:
            raise UsageError("--batch asks the questions of a file: leave out QUERY and --save.")
        write_batch(settings, batch, wanted, leaving, as_json)
        return
    if not text.strip():
        raise UsageError(
            "What do you look for? Type words, or --batch FILE.csv for many questions. See docs/search.md."
        )
    if save is not None:
        keep_search(settings, save, (text, case), note)
    if output is not None:
        write_answer(settings, text, wanted, leaving)
    elif unmask or release or reason is not None:
        raise UsageError("What is shown here is not masked. Name a file that it is written to with -o.")
    else:
        _show(settings, text, case, How(limit or SHOWN, offset, sort, group or Group.COPIES), as_json)


def _show(settings: Settings, text: str, case: str | None, how: How, as_json: bool) -> None:
    from app.shown import print_answer

    answer = find_answer(settings, text, case, how)
    if as_json:
        print_json(answer)
    else:
        print_answer(answer)


def find_answer(settings: Settings, text: str, case: str | None, how: How) -> dict[str, Any]:
    """The answer as plain values: total, exact, hits, facets, unread. Raises QueryError and ServiceMissing."""
    from app.shown import answer_row
    from pipeline.asking import copies_of, reviewed_values
    from pipeline.search import Ask
    from pipeline.search.asks import FACETS

    with open_desk(settings) as desk:
        query = read_question(desk, text, case)
        reviewed, copies = reviewed_values(desk.connection), copies_of(desk.connection)
        ask = Ask(query, how.limit, how.offset, how.sort.value, FACETS, how.collapse, reviewed, copies)
        return answer_row(desk, desk.index.search(ask), query)
