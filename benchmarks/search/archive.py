"""An archive of invented pages as the index is given them, as long as one likes: streamed, the same for the same seed.

The words are those of the case files that were written for this repository, in the order of their frequency, and
behind them the rest of the English vocabulary, drawn by Zipf's law; some of them are misread as a scan misreads them.
Passages with people, money, promises (planted.yml) are planted among them with the marks of their words.
"""

import hashlib
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from itertools import accumulate
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
import yaml

from benchmarks.people.damage import misread
from pipeline.records import IndexEntry

ROOT = Path(__file__).resolve().parents[2]
SEED = 7
PAGE_WORDS = 280
PLANTED = 8
"""Passages of planted.yml on a page."""
DOCUMENT_PAGES = 8
CASE_DOCUMENTS = 25
MISREAD = 0.04
"""Share of the words of a page that have a misread character."""
EXPONENT, SHIFT = 1.07, 2.7
"""Of Zipf's law with Mandelbrot's shift, as English prose has it."""
ORDINARY_WORDS = 60_000
BLOCK = 500
_PARTS = re.compile(r"\[(\w+):([^\]]*)\]|([^\[]+)")

Marks = tuple[tuple[str, int, int], ...]


@dataclass(frozen=True, slots=True)
class Said:
    """Words in a row with the marks on them: name, and which words from and before which."""

    words: tuple[str, ...]
    marks: Marks


def write_pages(count: int, *, seed: int = SEED, marks: bool = True) -> Iterator[IndexEntry]:
    """So many pages, document after document. `marks` False gives the same pages without marks."""
    chance, made, document = Random(seed), 0, 0
    numbers = np.random.default_rng(seed)
    drawn: Iterator[list[str]] = iter(())
    while made < count:
        frame = _draw_document(chance, seed, document)
        for page in range(1, 1 + min(count - made, 1 + int(chance.expovariate(1 / DOCUMENT_PAGES)))):
            words = next(drawn, None)
            if words is None:
                drawn = _draw_words(numbers)
                words = next(drawn)
            yield _write_page(chance, frame, page, words, marks=marks)
            made += 1
        document += 1


def _draw_words(numbers: Any) -> Iterator[list[str]]:
    """The running words of the next pages. Drawn for many pages at once: a page costs 0.1 ms instead of 1."""
    words, shares = load_vocabulary()
    drawn = np.searchsorted(shares, numbers.random((BLOCK, PAGE_WORDS)))
    for row in drawn.tolist():
        yield [words[number] for number in row]


@lru_cache(maxsize=1)
def load_vocabulary() -> tuple[list[str], Any]:
    """The words by rank, and for each the share of a text that it and those before it make up."""
    counts: Counter[str] = Counter()
    for path in sorted([*ROOT.glob("demo/cases/*.yml"), *ROOT.glob("benchmarks/leads/*/**/*.txt")]):
        counts.update(re.findall(r"[a-z]+(?:'[a-z]+)?", path.read_text("utf-8").lower()))
    written = [word for word, _ in sorted(counts.items(), key=lambda item: (-item[1], item[0]))]
    others = (ROOT / "models" / "people" / "ordinary.txt").read_text("utf-8").split()
    Random(SEED).shuffle(others)
    words = list(dict.fromkeys(written + others))[:ORDINARY_WORDS]
    weights = 1 / (np.arange(1, len(words) + 1) + SHIFT) ** EXPONENT
    shares = np.cumsum(weights) / weights.sum()
    shares[-1] = 1.0
    return words, shares


@lru_cache(maxsize=1)
def load_planted() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load(Path(__file__).with_name("planted.yml").read_text("utf-8"))
    return loaded


# ---------------------------------------------------------------- people and papers


def name_person(rank: int) -> str:
    """The person of a rank; the same for ever."""
    known = load_planted()
    given, stems, ends = known["given"], known["stems"], known["ends"]
    rank, first = divmod(rank * 7919 + 13, len(given))
    rank, stem = divmod(rank, len(stems))
    return f"{given[first]} {stems[stem]}{ends[rank % len(ends)]}"


def draw_rank(chance: Random, most: int) -> int:
    """A few of them are everywhere, most of them nearly nowhere."""
    return int(most ** chance.random()) - 1


