"""A long-lived child process that does the dangerous work: it may hang, crash or eat memory, and only it dies.

Messages are JSON, one a line, through two pipes. The child is started fresh, so nothing of the parent's state (locks,
threads, open databases) is in it, and it leads a process group of its own, which is killed as a whole.
"""

import contextlib
import json
import os
import select
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pipeline.errors import CannotRead, ServiceMissing
from pipeline.settings import Settings

ROOT = Path(__file__).resolve().parent.parent
Message = dict[str, Any]

# A page of a real archive is about 25 kB as a message; more than this is an attack on the parent's memory.
MAX_MESSAGE = 64 * 2**20
# One thread per process: there are as many processes as cores. Tesseract is slower with more (docs: OMP_THREAD_LIMIT).
ONE_THREAD = dict.fromkeys(("OMP_THREAD_LIMIT", "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")


class WorkerDied(Exception):
    """The child is gone before it finished its task; what it had sent until then is good."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Worker:
    """One child process. It is started at the first `run`, again after it died, and ended by `close`.

    Not to be used from two threads at the same time.
    """

    def __init__(self, settings: Settings, module: str = "pipeline.worker") -> None:
        """`module` is what the child runs: `pipeline.worker`, or in tests one with tasks that fail on purpose."""
        self._module = module
        self._settings = settings
        self._child: subprocess.Popen[bytes] | None = None
        self._unread = b""

    @property
    def pid(self) -> int | None:
        """Process id, which is the id of the process group too; None while no child runs."""
        return self._child.pid if self._child else None

    @property
    def has_network(self) -> bool:
        """Could the child not be cut off from the network? To be asked while it runs and has answered."""
        return self._child is not None and _network(str(self._child.pid)) in (None, _network("self"))

    def run(self, task: str, argument: Message, seconds: float) -> Iterator[Message]:
        """Do a task of `pipeline.worker.TASKS` and yield what it yields.

        `seconds` is the wall time allowed between two messages. Raises WorkerDied, or what the task raised of
        CannotRead and ServiceMissing. A caller that stops early loses the child, not the next task.
        """
        finished = False
        try:
            self._send({"task": task, "argument": argument})
            while "item" in (message := self._receive(seconds)):
                yield message["item"]
            # After an error that nobody foresaw the child ends itself.
            finished = message.get("error", {}).get("kind") != "crash"
        finally:
            if not finished:
                self.close()
        if "error" in message:
            raise _error(message["error"])

    def close(self) -> None:
        """Kill the child with everything it started, and wait until it is gone."""
        if self._child is None:
            return
        child, self._child, self._unread = self._child, None, b""
        with contextlib.suppress(ProcessLookupError):  # it died by itself and left nobody behind
            os.killpg(child.pid, signal.SIGKILL)
        child.wait()
        for pipe in (child.stdin, child.stdout):
            if pipe is not None:
                pipe.close()

    def __enter__(self) -> "Worker":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _start(self) -> subprocess.Popen[bytes]:
        settings = self._settings
        limits = (settings.worker_megabytes, settings.page_cpu_seconds, settings.file_megabytes)
        command = [sys.executable, "-P", "-m", self._module, *map(str, limits)]
        return subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            bufsize=0,
            # A session of its own: Ctrl-C in the terminal reaches the parent alone, which then kills the child.
            start_new_session=True,
            env={**os.environ, **ONE_THREAD, "PYTHONPATH": str(ROOT)},
        )

    def _send(self, message: Message) -> None:
        if self._child is None:
            self._child = self._start()
        assert self._child.stdin is not None
        try:
            self._child.stdin.write(json.dumps(message).encode() + b"\n")
        except BrokenPipeError as error:
            raise WorkerDied(self._death()) from error

    def _receive(self, seconds: float) -> Message:
        """The next message; raises WorkerDied when it does not come."""
        assert self._child is not None
        assert self._child.stdout is not None
        pipe = self._child.stdout.fileno()
        parts, deadline = [self._unread], time.monotonic() + seconds
        size = len(self._unread)
        while b"\n" not in parts[-1]:
            left = deadline - time.monotonic()
            if left <= 0 or not select.select([pipe], [], [], left)[0]:
                raise WorkerDied(f"timeout: took longer than {seconds:g} seconds")
            if not (part := os.read(pipe, 2**20)):
                raise WorkerDied(self._death())
            parts.append(part)
            size += len(part)
            if size > MAX_MESSAGE:
                raise WorkerDied("too much: one page yields more than 64 MB")
        line, _, self._unread = b"".join(parts).partition(b"\n")
        message: Message = json.loads(line)
        return message

    def _death(self) -> str:
        assert self._child is not None
        try:
            code = self._child.wait(timeout=10)
        except subprocess.TimeoutExpired:
            return "crash: closed its pipe"
        if code == -signal.SIGXCPU:
            return f"timeout: took more than {self._settings.page_cpu_seconds} seconds of processor time"
        if code < 0:
            return f"killed by signal {-code} ({signal.Signals(-code).name})"
        return f"crash: exit code {code}"


def _network(process: str) -> str | None:
    try:
        return os.readlink(f"/proc/{process}/ns/net")
    except OSError:
        return None


def _error(error: dict[str, str]) -> Exception:
    if error["kind"] == "CannotRead":
        return CannotRead(error["state"], error["reason"])
    if error["kind"] == "ServiceMissing":
        return ServiceMissing(error["reason"])
    return WorkerDied(error["reason"])
