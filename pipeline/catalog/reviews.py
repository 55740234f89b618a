"""What people decide of leads: every decision is kept, the latest holds, and none is touched by a re-run."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select

from pipeline.catalog.database import now
from pipeline.catalog.tables import reviews

DECISIONS = ("relevant", "not-relevant", "needs-image", "needs-document", "privileged")
IDS_PER_QUERY = 500


@dataclass(frozen=True, slots=True)
class Review:
    """One decision of a person about a lead. `words` is the quote that the person saw, None where that is not known."""

    decision: str
    actor: str
    at: datetime
    note: str
    words: str | None


def save_review(connection: Connection, lead: tuple[str, str], actor: str, decision: str, note: str) -> None:
    """Add a decision about a lead, given as its id and the words of its first citation."""
    key, words = lead
    values = {"lead": key, "words": words, "actor": actor, "at": now(), "decision": decision, "reason": note}
    connection.execute(reviews.insert().values(**values))


def latest_reviews(connection: Connection, leads: Iterable[str]) -> dict[str, Review]:
    """The decision that holds of each of these leads that has one."""
    wanted = sorted(set(leads))
    found: dict[str, Review] = {}
    for at in range(0, len(wanted), IDS_PER_QUERY):
        query = select(reviews).where(reviews.c.lead.in_(wanted[at : at + IDS_PER_QUERY])).order_by(reviews.c.id)
        for row in connection.execute(query):
            found[row.lead] = Review(row.decision, row.actor, row.at, row.reason, row.words)
    return found


def find_reviews(connection: Connection, lead: str) -> list[Review]:
    """All decisions about one lead, oldest first."""
    rows = connection.execute(select(reviews).where(reviews.c.lead == lead).order_by(reviews.c.id))
    return [Review(row.decision, row.actor, row.at, row.reason, row.words) for row in rows]
