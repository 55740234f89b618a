"""Which pages stand behind a gate: by a stamp, by the kind of their document, or because a person says so.

A stamp on one page holds for the whole document it stands in; a person's word holds for what he said it of, and goes
before the machine's.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, select

from pipeline.catalog.database import now
from pipeline.catalog.parts import load_parts
from pipeline.catalog.tables import gates, marks, pages

MARK = "gate"
WHOLE = 0
"""Stands for all pages of a file in a decision."""


@dataclass(frozen=True, slots=True)
class GateEntry:
    """A person's word about a gate of a page, or of a whole file (page 0); `holds` is false where it was opened."""

    page: int
    gate: str
    holds: bool


def save_gate(connection: Connection, sha256: str, entry: GateEntry, actor: str, reason: str) -> None:
    values = {"sha256": sha256, "number": entry.page, "gate": entry.gate, "holds": entry.holds}
    connection.execute(gates.insert().values(actor=actor, at=now(), reason=reason, **values))


def load_gates(connection: Connection, sha256: str, by_kind: Mapping[str, str]) -> dict[int, dict[str, str]]:
    """The gates of each page of a file that has any, each with why. `by_kind` gives the gate of a kind of document."""
    rows = connection.execute(select(pages.c.number, pages.c.kind).where(pages.c.sha256 == sha256)).all()
    found: dict[int, dict[str, str]] = defaultdict(dict)
    for row in rows:
        if row.kind in by_kind:
            found[row.number][by_kind[row.kind]] = f"it is of the kind {row.kind.replace('_', ' ')}"
    numbers = sorted(row.number for row in rows)
    for number, gate in _find_stamps(connection, sha256):
        for page in _same_document(connection, sha256, number, numbers):
            found[page].setdefault(gate, f"stamp or heading on page {number}")
    for row in connection.execute(select(gates).where(gates.c.sha256 == sha256).order_by(gates.c.id)):
        for page in numbers if row.number == WHOLE else [row.number]:
            found[page].pop(row.gate, None)
            if row.holds:
                found[page][row.gate] = f"{row.actor}, {row.at:%Y-%m-%d}: {row.reason}"
    return {page: held for page, held in found.items() if held}


def find_gated_files(connection: Connection, by_kind: Mapping[str, str]) -> list[str]:
    """The hashes of files that may have pages behind a gate."""
    queries = (
        select(marks.c.sha256).where(marks.c.label == MARK),
        select(pages.c.sha256).where(pages.c.kind.in_(list(by_kind))),
        select(gates.c.sha256),
    )
    return sorted({sha256 for query in queries for sha256 in connection.execute(query.distinct()).scalars()})


def _find_stamps(connection: Connection, sha256: str) -> Iterator[tuple[int, str]]:
    query = select(marks.c.number, marks.c.value).where(marks.c.sha256 == sha256, marks.c.label == MARK)
    for row in connection.execute(query.order_by(marks.c.number, marks.c.start)):
        yield row.number, row.value


def _same_document(connection: Connection, sha256: str, number: int, numbers: list[int]) -> list[int]:
    """The pages of the document inside the file that a page belongs to; the page alone where none was found."""
    for part in load_parts(connection, sha256):
        if part.first <= number <= part.last:
            return [page for page in numbers if part.first <= page <= part.last]
    return [number]
