"""Writes invented papers from the templates of `models/people/templates`, with every name marked.

A template holds `<kind>` or `<kind:style>` for a person, `<kind#2:style>` for the same person again, `{slot}` for
everything else (`words.yml`, and numbers and dates) and `[this|or that]`. A template of several lines keeps its lines;
others are wrapped as paragraphs.
"""

import re
import textwrap
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random

import yaml

from pipeline.records import PersonKind
from training.names import Names, Person
from training.slots import Slots
from training.styles import Styles

KINDS = {"lawyer": PersonKind.DEFENSE_ATTORNEY, "clerk": PersonKind.COURT_STAFF, "person": PersonKind.OTHER} | {
    str(kind): kind for kind in PersonKind
}
_CHOICE = re.compile(r"\[([^][<>{}]*\|[^][]*?)\]")
_PERSON = re.compile(r"<(?P<kind>[a-z]+)(?P<number>#\d)?(?::(?P<style>\w+))?>")
_HELD_OUT_EVERY = 7
_SHARES = ("capitals", "small", "names_in_capitals", "surnames_in_capitals")


@dataclass(frozen=True, slots=True)
class Span:
    """A name: its offsets, what its bearer is, where the name comes from."""

    start: int
    end: int
    kind: PersonKind
    origin: str


@dataclass(frozen=True, slots=True)
class Written:
    """A paper with all its names."""

    text: str
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Register:
    """The templates of one file; the others are the shares of papers written so: in capitals, in small letters, with
    whole names or only surnames in capitals."""

    name: str
    templates: tuple[str, ...]
    capitals: float
    small: float
    names_in_capitals: float
    surnames_in_capitals: float


def load_registers(folder: Path, *, held_out: bool) -> list[Register]:
    """All templates but every seventh of a file, or only those."""
    registers = []
    for path in sorted((folder / "templates").glob("*.yml")):
        read = yaml.safe_load(path.read_text("utf-8"))
        kept = tuple(t for n, t in enumerate(read["templates"]) if (n % _HELD_OUT_EVERY == 3) == held_out)
        shares = (float(read.get(key, 0.0)) for key in _SHARES)
        if kept:
            registers.append(Register(path.stem, kept, *shares))
    return registers


class Writer:
    """Writes papers; `held_out` ones share neither templates nor names with the others."""

    def __init__(self, folder: Path, *, held_out: bool) -> None:
        self.names = Names(folder / "names.yml", held_out=held_out)
        self.registers = load_registers(folder, held_out=held_out)
        self.slots = Slots(folder / "words.yml", self.names)

    def write(self, chance: Random, letters: int, widest: int = 84) -> Written:
        """One paper of about so many letters: paragraphs of one register, now and then one without anybody."""
        register = chance.choices(self.registers, [len(r.templates) ** 0.7 for r in self.registers])[0]
        empty = next((r for r in self.registers if r.name == "nobody"), register)
        width, text, spans = chance.randint(44, widest - 4), "", list[Span]()
        styles = Styles(chance, self.slots, (register.names_in_capitals, register.surnames_in_capitals))
        while len(text) < letters:
            source = empty if chance.random() < 0.12 else register
            part = self._paragraph(chance.choice(source.templates), styles, width)
            spans += [replace(s, start=s.start + len(text), end=s.end + len(text)) for s in part.spans]
            text += part.text + chance.choice(("\n\n", "\n\n", "\n"))
        text = _cased(text, chance.random(), register)
        return Written(text, tuple(spans))

    def _paragraph(self, template: str, styles: Styles, width: int) -> Written:
        chance = styles.chance
        template = _CHOICE.sub(lambda found: chance.choice(found[1].split("|")), template)
        text, spans, known, place = "", list[Span](), dict[str, Person](), 0
        for slot in _PERSON.finditer(template):
            text += self.slots.fill(template[place : slot.start()], chance)
            place = slot.end()
            key = f"{slot['kind']}{slot['number'] or chance.random()}"
            person = known.setdefault(key, self.names.draw(chance))
            before, name, after = styles.write(person, slot["style"] or "mixed")
            start = len(text) + len(before)
            spans.append(Span(start, start + len(name), KINDS[slot["kind"]], person.origin))
            text += before + name + after
        text += self.slots.fill(template[place:], chance)
        if "\n" in template:
            return Written(text.rstrip("\n"), tuple(spans))
        return wrapped(Written(text, tuple(spans)), width + chance.randint(-4, 4))


def wrapped(written: Written, width: int) -> Written:
    """The paragraph in lines: every place keeps its offset, for a line end replaces a space."""
    letters = list(written.text)
    place = 0
    for line in textwrap.wrap(written.text, width, break_on_hyphens=False, drop_whitespace=False):
        place += len(line)
        for broken in (place, place - 1):
            if broken < len(letters) and letters[broken] == " ":
                letters[broken] = "\n"
                break
    return Written("".join(letters), written.spans)


def _cased(text: str, drawn: float, register: Register) -> str:
    if drawn < register.capitals:
        raised = text.upper()
        return raised if len(raised) == len(text) else text
    return text.lower() if drawn > 1 - register.small else text
