"""Answers that leave the archive: of one question, of a file of questions, of a search that is kept."""

import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass, replace
from datetime import date
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from app.context import print_json, print_warning
from app.desk import Desk, open_desk, read_question
from app.export import check_unmasking, record_leaving
from pipeline.errors import ArchiveInUse, ExculpaError, ServiceMissing, UsageError

if TYPE_CHECKING:
    from pipeline.records import Answer
    from pipeline.reports.answers import Asked
    from pipeline.reports.gates import Gates
    from pipeline.reports.masking import Masking
    from pipeline.search import Ask
    from pipeline.search.batch import Question
    from pipeline.settings import Settings

PARTLY = 3
"""The exit code where some questions were answered and some could not be."""
REMINDER = (
    "Pages on which these words were read. Others may say the same in other words or could not be read: look at the "
    "page itself before you rely on it."
)
Row = dict[str, Any]
Place = tuple[str, int]
Doors = tuple["Gates", "Masking | None"]
"""What every row passes before it leaves."""


@dataclass(frozen=True, slots=True)
class Leaving:
    """What leaves (`what` names it), where to, and what may leave with it. No `output` is standard output."""

    what: str
    output: Path | None = None
    unmask: bool = False
    release: tuple[str, ...] = ()
    reason: str | None = None

    @property
    def form(self) -> str:
        return ".jsonl" if self.output is None else self.output.suffix.lower()


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which part of each answer: `ask` with every question in it, at most `most` hits or all. `keep` says of a row
    whether it is wanted, `written` hears of each page that left. Where `strict`, a question that cannot be read is an
    error; else it is told and passed over."""

    ask: "Ask"
    case: str | None = None
    most: int | None = None
    strict: bool = True
    keep: Callable[[Row], bool] = lambda _row: True
    written: Callable[[Place], None] = lambda _place: None


def write_batch(settings: "Settings", path: Path, wanted: Wanted, leaving: Leaving, as_json: bool) -> None:
    """Answer every question of a file. How each line went is told on standard error, or as JSON where the answers go to
    a file. Exits with 3 where one could not be answered."""
    from pipeline.search.batch import read_questions

    told = write_answers(settings, read_questions(_read_text(path)), replace(wanted, strict=False), leaving)
    if as_json and leaving.output is not None:
        print_json([_report(one) for one in told])
    if any(one.problem is not None for one in told):
        raise typer.Exit(PARTLY)


def write_answer(settings: "Settings", text: str, wanted: Wanted, leaving: Leaving) -> None:
    """Write the answer to one question. Raises QueryError where it cannot be read."""
    from pipeline.search.batch import Question

    write_answers(settings, [Question(0, "1", text)], wanted, leaving)


def write_answers(
    settings: "Settings", questions: Iterable["Question"], wanted: Wanted, leaving: Leaving
) -> list["Asked"]:
    """Put every question and write what may leave of the answers; returns how each went. The file appears when all were
    put. A service that is missing stops it."""
    from pipeline.reports.answers import FORMATS, write_answers
    from pipeline.reports.export import open_output
    from pipeline.reports.gates import Gates, say_held
    from pipeline.reports.masking import Masking

    check_unmasking(leaving.unmask, leaving.reason, list(leaving.release))
    if leaving.form not in FORMATS:
        raise UsageError(f"{leaving.output} must end in one of {', '.join(FORMATS)}. A browser saves the .html as PDF.")
    told: list[Asked] = []
    with ExitStack() as stack:
        desk = stack.enter_context(open_desk(settings))
        gates = Gates(desk.connection, settings, leaving.release)
        said = f"{leaving.what} to {leaving.output or 'standard output'}"
        record_leaving(settings, said, (leaving.unmask, list(leaving.release)), leaving.reason)
        masking = None if leaving.unmask else Masking(desk.connection, settings, desk.places)
        if leaving.output is None:
            sys.stdout.reconfigure(encoding="utf-8", newline="")  # type: ignore[union-attr]
        out = sys.stdout if leaving.output is None else stack.enter_context(open_output(leaving.output))
        answered = _answer_all(desk, questions, wanted, (gates, masking), told)
        count = write_answers(answered, leaving.form, _head(leaving), out)
    if leaving.output is not None:
        print_warning(f"{count} hits written to {leaving.output}" + ("" if leaving.unmask else ", identities masked"))
    if held := say_held(gates.held, gates.policy):
        print_warning(held)
    return told


def _head(leaving: Leaving) -> Row:
    made = date.today().isoformat()
    return {"title": leaving.what, "made": made, "masked": not leaving.unmask, "reminder": REMINDER}


def _answer_all(
    desk: Desk,
    questions: Iterable["Question"],
    wanted: Wanted,
    doors: Doors,
    told: list["Asked"],
) -> Iterator["Asked"]:
    """Each question with its answer, one after the other; what became of it is told once its rows were read."""
    for question in questions:
        asked = _answer(desk, question, wanted, doors)
        told.append(asked)
        yield asked
        if asked.line is not None:
            print_warning(_say(asked))


def _answer(desk: Desk, question: "Question", wanted: Wanted, doors: Doors) -> "Asked":
    from app.shown import say_unread
    from pipeline.reports.answers import Asked
    from pipeline.search.portions import find_portions
    from pipeline.search.unread import count_unread

    asked = Asked(question.id, question.query, wanted.case, question.line or None, problem=question.problem)
    if asked.problem is None:
        with _told_in(asked, wanted.strict, doors[1]):
            query = read_question(desk, question.query, wanted.case)
            asked.unread = say_unread(asdict(count_unread(desk.connection, query.root)))
            portions = find_portions(desk.index, replace(wanted.ask, query=query), wanted.most)
            first = next(portions)
            asked.total, asked.exact = first.total, first.exact
            asked.rows = _find_rows(desk, asked, chain([first], portions), wanted, doors)
    if (masking := doors[1]) is not None:
        asked.id, asked.query = masking.mask_text(asked.id), masking.mask_text(asked.query)
        asked.case = masking.mask_place(asked.case) if asked.case else None
    return asked


def _find_rows(desk: Desk, asked: "Asked", portions: Iterable["Answer"], wanted: Wanted, doors: Doors) -> Iterator[Row]:
    """The rows that may leave. Ranks are those of the answer: what is held back leaves a gap."""
    from pipeline.reports.hits import let_leave

    rank = wanted.ask.offset
    with _told_in(asked, wanted.strict, doors[1]):
        for answer in portions:
            for row in desk.find_rows(answer.hits):
                rank += 1
                if not wanted.keep(row):
                    continue
                left = let_leave({"query_id": asked.id, "rank": rank} | row, *doors)
                asked.held += left is None
                asked.written += left is not None
                if left is not None:
                    wanted.written((left["sha256"], left["page"]))
                    yield left


@contextmanager
def _told_in(asked: "Asked", strict: bool, masking: "Masking | None") -> Iterator[None]:
    """What goes wrong with a question is told with it, so that the next can be put. A service that is missing would be
    missing for the next too."""
    try:
        yield
    except (ServiceMissing, ArchiveInUse):
        raise
    except Exception as error:
        if strict:
            raise
        fault = f"a fault of the program ({type(error).__name__}); ask this alone to see more."
        said = str(error) if isinstance(error, ExculpaError) else fault
        asked.problem = said if masking is None else masking.mask_text(said)


def _say(asked: "Asked") -> str:
    if asked.problem is not None:
        return f"line {asked.line}, {asked.id or 'no id'}: {asked.problem}"
    total = f"{'' if asked.exact else 'at least '}{asked.total} pages"
    held = f", {asked.held} held back" if asked.held else ""
    return f"line {asked.line}, {asked.id}: {total}, {asked.written} written{held}"


def _report(asked: "Asked") -> Row:
    names = ("line", "id", "query", "total", "exact", "written", "held", "problem")
    return {name: getattr(asked, name) for name in names}


def _read_text(path: Path) -> str:
    try:
        return path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        why = "it is not UTF-8" if isinstance(error, UnicodeDecodeError) else error.strerror
        raise UsageError(f"{path} cannot be read: {why}.") from error
