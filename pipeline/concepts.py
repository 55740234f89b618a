"""Families of words that mean much the same, and what is said with them, whatever the words.

`config/concepts/*.yml` hold `about` (one sentence) and `concepts`: for each name its `words` (a text of single words,
separated by spaces) and `phrases` (a list). `promis*` is every word that begins so, `*n't` every one that ends so
(in a phrase too); in a phrase `..` is one word or two of any kind, or none. What is said is written as

    viewing + identify|pick + negative - canvass

all of which (but not the last) stand near each other, in any order; `pay > witness` stand in this order.
"""

import hashlib
import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, NamedTuple

import yaml

from pipeline.config_files import read_config_file
from pipeline.errors import UsageError
from pipeline.settings import Settings

FOLDER = "concepts"
WITHIN = 16
"""So many words may stand between the first and the last, unless an entry says otherwise."""
_TOKEN = re.compile(
    r"(?:[A-Za-z]\.){2,}|(?<![A-Za-z0-9])[A-Za-z](?:/[A-Za-z])+(?![A-Za-z0-9])|\d+(?:,\d+)*(?:\.\d+)?"
    r"|[^\W\d_]+(?:'[^\W\d_]+)*|\$"
)
_POSSESSIVE = re.compile(r"'s$")
_LONGEST_GAP = 2
_GAP = ".."
_NOT = "n't"


Span = tuple[str, int, int]


class Place(NamedTuple):
    """A concept in a text: offsets, and the numbers of its first and last word."""

    name: str
    start: int
    end: int
    first: int
    last: int


Named = Mapping[str, Sequence[Place]]
"""The concepts of a passage by name, each by place."""


@dataclass(frozen=True, slots=True, eq=False)
class Concepts:
    """All families, ready to be looked up word by word."""

    words: Mapping[str, tuple[str, ...]]
    stems: Mapping[str, tuple[str, ...]]
    endings: tuple[tuple[str, str], ...]
    phrases: Mapping[str, tuple[tuple[tuple[str, ...], str], ...]]
    keys: Mapping[str, str] = field(default_factory=dict)

    @property
    def names(self) -> frozenset[str]:
        return frozenset(self.keys)


@dataclass(frozen=True, slots=True)
class Saying:
    """What is said: for each part the concepts of which one must stand there; `ordered` are the parts that must come
    after the one before them; `without` must not stand in the passage."""

    parts: tuple[tuple[str, ...], ...]
    ordered: frozenset[int] = frozenset()
    without: tuple[str, ...] = ()

    @property
    def names(self) -> frozenset[str]:
        return frozenset(self.without).union(*self.parts)


def load_concepts(settings: Settings) -> Concepts:
    """Read all families; parsed once for each content. Raises UsageError for a file that is wrong."""
    folder = settings.config / FOLDER
    return _parse(tuple((path.stem, read_config_file(str(path)) or b"") for path in sorted(folder.glob("*.yml"))))


def concepts_key(concepts: Concepts, names: Iterable[str]) -> str:
    """A hash of these families: what was found with another key is stale."""
    told = " ".join(f"{name}={concepts.keys.get(name, '')}" for name in sorted(set(names)))
    return hashlib.sha256(told.encode()).hexdigest()[:16]


@lru_cache(maxsize=4096)
def read_saying(text: str) -> Saying:
    """What a line of an entry says. Raises UsageError for one that says nothing."""
    needed, *without = re.split(r"(?:^|\s)-\s*", text)
    parts: list[tuple[str, ...]] = []
    ordered: set[int] = set()
    for chain in needed.split("+"):
        for at, part in enumerate(chain.split(">")):
            if at:
                ordered.add(len(parts))
            parts.append(tuple(name.strip() for name in part.split("|") if name.strip()))
    if not all(parts):
        raise UsageError(f"{text!r} says nothing: write concepts with + between them, as in viewing + identify")
    return Saying(tuple(parts), frozenset(ordered), tuple(name.strip() for name in without if name.strip()))


