"""What lies inside the files we were given: which are to be opened, and opening some of them.

Members enter the catalog as documents of their own, with places below their container's, and are opened and read as
if they had been given themselves. All that a member needs is recorded in one transaction, so that a killed run goes on.
"""

import shutil
import time
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath

from sqlalchemy import Connection

from pipeline.archive import Archive, until_stopped
from pipeline.candidates import IntakeRules, is_left_out, load_intake_rules
from pipeline.catalog.facts import save_facts
from pipeline.catalog.files import add_document, end_document, load_document, places_of, set_page_count
from pipeline.catalog.members import (
    MemberRow,
    Outermost,
    end_unpacking,
    find_containers,
    find_outermost,
    save_member,
    taken_before,
)
from pipeline.catalog.purges import PURGED, find_purged
from pipeline.containers import CONTAINERS, BrokenOff, Fact
from pipeline.errors import CannotRead
from pipeline.loading import LOAD_FILES
from pipeline.readers import READERS
from pipeline.records import FileState, SourceFile
from pipeline.store import check_link, keep_original, open_original
from pipeline.supervise import Worker
from pipeline.unpacking import MEGABYTE, Order, TakenOut, unpack_supervised, unpacking_key

FILES_PER_PIECE = 20
COMMIT_MEMBERS = 50
COMMIT_SECONDS = 5.0
ALL_LOCKED = "Everything in it needs a password. Unpack it by hand and ingest what comes out."
LEFT_OUT = "a hidden or system file"
UnpackPiece = tuple[str, ...]


def plan_unpacking(archive: Archive, retry_failed: bool = False) -> Iterator[UnpackPiece]:
    """All files that are to be opened, as far as they are known now, as pieces."""
    with archive.engine.connect() as connection:
        left = find_containers(connection, CONTAINERS, unpacking_key(), retry_failed)
    for at in range(0, len(left), FILES_PER_PIECE):
        yield tuple(left[at : at + FILES_PER_PIECE])


def has_pages(media_type: str) -> bool:
    """Is there anything to read in a file of this kind but what lies inside it?"""
    return media_type in READERS or media_type not in (*CONTAINERS, *LOAD_FILES)


def unpack_piece(archive: Archive, worker: Worker, piece: UnpackPiece) -> Counter[str]:
    """Open the files of a piece. Returns `files opened` and `files taken out`."""
    counts: Counter[str] = Counter()
    for sha256 in until_stopped(archive, piece):
        counts += _open(archive, worker, sha256)
    return counts


@dataclass
class _Opened:
    """How far a file was taken apart, and what came out of it."""

    source: SourceFile
    outermost: Outermost
    rules: IntakeRules
    purged: Collection[str]
    states: Counter[str] = field(default_factory=Counter)
    facts: list[Fact] = field(default_factory=list)
    state: FileState = FileState.DONE
    problem: str | None = None


def _open(archive: Archive, worker: Worker, sha256: str) -> Counter[str]:
    with archive.engine.connect() as connection:
        found = load_document(connection, sha256)
        outermost = find_outermost(connection, sha256)
        purged = frozenset(find_purged(connection))
    assert found is not None
    opened = _Opened(found[0], outermost, load_intake_rules(archive.settings), purged)
    try:
        if outermost.depth >= archive.settings.container_depth:
            depth = archive.settings.container_depth
            raise BrokenOff(f"lies in {depth} files inside each other; raise EXCULPA_CONTAINER_DEPTH to open it too")
        _take_apart(archive, worker, opened)
    except BrokenOff as stop:
        opened.state, opened.problem = FileState.QUARANTINED, stop.reason
    except CannotRead as refusal:
        opened.state, opened.problem = FileState(refusal.state), refusal.reason
    except OSError as error:
        reason = f"the original cannot be opened ({error.strerror}); give the file again with --rehash --retry-failed"
        opened.state, opened.problem = FileState.QUARANTINED, reason
    archive.check_stop()
    with archive.writing() as connection:
        _end(connection, opened)
    return Counter({"files opened": 1, "files taken out": opened.states.total()})


