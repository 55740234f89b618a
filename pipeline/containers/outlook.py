"""Mailboxes of Outlook (PST, OST) by readpst, a program that is started apart: each item is a member in its folder."""

import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

from pipeline.containers import BrokenOff, Fact, Member
from pipeline.containers.names import Names
from pipeline.errors import CannotRead, ServiceMissing
from pipeline.records import FileState, SourceFile
from pipeline.settings import Settings

BLOCK = 1 << 20
# Items in files of their own with a suffix, in UTF-8, deleted ones too, without threads; no word on what it does.
OPTIONS = ("-e", "-8", "-D", "-j", "0", "-q")
MISSING = "readpst is not installed, and there are mailboxes of Outlook to read. Install it with: apt install pst-utils"


def find_members(source: SourceFile, name: str, settings: Settings) -> Iterator[Member | Fact]:
    if not (program := shutil.which("readpst")):
        raise ServiceMissing(MISSING)
    room = settings.archive / "unpacking"
    room.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=room, prefix="pst-") as folder:
        code = _run([program, *OPTIONS, "-o", folder, source.path], settings)
        files = sorted(path for path in Path(folder).rglob("*") if path.is_file() and not path.is_symlink())
        if not files:
            reason = f"The mailbox cannot be opened (readpst ended with {code}). Export its mail from Outlook."
            raise CannotRead(FileState.QUARANTINED, reason)
        names = Names()
        for path in files:
            yield Member(names.give(_place(path.relative_to(folder), source)), _blocks(path), total=len(files))
        if code != 0:
            raise BrokenOff(f"readpst ended with {code}, so nobody knows whether that is all")


def _place(path: Path, source: SourceFile) -> str:
    """A mailbox that has no name is given that of its file by readpst, which is a hash here."""
    nameless = len(path.parts) > 1 and path.parts[0] == Path(source.path).name
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
