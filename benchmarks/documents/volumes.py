"""Volumes of our own making: papers of every kind one behind the other in a file, as a bad scan reads.

The papers stand in papers.yml. Set `a` is for development, set `b` is held out: other agencies, headings and words.
A seed gives the same volume every time.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

PAPERS = Path(__file__).parent / "papers.yml"
MISREAD = {
    "a": "ao", "b": "6h", "c": "ec", "d": "cl", "e": "co", "g": "9q", "h": "b", "i": "l1", "l": "1I", "m": "rn",
    "n": "u", "o": "0c", "r": "t", "s": "5", "t": "l", "u": "n", "y": "v", "A": "4", "B": "8", "D": "O", "E": "F",
    "G": "C", "H": "N", "I": "l1", "M": "N", "N": "H", "O": "0Q", "P": "F", "R": "K", "S": "5", "T": "I", "0": "O",
    "1": "l", "5": "S", "8": "B",
}  # fmt: skip
SPECKS = ["—", "~ .", "| '", "; .", "oe", "ee", ".", "*", "- -", "i", "‘ ,", "_"]
NUMBERS = "TWO THREE FOUR FIVE SIX SEVEN EIGHT NINE TEN".split()
KEPT = ("num", "name", "date", "city", "state", "code", "n", "of", "word", "last")
"""What stays the same all over a document."""


@dataclass(frozen=True, slots=True)
class MadePage:
    """A page as it was read, and what it is."""

    text: str
    kind: str
    starts: bool
    printed: int | None


@cache
def _content() -> dict[str, Any]:
    content: dict[str, Any] = yaml.safe_load(PAPERS.read_text("utf-8"))
    return content


def load_papers(which: str) -> list[dict[str, Any]]:
    """The papers of one set."""
    return [paper for paper in _content()["papers"] if paper["set"] == which]


def make_volume(seed: int, which: str, papers: int = 30, damage: float = 0.03) -> list[MadePage]:
    """The pages of one file; `damage` is the share of letters that are misread, on the mean."""
    chance = random.Random(f"{which} {seed}")
    known = load_papers(which)
    pages: list[MadePage] = []
    for paper in chance.sample(known, min(papers, len(known))):
        pages += make_document(paper, chance, damage)
    return pages


def make_document(paper: dict[str, Any], chance: random.Random, damage: float) -> list[MadePage]:
    """All pages of one paper."""
    values = _values(chance)
    count = chance.choice((1, 1, 2, 3)) if paper.get("again") else 1
    worn = damage * chance.choice((0.2, 0.7, 1.0, 2.0))
    return [
        MadePage(
            wear("\n".join(_lines(paper, number, count, values, chance)), chance, worn),
            paper["kind"],
            number == 1,
            number if number > 1 else None,
        )
        for number in range(1, count + 1)
    ]


def _lines(
    paper: dict[str, Any], number: int, count: int, values: dict[str, str], chance: random.Random
) -> Iterator[str]:
    fixed = values | {"n": str(number), "of": str(count), "word": NUMBERS[max(0, number - 2)]}
    if number == 1:
        yield from (_fill(line, fixed, chance) for line in paper["head"])
        yield ""
        yield from (_fill(line, fixed, chance) for line in paper["rows"])
    else:
        yield from _fill(paper["again"], fixed, chance).split("\n")
    yield ""
    if line := paper.get("line"):
        yield from (_fill(line, {}, chance) for _ in range(chance.randint(8, 20)))
    yield from _body(paper, fixed, chance, number)
    if number == count:
        yield ""
        yield from (_fill(line, fixed, chance) for line in paper["foot"])


def _body(paper: dict[str, Any], fixed: dict[str, str], chance: random.Random, number: int) -> Iterator[str]:
    body = list(paper.get("body", ()))
    if not body:
        return
    if number > 1:
        chance.shuffle(body)
    wide = 34 if paper.get("narrow") else 78
    for sentence in body * (1 if number == 1 else chance.choice((1, 2))):
        said = _fill(sentence, fixed if chance.random() < 0.5 else {}, chance)
        while len(said) > wide and (cut := said.rfind(" ", 0, wide)) > 0:
            yield said[:cut]
            said = said[cut + 1 :]
        yield said


def _fill(line: str, fixed: dict[str, str], chance: random.Random) -> str:
    """Put values into the slots: those of the document, or fresh ones."""
    while "{" in line:
        name = line[line.index("{") + 1 : line.index("}")]
        value = fixed[name] if name in KEPT and name in fixed else _values(chance)[name]
        line = line.replace("{" + name + "}", value, 1)
    return line


def _values(chance: random.Random) -> dict[str, str]:
    words = {name: chance.choice(choices) for name, choices in _content()["words"].items()}
    number = chance.randint(10, 4999)
    return words | {
        "name": f"{words['first']} {words['last']}",
        "city": words["city"].upper(),
        "officer": f"{words['rank']} {words['last']} #{chance.randint(100, 9999)}",
        "date": f"{chance.randint(1, 12)}/{chance.randint(1, 28)}/{chance.randint(70, 99)}",
        "time": f"{chance.randint(0, 23):02}{chance.choice(('05', '15', '30', '45'))}",
        "clock": f"{chance.randint(1, 12)}:{chance.randint(10, 59)}",
        "num": str(chance.randint(1000, 99999)),
        "small": f"{chance.randint(2, 99):03}",
        "age": str(chance.randint(17, 66)),
        "number": str(number),
        "street": f"{number} {words['road']}",
        "phone": f"555-{chance.randint(1000, 9999)}",
        "amount": f"${chance.randint(2, 90) * 10}.00",
        "initials": "".join(chance.choices("ABCDJKLMRST", k=2)),
        "n": "2",
        "of": "3",
        "word": "TWO",
    }


def wear(text: str, chance: random.Random, rate: float) -> str:
    """Misread, drop and join letters, and put specks between the lines, as the reading of a bad scan does."""
    lines = []
    for line in text.split("\n"):
        letters = []
        for letter in line:
            roll = chance.random()
            if roll < rate and letter in MISREAD:
                letters.append(chance.choice(MISREAD[letter]))
            elif roll < rate * 1.15:
                continue
            else:
                letters.append(letter)
        lines.append("".join(letters))
        if chance.random() < rate * 1.5:
            lines.append(chance.choice(SPECKS))
    return "\n".join(lines)
