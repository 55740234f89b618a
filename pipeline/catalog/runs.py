"""The record of each run: when, with what, how much, how long."""

from datetime import UTC
from typing import Any

from sqlalchemy import Connection, select, update

from pipeline.catalog.database import now
from pipeline.catalog.tables import runs


def start_run(connection: Connection, versions: dict[str, str], settings: dict[str, Any]) -> int:
    """Open a record; returns its id. A run that is killed keeps the state `started`."""
    row = connection.execute(
        runs.insert().values(
            started_at=now(), state="started", counts={}, seconds={}, versions=versions, settings=settings
        )
    )
    assert row.inserted_primary_key is not None
    return int(row.inserted_primary_key[0])


def end_run(connection: Connection, run: int, state: str, counts: dict[str, int], seconds: dict[str, float]) -> None:
    connection.execute(
        update(runs).where(runs.c.id == run).values(ended_at=now(), state=state, counts=counts, seconds=seconds)
    )


def last_run(connection: Connection) -> dict[str, Any] | None:
    """The newest record as plain values (times in ISO 8601), or None."""
    row = connection.execute(select(runs).order_by(runs.c.id.desc()).limit(1)).first()
    if row is None:
        return None
    times = {name: getattr(row, name) for name in ("started_at", "ended_at")}
    return {
        "id": row.id,
        "state": row.state,
        # SQLite gives times back without their zone, which is UTC.
        **{name: at.replace(tzinfo=UTC).isoformat() if at else None for name, at in times.items()},
        "counts": row.counts,
        "seconds": row.seconds,
        "versions": row.versions,
        "settings": row.settings,
    }
