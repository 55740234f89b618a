"""Pages by what is known of them beside their words: a Bates number, a tick, a decision about a lead, a person."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, and_, func, or_, select

from pipeline.catalog.tables import documents, facts, lead_citations, marks, mentions, persons, reviews, ticks
from pipeline.records import PersonKind

Place = tuple[str, int]
Numbers = tuple[int, int, int]
"""The lowest, the highest, and how many digits they are written with."""
BATES = "bates"
SEPARATORS = ("-", "", " ", "_", ".", ":")
"""What load files write between the letters and the digits of a number; a stamp in its normal form has a hyphen."""
LONGEST_DOCUMENT = 20_000
"""So many pages may be counted on from the number that a load file gives the first page of a document."""
IDS_PER_QUERY = 500
ROWS_AT_ONCE = 1000
_NUMBER = re.compile(r"(.*?)[\s_.:\-]*(\d+)")


def find_stamped(connection: Connection, prefix: str | None, numbers: Sequence[Numbers]) -> Iterator[Place]:
    """Pages with such a Bates number, as it is stamped on them or as a load file gives it. `prefix` is in small
    letters, None for any; without `numbers` every number counts."""
    given = _facts_between(prefix, numbers)
    query = select(facts.c.sha256, facts.c.number, facts.c.value, documents.c.page_count)
    query = query.outerjoin(documents, documents.c.sha256 == facts.c.sha256).where(facts.c.name == BATES, given)
    for row in connection.execute(query.execution_options(yield_per=ROWS_AT_ONCE)):
        count = 1 if row.number else row.page_count or 1
        for at in range(min(count, LONGEST_DOCUMENT)):
            if _is_meant(row.value, at, prefix, numbers):
                yield row.sha256, row.number or at + 1
    stamped = select(marks.c.sha256, marks.c.number, marks.c.value).where(marks.c.label == BATES)
    if prefix is not None and numbers:
        stamped = stamped.where(_between(marks.c.value, f"{prefix.upper()}-" if prefix else "", numbers))
    for stamp in connection.execute(stamped.execution_options(yield_per=ROWS_AT_ONCE)):
        if _is_meant(stamp.value or "", 0, prefix, numbers):
            yield stamp.sha256, stamp.number


def _facts_between(prefix: str | None, numbers: Sequence[Numbers]) -> ColumnElement[bool]:
    """Facts that may be meant, by their key; those of whole documents from the number of their first page on."""
    if prefix is None or not numbers:
        return facts.c.key.is_not(None)
    before = [(max(low - LONGEST_DOCUMENT, 0), high, digits) for low, high, digits in numbers]
    heads = [f"{prefix}{separator}" for separator in SEPARATORS] if prefix else [""]
    pages = and_(facts.c.number > 0, or_(*(_between(facts.c.key, head, numbers) for head in heads)))
    return or_(pages, and_(facts.c.number == 0, or_(*(_between(facts.c.key, head, before) for head in heads))))


def _between(column: ColumnElement[str | None], head: str, numbers: Sequence[Numbers]) -> ColumnElement[bool]:
    """Values that begin with `head` and go on with one of these numbers: found by an index of the column."""
    return or_(
        *(
            and_(
                column.between(f"{head}{low:0{digits}}", f"{head}{high:0{digits}}"),
                func.length(column) == len(head) + digits,
            )
            for low, high, digits in numbers
        )
    )


def _is_meant(value: str, ahead: int, prefix: str | None, numbers: Sequence[Numbers]) -> bool:
    """Is the number that comes `ahead` pages after a value one of these?"""
    found = _NUMBER.fullmatch(value.strip())
    if found is None or (prefix is not None and _plain(found[1]) != _plain(prefix)):
        return False
    number, digits = int(found[2]) + ahead, len(found[2])
    return not numbers or any(low <= number <= high and digits == width for low, high, width in numbers)


def _plain(prefix: str) -> str:
    return re.sub(r"[\W_]", "", prefix.casefold())


# ---------------------------------------------------------------- what people did


def find_ticked(connection: Connection) -> tuple[set[str], set[Place]]:
    """What is ticked off as reviewed: documents with all their pages, and single pages of others."""
    query = select(ticks.c.sha256, ticks.c.number, ticks.c.holds, documents.c.page_count)
    query = query.outerjoin(documents, documents.c.sha256 == ticks.c.sha256).order_by(ticks.c.id)
    latest: dict[str, dict[int, bool]] = defaultdict(dict)
    counts: dict[str, int | None] = {}
    for sha256, number, holds, counts[sha256] in connection.execute(query).tuples():
        latest[sha256][number] = holds
    ticked = {sha256: {number for number, holds in pages.items() if holds} for sha256, pages in latest.items()}
    whole = {sha256 for sha256, numbers in ticked.items() if numbers and len(numbers) == counts[sha256]}
    single = {(sha256, number) for sha256, numbers in ticked.items() if sha256 not in whole for number in numbers}
    return whole, single


def find_decided(connection: Connection, decision: str) -> Iterator[Place]:
    """Pages that a lead cites of which this is the latest decision."""
    latest = select(func.max(reviews.c.id)).group_by(reviews.c.lead)
    decided = select(reviews.c.lead).where(reviews.c.id.in_(latest), reviews.c.decision == decision)
    query = select(lead_citations.c.sha256, lead_citations.c.number).where(lead_citations.c.lead.in_(decided))
    for row in connection.execute(query.distinct()):
        yield row.sha256, row.number


# ---------------------------------------------------------------- who is named


def find_informants(connection: Connection) -> list[str]:
    """The ids of all who are best known as informants: most go by a number, which is no surname to look up."""
    query = select(persons.c.id).where(persons.c.kind == PersonKind.INFORMANT.value)
    return list(connection.execute(query.order_by(persons.c.id)).scalars())


def find_named(connection: Connection, ids: Iterable[str]) -> Iterator[Row[Any]]:
    """Where these persons are named: sha256, number, name and kind of each mention, each once a page."""
    wanted = sorted(set(ids))
    kind = func.coalesce(mentions.c.known_kind, mentions.c.kind).label("kind")
    for at in range(0, len(wanted), IDS_PER_QUERY):
        some = mentions.c.person.in_(wanted[at : at + IDS_PER_QUERY])
        query = select(mentions.c.sha256, mentions.c.number, mentions.c.name, kind).where(some).distinct()
        rows: Iterable[Row[Any]] = connection.execute(query.execution_options(yield_per=ROWS_AT_ONCE))
        yield from rows
