"""Reads a sheet of what an office knows of its cases. What is not understood is said by row, and the rest is taken."""

import csv
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from io import StringIO
from pathlib import Path
from typing import Any

from pipeline.days import read_day
from pipeline.errors import UsageError
from pipeline.triage.policy import FactKind, TriagePolicy

CASE, SOURCE = "case", "source"
_AHEAD = timedelta(days=3650)
_YES = {"yes": "yes", "y": "yes", "true": "yes", "1": "yes", "no": "no", "n": "no", "false": "no", "0": "no"}


@dataclass(frozen=True, slots=True)
class Told:
    """One value of a sheet: what is known of a case, and where from. An empty value takes back what was told."""

    row: int
    case: str
    name: str
    value: str
    source: str


@dataclass(frozen=True, slots=True)
class Problem:
    """What was not understood; `row` counts as a spreadsheet does, the head being row 1."""

    row: int
    says: str


TAKEN_BACK = "-"
"""Typed into a cell, it takes back what was told before; an empty cell says nothing."""


def write_template(policy: TriagePolicy, cases: Iterable[str]) -> str:
    """A sheet with one row for each case and nothing filled in."""
    out = StringIO()
    writer = csv.DictWriter(out, [CASE, *policy.facts, SOURCE])
    writer.writeheader()
    writer.writerows({CASE: case} for case in cases)
    return out.getvalue()


def read_sheet(path: Path, policy: TriagePolicy, cases: Iterable[str], today: date) -> tuple[list[Told], list[Problem]]:
    """The values of a sheet, and what was not understood. Raises UsageError where it is no such sheet."""
    try:
        text = path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        why = "it is not UTF-8" if isinstance(error, UnicodeDecodeError) else error.strerror
        raise UsageError(f"{path} cannot be read: {why}.") from error
    rows = csv.DictReader(StringIO(text, newline=""))
    heads = [(name or "").strip().lower().replace(" ", "_") for name in rows.fieldnames or ()]
    if CASE not in heads:
        raise UsageError(f"{path} has no column {CASE}. A sheet is written by: exculpa triage --template FILE.csv")
    rows.fieldnames = heads
    problems = [
        Problem(1, f"no column is called “{head}”; it was not used. There are: {', '.join(policy.facts)}")
        for head in heads
        if head and head not in {CASE, SOURCE, *policy.facts}
    ]
    known = set(cases), today
    found = [one for number, row in enumerate(rows, start=2) for one in _read_row(number, row, policy, known)]
    told = [one for one in found if isinstance(one, Told)]
    return told, [*problems, *(one for one in found if isinstance(one, Problem))]


def _read_row(
    number: int, row: Mapping[str, Any], policy: TriagePolicy, known: tuple[set[str], date]
) -> Iterator[Told | Problem]:
    cases, today = known
    case, source = _cell(row, CASE), _cell(row, SOURCE)
    if case not in cases:
        yield Problem(number, f"there is no case {case!r}; its row was not used")
        return
    for name, kind in policy.facts.items():
        if not (typed := _cell(row, name)):
            continue
        value = "" if typed == TAKEN_BACK else read_value(typed, kind, today)
        if value is None:
            yield Problem(number, f"{name}: “{typed}” is not understood. Type {_say_kind(kind)}.")
        else:
            yield Told(number, case, name, value, source)


def _cell(row: Mapping[str, Any], name: str) -> str:
    """The text of a cell; a row with more cells than the head has puts those into a list, which is none."""
    value = row.get(name)
    return value.strip() if isinstance(value, str) else ""


def read_value(typed: str, kind: FactKind, today: date) -> str | None:
    """The value as it is kept, dates as YYYY-MM-DD; None where it is none of this kind."""
    word = typed.strip().lower().replace(" ", "_").replace("-", "_")
    if kind.kind == "date":
        day = read_day(typed, today + _AHEAD)
        return day.isoformat() if day else None
    if kind.kind == "yes":
        return _YES.get(word)
    if kind.kind == "choice":
        return word if word in kind.choices else None
    return typed.strip()


def _say_kind(kind: FactKind) -> str:
    if kind.kind == "date":
        return "a date such as 2027-03-04 or 3/4/2027 (month first)"
    return "one of: " + ", ".join(kind.choices)
