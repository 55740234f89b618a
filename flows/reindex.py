"""Rebuilding the search index: one long stream, so no tasks, but the same lock as an ingest."""

from pipeline.archive import open_archive
from pipeline.overlays import rebuild_index as rebuild
from pipeline.settings import Settings


def rebuild_index(settings: Settings) -> int:
    """Make the index again from the catalog. Returns how many pages it holds."""
    with open_archive(settings) as archive:
        return rebuild(archive)
