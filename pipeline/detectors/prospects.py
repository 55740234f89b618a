"""Which entries can hold in which passages at all, told once for a page from the letters and concepts that stand there.

Nearly no entry can hold in nearly any passage. All letters that patterns need are looked for at once, and a line of
concepts drops out as soon as one of its parts stands nowhere; what is left is tried as if nothing were known.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from pipeline.concepts import Saying, read_saying
from pipeline.detectors.passages import Reach, Sheet
from pipeline.letters import Letters, Needed
from pipeline.lexicons import Entry, Lexicon

CONTEXT = "context"


SAID = -1
"""In place of the number of a pattern: a line of the entry may be said."""


class Try(NamedTuple):
    """Something to be tried: the lexicon, the place of an entry among those that can make findings, and the number of
    one of its patterns, or SAID."""

    lexicon: str
    order: int
    number: int


Prospects = Mapping[str, Mapping[tuple[int, int], Sequence[int]]]
"""For each lexicon by passage and entry, in this order, what of the entry is to be tried there."""


@dataclass(frozen=True, slots=True, eq=False)
class Lines:
    """All lines of entries with one reach. A part is what one of some concepts must say; lines name it by number."""

    parts: tuple[tuple[str, ...], ...]
    lines: tuple[tuple[tuple[int, ...], int, Try], ...]
    """The parts of a line, the part that must not stand there (none: -1), and whose line it is."""


@dataclass(frozen=True, slots=True, eq=False)
class Index:
    """What stands in some lexicons, ready to be looked for: their patterns, apart those that may reach onward, and
    their lines."""

    letters: Letters[Try]
    onward: Letters[Try]
    lines: Mapping[Reach, Lines]


def cues_of(lexicon: Lexicon) -> tuple[Entry, ...]:
    """The entries that can make findings."""
    return tuple(entry for entry in lexicon.entries if entry.fields.get("role") != CONTEXT)


@lru_cache(maxsize=4)
def index_of(lexicons: tuple[Lexicon, ...]) -> Index:
    """The index of these lexicons, made once for each choice of them."""
    patterns: dict[bool, list[tuple[Try, Needed]]] = {False: [], True: []}
    lines: dict[Reach, list[tuple[Try, Saying]]] = defaultdict(list)
    for lexicon in lexicons:
        for order, entry in enumerate(cues_of(lexicon)):
            told = ((Try(lexicon.name, order, number), needed) for number, needed in enumerate(entry.needs))
            patterns[bool(entry.fields.get("onward"))] += told
            said = Try(lexicon.name, order, SAID)
            lines[Reach.of(entry)] += [(said, read_saying(line)) for line in entry.fields.get("says", ())]
    return Index(
        Letters(patterns[False]),
        Letters(patterns[True]),
        {reach: _compiled(some) for reach, some in lines.items() if some},
    )


@lru_cache(maxsize=1)
def prospects_of(sheet: Sheet) -> Prospects:
    """What is to be tried on this page: detectors run one after the other on it."""
    found = {(one.lexicon, at, one.order, one.number) for at, one in _by_letters(sheet, sheet.index.letters, 0)}
    found |= {(one.lexicon, at, one.order, one.number) for at, one in _by_letters(sheet, sheet.index.onward, 1)}
    for reach, lines in sheet.index.lines.items():
        found |= {(one.lexicon, at, one.order, SAID) for at, one in _by_lines(sheet, reach, lines)}
    prospects: dict[str, dict[tuple[int, int], list[int]]] = defaultdict(lambda: defaultdict(list))
    for lexicon, at, order, number in sorted(found):
        prospects[lexicon][at, order].append(number)
    return prospects


def _by_letters(sheet: Sheet, letters: Letters[Try], onward: int) -> Iterator[tuple[int, Try]]:
    """The patterns whose letters stand in a passage, or in it and so many after it."""
    hits = letters.find(sheet.text)
    starts = [start for _number, start, _end in hits]
    for at, passage in enumerate(sheet.passages):
        last = max(passage.end, *(later.end for later in sheet.passages[at : at + onward + 1]))
        here = hits[bisect_left(starts, passage.start) : bisect_left(starts, last)]
        for one in letters.owners({number for number, _start, end in here if end <= last}):
            yield at, one


def _by_lines(sheet: Sheet, reach: Reach, lines: Lines) -> Iterator[tuple[int, Try]]:
    """The lines all of whose parts stand in a passage. The passages in which something stands are the bits of a
    number, so that a line is asked about all of them at once."""
    here = {number for number, names in enumerate(lines.parts) if not sheet.names.isdisjoint(names)}
    possible = [line for line in lines.lines if here.issuperset(line[0])]
    parts = _parts(sheet, reach, lines) if possible else []
    for needed, barred, one in possible:
        standing = -1
        for number in needed:
            standing &= parts[number]
        if standing and barred >= 0:
            standing &= ~parts[barred]
        while standing:
            yield (standing & -standing).bit_length() - 1, one
            standing &= standing - 1


def _parts(sheet: Sheet, reach: Reach, lines: Lines) -> list[int]:
    """For each part the passages in which it stands."""
    where: dict[str, int] = defaultdict(int)
    for at in range(len(sheet.passages)):
        for name in sheet.named(at, reach):
            where[name] |= 1 << at
    parts = [0] * len(lines.parts)
    for number, names in enumerate(lines.parts):
        for name in names:
            parts[number] |= where.get(name, 0)
    return parts


def _compiled(told: Iterable[tuple[Try, Saying]]) -> Lines:
    numbers: dict[tuple[str, ...], int] = {}
    lines = []
    for one, saying in told:
        needed = tuple(numbers.setdefault(part, len(numbers)) for part in saying.parts)
        barred = numbers.setdefault(saying.without, len(numbers)) if saying.without else -1
        lines.append((needed, barred, one))
    return Lines(tuple(numbers), tuple(lines))
