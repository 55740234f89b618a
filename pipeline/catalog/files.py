"""Files and documents: what was given, where it lay, which case it belongs to, how it ended."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import PurePosixPath

from sqlalchemy import Connection, RowMapping, and_, func, or_, select, update

from pipeline.catalog.database import now
from pipeline.catalog.tables import documents, file_cases, files, outbox, pages
from pipeline.records import FileSet, FileState, SourceFile


@dataclass(frozen=True, slots=True)
class FileRow:
    """One place a file was found in, as the catalog knows it. `path` is relative to `root`."""

    id: int
    root: str
    path: str
    size: int
    mtime_ns: int
    sha256: str | None
    state: FileState
    reason: str | None
    file_set: str
    cases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NewFile:
    """A place a file was found in, before it has a row."""

    root: str
    path: str
    size: int
    mtime_ns: int
    sha256: str | None
    state: FileState
    reason: str | None
    file_set: str
    cases: tuple[str, ...]


def file_row(file: int, new: NewFile) -> FileRow:
    """A place as its row has it, once it is recorded."""
    values = {name: getattr(new, name) for name in NewFile.__slots__}
    return FileRow(file, **(values | {"cases": tuple(sorted(set(new.cases)))}))


def find_file(connection: Connection, place: str) -> FileRow | None:
    """The newest row of an absolute path, under whichever root it was given; None where it was never seen."""
    path = PurePosixPath(place)
    splits = [(str(root), str(path.relative_to(root))) for root in (path, *path.parents)]
    # Each half of the OR is one look into the index; sorting here keeps the database from walking the whole table.
    rows = connection.execute(
        select(files).where(or_(*(and_(files.c.root == root, files.c.path == rest) for root, rest in splits)))
    ).all()
    if not rows:
        return None
    row = max(rows, key=lambda row: row.id)
    return _file_row(row._mapping, cases_of_file(connection, row.id))


def find_unread_places(connection: Connection) -> list[FileRow]:
    """Places that could not even be opened: quarantined, without a hash."""
    rows = connection.execute(select(files).where(files.c.state == FileState.QUARANTINED, files.c.sha256.is_(None)))
    return [_file_row(row._mapping, ()) for row in rows.all()]


def set_file_state(connection: Connection, file: int, state: FileState, reason: str) -> None:
    connection.execute(update(files).where(files.c.id == file).values(state=state, reason=reason))


def cases_of_file(connection: Connection, file: int) -> tuple[str, ...]:
    names = connection.execute(select(file_cases.c.name).where(file_cases.c.file == file).order_by(file_cases.c.name))
    return tuple(names.scalars())


def add_file(connection: Connection, new: NewFile) -> int:
    """Record a place; returns the id of its row."""
    row = connection.execute(
        files.insert().values(
            root=new.root,
            path=new.path,
            size=new.size,
            mtime_ns=new.mtime_ns,
            sha256=new.sha256,
            state=new.state,
            reason=new.reason,
            file_set=new.file_set,
            seen_at=now(),
        )
    )
    assert row.inserted_primary_key is not None
    file = int(row.inserted_primary_key[0])
    if new.cases:
        connection.execute(file_cases.insert(), [{"file": file, "name": name} for name in sorted(set(new.cases))])
    return file


def update_file(connection: Connection, file: int, new: NewFile) -> None:
    """A place seen again: its size, time, set and cases as they are now. Its pages go to the index again."""
    connection.execute(
        update(files)
        .where(files.c.id == file)
        .values(
            size=new.size,
            mtime_ns=new.mtime_ns,
            sha256=new.sha256,
            state=new.state,
            reason=new.reason,
            file_set=new.file_set,
            seen_at=now(),
        )
    )
    connection.execute(file_cases.delete().where(file_cases.c.file == file))
    if new.cases:
        connection.execute(file_cases.insert(), [{"file": file, "name": name} for name in sorted(set(new.cases))])


def add_document(connection: Connection, source: SourceFile, address: str) -> bool:
    """Record the bytes behind a place; False where they were there already."""
    if connection.execute(select(documents.c.sha256).where(documents.c.sha256 == source.sha256)).first():
        return False
    connection.execute(
        documents.insert().values(
            sha256=source.sha256,
            media_type=source.media_type,
            size=source.size,
            address=address,
            state=FileState.WAITING,
            added_at=now(),
        )
    )
    return True


def set_address(connection: Connection, sha256: str, address: str) -> None:
    connection.execute(update(documents).where(documents.c.sha256 == sha256).values(address=address))


def end_document(connection: Connection, sha256: str, state: FileState, reason: str | None = None) -> None:
    """Give a document its state, and the same to the places it was found in (a duplicate place stays one)."""
    connection.execute(update(documents).where(documents.c.sha256 == sha256).values(state=state, reason=reason))
    connection.execute(
        update(files)
        .where(files.c.sha256 == sha256, files.c.state != FileState.DUPLICATE)
        .values(state=state, reason=reason)
    )


def set_page_count(connection: Connection, sha256: str, count: int) -> None:
    """A document that could be opened: its pages are waiting, whatever its state was before."""
    connection.execute(update(documents).where(documents.c.sha256 == sha256).values(page_count=count))
    end_document(connection, sha256, FileState.WAITING)


def mark_pages_for_index(connection: Connection, sha256: str) -> None:
    """Put all pages of a document into the outbox: something that the index holds about them has changed."""
    waiting = select(outbox.c.number).where(outbox.c.sha256 == sha256)
    connection.execute(
        outbox.insert().from_select(
            ["sha256", "number"],
            select(pages.c.sha256, pages.c.number).where(pages.c.sha256 == sha256, pages.c.number.not_in(waiting)),
        )
    )


def documents_in_state(connection: Connection, states: Iterable[FileState]) -> list[SourceFile]:
    """Documents in these states, in the order they were given. `path` is the address in the store."""
    rows = connection.execute(
        select(documents.c.sha256, documents.c.address, documents.c.media_type, documents.c.size)
        .where(documents.c.state.in_(list(states)))
        .order_by(documents.c.added_at, documents.c.sha256)
    )
    return [SourceFile(row.sha256, row.address, row.media_type, row.size) for row in rows]


def load_document(connection: Connection, sha256: str) -> tuple[SourceFile, int | None] | None:
    """A document and the number of its pages, where it is known."""
    row = connection.execute(select(documents).where(documents.c.sha256 == sha256)).first()
    if row is None:
        return None
    return SourceFile(row.sha256, row.address, row.media_type, row.size), row.page_count


def find_documents(connection: Connection, name: str) -> list[str]:
    """Hashes of the documents a person may mean by `name`: the start of a hash (8 digits or more) or a location."""
    by_place = select(files.c.sha256).where(files.c.sha256.is_not(None), files.c.path == name)
    found = set(connection.execute(by_place).scalars())
    if len(name) >= 8:
        by_hash = select(documents.c.sha256).where(documents.c.sha256.startswith(name.lower(), autoescape=True))
        found |= set(connection.execute(by_hash).scalars())
    return sorted(sha for sha in found if sha)


def places_of(connection: Connection, sha256: str) -> list[FileRow]:
    """Every place a document was found in, the first first, each with its cases."""
    rows = connection.execute(select(files).where(files.c.sha256 == sha256).order_by(files.c.id)).all()
    return [_file_row(row._mapping, cases_of_file(connection, row.id)) for row in rows]


def file_set_of(places: Iterable[FileRow]) -> str:
    """Whose copy a document is: the first set that was told for one of its places, else unknown."""
    told = (place.file_set for place in places if place.file_set != FileSet.UNKNOWN)
    return next(told, FileSet.UNKNOWN.value)


def count_files(connection: Connection) -> Counter[str]:
    """Places by state, the newest row of each place only."""
    newest = select(func.max(files.c.id)).group_by(files.c.root, files.c.path)
    rows = connection.execute(select(files.c.state, func.count()).where(files.c.id.in_(newest)).group_by(files.c.state))
    return Counter({row[0]: row[1] for row in rows})


def case_names(connection: Connection) -> list[str]:
    return list(connection.execute(select(file_cases.c.name).distinct().order_by(file_cases.c.name)).scalars())


def documents_of_case(connection: Connection, name: str) -> list[str]:
    """The hashes of the documents that lie in a case."""
    query = select(files.c.sha256).join(file_cases, file_cases.c.file == files.c.id).where(file_cases.c.name == name)
    return list(connection.execute(query.where(files.c.sha256.is_not(None)).distinct()).scalars())


def _file_row(row: RowMapping, cases: tuple[str, ...]) -> FileRow:
    names = ("id", "root", "path", "size", "mtime_ns", "sha256", "state", "reason", "file_set")
    values = {name: row[name] for name in names}
    return FileRow(**(values | {"state": FileState(values["state"])}), cases=cases)
