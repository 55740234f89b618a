"""Taking a document out of the catalog with all that was derived from it, leaving only that it was."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import Connection, delete, or_, select, update

from pipeline.catalog.database import now
from pipeline.catalog.pages import put_in_outbox
from pipeline.catalog.tables import (
    deals,
    files,
    lead_citations,
    leads,
    members,
    metadata,
    pages,
    purges,
    reviews,
    rule_groups,
    sampled_pages,
    unmaskings,
)

ERASED = "(purged)"
PURGED = "was purged from this archive; to take it in all the same, give it by itself with --again"
_OF_A_DOCUMENT = ("sha256", "other_sha256", "container", "member")
_KEPT = frozenset({purges.name, sampled_pages.name})
"""The record that it was, and the draws of samples, which hold a hash and a page number only."""


def purge_document(connection: Connection, sha256: str, actor: str, reason: str) -> int:
    """Erase every row about a document; returns how many pages it had. Leads and deals that quote it go, to be made
    again from the rest by the next run of the rules; its pages are told to the index as gone."""
    numbers = list(connection.execute(select(pages.c.number).where(pages.c.sha256 == sha256)).scalars())
    _erase_conclusions(connection, sha256)
    _erase_words_of_decisions(connection, sha256)
    for table in reversed(metadata.sorted_tables):
        here = [table.c[name] == sha256 for name in _OF_A_DOCUMENT if name in table.c]
        if here and table.name not in _KEPT:
            connection.execute(delete(table).where(or_(*here)))
    put_in_outbox(connection, [(sha256, number) for number in numbers])
    connection.execute(purges.insert().values(actor=actor, at=now(), reason=reason, sha256=sha256))
    return len(numbers)


def _erase_conclusions(connection: Connection, sha256: str) -> None:
    cited = select(lead_citations.c.lead).where(lead_citations.c.sha256 == sha256)
    touched = connection.execute(select(leads.c.rule, leads.c.group_key).where(leads.c.id.in_(cited)).distinct()).all()
    groups = {(row.rule, row.group_key) for row in touched}
    groups |= {("deals", key) for key in _deal_groups(connection, sha256)}
    for rule, group in groups:
        connection.execute(delete(rule_groups).where(rule_groups.c.rule == rule, rule_groups.c.key == group))
        if rule == "deals":
            connection.execute(delete(deals).where(deals.c.group_key == group))
    gone = list(connection.execute(cited.distinct()).scalars())
    for lead in gone:
        connection.execute(update(reviews).where(reviews.c.lead == lead).values(words=None, reason=ERASED))
        connection.execute(delete(lead_citations).where(lead_citations.c.lead == lead))
        connection.execute(delete(leads).where(leads.c.id == lead))


def _deal_groups(connection: Connection, sha256: str) -> set[str]:
    rows = connection.execute(select(deals.c.group_key, deals.c.body))
    return {row.group_key for row in rows if any(one["sha256"] == sha256 for one in row.body["citations"])}


def _erase_words_of_decisions(connection: Connection, sha256: str) -> None:
    """Names of files stand in what was unmasked; that it was unmasked stays."""
    for path in connection.execute(select(files.c.path).where(files.c.sha256 == sha256)).scalars():
        named = unmaskings.c.what.contains(path, autoescape=True)
        connection.execute(update(unmaskings).where(named).values(what=ERASED))


def members_to_purge(connection: Connection, container: str) -> list[str]:
    """What lies in a container, and in containers inside it, and nowhere else: neither in another container nor in a
    place of its own."""
    found: list[str] = []
    inside, todo = {container}, [container]
    while todo:
        query = select(members.c.member).where(members.c.container == todo.pop(), members.c.member.is_not(None))
        for member in sorted(set(connection.execute(query).scalars()) - inside):
            if not _lies_elsewhere(connection, member, inside):
                found.append(member)
                inside.add(member)
                todo.append(member)
    return found


def _lies_elsewhere(connection: Connection, sha256: str, inside: Iterable[str]) -> bool:
    """Does it lie in another container, or was it given by itself too? Paths inside containers have `!/` in them."""
    others = select(members.c.path).where(members.c.member == sha256, members.c.container.not_in(inside))
    alone = select(files.c.id).where(files.c.sha256 == sha256, ~files.c.path.contains("!/", autoescape=True))
    return any(connection.execute(query).first() is not None for query in (others, alone))


def find_purged(connection: Connection) -> dict[str, datetime]:
    """The hashes that were purged, with the day of the latest."""
    rows: Iterable[tuple[str, datetime]] = (
        (row.sha256, row.at) for row in connection.execute(select(purges).order_by(purges.c.id))
    )
    return dict(rows)
