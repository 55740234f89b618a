"""Random draws of pages on which no lead stands, and what people found on them: how much is missed."""

import random
from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, and_, exists, func, select

from pipeline.catalog.database import now
from pipeline.catalog.tables import file_cases, files, lead_citations, pages, sample_answers, sampled_pages, samples
from pipeline.records import PageState

ANSWERS = ("nothing", "missed", "unsure")
"""What a person may find: nothing that a lead should have told, a fact that was missed, or it cannot be decided."""
_UNREAD = (PageState.FAILED, PageState.BLANK)


@dataclass(frozen=True, slots=True)
class Drawn:
    """A page of a draw. `flagged` is true where a lead cites it by now; `answer` is the latest, None while nobody has
    looked."""

    sample: int
    ordinal: int
    sha256: str
    page: int
    flagged: bool
    answer: str | None
    note: str

    @property
    def key(self) -> str:
        """What the page of a draw is called on the command line."""
        return f"{self.sample}.{self.ordinal}"


def draw_sample(connection: Connection, size: int, seed: int, case: str | None, actor: str) -> int:
    """Draw at most `size` pages that were read and are cited by no lead, of all cases or of one, leaving out those that
    were drawn before; returns the number of the draw."""
    query = select(pages.c.sha256, pages.c.number).where(_without_lead(case), ~_drawn_before())
    free = [(row.sha256, row.number) for row in connection.execute(query.order_by(pages.c.sha256, pages.c.number))]
    chosen = random.Random(seed).sample(free, min(size, len(free)))
    values = {"actor": actor, "at": now(), "reason": "", "case_name": case, "seed": seed}
    made = connection.execute(samples.insert().values(population=count_without_lead(connection, case), **values))
    assert made.inserted_primary_key is not None
    sample = int(made.inserted_primary_key[0])
    rows = [
        {"sample": sample, "ordinal": ordinal, "sha256": sha256, "number": number}
        for ordinal, (sha256, number) in enumerate(chosen, start=1)
    ]
    if rows:
        connection.execute(sampled_pages.insert(), rows)
    return sample


def count_without_lead(connection: Connection, case: str | None = None) -> int:
    """How many pages that were read are cited by no lead."""
    return int(connection.execute(select(func.count()).select_from(pages).where(_without_lead(case))).scalar_one())


def save_answer(connection: Connection, drawn: Drawn, actor: str, answer: str, note: str) -> None:
    """What a person found on a drawn page."""
    values = {"sample": drawn.sample, "ordinal": drawn.ordinal, "answer": answer}
    connection.execute(sample_answers.insert().values(actor=actor, at=now(), reason=note, **values))


def find_drawn(connection: Connection, case: str | None = None) -> Iterator[Drawn]:
    """All pages that were drawn, from all cases or, where `case` is given, for it alone, in the order of the draws."""
    answers = {
        (row.sample, row.ordinal): (row.answer, row.reason)
        for row in connection.execute(select(sample_answers).order_by(sample_answers.c.id))
    }
    cited = exists().where(
        lead_citations.c.sha256 == sampled_pages.c.sha256, lead_citations.c.number == sampled_pages.c.number
    )
    query = select(sampled_pages, cited.label("flagged")).join(samples, samples.c.id == sampled_pages.c.sample)
    query = query.where(samples.c.case_name.is_(None) if case is None else samples.c.case_name == case)
    for row in connection.execute(query.order_by(sampled_pages.c.sample, sampled_pages.c.ordinal)):
        answer, note = answers.get((row.sample, row.ordinal), (None, ""))
        yield Drawn(row.sample, row.ordinal, row.sha256, row.number, row.flagged, answer, note)


def find_draw(connection: Connection, sample: int, ordinal: int) -> Drawn | None:
    """One page of one draw."""
    row = connection.execute(
        select(sampled_pages).where(sampled_pages.c.sample == sample, sampled_pages.c.ordinal == ordinal)
    ).first()
    return Drawn(row.sample, row.ordinal, row.sha256, row.number, False, None, "") if row else None


def _without_lead(case: str | None) -> ColumnElement[bool]:
    cited = exists().where(lead_citations.c.sha256 == pages.c.sha256, lead_citations.c.number == pages.c.number)
    read = and_(pages.c.state.not_in(_UNREAD), ~cited)
    if case is None:
        return read
    of_case = select(files.c.sha256).join(file_cases, file_cases.c.file == files.c.id).where(file_cases.c.name == case)
    return and_(read, pages.c.sha256.in_(of_case))


def _drawn_before() -> ColumnElement[bool]:
    return exists().where(sampled_pages.c.sha256 == pages.c.sha256, sampled_pages.c.number == pages.c.number)