def _take_apart(archive: Archive, worker: Worker, opened: _Opened) -> None:
    """Record all members. A folder that a killed run left behind is emptied first."""
    folder = archive.settings.archive / "unpacking" / opened.source.sha256
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    try:
        source = open_original(archive.settings, opened.source)
        check_link(opened.source, source)
        order = _order(archive, source, opened, folder)
        batch: list[TakenOut | Fact] = []
        since = time.monotonic()
        try:
            for found in until_stopped(archive, unpack_supervised(worker, order, archive.settings)):
                batch.append(found)
                if len(batch) >= COMMIT_MEMBERS or time.monotonic() - since > COMMIT_SECONDS:
                    _record(archive, opened, folder, batch)
                    batch, since = [], time.monotonic()
        finally:
            _record(archive, opened, folder, batch)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _order(archive: Archive, source: SourceFile, opened: _Opened, folder: Path) -> Order:
    with archive.engine.connect() as connection:
        places = places_of(connection, source.sha256)
        members, size = taken_before(connection, source.sha256)
    name = PurePosixPath(places[0].path).name if places else source.sha256
    settings, outermost = archive.settings, opened.outermost
    members_left = settings.container_members - outermost.members + members
    bytes_left = settings.container_megabytes * MEGABYTE - outermost.bytes + size
    return Order(source, name, folder, members_left, bytes_left)


def _record(archive: Archive, opened: _Opened, folder: Path, batch: Iterable[TakenOut | Fact]) -> None:
    """Keep the bytes of some members, then what is known of them: a document is never without its original."""
    kept = [(one, _keep(archive, opened, folder, one)) for one in batch if isinstance(one, TakenOut)]
    opened.facts += [one for one in batch if isinstance(one, Fact)]
    with archive.writing() as connection:
        for taken, address in kept:
            opened.states[_save(connection, opened, taken, address)] += 1


def _keep(archive: Archive, opened: _Opened, folder: Path, taken: TakenOut) -> str | None:
    """The address of its original in the store; None where there is none."""
    if taken.file is None or taken.sha256 is None:
        return None
    path = folder / taken.file
    try:
        if taken.sha256 in opened.purged or is_left_out(taken.path, opened.rules):
            return None
        return keep_original(archive.settings, path, taken.sha256)
    finally:
        path.unlink(missing_ok=True)


def _save(connection: Connection, opened: _Opened, taken: TakenOut, address: str | None) -> FileState:
    row = MemberRow(taken.path, taken.sha256, taken.size, taken.state or FileState.WAITING, taken.reason)
    if address is not None and taken.sha256 is not None and taken.media_type is not None:
        add_document(connection, SourceFile(taken.sha256, "", taken.media_type, taken.size), address)
    elif taken.sha256 is not None:
        reason = PURGED if taken.sha256 in opened.purged else LEFT_OUT
        row = replace(row, member=None, state=FileState.SKIPPED, reason=reason)
    save_member(connection, opened.source.sha256, opened.outermost.sha256, row)
    return row.state


def _end(connection: Connection, opened: _Opened) -> None:
    """Say how it ended. A file that has pages too ends when they are read."""
    sha256 = opened.source.sha256
    save_facts(connection, (sha256, 0), ((fact.source, fact.name, fact.value) for fact in opened.facts))
    end_unpacking(connection, sha256, unpacking_key(), opened.problem)
    if has_pages(opened.source.media_type):
        return
    state, reason = opened.state, opened.problem
    if reason is None and not opened.states:
        state, reason = FileState.EMPTY, "There is no file in it. Ask for another copy."
    elif reason is None and opened.states.keys() == {FileState.ENCRYPTED}:
        state, reason = (
            FileState.ENCRYPTED,
            ALL_LOCKED,
        )
    set_page_count(connection, sha256, 0)
    end_document(connection, sha256, state, reason)
