"""An archive that is open for writing: settings, catalog, and the one lock under which the catalog is written."""

import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TypeVar

from sqlalchemy import Connection, Engine

from pipeline.catalog.database import lock_archive, open_catalog
from pipeline.settings import Settings

T = TypeVar("T")


class Stopped(Exception):
    """The run was asked to stop. What was committed stays, the next run goes on from there."""


@dataclass(frozen=True, slots=True)
class Archive:
    """Handed to every step of a run. Threads read with connections of their own and write one after the other."""

    settings: Settings
    engine: Engine
    stopping: threading.Event = field(default_factory=threading.Event)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction that no other thread of this process writes beside."""
        with self._lock, self.engine.begin() as connection:
            yield connection

    def check_stop(self) -> None:
        """Raises Stopped once somebody has asked the run to stop: what a killed worker yields then is not recorded."""
        if self.stopping.is_set():
            raise Stopped


def until_stopped(archive: Archive, things: Iterable[T]) -> Iterator[T]:
    """The same things, until the run is asked to stop; then raises Stopped."""
    for thing in things:
        archive.check_stop()
        yield thing


@contextmanager
def open_archive(settings: Settings, create: bool = False) -> Iterator[Archive]:
    """Open an archive for writing. Raises ArchiveInUse where another process has it open so."""
    engine = open_catalog(settings, create=True) if create else open_catalog(settings)
    try:
        with lock_archive(settings):
            yield Archive(settings, engine)
    finally:
        engine.dispose()
