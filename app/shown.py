"""Answers on the screen: hits with what stands under them, counts, and what the answer cannot know of."""

import re
from bisect import bisect_left
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import typer

if TYPE_CHECKING:
    from rich.console import Console

    from app.desk import Desk
    from pipeline.records import Answer
    from pipeline.search import Query

VALUES_SHOWN = 5
COPIES_SHOWN = 3
Row = dict[str, Any]


def answer_row(desk: "Desk", answer: "Answer", query: "Query") -> Row:
    """An answer as plain values, not masked: it stays on the owner's screen. `unread` is what it cannot know of."""
    from pipeline.search.nodes import All
    from pipeline.search.unread import count_unread

    return {
        "total": answer.total,
        "exact": answer.exact,
        "hits": list(desk.find_rows(answer.hits)),
        "expansions": {word: list(found) for word, found in answer.expansions},
        "facets": {facet.name: asdict(facet) for facet in answer.facets},
        "unread": asdict(count_unread(desk.connection, All((query.root, desk.reader.guard.within)))),
    }


# ---------------------------------------------------------------- for a person


def print_answer(answer: Row) -> None:
    """Hits, each with its words marked, then the counts and what could not be read."""
    from app.screen import open_console, tame

    console = open_console()
    found = answer["total"] if answer["exact"] else f"at least {answer['total']}"
    typer.echo(f"{found} pages; {_said(len(answer['hits']), answer['hits'])} shown")
    for word, others in answer.get("expansions", {}).items():
        typer.echo(tame(f"{word} was found as {', '.join(others)} too (not so with spelling:off, synonyms:off)"))
    for hit in answer["hits"]:
        _print_hit(hit, console)
    _print_facets(answer.get("facets", {}))
    if note := say_unread(answer.get("unread", {})):
        typer.echo(f"\n{note}")


def _said(count: int, hits: list[Row]) -> str:
    under = sum(len(hit.get("under", ())) for hit in hits)
    return f"{count} with {under} under them" if under else str(count)


def _print_hit(hit: Row, console: "Console") -> None:
    from app.screen import mark_words, tame

    sure = f", confidence {hit['confidence']:.2f}" if hit["confidence"] is not None else ""
    typer.secho(f"\n{tame(hit['location'])}, page {hit['page']}", bold=True, nl=False)
    typer.echo(f"  [{tame(', '.join(hit['case']))}]{sure}")
    start = hit["snippet_start"] or 0
    text, spans = squeeze(hit["snippet"], [(a - start, b - start) for a, b in hit["spans"]])
    console.print("  ", mark_words(text, spans if hit["snippet_start"] is not None else [], console), sep="")
    if under := hit.get("under"):
        typer.echo(f"  also: {_say_under(hit, under)}")
    if hit["reviewed"]:
        typer.echo("  reviewed" + (f": {tame(hit['review_note'])}" if hit["review_note"] else ""))


def _say_under(hit: Row, under: list[Row]) -> str:
    from app.screen import tame

    same = [str(row["page"]) for row in under if row["sha256"] == hit["sha256"]]
    others = [f"{tame(row['location'])}, page {row['page']}" for row in under if row["sha256"] != hit["sha256"]]
    said = ([f"page {', '.join(same)}"] if same else []) + others[:COPIES_SHOWN]
    more = len(others) - COPIES_SHOWN
    return "; ".join(said) + (f"; and {more} more" if more > 0 else "")


def squeeze(text: str, spans: list[tuple[int, int]]) -> tuple[str, list[tuple[int, int]]]:
    """A text on one line, with the spans where they are then; those outside of it are left out or cut."""
    kept = [at for at, letter in enumerate(text) if not letter.isspace() or (at and not text[at - 1].isspace())]
    line = re.sub(r"\s", " ", "".join(text[at] for at in kept))
    moved = [(bisect_left(kept, max(start, 0)), bisect_left(kept, min(end, len(text)))) for start, end in spans]
    return line, [(start, end) for start, end in moved if start < end]


def _print_facets(facets: dict[str, Row]) -> None:
    from app.screen import tame

    lines = []
    for name, facet in facets.items():
        told = [(value, count) for value, count in facet["values"] if count]
        if len(told) > 1:
            more = ", ..." if facet["more"] or len(told) > VALUES_SHOWN else ""
            values = ", ".join(f"{tame(value)} {count}" for value, count in told[:VALUES_SHOWN])
            lines.append(f"{name}: {values}{more}" + ("" if facet["exact"] else " (of those looked at)"))
    if lines:
        typer.echo("\n" + "\n".join(lines))


def say_unread(unread: Row) -> str:
    """In a sentence, what the answer cannot know of; empty where it knows of everything."""
    lost, partly, unopened, waiting = (unread.get(name, 0) for name in ("lost", "partly", "unopened", "waiting"))
    parts = []
    if lost:
        parts.append(f"{_pages(lost)} could not be read")
    if partly:
        parts.append(f"of {_pages(partly)} a part could not be read")
    if unopened:
        parts.append(f"{unopened} {'file' if unopened == 1 else 'files'} could not be opened")
    said = f"Where this searched, {' and '.join(parts)}: exculpa unread, exculpa status." if parts else ""
    late = f"{_pages(waiting)} are not in the index yet: exculpa ingest puts them there." if waiting else ""
    return " ".join(part for part in (said, late) if part)


def _pages(count: int) -> str:
    return "1 page" if count == 1 else f"{count} pages"
