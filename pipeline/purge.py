"""Taking documents out of an archive for good: catalog, original, converted copies. The index follows with its next
rebuild, which the command does at once."""

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass

from sqlalchemy import text

from pipeline.archive import Archive
from pipeline.catalog.decisions import actor_of
from pipeline.catalog.files import load_document
from pipeline.catalog.members import find_containers_of
from pipeline.catalog.purges import members_to_purge, purge_document
from pipeline.errors import UsageError
from pipeline.store import LINK, delete_original


@dataclass(frozen=True, slots=True)
class Purged:
    """What was taken out. `left` are files that lie where they were given and are not the archive's to delete."""

    documents: int
    pages: int
    left: tuple[str, ...]


def purge(archive: Archive, sha256: str, reason: str) -> Purged:
    """Erase a document, with what lies in it and nowhere else. Raises UsageError where it lies in a container, whose
    bytes would still hold it.

    The catalog is first; what a killed run leaves of the files is found by nothing and deleted by purging again.
    """
    with archive.writing() as connection:
        _refuse_member(find_containers_of(connection, sha256))
        hashes = [sha256, *members_to_purge(connection, sha256)]
        addresses = [found[0].path for each in hashes if (found := load_document(connection, each)) is not None]
        pages = sum(purge_document(connection, each, actor_of(archive.settings), reason) for each in hashes)
    for each in hashes:
        _delete_files(archive, each)
    _overwrite_free_space(archive)
    left = tuple(address.removeprefix(LINK) for address in addresses if address.startswith(LINK))
    return Purged(len(hashes), pages, left)


def _refuse_member(containers: Iterable[tuple[str, str]]) -> None:
    for container, path in containers:
        raise UsageError(
            f"It lies in another file ({container[:16]}, as {path}), whose bytes would still hold it. Purge that file, "
            "and ingest again what of it may stay."
        )


def _delete_files(archive: Archive, sha256: str) -> None:
    delete_original(archive.settings, sha256)
    for kept in (archive.settings.archive / "converted").glob(f"{sha256}*"):
        with suppress(FileNotFoundError):
            kept.unlink()


def _overwrite_free_space(archive: Archive) -> None:
    """SQLite keeps deleted rows in free pages and in its log until they are written anew."""
    if archive.engine.dialect.name == "sqlite":
        with archive.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("VACUUM"))
            connection.execute(text("PRAGMA wal_checkpoint(TRUNCATE)"))
