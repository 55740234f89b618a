"""The ways in which the generated archive comes into an index, and how many pages a second each takes.

`embedded` and `elastic` are Exculpa's own; `bulk` gives Elasticsearch's plain bulk helper the ready documents of
`elastic`, for an index of the same mapping; `by_hand` fills the index of by_hand.yml. Only what a way does itself
counts: pages, and ready documents, are made while the clock is stopped.
"""

import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any, Generic, TypeVar

import yaml
from elasticsearch import Elasticsearch, helpers

from benchmarks.search.archive import write_pages
from pipeline.records import IndexEntry
from pipeline.search import open_index
from pipeline.search.analysis import CONCEPT_MARK
from pipeline.search.elastic_documents import TERM_JOINT, write_actions
from pipeline.search.entries import read_tokens
from pipeline.settings import Settings

PORTION = 1_000
"""So many pages are made at a time while the clock is stopped."""
Action = dict[str, Any]
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Filled:
    """An index of `pages`, which took so many seconds of its own, so many of a processor (without the server's), and
    so many megabytes of disk."""

    way: str
    pages: int
    seconds: float
    processor: float
    megabytes: float

    @property
    def speed(self) -> float:
        return self.pages / self.seconds


class Paused(Generic[T]):
    """Hands things on that are made in portions, and counts the seconds of making them."""

    def __init__(self, made: Iterator[T]) -> None:
        self._made = made
        self.seconds = self.processor = 0.0

    def __iter__(self) -> Iterator[T]:
        while True:
            started, processor = time.perf_counter(), time.thread_time()
            portion = list(islice(self._made, PORTION))
            self.seconds += time.perf_counter() - started
            self.processor += time.thread_time() - processor
            if not portion:
                return
            yield from portion


def fill(way: str, settings: Settings, pages: int, *, marks: bool = True) -> Filled:
    """Fill a new index with the first pages of the archive. Returns what it took."""
    pages_made = write_pages(pages, marks=marks)
    if way in ("embedded", "elastic"):
        entries = Paused(pages_made)
        taken = _clock(entries, lambda: _rebuild(settings, entries))
    else:
        index = f"{settings.index_name}-{way.replace('_', '-')}"
        documents = Paused(_hand_actions(pages_made, index) if way == "by_hand" else write_actions(pages_made, index))
        plan = Path(__file__).with_name("by_hand.yml") if way == "by_hand" else _own_plan(settings)
        taken = _clock(documents, lambda: _bulk(settings, index, plan, documents))
    return Filled(way, pages, *taken, _measure(way, settings))


def _clock(made: Paused[Any], work: Callable[[], None]) -> tuple[float, float]:
    started, processor = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - started - made.seconds, time.process_time() - processor - made.processor


def _rebuild(settings: Settings, entries: Iterable[IndexEntry]) -> None:
    index = open_index(settings)
    try:
        index.rebuild(entries)
    finally:
        index.close()


def _own_plan(settings: Settings) -> Path:
    return settings.config / "search" / "elasticsearch.yml"


def _bulk(settings: Settings, index: str, plan_file: Path, actions: Iterable[Action]) -> None:
    plan = yaml.safe_load(plan_file.read_text("utf-8"))
    with Elasticsearch(settings.index_url, request_timeout=120) as client:
        client.indices.delete(index=index, ignore_unavailable=True)
        client.indices.create(index=index, settings=plan["settings"], mappings=plan["mappings"])
        helpers.bulk(client, actions)
        client.indices.refresh(index=index)


def _hand_actions(pages: Iterable[IndexEntry], index: str) -> Iterator[Action]:
    for page in pages:
        source = {
            "sha256": page.sha256,
            "page": page.page,
            "reading": page.reading,
            "locations": page.locations,
            "text": page.text,
            "marked": " ".join(_marked(page)),
            "case": page.cases,
            "set": page.file_set,
            "kind": page.kind,
            "type": page.types,
            "officer": page.officers,
            "witness": page.witnesses,
            "informant": page.informants,
            "person": page.people,
            "dated": page.dated,
            "confidence": page.confidence,
        }
        yield {"_index": index, "_id": f"{page.sha256}:{page.page}", "_source": source}


def _marked(page: IndexEntry) -> Iterator[str]:
    for token in read_tokens(page, "text"):
        marks = [term.replace(CONCEPT_MARK, "@") for term in token.terms[1:] if term.startswith(CONCEPT_MARK)]
        yield TERM_JOINT.join([token.terms[0], *marks])


def _measure(way: str, settings: Settings) -> float:
    if way == "embedded":
        return sum(path.stat().st_size for path in settings.index_folder.rglob("*") if path.is_file()) / 1e6
    index = settings.index_name if way == "elastic" else f"{settings.index_name}-{way.replace('_', '-')}"
    with Elasticsearch(settings.index_url) as client:
        return float(client.indices.stats(index=index)["_all"]["primaries"]["store"]["size_in_bytes"]) / 1e6
