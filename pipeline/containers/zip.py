"""ZIP archives by the list at their end; one whose list is damaged, or packed in a rare way, is read from its front."""

import stat
import zipfile
import zlib
from collections.abc import Iterator
from lzma import LZMAError

from pipeline.containers import BrokenOff, Damaged, Fact, Member, archive
from pipeline.containers.names import Names
from pipeline.errors import CannotRead
from pipeline.records import FileState, SourceFile
from pipeline.settings import Settings

BLOCK = 1 << 20
ENCRYPTED, UTF8 = 0x1, 0x800
METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA)
PASSWORD = "It needs a password. Take it out of the archive by hand and ingest what comes out."
DAMAGE = (zipfile.BadZipFile, zlib.error, LZMAError, EOFError, OSError, ValueError, NotImplementedError, RuntimeError)
"""What zipfile raises for a damaged archive, depending on where the damage is."""


def find_members(source: SourceFile, name: str, settings: Settings) -> Iterator[Member | Fact]:
    try:
        opened = zipfile.ZipFile(source.path)
    except DAMAGE as error:
        yield from _from_the_front(source, name, settings, error)
        return
    with opened:
        files = [info for info in opened.infolist() if not info.is_dir()]
        if any(info.compress_type not in METHODS and not info.flag_bits & ENCRYPTED for info in files):
            yield from archive.find_members(source, name, settings)
            return
        names = Names()
        for info in files:
            yield _member(opened, info, names.give(_name(info)), len(files))


def _from_the_front(source: SourceFile, name: str, settings: Settings, error: Exception) -> Iterator[Member | Fact]:
    """What can be saved of an archive that was cut off: its members each have a head of their own."""
    found = 0
    try:
        for member in archive.find_members(source, name, settings):
            found += isinstance(member, Member)
            yield member
    except CannotRead:
        if not found:
            raise
    if not found:
        raise CannotRead(
            FileState.QUARANTINED, f"The archive is damaged ({error}) and nothing in it can be found. Ask for a copy."
        )
    raise BrokenOff(f"the list at the end of the archive is damaged ({error}), so nobody knows whether that is all")


def _name(info: zipfile.ZipInfo) -> str:
    """Without the flag for UTF-8 a name is in the letters of the first PC (cp437), says the format; most programs of
    Unix and Mac write UTF-8 all the same."""
    if info.flag_bits & UTF8:
        return info.filename
    try:
        return info.filename.encode("cp437").decode("utf-8")
    except UnicodeError:
        return info.filename


def _member(opened: zipfile.ZipFile, info: zipfile.ZipInfo, path: str, total: int) -> Member:
    if info.flag_bits & ENCRYPTED:
        return Member(path, None, FileState.ENCRYPTED, PASSWORD, total)
    if stat.S_ISLNK(info.external_attr >> 16):
        return Member(path, None, FileState.SKIPPED, "a symbolic link, which is not followed", total)
    return Member(path, _blocks(opened, info), total=total)


def _blocks(opened: zipfile.ZipFile, info: zipfile.ZipInfo) -> Iterator[bytes]:
    """Raises Damaged where they are."""
    try:
        with opened.open(info) as file:
            while block := file.read(BLOCK):
                yield block
    except DAMAGE as error:
        raise Damaged(f"it is damaged in the archive ({error or type(error).__name__})") from error
