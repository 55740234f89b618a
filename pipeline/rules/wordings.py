"""Passages in nearly the same words in several cases (domain reference T67: "as I approached he dropped a bag").

Names, numbers, dates and articles are masked, and each sentence becomes the set of its runs of three words. Sentences
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
ALIKE = 0.6
"""Least share of runs of words in common (Jaccard)."""
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
    """A narrative as wordings are looked for in it: the id of its finding, its words, its cases, and its officers."""

    id: str
    quote: str
    cases: tuple[str, ...]
    officers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence with its offsets in the narrative and its runs of words."""

    start: int
    end: int
    runs: frozenset[int]


def read_sentences(quote: str) -> Iterator[Sentence]:
    """The sentences of a narrative that are long enough."""
    at = 0
    for cut in [*_SENTENCE.finditer(quote), None]:
        start, end = at, cut.start() if cut is not None else len(quote)
        at = cut.end() if cut is not None else end
        runs = _runs(quote[start:end])
        if runs:
            lead = len(quote[start:end]) - len(quote[start:end].lstrip())
            yield Sentence(start + lead, start + len(quote[start:end].rstrip()), runs)


def _runs(text: str) -> frozenset[int]:
    """Hashes of runs of three words; names and numbers are one word each, whatever they are."""
    upper = text.upper() == text
    words = [_mask(word, first or upper) for first, word in _told(text)]
    words = [word for word in words if word not in _IDLE]
    if len(words) < FEWEST - 3 or len(_WORD.findall(text)) < FEWEST:
        return frozenset()
    return frozenset(zlib.crc32(" ".join(words[at : at + 3]).encode()) for at in range(len(words) - 2))


def _told(text: str) -> Iterator[tuple[bool, str]]:
    for place, found in enumerate(_WORD.finditer(text)):
        yield place == 0, found[0]


def _mask(word: str, plain: bool) -> str:
    if word[0].isdigit():
        return "0"
    return "x" if not plain and word[0].isupper() and word[1:].islower() else word.lower()


def _signature(runs: frozenset[int]) -> Iterator[tuple[int, int, int]]:
    least = [min((run ^ seed) * 0x85EBCA6B & 0xFFFFFFFF for run in runs) for seed in _SEED]
    for band in range(0, _HASHES, _BAND):
        yield band, least[band], least[band + 1]


def alike(one: frozenset[int], other: frozenset[int]) -> float:
    """Share of runs of words in common, 0 to 1."""
    return len(one & other) / len(one | other) if one or other else 0.0


def find_wordings(narratives: Iterable[Worded]) -> Iterator[str]:
    """The ids of narratives of at least three cases that share a wording, as one string; each set once, sorted."""
    told = sorted(narratives, key=lambda worded: worded.id)
    places = [(index, sentence) for index, worded in enumerate(told) for sentence in read_sentences(worded.quote)]
    found = set()
    for members in _clusters([sentence.runs for _index, sentence in places]):
        group = [told[index] for index in sorted({places[member][0] for member in members})]
        if _is_pattern(group):
            found.add(" ".join(worded.id for worded in group))
    yield from sorted(found)


def _clusters(sentences: Sequence[frozenset[int]]) -> Iterator[list[int]]:
    """Sentences that are alike, joined through each other."""
    root = list(range(len(sentences)))

    def top(one: int) -> int:
        while root[one] != one:
            root[one] = root[root[one]]
            one = root[one]
        return one

    bands: dict[tuple[int, int, int], list[int]] = defaultdict(list)
    for place, runs in enumerate(sentences):
        for band in _signature(runs):
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
    yield from (members for members in clusters.values() if len(members) >= CASES)


def _is_pattern(group: Sequence[Worded]) -> bool:
    """Three cases or more, which some officer shares, and not the wording of everybody."""
    cases: dict[str, set[str]] = defaultdict(set)
    for worded in group:
        for officer in worded.officers:
            cases[officer].update(worded.cases)
    shared = {case for held in cases.values() if len(held) >= CASES for case in held}
    others = {case for worded in group for case in worded.cases} - shared
    strangers = {officer for officer, held in cases.items() if not held & shared}
    return bool(shared) and len(strangers) < WRITERS and len(others) <= len(shared)


def shared_sentences(findings: Sequence[Finding]) -> Iterator[tuple[Finding, Sentence]]:
    """The sentence of each narrative that most of the others have too."""
    read = [(finding, list(read_sentences(finding.quote))) for finding in findings]
    best: tuple[int, list[tuple[Finding, Sentence]]] = (0, [])
    for _finding, sentences in read:
        for sentence in sentences:
            near = [_nearest(other, own, sentence) for other, own in read]
            held = [found for found in near if found is not None]
            if len(held) > best[0]:
                best = len(held), held
    yield from best[1]


def _nearest(finding: Finding, sentences: Sequence[Sentence], wanted: Sentence) -> tuple[Finding, Sentence] | None:
    likeness = max(
        ((alike(one.runs, wanted.runs), -one.start, one) for one in sentences), default=None, key=lambda t: t[:2]
    )
    return (finding, likeness[2]) if likeness is not None and likeness[0] >= ALIKE else None
