"""Reads a list of officers, whatever an office wrote it with. What is not understood is said by row."""

import csv
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from io import StringIO

from pipeline.catalog.name_keys import fold_number, fold_surname
from pipeline.days import FIRST_YEAR, read_day
from pipeline.errors import UsageError
from pipeline.lookback.status import OfficerStatus, Vocabulary, column_key, parse_status
from pipeline.readers.delimited import SAMPLE, find_separator
from pipeline.readers.encodings import decode

TEMPLATE_COLUMNS = (
    *("name", "badge", "tax", "rank", "agency", "finding", "date", "source", "jurisdiction", "current_as_of"),
    *("judge", "case", "level", "prejudice", "reason", "from", "to"),
)
EXAMPLES = (
    {
        "name": "John Halloran", "badge": "2214", "tax": "904512", "rank": "Det.",
        "agency": "Port Ansel Police Department", "finding": "adverse_credibility_finding", "date": "1999-03-04",
        "source": "Decision and order of 4 March 1999",
        "jurisdiction": "NY", "current_as_of": "2024-06-30", "judge": "R. Moss", "case": "People v. Example",
        "from": "1981", "to": "2003",
    },
    {
        "name": "Diaz, Maria L.", "badge": "391", "agency": "Port Ansel Police Department",
        "finding": "prosecutor_list", "date": "06/30/2021", "source": "List of the district attorney, June 2021",
        "jurisdiction": "NY", "current_as_of": "2024-06-30", "level": "2",
    },
    {
        "name": "T. Weir", "tax": "883320", "agency": "Harbor County Sheriff", "finding": "complaint_not_sustained",
        "date": "2004", "source": "Internal affairs log 04-118", "jurisdiction": "NJ", "current_as_of": "2024-01",
    },
)  # fmt: skip
"""Invented officers, for the template."""


@dataclass(frozen=True, slots=True)
class Problem:
    """What was not understood. `row` counts as a spreadsheet does, the head being row 1; 0 is the list as a whole."""

    row: int
    column: str | None
    says: str


@dataclass(frozen=True, slots=True)
class Officer:
    """One officer of the list. `rows` are the rows he stands on, one for each status; `served` the first and last day
    of service, where told."""

    rows: tuple[int, ...]
    name: str
    badge: str | None
    tax: str | None
    rank: str | None
    agency: str | None
    command: str | None
    statuses: tuple[OfficerStatus, ...]
    served: tuple[date | None, date | None]


@dataclass(frozen=True, slots=True)
class OfficerList:
    officers: tuple[Officer, ...]
    problems: tuple[Problem, ...]


def read_officers(data: bytes, vocabulary: Vocabulary, today: date) -> OfficerList:
    """The officers of a list in CSV, in their order; those on several rows once. Raises UsageError where it has no
    column of names and none of numbers."""
    if data.startswith(b"PK"):
        raise UsageError("This is a workbook or an archive, not a CSV file. Save the sheet as CSV and try again.")
    csv.field_size_limit(sys.maxsize)  # the limit is that of the file
    text = decode(data).replace("\0", "\ufffd")
    rows = csv.reader(StringIO(text, newline=""), delimiter=find_separator(text[:SAMPLE]))
    head = next((row for row in rows if any(map(str.strip, row))), [])
    offset, columns = rows.line_num, [vocabulary.columns.get(column_key(name)) for name in head]
    if not {"name", "last", "badge", "tax"} & set(columns):
        raise UsageError(
            "The list has no column for names or numbers. Its first row must name the columns, such as: "
            f"{', '.join(TEMPLATE_COLUMNS)}. An example is written by: exculpa lookback --template FILE.csv"
        )
    problems = list(_find_unknown(head, columns, offset))
    officers: dict[tuple[str | None, ...], Officer] = {}
    for at, row in enumerate(rows, offset + 1):
        if any(map(str.strip, row)):
            cells = {name: " ".join(cell.split()) for name, cell in zip(columns, row, strict=False) if name}
            problems += [Problem(at, None, f"{len(row) - len(head)} more cells than the head has columns")] * (
                len(row) > len(head)
            )
            _take(officers, _Row(at, cells, problems), vocabulary, today)
    return OfficerList(tuple(officers.values()), tuple(problems))


