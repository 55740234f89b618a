"""Verification: is every original the bytes that were given, does every quote stand on its page, is all of it indexed?

A check yields once for each thing it looked at: None where all is well, else the Fault. Nothing is repaired here.
"""

import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice, repeat

from sqlalchemy import Connection

from pipeline.catalog import checks
from pipeline.catalog.files import places_of
from pipeline.catalog.leads import find_deals
from pipeline.catalog.outbox import count_waiting, expected_keys
from pipeline.catalog.pages import load_reading
from pipeline.catalog.words import unpack_words
from pipeline.records import reading_id
from pipeline.settings import Settings
from pipeline.store import LINK, hash_original

RESTORE = "Restore the catalog from a backup (docs/operations.md), then type: exculpa verify"
REINDEX = "Type: exculpa reindex"
GO_ON = "Type the last exculpa ingest again: it goes on from there"
TOLERANCE = 1.5
"""Points by which a box may stand over the edge of its page: OCR and rounding do that at the margin."""
READINGS_KEPT = 64
KEYS_AT_ONCE = 1000
MISSING = "the search index has not got this page as it is read now"
SURPLUS = "the search index holds this page in a reading that is not the current one"


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that is not as it was written down: where, what, and what to type next."""

    location: str
    page: int | None
    fault: str
    todo: str

    def __str__(self) -> str:
        place = f"{self.location}, page {self.page}" if self.page else self.location
        return f"{place}: {self.fault}. {self.todo}"


Check = Callable[[Connection, Settings], Iterator[Fault | None]]


def check_originals(connection: Connection, settings: Settings) -> Iterator[Fault | None]:
    """Every original, stored or linked, against its hash."""
    for row in checks.find_originals(connection):
        place = row.path or row.sha256
        linked = row.address.startswith(LINK)
        put_back = f"Put back the file whose SHA-256 is {row.sha256}" + ("" if linked else f" as {row.address}")
        todo = f"{put_back}, then type: exculpa verify"
        try:
            found = hash_original(settings, row.address)
        except FileNotFoundError:
            yield Fault(place, None, f"the {'linked file' if linked else 'original'} is gone", todo)
        except OSError as error:
            yield Fault(place, None, f"the original cannot be read ({error.strerror or error})", todo)
        else:
            yield None if found == row.sha256 else Fault(place, None, "the original was changed", todo)


def check_documents(connection: Connection, settings: Settings) -> Iterator[Fault | None]:
    """Every document that is done has a record for each of its pages."""
    with connection.engine.connect() as beside:
        for row in checks.find_page_counts(connection):
            whole, fault = row.there == row.page_count, f"{row.there} of {row.page_count} pages have a record"
            yield None if whole else Fault(_location(beside, row.sha256), None, fault, GO_ON)


def check_pages(connection: Connection, settings: Settings) -> Iterator[Fault | None]:
    """The current reading of every page is there."""
    with connection.engine.connect() as beside:
        for row in checks.find_current_readings(connection):
            fault = f"its reading {row.reading} is not there"
            yield None if row.there else Fault(_location(beside, row.sha256), row.number, fault, RESTORE)


def check_readings(connection: Connection, settings: Settings) -> Iterator[Fault | None]:
    """Every reading is the text its id names, its words lie in the text and their boxes on the page."""
    with connection.engine.connect() as beside:
        for row in checks.find_readings(connection):
            if reading_id(row.text) != row.id:
                fault: str | None = "the text is not the one its reading was named for"
            else:
                fault = _wrong_words(row.words, len(row.text), (row.width, row.height))
            yield Fault(_location(beside, row.sha256), row.number, fault, RESTORE) if fault else None


def _wrong_words(blob: bytes, length: int, size: tuple[float | None, float | None]) -> str | None:
    try:
        words = unpack_words(blob)
    except Exception as error:  # whatever a damaged blob raises is what is wrong with it
        return f"the places of its words cannot be read ({type(error).__name__})"
    width, height = size
    for word in words:
        if not 0 <= word.start < word.end <= length:
            return f"a word stands at {word.start} to {word.end} of a text of {length} letters"
        x0, top, x1, bottom = word.box
        if width is None or height is None:
            continue
        if (
            min(x0, top) < -TOLERANCE
            or x1 > width + TOLERANCE
            or bottom > height + TOLERANCE
            or x1 < x0
            or bottom < top
        ):
            return f"the box of the word at {word.start} lies outside of the page"
    return None


def check_quotes(connection: Connection, settings: Settings) -> Iterator[Fault | None]:
    """Every quote of a lead, finding, mention or deal stands on its page at its offsets, letter for letter."""
    with connection.engine.connect() as beside:

        @lru_cache(READINGS_KEPT)
        def text_of(sha256: str, page: int, reading: str) -> str | None:
            read = load_reading(beside, sha256, page, reading)
            return None if read is None else read.text

        for quoted in _all_quoted(connection):
            fault = _wrong_quote(quoted, text_of(quoted.sha256, quoted.page, quoted.reading))
            yield Fault(_location(beside, quoted.sha256), quoted.page, fault, RESTORE) if fault else None


def _all_quoted(connection: Connection) -> Iterator[checks.Quoted]:
    yield from checks.find_quoted(connection)
    for key, deal in find_deals(connection):
        for cited in (*deal["citations"], *deal["denials"], *(step["citation"] for step in deal.get("timeline", ()))):
            names = ("sha256", "page", "reading", "start", "end", "quote")
            yield checks.Quoted(f"the quote of deal {key}", *(cited[name] for name in names))


def _wrong_quote(quoted: checks.Quoted, text: str | None) -> str | None:
    if text is None:
        return f"{quoted.owner} is of a reading that is not there ({quoted.reading})"
    if not 0 <= quoted.start < quoted.end <= len(text):
        return f"{quoted.owner} stands at {quoted.start} to {quoted.end} of a text of {len(text)} letters"
    if quoted.quote is not None and text[quoted.start : quoted.end] != quoted.quote:
        return f"{quoted.owner} is not what stands at {quoted.start} to {quoted.end}"
    return None


def check_outbox(connection: Connection, settings: Settings) -> Iterator[Fault | None]:
    """Nothing waits to be sent to the index."""
    waiting = count_waiting(connection)
    fault = f"{waiting} pages wait to be sent to it"
    yield Fault("search index", None, fault, f"{GO_ON}; or type: exculpa reindex") if waiting else None


CHECKS: dict[str, Check] = {
    "originals": check_originals,
    "documents": check_documents,
    "pages": check_pages,
    "readings": check_readings,
    "quotes": check_quotes,
    "outbox": check_outbox,
}
"""What can be checked with the catalog and the store alone; `check_index` needs the keys of the index too."""


def check_index(connection: Connection, indexed: Iterable[tuple[str, int, str]]) -> Iterator[Fault | None]:
    """The index holds each page of the catalog in its current reading, and no other.

    Keys are compared in a temporary file, so that memory does not grow with the archive.
    """
    with connection.engine.connect() as beside, closing(sqlite3.connect("")) as keys:
        good = _keep_keys(keys, "expected", expected_keys(connection))
        _keep_keys(keys, "indexed", indexed)
        for sha256, page, fault in _differences(keys):
            good -= fault == MISSING
            yield Fault(_location(beside, sha256), page, fault, REINDEX)
        yield from repeat(None, good)


def _keep_keys(keys: sqlite3.Connection, table: str, rows: Iterable[tuple[str, int, str]]) -> int:
    keys.execute(f"CREATE TABLE {table} (sha256, page, reading, PRIMARY KEY (sha256, page, reading)) WITHOUT ROWID")
    source, count = iter(rows), 0
    while some := list(islice(source, KEYS_AT_ONCE)):
        keys.executemany(f"INSERT OR IGNORE INTO {table} VALUES (?, ?, ?)", some)
        count += len(some)
    return count


def _differences(keys: sqlite3.Connection) -> Iterator[tuple[str, int, str]]:
    columns = "SELECT sha256, page, reading FROM"
    for sha256, page, _reading in keys.execute(f"{columns} expected EXCEPT {columns} indexed"):
        yield sha256, page, MISSING
    for sha256, page, _reading in keys.execute(f"{columns} indexed EXCEPT {columns} expected"):
        yield sha256, page, SURPLUS


def _location(connection: Connection, sha256: str) -> str:
    places = places_of(connection, sha256)
    return places[0].path if places else sha256
