"""Words as data: reads `config/lexicons/*.yml` and finds its entries in text.

A lexicon file holds `about` (one sentence), `entries`, and optionally `parts`. An entry has

    id:        its name, unique in the file
    patterns:  regular expressions; `{part}` stands for a fragment of `parts` here or in `_parts.yml`,
               `(?P<slot>...)` names the words that fill a slot
    phrases:   plain words; any white space between them, not inside a longer word
    words:     a list of single words, as one text separated by spaces; code may ask for them as a set
    case:      true: capitals matter (default: they do not)
    ocr:       true: phrases also match usual misreadings (0 for o, 1 for l, rn for m, c for e ...)
    examples:  texts the entry must be found in
    not:       texts it must not be found in

and any other keys, which are its `fields`: what they mean is the business of the code that asks for the lexicon.
Every file on disk is tested against its own `examples` and `not`.
"""

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import yaml

from pipeline.config_files import read_config_file
from pipeline.errors import UsageError
from pipeline.letters import Letters, Needed, are_met, fold, leading_letters, needed_letters
from pipeline.settings import Settings

PARTS_FILE = "_parts.yml"
_OWN_KEYS = {"id", "patterns", "phrases", "words", "case", "ocr", "examples", "not"}
_LONGEST_GAP = 120
_VOID = re.compile(rf"\s{{{_LONGEST_GAP},}}")
_SHORT = 300
"""In a text of so many letters it takes longer to look for places than to try everywhere."""
_MISREAD = {
    "a": "[ao]", "b": "[b8]", "c": "[ce]", "e": "[ec]", "g": "[g9q]", "i": "[il1!|]", "l": "[li1!|]",
    "m": "(?:m|rn|nn)", "n": "[nu]", "o": "[o0]", "s": "[s5]", "t": "[tl]", "u": "[un]", "z": "[z2]",
}  # fmt: skip


@dataclass(frozen=True, slots=True, eq=False)
class Entry:
    """One thing of the world and the ways it is written. `needs` tells for each pattern what letters stand in
    whatever it matches: most patterns need not be tried on most pages. `leads` has the letters of which some begin
    whatever the pattern matches: it is tried only where they stand."""

    id: str
    patterns: tuple[re.Pattern[str], ...]
    needs: tuple[Needed, ...]
    leads: tuple[frozenset[str], ...]
    fields: Mapping[str, Any]
    words: frozenset[str] = frozenset()
    examples: tuple[str, ...] = ()
    counterexamples: tuple[str, ...] = ()

    def find(self, text: str) -> Iterator["Match"]:
        """Where the entry stands in the text, in the order of its patterns."""
        yield from self.find_by((number for number, needs in enumerate(self.needs) if are_met(needs, text)), text)

    def find_by(self, numbers: Iterable[int], text: str) -> Iterator["Match"]:
        """Where the patterns of these numbers stand in the text: those of which letters stand there."""
        for number in numbers:
            pattern, leads = self.patterns[number], self.leads[number]
            for found in _led(pattern, text, leads) if leads and len(text) > _SHORT else _scanned(pattern, text):
                if found.end() > found.start():
                    yield Match(self, found.start(), found.end(), _slots(found))


@dataclass(frozen=True, slots=True)
class Match:
    """An entry found in a text; `slots` gives the offsets of the named parts that took part."""

    entry: Entry
    start: int
    end: int
    slots: Mapping[str, tuple[int, int]]


@dataclass(frozen=True, slots=True, eq=False)
class Lexicon:
    """The entries of one file, in its order. `letters` are those of all patterns, each of which is told by the number
    of its entry and its own in it."""

    name: str
    about: str
    entries: tuple[Entry, ...]
    letters: Letters[tuple[int, int]]

    def find(self, text: str) -> Iterator[Match]:
        """All matches by place, the longer first. Of overlapping matches of one entry only the first long one counts;
        matches of different entries may overlap."""
        here = {number for number, _start, _end in self.letters.find(text)}
        tried = sorted(self.letters.owners(here))
        matches = (match for entry, pattern in tried for match in self.entries[entry].find_by((pattern,), text))
        reached: dict[str, int] = {}
        for match in sorted(matches, key=lambda m: (m.start, -m.end)):
            if match.start >= reached.get(match.entry.id, -1):
                reached[match.entry.id] = match.end
                yield match


def load_lexicon(settings: Settings, name: str) -> Lexicon:
    """Read `config/lexicons/<name>.yml`; parsed once for each content. Raises UsageError for a file that is wrong."""
    folder = f"{settings.config}/lexicons"
    return _parse(name, _content(f"{folder}/{name}.yml"), _content(f"{folder}/{PARTS_FILE}", missing=b"parts: {}"))


def lexicon_names(settings: Settings) -> tuple[str, ...]:
    """The lexicons on disk."""
    return tuple(sorted(p.stem for p in (settings.config / "lexicons").glob("*.yml") if p.name != PARTS_FILE))


