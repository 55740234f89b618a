"""The whole pipeline on one screen.

    files  ->  members  ->  pages  ->  what each page says  ->  people, leads  ->  search index

`ingest` does it one piece after the other in this process. `flows/ingest.py` does the same steps as Prefect tasks,
many at a time. Every step asks the catalog what is left to do, so a run that is stopped anywhere goes on from there.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from pipeline.archive import Archive, open_archive, until_stopped
from pipeline.candidates import find_candidates, load_intake_rules
from pipeline.intake import IntakeOptions, take_in
from pipeline.readers import media_type
from pipeline.settings import Settings
from pipeline.supervise import Worker


@dataclass(frozen=True, slots=True)
class IngestOptions:
    """What one run is asked to do."""

    intake: IntakeOptions = field(default_factory=IntakeOptions)
    retry_failed: bool = False


def ingest(paths: Iterable[Path], settings: Settings, options: IngestOptions) -> Counter[str]:
    """Take in, unpack, read, mark, resolve, apply the rules, index. Returns what was done, counted."""
    with open_archive(settings, create=True) as archive:
        counts = take_in_files(archive, paths, options.intake)
        with Worker(settings) as worker:
            counts += unpack_all(archive, worker, options.retry_failed)
            counts += read_all(archive, worker, options.retry_failed)
            counts += mark_all(archive, worker, options.retry_failed)
        return counts + conclude(archive)


def take_in_files(archive: Archive, paths: Iterable[Path], options: IntakeOptions) -> Counter[str]:
    """Files on disk become places and documents of the catalog."""
    rules = load_intake_rules(archive.settings)
    candidates = until_stopped(archive, find_candidates(paths, rules, avoid=archive.settings.archive))
    return take_in(archive.engine, archive.settings, candidates, options, media_type)


def unpack_all(archive: Archive, worker: Worker, retry_failed: bool) -> Counter[str]:
    """What lies inside files becomes documents too: plans follow each other until nothing new comes out. Load files
    come last, for what they name may lie in an archive."""
    from pipeline.contents import plan_unpacking, unpack_piece
    from pipeline.production import load_piece, plan_production

    counts: Counter[str] = Counter()
    retry = retry_failed
    while pieces := list(plan_unpacking(archive, retry)):
        for piece in pieces:
            counts += unpack_piece(archive, worker, piece)
        retry = False  # once a run
    for piece in plan_production(archive, retry_failed):
        counts += load_piece(archive, worker, piece)
    return counts


def read_all(archive: Archive, worker: Worker, retry_failed: bool) -> Counter[str]:
    """Documents become pages: first they are counted, then their pages are read, so plans follow each other until one
    is empty."""
    from pipeline.work import plan_reading, read_piece

    counts: Counter[str] = Counter()
    while pieces := list(plan_reading(archive, retry_failed)):
        for piece in pieces:
            counts += read_piece(archive, worker, piece)
        retry_failed = False  # once a run
    return counts


def mark_all(archive: Archive, worker: Worker, retry_failed: bool) -> Counter[str]:
    """Pages get people, marks and findings."""
    from pipeline.work import mark_piece, plan_marking

    counts: Counter[str] = Counter()
    for piece in plan_marking(archive, retry_failed):
        counts += mark_piece(archive, worker, piece)
    return counts


def conclude(archive: Archive) -> Counter[str]:
    """What needs more than one page: documents inside files, people, leads, and the index at last, so that a server
    that is away costs nothing that was found."""
    from pipeline.assembly import find_page_copies, stitch_files
    from pipeline.naming import name_across_pages
    from pipeline.overlays import apply_rules, update_index
    from pipeline.resolution import resolve_people

    counts = Counter({"files stitched": stitch_files(archive), "pages compared": find_page_copies(archive)})
    counts["files named"] = name_across_pages(archive)
    counts["persons"] = resolve_people(archive)
    counts["groups"] = apply_rules(archive)
    counts["indexed"] = update_index(archive)
    return counts
