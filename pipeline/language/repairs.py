"""The page as the finders of people read it: misread words that tell what somebody is put right, one place for one.

A word is touched only where it is none that we know and looks like one that matters here. Where it is longer than its
place, a short form is written ("Detctive" becomes "Det."); where it is shorter, spaces fill the place. Names
keep their letters; only specks inside them go, and words that lost the space between them are parted. The text of the
page stays what it is: this copy is as long, and offsets into one are offsets into the other.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz.distance import OSA

from pipeline.language.model_files import model_folder
from pipeline.language.sheet import NameWords
from pipeline.letters import fold
from pipeline.lexicons import Lexicon, load_lexicon
from pipeline.settings import Settings

HEAD_LEXICONS = ("badges", "boxes", "courtroom", "list_heads", "ranks", "standing", "titles")
ROLE_LEXICONS = ("court_roles", "occasions", "references", "roles", "witness_roles")
_CHUNK = re.compile(r"\S+")
_CORE = re.compile(r"[\w$(|!](?:.*[\w|!])?")
_SPECK = re.compile(r"(?<=[A-Za-z])(?:[.,`~_:|*-]|(?<!\b[ODLMN])'|'(?![A-Z]))(?=[A-Za-z])")
_CONTRACTED = re.compile(r"(?:'(?:[sS]|ll|ve|re|d|t|m)|[-_]+)$")
_NO_LETTER = frozenset("~_*|`")
_GLUED = re.compile(r"(?P<left>[A-Za-z][a-z]+)(?P<right>[A-Z][a-z.'].+)")
_TORN = re.compile(r"(?<![^\s(\"])(?P<head>[A-Za-z]+)[ ](?P<tail>(?<=[A-Z][ ])[A-Z]+|[a-z]+)(?![\w])")
_PARTS = re.compile(r"[^\W\d_]+")
_LITERAL = re.compile(r"\\[A-Za-z]|\(\?P<\w+>|(?P<word>[a-z]{5,})", re.IGNORECASE)
_BEFORE_NAME = re.compile(r"[.,;:']{0,2}[ ]{1,2}(?:[A-Z][A-Za-z'-]{2,}|[A-Z]\.)")
_FIRST = {"$": "S", "(": "C", "!": "I", "|": "I"}
_JOINTS = (("rn", "m"), ("nn", "m"), ("cl", "d"), ("ol", "d"), ("li", "h"), ("vv", "w"), ("ii", "n"), ("ii", "u"))
_SHORTEST, _LONG, _MOST_WRONG = 5, 9, 2
_ALIKE = tuple(
    map(frozenset, ("li1tfjr", "ecoas", "hnbkm", "uvnyw", "gqy9", "rnvp", "mnw", "dobca", "sz5ae", "fpt", "kxhr"))
)
"""Letters that look alike in a bad scan."""
_USUAL = 40_000
_SHAPES = {
    "D": "OB0", "E": "FBL", "T": "IYFr", "S": "58$s", "G": "C6O", "L": "IEl", "P": "FRB", "O": "0QCD", "A": "RH4",
    "M": "HNW", "R": "BKHA", "I": "l1TJ", "C": "GO(", "H": "NMB", "U": "VJ",
    "e": "coa", "t": "flcri", "g": "qy9", "r": "fntv", "s": "ae5z", "f": "trl", "c": "eo(", "n": "ur", "v": "yru",
    "p": "nyr", "l": "1tI!", "a": "eous", "o": "ce0a",
}  # fmt: skip
"""What the letters of short forms are read for; of a form of two or three letters no other misreading is believed."""


@dataclass(frozen=True, eq=False)
class Cues:
    """The words that matter here, those of them that say what somebody is (a name may look like any other), all words
    that are no misreadings, and the short forms. `near` has the words by what
    is left of them, folded, without one letter, of long ones also without two."""

    words: frozenset[str]
    heads: frozenset[str]
    known: frozenset[str]
    names: NameWords
    short: Mapping[str, str]
    misread: Mapping[str, str]
    near: Mapping[str, tuple[str, ...]]

    def knows(self, word: str) -> bool:
        return word.lower() in self.known or self.is_name(word)

    def is_name(self, word: str) -> bool:
        low = word.lower()
        return low in self.names.given or self.names.surnames.get(low, _USUAL) < _USUAL


def load_cues(settings: Settings, names: NameWords) -> Cues:
    """The words of the lexicons that are ordinary words, with the short forms of `cues.yml`."""
    ordinary = _ordinary(settings)
    if not ordinary:
        return Cues(ordinary, ordinary, ordinary, names, {}, {}, {})
    heads, acts = (
        {word for name in names for word in _printed_words(load_lexicon(settings, name))}
        for names in (HEAD_LEXICONS, ROLE_LEXICONS)
    )
    own = load_lexicon(settings, "cues").entries
    short = {entry.id: str(entry.fields["short"]) for entry in own if "short" in entry.fields}
    written = sorted(form for entry in own for form in entry.fields.get("written", ()))
    misread = {
        odd: form
        for form in written
        for odd in _misreadings(form)
        if odd not in written and odd.lower() not in names.particles
    }
    heads_known = ordinary & heads | set(short)
    words = heads_known | ordinary & acts
    return Cues(words, heads_known, ordinary | heads | acts, names, short, misread, _by_rest(words))


def _printed_words(lexicon: Lexicon) -> Iterator[str]:
    for entry in lexicon.entries:
        for pattern in entry.patterns:
            yield from (found["word"].lower() for found in _LITERAL.finditer(pattern.pattern) if found["word"])


def _ordinary(settings: Settings) -> frozenset[str]:
    """The ordinary words that lie beside the trained model; none where there is no such model: nothing is repaired."""
    listed = model_folder(settings) / "ordinary.txt"
    return frozenset(listed.read_text("utf-8").split()) if listed.is_file() else frozenset()


def _by_rest(words: frozenset[str]) -> dict[str, tuple[str, ...]]:
    found: dict[str, set[str]] = {}
    for word in words:
        for rest in _rests(fold(word), 2 if len(word) >= _LONG else 1):
            found.setdefault(rest, set()).add(word)
    return {rest: tuple(sorted(some)) for rest, some in found.items()}


def _rests(word: str, most: int) -> set[str]:
    """The word, and what is left of it without one letter, or without up to two."""
    rests = {word, *(word[:at] + word[at + 1 :] for at in range(len(word)))}
    return rests if most == 1 else rests.union(*(_rests(rest, 1) for rest in rests))


def _misreadings(form: str) -> Iterator[str]:
    for at, letter in enumerate(form):
        yield from (form[:at] + other + form[at + 1 :] for other in _SHAPES.get(letter, ""))


def repaired(text: str, cues: Cues) -> str:
    """The copy of the page, as long as the page."""
    if not cues.words:
        return text
    letters = list(text)
    for start, end, word in _torn(text, cues):
        letters[start:end] = word.rjust(end - start)
    for chunk in _CHUNK.finditer("".join(letters)):
        found = _CORE.search(chunk[0])
        if found is None:
            continue
        core = _CONTRACTED.sub("", found[0])
        bare = core.lower().lstrip("(")
        if bare in cues.known or core.isdigit():
            continue
        start = chunk.start() + found.start()
        end = start + len(core)
        form = cues.misread.get(core)
        read = form if form and _BEFORE_NAME.match(text, end) and not cues.knows(core) else _read(core, cues)
        if read is not None:
            letters[start:end] = read.rjust(end - start)
    return "".join(letters)


def _torn(text: str, cues: Cues) -> Iterator[tuple[int, int, str]]:
    """Words that a gap parts ("Defenda nt", "Ar turo"): those that matter, and names; one part at least is no word."""
    for found in _TORN.finditer(text):
        head, tail = found["head"], found["tail"]
        word = head + tail
        odd = head.lower() not in cues.names.particles and not (cues.knows(head) and cues.knows(tail))
        odd = odd and word[1:] in (word[1:].lower(), word[1:].upper())
        if odd and (word.lower() in cues.words or (head[0].isupper() and len(word) > _SHORTEST and cues.is_name(word))):
            yield *found.span(), word


@lru_cache(maxsize=50_000)
def _read(core: str, cues: Cues) -> str | None:
    """What to read for this, no longer than it is; None: as it is printed."""
    parts = _PARTS.findall(core)
    if len("".join(parts)) < _SHORTEST - 1 or cues.is_name(core):
        return None
    glued = _GLUED.fullmatch(core)
    if glued is not None:
        return _parted(glued["left"], glued["right"], cues)
    if len(parts) > 1 and all(len(part) > 1 and cues.knows(part) for part in parts):
        return None
    word = find_cue(core, cues)
    return _fitting(core, word, cues) if word is not None else _clean_name(core, cues)


def find_cue(core: str, cues: Cues) -> str | None:
    """The one word that this may be a misreading of: a letter is another, lost or too many; two of a long word."""
    low, words = core.lower(), cues.heads if core[1:].islower() and core[0].isupper() else cues.words
    for printed in (low, *(low.replace(*pair, 1) for pair in _JOINTS if pair[0] in low)):
        if printed in words:
            return printed
        near = {_far(word, printed): word for word in sorted(_near(fold(printed), cues) & words, reverse=True)}
        if near and _is_near(near[min(near)], printed):
            return near[min(near)]
    return None


def _near(folded: str, cues: Cues) -> set[str]:
    """The words of which as much is left as of this."""
    most = (1, 2) if len(folded) >= _LONG - 1 else (1,)
    for count in most:
        near = {word for rest in _rests(folded, count) for word in cues.near.get(rest, ())}
        if near:
            return near
    return set()


def _is_near(word: str, printed: str) -> bool:
    """Two letters of a long word may be others. In a short one only a letter of the same shape is believed."""
    far = OSA.distance(fold(word), fold(printed))
    if far == 0 or len(word) >= _LONG:
        return far <= _MOST_WRONG
    if len(word) != len(printed):
        return far == 1 and len(word) > _SHORTEST
    different = [{a, b} for a, b in zip(word, printed, strict=True) if fold(a) != fold(b)]
    return len(different) == 1 and any(different[0] <= alike for alike in _ALIKE)


def _far(word: str, printed: str) -> float:
    """How many letters differ; of those that differ as little, the one printed alike is nearer."""
    return OSA.distance(fold(word), fold(printed)) + OSA.distance(word, printed) / 100


def _fitting(core: str, word: str, cues: Cues) -> str | None:
    """The word in the capitals of what is printed; its short form where it does not fit."""
    capitals = sum(map(str.isupper, core))
    whole = word.capitalize() if core[0].isupper() else word
    written = whole if len(word) <= len(core) else cues.short.get(word, "")
    if not written or len(written) > len(core):
        return None
    return written.upper() if capitals * 2 > len(core) else written


def _parted(left: str, right: str, cues: Cues) -> str | None:
    """ "andJ. Ito", "byDet. Ito", "AnnIto": a short form of the first word before the second."""
    low = left.lower()
    if left.islower() or low in cues.short:
        short = cues.short.get(low, left[:-1])
    elif _is_given(low, right, cues):
        return f"{left[0]}. {right}"
    else:
        return None
    return f"{short} {_read(right, cues) or right}" if low in cues.known and len(short) < len(left) else None


def _is_given(left: str, right: str, cues: Cues) -> bool:
    """Is this a given name, perhaps misread, before a name ("MurtinKeogh", not "McKeogh" nor "VanDyke")?"""
    bare = right.rstrip(",.")
    if left in cues.names.given:
        return cues.is_name(bare)
    usual = cues.names.surnames.get(bare.lower(), _USUAL) < _USUAL
    return usual and len(left) > len("fitz") and left not in cues.known


def _clean_name(core: str, cues: Cues) -> str | None:
    """A name without the specks in it, or with the capital that it begins with."""
    bare = _SPECK.sub("", core)
    if max(map(len, _PARTS.findall(core))) == 1:
        return None  # spelled out: "I-T-O"
    first = _FIRST.get(core[0])
    if first is not None and cues.is_name(first + bare[1:]):
        return first + bare[1:]
    if bare != core and core[0].isupper() and (cues.is_name(bare) or not _NO_LETTER.isdisjoint(core)):
        return bare
    return None
