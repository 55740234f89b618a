"""What is known of documents and pages beside what stands on them."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Connection, and_, delete, select

from pipeline.catalog.tables import facts

LONGEST_NAME, LONGEST_KEY = 200, 100


@dataclass(frozen=True, slots=True)
class FactRow:
    """One thing known. `number` is the page, 0 for the document as a whole; `source` says who says so."""

    sha256: str
    number: int
    source: str
    name: str
    value: str


def save_facts(connection: Connection, place: tuple[str, int], told: Iterable[tuple[str, str, str]]) -> None:
    """Keep facts (source, name, value) of a page, or of a document (page 0). What a source says of a name replaces what
    it said before; several values of one name keep their order."""
    sha256, number = place
    ordinals: Counter[tuple[str, str]] = Counter()
    for source, name, value in told:
        name, value = _storable(name)[:LONGEST_NAME], _storable(value)
        if not ordinals[source, name]:
            here = and_(facts.c.sha256 == sha256, facts.c.number == number)
            connection.execute(delete(facts).where(here, facts.c.source == source, facts.c.name == name))
        values = {"sha256": sha256, "number": number, "source": source, "name": name, "value": value}
        connection.execute(facts.insert().values(ordinal=ordinals[source, name], key=fact_key(value), **values))
        ordinals[source, name] += 1


def find_facts(connection: Connection, sha256: str, number: int = 0) -> list[FactRow]:
    """What is known of a page, or of the document as a whole."""
    query = select(facts).where(facts.c.sha256 == sha256, facts.c.number == number)
    rows = connection.execute(query.order_by(facts.c.source, facts.c.name, facts.c.ordinal))
    return [FactRow(row.sha256, row.number, row.source, row.name, row.value) for row in rows]


def find_by_fact(connection: Connection, name: str, value: str) -> list[FactRow]:
    """Pages and documents of which somebody says this; small and capital letters are the same."""
    query = select(facts).where(facts.c.name == name, facts.c.key == fact_key(value))
    rows = connection.execute(query.order_by(facts.c.sha256, facts.c.number)).all()
    wanted = value.casefold()
    return [FactRow(r.sha256, r.number, r.source, r.name, r.value) for r in rows if r.value.casefold() == wanted]


def _storable(value: str) -> str:
    """Without what no database keeps."""
    return value.encode("utf-8", "replace").decode("utf-8").replace("\0", "\ufffd")


def fact_key(value: str) -> str:
    """What a value is looked up by."""
    return value.casefold()[:LONGEST_KEY]
