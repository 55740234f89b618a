"""Passages in nearly the same words in several cases (domain reference T67: "as I approached he dropped a bag").

Names, numbers, dates and articles are masked, and each sentence becomes the set of its pairs of words. Sentences
that share enough of their smallest hashes (MinHash, in bands) come to lie together and are then compared. So the work
grows with the number of sentences. What officers of many cases write alike is a set phrase of the form and no pattern.
"""

import re
import zlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from pipeline.records import Finding

FEWEST = 9
"""Words of a sentence that tells enough to be known again."""
ALIKE = 0.55
"""Least share of pairs of words in common (Jaccard)."""
CASES = 3
WRITERS = 3
"""Where more officers use a wording in cases that they do not share, it belongs to the form or to the force."""
_HASHES = 24
_BAND = 2
_LIMIT = 400
"""Sentences that share a band: more are a set phrase, and are left out."""
_SENTENCE = re.compile(
    r"(?<=[a-z\d)\"'][.;!])\s+(?=[A-Z\"(])|(?<=[A-Z]{3}\.)\s+(?=[A-Z])|\n\s*\n|^\s*\d{1,2}[.)]\s+", re.MULTILINE
)
_WORD = re.compile(r"[A-Za-z][A-Za-z'/]*|\d[\d:/.,-]*")
_IDLE = frozenset("the a an of to and his her its that was were had has this said above same in on at did".split())
_SEED = tuple(0x9E3779B1 * (place + 1) & 0xFFFFFFFF for place in range(_HASHES))


@dataclass(frozen=True, slots=True)
class Worded:
    """A narrative as wordings are looked for in it: the id of its finding, its words, its cases, its officers, and
    where set phrases stand in it (offsets in the narrative): a sentence that holds one is left out."""

    id: str
    quote: str
    cases: tuple[str, ...]
    officers: tuple[str, ...]
    phrases: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence with its offsets in the narrative and its pairs of words."""

    start: int
    end: int
    pairs: frozenset[int]


def worded(finding: Finding) -> Worded:
    """A finding as wordings are looked for in it."""
    officers = tuple(s.person for s in finding.slots if s.name == "officer" and s.person is not None)
    phrases = tuple((s.start - finding.start, s.end - finding.start) for s in finding.slots if s.name == "set_phrase")
    return Worded(finding.id, finding.quote, finding.cases, officers, phrases)


def read_sentences(quote: str) -> Iterator[Sentence]:
    """The sentences of a narrative that are long enough."""
    at = 0
    for cut in [*_SENTENCE.finditer(quote), None]:
        start, end = at, cut.start() if cut is not None else len(quote)
        at = cut.end() if cut is not None else end
        pairs = _pairs(quote[start:end])
        if pairs:
            lead = len(quote[start:end]) - len(quote[start:end].lstrip())
            yield Sentence(start + lead, start + len(quote[start:end].rstrip()), pairs)


def _pairs(text: str) -> frozenset[int]:
    """Hashes of pairs of words; names and numbers are one word each, whatever they are."""
    upper = text.upper() == text
    words = [_mask(word, first or upper) for first, word in _told(text)]
    words = [word for word in words if word not in _IDLE]
    if len(words) < FEWEST - 3 or len(_WORD.findall(text)) < FEWEST:
        return frozenset()
    return frozenset(zlib.crc32(" ".join(words[at : at + 2]).encode()) for at in range(len(words) - 1))


def _told(text: str) -> Iterator[tuple[bool, str]]:
    for place, found in enumerate(_WORD.finditer(text)):
        yield place == 0, found[0]


def _mask(word: str, plain: bool) -> str:
    if word[0].isdigit():
        return "0"
    return "x" if not plain and word[0].isupper() and word[1:].islower() else word.lower()


def _signature(pairs: frozenset[int]) -> Iterator[tuple[int, int, int]]:
    least = [min((pair ^ seed) * 0x85EBCA6B & 0xFFFFFFFF for pair in pairs) for seed in _SEED]
    for band in range(0, _HASHES, _BAND):
        yield band, least[band], least[band + 1]


def alike(one: frozenset[int], other: frozenset[int]) -> float:
    """Share of pairs of words in common, 0 to 1."""
    return len(one & other) / len(one | other) if one or other else 0.0


def find_wordings(narratives: Iterable[Worded]) -> Iterator[str]:
    """Sentences of at least three cases that are alike: each as the id of its narrative and its offsets there
    ("0f3a:120:211"), those of one wording in one string; each wording once, sorted."""
    found = set()
    for members in find_alike(narratives):
        first: dict[str, tuple[Worded, Sentence]] = {}
        for one, sentence in members:
            first.setdefault(one.id, (one, sentence))
        if _is_pattern([one for one, _sentence in first.values()]):
            found.add(" ".join(f"{key}:{s.start}:{s.end}" for key, (_one, s) in first.items()))
    yield from sorted(found)


def find_alike(narratives: Iterable[Worded]) -> Iterator[list[tuple[Worded, Sentence]]]:
    """Sentences, however few, that are alike in several narratives."""
    told = sorted(narratives, key=lambda one: one.id)
    places = [(one, sentence) for one in told for sentence in read_sentences(one.quote) if not _is_set(one, sentence)]
    for members in _clusters([sentence.pairs for _one, sentence in places]):
        yield [places[member] for member in members]


def read_wording(key: str) -> dict[str, tuple[int, int]]:
    """The ids of narratives in a key of `find_wordings`, with the offsets of the sentence in each."""
    parts = (part.split(":") for part in key.split())
    return {name: (int(start), int(end)) for name, start, end in parts}


def _is_set(one: Worded, sentence: Sentence) -> bool:
    return any(start < sentence.end and sentence.start < end for start, end in one.phrases)


def _clusters(sentences: Sequence[frozenset[int]]) -> Iterator[list[int]]:
    """Sentences that are alike, joined through each other."""
    root = list(range(len(sentences)))

    def top(one: int) -> int:
        while root[one] != one:
            root[one] = root[root[one]]
            one = root[one]
        return one

    bands: dict[tuple[int, int, int], list[int]] = defaultdict(list)
    for place, pairs in enumerate(sentences):
        for band in _signature(pairs):
            bands[band].append(place)
    for members in bands.values():
        if len(members) > _LIMIT:
            continue
        for other in members[1:]:
            if top(members[0]) != top(other) and alike(sentences[members[0]], sentences[other]) >= ALIKE:
                root[max(top(members[0]), top(other))] = min(top(members[0]), top(other))
    clusters: dict[int, list[int]] = defaultdict(list)
    for place in range(len(sentences)):
        clusters[top(place)].append(place)
    yield from (members for members in clusters.values() if len(members) > 1)


def _is_pattern(group: Sequence[Worded]) -> bool:
    """Three cases or more, which some officer shares, and not the wording of everybody."""
    cases: dict[str, set[str]] = defaultdict(set)
    for one in group:
        for officer in one.officers:
            cases[officer].update(one.cases)
    if len(group) < CASES:
        return False
    shared = {case for held in cases.values() if len(held) >= CASES for case in held}
    others = {case for one in group for case in one.cases} - shared
    strangers = {officer for officer, held in cases.items() if not held & shared}
    return bool(shared) and len(strangers) < WRITERS and len(others) <= len(shared)
