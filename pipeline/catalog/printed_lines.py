"""The printed lines of transcripts: where they stand, who speaks on them, who is in the stand.

They are found from all pages of a document together (`assembly`), and hold for the reading they were found in.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict

from sqlalchemy import Connection, delete, select

from pipeline.catalog.pages import put_in_outbox
from pipeline.catalog.tables import marks, testimony
from pipeline.records import SpokenLine

SIGNS = ("line", "speaker", "examination", "witness")
"""Marks that only pages of transcripts have."""


def find_transcript_pages(connection: Connection, sha256: str) -> set[int]:
    """Numbers of the pages of a file that say of themselves that they are of a transcript."""
    of_file = (marks.c.sha256 == sha256) & marks.c.label.in_(SIGNS)
    return set(connection.execute(select(marks.c.number).where(of_file).distinct()).scalars())


def replace_testimony(connection: Connection, sha256: str, lines: Sequence[SpokenLine]) -> None:
    """Record the lines of a file's transcripts in place of those it had. Pages on which another witness is in the
    stand now go to the index again."""
    before = {
        (row.number, row.witness)
        for row in connection.execute(
            select(testimony.c.number, testimony.c.witness).where(testimony.c.sha256 == sha256).distinct()
        )
    }
    connection.execute(delete(testimony).where(testimony.c.sha256 == sha256))
    if rows := [_row(sha256, line) for line in lines]:
        connection.execute(testimony.insert(), rows)
    now = {(line.page, line.witness) for line in lines}
    put_in_outbox(connection, sorted({(sha256, number) for number, _witness in before ^ now}))


def load_testimony(connection: Connection, sha256: str, number: int, reading: str) -> tuple[SpokenLine, ...]:
    """The lines of a page, in order; none where they were not found in this reading."""
    return tuple(_find_lines(connection, sha256, number, reading))


def load_line_places(
    connection: Connection, sha256: str, number: int, reading: str
) -> tuple[tuple[int, int, str], ...]:
    """Start, end and printed place ("23:7") of each numbered line; none where the lines were not found in this
    reading, or the page has no number."""
    lines = _find_lines(connection, sha256, number, reading)
    return tuple((line.start, line.end, line.place) for line in lines if line.place is not None and ":" in line.place)


def find_witnesses(connection: Connection, sha256: str, number: int) -> Iterable[str]:
    """Who is in the stand on a page, by name."""
    here = (testimony.c.sha256 == sha256) & (testimony.c.number == number) & testimony.c.witness.is_not(None)
    return (str(name) for name in connection.execute(select(testimony.c.witness).where(here).distinct()).scalars())


def _find_lines(connection: Connection, sha256: str, number: int, reading: str) -> Iterator[SpokenLine]:
    here = (testimony.c.sha256 == sha256) & (testimony.c.number == number) & (testimony.c.reading == reading)
    for row in connection.execute(select(testimony).where(here).order_by(testimony.c.start)):
        values = dict(row._mapping)
        del values["sha256"]
        yield SpokenLine(page=values.pop("number"), **values)


def _row(sha256: str, line: SpokenLine) -> dict[str, object]:
    values = asdict(line)
    return {"sha256": sha256, "number": values.pop("page")} | values
