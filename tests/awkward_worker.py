"""A worker whose tasks fail on purpose, each in its own way."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pipeline.errors import CannotRead, ServiceMissing
from pipeline.messages import page_to_json
from pipeline.records import Page, PageState, Reading
from pipeline.worker import main

Argument = dict[str, Any]


def echo(argument: Argument) -> Iterator[Argument]:
    yield argument
    yield {"pid": os.getpid()}


def hang(argument: Argument) -> Iterator[Argument]:
    yield {"before": True}
    time.sleep(3600)


def abort(argument: Argument) -> Iterator[Argument]:
    yield {"before": True}
    os.abort()


def eat(argument: Argument) -> Iterator[Argument]:
    yield {"size": len(bytearray(argument["megabytes"] * 2**20))}


def leave(argument: Argument) -> Iterator[Argument]:
    os._exit(7)
    yield {}


def stumble(argument: Argument) -> Iterator[Argument]:
    yield {"before": True}
    raise KeyError("no such thing")


def refuse(argument: Argument) -> Iterator[Argument]:
    raise CannotRead("encrypted", "It needs a password.")
    yield {}


def lack(argument: Argument) -> Iterator[Argument]:
    raise ServiceMissing("Install it with: apt install thing")
    yield {}


def chatter(argument: Argument) -> Iterator[Argument]:
    print("a library says something on standard output")
    os.write(1, b'{"item": {"forged": true}}\n')
    os.write(2, b"\xff\xfe not even UTF-8\n" * 10_000)
    subprocess.run(["sh", "-c", "echo from a child; echo again >&2"], check=True)
    yield {"text": "a line\nbreak, a lone \ud800 surrogate"}


def flood(argument: Argument) -> Iterator[Argument]:
    yield {"text": "x" * (70 * 2**20)}


def spin(argument: Argument) -> Iterator[Argument]:
    yield {"before": True}
    while True:
        pass


def write(argument: Argument) -> Iterator[Argument]:
    with open(argument["path"], "wb") as file:
        file.write(b"x" * (argument["megabytes"] * 2**20))
    yield {"written": True}


def call(argument: Argument) -> Iterator[Argument]:
    """Does a server on this machine answer?"""
    with socket.socket() as caller:
        caller.settimeout(5)
        yield {"error": caller.connect_ex(("127.0.0.1", argument["port"])), "home": str(Path.home())}


def start_sleeper(argument: Argument) -> Iterator[Argument]:
    yield {"pid": subprocess.Popen(["sleep", "3600"]).pid}
    time.sleep(3600)


def read(argument: Argument) -> Iterator[Argument]:
    """Pages of a document on whose pages 3 and 6 the reader dies."""
    for number in range(argument["first"], argument["last"] + 1):
        if number == 3 or argument["source"]["path"] == "always":
            os.abort()
        if number == 6:
            time.sleep(3600)
        yield page_to_json(Page(number, PageState.OCR, Reading(f"page {number}"), 612, 792))


TASKS = {
    name: f"tests.awkward_worker:{name}"
    for name in (
        "echo hang abort eat leave stumble refuse lack chatter flood start_sleeper read spin write call".split()
    )
}

if __name__ == "__main__":
    main(sys.argv[1:], TASKS)