def find_concepts(text: str, concepts: Concepts, spans: Iterable[Span] = ()) -> tuple[Place, ...]:
    """Where the families stand in a text, by place; `spans` are names and offsets of what else was found in it."""
    tokens = [(found.start(), found.end(), _normal(found[0])) for found in _TOKEN.finditer(text)]
    found = [place for at in range(len(tokens)) for place in _places_at(tokens, at, concepts)]
    starts = [start for start, _end, _word in tokens]
    for name, start, end in spans:
        first, last = bisect_right(starts, start) - 1, bisect_left(starts, end) - 1
        if 0 <= first <= last:
            found.append(Place(name, start, end, first, last))
    return tuple(sorted(found, key=lambda place: (place.start, place.end, place.name)))


def group_places(places: Iterable[Place]) -> Named:
    """The concepts of a passage by their names, as what is said is looked for."""
    named: dict[str, list[Place]] = {}
    for place in places:
        named.setdefault(place.name, []).append(place)
    return named


def find_said(lines: Iterable[str], named: Named, within: int = WITHIN) -> Iterator[tuple[int, int]]:
    """The offsets of what these lines say, for each line that is said in the passage."""
    for line in lines:
        found = find_saying(read_saying(line), named, within)
        if found is not None:
            yield found


def find_saying(saying: Saying, named: Named, within: int = WITHIN) -> tuple[int, int] | None:
    """The offsets of the closest words of a passage that say it, or None. `named` are the concepts of the passage."""
    if any(name in named for name in saying.without):
        return None
    if not all(any(name in named for name in part) for part in saying.parts):
        return None
    choices = [sorted({p for name in part for p in named.get(name, ())}, key=_by_place) for part in saying.parts]
    best: tuple[int, tuple[int, int]] | None = None
    for found in _combinations(choices, saying.ordered, within):
        width = max(p.last for p in found) - min(p.first for p in found)
        if best is None or width < best[0]:
            best = width, (min(p.start for p in found), max(p.end for p in found))
    return best[1] if best else None


def _by_place(place: Place) -> tuple[int, int]:
    return place.first, place.last


def _combinations(choices: list[list[Place]], ordered: frozenset[int], within: int) -> Iterator[tuple[Place, ...]]:
    """One place for each part, no two on the same word, none farther from another than `within` words."""
    stack: list[tuple[Place, ...]] = [()]
    while stack:
        chosen = stack.pop()
        part = len(chosen)
        if part == len(choices):
            yield chosen
            continue
        lowest = max((p.last for p in chosen), default=0) - within
        highest = min((p.first for p in chosen), default=10**9) + within
        if part in ordered:
            lowest = max(lowest, chosen[-1].last + 1)
        for place in choices[part][bisect_left(choices[part], lowest, key=lambda p: p.first) :]:
            if place.first > highest:
                break
            if place.last <= highest and all(place.last < p.first or place.first > p.last for p in chosen):
                stack.append((*chosen, place))


def _normal(token: str) -> str:
    return _POSSESSIVE.sub("", token.lower().replace(".", "") if token[0].isalpha() else token)


Tokens = Sequence[tuple[int, int, str]]
Phrase = tuple[tuple[str, ...], str]
"""What follows the first word, and the concept."""


def _places_at(tokens: Tokens, at: int, concepts: Concepts) -> Iterator[Place]:
    start, end, word = tokens[at]
    names, phrases = _read_word(word, concepts)
    for name in names:
        yield Place(name, start, end, at, at)
    following = tokens[at + 1][2] if at + 1 < len(tokens) else ""
    for rest, name in (*phrases.get(following, ()), *phrases.get(_GAP, ())):
        last = _phrase_end(tokens, at, rest)
        if last is not None:
            yield Place(name, start, tokens[last][1], at, last)


