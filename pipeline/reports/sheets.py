"""A page with the words on it that leads quote: what a person is shown, and what an image of it must mark and hide."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from sqlalchemy import Connection

from pipeline.catalog.copies import copies_of_page
from pipeline.catalog.facts import find_by_fact
from pipeline.catalog.files import find_documents, load_document, places_of
from pipeline.catalog.leads import citations_on_page, load_lead
from pipeline.catalog.members import INSIDE, find_members
from pipeline.catalog.pages import load_page
from pipeline.catalog.parts import load_parts
from pipeline.catalog.printed_lines import load_testimony
from pipeline.errors import UsageError
from pipeline.records import Citation, SourceFile, SpokenLine
from pipeline.reports.masking import Masking
from pipeline.reports.origins import find_origins
from pipeline.reports.places import Places, boxes_of, join_places
from pipeline.reports.rows import Row, page_row

SHOWN_NAMES = 20
AS_IT_IS = 'To have the image as it is, add: --unmask --reason "why it is needed"'


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page to show. `row` is its row of the export contract, of the reading that is quoted; the path of `source` is
    its address in the store. `beside` says, a line each, which document of the file it belongs to, where its copies
    are, which lines of a transcript stand on it, and on which of them the quotes. `testimony` are these lines."""

    row: Row
    page_count: int | None
    source: SourceFile
    quoted: tuple[tuple[str, Citation], ...]
    beside: tuple[str, ...] = ()
    testimony: tuple[SpokenLine, ...] = ()


def find_sheets(connection: Connection, name: str, number: int | None) -> Iterator[Sheet]:
    """The pages that a lead's id, a location, a Bates number or the start of a hash stands for.

    A lead gives each page it cites, in the order of its citations; a document its page `number`, else the first.
    Raises UsageError where nothing or more than one document has this name, or no such page.
    """
    places = Places(connection)
    lead = load_lead(connection, name)
    if lead is None:
        sha256, first = find_numbered_page(connection, name) or (find_document(places, name), 1)
        yield _document_sheet(places, sha256, number or first)
        return
    cited = [one for one in lead.lead.citations if number in (None, one.page)]
    if not cited:
        raise UsageError(f"{name} cites no page {number}. Leave --page out to see the pages it cites.")
    order = {key: at for at, key in reversed(list(enumerate(map(_page_key, cited))))}
    for key, quotes in groupby(sorted(cited, key=lambda one: order[_page_key(one)]), key=_page_key):
        yield _sheet(places, key, [(lead.id, one) for one in quotes])


def _page_key(cited: Citation) -> tuple[str, int, str]:
    return cited.sha256, cited.page, cited.reading


def find_numbered_page(connection: Connection, name: str) -> tuple[str, int] | None:
    """The page that a load file gives this Bates number; None where there is none, or more than one."""
    found = {(row.sha256, row.number or 1) for row in find_by_fact(connection, "bates", name)}
    return found.pop() if len(found) == 1 else None


def find_document(places: Places, name: str) -> str:
    """The hash of the document that a location or the start of a hash stands for. Raises UsageError unless it is
    exactly one."""
    found = find_documents(places.connection, name)
    if not found:
        raise UsageError(
            f"There is no lead and no document called {name}. Leads are listed by: exculpa leads. A document is named "
            "by its location, as exculpa search prints it, or by eight digits or more of its hash."
        )
    if len(found) > 1:
        listed = "".join(f"\n  {sha256[:16]}  {places.document(sha256).location}" for sha256 in found[:SHOWN_NAMES])
        more = f"\n  and {len(found) - SHOWN_NAMES} more" if len(found) > SHOWN_NAMES else ""
        raise UsageError(f"{name} may be {len(found)} documents. Name one of them by its hash:{listed}{more}")
    return found[0]


def _document_sheet(places: Places, sha256: str, number: int) -> Sheet:
    page = load_page(places.connection, sha256, number)
    if page is None:
        document = load_document(places.connection, sha256)
        count = document[1] if document else None
        has = f"has {count} pages." if count else _what_lies_in(places.connection, sha256)
        raise UsageError(f"{places.document(sha256).location or sha256} has no page {number}: it {has}")
    quoted = citations_on_page(places.connection, sha256, number)
    return _sheet(
        places, (sha256, number, page.reading or ""), [one for one in quoted if one[1].reading == page.reading]
    )


