"""Rebuilding the search index: one long stream, so no tasks, but the same lock as an ingest."""

from dataclasses import replace

from pipeline.archive import open_archive
from pipeline.overlays import rebuild_index as rebuild
from pipeline.settings import Settings


def rebuild_index(settings: Settings, to: str | None = None) -> int:
    """Make the index again from the catalog, or fill the one at the URL `to`. Returns how many pages it holds."""
    with open_archive(settings) as archive:
        return rebuild(archive, replace(settings, index_url=to) if to else settings)
