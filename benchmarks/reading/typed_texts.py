"""Invented papers, put together by chance from `typed_texts.yml`: what a typed page says, before it is drawn."""

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from random import Random
from typing import Any

import yaml

MONTHS = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")


@dataclass(frozen=True, slots=True)
class Paper:
    """`heading` and `body` are paragraphs; a form has `boxes` (label, value) between them."""

    kind: str
    heading: tuple[str, ...]
    body: tuple[str, ...]
    boxes: tuple[tuple[str, str], ...] = ()


@lru_cache(maxsize=1)
def _texts() -> dict[str, Any]:
    texts: dict[str, Any] = yaml.safe_load(Path(__file__).with_suffix(".yml").read_text("utf-8"))
    return texts


def write_paper(chance: Random, kind: str) -> Paper:
    """A paper of a kind of `typed_texts.yml`, or a "form"; some are typed in capitals throughout."""
    texts = _texts()
    if kind == "form":
        chosen = chance.sample(texts["form"]["boxes"], 12)
        boxes = tuple((label, _fill(value, chance)) for label, value in chosen)
        story = chance.sample(texts["kinds"]["report"]["body"], 3)
        body = tuple(_fill(re.sub(r"^\d+\. ", "", line), chance) for line in story)
        return Paper(kind, (chance.choice(texts["form"]["titles"]),), (texts["form"]["narrative"], *body), boxes)
    written = texts["kinds"][kind]
    lines = written["body"]
    some = lines if kind == "transcript" else chance.sample(lines, min(len(lines), chance.randint(6, 9)))
    if kind == "report":
        some = [f"{number}. {re.sub(r'^[0-9]+[.] ', '', line)}" for number, line in enumerate(some, 1)]
    body = tuple(_fill(line, chance) for line in some)
    heading = tuple(_fill(line, chance) for line in written["heading"])
    if kind in ("report", "memo") and chance.random() < 0.3:
        body = tuple(line.upper() for line in body)
    return Paper(kind, heading, body)


def write_stamp(chance: Random) -> str:
    return _fill(chance.choice(_texts()["stamps"]), chance)


def write_note(chance: Random) -> str:
    return str(chance.choice(_texts()["jotted"]))


def _fill(line: str, chance: Random) -> str:
    she = chance.random() < 0.5
    return re.sub(r"\{(\w+)\}", lambda slot: _value(slot[1], chance, she), line)


def _value(slot: str, chance: Random, she: bool) -> str:
    month, day, year = chance.randint(1, 12), chance.randint(1, 28), chance.randint(1961, 1989)
    drawn = {
        "date": f"{MONTHS[month - 1].title()}. {day}, {year}" if day % 2 else f"{month}/{day}/{year % 100}",
        "time": f"{chance.randint(1, 12)}:{chance.randint(10, 59)} {'P.M.' if day % 2 else 'A.M.'}",
        "MONTH": f"{MONTHS[month - 1]} {day} {year}",
        "pron": "her" if she else "his",
        "sub": "she" if she else "he",
        "Sub": "She" if she else "He",
    }
    if slot in drawn:
        return drawn[slot]
    if digits := re.fullmatch(r"n(\d)", slot):
        return "".join(str(chance.randint(1 if place == 0 else 0, 9)) for place in range(int(digits[1])))
    word = str(chance.choice(_texts()["words"][slot.lower()]))
    return word.upper() if slot.isupper() else word
