"""Purging documents: erase, conclude again from what is left, rebuild the index, under one lock."""

from collections.abc import Iterable

from pipeline.archive import open_archive
from pipeline.overlays import rebuild_index
from pipeline.purge import Purged, purge
from pipeline.run import conclude
from pipeline.settings import Settings


def purge_documents(settings: Settings, hashes: Iterable[str], reason: str) -> list[Purged]:
    """Take these documents out of the archive for good. The index is made anew, for engines keep deleted pages in
    their files for a while."""
    with open_archive(settings) as archive:
        purged = [purge(archive, sha256, reason) for sha256 in hashes]
        conclude(archive)
        rebuild_index(archive, settings)
    return purged
