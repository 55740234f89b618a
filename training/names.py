"""Names of people by origin: the 1990 census of the United States (package `names`) and Faker's lists of other
countries, as an American clerk types them. A tenth of all names, by their hash, is kept for measuring."""

import re
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from importlib import import_module
from pathlib import Path
from random import Random

import yaml
from anyascii import anyascii

LOCALES = {
    "hispanic": ("es_MX", "es_CO", "es_ES"),
    "italian": ("it_IT",),
    "irish": ("en_IE",),
    "slavic": ("pl_PL", "cs_CZ", "hr_HR", "ru_RU", "lt_LT"),
    "german": ("de_DE", "nl_NL"),
    "nordic": ("no_NO", "sv_SE", "fi_FI"),
    "french": ("fr_FR",),
    "portuguese": ("pt_BR",),
    "greek, hungarian, armenian": ("el_GR", "hu_HU", "hy_AM"),
    "south asian": ("en_IN", "en_PK"),
    "vietnamese, indonesian": ("vi_VN", "id_ID"),
    "african": ("yo_NG", "ig_NG", "ha_NG", "zu_ZA", "tw_GH"),
    "turkish": ("tr_TR",),
}
_GIVEN = ("first_names", "first_names_male", "first_names_female", "first_names_unisex")
_SURNAMES = ("last_names", "unisex_last_names")
_SHARE_OF_CENSUS = 0.5
_PLAIN = re.compile(r"[A-Za-zÀ-ÖØ-öø-ÿ]+(?:['’-][A-Za-zÀ-ÖØ-öø-ÿ]+)*(?: [A-Za-zÀ-ÖØ-öø-ÿ]+)?$")


@dataclass(frozen=True, slots=True)
class Origin:
    """Where names come from. `given` and `surnames` are each from common to rare where that is known."""

    name: str
    given: tuple[str, ...]
    surnames: tuple[str, ...]
    ranked: bool = False


@dataclass(frozen=True, slots=True)
class Person:
    given: str
    middle: str
    surname: str
    origin: str


class Names:
    """Draws people. `held_out` people bear only names that no other person bears."""

    def __init__(self, extra: Path, *, held_out: bool) -> None:
        chosen = [_part(origin, held_out) for origin in (census(), *foreign(), *listed(extra))]
        self.census, self.others = chosen[0], chosen[1:]

    def draw(self, chance: Random) -> Person:
        origin = self.census if chance.random() < _SHARE_OF_CENSUS else chance.choice(self.others)
        given, middle = _pick(origin.given, chance, origin.ranked), _pick(origin.given, chance, origin.ranked)
        bearer = origin.name
        if origin is not self.census and chance.random() < 0.25:
            given = _pick(self.census.given, chance, True)
        surname = _pick(origin.surnames, chance, origin.ranked)
        if chance.random() < 0.03:
            surname = f"{surname}-{_pick(origin.surnames, chance, origin.ranked)}"
        return Person(given, middle, surname, bearer)


@lru_cache(maxsize=1)
def census() -> Origin:
    folder = Path(str(import_module("names").__file__)).parent
    given = sorted(
        (line for part in ("female", "male") for line in _rows(folder / f"dist.{part}.first")), key=lambda row: -row[1]
    )
    surnames = _rows(folder / "dist.all.last")
    return Origin("census", tuple(dict.fromkeys(row[0] for row in given)), tuple(row[0] for row in surnames), True)


def _rows(path: Path) -> list[tuple[str, float]]:
    rows = (line.split() for line in path.read_text("ascii").splitlines())
    return [(_cased(name), float(share)) for name, share, *_ in rows]


def _cased(word: str) -> str:
    if re.match(r"MC[A-Z]{3}", word):
        return "Mc" + word[2:].capitalize()
    if re.match(r"O(?:BRIEN|NEILL?|CONN|DONN|KEEF|MALL|REILL|SULL|HARA|LEARY|ROUR|SHEA|TOOL|DELL|CALLAG)", word):
        return "O'" + word[1:].capitalize()
    return word.capitalize()


@lru_cache(maxsize=1)
def foreign() -> tuple[Origin, ...]:
    """The lists of Faker, in the letters of an American typewriter, one in five with the accents they have."""
    return tuple(_of_locales(name, locales) for name, locales in LOCALES.items())


def _of_locales(name: str, locales: Iterable[str]) -> Origin:
    lists = [import_module(f"faker.providers.person.{locale}").Provider for locale in locales]
    given, surnames = (
        tuple(dict.fromkeys(word for one in lists for kind in kinds for word in _typed(getattr(one, kind, ()))))
        for kinds in (_GIVEN, _SURNAMES)
    )
    return Origin(name, given, surnames)


def _typed(words: Iterable[str]) -> Iterable[str]:
    for word in words:
        keeps_accents = not word.isascii() and zlib.crc32(word.encode()) % 5 == 0
        plain = word.strip() if keeps_accents else anyascii(word.strip())
        plain = plain[:1].upper() + plain[1:]
        if _PLAIN.match(plain) and 1 < len(plain) < 20:
            yield plain


def listed(path: Path) -> list[Origin]:
    """Origins of which no package has names in Latin letters: written down in `names.yml`."""
    found = yaml.safe_load(path.read_text("utf-8"))["origins"]
    return [Origin(name, tuple(o["given"].split()), tuple(o["surnames"].split())) for name, o in found.items()]


def is_held_out(word: str) -> bool:
    return zlib.crc32(word.lower().encode()) % 10 == 0


def _part(origin: Origin, held_out: bool) -> Origin:
    kept = [tuple(w for w in words if is_held_out(w) == held_out) for words in (origin.given, origin.surnames)]
    return Origin(origin.name, kept[0] or origin.given[:1], kept[1] or origin.surnames[:1], origin.ranked)


def _pick(words: tuple[str, ...], chance: Random, ranked: bool) -> str:
    """Evenly, or the common ones more often: the square of an even draw."""
    return words[int(len(words) * (chance.random() ** 3 if ranked else chance.random()))]
