"""Cutting the work into pieces, and doing one piece: reading pages, marking pages.

A piece is some minutes of work at most. What was done is committed every few seconds, so that a piece that dies loses
little; the next plan holds what is left of it.
"""

import time
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pipeline.archive import Archive, until_stopped
from pipeline.catalog.files import end_document, load_document, set_page_count
from pipeline.catalog.findings import save_findings, save_marks
from pipeline.catalog.pages import (
    documents_to_read,
    load_layout,
    load_page,
    pages_to_mark,
    put_in_outbox,
    save_page,
    set_problem,
    stale_numbers,
)
from pipeline.catalog.stages import forget_stages, load_stages, set_stages
from pipeline.contents import has_pages, plan_unpacking
from pipeline.errors import CannotRead
from pipeline.marking import DETECTOR, LANGUAGE, UNMARKED, Marked, PageText, mark_supervised, stage_keys
from pipeline.production import plan_production
from pipeline.reading import count_supervised, read_supervised, reading_key
from pipeline.records import FileState, Page, SourceFile
from pipeline.store import check_link, open_original
from pipeline.supervise import Worker

COMMIT_PAGES = 50
COMMIT_SECONDS = 5.0
FILES_PER_PIECE = 20
PAGES_PER_MARK_PIECE = 100


@dataclass(frozen=True, slots=True)
class Chunk:
    """Pages `first` to `last` of one document; `last` is None where the pages are to be counted, and 0 where only the
    document's end is to be recorded."""

    sha256: str
    first: int
    last: int | None


Piece = tuple[Chunk, ...]


def is_work_left(archive: Archive, retry_failed: bool) -> bool:
    """Is there anything to open, to read or to mark? Asked before a flow is started for it."""
    if any(plan_unpacking(archive, retry_failed)) or any(plan_production(archive, retry_failed)):
        return True
    return any(plan_reading(archive, retry_failed)) or any(plan_marking(archive, retry_failed))


def plan_reading(archive: Archive, retry_failed: bool = False) -> Iterator[Piece]:
    """All reading that is left as far as it is known now, as pieces of about `chunk_pages` pages."""
    size = archive.settings.chunk_pages
    taken: list[Chunk] = []
    pages = 0
    for chunk in _find_chunks(archive, retry_failed):
        taken.append(chunk)
        pages += chunk.last - chunk.first + 1 if chunk.last is not None else 1
        if pages >= size or len(taken) >= FILES_PER_PIECE:
            yield tuple(taken)
            taken, pages = [], 0
    if taken:
        yield tuple(taken)


def _find_chunks(archive: Archive, retry_failed: bool) -> Iterator[Chunk]:
    key = reading_key(archive.settings)
    with archive.engine.connect() as connection:
        for sha256 in documents_to_read(connection, key, retry_failed):
            found = load_document(connection, sha256)
            if found is None or not has_pages(found[0].media_type):
                continue
            if found[1] is None:
                yield Chunk(sha256, 1, None)
                continue
            numbers = stale_numbers(connection, sha256, found[1], key, retry_failed)
            for first, last in _ranges(numbers, archive.settings.chunk_pages):
                yield Chunk(sha256, first, last)
            if not numbers:  # all read, but a killed run did not say so
                yield Chunk(sha256, 1, 0)


def _ranges(numbers: list[int], size: int) -> Iterator[tuple[int, int]]:
    """Runs of consecutive numbers, none longer than `size`."""
    first = last = None
    for number in numbers:
        if first is not None and last is not None and (number != last + 1 or number - first >= size):
            yield first, last
            first = None
        first = number if first is None else first
        last = number
    if first is not None and last is not None:
        yield first, last


def read_piece(archive: Archive, worker: Worker, piece: Piece) -> Counter[str]:
    """Read the chunks of a piece. Returns pages by state, and `files` that ended."""
    counts: Counter[str] = Counter()
    for chunk in until_stopped(archive, piece):
        counts += _do_chunk(archive, worker, chunk)
    return counts


def _do_chunk(archive: Archive, worker: Worker, chunk: Chunk) -> Counter[str]:
    with archive.engine.connect() as connection:
        found = load_document(connection, chunk.sha256)
    assert found is not None
    try:
        source = open_original(archive.settings, found[0])
        if chunk.last is None:
            check_link(found[0], source)
            return _count(archive, worker, source)
        pages = read_supervised(worker, source, chunk.first, chunk.last, archive.settings)
        return _save_pages(archive, chunk.sha256, pages) + _finish(archive, chunk.sha256)
    except CannotRead as refusal:
        return _end(archive, chunk.sha256, FileState(refusal.state), refusal.reason)
    except OSError as error:
        reason = f"the original cannot be opened ({error.strerror}); give the file again with --rehash --retry-failed"
        return _end(archive, chunk.sha256, FileState.QUARANTINED, reason)


