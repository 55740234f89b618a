"""The index on an Elasticsearch server: one entry for each page, behind an alias.

The alias (`EXCULPA_INDEX_NAME`) points to an index named after it with a hyphen and a suffix. `rebuild` fills a new
one and turns the alias over in one step.
"""

import uuid
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import elasticsearch
import yaml
from elastic_transport import TlsError
from elasticsearch import Elasticsearch, helpers

from pipeline.errors import ServiceMissing, UsageError
from pipeline.records import Answer, IndexEntry
from pipeline.search import answers, elastic_errors, entries
from pipeline.search.asks import Ask
from pipeline.search.elastic_documents import delete_actions, write_actions
from pipeline.search.elastic_errors import bulk_failed, stale, wrong_server
from pipeline.search.elastic_query import compile_node
from pipeline.search.nodes import Node
from pipeline.settings import Settings

SCHEMA = 1
"""Goes up with every change of config/search/elasticsearch.yml that needs a new index."""
BULK_PAGES = 500
BULK_BYTES = 8 * 1024 * 1024
BULK_RETRIES = 6
PAGE_SIZE = 50
MOST_AT_ONCE = 5_000
WINDOW = 10_000
"""Elasticsearch gives no hits beyond these by offset."""
SNAPSHOT_LIFE = "5m"


class ElasticIndex:
    """Opening asks the server for its version; the index itself is made by the first `add`."""

    def __init__(self, settings: Settings) -> None:
        self._url = settings.index_shown
        self._alias = settings.index_name
        self._config = settings.config
        self._client = _connect(settings)
        with _explained(self._url):
            _check_version(self._client, self._url)

    def add(self, entries: Iterable[IndexEntry]) -> None:
        with _explained(self._url):
            if not self._indices():
                self._create(aliases={self._alias: {}})
            self._bulk(write_actions(entries, self._alias), require_alias=True)
            self._client.indices.refresh(index=self._alias)

    def delete(self, keys: Iterable[tuple[str, int]]) -> None:
        with _explained(self._url):
            if not self._indices():
                return
            self._bulk(delete_actions(keys, self._alias), require_alias=True)
            self._client.indices.refresh(index=self._alias)

    def search(self, ask: Ask) -> Answer:
        with _explained(self._url):
            if not self._indices():
                return Answer(0, True, ())
            with self._snapshot() as engine:
                return answers.answer(engine, ask)

    def keys(self) -> Iterator[tuple[str, int, str]]:
        with _explained(self._url):
            if not self._indices():
                return
            with self._snapshot() as engine:
                for ref in engine.find_refs():
                    sha256, page, reading = ref.split(":", 2)
                    yield sha256, int(page), reading

    def rebuild(self, entries: Iterable[IndexEntry]) -> None:
        with _explained(self._url):
            name = self._create()
            try:
                self._bulk(write_actions(entries, name))
                self._client.indices.refresh(index=name)
            except BaseException:
                self._client.indices.delete(index=name, ignore_unavailable=True)
                raise
            self._swap(name)

    def close(self) -> None:
        self._client.close()

    def _indices(self) -> list[str]:
        """The index that the alias points to, if there is one. Raises ServiceMissing if it is of another version."""
        try:
            found = dict(self._client.indices.get_mapping(index=self._alias))
        except elasticsearch.NotFoundError:
            return []
        if self._alias in found or len(found) > 1:
            raise stale(self._alias, "is not the alias of one index, as Exculpa makes it")
        for mapping in found.values():
            if mapping["mappings"].get("_meta") != _built_with(self._config):
                raise stale(self._alias, "was built by another version of Exculpa, or with other marks")
        return list(found)

    def _create(self, aliases: dict[str, Any] | None = None) -> str:
        name = f"{self._alias}-{uuid.uuid4().hex[:12]}"
        plan = _load_plan(self._config / "search" / "elasticsearch.yml")
        mappings = {**plan["mappings"], "_meta": _built_with(self._config)}
        self._client.indices.create(index=name, settings=plan["settings"], mappings=mappings, aliases=aliases or {})
        return name

    def _swap(self, name: str) -> None:
        """Turn the alias to `name` in one step, then delete what it pointed to and what dead rebuilds left."""
        others = [index for index in self._own_indices() if index != name]
        actions: list[dict[str, Any]] = [
            {"remove": {"index": f"{self._alias}-*", "alias": self._alias, "must_exist": False}},
            {"add": {"index": name, "alias": self._alias}},
        ]
        if self._client.indices.exists(index=self._alias) and not self._client.indices.exists_alias(name=self._alias):
            actions.insert(0, {"remove_index": {"index": self._alias}})
        self._client.indices.update_aliases(actions=actions)
        for other in others:
            self._client.indices.delete(index=other, ignore_unavailable=True)

    def _own_indices(self) -> list[str]:
        found = dict(self._client.indices.get_mapping(index=f"{self._alias}-*"))
        return [name for name, body in found.items() if "exculpa" in body["mappings"].get("_meta", {})]

    def _bulk(self, actions: Iterable[dict[str, Any]], *, require_alias: bool = False) -> None:
        """Write in portions, waiting and trying again where the server is busy. What is not there to be deleted does
        not matter; anything else that is refused stops."""
        results = helpers.streaming_bulk(
            self._client,
            actions,
            chunk_size=BULK_PAGES,
            max_chunk_bytes=BULK_BYTES,
            max_retries=BULK_RETRIES,
            initial_backoff=0.5,
            max_backoff=30,
            raise_on_error=False,
            require_alias=require_alias,
        )
        for done, item in results:
            if not done and not _is_absent(item):
                raise bulk_failed(self._url, item)

    @contextmanager
    def _snapshot(self) -> Iterator["ElasticEngine"]:
        opened = self._client.open_point_in_time(index=self._alias, keep_alive=SNAPSHOT_LIFE)
        engine = ElasticEngine(self._client, opened["id"])
        try:
            yield engine
        finally:
            self._client.close_point_in_time(id=engine.snapshot)


