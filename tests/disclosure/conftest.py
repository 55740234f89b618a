"""Papers of an invented case, made in one line each."""

import hashlib
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from pipeline.catalog.certificates import Certificate
from pipeline.disclosure import CaseFile, Knowledge, load_knowledge
from pipeline.disclosure.papers import Paper, with_stamp
from pipeline.records import FileSet, Gap, Leaf, Mention, PageState, Part, PersonKind, PlacedMention, reading_id
from pipeline.settings import Settings

Write = Callable[..., Paper]
CASE = "1988-Amaro"


def write(text: str, file_set: str = "police", kind: str | None = None, dated: date | None = None) -> Paper:
    """A paper whose pages stand between form feeds."""
    leaves = tuple(
        with_stamp(Leaf(number, page, PageState.TEXT_LAYER, 612, 792, kind, 0.9, dated))
        for number, page in enumerate(text.split("\f"), 1)
    )
    part = Part(1, len(leaves), kind, None, dated, (), 1.0)
    return Paper(
        hashlib.sha256(f"{file_set} {text}".encode()).hexdigest(), part, frozenset({FileSet(file_set)}), leaves
    )


def name(paper: Paper, said: str, kind: PersonKind = PersonKind.WITNESS, by: str = "whole") -> PlacedMention:
    """Somebody named on a paper."""
    leaf = next(leaf for leaf in paper.leaves if said in leaf.text)
    start = leaf.text.index(said)
    mention = Mention(start, start + len(said), kind, said, by=by)
    key = f"{paper.sha256} {leaf.number} {start}"
    return PlacedMention(key, paper.sha256, leaf.number, reading_id(leaf.text), mention, (CASE,), person=f"P-{said}")


def case(*papers: Paper, certified: str | None = None, mentions: Iterable[PlacedMention] = ()) -> CaseFile:
    at = datetime(2024, 5, 3, tzinfo=UTC)
    held = (Certificate(CASE, FileSet(certified), "clerk", at, "count of pages", 1, False),) if certified else ()
    return CaseFile(CASE, papers, tuple(mentions), held)


def told(gaps: Iterable[Gap], kind: str) -> list[tuple[str, str]]:
    """(status, first quote) of the gaps of a kind."""
    return [(gap.status, gap.citations[0].quote) for gap in gaps if gap.kind == kind]


@pytest.fixture(scope="session")
def known() -> Knowledge:
    return load_knowledge(Settings(archive=Path("unused")))
