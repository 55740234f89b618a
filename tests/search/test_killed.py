"""Killed at any moment: whatever was being written, the next run brings catalog and index together again."""

import os
import random
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from app.verify import run_checks
from pipeline.archive import open_archive
from pipeline.catalog.files import NewFile, add_document, add_file, set_page_count
from pipeline.catalog.outbox import count_waiting
from pipeline.catalog.pages import save_page
from pipeline.overlays import update_index
from pipeline.records import FileState, Page, PageState, Reading, SourceFile
from pipeline.search import Ask, open_index, parse_query
from pipeline.settings import Settings
from tests.search.conftest import BACKENDS
from tests.search.indexer import SECONDS, Process, start

ROOT = Path(__file__).resolve().parents[2]
DOCUMENTS, PAGES = 20, 15
KILLS = 3


def write_pages(settings: Settings, word: str) -> None:
    """All pages with a new text: those that the index holds are stale from now on."""
    with open_archive(settings, create=True) as archive, archive.writing() as connection:
        for nth in range(DOCUMENTS):
            sha256 = f"{nth:064x}"
            if add_document(connection, SourceFile(sha256, "x", "text/plain", 9), "address"):
                place = NewFile("/box", f"Case/{nth}.txt", 9, 1, sha256, FileState.DONE, None, "police", ("Case",))
                add_file(connection, place)
                set_page_count(connection, sha256, PAGES)
            for number in range(1, PAGES + 1):
                reading = Reading(f"{word} of page {number} of document {nth}")
                save_page(connection, sha256, Page(number, PageState.TEXT_LAYER, reading, 612, 792), word)


def time_undisturbed(settings: Settings, what: str) -> float:
    process = start(settings, what)
    started = time.monotonic()
    assert end_of(process) == 0
    return time.monotonic() - started


def end_of(process: Process) -> int | None:
    process.join(SECONDS)
    return process.exitcode


def waiting(settings: Settings) -> int:
    with open_archive(settings) as archive, archive.engine.connect() as connection:
        return count_waiting(connection)


def found(settings: Settings, word: str) -> int:
    index = open_index(settings)
    try:
        return index.search(Ask(parse_query(f'"{word}"'), 0)).total
    finally:
        index.close()


def assert_agreed(settings: Settings, word: str) -> None:
    """What `exculpa verify` says of the outbox and the index, and that every page is found."""
    checked = [(name, fault) for name, fault in run_checks(settings) if name in ("outbox", "index")]
    assert [fault for _, fault in checked if fault is not None] == []
    assert sum(name == "index" for name, _ in checked) == DOCUMENTS * PAGES
    assert found(settings, word) == DOCUMENTS * PAGES


@pytest.mark.parametrize("what", ["update", "rebuild"])
@pytest.mark.parametrize("backend", BACKENDS)
def test_an_indexer_killed_at_random_moments(backend: str, what: str, new_settings: Callable[[str], Settings]) -> None:
    settings, chance, killed = new_settings(backend), random.Random(f"{backend} {what}"), 0
    write_pages(settings, "first")
    whole = time_undisturbed(settings, what)
    for turn in range(KILLS):
        write_pages(settings, f"turn{turn}")
        process = start(settings, what)
        time.sleep(chance.uniform(0.05, 0.9) * whole)
        process.kill()
        killed += end_of(process) == -signal.SIGKILL
    assert killed, "no run was killed before it was done"
    time_undisturbed(settings, "update")
    assert_agreed(settings, f"turn{KILLS - 1}")
    assert leftovers(settings) == 0


def leftovers(settings: Settings) -> int:
    """Indices beside the one that answers, after one that was built again undisturbed."""
    time_undisturbed(settings, "rebuild")
    if not settings.index_url:
        return sum(path.is_dir() for path in settings.index_folder.iterdir()) - 1
    from elasticsearch import Elasticsearch

    with Elasticsearch(settings.index_url) as client:
        return len(client.indices.get(index=f"{settings.index_name}-*")) - 1


def test_the_old_index_answers_while_a_killed_rebuild_lies_beside_it(archive: Settings) -> None:
    write_pages(archive, "first")
    whole = time_undisturbed(archive, "rebuild")
    process = start(archive, "rebuild")
    time.sleep(whole / 2)
    process.kill()
    end_of(process)
    assert found(archive, "first") == DOCUMENTS * PAGES


# ---------------------------------------------------------------- the server


class Server:
    """An Elasticsearch of this test's own, which it may kill."""

    def __init__(self, folder: Path) -> None:
        self._environment = {name: value for name, value in os.environ.items() if name != "EXCULPA_TEST_ELASTIC_URL"}
        self._environment |= {"EXCULPA_TEST_FOLDER": str(folder), "EXCULPA_TEST_ELASTIC_HEAP": "384m"}
        self._environment |= {"EXCULPA_TEST_ELASTIC_PORT": "39250"}
        self.url = self.do("start")

    def do(self, word: str) -> str:
        command = [ROOT / "scripts" / "elasticsearch", word]
        done = subprocess.run(command, env=self._environment, capture_output=True, text=True, timeout=300)
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()


@pytest.fixture
def server() -> Iterator[Server]:
    with (
        tempfile.TemporaryDirectory() as folder
    ):  # not below pytest's own: a server that is not root may not read there
        own = Server(Path(folder))
        try:
            yield own
        finally:
            own.do("stop")


@pytest.mark.elastic
@pytest.mark.slow
def test_a_server_killed_while_it_is_written_to(server: Server, tmp_path: Path) -> None:
    settings = Settings(archive=tmp_path, index_url=server.url, index_name="exculpa-killed")
    write_pages(settings, "first")
    whole = time_undisturbed(settings, "update")
    write_pages(settings, "second")
    process = start(settings, "update")
    time.sleep(whole / 3)
    server.do("kill")
    assert end_of(process) == 4, "a server that is away must be told"
    assert waiting(settings) > 0
    write_pages(settings, "third")  # what arrives while it is away
    server.do("again")
    with open_archive(settings) as archive:
        assert update_index(archive) == DOCUMENTS * PAGES
    assert_agreed(settings, "third")