class ElasticEngine:
    """answers.Engine over one state of the index: a point in time."""

    def __init__(self, client: Elasticsearch, snapshot: str) -> None:
        self._client = client
        self.snapshot = snapshot

    def count(self, node: Node) -> int:
        found = self._search(query=compile_node(node), size=0, track_total_hits=True)
        return int(found["hits"]["total"]["value"])

    def find_pages(self, node: Node, offset: int = 0) -> Iterator[answers.Candidate]:
        sort = [{"_score": "desc"}, {"key": "asc"}]
        hits = self._find_hits({"query": compile_node(node), "sort": sort, "source": ["entry"]}, offset)
        for hit in hits:
            yield float(hit["_score"]), entries.read_entry(hit["_source"]["entry"])

    def find_documents(self, node: Node, limit: int) -> list[str]:
        hashes: list[str] = []
        after: dict[str, Any] = {}
        source = [{"sha256": {"terms": {"field": "sha256"}}}]
        while len(hashes) < limit:
            pages = {"composite": {"size": MOST_AT_ONCE, "sources": source, **after}}
            found = self._search(query=compile_node(node), size=0, track_total_hits=False, aggregations={"d": pages})
            buckets = found["aggregations"]["d"]["buckets"]
            hashes += [bucket["key"]["sha256"] for bucket in buckets]
            if len(buckets) < MOST_AT_ONCE:
                break
            after = {"after": found["aggregations"]["d"]["after_key"]}
        return hashes[:limit]

    def find_refs(self) -> Iterator[str]:
        """Hash, page and reading of every entry."""
        everything = {"query": {"match_all": {}}, "sort": ["_shard_doc"], "source": False, "docvalue_fields": ["ref"]}
        for hit in self._find_hits(everything, 0, first=MOST_AT_ONCE):
            yield hit["fields"]["ref"][0]

    def _find_hits(self, body: dict[str, Any], offset: int, first: int = PAGE_SIZE) -> Iterator[dict[str, Any]]:
        """All hits in their order, however many: the first by offset, the others by where the last ones ended."""
        at: dict[str, Any] = {}
        if offset and offset + first <= WINDOW:
            at, offset = {"from_": offset}, 0
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
        found = self._client.search(pit={"id": self.snapshot, "keep_alive": SNAPSHOT_LIFE}, **body)
        self.snapshot = found["pit_id"]
        return found


def _connect(settings: Settings) -> Elasticsearch:
    options: dict[str, Any] = {}
    if settings.index_api_key:
        options["api_key"] = settings.index_api_key
    if settings.index_ca and settings.index_url.startswith("https"):
        if not Path(settings.index_ca).is_file():
            raise UsageError(f"EXCULPA_INDEX_CA is {settings.index_ca}, and there is no such file.")
        options["ca_certs"] = settings.index_ca
    try:
        return Elasticsearch(
            settings.index_url, request_timeout=60, max_retries=2, retry_on_status=(429, 502, 503), **options
        )
    except ValueError as error:
        raise UsageError(
            f"EXCULPA_INDEX_URL is {settings.index_shown}: {error}. Type for example http://localhost:9200."
        ) from error


def _check_version(client: Elasticsearch, url: str) -> None:
    try:
        number = str(client.info()["version"]["number"])
    except elasticsearch.AuthorizationException:
        return  # a key for one index alone may not ask for the version
    except elasticsearch.BadRequestError as error:
        raise wrong_server(url, "does not understand Exculpa") from error
    except (KeyError, TypeError):
        number = "0.0"  # something answers, but not as Elasticsearch does
    major, minor = (int(part) for part in number.split(".")[:2])
    if major != 8 or minor < 11:
        raise wrong_server(url, f"is Elasticsearch {number}")


def _built_with(config: Path) -> dict[str, Any]:
    return {"exculpa": {"schema": SCHEMA, "words": entries.index_key(config)}}


def _load_plan(path: Path) -> dict[str, Any]:
    plan: dict[str, Any] = yaml.safe_load(path.read_text("utf-8"))
    return plan


def _is_absent(item: dict[str, Any]) -> bool:
    return bool(item.get("delete", {}).get("status") == 404)


@contextmanager
def _explained(url: str) -> Iterator[None]:
    """Turn the client's errors into ServiceMissing. Errors of our own making (a query it cannot parse) pass."""
    try:
        yield
    except elasticsearch.UnsupportedProductError as error:
        raise elastic_errors.wrong_server(url, "is not Elasticsearch") from error
    except TlsError as error:
        raise elastic_errors.untrusted(url, str(error.message)) from error
    except elasticsearch.ConnectionTimeout as error:
        raise elastic_errors.too_slow(url) from error
    except elasticsearch.ConnectionError as error:
        raise elastic_errors.away(url) from error
    except elasticsearch.ApiError as error:
        message = elastic_errors.describe(url, error.status_code, str(error.body))
        if message is None:
            raise
        raise ServiceMissing(message) from error
