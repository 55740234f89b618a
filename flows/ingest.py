"""The ingest flow: the pieces of `pipeline.work` as Prefect tasks, as many at a time as there are workers.

Import it only inside `flows.server.running_server`. Deleting this module would lose retries, placement and the
dashboard; `pipeline.run.ingest` does the same work without it.
"""

import signal
import threading
from collections import Counter
from collections.abc import Callable, Iterable
from typing import Any, cast

from prefect import flow, task
from prefect.cache_policies import NO_CACHE
from prefect.futures import PrefectFuture, as_completed
from prefect.task_runners import TaskRunner, ThreadPoolTaskRunner
from sqlalchemy.exc import OperationalError

from flows.workers import WorkerPool
from pipeline.archive import Archive
from pipeline.contents import plan_unpacking, unpack_piece
from pipeline.production import load_piece, plan_production
from pipeline.work import mark_piece, plan_marking, plan_reading, read_piece

PIECES_PER_RUN = 200
"""A large archive is several flow runs, so that none holds more than this many tasks."""

Report = Callable[[str, Counter[str], int], None]
"""Called with the step, what a piece has done, and how many pieces of this plan are left."""


def read_and_mark(archive: Archive, pool: WorkerPool, retry_failed: bool, report: Report) -> Counter[str]:
    """Open, read and mark all that is left, each step as flow runs. Returns what was done, counted.

    Raises what a piece raises: Stopped after a stop, ServiceMissing where a program is missing.
    """
    counts: Counter[str] = Counter()
    retry = retry_failed
    while to_open := list(plan_unpacking(archive, retry)):
        counts += _run_pieces("unpack", unpack_piece, to_open, (archive, pool), report)
        retry = False  # once a run
    # One after the other: what is said of documents follows what they are.
    for piece in plan_production(archive, retry_failed):
        counts += _run_pieces("unpack", load_piece, [piece], (archive, pool), report)
    retry = retry_failed
    while pieces := list(plan_reading(archive, retry)):
        counts += _run_pieces("read", read_piece, pieces, (archive, pool), report)
        retry = False  # once a run
    pieces_to_mark = list(plan_marking(archive, retry_failed))
    return counts + _run_pieces("mark", mark_piece, pieces_to_mark, (archive, pool), report)


def _run_pieces(
    step: str, do: Callable[..., Counter[str]], pieces: list[Any], means: tuple[Archive, WorkerPool], report: Report
) -> Counter[str]:
    archive, pool = means

    @task(
        name=step,
        retries=2,
        retry_delay_seconds=5,
        retry_condition_fn=_can_pass,
        cache_policy=NO_CACHE,
        persist_result=False,
    )
    def do_piece(number: int) -> Counter[str]:
        with pool.borrow() as worker:
            return do(archive, worker, pieces[number])

    runner = cast(TaskRunner[PrefectFuture[Any]], ThreadPoolTaskRunner(max_workers=pool.size))

    @flow(name=step, task_runner=runner, persist_result=False)
    def run_some(numbers: list[int]) -> Counter[str]:
        _stop_on_sigterm_as_on_ctrl_c()
        futures = [do_piece.submit(number) for number in numbers]
        done: Counter[str] = Counter()
        for left, future in zip(range(len(pieces) - numbers[0] - 1, -1, -1), as_completed(futures), strict=False):
            counts = future.result()
            report(step, counts, left)
            done += counts
        return done

    total: Counter[str] = Counter()
    for numbers in _slices(range(len(pieces)), PIECES_PER_RUN):
        total += run_some(list(numbers))
    return total


def _stop_on_sigterm_as_on_ctrl_c() -> None:
    """Inside a flow Prefect answers SIGTERM by an exception, which would end the run with a traceback; it puts the
    handler of before back when the flow ends."""
    if threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGTERM, signal.getsignal(signal.SIGINT))


def _slices(numbers: range, size: int) -> Iterable[range]:
    return (numbers[at : at + size] for at in range(0, len(numbers), size))


def _can_pass(_task: object, _run: object, state: Any) -> bool:
    """Retry what a busy disk or database server can cause, nothing else: a bad file is a state, not an error."""
    try:
        state.result()
    except (OperationalError, ConnectionError, TimeoutError):
        return True
    except BaseException:
        return False
    return False