def _count(archive: Archive, worker: Worker, source: SourceFile) -> Counter[str]:
    """Counted first and read by the next plan: only then can the pages of one file be spread over all workers."""
    count = count_supervised(worker, source, archive.settings)
    if count > archive.settings.file_pages:
        raise CannotRead(FileState.QUARANTINED, f"has {count} pages; raise EXCULPA_FILE_PAGES, or split the file")
    with archive.writing() as connection:
        set_page_count(connection, source.sha256, count)
    return Counter({"files counted": 1})


def _save_pages(archive: Archive, sha256: str, pages: Iterator[Page]) -> Counter[str]:
    counts: Counter[str] = Counter()
    key = reading_key(archive.settings)
    batch: list[Page] = []
    since = time.monotonic()

    def commit() -> None:
        with archive.writing() as connection:
            for page in batch:
                save_page(connection, sha256, page, key)
        batch.clear()

    try:
        for page in until_stopped(archive, pages):
            batch.append(page)
            counts[page.state.value] += 1
            if len(batch) >= COMMIT_PAGES or time.monotonic() - since > COMMIT_SECONDS:
                commit()
                since = time.monotonic()
    finally:
        commit()
    return counts


def _finish(archive: Archive, sha256: str) -> Counter[str]:
    """A document whose pages have all been read is done."""
    with archive.writing() as connection:
        found = load_document(connection, sha256)
        if found is None or found[1] is None:
            return Counter()
        if stale_numbers(connection, sha256, found[1], reading_key(archive.settings), retry_failed=False):
            return Counter()
        end_document(connection, sha256, FileState.DONE)
    return Counter({"files": 1})


def _end(archive: Archive, sha256: str, state: FileState, reason: str) -> Counter[str]:
    archive.check_stop()
    with archive.writing() as connection:
        end_document(connection, sha256, state, reason)
    return Counter({"files": 1, f"files {state.value}": 1})


# ---------------------------------------------------------------- what the pages say

MarkPiece = tuple[tuple[str, int], ...]


def plan_marking(archive: Archive, retry_failed: bool = False) -> Iterator[MarkPiece]:
    """Pages on which the language step or a detector is to be done, or (if asked) died before, as pieces."""
    with archive.engine.connect() as connection:
        again = UNMARKED if retry_failed else None
        left = list(pages_to_mark(connection, stage_keys(archive.settings), again))
    for at in range(0, len(left), PAGES_PER_MARK_PIECE):
        yield tuple(left[at : at + PAGES_PER_MARK_PIECE])


def mark_piece(archive: Archive, worker: Worker, piece: MarkPiece) -> Counter[str]:
    """Do the language step and the stale detectors on some pages. Returns `marked` and `not marked`."""
    archive.check_stop()
    keys = stage_keys(archive.settings)
    pages = [page for sha256, number in piece if (page := _page_text(archive, keys, sha256, number)) is not None]
    batch: list[Marked] = []
    counts: Counter[str] = Counter()
    for marked in until_stopped(archive, mark_supervised(worker, pages, archive.settings)):
        batch.append(marked)
        counts["not marked" if marked.problem else "marked"] += 1
        if len(batch) >= COMMIT_PAGES:
            _save_marked(archive, keys, batch)
            batch.clear()
    _save_marked(archive, keys, batch)
    return counts


def _page_text(archive: Archive, keys: dict[str, str], sha256: str, number: int) -> PageText | None:
    with archive.engine.connect() as connection:
        page = load_page(connection, sha256, number)
        layout = load_layout(connection, sha256, number)
        done = load_stages(connection, sha256, number)
    if page is None or page.reading is None or layout is None:
        return None
    died = page.problem is not None and page.problem.startswith(UNMARKED)
    stale = [stage for stage, key in keys.items() if died or done.get(stage) != key]
    names = tuple(stage.removeprefix(DETECTOR) for stage in stale if stage != LANGUAGE)
    return PageText(sha256, number, page.reading, page.text or "", layout, names, LANGUAGE in stale)


def _save_marked(archive: Archive, keys: dict[str, str], batch: Iterable[Marked]) -> None:
    with archive.writing() as connection:
        for marked in batch:
            page = marked.page
            if page.whole:
                forget_stages(connection, page.sha256, page.number)
                save_marks(connection, page.sha256, page.number, page.reading, marked.said)
            for detector in page.detectors:
                found = [one for name, one in marked.found if name == detector]
                save_findings(connection, page.sha256, page.number, page.reading, detector, found)
            set_stages(connection, page.sha256, page.number, keys)
            set_problem(connection, page.sha256, page.number, marked.problem, UNMARKED)
            put_in_outbox(connection, [(page.sha256, page.number)])