@lru_cache(maxsize=30_000)
def _read_word(word: str, concepts: Concepts) -> tuple[tuple[str, ...], Mapping[str, Sequence[Phrase]]]:
    """The concepts of a word, and the rest of each phrase that begins with it, by the word that must follow. With ".."
    stand those in which that is no single word."""
    names = set(concepts.words.get(word, ()))
    starts = [word, f"*{_NOT}"] if word.endswith(_NOT) else [word]
    for length in range(3, len(word) + 1):
        stem = word[:length]
        names.update(concepts.stems.get(stem, ()))
        starts.append(stem + "*")
    names.update(name for ending, name in concepts.endings if word.endswith(ending))
    phrases: dict[str, list[Phrase]] = {}
    for rest, name in (phrase for first in starts for phrase in concepts.phrases.get(first, ())):
        following = rest[0] if rest and "*" not in rest[0] else _GAP
        phrases.setdefault(following, []).append((rest, name))
    return tuple(sorted(names)), phrases


def _phrase_end(tokens: Tokens, at: int, rest: tuple[str, ...]) -> int | None:
    """The number of the last word, where the rest of the phrase follows the word at this number."""
    if not rest:
        return at
    if rest[0] == _GAP:
        for place in range(at, min(at + _LONGEST_GAP + 1, len(tokens))):
            end = _phrase_end(tokens, place, rest[1:])
            if end is not None:
                return end
        return None
    if at + 1 >= len(tokens) or not _is_like(tokens[at + 1][2], rest[0]):
        return None
    return _phrase_end(tokens, at + 1, rest[1:])


def _is_like(word: str, wanted: str) -> bool:
    if wanted.startswith("*"):
        return word.endswith(wanted[1:])
    return word.startswith(wanted[:-1]) if wanted.endswith("*") else word == wanted


# ---------------------------------------------------------------- files


@lru_cache(maxsize=8)
def _parse(files: tuple[tuple[str, bytes], ...]) -> Concepts:
    raw: dict[str, tuple[str, Mapping[str, Any]]] = {}
    for name, content in files:
        try:
            families = (yaml.safe_load(content) or {})["concepts"]
            twice = sorted(set(families) & set(raw))
            if twice:
                raise UsageError(f"concepts/{name}.yml and concepts/{raw[twice[0]][0]}.yml both hold {twice[0]}")
            raw |= {concept: (name, dict(family)) for concept, family in families.items()}
        except (yaml.YAMLError, KeyError, TypeError, ValueError) as error:
            raise UsageError(f"concepts/{name}.yml cannot be read: {error}") from error
    return compile_families({concept: family for concept, (_file, family) in raw.items()})


def compile_families(families: Mapping[str, Mapping[str, Any]]) -> Concepts:
    """Families by name, each with `words` and `phrases`, ready to be looked up."""
    words: dict[str, set[str]] = defaultdict(set)
    stems: dict[str, set[str]] = defaultdict(set)
    endings: list[tuple[str, str]] = []
    phrases: dict[str, list[tuple[tuple[str, ...], str]]] = defaultdict(list)
    for name, family in families.items():
        for word in str(family.get("words", "")).lower().split():
            if word.startswith("*"):
                endings.append((word[1:], name))
            elif word.endswith("*"):
                stems[word[:-1]].add(name)
            else:
                words[_normal(word)].add(name)
        for phrase in family.get("phrases", ()):
            first, *rest = _phrase_words(str(phrase))
            phrases[first].append((tuple(rest), name))
    keys = {
        name: hashlib.sha256(repr(sorted(family.items())).encode()).hexdigest()[:16]
        for name, family in families.items()
    }
    return Concepts(
        {word: tuple(sorted(names)) for word, names in words.items()},
        {stem: tuple(sorted(names)) for stem, names in stems.items()},
        tuple(endings),
        {first: tuple(rest) for first, rest in phrases.items()},
        keys,
    )


def _phrase_words(phrase: str) -> list[str]:
    """The words as a text has them, with the signs `*` and `..` that stand for others."""
    found: list[str] = []
    for part in phrase.lower().split():
        if part in {_GAP, f"*{_NOT}"}:
            found.append(part)
            continue
        tokens = [_normal(token[0]) for token in _TOKEN.finditer(part)]
        found += [*tokens[:-1], tokens[-1] + ("*" if part.endswith("*") else "")] if tokens else []
    if not found or found[0] == _GAP:
        raise UsageError(f"The phrase {phrase!r} of a concept does not begin with a word")
    return found
