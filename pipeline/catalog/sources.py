"""Who may have got a benefit: the groups in which deals are looked for, and what the archive has of each source."""

from collections.abc import Iterator, Sequence

from sqlalchemy import ColumnElement, Connection, and_, exists, or_, select

from pipeline.catalog.findings import find_findings
from pipeline.catalog.tables import (
    file_cases,
    files,
    finding_mentions,
    findings,
    mention_roles,
    mentions,
    pages,
    readings,
)
from pipeline.records import Citation, DealStep, Finding, PersonKind

_WITNESSES = (PersonKind.INFORMANT, PersonKind.WITNESS, PersonKind.VICTIM)
_TESTIFYING = "testifying"


def find_source_keys(connection: Connection, types: Sequence[str], slots: Sequence[str]) -> Iterator[str]:
    """Persons who stand in these slots of findings of these types, then documents that have such findings."""
    in_slots = (
        select(mentions.c.person)
        .join(finding_mentions, finding_mentions.c.mention == mentions.c.id)
        .join(findings, findings.c.id == finding_mentions.c.finding)
        .where(findings.c.type.in_(types), finding_mentions.c.slot.in_(slots), mentions.c.person.is_not(None))
    )
    yield from connection.execute(in_slots.distinct().order_by(mentions.c.person)).scalars().all()
    papers = select(findings.c.sha256).where(findings.c.type.in_(types)).distinct().order_by(findings.c.sha256)
    yield from connection.execute(papers).scalars().all()


def findings_of_source(
    connection: Connection, key: str, types: Sequence[str], slots: Sequence[str]
) -> tuple[Finding, ...]:
    """The findings of these types in which this person stands in one of these slots; for a document, all of its own."""
    of_person = (
        select(finding_mentions.c.finding)
        .join(mentions, mentions.c.id == finding_mentions.c.mention)
        .where(mentions.c.person == key, finding_mentions.c.slot.in_(slots))
    )
    wanted: ColumnElement[bool] = or_(findings.c.id.in_(of_person), findings.c.sha256 == key)
    return find_findings(connection, and_(findings.c.type.in_(types), wanted))


def find_testimony(connection: Connection, person: str) -> Iterator[DealStep]:
    """The days on which a person testified, each with the words of its first page that say so, in their order."""
    query = (
        select(mentions, pages.c.dated, readings.c.text)
        .join(mention_roles, mention_roles.c.mention == mentions.c.id)
        .join(pages, and_(pages.c.sha256 == mentions.c.sha256, pages.c.number == mentions.c.number))
        .join(
            readings,
            and_(
                readings.c.sha256 == mentions.c.sha256,
                readings.c.number == mentions.c.number,
                readings.c.id == mentions.c.reading,
            ),
        )
        .where(mentions.c.person == person, mention_roles.c.name == _TESTIFYING)
        .order_by(pages.c.dated, mentions.c.sha256, mentions.c.number, mentions.c.start)
    )
    seen: set[object] = set()
    for row in connection.execute(query):
        occasion = row.dated or row.sha256
        if occasion not in seen:
            seen.add(occasion)
            quote = row.text[row.start : row.end]
            cited = Citation(row.sha256, row.number, row.reading, row.start, row.end, quote, _TESTIFYING)
            yield DealStep("testified", None if row.dated is None else row.dated.isoformat(), cited)


def cases_of_source(connection: Connection, person: str) -> tuple[str, ...]:
    """The cases in which a person is a witness, a victim or a source, or testifies, by name."""
    testifies = exists().where(mention_roles.c.mention == mentions.c.id, mention_roles.c.name == _TESTIFYING)
    query = (
        select(file_cases.c.name)
        .join(files, files.c.id == file_cases.c.file)
        .join(mentions, mentions.c.sha256 == files.c.sha256)
        .where(mentions.c.person == person, or_(mentions.c.kind.in_(_WITNESSES), testifies))
    )
    return tuple(connection.execute(query.distinct().order_by(file_cases.c.name)).scalars())