def lexicon_key(settings: Settings, names: Iterable[str]) -> str:
    """A hash of the content of these lexicons: what was found with another key is stale."""
    folder, digest = f"{settings.config}/lexicons", hashlib.sha256()
    for name in (*sorted(names), PARTS_FILE.removesuffix(".yml")):
        content = _content(f"{folder}/{name}.yml", missing=b"")
        digest.update(f"{name} {len(content)}\n".encode() + content)
    return digest.hexdigest()[:16]


def phrase_pattern(phrase: str, *, ocr: bool = False) -> str:
    """The regular expression of plain words: any white space between them, whole words only."""
    words = [_tolerant(word) if ocr else re.escape(word) for word in phrase.split()]
    before = r"(?<!\w)" if phrase[:1].isalnum() else ""
    after = r"(?!\w)" if phrase[-1:].isalnum() else ""
    return before + r"\s+".join(words) + after


def _tolerant(word: str) -> str:
    return "".join(_MISREAD.get(letter.lower(), re.escape(letter)) for letter in word)


def _content(path: str, missing: bytes | None = None) -> bytes:
    content = read_config_file(path)
    content = missing if content is None else content
    if content is None:
        raise UsageError(f"{path} is missing. Put it back, or set EXCULPA_CONFIG to a folder that holds it.")
    return content


@lru_cache(maxsize=256)
def _parse(name: str, content: bytes, shared: bytes) -> Lexicon:
    try:
        raw = yaml.safe_load(content) or {}
        parts = {**(yaml.safe_load(shared) or {}).get("parts", {}), **raw.get("parts", {})}
        entries = tuple(_entry(item, parts) for item in raw.get("entries", ()))
    except (yaml.YAMLError, re.error, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise UsageError(f"The lexicon {name}.yml cannot be read: {error}") from error
    ids = [entry.id for entry in entries]
    if twice := sorted({i for i in ids if ids.count(i) > 1}):
        raise UsageError(f"The lexicon {name}.yml has two entries with the id {', '.join(twice)}")
    owned = (((e, p), needs) for e, entry in enumerate(entries) for p, needs in enumerate(entry.needs))
    return Lexicon(name, raw.get("about", ""), entries, Letters(owned))


def _entry(item: Mapping[str, Any], parts: Mapping[str, str]) -> Entry:
    flags = re.NOFLAG if item.get("case") else re.IGNORECASE
    sources = [_expand(pattern, parts) for pattern in item.get("patterns", ())]
    sources += [phrase_pattern(str(p), ocr=bool(item.get("ocr"))) for p in item.get("phrases", ())]
    words = str(item.get("words", "")).lower().split()
    if words:
        sources.append(r"(?<!\w)(?:" + "|".join(map(re.escape, words)) + r")(?!\w)")
    fields = {key: value for key, value in item.items() if key not in _OWN_KEYS}
    examples, counterexamples = tuple(item.get("examples", ())), tuple(item.get("not", ()))
    compiled = tuple(re.compile(source, flags) for source in sources)
    needs = tuple(needed_letters(source, flags) for source in sources)
    leads = tuple(leading_letters(source, flags) for source in sources)
    return Entry(str(item["id"]), compiled, needs, leads, fields, frozenset(words), examples, counterexamples)


def _scanned(pattern: re.Pattern[str], text: str) -> Iterator[re.Match[str]]:
    for start, end in _stretches(text):
        yield from pattern.finditer(text, start, end)


def _led(pattern: re.Pattern[str], text: str, leads: frozenset[str]) -> Iterator[re.Match[str]]:
    """What `_scanned` yields, tried only where one of the letters stands that begin every match."""
    folded = fold(text)
    reached = 0
    for place in sorted({place for lead in leads for place in _places(folded, lead)}):
        if place >= reached:
            end = next(end for _start, end in _stretches(text) if place < end)
            found = pattern.match(text, place, end)
            if found is not None:
                reached = max(found.end(), place + 1)
                yield found


def _places(folded: str, lead: str) -> Iterator[int]:
    place = folded.find(lead)
    while place >= 0:
        yield place
        place = folded.find(lead, place + 1)


@lru_cache(maxsize=4)
def _stretches(text: str) -> tuple[tuple[int, int], ...]:
    """The parts of a text between very long white space. No phrase reaches over it, and a page of nothing but spaces
    would take a pattern that begins with white space the square of its length."""
    if len(text) < _LONGEST_GAP:
        return ((0, len(text)),)
    ends = [0, *(place for gap in _VOID.finditer(text) for place in (gap.start(), gap.end())), len(text)]
    return tuple(pair for pair in zip(ends[::2], ends[1::2], strict=True) if pair[1] > pair[0])


def _expand(pattern: str, parts: Mapping[str, str]) -> str:
    """Put the fragments in place of `{part}`; a fragment may use others."""
    return re.sub(r"\{([a-z_]+)\}", lambda m: f"(?:{_expand(parts[m[1]], parts)})", pattern)


def _slots(found: re.Match[str]) -> dict[str, tuple[int, int]]:
    return {name: found.span(name) for name in found.re.groupindex if found.start(name) >= 0}
