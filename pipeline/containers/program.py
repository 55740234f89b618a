"""Programs that are started apart and take a file to pieces into a folder: what they leave there are the members."""

import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.containers import BrokenOff, Member
from pipeline.containers.names import Names
from pipeline.errors import CannotRead, ServiceMissing
from pipeline.records import FileState
from pipeline.settings import Settings

BLOCK = 1 << 20


@dataclass(frozen=True, slots=True)
class Program:
    """`options` stand before the folder and the file. `reads` and `package` tell who lacks it what to install; `todo`
    is said of a file from which nothing comes out."""

    name: str
    options: Sequence[str]
    reads: str
    package: str
    todo: str


def find_pieces(program: Program, path: str, settings: Settings) -> Iterator[Member]:
    """The files a program takes out. Raises ServiceMissing, CannotRead where nothing comes out, BrokenOff where the
    program did not end well."""
    if not (found := shutil.which(program.name)):
        raise ServiceMissing(
            f"{program.name} is not installed, and there are {program.reads} to read. "
            f"Install it with: apt install {program.package}"
        )
    room = settings.archive / "unpacking"
    room.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=room, prefix=f"{program.name}-") as folder:
        code = _run([found, *program.options, folder, path], settings)
        files = sorted(one for one in Path(folder).rglob("*") if one.is_file() and not one.is_symlink())
        if not files:
            reason = f"{program.name} takes nothing out of the file (it ended with {code}). {program.todo}"
            raise CannotRead(FileState.QUARANTINED, reason)
        names = Names()
        for one in files:
            yield Member(names.give(_place(one.relative_to(folder), path)), _blocks(one), total=len(files))
        if code != 0:
            raise BrokenOff(f"{program.name} ended with {code}, so nobody knows whether that is all")


def _place(path: Path, source: str) -> str:
    """A mailbox that has no name is given that of its file by readpst, which is a hash here."""
    nameless = len(path.parts) > 1 and path.parts[0] == Path(source).name
    return Path(*path.parts[1:]).as_posix() if nameless else path.as_posix()


def _run(command: list[str], settings: Settings) -> int:
    quiet = subprocess.DEVNULL
    try:
        seconds = settings.open_seconds * 0.9  # or the worker is stopped, and what was taken out with it
        return subprocess.run(command, stdin=quiet, stdout=quiet, stderr=quiet, timeout=seconds, check=False).returncode
    except subprocess.TimeoutExpired:
        return -1


def _blocks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while block := file.read(BLOCK):
            yield block