@dataclass(frozen=True, slots=True)
class _Row:
    """One row while it is read; what is wrong with it is added to `problems`."""

    number: int
    cells: Mapping[str, str]
    problems: list[Problem]

    def get(self, column: str) -> str | None:
        return self.cells.get(column) or None

    def complain(self, column: str | None, says: str) -> None:
        self.problems.append(Problem(self.number, column, says))

    def day(self, column: str, today: date) -> date | None:
        """The date in a column; the first day of a month or a year where no more is told."""
        typed = self.get(column)
        if typed is None:
            return None
        found = read_day(typed, today)
        if found is None:
            self.complain(column, f"“{typed}” is not a date. Type 1999-03-04, 3/4/1999 (month first), 1999-03 or 1999.")
        elif found.year < FIRST_YEAR or found > today:
            self.complain(column, f"“{typed}” cannot be: it lies before {FIRST_YEAR} or in the future.")
            return None
        return found


def _find_unknown(head: list[str], columns: list[str | None], row: int) -> Iterator[Problem]:
    for name, column in zip(head, columns, strict=True):
        if column is None and name.strip():
            yield Problem(row, name.strip(), f"no column is called “{name.strip()}”; it was not used")
    for column in sorted({each for each in columns if each and columns.count(each) > 1}):
        yield Problem(row, column, f"two columns are “{column}”; the last was used")


def _take(officers: dict[tuple[str | None, ...], Officer], row: _Row, vocabulary: Vocabulary, today: date) -> None:
    """Add the officer of a row, or his further status."""
    name = row.get("name") or " ".join(filter(None, (row.get("first"), row.get("last"))))
    badge, tax = _number(row, "badge"), _number(row, "tax")
    if not (fold_surname(name) or badge or tax):
        row.complain(None, "neither a name nor a number; nobody can be looked for")
        return
    status = _read_status(row, vocabulary, today)
    key = (name.casefold(), badge, tax, (row.get("agency") or "").casefold())
    before = officers.get(key)
    officers[key] = Officer(
        rows=(*(before.rows if before else ()), row.number),
        name=name,
        badge=badge,
        tax=tax,
        rank=row.get("rank"),
        agency=row.get("agency"),
        command=row.get("command"),
        statuses=(*(before.statuses if before else ()), *([status] if status else [])),
        served=(row.day("from", today), row.day("to", today)),
    )


def _number(row: _Row, column: str) -> str | None:
    typed = row.get(column)
    if typed is not None and fold_number(typed) is None:
        row.complain(column, f"“{typed}” has no digit; it was not used")
        return None
    return typed


def _read_status(row: _Row, vocabulary: Vocabulary, today: date) -> OfficerStatus | None:
    """The status of a row; None where there is none, or one that is not in the vocabulary."""
    typed = row.get("finding")
    dated, as_of = row.day("date", today), row.day("current_as_of", today)
    if typed is None:
        return None
    try:
        term, told = parse_status(typed, vocabulary)
    except UsageError as error:
        row.complain("finding", str(error))
        return None
    for each in term.takes:
        if value := row.get(each):
            told[each] = value
    needed = [*(each for each, must in term.takes.items() if must), "date", "source"]
    here = {**told, "date": row.get("date"), "source": row.get("source")}
    for each in needed if term.name != "none_known" else ():
        if not here.get(each):
            row.complain(each, f"{term.name} should say its {each}")
    kept = here | {"date": dated, "jurisdiction": row.get("jurisdiction"), "current_as_of": as_of}
    lacking = [each for each in (*needed, "jurisdiction", "current_as_of") if not kept.get(each)]
    return OfficerStatus(term.name, told, dated, row.get("source"), row.get("jurisdiction"), as_of, tuple(lacking))


def write_template() -> str:
    """An example of a list, with invented officers."""
    out = StringIO(newline="")
    writer = csv.DictWriter(out, TEMPLATE_COLUMNS, restval="")
    writer.writeheader()
    writer.writerows(EXAMPLES)
    return out.getvalue()
