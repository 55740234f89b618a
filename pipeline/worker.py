"""The child's side of `pipeline.supervise`: reads tasks from its standard input, writes what they yield.

Started as `python -m pipeline.worker MEGABYTES SECONDS MEGABYTES`: memory, processor time of a message, size of a file
written. A task is a generator function that takes one JSON object and yields JSON objects. After an error that nobody
foresaw the process ends: nobody knows what state its libraries are in.
"""

import ctypes
import json
import os
import resource
import select
import signal
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from typing import Any

from pipeline.errors import CannotRead, ServiceMissing

TASKS = {
    "count": "pipeline.reading:count_task",
    "read": "pipeline.reading:read_task",
    "render": "pipeline.reading:render_task",
    "unpack": "pipeline.unpacking:unpack_task",
    "load": "pipeline.loading:load_task",
    "mark": "pipeline.marking:mark_task",
}

# Of linux/sched.h; Python has no os.unshare before 3.12.
NEW_USER, NEW_NETWORK = 0x10000000, 0x40000000


def main(arguments: list[str], tasks: Mapping[str, str] = TASKS) -> None:
    """Serve tasks until the parent closes the pipe."""
    watch_parent()
    megabytes, seconds, written = (int(number) for number in arguments)
    leave_network()
    set_limits(megabytes, written)
    replies = silence()
    while request := sys.stdin.buffer.readline():
        allow_seconds(seconds)
        for message in answer(json.loads(request), tasks):
            replies.write(json.dumps(message).encode() + b"\n")
            replies.flush()
            allow_seconds(seconds)
        if message.get("error", {}).get("kind") == "crash":
            return


def answer(request: dict[str, Any], tasks: Mapping[str, str]) -> Iterator[dict[str, Any]]:
    """Run one task: each thing it yields as an item, then the end or the error that ended it."""
    try:
        for item in find_task(tasks[request["task"]])(request["argument"]):
            yield {"item": item}
        yield {"end": True}
    except CannotRead as error:
        yield {"error": {"kind": "CannotRead", "state": error.state, "reason": error.reason}}
    except ServiceMissing as error:
        yield {"error": {"kind": "ServiceMissing", "reason": str(error)}}
    except MemoryError:
        yield {"error": {"kind": "crash", "reason": "out of memory"}}
    except Exception as error:  # becomes the reason of a failed page or file
        yield {"error": {"kind": "crash", "reason": f"crash: {type(error).__name__}: {str(error)[:200]}"}}


def find_task(place: str) -> Callable[[dict[str, Any]], Iterator[dict[str, Any]]]:
    """The generator function that stands at "module:function"."""
    module, _, function = place.partition(":")
    task: Callable[[dict[str, Any]], Iterator[dict[str, Any]]] = getattr(import_module(module), function)
    return task


def watch_parent() -> None:
    """Leave a tiny process behind that kills the whole group when the parent is gone, even by kill -9.

    PR_SET_PDEATHSIG would not do: it fires when the *thread* that started this process ends, and it does not reach
    what a library starts. The closing of the pipe on standard input is seen by poll even while we are inside C code.
    """
    if os.fork():
        return
    os.closerange(1, 1024)
    poll = select.poll()
    poll.register(0, 0)  # nothing but POLLHUP, which is always reported
    poll.poll()
    os.killpg(0, signal.SIGKILL)


def set_limits(megabytes: int, written: int) -> None:
    """Memory (address space) and size of any file written, of this process and each it starts; no core dumps, which
    would hold case material."""
    resource.setrlimit(resource.RLIMIT_AS, (megabytes * 2**20, megabytes * 2**20))
    resource.setrlimit(resource.RLIMIT_FSIZE, (written * 2**20, written * 2**20))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def allow_seconds(seconds: int) -> None:
    """Processor time until the next message, over which the kernel ends the process with SIGXCPU."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    _soft, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (int(used.ru_utime + used.ru_stime) + seconds + 1, hard))


def leave_network() -> None:
    """Move to a network of our own, with no device in it: what a hostile file makes a library do reaches nobody.

    Where the system does not allow it the process goes on as it is; `Worker.has_network` tells the parent.
    """
    libc = ctypes.CDLL(None, use_errno=True)
    user, group = os.getuid(), os.getgid()
    if libc.unshare(NEW_NETWORK) == 0 or libc.unshare(NEW_USER | NEW_NETWORK) != 0:
        return
    with suppress(OSError):  # without them files are still ours, only their owner has no name
        Path("/proc/self/setgroups").write_text("deny")
        Path("/proc/self/uid_map").write_text(f"{user} {user} 1")
        Path("/proc/self/gid_map").write_text(f"{group} {group} 1")


def silence() -> Any:
    """Keep the pipe for replies to ourselves: what libraries print goes nowhere. Returns the pipe."""
    replies = os.fdopen(os.dup(1), "wb")
    nowhere = os.open(os.devnull, os.O_RDWR)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)
    return replies


if __name__ == "__main__":
    main(sys.argv[1:])
