"""What stands in papers beside people: places, firms, numbers, dates. Many of them look like names."""

import re
from pathlib import Path
from random import Random

import yaml

from training.names import Names

_SLOT = re.compile(r"\{(\w+)\}")
_SURNAME = re.compile(r"\bS(?=\b|ville|ton\b)")
_SMALL_LETTERS, _LETTERS = "abcdefghijklmnoprstuvw", "ABCDEFGHJKLMNPRSTVWXYZ"


class Slots:
    """`words.yml`: lists by name. `S` in a value is a surname from the lists of names."""

    def __init__(self, path: Path, names: Names) -> None:
        read = yaml.safe_load(path.read_text("utf-8"))
        self.words: dict[str, list[str]] = {
            key: [str(v) for v in value] for key, value in read.items() if key != "about"
        }
        self.names = names

    def fill(self, text: str, chance: Random) -> str:
        return _SLOT.sub(lambda slot: self.value(slot[1], chance), text)

    def value(self, slot: str, chance: Random) -> str:
        """Raises KeyError for a slot that is neither in `words.yml` nor made here."""
        if slot in self.words:
            word = chance.choice(self.words[slot])
            return _SURNAME.sub(lambda _: self.names.draw(chance).surname, word)
        if digits := re.fullmatch(r"number(\d)", slot):
            return str(chance.randrange(10 ** (int(digits[1]) - 1), 10 ** int(digits[1])))
        if letters := re.fullmatch(r"low(\d)", slot):
            return "".join(chance.choice(_SMALL_LETTERS) for _ in range(int(letters[1])))
        return _made(slot, chance, self)


def _made(slot: str, chance: Random, slots: Slots) -> str:
    month, day, year = chance.randint(1, 12), chance.randint(1, 28), chance.randint(1955, 2016)
    if slot == "date":
        return _date(slots.words["month"][month - 1], (month, day, year), chance)
    if slot == "address":
        after = chance.choice(("", "", f", Apt. {chance.randint(1, 20)}", f", {slots.value('town', chance)}"))
        return f"{chance.randint(1, 9999)} {slots.value('street', chance)}{after}"
    clock, half = f"{chance.randint(1, 12)}:{day:02}", chance.choice(("AM", "PM", "p.m.", "a.m."))
    number = chance.randint(1000, 9999)
    made = {
        "dob": f"{month}/{day}/{year % 60 + 20:02}",
        "year": str(year),
        "time": chance.choice((f"{chance.randint(0, 23):02}{day:02}", f"{clock} {half}")),
        "small": str(chance.randint(1, 9)),
        "age": str(chance.randint(16, 79)),
        "apt": f"{chance.randint(1, 9)}{chance.choice('ABCDEF')}",
        "letter": chance.choice(_LETTERS),
        "plate": f"{chance.randint(100, 999)} {''.join(chance.choices(_LETTERS, k=3))}",
        "phone": chance.choice((f"{chance.randint(200, 989)}-{number}", f"LO {chance.randint(1, 9)}-{number}")),
        "money": f"${chance.randint(1, 900) * 5:,}" + chance.choice(("", ".00")),
    }
    return made[slot]


def _date(name: str, at: tuple[int, int, int], chance: Random) -> str:
    month, day, year = at
    short = f"{year % 100:02}"
    forms = (
        f"{month}/{day}/{short}",
        f"{name} {day}, {year}",
        f"{name[:3]}. {day}, {year}",
        f"{day} {name} {year}",
        f"{day} {name[:3].upper()} {short}",
        f"{month}-{day}-{short}",
        f"{name} {day}",
    )
    return chance.choice(forms)
