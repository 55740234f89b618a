"""Whatever happens in the child, the parent learns why, and the next task is done."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.errors import CannotRead, ServiceMissing
from pipeline.reading import read_supervised
from pipeline.records import PageState, SourceFile
from pipeline.settings import Settings
from pipeline.supervise import ROOT, Worker, WorkerDied

SOURCE = SourceFile("0" * 64, "some.pdf", "application/pdf", 1)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(archive=tmp_path, worker_megabytes=600, page_seconds=3, page_cpu_seconds=1)


@pytest.fixture
def worker(settings: Settings) -> Iterator[Worker]:
    with Worker(settings, "tests.awkward_worker") as worker:
        yield worker


def is_alive(pid: int) -> bool:
    """Does the process run? One that has ended and waits to be fetched does not."""
    try:
        return "\nState:\tZ" not in Path(f"/proc/{pid}/status").read_text()
    except FileNotFoundError:
        return False


def wait_until_gone(pid: int) -> bool:
    deadline = time.monotonic() + 10
    while is_alive(pid) and time.monotonic() < deadline:
        time.sleep(0.05)
    return not is_alive(pid)


def test_one_process_does_task_after_task(worker: Worker) -> None:
    first = list(worker.run("echo", {"said": "Ä"}, 20))
    second = list(worker.run("echo", {"said": "again"}, 20))
    assert first[0] == {"said": "Ä"}
    assert first[1] == second[1]


@pytest.mark.parametrize(
    ("task", "argument", "reason"),
    [
        ("hang", {}, "timeout"),
        ("abort", {}, "killed by signal 6"),
        ("eat", {"megabytes": 2000}, "out of memory"),
        ("leave", {}, "crash: exit code 7"),
        ("stumble", {}, "crash: KeyError"),
        ("flood", {}, "more than 64 MB"),
        ("spin", {}, "more than 1 seconds of processor time"),
    ],
)
def test_a_death_has_a_reason_and_the_next_task_is_done(
    worker: Worker, task: str, argument: dict[str, int], reason: str
) -> None:
    with pytest.raises(WorkerDied, match=reason):
        list(worker.run(task, argument, 5))
    assert next(iter(worker.run("echo", {"still": "here"}, 20))) == {"still": "here"}


def test_no_reader_writes_a_file_larger_than_any_it_may_read(tmp_path: Path) -> None:
    small = Settings(archive=tmp_path, file_megabytes=1)
    with Worker(small, "tests.awkward_worker") as worker, pytest.raises(WorkerDied, match=r"SIGXFSZ|OSError"):
        list(worker.run("write", {"path": str(tmp_path / "large"), "megabytes": 2}, 20))
    assert (tmp_path / "large").stat().st_size <= 2**20


def test_a_reader_reaches_nobody_over_the_network(worker: Worker) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        [answer] = worker.run("call", {"port": server.getsockname()[1]}, 20)
    allowed = any(subprocess.run(["unshare", how, "true"]).returncode == 0 for how in ("-n", "-rn"))
    assert worker.has_network == (answer["error"] == 0) == (not allowed)
    assert answer["home"] == str(Path.home())


def test_what_came_before_the_death_is_kept(worker: Worker) -> None:
    answers = worker.run("abort", {}, 20)
    assert next(answers) == {"before": True}
    with pytest.raises(WorkerDied):
        next(answers)


def test_refusals_arrive_as_what_they_are_and_the_process_lives_on(worker: Worker) -> None:
    [_, before] = worker.run("echo", {}, 20)
    with pytest.raises(CannotRead, match="password") as refused:
        list(worker.run("refuse", {}, 20))
    assert refused.value.state == "encrypted"
    with pytest.raises(ServiceMissing, match="apt install"):
        list(worker.run("lack", {}, 20))
    assert before in worker.run("echo", {}, 20)


def test_chatter_of_libraries_does_not_reach_the_protocol(worker: Worker) -> None:
    assert list(worker.run("chatter", {}, 20)) == [{"text": "a line\nbreak, a lone \ud800 surrogate"}]


def test_a_caller_that_stops_early_gets_clean_answers_next(worker: Worker) -> None:
    next(iter(worker.run("hang", {}, 20)))
    assert next(iter(worker.run("echo", {"next": 1}, 20))) == {"next": 1}


def test_the_time_limit_is_between_messages_and_kept(worker: Worker) -> None:
    list(worker.run("echo", {}, 20))
    began = time.monotonic()
    with pytest.raises(WorkerDied, match="timeout"):
        list(worker.run("hang", {}, 0.5))
    assert time.monotonic() - began < 3


def test_what_the_child_started_dies_with_it(worker: Worker) -> None:
    sleeper = next(iter(worker.run("start_sleeper", {}, 20)))["pid"]
    worker.close()
    assert wait_until_gone(sleeper)


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGINT])
def test_the_child_dies_with_its_parent_and_says_nothing(tmp_path: Path, how: int) -> None:
    parent = subprocess.Popen(
        [sys.executable, "-c", PARENT, str(tmp_path)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    assert parent.stdout is not None
    child, sleeper = map(int, parent.stdout.readline().split())
    parent.send_signal(how)
    _, said = parent.communicate(timeout=20)
    assert wait_until_gone(child)
    assert wait_until_gone(sleeper)
    assert said == ""


PARENT = """
import sys
from pathlib import Path
from pipeline.settings import Settings
from pipeline.supervise import Worker

worker = Worker(Settings(archive=Path(sys.argv[1])), "tests.awkward_worker")
try:
    for answer in worker.run("start_sleeper", {}, 100):
        print(worker.pid, answer["pid"], flush=True)
except KeyboardInterrupt:
    worker.close()
"""


def test_every_page_gets_its_record_though_the_reader_dies_twice(worker: Worker, settings: Settings) -> None:
    pages = list(read_supervised(worker, SOURCE, 2, 8, settings))
    assert [page.number for page in pages] == [2, 3, 4, 5, 6, 7, 8]
    failed = {page.number: page.problem or "" for page in pages if page.state is PageState.FAILED}
    assert set(failed) == {3, 6}
    assert "signal 6" in failed[3]
    assert "timeout" in failed[6]
    assert [page.reading.text for page in pages if page.reading] == [f"page {n}" for n in (2, 4, 5, 7, 8)]


def test_a_file_that_kills_every_reader_is_given_up_but_counted(worker: Worker, settings: Settings) -> None:
    always = SourceFile("0" * 64, "always", "application/pdf", 1)
    pages = list(read_supervised(worker, always, 1, 9, settings))
    assert [page.number for page in pages] == list(range(1, 10))
    assert all(page.state is PageState.FAILED and page.problem for page in pages)
    assert "Not tried" in (pages[-1].problem or "")
