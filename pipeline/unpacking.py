"""Taking out what lies inside a file, under supervision: an archive may be a bomb, and only its worker dies of it.

The worker writes each member into a folder of the parent's, under a number and never under its name; the parent keeps
what came before a limit or a death, and a fresh worker goes on behind the member that killed the last one.
"""

import hashlib
import re
import time
from collections.abc import Generator, Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any

from pipeline.containers import BrokenOff, Damaged, Fact, Member, find_members, unpacking_key
from pipeline.errors import CannotRead
from pipeline.messages import settings_from_json, settings_to_json, source_from_json, source_to_json
from pipeline.readers import media_type
from pipeline.records import FileState, SourceFile
from pipeline.settings import Settings
from pipeline.supervise import Worker, WorkerDied

MEGABYTE = 1 << 20
SMALL = 100 * MEGABYTE
"""An archive of blank pages may grow a thousandfold; below this size that harms nobody."""
SIGN_OF_LIFE = 2.0
"""Seconds after which a worker that is writing a large member says so."""
MOST_DEATHS = 3
SUFFIX = re.compile(r"\.[A-Za-z0-9]{1,8}")
NO_BYTES = "the file has no bytes; ask for another copy"


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be taken out, and how much at most. `name` is what the container is called, `folder` where members
    are written; of what is `left` nothing more may be taken."""

    source: SourceFile
    name: str
    folder: Path
    members_left: int
    bytes_left: int


@dataclass(frozen=True, slots=True)
class TakenOut:
    """One member. `file` is where its bytes lie in the order's folder; None where there are none to keep, and then
    `state` and `reason` say why. A member that was damaged has both: what could be had of it, and the reason."""

    path: str
    size: int
    sha256: str | None = None
    media_type: str | None = None
    file: str | None = None
    state: FileState | None = None
    reason: str | None = None


def unpack_supervised(worker: Worker, order: Order, settings: Settings) -> Iterator[TakenOut | Fact]:
    """What lies inside the file, each as soon as it is there.

    Raises BrokenOff where not all of it could be taken out, CannotRead where nothing could, and ServiceMissing.
    """
    first, deaths, deadline = 0, 0, time.monotonic() + settings.container_seconds
    while True:
        begun: tuple[int, str] | None = None
        argument = _argument(order, settings) | {"first": first, "seconds": max(deadline - time.monotonic(), 0.0)}
        try:
            for message in worker.run("unpack", argument, settings.open_seconds):
                if "begin" in message:
                    begun = message["begin"], message["path"]
                elif "stop" in message:
                    raise BrokenOff(message["stop"])
                elif (found := _found(message)) is not None:
                    yield found
                    first, begun = (begun[0] + 1, None) if begun and isinstance(found, TakenOut) else (first, begun)
            return
        except WorkerDied as death:
            deaths += 1
            if begun is None or deaths >= MOST_DEATHS:
                raise BrokenOff(f"the worker that took it apart was stopped ({death.reason})") from death
            reason = f"taking it out stopped the worker ({death.reason}); take it out by hand and ingest what comes out"
            yield TakenOut(begun[1], 0, state=FileState.QUARANTINED, reason=reason)
            first = begun[0] + 1


def _argument(order: Order, settings: Settings) -> dict[str, Any]:
    told = asdict(order) | {"source": source_to_json(order.source), "folder": str(order.folder)}
    return told | {"settings": settings_to_json(settings)}


def _found(message: dict[str, Any]) -> TakenOut | Fact | None:
    if "fact" in message:
        return Fact(*message["fact"])
    if "taken" not in message:
        return None
    told = message["taken"]
    return TakenOut(**told | {"state": None if told["state"] is None else FileState(told["state"])})


# ---------------------------------------------------------------- in the worker


def unpack_task(argument: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """In the worker: the members from number `first` on, each announced, then taken out."""
    source, settings = source_from_json(argument["source"]), settings_from_json(argument["settings"])
    limits = Limits(argument, settings)
    taken = total = 0
    try:
        for number, found in _numbered(find_members(source, argument["name"], settings)):
            if isinstance(found, Fact):
                yield {"fact": [found.source, found.name, found.value]}
                continue
            total = found.total or total
            if number < argument["first"]:
                continue
            limits.check_another(number)
            yield {"begin": number, "path": found.path}
            target = Path(argument["folder"]) / f"{number}{_suffix(found.path)}"
            yield from _take_out(found, target, limits)
            taken = number + 1
    except BrokenOff as stop:
        of = f" of {total:,}" if total else ""
        yield {"stop": f"{taken:,}{of} members were taken out, then: {stop.reason}"}


def _numbered(found: Iterator[Member | Fact]) -> Iterator[tuple[int, Member | Fact]]:
    number = 0
    for one in found:
        yield number, one
        number += isinstance(one, Member)


def _suffix(path: str) -> str:
    """Kept because the kind of a text is told by it."""
    suffix = PurePosixPath(path).suffix
    return suffix if SUFFIX.fullmatch(suffix) else ""


@dataclass
class Limits:
    """What may still be taken out. `grown` counts what this file has become, in bytes."""

    argument: dict[str, Any]
    settings: Settings
    grown: int = 0
    began: float = field(default_factory=time.monotonic)

    def check_another(self, number: int) -> None:
        """May this member be taken out too? Raises BrokenOff."""
        if number >= self.argument["members_left"]:
            limit = f"{self.settings.container_members:,} members"
            raise BrokenOff(f"more than {limit}; raise EXCULPA_CONTAINER_MEMBERS and use --retry-failed")

    def check_grown(self, block: int) -> None:
        """May the file grow by so many bytes more? Raises BrokenOff."""
        self.grown += block
        size, ratio = self.argument["source"]["size"], self.settings.container_ratio
        if self.grown > SMALL and self.grown > ratio * size:
            why = f"it grows to more than {ratio} times its size and is taken for an archive bomb"
            raise BrokenOff(f"{why}; if it is none, raise EXCULPA_CONTAINER_RATIO and use --retry-failed")
        if self.grown > self.argument["bytes_left"]:
            limit = f"{self.settings.container_megabytes:,} MB"
            raise BrokenOff(f"more than {limit}; raise EXCULPA_CONTAINER_MEGABYTES and use --retry-failed")
        if time.monotonic() - self.began > self.argument["seconds"]:
            limit = f"{self.settings.container_seconds:,} seconds"
            raise BrokenOff(f"it took longer than {limit}; raise EXCULPA_CONTAINER_SECONDS and use --retry-failed")


Ended = tuple[int, FileState | None, str | None]
"""Size of what was written, and state and reason where it is not the whole member."""


def _take_out(member: Member, target: Path, limits: Limits) -> Iterator[dict[str, Any]]:
    """Write a member. Yields signs of life, then what became of it. Raises BrokenOff where a limit was reached."""
    state, reason = member.state, member.reason
    digest, size = hashlib.sha256(), 0
    if member.blocks is not None:
        copied = _copy(member, target, limits, digest)
        try:
            while True:
                yield {"busy": next(copied)}
        except StopIteration as end:
            size, state, reason = end.value
    if size == 0 or state is not None:
        target.unlink(missing_ok=True)
        if state is None:
            state, reason = FileState.EMPTY, reason or NO_BYTES
        yield _taken(TakenOut(member.path, size, state=state, reason=reason))
        return
    yield _taken(
        TakenOut(member.path, size, digest.hexdigest(), media_type(target), target.name, reason=reason),
    )


def _copy(member: Member, target: Path, limits: Limits, digest: Any) -> Generator[int, None, Ended]:
    """Yields the size now and then. Returns the size, and state and reason where the member did not come out whole."""
    size, said = 0, time.monotonic()
    most = limits.settings.file_megabytes * MEGABYTE
    assert member.blocks is not None
    with target.open("wb") as file:
        try:
            for block in member.blocks:
                limits.check_grown(len(block))
                size += len(block)
                if size > most:
                    reason = f"larger than {limits.settings.file_megabytes} MB; raise EXCULPA_FILE_MEGABYTES"
                    return size, FileState.QUARANTINED, reason
                digest.update(block)
                file.write(block)
                if time.monotonic() - said > SIGN_OF_LIFE:
                    said = time.monotonic()
                    yield size
        except CannotRead as refusal:
            return size, FileState(refusal.state), refusal.reason
        except Damaged as damage:
            if size == 0:
                return size, FileState.QUARANTINED, damage.reason
            return size, None, f"{size:,} bytes of it could be taken out, not all: {damage.reason}"
    return size, None, None


def _taken(taken: TakenOut) -> dict[str, Any]:
    return {"taken": asdict(taken)}


__all__ = ["Order", "TakenOut", "unpack_supervised", "unpacking_key"]
