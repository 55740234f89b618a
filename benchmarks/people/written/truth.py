"""The invented cases and their truth: offsets are found from the words, and every word must stand in its text."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from benchmarks.people.scores import Span, Truth

HERE = Path(__file__).resolve().parent
NOT_CASES = {"people", "lookback"}
FORM_FEED = "\f"
UNKNOWN = "unknown"

Place = tuple[str, int]
Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class PlayedRole:
    """That a person has a part in a case, with the place that says it. `start` and `end` are offsets into the page."""

    place: Place
    start: int
    end: int
    person: str
    role: str
    event: str | None


@dataclass(frozen=True, slots=True)
class StandsFor:
    """Words that stand for a person without a name; `person` is None where the text does not tell whom."""

    place: Place
    start: int
    end: int
    words: str
    person: str | None


@dataclass(frozen=True, slots=True)
class Grade:
    person: str
    grade: str
    reason: str


@dataclass(frozen=True, slots=True)
class Paper:
    """One file of a case: its pages as they are written, and what is true of them. `traps` are names of nobody."""

    name: str
    pages: tuple[str, ...]
    mentions: tuple[Truth, ...]
    roles: tuple[PlayedRole, ...]
    references: tuple[StandsFor, ...]
    traps: tuple[tuple[Place, Span], ...]

    @property
    def data(self) -> bytes:
        return FORM_FEED.join(self.pages).encode()


@dataclass(frozen=True, slots=True)
class Case:
    name: str
    papers: tuple[Paper, ...]
    grades: tuple[Grade, ...]


def part_of(case: str) -> str:
    """The part of a case, by its name alone."""
    return "held_out" if int(hashlib.sha256(case.encode()).hexdigest(), 16) % 2 else "development"


def find_case_files(part: str | None = None) -> list[Path]:
    """The files of a part, or of both, by name."""
    paths = sorted(path for path in HERE.glob("*.yml") if path.stem not in NOT_CASES)
    return [path for path in paths if part is None or part_of(path.stem) == part]


def load_cases(part: str | None = None) -> list[Case]:
    """Raises ValueError where words of the truth do not stand in their text."""
    return [read_case(path) for path in find_case_files(part)]


def load_people() -> dict[str, Row]:
    """Name, kind, other kinds and whom to keep apart, by the number of the person."""
    people: dict[str, Row] = yaml.safe_load((HERE / "people.yml").read_text("utf-8"))["people"]
    return people


def read_case(path: Path) -> Case:
    raw = yaml.safe_load(path.read_text("utf-8"))
    grades = tuple(Grade(row["person"], row["grade"], row["reason"]) for row in raw.get("grades", ()))
    return Case(raw["case"], tuple(_read_paper(row) for row in raw["documents"]), grades)


def _read_paper(row: Row) -> Paper:
    pages = tuple(row["pages"])
    sha256 = hashlib.sha256(FORM_FEED.join(pages).encode()).hexdigest()
    return Paper(
        name=row["name"],
        pages=pages,
        mentions=tuple(_mention(place, span, told) for place, span, told in _find(sha256, pages, row["mentions"])),
        roles=tuple(
            PlayedRole(place, *span, told["person"], told["role"], told.get("event"))
            for place, span, told in _find(sha256, pages, row.get("roles", ()))
        ),
        references=tuple(
            StandsFor(place, *span, told["words"], None if told["person"] == UNKNOWN else told["person"])
            for place, span, told in _find(sha256, pages, row.get("references", ()))
        ),
        traps=tuple((place, span) for place, span, _told in _find(sha256, pages, row.get("traps", ()))),
    )


def _mention(place: Place, span: Span, told: Row) -> Truth:
    return Truth(
        place,
        (span,),
        told["kind"],
        tuple(told.get("also", ())),
        told["person"],
        bool(told.get("surname")),
    )


def _find(sha256: str, pages: Sequence[str], rows: Sequence[Row]) -> Iterator[tuple[Place, Span, Row]]:
    for told in rows:
        yield *_place(sha256, pages, told), told


def _place(sha256: str, pages: Sequence[str], told: Row) -> tuple[Place, Span]:
    """The page and the offsets into it at which the words stand for that time in the paper."""
    words, left = told["words"], told.get("occurrence", 1)
    for number, text in enumerate(pages, 1):
        start = text.find(words)
        while start >= 0:
            left -= 1
            if not left:
                return (sha256, number), (start, start + len(words))
            start = text.find(words, start + 1)
    raise ValueError(f"{words!r} does not stand {told.get('occurrence', 1)} times in its paper")