def draw_one(chance: Random, weights: dict[str, int]) -> str:
    return chance.choices(list(weights), list(weights.values()))[0]


def _draw_document(chance: Random, seed: int, number: int) -> dict[str, Any]:
    known = load_planted()
    case = number // CASE_DOCUMENTS
    surname = name_person(case * 31 + 5).split()[1]
    return {
        "sha256": hashlib.sha256(f"{seed}:{number}".encode()).hexdigest(),
        "cases": (f"{1975 + case % 30}-{surname}-{case}",),
        "file_set": draw_one(chance, known["sets"]),
        "kind": draw_one(chance, known["kinds"]),
        "dated": None if chance.random() < 0.2 else date(1975, 1, 1) + timedelta(days=chance.randrange(11_000)),
        "locations": (f"case-{case}/paper-{number}.pdf",),
    }


# ---------------------------------------------------------------- the page


def _write_page(chance: Random, frame: dict[str, Any], page: int, words: list[str], *, marks: bool) -> IndexEntry:
    officer, witness = (name_person(draw_rank(chance, most)) for most in (3_000, 100_000))
    number = f"{chance.randrange(70, 99)}-{draw_rank(chance, 900) + 100}"
    slots = {
        "officer": officer.split()[1],
        "witness": witness,
        "number": number,
        "amount": str(chance.randrange(5, 900)),
        "day": f"{chance.randrange(1, 13)}/{chance.randrange(1, 29)}/{chance.randrange(75, 99)}",
    }
    for _ in range(int(len(words) * MISREAD)):
        at = chance.randrange(len(words))
        words[at] = misread_word(words[at], chance)
    said = [read_passage(passage) for passage in chance.sample(load_planted()["passages"], PLANTED)]
    text, spans = _join(chance, words, said, slots)
    informant = any(name == "informant" for name, _, _ in spans)
    return IndexEntry(
        page=page,
        reading=hashlib.sha256(text.encode()).hexdigest()[:32],
        text=text,
        officers=(officer,),
        witnesses=(witness,),
        informants=(f"CI {number}",) if informant else (),
        people=tuple(sorted({officer, witness})),
        types=(draw_one(chance, load_planted()["types"]),) if chance.random() < 0.15 else (),
        confidence=round(1 - 0.5 * chance.random() ** 2, 3),
        marks=spans if marks else (),
        **frame,
    )


def misread_word(word: str, chance: Random) -> str:
    at = chance.randrange(len(word))
    return word[:at] + misread(word[at], chance) + word[at + 1 :] or word


@lru_cache(maxsize=100)
def read_passage(passage: str) -> Said:
    words: list[str] = []
    marks: list[tuple[str, int, int]] = []
    for name, marked, plain in _PARTS.findall(passage):
        part = (marked or plain).split()
        if name:
            marks.append((name, len(words), len(words) + len(part)))
        words += part
    return Said(tuple(words), tuple(marks))


def _join(chance: Random, words: list[str], said: list[Said], slots: dict[str, str]) -> tuple[str, Marks]:
    """The text of the page, a passage after each part of its words, and where the marks stand in it."""
    pieces: list[str] = []
    marked: list[tuple[str, int, int]] = []
    share = len(words) // (len(said) + 1)
    for nth, one in enumerate(said):
        pieces += words[nth * share : (nth + 1) * share]
        marked += [(name, len(pieces) + first, len(pieces) + after) for name, first, after in one.marks]
        pieces += [word.format(**slots) if "{" in word else word for word in one.words]
    pieces += words[len(said) * share :]
    known = load_planted()["words"]
    marked += [(known[piece], at, at + 1) for at, piece in enumerate(pieces) if piece in known]
    ends = list(accumulate(len(piece) + 1 for piece in pieces))
    text = _break_lines(pieces)
    starts = [0, *ends]
    return text, tuple(sorted({(name, starts[first], ends[after - 1] - 1) for name, first, after in marked}))


def _break_lines(pieces: list[str]) -> str:
    lines = [" ".join(pieces[at : at + 12]) for at in range(0, len(pieces), 12)]
    return "\n".join(lines)
