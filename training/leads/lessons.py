"""What the network learns from: excerpts with the types they state, and texts that state nothing."""

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

import sqlalchemy as sa
import yaml

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
GOLDEN = ROOT / "tests" / "detectors" / "golden"
REAL_KEY = ROOT / "benchmarks" / "leads" / "real" / "key.jsonl"
SPARED = HERE / "spared.jsonl"
"""Pages of public documents on which something may be found: they are no examples of nothing."""
CONFUSIONS = ROOT / "models" / "people" / "confusions.json"
OF_SEVERAL_PAGES = frozenset(
    {"deal_denial_conflict", "undisclosed_benefit", "officer_account_conflict", "recurring_actor_pattern"}
)
"""Types that one page seldom states by itself: for rules to say."""
_SHORTEST, _LONGEST = 6, 3000
_HEAD = re.compile(r"^===[ \t]*", re.MULTILINE)
_ALSO = re.compile(r"also\s*=\s*([\w,\s]+)")
Confusions = dict[str, dict[str, int]]


@dataclass(frozen=True, slots=True)
class Lesson:
    """A text and the types it states. Of `open` types nobody has said; `about` is the type that its writer had in mind,
    which it states, or only looks like stating; None in a text that states nothing of any type."""

    text: str
    states: frozenset[str] = frozenset()
    open: frozenset[str] = frozenset()
    about: str | None = None
    damaged: bool = False

    @property
    def silent(self) -> bool:
        return not self.states


def lead_types() -> tuple[str, ...]:
    """The types that the network knows, in the order of its columns."""
    told = yaml.safe_load((ROOT / "config" / "policy" / "lead_types.yml").read_text("utf-8"))["types"]
    return tuple(name for name in told if name not in OF_SEVERAL_PAGES)


def load_rows(folder: Path, types: Sequence[str]) -> list[Lesson]:
    """Files named for a type; an excerpt begins with `=== + register | also=type` (it states it) or `=== -` (not)."""
    lessons = []
    for path in sorted(folder.rglob("*.txt")):
        for block in _HEAD.split(path.read_text("utf-8"))[1:]:
            head, _line, text = block.partition("\n")
            also = _ALSO.search(head)
            states = {name.strip() for name in also[1].split(",")} if also else set()
            states |= {path.stem} if head.startswith("+") else set()
            if text.strip() and len(text) < _LONGEST and path.stem in types:
                known = frozenset(states & set(types))
                lessons.append(Lesson(text.strip("\n"), known, frozenset(), path.stem, "ocr" in head.lower()))
    return lessons


def load_golden(types: Sequence[str]) -> list[Lesson]:
    """The open rows of the golden tables; what is held out there stays held out."""
    lessons = []
    for path in sorted(GOLDEN.glob("*.yml")):
        for row in yaml.safe_load(path.read_text("utf-8")):
            wanted, about = row["want"], path.stem if path.stem in types else None
            if not row.get("held_out") and wanted in {*types, "nothing"}:
                states = frozenset({wanted} & set(types))
                lessons.append(
                    Lesson(row["said"], states, frozenset(row.get("allowed", ())), about, bool(row.get("ocr")))
                )
    return lessons


def load_neutral(folder: Path) -> list[str]:
    """Pages that state nothing: each begins with `=== kind, year`."""
    blocks = (block for path in sorted(folder.glob("*.txt")) for block in _HEAD.split(path.read_text("utf-8"))[1:])
    return [block.partition("\n")[2] for block in blocks]


def load_archive(folder: Path) -> list[str]:
    """The pages of an archive of public documents, without those that the key of real pages holds out or
    marks, and those that are spared."""
    keyed = (json.loads(line) for line in REAL_KEY.read_text("utf-8").splitlines())
    spared = {(row["sha256"], row["page"]) for row in keyed if row["marks"] or row["split"] == "held_out"}
    spared |= {(row["sha256"], row["page"]) for row in map(json.loads, SPARED.read_text("utf-8").splitlines())}
    with sa.create_engine(f"sqlite:///{folder / 'catalog.sqlite'}").connect() as catalog:
        newest = "select sha256, number, text from readings group by sha256, number having max(rowid) order by 1, 2"
        return [text for sha256, number, text in catalog.execute(sa.text(newest)) if (sha256, number) not in spared]


def windows(text: str, words: int = 70) -> Iterator[str]:
    """Whole lines together, of about so many words."""
    lines: list[str] = []
    count = 0
    for line in text.split("\n"):
        more = len(line.split())
        if lines and count + more > words:
            if count >= _SHORTEST:
                yield "\n".join(lines)
            lines, count = [], 0
        lines.append(line)
        count += more
    if count >= _SHORTEST:
        yield "\n".join(lines)


def load_confusions() -> Confusions:
    """Which letter our OCR reads as what, how often, as counted for the recognizer of people."""
    told: Confusions = json.loads(CONFUSIONS.read_text("utf-8"))
    return told


def damaged(text: str, confusions: Confusions, chance: Random) -> str:
    """The text as OCR might have read it: from half to two and a half times the damage of our scans."""
    strength = chance.uniform(0.5, 2.5)
    return "".join(_read(letter, confusions.get(letter, {}), strength, chance) for letter in text)


def _read(letter: str, found: dict[str, int], strength: float, chance: Random) -> str:
    total, right = sum(found.values()), found.get(letter, 0)
    others = {read: count for read, count in found.items() if read != letter}
    if not others or letter == "\n" or chance.random() > strength * (total - right) / total:
        return letter
    return chance.choices(list(others), list(others.values()))[0]


def amid(text: str, others: Sequence[str], chance: Random) -> str:
    """The text with a few ordinary lines before it, after it, or both."""
    before, after = (_lines(chance.choice(others), chance) if chance.random() < 0.6 else "" for _ in range(2))
    return "\n".join(part for part in (before, text, after) if part)


def _lines(text: str, chance: Random) -> str:
    lines = text.split("\n")
    count = chance.randint(1, 3)
    start = chance.randrange(max(1, len(lines) - count + 1))
    return "\n".join(lines[start : start + count])[:250]
