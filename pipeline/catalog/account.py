"""What a person is told of the archive as a whole."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, func, select

from pipeline.catalog.tables import files, leads, pages
from pipeline.records import FileState

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


def count_leads(connection: Connection) -> int:
    return int(connection.execute(select(func.count()).select_from(leads)).scalar_one())
