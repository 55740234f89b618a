"""Where the printed lines of transcripts stand on a page, as the language step marked them."""

from sqlalchemy import Connection, select

from pipeline.catalog.tables import marks, pages


def load_line_places(
    connection: Connection, sha256: str, number: int, reading: str
) -> tuple[tuple[int, int, str], ...]:
    """Start, end and printed place ("23:7") of each numbered line; none where this reading is not the one that was
    marked, or the page has no number."""
    rows = connection.execute(
        select(marks.c.start, marks.c.end, marks.c.value)
        .join(pages, (pages.c.sha256 == marks.c.sha256) & (pages.c.number == marks.c.number))
        .where(marks.c.sha256 == sha256, marks.c.number == number, marks.c.label == "line", pages.c.reading == reading)
        .order_by(marks.c.start)
    )
    return tuple((row.start, row.end, row.value) for row in rows if row.value is not None and ":" in row.value)
