"""An archive that is open for questions, opened once and asked often: catalog, index, how a question is read."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.settings import Settings

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from pipeline.access import Reader
    from pipeline.records import Hit
    from pipeline.reports.places import Places
    from pipeline.reports.rows import Row
    from pipeline.search import Index, Query


@dataclass(frozen=True, slots=True)
class Desk:
    """`reader` is whoever asks: what he may not see, nothing here shows him."""

    settings: Settings
    places: "Places"
    index: "Index"
    reader: "Reader"

    @property
    def connection(self) -> "Connection":
        return self.places.connection

    def find_rows(self, hits: "Sequence[Hit]") -> "Iterator[Row]":
        """Hits as rows, as they may be seen."""
        from pipeline.reports.hits import hit_rows, mask_hit

        masking = self.reader.masking
        for row in hit_rows(self.places, hits):
            yield row if masking is None else mask_hit(row, masking)


@contextmanager
def open_desk(settings: Settings) -> Iterator[Desk]:
    """Raises UsageError where there is no archive, ServiceMissing where a server does not answer."""
    from pipeline.access import open_reader
    from pipeline.catalog.database import open_catalog
    from pipeline.reports.places import Places
    from pipeline.search import open_index

    engine = open_catalog(settings)
    try:
        with engine.connect() as connection:
            reader = open_reader(connection, settings)
            index = open_index(settings, reader.guard)
            try:
                yield Desk(settings, Places(connection), index, reader)
            finally:
                index.close()
    finally:
        engine.dispose()


def read_question(desk: Desk, text: str, case: str | None) -> "Query":
    """What is asked, within one case where it is told, with what the catalog knows today of people, numbers and
    reviews. Raises QueryError where it cannot be read."""
    from pipeline.asking import resolve_query
    from pipeline.search.query import narrow, parse_query

    read = parse_query(text, desk.settings.config)
    query = resolve_query(desk.connection, read, desk.reader.hidden)
    return query if case is None else narrow(query, cases=(case,))
