"""What the pages say: marks and findings, and the groups of findings that rules read."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, and_, case, delete, func, select

from pipeline.catalog.files import file_set_of, places_of
from pipeline.catalog.identity import made_id
from pipeline.catalog.mentions import save_mentions
from pipeline.catalog.page_names import save_page_names
from pipeline.catalog.tables import (
    file_cases,
    files,
    finding_mentions,
    findings,
    marks,
    mentions,
    pages,
    readings,
    testimony,
)
from pipeline.catalog.words import unpack_words
from pipeline.records import (
    Assertion,
    FilledSlot,
    Finding,
    Found,
    PageMarks,
    Slot,
    Word,
)

IDS_PER_QUERY = 500


def save_marks(connection: Connection, sha256: str, number: int, reading: str, said: PageMarks) -> None:
    """Record what the language step says of one page, in place of what it said before."""
    if save_page_names(connection, (sha256, number, reading), said):
        save_mentions(connection, (sha256, number, reading), said.mentions)
    connection.execute(delete(marks).where(marks.c.sha256 == sha256, marks.c.number == number))
    unique = {(mark.start, mark.end, mark.label): mark for mark in said.marks}
    if unique:
        connection.execute(
            marks.insert(), [{"sha256": sha256, "number": number} | asdict(mark) for mark in unique.values()]
        )
    connection.execute(
        pages.update()
        .where(pages.c.sha256 == sha256, pages.c.number == number)
        .values(
            # A page that says the same as before keeps the kind of the document it belongs to.
            kind=case((pages.c.said_kind.is_not_distinct_from(said.kind), pages.c.kind), else_=said.kind),
            said_kind=said.kind,
            kind_confidence=said.kind_confidence,
            dated=said.dated,
        )
    )


def save_findings(
    connection: Connection, sha256: str, number: int, reading: str, detector: str, found: Iterable[Found]
) -> None:
    """Record what one detector found on a page, in place of what it found before. The quote is cut here."""
    connection.execute(
        delete(findings).where(
            findings.c.sha256 == sha256, findings.c.number == number, findings.c.detector == detector
        )
    )
    read = connection.execute(
        select(readings.c.text, readings.c.words).where(
            readings.c.sha256 == sha256, readings.c.number == number, readings.c.id == reading
        )
    ).one()
    words = unpack_words(read.words)
    people = connection.execute(
        select(mentions.c.id, mentions.c.start, mentions.c.end).where(
            mentions.c.sha256 == sha256, mentions.c.number == number, mentions.c.reading == reading
        )
    ).all()
    rows: dict[str, dict[str, object]] = {}
    links: set[tuple[str, str, str]] = set()
    for one in found:
        key = made_id(detector, one.type, sha256, number, reading, one.start, one.end)
        slots = [asdict(slot) | {"quote": read.text[slot.start : slot.end]} for slot in one.slots]
        rows[key] = {"id": key, "sha256": sha256, "number": number, "reading": reading, "detector": detector}
        rows[key] |= asdict(one) | {"slots": slots, "quote": read.text[one.start : one.end]}
        rows[key]["confidence"] = mean_confidence(words, one.start, one.end)
        for slot in (Slot("", one.start, one.end), *one.slots):
            there = (person.id for person in people if person.start < slot.end and slot.start < person.end)
            links |= {(key, mention, slot.name) for mention in there}
    if rows:
        connection.execute(findings.insert(), list(rows.values()))
    if links:
        columns = ("finding", "mention", "slot")
        connection.execute(finding_mentions.insert(), [dict(zip(columns, link, strict=True)) for link in sorted(links)])


def link_mentions(connection: Connection, place: tuple[str, int, str], keys: Iterable[str]) -> None:
    """Say in which findings of a page (hash, number, reading) these mentions stand, once they are known too."""
    sha256, number, reading = place
    query = select(findings.c.id, findings.c.start, findings.c.end, findings.c.slots).where(
        findings.c.sha256 == sha256, findings.c.number == number, findings.c.reading == reading
    )
    found = connection.execute(query).all()
    if not found:
        return
    here = connection.execute(
        select(mentions.c.id, mentions.c.start, mentions.c.end).where(mentions.c.id.in_(list(keys)))
    ).all()
    links = [
        {"finding": row.id, "mention": mention.id, "slot": slot["name"]}
        for row in found
        for slot in ({"name": "", "start": row.start, "end": row.end}, *row.slots)
        for mention in here
        if mention.start < slot["end"] and slot["start"] < mention.end
    ]
    unique = {tuple(link.values()): link for link in links}
    if unique:
        connection.execute(finding_mentions.insert(), list(unique.values()))


def mean_confidence(words: Iterable[Word], start: int, end: int) -> float | None:
    """The mean confidence of the words that touch a span; None where no word does."""
    found = [word.confidence for word in words if word.start < end and start < word.end]
    return sum(found) / len(found) if found else None


# ---------------------------------------------------------------- groups of findings


def find_document_keys(connection: Connection) -> Iterator[str]:
    """Documents with findings."""
    yield from (connection.execute(select(findings.c.sha256).distinct().order_by(findings.c.sha256)).scalars().all())


def find_case_keys(connection: Connection) -> Iterator[str]:
    """Cases with findings."""
    query = (
        select(file_cases.c.name)
        .join(files, files.c.id == file_cases.c.file)
        .join(findings, findings.c.sha256 == files.c.sha256)
    )
    yield from connection.execute(query.distinct().order_by(file_cases.c.name)).scalars().all()


def find_person_keys(connection: Connection) -> Iterator[str]:
    """Persons who stand in findings."""
    query = select(mentions.c.person).join(finding_mentions, finding_mentions.c.mention == mentions.c.id)
    yield from (
        connection.execute(query.where(mentions.c.person.is_not(None)).distinct().order_by(mentions.c.person))
        .scalars()
        .all()
    )


def findings_of_document(connection: Connection, sha256: str) -> tuple[Finding, ...]:
    return _load_findings(connection, _finding_rows().where(findings.c.sha256 == sha256))


def findings_of_case(connection: Connection, name: str) -> tuple[Finding, ...]:
    in_case = select(files.c.sha256).join(file_cases, file_cases.c.file == files.c.id).where(file_cases.c.name == name)
    return _load_findings(connection, _finding_rows().where(findings.c.sha256.in_(in_case)))


def findings_of_person(connection: Connection, person: str) -> tuple[Finding, ...]:
    about = (
        select(finding_mentions.c.finding)
        .join(mentions, mentions.c.id == finding_mentions.c.mention)
        .where(mentions.c.person == person)
    )
    return _load_findings(connection, _finding_rows().where(findings.c.id.in_(about)))


def find_findings(connection: Connection, wanted: ColumnElement[bool]) -> tuple[Finding, ...]:
    """The findings for which this holds of their rows."""
    return _load_findings(connection, _finding_rows().where(wanted))


def findings_of_type(connection: Connection, type_: str) -> tuple[Finding, ...]:
    """All findings of one type in the archive."""
    return _load_findings(connection, _finding_rows().where(findings.c.type == type_))


def findings_of_ids(connection: Connection, ids: list[str]) -> tuple[Finding, ...]:
    """The findings of these ids that are there."""
    loaded: list[Finding] = []
    for at in range(0, len(ids), IDS_PER_QUERY):
        loaded += _load_findings(connection, _finding_rows().where(findings.c.id.in_(ids[at : at + IDS_PER_QUERY])))
    return tuple(loaded)


def count_cases_of_person(connection: Connection, person: str) -> int:
    """In how many cases a person is mentioned at all: the denominator of every pattern."""
    query = (
        select(func.count(file_cases.c.name.distinct()))
        .join(files, files.c.id == file_cases.c.file)
        .join(mentions, mentions.c.sha256 == files.c.sha256)
        .where(mentions.c.person == person)
    )
    return int(connection.execute(query).scalar_one())


def _finding_rows() -> Select[Any]:
    """Findings with their pages, and who speaks there by what the pages before say. As for a detector, a question has
    no speaker: it stands with its answer."""
    speaks = (
        select(testimony.c.speaker)
        .where(
            testimony.c.sha256 == findings.c.sha256,
            testimony.c.number == findings.c.number,
            testimony.c.reading == findings.c.reading,
            testimony.c.start <= findings.c.start,
            testimony.c.end > findings.c.start,
            testimony.c.role != "question",
        )
        .limit(1)
        .scalar_subquery()
    )
    return (
        select(findings, pages.c.kind, pages.c.dated, speaks.label("carried_speaker"))
        .join(pages, and_(pages.c.sha256 == findings.c.sha256, pages.c.number == findings.c.number))
        .order_by(findings.c.sha256, findings.c.number, findings.c.start, findings.c.id)
    )


def _load_findings(connection: Connection, query: Select[Any]) -> tuple[Finding, ...]:
    rows = connection.execute(query).all()
    persons = _persons_in_slots(connection, [row.id for row in rows])
    cases = {sha256: _cases_and_set(connection, sha256) for sha256 in {row.sha256 for row in rows}}
    return tuple(_read_finding(row, persons, cases[row.sha256]) for row in rows)


def _cases_and_set(connection: Connection, sha256: str) -> tuple[tuple[str, ...], str]:
    places = places_of(connection, sha256)
    return tuple(sorted({name for place in places for name in place.cases})), file_set_of(places)


def _persons_in_slots(connection: Connection, ids: list[str]) -> dict[tuple[str, str], list[tuple[int, int, str]]]:
    """(finding, slot) -> [(start, end, person)]."""
    found: dict[tuple[str, str], list[tuple[int, int, str]]] = {}
    for at in range(0, len(ids), IDS_PER_QUERY):
        rows = connection.execute(
            select(finding_mentions, mentions.c.person, mentions.c.start, mentions.c.end)
            .join(mentions, mentions.c.id == finding_mentions.c.mention)
            .where(finding_mentions.c.finding.in_(ids[at : at + IDS_PER_QUERY]), mentions.c.person.is_not(None))
            .order_by(mentions.c.start)
        )
        for row in rows:
            found.setdefault((row.finding, row.slot), []).append((row.start, row.end, row.person))
    return found


def _read_finding(
    row: Row[Any],
    persons: Mapping[tuple[str, str], list[tuple[int, int, str]]],
    place: tuple[tuple[str, ...], str],
) -> Finding:
    cases, file_set = place
    return Finding(
        id=row.id,
        detector=row.detector,
        type=row.type,
        subtype=row.subtype,
        severity=row.severity,
        assertion=Assertion(row.assertion),
        speaker=row.speaker or row.carried_speaker,
        verify_image=row.verify_image,
        sha256=row.sha256,
        page=row.number,
        reading=row.reading,
        start=row.start,
        end=row.end,
        quote=row.quote,
        confidence=row.confidence,
        slots=tuple(_fill(slot, persons.get((row.id, slot["name"]), [])) for slot in row.slots),
        cases=cases,
        file_set=file_set,
        kind=row.kind,
        dated=row.dated,
    )


def _fill(slot: dict[str, Any], persons: list[tuple[int, int, str]]) -> FilledSlot:
    there = (person for start, end, person in persons if start < slot["end"] and slot["start"] < end)
    return FilledSlot(**slot, person=next(there, None))
