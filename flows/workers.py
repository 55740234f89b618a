"""The supervised child processes of one run, lent to one task at a time."""

import queue
from collections.abc import Iterator
from contextlib import contextmanager

from pipeline.settings import Settings
from pipeline.supervise import Worker


class WorkerPool:
    """As many workers as the settings say; `close` kills them, whatever they are doing."""

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

    def close(self) -> None:
        for worker in self._all:
            worker.close()
