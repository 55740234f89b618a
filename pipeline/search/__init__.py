"""Full-text search over the pages of an archive: one language, one analyzer, an embedded index or Elasticsearch.

The index is a copy that can be thrown away and built again from the catalog.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import Protocol

from pipeline.errors import UsageError
from pipeline.records import Answer, Hit, IndexEntry
from pipeline.search.asks import Ask
from pipeline.search.guard import OPEN, Guard, GuardedIndex
from pipeline.search.nodes import Query
from pipeline.search.query import narrow, parse_query
from pipeline.settings import Settings

__all__ = ["BACKENDS", "Ask", "Guard", "Index", "Query", "narrow", "open_index", "parse_query"]


class Index(Protocol):
    """What every backend can do. One entry for each page; the same (sha256, page) replaces."""

    def add(self, entries: Iterable[IndexEntry]) -> None:
        """Put pages in; when it returns they are kept and found."""
        ...

    def delete(self, keys: Iterable[tuple[str, int]]) -> None:
        """Take pages out, by hash of the document and number of the page. Those that are not there do not matter."""
        ...

    def search(self, ask: Ask) -> Answer:
        """The part of the answer that is asked for. Raises QueryError for a query that is too broad for its scope."""
        ...

    def find(self, ask: Ask) -> Iterator[Hit]:
        """Every hit from the offset on, however many, of one state of the index; the limit does not count."""
        ...

    def keys(self) -> Iterator[tuple[str, int, str]]:
        """Hash, page and reading of every entry, in no particular order."""
        ...

    def rebuild(self, entries: Iterable[IndexEntry]) -> None:
        """Build a new index aside and put it in the place of the old one, which answers until then."""
        ...

    def close(self) -> None:
        """Let go of files, locks and connections."""
        ...


def _open_embedded(settings: Settings, guard: Guard) -> Index:
    from pipeline.search.embedded import EmbeddedIndex

    return EmbeddedIndex(settings.index_folder, settings.config, guard)


def _open_elastic(settings: Settings, guard: Guard) -> Index:
    from pipeline.search.elastic import ElasticIndex

    return ElasticIndex(settings, guard)


BACKENDS: dict[str, Callable[[Settings, Guard], Index]] = {
    "": _open_embedded,
    "http": _open_elastic,
    "https": _open_elastic,
}
"""By the scheme of the index URL; no URL is the index in the archive folder."""


def open_index(settings: Settings, guard: Guard | None = None) -> Index:
    """The index of an archive, as `guard` lets it be seen. Raises UsageError for a URL of another kind, and where the
    settings say that not everything may be seen and nothing guards it; ServiceMissing when a server does not answer as
    it should."""
    if guard is None and not settings.sees_all:
        raise UsageError(
            "This needs all of the index, and the settings say that not all of it may be seen. Leave out "
            "EXCULPA_SEE_CASES, EXCULPA_SEE_GATES and EXCULPA_SEE_IDENTITIES."
        )
    scheme = settings.index_url.partition("://")[0]
    if scheme not in BACKENDS:
        raise UsageError(
            f"EXCULPA_INDEX_URL is {settings.index_shown}, which is no address of Elasticsearch. Type for example "
            "http://localhost:9200, or leave it empty for the index in the archive folder."
        )
    index = BACKENDS[scheme](settings, guard or OPEN)
    return GuardedIndex(index) if guard not in (None, OPEN) else index
