"""What an office knows of its cases beside their papers: every entry is kept, the latest of a name holds."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select

from pipeline.catalog.database import now
from pipeline.catalog.tables import case_facts


@dataclass(frozen=True, slots=True)
class CaseFact:
    """`source` says where it is known from, in the words of the person who entered it."""

    name: str
    value: str
    source: str
    actor: str
    at: datetime


def save_case_fact(connection: Connection, case: str, about: tuple[str, str], actor: str, source: str) -> None:
    """Enter a fact (name, value); an empty value takes back what was entered before."""
    name, value = about
    connection.execute(
        case_facts.insert().values(actor=actor, at=now(), reason=source, case_name=case, name=name, value=value)
    )


def load_case_facts(connection: Connection) -> dict[str, dict[str, CaseFact]]:
    """What holds now, by case and name."""
    found: dict[str, dict[str, CaseFact]] = defaultdict(dict)
    for row in connection.execute(select(case_facts).order_by(case_facts.c.id)):
        found[row.case_name][row.name] = CaseFact(row.name, row.value, row.reason, row.actor, row.at)
    return {case: {name: fact for name, fact in facts.items() if fact.value} for case, facts in found.items()}
