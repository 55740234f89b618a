"""The supervised child processes of one run, lent to one task at a time."""

import os
import queue
import signal
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from pipeline.settings import Settings
from pipeline.supervise import Worker


class WorkerPool:
    """As many workers as the settings say; `close` ends them when nobody uses them any more."""

    def __init__(self, settings: Settings) -> None:
        self.size = settings.worker_count
        self._all = [Worker(settings) for _ in range(self.size)]
        self._idle: queue.SimpleQueue[Worker] = queue.SimpleQueue()
        for worker in self._all:
            self._idle.put(worker)

    @contextmanager
    def borrow(self) -> Iterator[Worker]:
        """A worker that nobody else uses meanwhile; waits until one is idle."""
        worker = self._idle.get()
        try:
            yield worker
        finally:
            self._idle.put(worker)

    def kill(self) -> None:
        """Kill what the children are doing now; whoever waits for one is told that it died."""
        for worker in self._all:
            if (pid := worker.pid) is not None:
                with suppress(ProcessLookupError):
                    os.killpg(pid, signal.SIGKILL)

    def count_with_network(self) -> int:
        """How many of the children that run now could not be cut off from the network."""
        return sum(worker.has_network for worker in self._all)

    def close(self) -> None:
        for worker in self._all:
            worker.close()
