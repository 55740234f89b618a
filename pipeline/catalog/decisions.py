"""What people decide. Written once, never changed by a re-run; the latest entry holds."""

import getpass
from collections.abc import Iterable

from sqlalchemy import Connection, select

from pipeline.catalog.database import now
from pipeline.catalog.tables import unmaskings
from pipeline.settings import Settings


def actor_of(settings: Settings) -> str:
    """Who is acting: the setting `actor`, else the user who is logged in."""
    return settings.actor or getpass.getuser()


def save_unmasking(connection: Connection, actor: str, what: str, reason: str) -> None:
    """Identities left the archive unmasked: who, when, what and why."""
    connection.execute(unmaskings.insert().values(actor=actor, at=now(), reason=reason, what=what))


def find_unmaskings(connection: Connection) -> Iterable[tuple[str, str, str]]:
    """(actor, what, reason), oldest first."""
    rows = connection.execute(select(unmaskings).order_by(unmaskings.c.id))
    return [(row.actor, row.what, row.reason) for row in rows]
