"""Finds protected names and numbers in text, also misread, letter-spaced, broken at a line end or in a file name."""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import partial
from itertools import pairwise

from pipeline.reports.identities import Identities, find_words, number_shape, shape

Span = tuple[int, int]

SPACED = re.compile(r"(?<!\w)(?:[^\W\d_][ \t]){2,}[^\W\d_](?!\w)")
BROKEN = re.compile(r"([^\W\d_]{2,})-[ \t]*\n[ \t]*([^\W\d_]{2,})")
NUMBER = re.compile(r"(?<!\w)(?=[^\s]*\d)[A-Za-z0-9]+(?:[-/–][A-Za-z0-9]+)*(?!\w)")
LETTERS = re.compile(r"[^\W\d_]+")
CAPITAL_INSIDE = re.compile(r"(?<=[a-z])(?=[A-Z])")
GAP = re.compile(r"[\s.,'’\"“”()]{1,4}")
ANSWER = re.compile(r"\s*(?:\d{1,2}\s+)?[QA]\.$")
"""The mark of a question or an answer at the beginning of a line of a transcript: no initial."""
LEAST_SPACED = 3
MOST_SPACED = 60


def find_in_text(
    text: str, known: Identities, givens: frozenset[str] = frozenset(), spared: Sequence[Span] = ()
) -> list[Span]:
    """Where protected people are named. `givens` are given names that count also alone, `spared` are spans that are
    surely about others; both are known only for a page."""
    words = list(find_words(text))
    free = [span for span in words if not _inside(span, spared)]
    found = list(_find_names(text, words, free, known))
    found += [span for span in free if shape(text[slice(*span)]) in givens and text[span[0]].isupper()]
    found += _find_broken(text, {*known.surnames, *givens})
    return found + find_numbers(text, known)


def find_in_place(place: str, known: Identities) -> list[Span]:
    """The same in the name of a file, a folder or a case, where capitals mean nothing and words are run together."""
    words = list(_find_parts(place))
    hits = [at for at, span in enumerate(words) if shape(place[slice(*span)]) in known.surnames]
    found = [words[at] for at in hits]
    for at in hits:
        givens = known.surnames[shape(place[slice(*words[at])])]
        found += [
            words[n] for n in (at - 2, at - 1, at + 1) if 0 <= n < len(words) and _is_given(place, words[n], givens)
        ]
    found += list(_find_names(place, list(find_words(place)), list(find_words(place)), known))
    return found + find_numbers(place.replace("_", " "), known)


def find_numbers(text: str, known: Identities) -> list[Span]:
    """Numbers that are called an informant's or an undercover officer's, and their known numbers anywhere."""
    found: list[Span] = []
    for entry in (*known.number_entries, *known.name_entries):
        for match in entry.find(text):
            found += [span for slot, span in match.slots.items() if slot.startswith(("number", "name"))]
    return found + [hit.span() for hit in NUMBER.finditer(text) if number_shape(hit.group()) in known.numbers]


def _find_names(text: str, words: list[Span], free: Iterable[Span], known: Identities) -> Iterator[Span]:
    place = {span: at for at, span in enumerate(words)}
    for span in free:
        word = text[slice(*span)]
        givens = known.surnames.get(shape(word))
        if givens is None:
            continue
        start, end = _reach(text, words, place[span], givens)
        alone = (start, end) == span
        if not (alone and word.islower() and word in known.also_words):
            yield start, end


def _reach(text: str, words: list[Span], at: int, givens: frozenset[str]) -> Span:
    """A last name with the given names and initials that stand with it, before or (after a comma) behind."""
    takes = partial(_is_given, text, givens=givens)
    first = last = at
    if at >= 1 and _joined(text, words, at - 1):
        if takes(words[at - 1]):
            first = at - 1
        middle = first if first < at or not text[words[at - 1][0]].isupper() else at - 1
        if middle >= 1 and _joined(text, words, middle - 1) and takes(words[middle - 1]):
            first = middle - 1
    if at + 1 < len(words) and "," in text[words[at][1] : words[at + 1][0]]:
        while last + 1 < min(len(words), at + 3) and _joined(text, words, last) and takes(words[last + 1]):
            last += 1
    return words[first][0], words[last][1]


def _find_parts(place: str) -> Iterator[Span]:
    """The words of a file name: "RuddLetter1" has two."""
    for run in LETTERS.finditer(place):
        cuts = [run.start(), *(cut.start() for cut in CAPITAL_INSIDE.finditer(place, *run.span())), run.end()]
        yield from pairwise(cuts)


def _is_given(text: str, span: Span, givens: frozenset[str]) -> bool:
    word = text[slice(*span)]
    if len(word) > 1:
        return shape(word) in givens
    if not word.isupper() or ANSWER.match(text, text.rfind("\n", 0, span[0]) + 1, span[1] + 1):
        return False
    return text[span[1] : span[1] + 1] == "." or shape(word) in {given[0] for given in givens}


def _joined(text: str, words: list[Span], at: int) -> bool:
    return bool(GAP.fullmatch(text, words[at][1], words[at + 1][0]))


def _find_broken(text: str, names: Collection[str]) -> Iterator[Span]:
    """Those of these names that are letter-spaced as in headings of transcripts, or hyphenated at the end of a line."""
    for found in BROKEN.finditer(text):
        if shape(found[1] + found[2]) in names:
            yield found.span()
    for found in SPACED.finditer(text):
        letters = found.group()[::2][:MOST_SPACED]
        if any(_cuts(letters, names)):
            yield found.span()


def _cuts(letters: str, names: Collection[str]) -> Iterator[bool]:
    """Whether any run of the letters is one of the names."""
    for start in range(len(letters)):
        for end in range(start + LEAST_SPACED, len(letters) + 1):
            yield shape(letters[start:end]) in names


def _inside(span: Span, spans: Iterable[Span]) -> bool:
    return any(start <= span[0] and span[1] <= end for start, end in spans)
