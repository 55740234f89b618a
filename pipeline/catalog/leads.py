"""Leads and deals as stored: an id that lasts, the citations in rows of their own."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import Connection, Row, and_, delete, select

from pipeline.catalog.identity import made_id
from pipeline.catalog.pages import put_in_outbox
from pipeline.catalog.reviews import Review, latest_reviews
from pipeline.catalog.tables import deals, lead_citations, leads, person_aliases, rule_groups
from pipeline.records import Assertion, Citation, Deal, Lead, Points, ScoredLead

ROWS_AT_ONCE = 200


@dataclass(frozen=True, slots=True)
class StoredLead:
    """A lead with its lasting id and, where a person has looked at it, the latest decision. `changed` is true where
    its words are not those that the person saw."""

    id: str
    lead: Lead
    points: tuple[Points, ...]
    score: int
    band: str
    review: Review | None

    @property
    def changed(self) -> bool:
        return self.review is not None and self.review.words not in (None, self.lead.citations[0].quote)


@dataclass(frozen=True, slots=True)
class LeadAbout:
    """A lead as it is listed beside a person."""

    id: str
    type: str
    score: int
    summary: str
    cases: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class StandingLead:
    """A lead as it counts in an order of cases. `decision` is the latest of a person about it."""

    id: str
    type: str
    score: int
    people: tuple[str, ...]
    cases: tuple[str, ...]
    quote: str
    page: tuple[str, int]
    decision: str | None


def replace_leads(connection: Connection, rule: str, group: str, scored: Iterable[ScoredLead]) -> None:
    """The leads of one rule about one group, in place of those it gave before.

    A lead keeps the id of an earlier one of its type whose first citation overlaps with its own; all pages cited
    before or now go to the index again.
    """
    earlier = list(_load(connection, leads.c.rule == rule, leads.c.group_key == group))
    ids = {old.id: old for old in earlier}
    touched = {(c.sha256, c.page) for old in earlier for c in old.lead.citations}
    connection.execute(delete(leads).where(leads.c.rule == rule, leads.c.group_key == group))
    for one in scored:
        key = next((old for old, stored in ids.items() if _is_same(stored.lead, one.lead)), None)
        if key is None:
            key = _new_id(connection, one.lead)
        ids.pop(key, None)
        _insert(connection, key, group, one)
        touched |= {(c.sha256, c.page) for c in one.lead.citations}
    put_in_outbox(connection, sorted(touched))


def _is_same(old: Lead, new: Lead) -> bool:
    a, b = old.citations[0], new.citations[0]
    if old.type != new.type or (a.sha256, a.page) != (b.sha256, b.page):
        return False
    if a.reading == b.reading:
        return a.start < b.end and b.start < a.end
    return a.quote in b.quote or b.quote in a.quote


def _new_id(connection: Connection, lead: Lead) -> str:
    """Twelve digits made from the type and the first quote; more where that id is taken by another lead."""
    first = lead.citations[0]
    digits = made_id(lead.type, first.sha256, first.page, first.quote, *lead.people)
    for length in range(12, len(digits) + 1, 4):
        if not connection.execute(select(leads.c.id).where(leads.c.id == f"L-{digits[:length]}")).first():
            return f"L-{digits[:length]}"
    return f"L-{made_id(digits, first.start, len(lead.citations))}"


def _insert(connection: Connection, key: str, group: str, one: ScoredLead) -> None:
    lead = one.lead
    connection.execute(
        leads.insert().values(
            id=key,
            type=lead.type,
            rule=lead.rule,
            group_key=group,
            severity=lead.severity,
            status=lead.status,
            summary=lead.summary,
            why=lead.why,
            confirm=lead.confirm,
            disclosure=lead.disclosure,
            verify_image=lead.verify_image,
            score=one.score,
            band=one.band,
            points=[asdict(points) for points in one.points],
            people=list(lead.people),
            cases=list(lead.cases),
        )
    )
    rows = [
        {"lead": key, "ordinal": ordinal, "number": cited["page"]} | {k: v for k, v in cited.items() if k != "page"}
        for ordinal, cited in enumerate(asdict(citation) for citation in lead.citations)
    ]
    connection.execute(lead_citations.insert(), rows)


def find_leads(connection: Connection, type: str | None = None, case: str | None = None) -> Iterator[StoredLead]:
    """Leads in the order of score, then severity, then id; streamed."""
    conditions = [leads.c.type == type] if type else []
    for stored in _load(connection, *conditions):
        if case is None or case in stored.lead.cases:
            yield stored


def find_standing(connection: Connection) -> Iterator[StandingLead]:
    """Every lead with its first quote and its latest decision, without the rest: for orders over all cases."""
    first = and_(lead_citations.c.lead == leads.c.id, lead_citations.c.ordinal == 0)
    columns = (leads.c.id, leads.c.type, leads.c.score, leads.c.people, leads.c.cases)
    cited = (lead_citations.c.quote, lead_citations.c.sha256, lead_citations.c.number)
    query = select(*columns, *cited).join(lead_citations, first).order_by(leads.c.id)
    aliases = {row.alias: row.person for row in connection.execute(select(person_aliases))}
    for rows in connection.execute(query.execution_options(yield_per=ROWS_AT_ONCE)).partitions():
        decided = latest_reviews(connection, [row.id for row in rows])
        for row in rows:
            people = tuple(dict.fromkeys(aliases.get(each, each) for each in row.people))
            review = decided.get(row.id)
            decision = review.decision if review else None
            place = (row.sha256, row.number)
            yield StandingLead(row.id, row.type, row.score, people, tuple(row.cases), row.quote, place, decision)


def leads_of_persons(connection: Connection, persons: Collection[str]) -> dict[str, list[LeadAbout]]:
    """The leads about each of these persons, the highest score first. Reads the list of leads once, without their
    citations."""
    columns = (leads.c.id, leads.c.type, leads.c.score, leads.c.summary, leads.c.people, leads.c.cases)
    query = select(*columns).order_by(leads.c.score.desc(), leads.c.id).execution_options(yield_per=ROWS_AT_ONCE)
    aliases = {row.alias: row.person for row in connection.execute(select(person_aliases))}
    found: dict[str, list[LeadAbout]] = {}
    for row in connection.execute(query):
        for person in {aliases.get(each, each) for each in row.people}:
            if person in persons:
                about = LeadAbout(row.id, row.type, row.score, row.summary, tuple(row.cases))
                found.setdefault(person, []).append(about)
    return found


def load_lead(connection: Connection, key: str) -> StoredLead | None:
    return next(_load(connection, leads.c.id == key), None)


def find_ids(connection: Connection, start: str) -> list[str]:
    """The ids of leads that begin so; a whole id is the only one."""
    begun = leads.c.id.startswith(start, autoescape=True)
    ids = list(connection.execute(select(leads.c.id).where(begun).order_by(leads.c.id)).scalars())
    return [start] if start in ids else ids


def citations_on_page(connection: Connection, sha256: str, number: int) -> list[tuple[str, Citation]]:
    """(lead, citation) for every lead that quotes this page, in the order of places."""
    rows = connection.execute(
        select(lead_citations)
        .where(lead_citations.c.sha256 == sha256, lead_citations.c.number == number)
        .order_by(lead_citations.c.start, lead_citations.c.lead, lead_citations.c.ordinal)
    )
    return [(row.lead, _citation(row)) for row in rows]


def _load(connection: Connection, *conditions: Any) -> Iterator[StoredLead]:
    rows = connection.execute(
        select(leads)
        .where(*conditions)
        .order_by(leads.c.score.desc(), leads.c.severity, leads.c.id)
        .execution_options(yield_per=ROWS_AT_ONCE)
    )
    for row in rows:
        cited = connection.execute(
            select(lead_citations).where(lead_citations.c.lead == row.id).order_by(lead_citations.c.ordinal)
        )
        review = latest_reviews(connection, [row.id]).get(row.id)
        yield _read(row, tuple(_citation(one) for one in cited), review)


def _citation(row: Row[Any]) -> Citation:
    return Citation(row.sha256, row.number, row.reading, row.start, row.end, row.quote, row.slot)


def _read(row: Row[Any], citations: tuple[Citation, ...], review: Review | None) -> StoredLead:
    lead = Lead(
        type=row.type,
        rule=row.rule,
        severity=row.severity,
        status=Assertion(row.status),
        summary=row.summary,
        why=row.why,
        confirm=row.confirm,
        citations=citations,
        cases=tuple(row.cases),
        people=tuple(row.people),
        disclosure=row.disclosure,
        verify_image=row.verify_image,
    )
    return StoredLead(row.id, lead, tuple(Points(**one) for one in row.points), row.score, row.band, review)


def load_fingerprint(connection: Connection, rule: str, group: str) -> str | None:
    found = connection.execute(
        select(rule_groups.c.fingerprint).where(rule_groups.c.rule == rule, rule_groups.c.key == group)
    ).scalar()
    return str(found) if found is not None else None


def load_fingerprints(connection: Connection, rule: str) -> dict[str, str]:
    """What each group read when it was last looked at."""
    rows = connection.execute(select(rule_groups.c.key, rule_groups.c.fingerprint).where(rule_groups.c.rule == rule))
    return {row.key: row.fingerprint for row in rows}


def save_fingerprint(connection: Connection, rule: str, group: str, fingerprint: str) -> None:
    connection.execute(delete(rule_groups).where(rule_groups.c.rule == rule, rule_groups.c.key == group))
    connection.execute(rule_groups.insert().values(rule=rule, key=group, fingerprint=fingerprint))


def known_groups(connection: Connection, rule: str) -> set[str]:
    """The groups that a rule has looked at before."""
    return set(connection.execute(select(rule_groups.c.key).where(rule_groups.c.rule == rule)).scalars())


def forget_group(connection: Connection, rule: str, group: str) -> None:
    """A group that is there no more: its leads and deals go, its pages go to the index again."""
    replace_leads(connection, rule, group, [])
    if rule == "deals":
        replace_deals(connection, group, [])
    connection.execute(delete(rule_groups).where(rule_groups.c.rule == rule, rule_groups.c.key == group))


# ---------------------------------------------------------------- deals


def replace_deals(connection: Connection, group: str, found: Iterable[Deal]) -> None:
    """The deals of one group, in place of those it had before."""
    connection.execute(delete(deals).where(deals.c.group_key == group))
    for deal in found:
        first = deal.citations[0]
        key = "D-" + made_id(deal.benefit, first.sha256, first.page, first.start, deal.informant)[:12]
        if not connection.execute(select(deals.c.id).where(deals.c.id == key)).first():
            connection.execute(deals.insert().values(id=key, group_key=group, body=asdict(deal)))


def find_deals(connection: Connection) -> Iterator[tuple[str, dict[str, Any]]]:
    """Deals as (id, fields of records.Deal as plain values)."""
    for row in connection.execute(select(deals).order_by(deals.c.id).execution_options(yield_per=ROWS_AT_ONCE)):
        yield row.id, row.body
