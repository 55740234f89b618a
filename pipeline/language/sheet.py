"""What the finders of people read: a page with its plain copy, and what is known of the words of names."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from importlib.resources import files
from itertools import accumulate

from pipeline.language.turns import Turn
from pipeline.lexicons import Lexicon, load_lexicon
from pipeline.settings import Settings

_GIVEN_NAMES = 1200
"""So many of either sex: 88 of 100 men and 85 of 100 women. Rarer ones are mostly surnames or words."""


@dataclass(frozen=True)
class NameWords:
    """What is known of the words of names. `surnames` has the rank of each in the census, 1 for the most common."""

    given: frozenset[str]
    never: frozenset[str]
    surnames: Mapping[str, int]
    common: frozenset[str]
    particles: frozenset[str]
    not_people: frozenset[str]
    like_verbs: frozenset[str]
    also_places: frozenset[str]
    form_labels: frozenset[str]
    also_surnames: frozenset[str]
    brands: frozenset[str]

    @classmethod
    def of(cls, lexicon: Lexicon, given: frozenset[str], surnames: Mapping[str, int]) -> "NameWords":
        words = {entry.id: entry.words for entry in lexicon.entries}
        never = frozenset().union(*(found for name, found in words.items() if name.startswith("never_")))
        never -= words["also_given"]
        known = (words["given"] | given) - never - words["particles"] - words["common_surnames"] - words["not_people"]
        rest = (
            "common_surnames", "particles", "not_people", "like_verbs", "also_places", "form_labels", "also_surnames",
            "brands",
        )  # fmt: skip
        return cls(known | words["also_given"], never, surnames, *(words[name] for name in rest))


@dataclass(frozen=True)
class Sheet:
    """A page as the finders of people read it: the text, its plain copy, the words of names, and who speaks where."""

    text: str
    plain: str
    words: NameWords
    turns: tuple[Turn, ...] = ()

    def shouted(self, start: int) -> bool:
        """Is the text around this place in capitals, so that capitals do not tell a name?"""
        letters, capitals = self._counts
        first, last = max(0, start - 40), min(len(self.plain), start + 60)
        around = letters[last] - letters[first]
        return bool(around) and capitals[last] - capitals[first] > 0.85 * around

    @cached_property
    def _counts(self) -> tuple[list[int], list[int]]:
        """How many letters and how many capitals stand before each place."""
        letters = accumulate(map(str.isalpha, self.plain), initial=0)
        return list(letters), list(accumulate(map(str.isupper, self.plain), initial=0))

    def gap(self, start: int) -> int | None:
        """Where the next word of the same phrase starts: after one or two spaces, or over a line end inside a
        paragraph; None where the phrase ends."""
        after = start
        while after < len(self.plain) and self.plain[after] == " ":
            after += 1
        joined = after - start <= 2 or "\n" in self.text[start:after]
        return after if start < after < len(self.plain) and joined else None


def load_name_words(settings: Settings) -> NameWords:
    """Given names of our lexicon, of the census and of the library `nicknames`; surnames of the census."""
    from nicknames import name_triplets

    library = {word for pair in name_triplets() for word in (pair.name1, pair.name2) if len(word) > 2}
    census = {word for sex in ("male", "female") for word in _census(f"dist.{sex}.first", _GIVEN_NAMES)}
    surnames = {word: rank for rank, word in enumerate(_census("dist.all.last"), 1)}
    return NameWords.of(load_lexicon(settings, "names"), frozenset(library | census), surnames)


def _census(table: str, most: int | None = None) -> list[str]:
    """The names of a table of the US census of 1990 in small letters, the most common first."""
    lines = files("names").joinpath(table).read_text("ascii").splitlines()
    return [line.split()[0].lower() for line in lines[:most]]
