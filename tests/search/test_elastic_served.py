"""What only a real Elasticsearch can show, and a server behind a certificate of one's own."""

import socket
import ssl
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import elasticsearch
import pytest
from elasticsearch import Elasticsearch

from pipeline.archive import open_archive
from pipeline.catalog.outbox import count_waiting
from pipeline.errors import ServiceMissing
from pipeline.overlays import update_index
from pipeline.search import Ask, open_index, parse_query
from pipeline.settings import Settings
from tests.reports.archive import add_paper
from tests.search.corpus import KESTER, RANSOM, entry

New = Callable[[str], Settings]


@contextmanager
def server_of(settings: Settings) -> Iterator[Elasticsearch]:
    with Elasticsearch(settings.index_url) as client:
        yield client


@pytest.mark.elastic
def test_what_came_while_the_server_was_away_is_indexed_when_it_is_back(new_settings: New, tmp_path: Path) -> None:
    settings = replace(new_settings("elastic"), archive=tmp_path / "archive")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        away = replace(settings, index_url=f"http://127.0.0.1:{free.getsockname()[1]}")
    with open_archive(away, create=True) as archive:
        with archive.writing() as connection:
            add_paper(connection, away, tmp_path / "scans", ("1990-Ransom/police/a.txt", "The informant was paid.\n"))
        with pytest.raises(ServiceMissing, match="cannot be reached"):
            update_index(archive)
        with archive.engine.connect() as connection:
            assert count_waiting(connection) == 1
    with open_archive(settings) as archive:
        assert update_index(archive) == 1
        with archive.engine.connect() as connection:
            assert count_waiting(connection) == 0
    assert open_index(settings).search(Ask(parse_query("informant"))).total == 1


@pytest.mark.elastic
def test_a_full_server_is_told_and_goes_on_when_there_is_room(new_settings: New) -> None:
    settings = new_settings("elastic")
    index = open_index(settings)
    index.add([entry(RANSOM, 1, "words")])
    with server_of(settings) as client:
        blocked = "index.blocks.read_only_allow_delete"
        client.indices.put_settings(index=settings.index_name, settings={blocked: True})
        with pytest.raises(ServiceMissing, match="read-only, most often because its disk is full"):
            index.add([entry(RANSOM, 2, "words")])
        assert index.search(Ask(parse_query("words"))).total == 1
        client.indices.put_settings(index=settings.index_name, settings={blocked: None})
    index.add([entry(RANSOM, 2, "words")])
    assert index.search(Ask(parse_query("words"))).total == 2


@pytest.mark.elastic
def test_an_index_that_is_taken_away_or_swapped_meanwhile(new_settings: New) -> None:
    """The server is not asked before each search which index it is, and yet no answer is wrong."""
    settings = new_settings("elastic")
    index, other = open_index(settings), open_index(settings)
    index.add([entry(RANSOM, 1, "words")])
    assert index.search(Ask(parse_query("words"))).total == 1
    other.rebuild([entry(KESTER, page, "words") for page in (1, 2)])
    assert {hit.sha256 for hit in index.search(Ask(parse_query("words"))).hits} == {KESTER}
    with server_of(settings) as client:
        for name in client.indices.get(index=settings.index_name):
            client.indices.delete(index=name)
    assert index.search(Ask(parse_query("words"))).total == 0
    assert list(index.find(Ask(parse_query("words")))) == []


@pytest.mark.elastic
def test_a_page_with_a_field_that_nobody_planned_is_refused(new_settings: New) -> None:
    settings = new_settings("elastic")
    open_index(settings).add([entry(RANSOM, 1, "words")])
    with server_of(settings) as client, pytest.raises(elasticsearch.BadRequestError, match="strict_dynamic_mapping"):
        client.index(index=settings.index_name, document={"colour": "red"})


# ---------------------------------------------------------------- certificates and keys


@contextmanager
def behind_certificate(folder: Path) -> Iterator[tuple[str, Path, list[str]]]:
    """A server with a certificate that nobody knows: its URL, the certificate, the keys that it was shown."""
    certificate, key = folder / "own.crt", folder / "own.key"
    named = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1"]
    made = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", *named]
    subprocess.run([*made, "-keyout", str(key), "-out", str(certificate)], check=True, capture_output=True)
    shown: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            shown.append(self.headers.get("Authorization", ""))
            found, content = (200, b'{"version": {"number": "8.19.8"}}') if self.path == "/" else (404, b"{}")
            self.send_response(found)
            self.send_header("X-Elastic-Product", "Elasticsearch")
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_: Any) -> None:
            """Quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"https://localhost:{server.server_port}", certificate, shown
    finally:
        server.shutdown()
        server.server_close()


def test_a_certificate_of_ones_own_is_trusted_when_it_is_named(tmp_path: Path) -> None:
    with behind_certificate(tmp_path) as (url, certificate, shown):
        settings = Settings(archive=tmp_path, index_url=url, index_api_key="bmFtZTprZXk=")
        with pytest.raises(ServiceMissing, match="EXCULPA_INDEX_CA") as untrusted:
            open_index(settings)
        assert "bmFtZTprZXk=" not in str(untrusted.value)
        assert shown == []  # the key goes to nobody who is not trusted
        index = open_index(replace(settings, index_ca=str(certificate)))
        assert index.search(Ask(parse_query("words"))).total == 0
        index.close()
        assert set(shown) == {"ApiKey bmFtZTprZXk="}
