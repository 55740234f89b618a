"""Surnames of the page again as a scan misreads them: "Halvotsen", "HALV0RSEN" where the page names Halvorsen."""

import re
from collections.abc import Iterator, Sequence

from rapidfuzz.distance import OSA

from pipeline.language.known import bearers, kind_of
from pipeline.language.name_words import normal_word
from pipeline.language.sheet import Sheet
from pipeline.language.whole import covers
from pipeline.letters import fold
from pipeline.records import Mention

_WORD = re.compile(r"(?<![\w'.-])[A-Z0158][A-Za-z0158|']{4,}(?![\w'-])")
_SMALL = re.compile(r"(?<![\w'-])[a-z]{4,}(?![\w'-])")
_SHORTEST = 5
_LONG = 9
_USUAL = 5_000


def find_misread_again(sheet: Sheet, mentions: Sequence[Mention]) -> Iterator[Mention]:
    """A word with a capital that differs by a letter from a surname of the page, by two from a long one; letters that
    scans take for each other count as the same. No word of the language, and no common surname of its own."""
    known = bearers(mentions)
    surnames = {fold(surname): surname for surname in known if len(surname) >= _SHORTEST}
    if not surnames:
        return
    small = frozenset(_SMALL.findall(sheet.plain))
    for word in _WORD.finditer(sheet.plain):
        low = word[0].lower()
        if low in small or low in sheet.words.never or low in sheet.words.given or covers(mentions, word.start()):
            continue
        if low in known or low in sheet.words.common or sheet.words.surnames.get(low, _USUAL) < _USUAL:
            continue
        surname = _like(fold(word[0]), surnames)
        if surname is not None:
            yield Mention(word.start(), word.end(), kind_of("", known[surname]), normal_word(word[0]))


def _like(word: str, surnames: dict[str, str]) -> str | None:
    """The one surname that the word may be a misreading of."""
    near = [
        surname
        for folded, surname in surnames.items()
        if folded[0] == word[0] and OSA.distance(folded, word, score_cutoff=2) <= (2 if len(folded) >= _LONG else 1)
    ]
    return near[0] if len(near) == 1 else None
