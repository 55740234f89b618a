"""Searching in Elasticsearch: requests for the pages of a node, and what the server answers."""

from collections.abc import Iterator
from itertools import islice
from typing import Any

from elasticsearch import Elasticsearch

from pipeline.search import entries
from pipeline.search.asks import FACET_VALUES, Ask
from pipeline.search.elastic_query import compile_node
from pipeline.search.engine import Candidate, Counts, Look
from pipeline.search.facets import FACET_FIELDS, ORDER_FIELDS
from pipeline.search.nodes import Node

PAGE_SIZE = 50
MOST_AT_ONCE = 5_000
WINDOW = 10_000
"""Elasticsearch gives no hits beyond these by offset."""
SNAPSHOT_LIFE = "5m"


class ElasticEngine:
    """engine.Engine over the alias. What takes more than one request is asked of one state of the index, a point in
    time, which is opened when it is first needed."""

    masks = False

    def __init__(self, client: Elasticsearch, alias: str) -> None:
        self._client = client
        self._alias = alias
        self._snapshot = ""

    def close(self) -> None:
        if self._snapshot:
            self._client.close_point_in_time(id=self._snapshot)

    def look(self, node: Node, ask: Ask) -> Look:
        """One request, where no hit lies beyond the window."""
        body: dict[str, Any] = {
            "query": compile_node(node),
            "aggregations": _aggregations(ask),
            "track_total_hits": True,
        }
        if ask.offset + ask.limit <= WINDOW:
            order = _order(ask.sort) if ask.limit else {}
            found = self._client.search(index=self._alias, size=ask.limit, from_=ask.offset, **body, **order)
            pages = tuple(_candidate(hit, ask.sort) for hit in found["hits"]["hits"])
        else:
            found = self._search(size=0, **body)
            pages = tuple(islice(self._find_pages(node, ask.sort, ask.offset), ask.limit))
        return Look(found["hits"]["total"]["value"], pages, _counts(found.get("aggregations", {}), ask))

    def count(self, node: Node) -> int:
        found = self._search(query=compile_node(node), size=0, track_total_hits=True)
        return int(found["hits"]["total"]["value"])

    def find_pages(self, node: Node, sort: str = "relevance") -> Iterator[Candidate]:
        return self._find_pages(node, sort, 0)

    def find_values(self, node: Node, field: str, limit: int) -> list[str]:
        values: list[str] = []
        after: dict[str, Any] = {}
        source = [{"value": {"terms": {"field": field}}}]
        while len(values) < limit:
            pages = {"composite": {"size": MOST_AT_ONCE, "sources": source, **after}}
            found = self._search(query=compile_node(node), size=0, track_total_hits=False, aggregations={"d": pages})
            buckets = found["aggregations"]["d"]["buckets"]
            values += [bucket["key"]["value"] for bucket in buckets]
            if len(buckets) < MOST_AT_ONCE:
                break
            after = {"after": found["aggregations"]["d"]["after_key"]}
        return values[:limit]

    def find_refs(self) -> Iterator[str]:
        """Hash, page and reading of every entry."""
        everything = {"query": {"match_all": {}}, "sort": ["_shard_doc"], "source": False, "docvalue_fields": ["ref"]}
        for hit in self._find_hits(everything, 0, first=MOST_AT_ONCE):
            yield hit["fields"]["ref"][0]

    def _find_pages(self, node: Node, sort: str, offset: int) -> Iterator[Candidate]:
        for hit in self._find_hits({"query": compile_node(node), **_order(sort)}, offset):
            yield _candidate(hit, sort)

    def _find_hits(self, body: dict[str, Any], offset: int, first: int = PAGE_SIZE) -> Iterator[dict[str, Any]]:
        """All hits in their order, however many: each portion begins where the last one ended."""
        at: dict[str, Any] = {}
        size = first
        while True:
            size = max(size, min(offset, MOST_AT_ONCE))
            passing = {"source": False} if offset >= size else {}
            hits = self._search(**{**body, **passing}, size=size, track_total_hits=False, **at)["hits"]["hits"]
            yield from hits[offset:]
            offset = max(0, offset - len(hits))
            if len(hits) < size:
                return
            at = {"search_after": hits[-1]["sort"]}
            size = min(size * 2, 1000 if first < MOST_AT_ONCE else MOST_AT_ONCE)

    def _search(self, **body: Any) -> Any:
        if not self._snapshot:
            self._snapshot = self._client.open_point_in_time(index=self._alias, keep_alive=SNAPSHOT_LIFE)["id"]
        found = self._client.search(pit={"id": self._snapshot, "keep_alive": SNAPSHOT_LIFE}, **body)
        self._snapshot = found["pit_id"]
        return found


def _order(sort: str) -> dict[str, Any]:
    """By score or by one of the fields of order; what is alike by key."""
    first = {"_score": "desc"} if sort == "relevance" else {ORDER_FIELDS[sort]: "asc"}
    return {"sort": [first, {"key": "asc"}], "source": ["entry"]}


def _candidate(hit: dict[str, Any], sort: str) -> Candidate:
    score = float(hit["_score"]) if sort == "relevance" else 0.0
    return score, entries.read_entry(hit["_source"]["entry"])


def _aggregations(ask: Ask) -> dict[str, Any]:
    """One value more than is told, to know whether there are more. Own facets by number: their names are anyone's."""
    terms = {name: {"terms": {"field": FACET_FIELDS[name], "size": FACET_VALUES + 1}} for name in ask.facets}
    parts = {str(number): {"filter": compile_node(node)} for number, (_, _, node) in enumerate(ask.counted)}
    return terms | parts


def _counts(found: dict[str, Any], ask: Ask) -> Counts:
    counts = {name: {pair["key"]: pair["doc_count"] for pair in found[name]["buckets"]} for name in ask.facets}
    for number, (name, value, _) in enumerate(ask.counted):
        counts.setdefault(name, {})[value] = found[str(number)]["doc_count"]
    return counts
