"""The ways in which papers write a name."""

from functools import lru_cache
from random import Random

from nicknames import NickNamer

from training.names import Person
from training.slots import Slots

_MIXED = ("full",) * 9 + ("fml",) * 3 + ("last",) * 5 + ("fl", "ff", "FULL", "whole")


@lru_cache(maxsize=1)
def _namer() -> NickNamer:
    return NickNamer()


class Styles:
    """How one typist writes names: `chance` decides once whether surnames stand in capitals, and how initials go."""

    def __init__(self, chance: Random, slots: Slots, in_capitals: tuple[float, float]) -> None:
        self.chance, self.slots = chance, slots
        drawn, (whole, surnames) = chance.random(), in_capitals
        self.loud, self.loud_surname = drawn < whole, whole <= drawn < whole + surnames
        self.initial = chance.choice(("{}.", "{}.", "{}.", "{}"))
        self.comma = chance.choice((", ", ", ", ", ", ",", ",  "))

    def write(self, person: Person, style: str) -> tuple[str, str, str]:
        """What stands before the name, the name, what stands after it (rank, quote marks)."""
        chance = self.chance
        if style == "mixed":
            style = chance.choice(_MIXED)
        if style == "nick":
            mark = chance.choice(("", '"', '"', "'"))
            return mark, self._nickname(person), mark
        if style in {"rank_rev", "rank_full", "rank_last"}:
            name = {"rank_rev": "rev", "rank_full": "full", "rank_last": "last"}[style]
            title = self.slots.value("rank", chance)
            return (
                ("", self._name(person, name), f" {title}")
                if name == "rev"
                else (f"{title} ", self._name(person, name), "")
            )
        if style == "crypt":
            return "", self._cryptonym(), ""
        name = self._name(person, style)
        return "", name.upper() if self.loud and style in {"full", "last", "fml", "ff", "whole"} else name, ""

    def _name(self, person: Person, style: str) -> str:
        given, middle, last = self._given(person), self.initial.format(person.middle[0]), self._surname(person)
        first = self.initial.format(given[0])
        forms = {
            "full": f"{given} {last}",
            "fml": f"{given} {middle} {last}",
            "whole": f"{given} {person.middle} {last}",
            "fl": f"{first} {last}",
            "ff": self.chance.choice((f"{first} {middle} {last}", f"{first}{middle} {last}")),
            "last": person.surname.upper() if self.loud_surname else person.surname,
            "first": self._short(person.given),
            "initial": first,
            "rev": self.chance.choice((f"{last}{self.comma}{given}", f"{last}{self.comma}{given} {middle}")),
            "revi": f"{last}{self.comma}{first}",
        }
        if style in {"FULL", "fcaps"}:
            return self.chance.choice((forms["full"], forms["fml"], forms["ff"])).upper()
        if style == "ffcaps":
            return forms["ff"].upper()
        if style in {"LAST", "REV"}:
            last_up = person.surname.upper() if style == "LAST" else f"{last.upper()}{self.comma}{given}"
            return last_up if style == "LAST" or self.chance.random() < 0.3 else last_up.upper()
        if style in {"revFULL", "rev_full"}:
            return self.chance.choice((forms["rev"], forms["revi"])).upper()
        if style == "spaced":
            gap = self.chance.choice(("   ", "  "))
            return gap.join(" ".join(word) for word in forms["full"].upper().split(" "))
        if style == "fml" and self.chance.random() < 0.3:
            return forms["full"]
        return forms[style]

    def _nickname(self, person: Person) -> str:
        return self.chance.choice((*self.slots.words["nickname"], person.given, self._short(person.given)))

    def _given(self, person: Person) -> str:
        return self._short(person.given) if self.chance.random() < 0.1 else person.given

    def _short(self, given: str) -> str:
        short = sorted(_namer().nicknames_of(given)) if self.chance.random() < 0.4 else []
        return self.chance.choice(short).capitalize() if short else given

    def _surname(self, person: Person) -> str:
        suffix = self.chance.choice((", Jr.", " Jr.", ", Sr.", " III", " Jr")) if self.chance.random() < 0.03 else ""
        particle = (
            self.chance.choice(("de la ", "Van ", "De ", "Di ", "Von ", "St. ")) if self.chance.random() < 0.012 else ""
        )
        second = " " + person.surname if person.origin == "hispanic" and self.chance.random() < 0.1 else ""
        surname = person.surname.upper() if self.loud_surname else person.surname
        return particle + surname + second + suffix

    def _cryptonym(self) -> str:
        """A made-up word under which an agency files somebody: two letters for the country, a word, a number."""
        letters = "".join(self.chance.choices("ABCDEFGHILMNOPRSTUVWYZ", k=2))
        number = f"{self.chance.choice('/-')}{self.chance.randint(1, 30)}"
        return letters + self.chance.choice(self.slots.words["cryptic"]) + number
