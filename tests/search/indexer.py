"""An indexer in a process of its own, which a test may kill."""

import multiprocessing
import sys
from multiprocessing.synchronize import Event

from pipeline import overlays
from pipeline.archive import open_archive
from pipeline.errors import ServiceMissing
from pipeline.settings import Settings

BATCH = 60
SECONDS = 120
_CONTEXT = multiprocessing.get_context("forkserver")
_CONTEXT.set_forkserver_preload(["tests.search.indexer"])

Process = multiprocessing.process.BaseProcess


def start(settings: Settings, what: str) -> Process:
    """One that is about to `update` or `rebuild` the index. Forked from a server that has imported all, so that the
    moments of a test are moments of its work."""
    ready = _CONTEXT.Event()
    process = _CONTEXT.Process(target=_work, args=(settings, what, ready))
    process.start()
    assert ready.wait(SECONDS)
    return process


def _work(settings: Settings, what: str, ready: Event) -> None:
    overlays.INDEX_BATCH = BATCH
    with open_archive(settings) as archive:
        ready.set()
        try:
            if what == "update":
                overlays.update_index(archive)
            else:
                overlays.rebuild_index(archive, settings)
        except ServiceMissing as error:
            sys.exit(error.exit_code)
