"""The whole way through the flow: as a user would type it, killed at any moment, and with nothing left to do."""

import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

COMMAND = [sys.executable, "-m", "app.cli", "--archive"]
SECONDS = 120


def exculpa(archive: Path, *arguments: str | Path, code: int | None = 0) -> str:
    done = subprocess.run([*COMMAND, archive, *arguments], capture_output=True, text=True, timeout=SECONDS)
    assert code is None or done.returncode == code, done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    return done.stdout


def rows(archive: Path, query: str) -> list[tuple[Any, ...]]:
    with sqlite3.connect(archive / "catalog.sqlite", timeout=30) as connection:
        return connection.execute(query).fetchall()


def state_of(archive: Path) -> dict[str, Any]:
    """Everything a run leaves behind, without times and running numbers."""
    account = json.loads(exculpa(archive, "status", "--json"))
    return {
        "files": account["files"],
        "pages": account["pages"],
        "problems": account["problems"],
        "readings": sorted(rows(archive, "SELECT sha256, number, reading FROM pages")),
        "findings": sorted(rows(archive, 'SELECT id, type, sha256, number, start, "end" FROM findings')),
        "leads": sorted(rows(archive, "SELECT id, type, score FROM leads")),
        "persons": sorted(rows(archive, "SELECT name, kind FROM persons")),
        "search": json.loads(exculpa(archive, "search", "promise", "--json", "--limit", "500"))["total"],
    }


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    return {}


def start(archive: Path, box: Path) -> "subprocess.Popen[bytes]":
    return subprocess.Popen(
        [*COMMAND, archive, "ingest", box, "--jobs", "2"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )


def wait_for(process: "subprocess.Popen[bytes]", moment: Callable[[], bool]) -> None:
    deadline = time.monotonic() + SECONDS
    while process.poll() is None and time.monotonic() < deadline:
        try:
            if moment():
                return
        except sqlite3.OperationalError:
            pass  # not there yet
        time.sleep(0.02)


def count(archive: Path, table: str) -> int:
    return int(rows(archive, f"SELECT COUNT(*) FROM {table}")[0][0])


MOMENTS: dict[str, Callable[[Path], bool]] = {
    "files taken in": lambda archive: count(archive, "documents") > 0,
    "some pages read": lambda archive: count(archive, "pages") > 20,
    "some pages marked": lambda archive: count(archive, "mentions") > 4,
    "leads being made": lambda archive: count(archive, "leads") > 0,
}


def test_killed_at_any_moment_the_next_run_ends_as_if_nothing_had_happened(tmp_path: Path, box: Path) -> None:
    exculpa(tmp_path / "whole", "ingest", box)
    undisturbed = state_of(tmp_path / "whole")
    assert undisturbed["pages"] == {"text_layer": 132}
    assert undisturbed["leads"], "a test of leads that has none shows nothing"
    archive = tmp_path / "killed"
    for moment in MOMENTS.values():
        process = start(archive, box)
        wait_for(process, lambda moment=moment: moment(archive))
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
    exculpa(archive, "ingest", box)
    assert state_of(archive) == undisturbed
    exculpa(archive, "verify")


@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGTERM])
def test_ctrl_c_leaves_a_state_from_which_the_next_run_goes_on(tmp_path: Path, box: Path, sent: signal.Signals) -> None:
    archive = tmp_path / "archive"
    process = start(archive, box)
    wait_for(process, lambda: count(archive, "pages") > 5)
    process.send_signal(sent)
    _, said = process.communicate(timeout=SECONDS)
    assert process.returncode in (0, 130)  # 0 where it was done before the signal came
    assert b"Traceback" not in said
    exculpa(archive, "ingest", box)
    assert json.loads(exculpa(archive, "status", "--json"))["pages"] == {"text_layer": 132}
    exculpa(archive, "verify")


def test_with_nothing_to_do_no_flow_is_started(tmp_path: Path, box: Path) -> None:
    archive = tmp_path / "archive"
    exculpa(archive, "ingest", box)
    script = (
        "import sys; sys.argv[0] = 'exculpa'\n"
        "from app.cli import app\n"
        "app(standalone_mode=False)\n"
        "print('prefect' in sys.modules, 'spacy' in sys.modules, file=sys.stderr)"
    )
    command = [sys.executable, "-c", script, "--archive", str(archive), "ingest", str(box)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=SECONDS)
    assert done.stderr.strip().splitlines()[-1] == "False False", done.stderr


def test_new_files_are_read_and_nothing_else(tmp_path: Path, box: Path) -> None:
    archive = tmp_path / "archive"
    exculpa(archive, "ingest", box)
    (box / "Case 1" / "late.txt").write_text("A letter that came later.")
    exculpa(archive, "ingest", box)
    [last] = rows(archive, "SELECT counts FROM runs ORDER BY id DESC LIMIT 1")
    counts = json.loads(last[0])
    assert (counts["text_layer"], counts["marked"]) == (1, 1)


def test_a_list_of_files_comes_on_standard_input(tmp_path: Path, box: Path) -> None:
    archive = tmp_path / "archive"
    listed = "\n".join(str(path) for path in sorted(box.glob("Case 1/police/*.txt")))
    command = [*COMMAND, archive, "ingest", "-", "--case", "Listed"]
    done = subprocess.run(command, input=listed, capture_output=True, text=True, timeout=SECONDS)
    assert done.returncode == 0, done.stderr
    account = json.loads(exculpa(archive, "status", "--json"))
    assert (account["cases"], account["files"]) == (["Listed"], {"done": 4})


def test_two_runs_at_once_are_refused_with_a_sentence(tmp_path: Path, box: Path) -> None:
    archive = tmp_path / "archive"
    process = start(archive, box)
    wait_for(process, lambda: count(archive, "documents") > 0)
    done = subprocess.run([*COMMAND, archive, "ingest", box], capture_output=True, text=True, timeout=SECONDS)
    process.communicate(timeout=SECONDS)
    assert done.returncode == 4
    assert "Another exculpa is writing" in done.stderr


def test_a_search_server_that_is_away_is_said_in_a_sentence_and_costs_nothing_that_was_read(
    tmp_path: Path, box: Path
) -> None:
    archive = tmp_path / "archive"
    away = {**os.environ, "EXCULPA_INDEX_URL": "http://127.0.0.1:9"}
    command = [*COMMAND, archive, "ingest", box]
    done = subprocess.run(command, capture_output=True, text=True, timeout=SECONDS, env=away)
    assert done.returncode == 4
    assert len(done.stderr.strip().splitlines()) == 1, done.stderr
    assert count(archive, "outbox") == count(archive, "pages") == 132
    exculpa(archive, "ingest", box)
    assert count(archive, "outbox") == 0
    exculpa(archive, "verify")
