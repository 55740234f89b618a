"""A server that is away, of another kind, full or closed to us: each is said, with what to type.

A small server of this test plays them; the real one cannot be made to do so at will.
"""

import json
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from pipeline.errors import ServiceMissing, UsageError
from pipeline.search import Ask, Index, open_index, parse_query
from pipeline.search.elastic import _built_with
from pipeline.settings import CONFIG_DIR, Settings
from tests.search.corpus import RANSOM, entry

GOOD = {"version": {"number": "8.19.8"}}
Reply = tuple[int, Any]
MAPPING = {"exculpa-1": {"mappings": {"_meta": _built_with(CONFIG_DIR)}}}
BLOCKED = {"type": "cluster_block_exception", "reason": "index [exculpa-1] blocked by: [TOO_MANY_REQUESTS/12/disk usage exceeded flood-stage watermark, index has read-only-allow-delete block];"}  # fmt: skip # noqa: E501


@contextmanager
def playing(replies: dict[str, Reply], product: str = "Elasticsearch") -> Iterator[str]:
    """The URL of a server that answers a method and the end of a path as told, all else with an empty 200."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def answer(self) -> None:
            self.rfile.read(int(self.headers.get("Content-Length", 0)))
            path = self.path.partition("?")[0]
            status, body = replies.get(f"{self.command} {path}", (200, {}))
            content = json.dumps(body).encode()
            self.send_response(status)
            self.send_header("X-Elastic-Product", product)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(content)

        do_GET = do_POST = do_PUT = do_DELETE = do_HEAD = answer

        def log_message(self, *_: Any) -> None:
            """Quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


def opened(tmp_path: Path, url: str, **more: str) -> Index:
    return open_index(Settings(archive=tmp_path, index_url=url, **more))  # type: ignore[arg-type]


def test_nobody_answers(tmp_path: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with pytest.raises(ServiceMissing, match="cannot be reached") as missing:
        opened(tmp_path, f"http://127.0.0.1:{port}")
    assert "docker compose up -d elasticsearch" in str(missing.value)
    assert missing.value.exit_code == 4


@pytest.mark.parametrize(
    ("info", "product", "says"),
    [
        ((200, {"version": {"number": "7.17.9"}}), "Elasticsearch", "is Elasticsearch 7.17.9"),
        ((200, {"version": {"number": "9.1.0"}}), "Elasticsearch", "is Elasticsearch 9.1.0"),
        ((200, {"version": {"number": "8.4.1"}}), "Elasticsearch", "is Elasticsearch 8.4.1"),
        ((200, {"version": {"number": "2.11.0"}}), "OpenSearch", "is not Elasticsearch"),
        ((400, {"error": "media type"}), "Elasticsearch", "does not understand"),
        ((200, "hello"), "Elasticsearch", "is Elasticsearch 0.0"),
        ((401, {"error": {"type": "security_exception"}}), "Elasticsearch", "EXCULPA_INDEX_API_KEY"),
        ((503, {"error": "starting"}), "Elasticsearch", "too busy or not ready"),
        ((429, {"error": "too many requests"}), "Elasticsearch", "too busy or not ready"),
    ],
)
def test_a_server_that_will_not_do(tmp_path: Path, info: Reply, product: str, says: str) -> None:
    with playing({"GET /": info}, product) as url, pytest.raises(ServiceMissing, match=says) as missing:
        opened(tmp_path, url)
    assert url in str(missing.value)


def test_a_key_that_may_not_ask_for_the_version_may_still_search(tmp_path: Path) -> None:
    replies = {"GET /": (403, {"error": "no"}), "GET /exculpa/_mapping": (404, {"error": "no such index"})}
    with playing(replies) as url:
        assert opened(tmp_path, url).search(Ask(parse_query("words"), 1)).total == 0


def bulk_answer(status: int, error: Any) -> Reply:
    return 200, {"errors": True, "items": [{"index": {"_id": "1", "status": status, "error": error}}]}


@pytest.mark.parametrize(
    ("bulk", "says"),
    [
        ((403, {"error": {"type": "security_exception"}}), "needs the privileges"),
        ((429, {"error": BLOCKED}), "disk is full"),
        (bulk_answer(403, BLOCKED), "disk is full"),
        (bulk_answer(403, {"type": "security_exception"}), "needs the privileges"),
        (bulk_answer(400, {"type": "document_parsing_exception", "reason": "secret words"}), "exculpa reindex"),
    ],
)
def test_a_server_that_does_not_take_pages(
    tmp_path: Path, bulk: Reply, says: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pipeline.search.elastic.BULK_RETRIES", 0)
    replies = {"GET /": (200, GOOD), "GET /exculpa/_mapping": (200, MAPPING), "PUT /_bulk": bulk, "POST /_bulk": bulk}
    with playing(replies) as url:
        index = opened(tmp_path, url)
        with pytest.raises(ServiceMissing, match=says) as missing:
            index.add([entry(RANSOM, 1, "secret words")])
    assert "secret" not in str(missing.value)


@pytest.mark.parametrize(
    "mapping",
    [
        {"exculpa-1": {"mappings": {"_meta": {"exculpa": {"schema": 0}}}}},
        {"exculpa-1": {"mappings": {}}},
        {"exculpa": {"mappings": {"_meta": _built_with(CONFIG_DIR)}}},
        {**MAPPING, "exculpa-2": MAPPING["exculpa-1"]},
    ],
)
def test_an_index_of_another_version_asks_to_be_rebuilt(tmp_path: Path, mapping: dict[str, Any]) -> None:
    with playing({"GET /": (200, GOOD), "GET /exculpa/_mapping": (200, mapping)}) as url:
        index = opened(tmp_path, url)
        for ask in (
            lambda: index.search(Ask(parse_query("words"), 1)),
            lambda: index.add([]),
            lambda: list(index.keys()),
        ):
            with pytest.raises(ServiceMissing, match="exculpa reindex"):
                ask()


def test_wrong_settings(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no such file"):
        opened(tmp_path, "https://localhost:9200", index_ca="/no/such/file")
    with pytest.raises(UsageError, match="http://localhost:9200"):
        opened(tmp_path, "http://localhost")


def test_the_key_stands_in_no_message(tmp_path: Path) -> None:
    with playing({"GET /": (401, {"error": "no"})}) as url, pytest.raises(ServiceMissing) as missing:
        opened(tmp_path, url, index_api_key="c2VjcmV0OmtleQ==")
    assert "c2VjcmV0OmtleQ" not in str(missing.value)
