"""What lies inside files: members, the places they have below their container, and which files were opened."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Connection, and_, delete, func, or_, select, update

from pipeline.catalog.files import FileRow, NewFile, add_file, file_row, mark_pages_for_index, places_of
from pipeline.catalog.tables import documents, file_cases, files, members, unpackings
from pipeline.records import FileState

INSIDE = "!/"
"""Stands between the path of a container and what it calls its member: `box.zip!/letters/may.eml!/photo.jpg`."""
MOST_PLACES = 100
"""Places below its containers that one document is listed in: archives of copies of archives would fill any disk."""
COPY = "the same bytes were found in another place"


@dataclass(frozen=True, slots=True)
class MemberRow:
    """A member of a container. `member` is None where its bytes could not be taken out."""

    path: str
    member: str | None
    size: int
    state: FileState
    reason: str | None


@dataclass(frozen=True, slots=True)
class Outermost:
    """The container that lies in no other above a document, how many containers above that document are, and what was
    taken out of it until now with all that lies inside."""

    sha256: str
    depth: int
    members: int
    bytes: int


def find_outermost(connection: Connection, sha256: str) -> Outermost:
    """By the first containers in the order of their hashes, so that all runs find the same one."""
    above, seen = sha256, {sha256}
    while True:
        query = select(func.min(members.c.container)).where(members.c.member == above, members.c.container.not_in(seen))
        container = connection.execute(query).scalar()
        if container is None:
            break
        seen.add(container)
        above = container
    row = connection.execute(select(unpackings).where(unpackings.c.sha256 == above)).first()
    return Outermost(above, len(seen) - 1, row.members if row else 0, row.bytes if row else 0)


def find_containers(connection: Connection, media_types: Iterable[str], key: str, again: bool) -> list[str]:
    """Hashes of documents of these kinds that were not opened yet with this key; and (if asked) those that were not
    taken out whole."""
    wanted = or_(unpackings.c.key.is_(None), unpackings.c.key != key)
    if again:
        failed = select(members.c.container).where(
            or_(members.c.state == FileState.QUARANTINED, and_(members.c.member.is_not(None), members.c.reason != ""))
        )
        wanted = or_(wanted, unpackings.c.problem.is_not(None), documents.c.sha256.in_(failed))
    query = (
        select(documents.c.sha256)
        .outerjoin(unpackings, unpackings.c.sha256 == documents.c.sha256)
        .where(documents.c.media_type.in_(list(media_types)), wanted)
    )
    return list(connection.execute(query.order_by(documents.c.added_at, documents.c.sha256)).scalars())


def find_members(connection: Connection, container: str) -> list[MemberRow]:
    rows = connection.execute(select(members).where(members.c.container == container).order_by(members.c.path))
    return [MemberRow(row.path, row.member, row.size, FileState(row.state), row.reason) for row in rows]


def find_containers_of(connection: Connection, member: str) -> list[tuple[str, str]]:
    """Hashes of the containers a document lies in, each with what it calls it there."""
    query = select(members.c.container, members.c.path).where(members.c.member == member)
    return [
        (row.container, row.path) for row in connection.execute(query.order_by(members.c.container, members.c.path))
    ]


def save_member(connection: Connection, container: str, outermost: str, member: MemberRow) -> None:
    """Record a member, and a place for it below each place of its container. One that is there already is left alone;
    what could not be taken out before and can be now takes its place."""
    here = and_(members.c.container == container, members.c.path == member.path)
    before = connection.execute(select(members).where(here)).first()
    if before is not None and (before.member, before.reason) == (member.member, member.reason):
        return
    values = {"member": member.member, "size": member.size, "state": member.state, "reason": member.reason}
    if before is None:
        connection.execute(members.insert().values(container=container, path=member.path, **values))
        _count(connection, outermost, member.size)
    else:
        connection.execute(update(members).where(here).values(**values))
    newest = {(place.root, place.path): place for place in places_of(connection, container)}
    for place in list(newest.values())[:MOST_PLACES]:
        _add_place(connection, place, member)


def _count(connection: Connection, outermost: str, size: int) -> None:
    here = unpackings.c.sha256 == outermost
    more = {"members": unpackings.c.members + 1, "bytes": unpackings.c.bytes + size}
    if connection.execute(update(unpackings).where(here).values(**more)).rowcount == 0:
        connection.execute(unpackings.insert().values(sha256=outermost, key=None, members=1, bytes=size))


def taken_before(connection: Connection, container: str) -> tuple[int, int]:
    """How many members of a container were recorded by runs before, and their bytes."""
    row = connection.execute(
        select(func.count(), func.coalesce(func.sum(members.c.size), 0)).where(members.c.container == container)
    ).one()
    return int(row[0]), int(row[1])


def end_unpacking(connection: Connection, sha256: str, key: str, problem: str | None) -> None:
    """A file was opened to its end, or as far as could be."""
    here = unpackings.c.sha256 == sha256
    if connection.execute(update(unpackings).where(here).values(key=key, problem=problem)).rowcount == 0:
        connection.execute(unpackings.insert().values(sha256=sha256, key=key, problem=problem, members=0, bytes=0))


# ---------------------------------------------------------------- places


def place_members(connection: Connection, place: FileRow) -> None:
    """Give everything known to lie inside a file a place below this place of it."""
    if place.sha256 is None:
        return
    for member in find_members(connection, place.sha256):
        _add_place(connection, place, member)


def _add_place(connection: Connection, container: FileRow, member: MemberRow) -> None:
    state, reason, known = member.state, member.reason, []
    if member.member is not None:
        known = _first_places(connection, member.member)
        if len(known) >= MOST_PLACES or any(_lies_in(container, *place) for place in known):
            return
        state, reason = (FileState.DUPLICATE, COPY) if known else _state_of(connection, member.member)
    new = NewFile(
        root=container.root,
        path=container.path + INSIDE + member.path,
        size=member.size,
        mtime_ns=container.mtime_ns,
        sha256=member.member,
        state=state,
        reason=reason,
        file_set=container.file_set,
        cases=container.cases,
    )
    file = add_file(connection, new)
    if member.member is not None:
        if known:  # its pages lie in one more place
            mark_pages_for_index(connection, member.member)
        place_members(connection, file_row(file, new))


def _first_places(connection: Connection, sha256: str) -> list[tuple[str, str]]:
    query = select(files.c.root, files.c.path).where(files.c.sha256 == sha256).limit(MOST_PLACES)
    return [(row.root, row.path) for row in connection.execute(query)]


def _lies_in(container: FileRow, root: str, path: str) -> bool:
    """Is the container this place, or below it? Then the archive holds itself, as some are made to do."""
    return container.root == root and (container.path + INSIDE).startswith(path + INSIDE)


def _state_of(connection: Connection, sha256: str) -> tuple[FileState, str | None]:
    row = connection.execute(select(documents.c.state, documents.c.reason).where(documents.c.sha256 == sha256)).one()
    return FileState(row.state), row.reason


def pass_on(connection: Connection, container: FileRow) -> None:
    """Give all places below a container its cases and its file set: somebody told others."""
    prefix = container.path + INSIDE
    below = and_(files.c.root == container.root, files.c.path.startswith(prefix, autoescape=True))
    for row in connection.execute(select(files.c.id, files.c.sha256).where(below)).all():
        connection.execute(update(files).where(files.c.id == row.id).values(file_set=container.file_set))
        connection.execute(delete(file_cases).where(file_cases.c.file == row.id))
        if container.cases:
            connection.execute(file_cases.insert(), [{"file": row.id, "name": name} for name in container.cases])
        if row.sha256 is not None:
            mark_pages_for_index(connection, row.sha256)
