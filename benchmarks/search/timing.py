"""How long the two hundred questions take, and what the process that asks them holds in memory."""

import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median, quantiles
from threading import Event, Thread
from typing import Any

from elasticsearch import Elasticsearch

from benchmarks.search.asked import HITS, Asked, ask_all
from pipeline.search import Ask, Index, open_index, parse_query
from pipeline.settings import Settings

ROUNDS = 3
"""Each question counts with its median of so many rounds, after one that warms up."""
SNIPPET = {"fields": {"text": {"number_of_fragments": 1, "fragment_size": 240}}, "require_field_match": False}
FACET_VALUES = 20
Seconds = dict[int, float]


@dataclass(frozen=True, slots=True)
class Timed:
    """Milliseconds: the median, what 95 of 100 questions stay under, and the slowest form with its median.
    `megabytes` is the most that the process held, without what files were mapped; `found` questions had a hit."""

    p50: float
    p95: float
    slowest: str
    megabytes: float
    found: int


def time_embedded(settings: Settings) -> Timed:
    index = open_index(settings)
    asked = ask_all()
    found: set[int] = set()
    with Memory() as memory:
        [seconds] = _time(asked, [lambda one, nth: _ask(index, one, nth, found)])
    index.close()
    return _timed(asked, seconds, memory.most, len(found))


def time_both(settings: Settings) -> tuple[Timed, Timed]:
    """Exculpa on Elasticsearch and the queries by hand, each question asked of both in turn."""
    index = open_index(settings)
    client = Elasticsearch(settings.index_url, request_timeout=120)
    asked = ask_all()
    found: tuple[set[int], set[int]] = set(), set()
    by_hand = f"{settings.index_name}-by-hand"
    with Memory() as memory:
        ours, theirs = _time(
            asked,
            [
                lambda one, nth: _ask(index, one, nth, found[0]),
                lambda one, nth: _ask_by_hand(client, by_hand, (one, nth), found[1]),
            ],
        )
    index.close()
    client.close()
    return _timed(asked, ours, memory.most, len(found[0])), _timed(asked, theirs, memory.most, len(found[1]))


def _time(asked: Sequence[Asked], ways: Sequence[Callable[[Asked, int], None]]) -> list[Seconds]:
    taken: list[dict[int, list[float]]] = [defaultdict(list) for _ in ways]
    for round_number in range(ROUNDS + 1):
        for nth, one in enumerate(asked):
            for way, ask in enumerate(ways):
                started = time.perf_counter()
                ask(one, nth)
                if round_number:
                    taken[way][nth].append(time.perf_counter() - started)
    return [{nth: median(times) for nth, times in way.items()} for way in taken]


def _ask(index: Index, one: Asked, nth: int, found: set[int]) -> None:
    answer = index.search(Ask(parse_query(one.text), HITS, facets=one.facets))
    if answer.total:
        found.add(nth)


def _ask_by_hand(client: Elasticsearch, index: str, asked: tuple[Asked, int], found: set[int]) -> None:
    one, nth = asked
    counted: dict[str, Any] = {facet: {"terms": {"field": facet, "size": FACET_VALUES}} for facet in one.facets}
    answer = client.search(
        index=index,
        query=one.by_hand,
        size=HITS,
        track_total_hits=True,
        highlight=SNIPPET,
        aggregations=counted or None,
    )
    if answer["hits"]["total"]["value"]:
        found.add(nth)


def _timed(asked: Sequence[Asked], seconds: Seconds, megabytes: float, found: int) -> Timed:
    forms: dict[str, list[float]] = defaultdict(list)
    for nth, taken in seconds.items():
        forms[asked[nth].form].append(1000 * taken)
    slowest = max(forms, key=lambda form: median(forms[form]))
    cuts = quantiles([1000 * taken for taken in seconds.values()], n=20)
    return Timed(cuts[9], cuts[18], f"{slowest} {median(forms[slowest]):.0f}", megabytes, found)


class Memory:
    """The most anonymous memory of this process while the block ran, in megabytes, looked at every 10 ms."""

    def __init__(self) -> None:
        self.most = 0.0
        self._done = Event()
        self._watch = Thread(target=self._look, daemon=True)

    def __enter__(self) -> "Memory":
        self._watch.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._done.set()
        self._watch.join()

    def _look(self) -> None:
        while not self._done.wait(0.01):
            self.most = max(self.most, anonymous_megabytes())


def anonymous_megabytes() -> float:
    """What this process holds itself: RssAnon, so without mapped files."""
    for line in Path("/proc/self/status").read_text("ascii").splitlines():
        if line.startswith("RssAnon:"):
            return int(line.split()[1]) / 1024
    raise OSError("/proc/self/status does not tell RssAnon")
