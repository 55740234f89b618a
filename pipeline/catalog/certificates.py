"""Which set of a case is complete: only a person can say so, with the ground for it. "Not disclosed" needs one."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select

from pipeline.catalog.database import now
from pipeline.catalog.identity import made_id
from pipeline.catalog.tables import certificates, file_cases, files
from pipeline.records import FileSet


@dataclass(frozen=True, slots=True)
class Certificate:
    """Somebody's word that a set of a case is complete. `documents` counts what was in it then; `changed` is true where
    other documents are in it now."""

    case: str
    file_set: FileSet
    actor: str
    at: datetime
    ground: str
    documents: int
    changed: bool


def save_certificate(connection: Connection, about: tuple[str, FileSet], actor: str, ground: str, holds: bool) -> None:
    """A person says that this set of this case is complete, or takes that back."""
    case, file_set = about
    hashes = documents_of_set(connection, case, file_set)
    connection.execute(
        certificates.insert().values(
            actor=actor,
            at=now(),
            reason=ground,
            case_name=case,
            file_set=file_set,
            holds=holds,
            documents=len(hashes),
            fingerprint=made_id(*hashes),
        )
    )


def documents_of_set(connection: Connection, case: str, file_set: FileSet) -> list[str]:
    """The hashes of the documents of a case that are in a set, in order."""
    query = (
        select(files.c.sha256)
        .join(file_cases, file_cases.c.file == files.c.id)
        .where(file_cases.c.name == case, files.c.file_set == file_set, files.c.sha256.is_not(None))
        .distinct()
        .order_by(files.c.sha256)
    )
    return list(connection.execute(query).scalars())


def count_documents_by_set(connection: Connection, case: str) -> dict[FileSet, int]:
    """How many documents each set of a case has; sets without any are left out."""
    counted = {file_set: len(documents_of_set(connection, case, file_set)) for file_set in FileSet}
    return {file_set: count for file_set, count in counted.items() if count}


def find_certificates(connection: Connection, case: str | None = None) -> Iterator[Certificate]:
    """The certificates that hold, of one case or of all, by case and set."""
    query = select(certificates).order_by(certificates.c.id)
    latest = {
        (row.case_name, row.file_set): row
        for row in connection.execute(query if case is None else query.where(certificates.c.case_name == case))
    }
    for (name, slug), row in sorted(latest.items()):
        if row.holds:
            file_set = FileSet(slug)
            changed = made_id(*documents_of_set(connection, name, file_set)) != row.fingerprint
            yield Certificate(name, file_set, row.actor, row.at, row.reason, row.documents, changed)
