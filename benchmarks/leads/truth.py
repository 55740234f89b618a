"""Rows, pages without anything to find and case files as they are written, and which part each is of (GUIDE.md)."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

HERE = Path(__file__).resolve().parent
PARTS = ("development", "held_out")
TRUTH = "truth.yml"
FROZEN = HERE / "held_out.sha256"
INCENTIVES = frozenset(
    {
        "informant_incentive",
        "witness_benefit",
        "implied_consideration",
        "deal_denial",
        "deal_denial_conflict",
        "informant_status_undisclosed",
        "jailhouse_informant_use",
        "informant_track_record",
        "undisclosed_benefit",
    }
)
"""The incentive family: T22 to T30 of the reference."""


@dataclass(frozen=True, slots=True)
class Passage:
    """One page of a row. `case` is a letter: pages of one letter are of one case."""

    text: str
    kind: str | None
    file_set: str
    case: str


@dataclass(frozen=True, slots=True)
class Row:
    """What one passage, or several that belong together, should give. A silent row should give nothing of severity 1
    to 3 but what `also` allows; of the others `also` names the types that a careful second reader may give."""

    id: str
    type: str
    family: str
    passages: tuple[Passage, ...]
    silent: bool
    damaged: bool
    also: frozenset[str]
    assertion: str | None = None
    severity: int | None = None


@dataclass(frozen=True, slots=True)
class Side:
    """Words on a paper of a case: `file` is its path below the case."""

    file: str
    words: str


@dataclass(frozen=True, slots=True)
class Conflict:
    rule: str
    types: frozenset[str]
    sides: tuple[Side, Side]


@dataclass(frozen=True, slots=True)
class Twin:
    """Two places that look like a conflict and are none; `because` says why."""

    because: str
    sides: tuple[Side, Side]


@dataclass(frozen=True, slots=True)
class Gap:
    kind: str
    side: Side


@dataclass(frozen=True, slots=True)
class Trait:
    """One case's share of a pattern: the same `kind` and `actor` stand in other cases too."""

    kind: str
    actor: str
    side: Side


@dataclass(frozen=True, slots=True)
class CaseFile:
    """An invented case: the texts of its papers by their paths (the folder is the file set) and what is planted."""

    name: str
    certified: str
    papers: Mapping[str, str]
    conflicts: tuple[Conflict, ...]
    twins: tuple[Twin, ...]
    gaps: tuple[Gap, ...]
    traits: tuple[Trait, ...]


def part_of(name: str) -> str:
    """The part of a row (by the id of its clean form), of a page or of a case (by their file names)."""
    return PARTS[int(hashlib.sha256(f"leads {name}".encode()).hexdigest(), 16) % 2]


def load_rows(part: str) -> list[Row]:
    """The rows of a part, in the order of families and ids."""
    return [_read_row(raw, path.stem) for path in find_row_files(part) for raw in _load(path)["rows"]]


def find_row_files(part: str) -> list[Path]:
    return sorted((HERE / "rows" / part).glob("*.yml"))


def find_neutral_files(part: str) -> list[Path]:
    return sorted((HERE / "neutral" / part).glob("*.txt"))


def find_case_folders(part: str) -> list[Path]:
    return sorted(path for path in (HERE / "cases" / part).iterdir() if path.is_dir())


def find_frozen_files() -> Iterator[Path]:
    """Everything that is held out."""
    yield from find_row_files("held_out")
    yield from find_neutral_files("held_out")
    for folder in find_case_folders("held_out"):
        yield from sorted(path for path in folder.rglob("*") if path.is_file())


def load_cases(part: str) -> list[CaseFile]:
    """Raises ValueError where words of the truth do not stand in their paper."""
    return [read_case(folder) for folder in find_case_folders(part)]


def read_case(folder: Path) -> CaseFile:
    raw = _load(folder / TRUTH)
    papers = {str(path.relative_to(folder)): path.read_text("utf-8") for path in sorted(folder.glob("*/*.txt"))}
    case = CaseFile(
        name=raw["case"],
        certified=raw["certified"],
        papers=papers,
        conflicts=tuple(Conflict(c["rule"], frozenset(c["types"]), _sides(c["sides"])) for c in raw["conflicts"]),
        twins=tuple(Twin(t["because"], _sides(t["sides"])) for t in raw["twins"]),
        gaps=tuple(Gap(g["kind"], Side(g["file"], g["words"])) for g in raw["gaps"]),
        traits=tuple(Trait(p["kind"], p["actor"], Side(p["file"], p["words"])) for p in raw["patterns"]),
    )
    for side in find_sides(case):
        if side.words not in papers.get(side.file, ""):
            raise ValueError(f"{side.words!r} does not stand in {side.file} of {case.name}")
    return case


def find_sides(case: CaseFile) -> Iterator[Side]:
    pairs: tuple[Conflict | Twin, ...] = (*case.conflicts, *case.twins)
    singles: tuple[Gap | Trait, ...] = (*case.gaps, *case.traits)
    for pair in pairs:
        yield from pair.sides
    for one in singles:
        yield one.side


def _sides(raw: Sequence[Mapping[str, str]]) -> tuple[Side, Side]:
    one, other = raw
    return Side(one["file"], one["words"]), Side(other["file"], other["words"])


def _read_row(raw: Mapping[str, Any], family: str) -> Row:
    pages = raw.get("pages") or [raw]
    passages = tuple(
        Passage(page["said"], page.get("kind"), page.get("file_set", "unknown"), page.get("case", "a"))
        for page in pages
    )
    return Row(
        id=raw["id"],
        type=raw["type"],
        family=family,
        passages=passages,
        silent=raw.get("silent", False),
        damaged=raw.get("damaged", False),
        also=frozenset(raw["also"]),
        assertion=raw.get("assertion"),
        severity=raw.get("severity"),
    )


def _load(path: Path) -> Any:
    return yaml.safe_load(path.read_text("utf-8"))
