"""Many questions in one CSV file, as people write such files: read record by record, so that one that is wrong costs
nobody his answers but itself."""

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import StringIO
from itertools import islice

from pipeline.errors import UsageError

COLUMNS = ("id", "query")
SEPARATORS = (",", ";", "\t")
QUOTING = (
    "its quotation marks cannot be read. Put the whole query in quotation marks and write those of a phrase twice: "
    '7,"""no deal"" w/8 paid"'
)


@dataclass(frozen=True, slots=True)
class Question:
    """One record. `line` counts the lines of the file from 1; `problem` says what is wrong with it, None where nothing
    is."""

    line: int
    id: str
    query: str
    problem: str | None = None


def read_questions(text: str) -> Iterator[Question]:
    """The records of a file with the columns id and query; others do not matter. Raises UsageError where it has not got
    these columns."""
    lines = list(StringIO(text.replace("\0", "\ufffd"), newline=""))
    separator, head = _read_head(lines[0] if lines else "")
    taken: dict[str, int] = {}
    for line, cells in _find_records(lines, separator):
        if cells is None:
            yield Question(line, _first_cell(lines[line - 1], separator), "", QUOTING)
        elif any(cell.strip() for cell in cells):
            question = _check(_read_record(line, cells, head), taken)
            taken.setdefault(question.id, line)
            yield question


def _read_head(line: str) -> tuple[str, Sequence[str]]:
    for separator in SEPARATORS:
        head = [cell.strip().lower() for cell in next(csv.reader([line], delimiter=separator), [])]
        if set(COLUMNS) <= set(head):
            return separator, head
    raise UsageError("The first line must name the columns id and query: id,query")


def _find_records(lines: Sequence[str], separator: str) -> Iterator[tuple[int, list[str] | None]]:
    """The number of the first line of each record after the head, with its cells; None where they cannot be told apart.
    Then the next line is a record of its own again: a quotation mark too few does not swallow the rest of the file."""
    at = 1
    while at < len(lines):
        reader = csv.reader(islice(lines, at, None), delimiter=separator, strict=True)
        try:
            cells, used = next(reader), reader.line_num
        except csv.Error:
            cells, used = None, 1
        yield at + 1, cells
        at += used


def _read_record(line: int, cells: Sequence[str], head: Sequence[str]) -> Question:
    found = {name: cell.strip() for name, cell in zip(head, cells, strict=False)}
    question = Question(line, found.get("id", ""), found.get("query", ""))
    if any(cell.strip() for cell in cells[len(head) :]):
        more = "it has more columns than the first line. Put a query with a comma in quotation marks."
        return Question(line, question.id, question.query, more)
    return question


def _check(question: Question, taken: dict[str, int]) -> Question:
    problem = question.problem
    if problem is None and not question.id:
        problem = "it has no id."
    elif problem is None and question.id in taken:
        problem = f"the id {question.id} stands on line {taken[question.id]} too: its answers could not be told apart."
    elif problem is None and not question.query:
        problem = "it has no query."
    return Question(question.line, question.id, question.query, problem)


def _first_cell(line: str, separator: str) -> str:
    return line.partition(separator)[0].strip().strip('"')
