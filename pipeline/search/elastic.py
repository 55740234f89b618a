"""The index on an Elasticsearch server: one entry for each page, behind an alias.

The alias (`EXCULPA_INDEX_NAME`) points to an index named after it with a hyphen and a suffix. `rebuild` fills a new
one and turns the alias over in one step.
"""

import uuid
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic
from typing import Any

import elasticsearch
import yaml
from elastic_transport import TlsError
from elasticsearch import Elasticsearch, helpers

from pipeline.errors import ServiceMissing, UsageError
from pipeline.records import Answer, Hit, IndexEntry
from pipeline.search import answers, elastic_errors, entries
from pipeline.search.asks import Ask
from pipeline.search.elastic_documents import delete_actions, write_actions
from pipeline.search.elastic_engine import ElasticEngine
from pipeline.search.elastic_errors import bulk_failed, stale, wrong_server
from pipeline.search.engine import NO_PAGES, Engine
from pipeline.search.guard import Guard
from pipeline.settings import Settings

SCHEMA = 2
"""Goes up with every change of config/search/elasticsearch.yml that needs a new index."""
BULK_PAGES = 500
BULK_BYTES = 8 * 1024 * 1024
BULK_RETRIES = 6
LOOK_AGAIN = 30.0
"""After so many seconds the server is asked again which index the alias points to."""


class ElasticIndex:
    """Opening asks the server for its version; the index itself is made by the first `add`."""

    def __init__(self, settings: Settings, guard: Guard) -> None:
        self._guard = guard
        self._url = settings.index_shown
        self._alias = settings.index_name
        self._config = settings.config
        self._looked_at = 0.0
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
            try:
                return self._answer(ask)
            except elasticsearch.NotFoundError:  # the index went away since it was seen
                self._looked_at = 0.0
                return self._answer(ask)

    def find(self, ask: Ask) -> Iterator[Hit]:
        with _explained(self._url):
            if self._indices():
                with self._engine() as engine:
                    yield from answers.find_hits(engine, ask)

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

    def _answer(self, ask: Ask) -> Answer:
        if not self._is_there():
            return answers.answer(NO_PAGES, ask)
        with self._engine() as engine:
            return answers.answer(engine, ask)

    def _is_there(self) -> bool:
        """Is there an index of today's version? Asked of the server once in a while, not before each search."""
        if not self._looked_at or monotonic() - self._looked_at > LOOK_AGAIN:
            self._looked_at = monotonic() if self._indices() else 0.0
        return self._looked_at > 0

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
    def _engine(self) -> Iterator[Engine]:
        """One state of the index, as it may be seen."""
        with self._snapshot() as engine:
            yield self._guard.over(engine)

    @contextmanager
    def _snapshot(self) -> Iterator[ElasticEngine]:
        engine = ElasticEngine(self._client, self._alias)
        try:
            yield engine
        finally:
            engine.close()


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