def _what_lies_in(connection: Connection, sha256: str) -> str:
    """What is said of a file without pages: the names of its members, or that nothing of it could be read."""
    members = find_members(connection, sha256)
    if not members:
        return "has no pages that could be read. Type: exculpa status"
    listed = "".join(f"\n  {member.path}" for member in members[:SHOWN_NAMES])
    more = f"\n  and {len(members) - SHOWN_NAMES} more; see: exculpa status" if len(members) > SHOWN_NAMES else ""
    place = next((place.path for place in places_of(connection, sha256)), sha256)
    return f"is a file in which others lie. Name one of them as {place}{INSIDE}NAME:{listed}{more}"


def _sheet(places: Places, key: tuple[str, int, str], quoted: list[tuple[str, Citation]]) -> Sheet:
    sha256, number, reading_id = key
    page, document = load_page(places.connection, sha256, number), load_document(places.connection, sha256)
    if page is None or document is None:
        raise UsageError(f"Page {number} of {sha256} is not in the catalog. Type: exculpa verify")
    row, reading = page_row(places, page), places.reading(sha256, number, reading_id)
    if reading is not None:
        row |= {"reading": reading_id, "text": reading.text, "confidence": reading.confidence}
    printed = dict.fromkeys(place for _lead, cited in quoted if (place := places.transcript(cited)) is not None)
    lines = load_testimony(places.connection, sha256, number, reading_id)
    quotes = (f"quoted at {place}" for place in printed)
    beside = (*_beside(places, sha256, number), *_describe_testimony(lines), *quotes)
    return Sheet(row, document[1], document[0], tuple(quoted), beside, lines)


def _describe_testimony(lines: Sequence[SpokenLine]) -> Iterator[str]:
    """The printed lines of a page, who is examined on them, and who goes on speaking from the page before."""
    printed = [line.place for line in lines if line.place is not None and ":" in line.place]
    if printed:
        yield f"Tr. {join_places(printed)}"
    examined = dict.fromkeys((line.examination, line.witness) for line in lines if line.witness is not None)
    for examination, witness in examined:
        yield f"{examination.replace('_', ' ')} examination of {witness}" if examination else f"in the stand: {witness}"
    first = next((line for line in lines if line.role is not None), None)
    if first is not None and not first.starts and first.speaker is not None:
        yield f"begins in the middle of what {first.speaker} says"


def _beside(places: Places, sha256: str, number: int) -> Iterator[str]:
    """The document inside the file that a page belongs to, where the file holds more than one; and its copies."""
    yield from find_origins(places, sha256, number)
    parts = load_parts(places.connection, sha256)
    for part in parts if len(parts) > 1 else ():
        if part.first <= number <= part.last:
            kind = part.kind.replace("_", " ") if part.kind else "a document"
            pages = f"pages {part.first}-{part.last}" if part.last > part.first else f"page {part.first} alone"
            yield f"part of {kind}, {pages}" + (f": {part.title}" if part.title else "")
    for copy in copies_of_page(places.connection, sha256, number)[:SHOWN_NAMES]:
        other, page = copy.other if copy.one == (sha256, number) else copy.one
        where = places.document(other).location or other[:16]
        yield f"{'other version' if copy.how == 'version' else 'copy'} at {where}, page {page} ({copy.likeness:.2f})"


def quoted_boxes(places: Places, sheet: Sheet) -> list[list[float]]:
    """The boxes of all quotes on the page."""
    return _boxes(places, sheet.row, ((cited.start, cited.end) for _lead, cited in sheet.quoted))


def hidden_boxes(places: Places, sheet: Sheet, masking: Masking) -> list[list[float]]:
    """The boxes of all protected identities on the page.

    Raises UsageError where nobody knows what stands on the page, or where on it: such an image must not leave.
    """
    row = sheet.row
    if row["reading"] is None:
        raise UsageError(f"Page {row['page']} could not be read, so no identity on it can be made black. {AS_IT_IS}")
    found = []
    for start, end in masking.spans_on_page(row["sha256"], row["page"], row["reading"]):
        boxes = _boxes(places, row, [(start, end)])
        if not boxes and row["text"][start:end].strip():
            raise UsageError(f"Where an identity stands on the image of page {row['page']} is not known. {AS_IT_IS}")
        found += boxes
    return found


def _boxes(places: Places, row: Row, spans: Iterable[tuple[int, int]]) -> list[list[float]]:
    reading = places.reading(row["sha256"], row["page"], row["reading"]) if row["reading"] else None
    return [box for start, end in spans for box in boxes_of(reading.words if reading else (), start, end)]
