"""Archives that are read from front to end by libarchive: TAR, 7z, RAR, CPIO, CAB, LHA, ISO images."""

import locale
from collections.abc import Iterator
from typing import Any

from pipeline.containers import BrokenOff, Damaged, Fact, Member
from pipeline.containers.names import Names
from pipeline.errors import CannotRead, ServiceMissing
from pipeline.records import FileState, SourceFile
from pipeline.settings import Settings

try:
    import libarchive
    from libarchive.exception import ArchiveError
except (ImportError, OSError, AttributeError) as error:  # the binding is there, the library is not
    raise ServiceMissing(
        "libarchive is not installed, and there are archives to read. Install it with: apt install libarchive13"
    ) from error

PASSWORD = "It needs a password. Take it out of the archive by hand and ingest what comes out."
LOCKED = ("passphrase", "encrypt", "password")


def find_members(source: SourceFile, name: str, settings: Settings) -> Iterator[Member | Fact]:
    locale.setlocale(locale.LC_CTYPE, "C.UTF-8")  # libarchive hands names over in the letters of the locale
    names, found = Names(), 0
    try:
        with libarchive.file_reader(source.path) as opened:
            for entry in opened:
                if (member := _member(entry, names)) is not None:
                    found += 1
                    yield member
    except ArchiveError as error:
        if found:
            raise BrokenOff(f"the archive is damaged there ({_words(error)})") from error
        if _is_locked(error):
            raise CannotRead(
                FileState.ENCRYPTED, "The archive needs a password. Unpack it by hand and ingest what comes out."
            ) from error
        raise CannotRead(
            FileState.QUARANTINED, f"The archive cannot be opened ({_words(error)}). Ask for another copy."
        ) from error


def _member(entry: Any, names: Names) -> Member | None:
    if entry.isdir:
        return None
    path = names.give(_name(entry))
    if entry.issym:
        return Member(path, None, FileState.SKIPPED, "a symbolic link, which is not followed")
    if entry.islnk:
        return Member(path, None, FileState.DUPLICATE, f"the same file as {entry.linkpath} in this archive")
    if not entry.isreg:
        return Member(path, None, FileState.SKIPPED, "not a regular file")
    return Member(path, _blocks(entry))


def _name(entry: Any) -> str:
    name = entry.pathname
    return name.decode("utf-8", "surrogateescape") if isinstance(name, bytes) else name or ""


def _blocks(entry: Any) -> Iterator[bytes]:
    """Raises Damaged where they are, CannotRead where they are encrypted."""
    try:
        yield from entry.get_blocks()
    except ArchiveError as error:
        if _is_locked(error):
            raise CannotRead(FileState.ENCRYPTED, PASSWORD) from error
        raise Damaged(f"it is damaged in the archive ({_words(error)})") from error


def _is_locked(error: ArchiveError) -> bool:
    return any(word in str(error).lower() for word in LOCKED)


def _words(error: ArchiveError) -> str:
    return str(getattr(error, "msg", None) or error)[:200]


__all__ = ["ArchiveError", "find_members", "libarchive"]
