"""What a person is told of the archive as a whole."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, func, select

from pipeline.catalog.members import INSIDE
from pipeline.catalog.tables import documents, files, leads, members, pages, unpackings
from pipeline.records import FileState

IN_PART = "in part"
"""What is said of a file that is done, but was not had whole."""
WELL = (FileState.DONE, FileState.DUPLICATE, FileState.SKIPPED, FileState.WAITING)


def find_problems(connection: Connection) -> Iterator[dict[str, Any]]:
    """Every file that could not be read and every page with a problem: location, page (None: the file), state, reason.

    The newest state of each place counts; a page is named once, by the first place of its document.
    """
    newest = select(func.max(files.c.id)).group_by(files.c.root, files.c.path)
    rows = connection.execute(
        select(files.c.path, files.c.state, files.c.reason)
        .where(files.c.id.in_(newest), files.c.state.not_in(WELL))
        .order_by(files.c.path)
    )
    for row in rows:
        yield {"location": row.path, "page": None, "state": row.state, "reason": row.reason}
    first = select(files.c.sha256, func.min(files.c.id).label("id")).group_by(files.c.sha256).subquery()
    rows = connection.execute(
        select(files.c.path, pages.c.number, pages.c.state, pages.c.problem)
        .join(first, first.c.sha256 == pages.c.sha256)
        .join(files, files.c.id == first.c.id)
        .where(pages.c.problem.is_not(None))
        .order_by(files.c.path, pages.c.number)
    )
    for row in rows:
        yield {"location": row.path, "page": row.number, "state": row.state, "reason": row.problem}
    yield from _find_partly_opened(connection)


def _find_partly_opened(connection: Connection) -> Iterator[dict[str, Any]]:
    """Files that have pages, and attachments of which not all could be taken out; and members that came out damaged.
    Each by the first place of its file; of a file without pages it is the file's own state and reason."""
    first = select(files.c.sha256, func.min(files.c.id).label("id")).group_by(files.c.sha256).subquery()
    placed = select(files.c.sha256, files.c.path).join(first, first.c.id == files.c.id).subquery()
    query = (
        select(placed.c.path, unpackings.c.problem)
        .join(placed, placed.c.sha256 == unpackings.c.sha256)
        .join(documents, documents.c.sha256 == unpackings.c.sha256)
        .where(unpackings.c.problem.is_not(None), documents.c.state == FileState.DONE)
    )
    for row in connection.execute(query.order_by(placed.c.path)):
        reason = f"What is attached could not be taken out whole: {row.problem}"
        yield {"location": row.path, "page": None, "state": IN_PART, "reason": reason}
    damaged = (
        select(placed.c.path, members.c.path.label("member"), members.c.reason)
        .join(placed, placed.c.sha256 == members.c.container)
        .where(members.c.member.is_not(None), members.c.reason.is_not(None))
    )
    for one in connection.execute(damaged.order_by(placed.c.path, members.c.path)):
        yield {"location": f"{one.path}{INSIDE}{one.member}", "page": None, "state": IN_PART, "reason": one.reason}


def count_leads(connection: Connection) -> int:
    return int(connection.execute(select(func.count()).select_from(leads)).scalar_one())
