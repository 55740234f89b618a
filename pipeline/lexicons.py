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
from pathlib import Path
from typing import Any

import yaml

from pipeline.errors import UsageError
from pipeline.letters import fold, leading_letters, needed_letters
from pipeline.settings import Settings

PARTS_FILE = "_parts.yml"
_OWN_KEYS = {"id", "patterns", "phrases", "words", "case", "ocr", "examples", "not"}
_VOID = re.compile(r"\s{120,}")
_MISREAD = {
    "a": "[ao]", "b": "[b8]", "c": "[ce]", "e": "[ec]", "g": "[g9q]", "i": "[il1!|]", "l": "[li1!|]",
    "m": "(?:m|rn|nn)", "n": "[nu]", "o": "[o0]", "s": "[s5]", "t": "[tl]", "u": "[un]", "z": "[z2]",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing of the world and the ways it is written. `needs` has for each pattern the letters of which some stand
    in whatever it matches, where that can be told: most patterns need not be tried on most pages. `threes` has for
    each of these letters all three that follow each other, as numbers: much cheaper to look for than the letters.
    `leads` has the letters of which some begin whatever the pattern matches: it is tried only where they stand."""

    id: str
    patterns: tuple[re.Pattern[str], ...]
    needs: tuple[frozenset[str], ...]
    threes: tuple[tuple[frozenset[int], ...], ...]
    leads: tuple[frozenset[str], ...]
    fields: Mapping[str, Any]
    words: frozenset[str] = frozenset()
    examples: tuple[str, ...] = ()
    counterexamples: tuple[str, ...] = ()

    def find(self, text: str) -> Iterator["Match"]:
        """Where the entry stands in the text, in the order of its patterns."""
        folded, here = fold(text), _threes(text)
        for pattern, needs, threes, leads in zip(self.patterns, self.needs, self.threes, self.leads, strict=True):
            if needs and not (_has_one(threes, here) and any(word in folded for word in needs)):
                continue
            for found in _led(pattern, text, leads) if leads else _scanned(pattern, text):
                if found.end() > found.start():
                    yield Match(self, found.start(), found.end(), _slots(found))


@dataclass(frozen=True, slots=True)
class Match:
    """An entry found in a text; `slots` gives the offsets of the named parts that took part."""

    entry: Entry
    start: int
    end: int
    slots: Mapping[str, tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The entries of one file, in its order."""

    name: str
    about: str
    entries: tuple[Entry, ...]

    def find(self, text: str) -> Iterator[Match]:
        """All matches by place, the longer first. Of overlapping matches of one entry only the first long one counts;
        matches of different entries may overlap."""
        found = sorted((match for entry in self.entries for match in entry.find(text)), key=lambda m: (m.start, -m.end))
        reached: dict[str, int] = {}
        for match in found:
            if match.start >= reached.get(match.entry.id, -1):
                reached[match.entry.id] = match.end
                yield match


def load_lexicon(settings: Settings, name: str) -> Lexicon:
    """Read `config/lexicons/<name>.yml`; parsed once for each content. Raises UsageError for a file that is wrong."""
    folder = settings.config / "lexicons"
    return _parse(name, _content(folder / f"{name}.yml"), _content(folder / PARTS_FILE, missing=b"parts: {}"))


def lexicon_names(settings: Settings) -> tuple[str, ...]:
    """The lexicons on disk."""
    return tuple(sorted(p.stem for p in (settings.config / "lexicons").glob("*.yml") if p.name != PARTS_FILE))


def lexicon_key(settings: Settings, names: Iterable[str]) -> str:
    """A hash of the content of these lexicons: what was found with another key is stale."""
    folder, digest = settings.config / "lexicons", hashlib.sha256()
    for name in (*sorted(names), PARTS_FILE.removesuffix(".yml")):
        content = _content(folder / f"{name}.yml", missing=b"")
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


def _content(path: Path, missing: bytes | None = None) -> bytes:
    if not path.is_file():
        if missing is not None:
            return missing
        raise UsageError(f"{path} is missing. Put it back, or set EXCULPA_CONFIG to a folder that holds it.")
    return path.read_bytes()


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
    return Lexicon(name, raw.get("about", ""), entries)


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
    threes = tuple(tuple(map(_threes, some)) for some in needs)
    leads = tuple(leading_letters(source, flags) for source in sources)
    return Entry(str(item["id"]), compiled, needs, threes, leads, fields, frozenset(words), examples, counterexamples)


@lru_cache(maxsize=4)
def _threes(text: str) -> frozenset[int]:
    """Every three letters that follow each other in the folded text, as numbers; letters beyond ASCII are one."""
    import numpy as np

    codes = np.frombuffer(fold(text).encode("ascii", "replace"), np.uint8).astype(np.int32)
    return frozenset(((codes[:-2] << 14) + (codes[1:-1] << 7) + codes[2:]).tolist())


def _has_one(threes: tuple[frozenset[int], ...], here: frozenset[int]) -> bool:
    """Are all of one of these here? A loop, because a generator costs more than the question."""
    for some in threes:  # noqa: SIM110
        if some <= here:
            return True
    return False


def _scanned(pattern: re.Pattern[str], text: str) -> Iterator[re.Match[str]]:
    for start, end in _stretches(text):
        yield from pattern.finditer(text, start, end)


def _led(pattern: re.Pattern[str], text: str, leads: frozenset[str]) -> Iterator[re.Match[str]]:
    """What `_scanned` yields, tried only where one of the letters stands that begin every match."""
    folded = fold(text)
    if len(folded) != len(text):
        yield from _scanned(pattern, text)
        return
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
    ends = [0, *(place for gap in _VOID.finditer(text) for place in (gap.start(), gap.end())), len(text)]
    return tuple(pair for pair in zip(ends[::2], ends[1::2], strict=True) if pair[1] > pair[0])


def _expand(pattern: str, parts: Mapping[str, str]) -> str:
    """Put the fragments in place of `{part}`; a fragment may use others."""
    return re.sub(r"\{([a-z_]+)\}", lambda m: f"(?:{_expand(parts[m[1]], parts)})", pattern)


def _slots(found: re.Match[str]) -> dict[str, tuple[int, int]]:
    return {name: found.span(name) for name in found.re.groupindex if found.start(name) >= 0}
