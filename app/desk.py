"""An archive that is open for questions, opened once and asked often: catalog, index, how a question is read."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.settings import Settings

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from pipeline.reports.places import Places
    from pipeline.search import Index, Query


@dataclass(frozen=True, slots=True)
class Desk:
    settings: Settings
    places: "Places"
    index: "Index"

    @property
    def connection(self) -> "Connection":
        return self.places.connection


@contextmanager
def open_desk(settings: Settings) -> Iterator[Desk]:
    """Raises UsageError where there is no archive, ServiceMissing where a server does not answer."""
    from pipeline.catalog.database import open_catalog
    from pipeline.reports.places import Places
    from pipeline.search import open_index

    engine = open_catalog(settings)
    try:
        index = open_index(settings)
        try:
            with engine.connect() as connection:
                yield Desk(settings, Places(connection), index)
        finally:
            index.close()
    finally:
        engine.dispose()


def read_question(desk: Desk, text: str, case: str | None) -> "Query":
    """What is asked, within one case where it is told, with what the catalog knows today of people, numbers and
    reviews. Raises QueryError where it cannot be read."""
    from pipeline.asking import resolve_query
    from pipeline.search.query import narrow, parse_query

    query = resolve_query(desk.connection, parse_query(text, desk.settings.config))
    return query if case is None else narrow(query, cases=(case,))
