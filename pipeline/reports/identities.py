"""Whose identity is protected, and every way in which it may be written on a page or in a file name."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from sqlalchemy import Connection

from pipeline.catalog.mentions import mentions_on_page
from pipeline.catalog.people import all_names, informant_pages, names_of_persons, protected_persons
from pipeline.lexicons import Entry, load_lexicon
from pipeline.records import PersonKind
from pipeline.settings import Settings

SUFFIXES = {"jr", "sr", "ii", "iii", "iv", "esq"}
OFFICIAL = frozenset(
    (
        PersonKind.OFFICER,
        PersonKind.PROSECUTOR,
        PersonKind.DEFENSE_ATTORNEY,
        PersonKind.JUDGE,
        PersonKind.ANALYST,
        PersonKind.MEDICAL,
        PersonKind.COURT_STAFF,
    )
)
LEAST_NUMBER = 5
"""A number of fewer digits is masked only where it is called an informant's or an undercover officer's."""
WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
# One shape for letters and digits that OCR confuses, one for one.
_SHAPES = str.maketrans("oil|!sbzq", "0111158z9")


@dataclass(frozen=True, slots=True)
class Identities:
    """`surnames` maps the shape of each last name to the shapes of the given names seen with it; `givens` holds the
    shapes of the given names of each protected person; `numbers` are shapes of numbers that stand for a person."""

    persons: frozenset[str]
    surnames: Mapping[str, frozenset[str]]
    givens: Mapping[str, frozenset[str]]
    numbers: frozenset[str]
    number_entries: tuple[Entry, ...]
    name_entries: tuple[Entry, ...]
    generic: tuple[Entry, ...]
    also_words: frozenset[str]


def load_identities(connection: Connection, settings: Settings) -> Identities:
    """Read who is protected now, with all names and numbers they were found under.

    Protected are informants, officers who worked undercover, and whoever a page names as the one behind a number: his
    testimony may be public, that he is that informant is not.
    """
    informants = load_lexicon(settings, "informants").entries
    own = {entry.id: entry for entry in load_lexicon(settings, "masking").entries}
    generic = tuple(entry for entry in informants if entry.fields.get("kind") == "generic")
    revealed = set(_find_true_names(connection, own["true_name"]))
    persons = frozenset(protected_persons(connection) | set(_find_namesakes(connection, revealed)))
    names = [*names_of_persons(connection, persons), *((None, name) for name in sorted(revealed))]
    surnames: dict[str, set[str]] = {}
    givens: dict[str, set[str]] = {}
    numbers: set[str] = set()
    for person, name in names:
        if found := number_in(name):
            numbers |= {found} if len(found) >= LEAST_NUMBER else set()
        elif not is_generic(name, generic) and (parts := name_parts(name)):
            surnames.setdefault(parts[-1], set()).update(parts[:-1])
            givens.setdefault(person or "", set()).update(parts[:-1])
    return Identities(
        persons=persons,
        surnames={surname: frozenset(given) for surname, given in surnames.items()},
        givens={person: frozenset(given) for person, given in givens.items()},
        numbers=frozenset(numbers),
        number_entries=(
            *(entry for entry in informants if entry.fields.get("kind") == "number"),
            *(entry for entry in load_lexicon(settings, "codes").entries if entry.fields.get("rank") == "Undercover"),
        ),
        name_entries=(own["undercover_name"], own["true_name"]),
        generic=generic,
        also_words=own["also_words"].words,
    )


def _find_true_names(connection: Connection, entry: Entry) -> Iterator[str]:
    """Names that a page puts beside the number of an informant, in reading order, but for those of officials."""
    with connection.engine.connect() as beside:
        for page in informant_pages(connection):
            ties = [match.slots["name"] for match in entry.find(page.text)]
            if not ties:
                continue
            placed = mentions_on_page(beside, page.sha256, page.number)
            people = [one.mention for one in placed if one.mention.kind in OFFICIAL]
            for start, end in ties:
                if not any(one.start < end and start < one.end for one in people):
                    last, comma, first = page.text[start:end].partition(",")
                    yield f"{first.strip()} {last.strip()}" if comma else last


def _find_namesakes(connection: Connection, revealed: Iterable[str]) -> Iterator[str]:
    """Persons who may be one of those named: of the same last name and first letter, and no officials."""
    known = {parts[-1]: {part[0] for part in parts[:-1]} for parts in map(name_parts, revealed) if parts}
    for person, name, kinds in all_names(connection):
        parts = name_parts(name)
        if parts and parts[-1] in known and not OFFICIAL & set(kinds):
            initials = {part[0] for part in parts[:-1]}
            if not initials or not known[parts[-1]] or initials & known[parts[-1]]:
                yield person


@lru_cache(50_000)
def shape(word: str) -> str:
    """A word as OCR may confuse it: "Hal1oran", "HALLORAN" and "halloran" have one shape."""
    return word.lower().translate(_SHAPES).replace("rn", "m").replace("vv", "w").replace("’", "'")


def name_parts(name: str) -> list[str]:
    """The shapes of the words of a name that are longer than an initial, without Jr. and the like."""
    words = [word.group() for word in WORD.finditer(name)]
    return [shape(word) for word in words if len(word) > 1 and word.lower() not in SUFFIXES]


def number_in(name: str) -> str | None:
    """The shape of the number that a name holds ("CI 97-0143"), or None where it is a name of words."""
    digits = [token for token in re.split(r"[\s#:]+", name) if any(c.isdigit() for c in token)]
    return number_shape(digits[-1]) if digits else None


def number_shape(token: str) -> str:
    return re.sub(r"[^a-z0-9]", "", shape(token))


def is_generic(name: str, generic: Iterable[Entry]) -> bool:
    """Words such as "the informant" name nobody."""
    bare = re.sub(r"^(?:the|an?|this|that)\s+", "", name.strip(), flags=re.IGNORECASE)
    return any(match.end - match.start == len(bare) for entry in generic for match in entry.find(bare))


def find_words(text: str) -> Iterator[tuple[int, int]]:
    """Where the words of a text stand; a possessive 's belongs to no name."""
    for found in WORD.finditer(text):
        end = found.end()
        if re.search(r"['’][sS]$", found.group()):
            end -= 2
        yield found.start(), end
