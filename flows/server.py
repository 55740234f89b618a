"""Prefect's own server for the length of one run, where no other is named: a child that ends with its parent.

Prefect would start one by itself, but that one outlives a parent that is killed. Started as
`python -m flows.server SOCKET`; SOCKET is the number of an inherited socket that listens already, so that a client
waits for its first answer instead of asking again and again.
"""

import os
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from flows.environment import prepare_prefect
from pipeline.errors import ServiceMissing

ROOT = Path(__file__).resolve().parent.parent
URL = "PREFECT_API_URL"


@contextmanager
def running_server(archive: Path) -> Iterator[None]:
    """A server that answers at PREFECT_API_URL. To be entered before Prefect is imported; it takes some seconds until
    the server answers, which other work can use."""
    prepare_prefect(archive)
    if os.environ.get(URL):
        _check_reachable(os.environ[URL])
        yield
        return
    with socket.create_server(("127.0.0.1", 0), backlog=128) as listening:
        number = listening.fileno()
        child = subprocess.Popen(
            [sys.executable, "-P", "-m", "flows.server", str(number)],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            pass_fds=[number],
            start_new_session=True,
            env={**os.environ, "PYTHONPATH": str(ROOT), "PREFECT_UI_ENABLED": "0", "PREFECT__SERVER_EPHEMERAL": "1"},
        )
        os.environ[URL] = f"http://127.0.0.1:{listening.getsockname()[1]}/api"
    try:
        yield
    finally:
        del os.environ[URL]
        child.kill()
        child.wait()


def _check_reachable(url: str) -> None:
    parts = urlsplit(url)
    try:
        port = parts.port or (443 if parts.scheme == "https" else 80)
        socket.create_connection((parts.hostname or "", port), timeout=10).close()
    except OSError as error:
        reason = f"The Prefect server of {URL} does not answer. Start it, or unset {URL}: then one is started here."
        raise ServiceMissing(reason) from error


def _end_with_parent() -> None:
    sys.stdin.buffer.read()
    os._exit(0)


def main(arguments: list[str]) -> None:
    """Serve until the parent closes our standard input, be it by dying."""
    threading.Thread(target=_end_with_parent, daemon=True).start()
    import uvicorn
    from prefect.server.api.server import create_app

    config = uvicorn.Config(create_app(ephemeral=True), log_level="critical", lifespan="on")
    uvicorn.Server(config).run(sockets=[socket.socket(fileno=int(arguments[0]))])


if __name__ == "__main__":
    main(sys.argv[1:])
