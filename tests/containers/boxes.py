"""Small archives and an archive folder to put them into; all names and texts are invented."""

import io
import zipfile
from collections.abc import Mapping
from pathlib import Path

from sqlalchemy import select

from pipeline.archive import Archive
from pipeline.catalog.account import find_problems
from pipeline.catalog.tables import documents, files
from pipeline.intake import IntakeOptions
from pipeline.run import read_all, take_in_files, unpack_all
from pipeline.supervise import Worker

REPORT = b"On May 3 the witness was paid. The report was never filed."
LETTER = b"Dear counselor, the file is complete."


def zipped(members: Mapping[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A ZIP archive with these members, always the same bytes."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", method) as archive:
        for name, content in members.items():
            archive.writestr(zipfile.ZipInfo(name, (1994, 5, 3, 12, 0, 0)), content, method)
    return made.getvalue()


def give(archive: Archive, *paths: Path, **options: object) -> dict[str, tuple[str, str | None]]:
    """Take in, unpack and read; returns what `places` does."""
    take_in_files(archive, paths, IntakeOptions(**options))  # type: ignore[arg-type]
    with Worker(archive.settings) as worker:
        unpack_all(archive, worker, retry_failed=False)
        read_all(archive, worker, retry_failed=False)
    return places(archive)


def unpack_again(archive: Archive) -> dict[str, tuple[str, str | None]]:
    """A run with --retry-failed, over the same files."""
    with Worker(archive.settings) as worker:
        unpack_all(archive, worker, retry_failed=True)
        read_all(archive, worker, retry_failed=True)
    return places(archive)


def places(archive: Archive) -> dict[str, tuple[str, str | None]]:
    """Location to state and reason; the newest row of each."""
    with archive.engine.connect() as connection:
        rows = connection.execute(select(files).order_by(files.c.id)).all()
    return {row.path: (row.state, row.reason) for row in rows}


def states(archive: Archive) -> dict[str, str]:
    return {path: state for path, (state, _reason) in places(archive).items()}


def problems(archive: Archive) -> dict[str, str]:
    """Location to reason, as `exculpa status` lists them."""
    with archive.engine.connect() as connection:
        return {row["location"]: row["reason"] for row in find_problems(connection)}


def document_states(archive: Archive) -> dict[str, str]:
    with archive.engine.connect() as connection:
        return {row.sha256: row.state for row in connection.execute(select(documents))}
