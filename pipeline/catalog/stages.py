"""What was done to a page after reading, and with what."""

from collections.abc import Mapping

from sqlalchemy import Connection, and_, delete, select

from pipeline.catalog.tables import findings, marks, page_stages


def set_stages(connection: Connection, sha256: str, number: int, stages: Mapping[str, str]) -> None:
    """Say with which keys these stages were done on a page."""
    here = and_(page_stages.c.sha256 == sha256, page_stages.c.number == number)
    connection.execute(delete(page_stages).where(here, page_stages.c.stage.in_(list(stages))))
    connection.execute(
        page_stages.insert(),
        [{"sha256": sha256, "number": number, "stage": stage, "key": key} for stage, key in stages.items()],
    )


def load_stages(connection: Connection, sha256: str, number: int) -> dict[str, str]:
    here = and_(page_stages.c.sha256 == sha256, page_stages.c.number == number)
    return {row.stage: row.key for row in connection.execute(select(page_stages).where(here))}


def forget_stages(connection: Connection, sha256: str, number: int) -> None:
    """Everything after reading must be done again on this page, and is gone until then."""
    for table in (page_stages, findings, marks):
        connection.execute(delete(table).where(table.c.sha256 == sha256, table.c.number == number))
