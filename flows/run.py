"""One run from files to index, recorded in the catalog. Prefect is imported only when there is something to read.

The steps are those of `pipeline.run`; this module adds the record of the run, the stop, and the early start of
Prefect's server beside the hashing.
"""

import signal
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import asdict
from importlib.metadata import version
from pathlib import Path
from typing import Any

from flows.server import running_server
from flows.workers import WorkerPool
from pipeline.archive import Archive, Stopped, open_archive
from pipeline.catalog.outbox import count_waiting
from pipeline.catalog.runs import end_run, last_run, start_run
from pipeline.run import IngestOptions, conclude, take_in_files
from pipeline.settings import Settings
from pipeline.work import is_work_left

Report = Callable[[str, Counter[str], int], None]
WITH_NETWORK = "readers with network"
SECRET = {"index_api_key", "index_url", "catalog_url", "store_url"}


def run_ingest(settings: Settings, paths: list[Path], options: IngestOptions, report: Report) -> str:
    """Do a whole run. Returns `done` or `stopped`; raises ExculpaError where a run cannot go on.

    `report` is called after each piece with the step, what was done, and the pieces left of the plan.
    """
    counts: Counter[str] = Counter()
    seconds: dict[str, float] = {}
    state = "failed"
    with open_archive(settings, create=True) as archive:
        with archive.engine.connect() as connection:
            before = last_run(connection)
        versions = _versions(settings)
        with archive.writing() as connection:
            run = start_run(connection, versions, _recorded(settings))
        try:
            with ExitStack() as opened:
                if before is None:  # a first run has work: let the server start beside the hashing
                    opened.enter_context(running_server(settings.archive))
                with _timed(seconds, "intake"):
                    counts += take_in_files(archive, paths, options.intake)
                if is_work_left(archive, options.retry_failed):
                    if before is not None:
                        opened.enter_context(running_server(settings.archive))
                    with _timed(seconds, "read and mark"):
                        counts += _read_and_mark(archive, options.retry_failed, report)
            if counts.keys() - {"unchanged"} or _is_unfinished(archive, before, versions):
                with _timed(seconds, "conclude"):
                    report("conclude", Counter(), 0)
                    counts += conclude(archive)
            state = "done"
        except Stopped:
            state = "stopped"
        finally:
            with archive.writing() as connection:
                end_run(connection, run, state, dict(counts), seconds)
    return state


def _read_and_mark(archive: Archive, retry_failed: bool, report: Report) -> Counter[str]:
    from flows.ingest import read_and_mark

    pool = WorkerPool(archive.settings)
    with _stop_on_signal(archive, pool):
        try:
            counts = read_and_mark(archive, pool, retry_failed, report)
            return counts + Counter({WITH_NETWORK: pool.count_with_network()})
        finally:
            pool.close()


@contextmanager
def _stop_on_signal(archive: Archive, pool: WorkerPool) -> Iterator[None]:
    """The first Ctrl-C (or SIGTERM) asks the run to stop and kills the workers; a second one ends the program."""

    def stop(number: int, _frame: object) -> None:
        archive.stopping.set()
        pool.kill()
        signal.signal(number, signal.default_int_handler)

    old = {number: signal.signal(number, stop) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in old.items():
            signal.signal(number, handler)


def _is_unfinished(archive: Archive, before: dict[str, Any] | None, versions: dict[str, str]) -> bool:
    """Did the last run not come to its end, or with other rules, or is the index behind?"""
    with archive.engine.connect() as connection:
        behind = count_waiting(connection) > 0
    return behind or before is None or before["state"] != "done" or before["versions"] != versions


def _versions(settings: Settings) -> dict[str, str]:
    from pipeline.overlays import conclusion_versions

    return {"exculpa": version("exculpa"), **conclusion_versions(settings)}


def _recorded(settings: Settings) -> dict[str, Any]:
    """The settings of the run without secrets and without addresses that may hold a password."""
    return {name: str(value) for name, value in asdict(settings).items() if name not in SECRET}


@contextmanager
def _timed(seconds: dict[str, float], step: str) -> Iterator[None]:
    began = time.monotonic()
    try:
        yield
    finally:
        seconds[step] = round(time.monotonic() - began, 3)
