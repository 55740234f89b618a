"""Originals: copied once into a store named by content, never changed.

A store is an fsspec URL; by default a folder of the archive. The address of an original is its path in the store
(`ab/abcdef…`), or `link:` and a path where `--link` left it in its place.
"""

import hashlib
import os
import shutil
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Any

from pipeline.errors import CannotRead
from pipeline.records import FileState, SourceFile
from pipeline.settings import Settings

LINK = "link:"
BLOCK = 1 << 20
CHANGED = "the linked file is not as it was taken in; ingest its folder again, or put it back and use --retry-failed"


def hash_file(path: Path) -> str:
    """The SHA-256 of a file. Raises OSError where it cannot be read."""
    with path.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()


def hash_original(settings: Settings, address: str) -> str:
    """The SHA-256 of an original as it lies in the store now. Raises OSError where it cannot be read."""
    if address.startswith(LINK):
        return hash_file(Path(address.removeprefix(LINK)))
    filesystem, root = _open_store(settings)
    digest = hashlib.sha256()
    with filesystem.open(f"{root}/{address}", "rb") as original:
        while block := original.read(BLOCK):
            digest.update(block)
    return digest.hexdigest()


def keep_original(settings: Settings, path: Path, sha256: str) -> str:
    """Copy a file into the store, and return its address. The copy is complete or not there.

    Raises OSError where it cannot be written, ValueError where the file changed while it was copied.
    """
    filesystem, root = _open_store(settings)
    address = address_of(sha256)
    target = f"{root}/{address}"
    if filesystem.exists(target):
        return address
    filesystem.makedirs(f"{root}/{sha256[:2]}", exist_ok=True)
    part = f"{target}.part"
    digest = hashlib.sha256()
    with path.open("rb") as source, filesystem.open(part, "wb") as copy:
        while block := source.read(BLOCK):
            digest.update(block)
            copy.write(block)
    if digest.hexdigest() != sha256:
        filesystem.rm_file(part)
        raise ValueError("the file changed while it was copied")
    filesystem.mv(part, target)
    return address


def delete_original(settings: Settings, sha256: str) -> None:
    """Delete the copies that the archive has of an original; a file that was linked is not touched."""
    filesystem, root = _open_store(settings)
    address = address_of(sha256)
    for copy in (f"{root}/{address}", f"{root}/{address}.part"):
        if filesystem.exists(copy):
            filesystem.rm_file(copy)
    (settings.archive / "cache" / "originals" / address).unlink(missing_ok=True)


def address_of(sha256: str) -> str:
    """Where a copy of the original lies in the store."""
    return f"{sha256[:2]}/{sha256}"


def link_original(path: Path) -> str:
    """The address of a file that stays where it is. Raises ValueError for a name that the catalog cannot keep."""
    address = LINK + str(path.absolute())
    try:
        address.encode("utf-8")
    except UnicodeEncodeError as error:
        reason = "its name is not UTF-8, so it cannot stay in its place: rename it, or leave out --link"
        raise ValueError(reason) from error
    return address


def local_path(settings: Settings, address: str) -> Path:
    """Where an original can be opened on this machine; one from a distant store is fetched into the archive's cache.

    Raises FileNotFoundError where it is gone.
    """
    if address.startswith(LINK):
        return Path(address.removeprefix(LINK))
    filesystem, root = _open_store(settings)
    if "file" in (filesystem.protocol if isinstance(filesystem.protocol, tuple) else (filesystem.protocol,)):
        return Path(root) / address
    cached = settings.archive / "cache" / "originals" / address
    if not cached.is_file():
        cached.parent.mkdir(parents=True, exist_ok=True)
        with (
            tempfile.NamedTemporaryFile(dir=cached.parent, delete=False) as part,
            filesystem.open(f"{root}/{address}", "rb") as source,
        ):
            shutil.copyfileobj(source, part, BLOCK)
        os.replace(part.name, cached)
    return cached


def open_original(settings: Settings, source: SourceFile) -> SourceFile:
    """The document with the path of its original on this machine. Raises OSError where it is gone."""
    path = local_path(settings, source.path)
    path.stat()  # a reader that cannot open it would only say that it died
    return replace(source, path=str(path))


def check_link(source: SourceFile, opened: SourceFile) -> None:
    """An original that was left in its place is still what it was; raises CannotRead where it is not."""
    if source.path.startswith(LINK) and hash_file(Path(opened.path)) != source.sha256:
        raise CannotRead(FileState.QUARANTINED, CHANGED)


def _open_store(settings: Settings) -> tuple[Any, str]:
    from fsspec.core import url_to_fs

    filesystem, root = url_to_fs(settings.store)
    return filesystem, str(root).rstrip("/")
