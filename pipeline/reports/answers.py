"""Answers to questions as files: JSON lines, CSV, and a list to print with citations. What is written has been masked
and held against the gates before."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TextIO

from pipeline.reports.export import write_csv, write_jsonl
from pipeline.reports.hits import HIT_FIELDS
from pipeline.reports.rows import Row

FIELDS = ("query_id", "rank", *HIT_FIELDS, "masked")
FORMATS = (".jsonl", ".csv", ".html")
TEMPLATE = Path(__file__).with_name("answers.html")


@dataclass(slots=True)
class Asked:
    """A question and its answer. `rows` can be read once; `written`, `held` (behind gates) and `problem` hold when that
    is done. `total` is a lower bound where it is not `exact`; `unread` says in a sentence what the answer cannot know
    of; `line` is that of a file of questions."""

    id: str
    query: str
    case: str | None = None
    line: int | None = None
    rows: Iterator[Row] = field(default_factory=lambda: iter(()))
    total: int = 0
    exact: bool = True
    unread: str = ""
    written: int = 0
    held: int = 0
    problem: str | None = None


def write_answers(asked: Iterable[Asked], form: str, head: Mapping[str, Any], out: TextIO) -> int:
    """Write all rows in this form (a suffix of FORMATS); returns how many. A list to print has the head: made, masked,
    title and reminder."""
    if form == ".html":
        return _write_list(asked, head, out)
    write = write_csv if form == ".csv" else write_jsonl
    return write((row for one in asked for row in one.rows), FIELDS, out)


def _write_list(asked: Iterable[Asked], head: Mapping[str, Any], out: TextIO) -> int:
    """Everything is escaped: words of hostile files are text, never markup."""
    from jinja2 import Environment

    written = 0

    def counted() -> Iterator[Asked]:
        nonlocal written
        for one in asked:
            yield one
            written += one.written

    environment = Environment(autoescape=True)
    environment.globals |= {"cite": cite, "cut": cut_marked}
    for part in environment.from_string(TEMPLATE.read_text("utf-8")).generate(asked=counted(), **head):
        out.write(part)
    return written


def cite(row: Row) -> str:
    """Where a hit stands, as it can be cited: place, page, number of the page, lines of a transcript."""
    parts = [f"{row['location'] or row['sha256'][:16]}, page {row['page']}", row["bates"], row["transcript"]]
    return ", ".join(part for part in parts if part)


def cut_marked(row: Row) -> list[tuple[str, bool]]:
    """The snippet in pieces, each with whether it answers the query."""
    snippet, start = row["snippet"], row["snippet_start"]
    if start is None:
        return [(snippet, False)]
    pieces, at = [], 0
    for first, last in row["spans"]:
        begin, end = max(first - start, at), min(last - start, len(snippet))
        if begin < end:
            pieces += [(snippet[at:begin], False), (snippet[begin:end], True)]
            at = end
    return [piece for piece in (*pieces, (snippet[at:], False)) if piece[0]]
