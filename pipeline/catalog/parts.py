"""Documents inside files and pages that are there twice: what the machine found, and what people decided of it."""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from sqlalchemy import Connection, and_, delete, select

from pipeline.catalog.database import now
from pipeline.catalog.pages import put_in_outbox
from pipeline.catalog.tables import boundaries, marks, page_stages, pages, parts, readings
from pipeline.records import Boundary, Leaf, Mark, PageState, Part

LEAF_MARKS = ("heading", "form", "page_number", "bates", "running_head", "fax_header")


def find_fingerprints(connection: Connection) -> Iterator[tuple[str, str]]:
    """(hash of a file, what its documents are found from) for each file with pages, without reading their texts."""
    decided: dict[str, str] = {}
    for row in connection.execute(select(boundaries).order_by(boundaries.c.id)):
        decided[row.sha256] = f"{decided.get(row.sha256, '')} {row.number} {row.starts} {row.kind}"
    same_page = and_(page_stages.c.sha256 == pages.c.sha256, page_stages.c.number == pages.c.number)
    columns = ("sha256", "number", "state", "reading", "width", "height", "said_kind", "kind_confidence", "dated")
    query = (
        select(*(pages.c[name] for name in columns), page_stages.c.key)
        .outerjoin(page_stages, and_(same_page, page_stages.c.stage == "language"))
        .order_by(pages.c.sha256, pages.c.number)
        .execution_options(yield_per=1000)
    )
    for sha256, rows in groupby(connection.execute(query), key=lambda row: row.sha256):
        digest = hashlib.sha256(decided.get(sha256, "").encode())
        for row in rows:
            digest.update(repr(tuple(row)).encode())
        yield sha256, digest.hexdigest()


def files_with_pages(connection: Connection) -> list[str]:
    """The hash of every file that has pages."""
    return list(connection.execute(select(pages.c.sha256).distinct().order_by(pages.c.sha256)).scalars())


def load_leaves(connection: Connection, sha256: str) -> tuple[Leaf, ...]:
    """The pages of a file, in order, as documents are stitched from them."""
    said: dict[int, list[Mark]] = {}
    of_file = and_(marks.c.sha256 == sha256, marks.c.label.in_(LEAF_MARKS))
    for row in connection.execute(select(marks).where(of_file).order_by(marks.c.number, marks.c.start)):
        said.setdefault(row.number, []).append(Mark(row.start, row.end, row.label, row.value))
    query = (
        select(pages, readings.c.text)
        .outerjoin(
            readings,
            and_(
                readings.c.sha256 == pages.c.sha256,
                readings.c.number == pages.c.number,
                readings.c.id == pages.c.reading,
            ),
        )
        .where(pages.c.sha256 == sha256)
        .order_by(pages.c.number)
    )
    return tuple(
        Leaf(
            number=row.number,
            text=row.text or "",
            state=PageState(row.state),
            width=row.width,
            height=row.height,
            kind=row.said_kind,
            kind_confidence=row.kind_confidence,
            dated=row.dated,
            marks=tuple(said.get(row.number, ())),
        )
        for row in connection.execute(query)
    )


def load_parts(connection: Connection, sha256: str) -> tuple[Part, ...]:
    """The documents inside a file, in order."""
    rows = connection.execute(select(parts).where(parts.c.sha256 == sha256).order_by(parts.c.first))
    return tuple(
        Part(row.first, row.last, row.kind, row.title, row.dated, tuple(row.reasons), row.confidence) for row in rows
    )


def replace_parts(
    connection: Connection, sha256: str, found: Sequence[Part], kinds: Iterable[tuple[int, str | None]]
) -> None:
    """Record the documents inside a file in place of those it had, and the kind that each page has from them. Pages
    whose kind is another now go to the index again."""
    connection.execute(delete(parts).where(parts.c.sha256 == sha256))
    if found:
        rows = [
            {
                "sha256": sha256,
                "first": part.first,
                "last": part.last,
                "kind": part.kind,
                "title": part.title,
                "dated": part.dated,
                "reasons": list(part.reasons),
                "confidence": part.confidence,
            }
            for part in found
        ]
        connection.execute(parts.insert(), rows)
    before = {
        row.number: row.kind
        for row in connection.execute(select(pages.c.number, pages.c.kind).where(pages.c.sha256 == sha256))
    }
    changed = [(number, kind) for number, kind in kinds if before.get(number) != kind]
    for number, kind in changed:
        here = and_(pages.c.sha256 == sha256, pages.c.number == number)
        connection.execute(pages.update().where(here).values(kind=kind))
    put_in_outbox(connection, [(sha256, number) for number, _kind in changed])


# ---------------------------------------------------------------- what people decide


def save_boundary(connection: Connection, actor: str, sha256: str, boundary: Boundary, reason: str) -> None:
    """A person says whether a document begins on a page, and perhaps which kind it is."""
    connection.execute(
        boundaries.insert().values(
            actor=actor,
            at=now(),
            reason=reason,
            sha256=sha256,
            number=boundary.page,
            starts=boundary.starts,
            kind=boundary.kind,
        )
    )


def load_boundaries(connection: Connection, sha256: str) -> tuple[Boundary, ...]:
    """What people decided of the pages of a file, oldest first: the last about a page counts."""
    rows = connection.execute(select(boundaries).where(boundaries.c.sha256 == sha256).order_by(boundaries.c.id))
    return tuple(Boundary(row.number, row.starts, row.kind) for row in rows)
