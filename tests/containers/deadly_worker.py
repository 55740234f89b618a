"""A worker that dies when it has announced a member whose name says so."""

import os
import sys
import time
from collections.abc import Iterator
from typing import Any

from pipeline.unpacking import unpack_task
from pipeline.worker import TASKS, main


def unpack(argument: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for message in unpack_task(argument):
        yield message
        if "deadly" in message.get("path", ""):
            os.abort()
        if "endless" in message.get("path", ""):
            time.sleep(3600)


if __name__ == "__main__":
    main(sys.argv[1:], TASKS | {"unpack": "tests.containers.deadly_worker:unpack"})
