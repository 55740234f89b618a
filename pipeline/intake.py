"""What we are given: folders, files and lists become places in the catalog, each with its case, set and state.

Nothing is read here but bytes: hash, media type, size. A place that cannot be taken in ends in a state with a reason
that says what to do. The case is the first folder under the root; files directly in it take the root's name.
"""

import csv
import io
import os
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath

from sqlalchemy import Connection, Engine

from pipeline.candidates import Candidate, IntakeRules, judge, load_intake_rules, plain, readable
from pipeline.catalog.files import (
    FileRow,
    NewFile,
    add_document,
    add_file,
    file_row,
    find_file,
    find_unread_places,
    load_document,
    mark_pages_for_index,
    set_address,
    set_file_state,
    update_file,
)
from pipeline.catalog.members import pass_on, place_members
from pipeline.catalog.purges import PURGED, find_purged
from pipeline.errors import UsageError
from pipeline.records import FileSet, FileState, SourceFile
from pipeline.settings import Settings
from pipeline.store import LINK, hash_file, keep_original, link_original

COMMIT_EVERY = 200
MEGABYTE = 1 << 20


@dataclass(frozen=True, slots=True)
class IntakeOptions:
    """What the command line says about the files. `case_map` maps a path relative to the root to case names; `again`
    takes in what was purged."""

    case: str | None = None
    case_map: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    file_set: FileSet | None = None
    link: bool = False
    rehash: bool = False
    again: bool = False


def load_case_map(path: Path) -> dict[str, tuple[str, ...]]:
    """Read a CSV with the columns `path,case`; several rows for a path put it into several cases.

    Raises UsageError with the row where a column is missing or a value empty, and for a file that cannot be read.
    """
    try:
        text = path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        why = "it is not UTF-8; save it as CSV UTF-8" if isinstance(error, UnicodeDecodeError) else error.strerror
        raise UsageError(f"The case map {path} cannot be read: {why}.") from error
    found: dict[str, tuple[str, ...]] = {}
    with io.StringIO(text, newline="") as handle:
        for number, row in enumerate(csv.DictReader(handle), start=2):
            place, case = (row.get("path") or "").strip(), (row.get("case") or "").strip()
            if not place or not case:
                raise UsageError(f"{path}, row {number}: the columns are path,case and both must be filled")
            found[place] = (*found.get(place, ()), case)
    if not found:
        raise UsageError(f"The case map {path} has no rows: the first line is path,case and each other line a file.")
    return found


def take_in(
    engine: Engine,
    settings: Settings,
    candidates: Iterable[Candidate],
    options: IntakeOptions,
    media_type: Callable[[Path], str],
) -> Counter[str]:
    """Record every candidate. Returns how many were new, changed, known, or ended at once, by name.

    What was recorded is committed every few hundred files, so that a killed run starts again where it stood.
    """
    rules = load_intake_rules(settings)
    with engine.connect() as connection:
        purged = frozenset(find_purged(connection))
    counts: Counter[str] = Counter()
    batch: list[tuple[Candidate, FileRow | None, NewFile, SourceFile | None, str]] = []
    for candidate in candidates:
        with engine.connect() as connection:
            known = find_file(connection, readable(str(candidate.path)))
        place = _look(candidate, known, rules, options)
        if place is None:
            counts["unchanged"] += 1
            continue
        new, source, address = _hash_and_keep(settings, candidate, place, options, (media_type, purged))
        batch.append((candidate, known, new, source, address))
        if len(batch) >= COMMIT_EVERY:
            counts += _record(engine, batch)
            batch.clear()
    counts += _record(engine, batch)
    _close_folders(engine)
    return counts


def _close_folders(engine: Engine) -> None:
    """A folder that could not be opened once and can be now: its files are counted by themselves."""
    with engine.begin() as connection:
        for row in find_unread_places(connection):
            if os.access(Path(row.root) / row.path, os.R_OK | os.X_OK) and (Path(row.root) / row.path).is_dir():
                set_file_state(connection, row.id, FileState.SKIPPED, "a folder, which can be opened now")


def _look(candidate: Candidate, known: FileRow | None, rules: IntakeRules, options: IntakeOptions) -> NewFile | None:
    """The place as it is on disk now; None where nothing about it has changed.

    A place keeps the root under which it was first given, and the case and set that were told, until others are."""
    try:
        status = candidate.path.lstat()
        size, mtime = status.st_size, status.st_mtime_ns
    except OSError:
        size, mtime = 0, 0
        candidate = judge(candidate.root, candidate.path, rules)
    root, path = (known.root, known.path) if known else (readable(str(candidate.root)), candidate.relative)
    cases = _told_cases(candidate, options) or (known.cases if known else _cases_of(candidate))
    file_set = options.file_set or (known.file_set if known else _file_set_of(candidate, rules))
    state = candidate.ends if candidate.skip else FileState.WAITING
    new = NewFile(root, path, size, mtime, None, state, candidate.skip, FileSet(file_set).value, cases)
    if known is None or options.rehash or (known.state == FileState.QUARANTINED and known.sha256 is None):
        return new
    if (known.size, known.mtime_ns) != (size, mtime):
        return new
    if (known.state == FileState.SKIPPED) != (candidate.skip is not None):
        return new
    same = (known.cases, known.file_set) == (tuple(sorted(set(cases))), new.file_set)
    return None if same else new


