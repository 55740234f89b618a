"""Writes the rows of the archive for other programs: JSON lines or CSV, streamed, masked unless a person says why not.

docs/export.md explains every field, docs/schemas/ holds the JSON Schemas.
"""

import csv
import json
import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TextIO

from sqlalchemy import Connection

from pipeline.errors import UsageError
from pipeline.reports.gates import Gates
from pipeline.reports.masking import Masking
from pipeline.reports.rows import Row, find_deal_rows, find_lead_rows, find_page_rows, find_people_rows

EXPORTS: dict[str, Callable[[Connection], Iterator[Row]]] = {
    "pages": find_page_rows,
    "people": find_people_rows,
    "leads": find_lead_rows,
    "deals": find_deal_rows,
}
FIELDS: dict[str, tuple[str, ...]] = {
    "pages": (
        *("sha256", "locations", "case", "file_set", "page", "reading", "origin", "confidence", "text", "problem"),
        "masked",
    ),
    "people": (
        *("id", "name", "kind", "kinds", "rank", "badges", "agency", "roles", "mentions", "merged_because"),
        "masked",
    ),
    "leads": (
        *("id", "type", "case", "status", "severity", "band", "score", "points", "summary", "why", "confirm"),
        *("disclosure", "review", "review_note", "review_changed", "people", "citations", "gates", "masked"),
    ),
    "deals": (
        *("id", "case", "informant", "beneficiary", "benefit", "state", "promisor", "handler", "amount"),
        *("in_return_for", "conditions", "link", "dates", "denials", "disclosure", "citations", "timeline"),
        *("other_cases", "masked"),
    ),
}
"""The columns of each export in the order of the contract; the head of an empty CSV too."""

FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What makes a spreadsheet run a cell instead of showing it (OWASP, CSV injection)."""


def find_rows(connection: Connection, name: str, masking: Masking | None, gates: Gates) -> Iterator[Row]:
    """The rows of one export, without what stands behind gates; without `masking` identities stand in them. Raises
    KeyError for an unknown name."""
    for row in EXPORTS[name](connection):
        left = gates.hold_back(row)
        if left is not None:
            yield masking.mask_row(left) if masking is not None else left | {"masked": False}


def write_jsonl(rows: Iterable[Row], fields: tuple[str, ...], out: TextIO) -> int:
    """One JSON object a line; returns how many."""
    count = 0
    for row in rows:
        out.write(json.dumps({name: row[name] for name in fields}, ensure_ascii=False) + "\n")
        count += 1
    return count


def write_csv(rows: Iterable[Row], fields: tuple[str, ...], out: TextIO) -> int:
    """A head, then one record a row; lists and objects as JSON, None as an empty cell. Returns how many rows."""
    writer, count = csv.writer(out), 0
    writer.writerow(fields)
    for row in rows:
        writer.writerow([as_cell(row[name]) for name in fields])
        count += 1
    return count


def as_cell(value: Any) -> Any:
    """A value as a CSV cell. Text that a spreadsheet would run gets an apostrophe before it."""
    if isinstance(value, str):
        return f"'{value}" if value.startswith(FORMULA) else value
    return json.dumps(value, ensure_ascii=False) if isinstance(value, bool | list | dict) else value


WRITERS: dict[str, Callable[[Iterable[Row], tuple[str, ...], TextIO], int]] = {"jsonl": write_jsonl, "csv": write_csv}


@contextmanager
def open_output(path: Path) -> Iterator[TextIO]:
    """A text file that appears under its name only when it is complete; readable for its owner alone.

    Raises UsageError where it cannot be written.
    """
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW, 0o600)
    except OSError as error:
        raise UsageError(f"{path} cannot be written: {error.strerror}. Name another file with -o.") from error
    try:
        with open(handle, "w", encoding="utf-8", newline="") as out:
            yield out
            out.flush()
            os.fsync(out.fileno())
        os.replace(part, path)
    finally:
        part.unlink(missing_ok=True)
