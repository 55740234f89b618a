"""ZIP archives by the list at their end; one whose list is damaged, or packed in a rare way, is read from its front."""

import stat
import zipfile
import zlib
from collections.abc import Iterator
from copy import copy
from itertools import chain
from lzma import LZMAError

from pipeline.containers import BrokenOff, Damaged, Fact, Member, archive
from pipeline.containers.names import Names
from pipeline.errors import CannotRead
from pipeline.records import FileState, SourceFile
from pipeline.settings import Settings

BLOCK = 1 << 16
ENCRYPTED, UTF8 = 0x1, 0x800
HEAD = b"PK\x03\x04"
LETTERS = ["cp437", "cp1252", "shift_jis", "gb18030", "big5", "euc_kr", "cp1251"]
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
        if not _heads_are_good(opened, files) and (front := _front(source, name, settings)) is not None:
            yield from front
            return
        names, called = Names(), _names_of(files)
        for number, info in enumerate(files):
            yield _member(opened, info, names.give(called[number]), len(files))


def _front(source: SourceFile, name: str, settings: Settings) -> Iterator[Member | Fact] | None:
    """The members as libarchive finds them; None where it finds none."""
    found = archive.find_members(source, name, settings)
    try:
        first = next(found)
    except (StopIteration, CannotRead):
        return None
    return chain([first], found)


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


def _heads_are_good(opened: zipfile.ZipFile, files: list[zipfile.ZipInfo]) -> bool:
    """Does each member begin where the list says?"""
    assert opened.fp is not None
    for info in files:
        opened.fp.seek(info.header_offset)
        if opened.fp.read(4) != HEAD:
            return False
    return True


def _names_of(files: list[zipfile.ZipInfo]) -> dict[int, str]:
    """By number. Without the flag for UTF-8 a name is in the letters of the first PC (cp437), says the format; but
    programs of Unix and Mac write UTF-8, and those of other countries the letters of their own."""
    named = {number: info.filename for number, info in enumerate(files)}
    old = [number for number, info in enumerate(files) if not info.flag_bits & UTF8 and not info.filename.isascii()]
    raw = {number: named[number].encode("cp437", "replace") for number in old}
    encoding = _guess_encoding(b"\n".join(raw.values())) if raw else "cp437"
    return named | {number: raw[number].decode(encoding, "replace") for number in old}


def _guess_encoding(raw: bytes) -> str:
    try:
        raw.decode("utf-8")
        return "utf-8"
    except UnicodeDecodeError:
        from charset_normalizer import from_bytes

        guesses = list(from_bytes(raw, cp_isolation=LETTERS))
    best = guesses[0] if guesses else None
    likely = {guess.encoding for guess in guesses if best and guess.chaos <= best.chaos}
    return best.encoding if best is not None and "cp437" not in likely else "cp437"


def _member(opened: zipfile.ZipFile, info: zipfile.ZipInfo, path: str, total: int) -> Member:
    if info.flag_bits & ENCRYPTED:
        return Member(path, None, FileState.ENCRYPTED, PASSWORD, total)
    if stat.S_ISLNK(info.external_attr >> 16):
        return Member(path, None, FileState.SKIPPED, "a symbolic link, which is not followed", total)
    return Member(path, _blocks(opened, info), total=total)


def _blocks(opened: zipfile.ZipFile, info: zipfile.ZipInfo) -> Iterator[bytes]:
    """Raises Damaged where they are; where only the check sum is wrong, behind the last block."""
    unchecked, crc = copy(info), 0
    del unchecked.CRC  # zipfile would keep back the block at whose end it finds the sum wrong
    try:
        with opened.open(unchecked) as file:
            while block := file.read(BLOCK):
                crc = zlib.crc32(block, crc)
                yield block
    except DAMAGE as error:
        raise Damaged(f"it is damaged in the archive ({error or type(error).__name__})") from error
    if crc != info.CRC:
        raise Damaged("it is damaged in the archive (its check sum is wrong)")