def _hash_and_keep(
    settings: Settings,
    candidate: Candidate,
    new: NewFile,
    options: IntakeOptions,
    known: tuple[Callable[[Path], str], Collection[str]],
) -> tuple[NewFile, SourceFile | None, str]:
    media_type, purged = known
    if new.reason is not None:
        return new, None, ""
    if new.size == 0:
        return replace(new, state=FileState.EMPTY, reason="the file has no bytes; ask for another copy"), None, ""
    if new.size > settings.file_megabytes * MEGABYTE:
        reason = f"larger than {settings.file_megabytes} MB; raise EXCULPA_FILE_MEGABYTES, or split the file"
        return replace(new, state=FileState.QUARANTINED, reason=reason), None, ""
    try:
        sha256 = hash_file(candidate.path)
        if sha256 in purged and not options.again:
            return replace(new, state=FileState.SKIPPED, reason=PURGED, mtime_ns=0), None, ""
        address = link_original(candidate.path) if options.link else keep_original(settings, candidate.path, sha256)
        source = SourceFile(sha256, str(candidate.path), media_type(candidate.path), new.size)
    except (OSError, ValueError) as error:
        reason = f"cannot be opened ({error}); check its permissions and the disk, then run with --retry-failed"
        return replace(new, state=FileState.QUARANTINED, reason=reason, mtime_ns=0), None, ""
    return replace(new, sha256=sha256), source, address


def _record(
    engine: Engine, batch: Iterable[tuple[Candidate, FileRow | None, NewFile, SourceFile | None, str]]
) -> Counter[str]:
    counts: Counter[str] = Counter()
    with engine.begin() as connection:
        for _candidate, known, new, source, address in batch:
            fresh = source is not None and add_document(connection, source, address)
            if source is not None and not fresh:
                _readdress(connection, source, address)
            same = known is not None and known.sha256 == new.sha256
            if same and known is not None and new.state == FileState.WAITING:
                new = replace(new, state=known.state, reason=known.reason)
            elif source is not None and not fresh:
                new = replace(new, state=FileState.DUPLICATE, reason="the same bytes were found in another place")
            if known is not None and (same or known.sha256 is None):
                update_file(connection, known.id, new)
                _tell_members(connection, known, new)
            else:
                place_members(connection, file_row(add_file(connection, new), new))
            if source is not None and not fresh:
                mark_pages_for_index(connection, source.sha256)
            counts[_what_happened(known, new, same)] += 1
    return counts


def _tell_members(connection: Connection, known: FileRow, new: NewFile) -> None:
    """What lies in a file belongs to the cases and the set of that file."""
    now = file_row(known.id, new)
    if known.sha256 is None:
        place_members(connection, now)
    elif (known.cases, known.file_set) != (now.cases, now.file_set):
        pass_on(connection, now)


def _readdress(connection: Connection, source: SourceFile, address: str) -> None:
    """A copy in the store replaces a link; a link replaces one that leads nowhere any more."""
    found = load_document(connection, source.sha256)
    if found is None or not found[0].path.startswith(LINK):
        return
    if not address.startswith(LINK) or not Path(found[0].path.removeprefix(LINK)).is_file():
        set_address(connection, source.sha256, address)


def _what_happened(known: FileRow | None, new: NewFile, same: bool) -> str:
    if same:
        return "seen again"
    if known is not None and known.sha256 is not None:
        return "changed"
    return "new" if new.state == FileState.WAITING else new.state.value


def _told_cases(candidate: Candidate, options: IntakeOptions) -> tuple[str, ...]:
    if candidate.relative in options.case_map:
        return options.case_map[candidate.relative]
    return (options.case,) if options.case is not None else ()


def _cases_of(candidate: Candidate) -> tuple[str, ...]:
    folders = PurePosixPath(candidate.relative).parts[:-1]
    return (folders[0] if folders else readable(candidate.root.name),)


def _file_set_of(candidate: Candidate, rules: IntakeRules) -> FileSet:
    """By the deepest folder below the root whose name tells it."""
    for name in reversed(PurePosixPath(candidate.relative).parts[:-1]):
        if told := rules.file_sets.get(plain(name)):
            return FileSet(told)
    return FileSet.UNKNOWN
