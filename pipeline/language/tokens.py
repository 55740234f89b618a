"""The tokens of a page as the recognizer of people reads it: words, stops, line ends and wide gaps, and what is known
of each word. Words that the scan broke ("Hal1oran") count as what they most likely were."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from string import ascii_lowercase
from typing import Any

from spacy.attrs import LANG, NORM, PREFIX, SHAPE, SUFFIX
from spacy.lang.lex_attrs import word_shape
from spacy.tokens import Doc
from spacy.vocab import Vocab

FEATURE_NAMES = ("NORM", "PREFIX", "SUFFIX", "SHAPE", "LANG")
"""What the network sees of a token. spaCy has none for the class of a word: LANG, of no use here, carries it."""
UNKNOWN, NO_WORD = "?", "."
"""Classes of a word of no list, and of what is no word."""
LINE_END, PARAGRAPH, GAP = "\n", "\n\n", "   "
_TOKEN = re.compile(
    r"(?P<paragraph>\n[ \t]*(?:\n[ \t]*)+)|(?P<line>\n)|(?P<gap>[ \t]{3,})"
    r"|(?P<initial>[A-Z]\.(?![\w]))|'[sS](?![\w])"
    r"|[^\W_]+(?:['’-](?![sS](?![\w]))[^\W_]+)*|[^\s]"
)
_LEAST_LETTERS = 5
_MISREAD = str.maketrans("0158|", "olsbl")


@dataclass(frozen=True, slots=True)
class Token:
    """A token with its place on the page; line ends and gaps are tokens too."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class WordClasses:
    """Lists of words in small letters: given names and surnames of the census from common to rare, ordinary words."""

    given: dict[str, int]
    surnames: dict[str, int]
    ordinary: frozenset[str]

    @classmethod
    def load(cls, folder: Path) -> "WordClasses":
        given, surnames, ordinary = (
            (folder / f"{name}.txt").read_text("utf-8").split() for name in ("given", "surnames", "ordinary")
        )
        return cls(_ranked(given), _ranked(surnames), frozenset(ordinary))

    def of(self, word: str) -> str:
        """A letter for each list that has the word, a capital one where it is common there."""
        found = ""
        for letter, ranks, common in (("g", self.given, 400), ("s", self.surnames, 3000)):
            rank = ranks.get(word)
            if rank is not None:
                found += letter.upper() if rank < common else letter
        found += "w" if word in self.ordinary else ""
        return found or (UNKNOWN if word[:1].isalpha() else NO_WORD)

    def is_misread(self, word: str) -> bool:
        """Is this no known word, but an ordinary one with one letter read as another ("hovever")?"""
        if len(word) < _LEAST_LETTERS or self.of(word) != UNKNOWN:
            return False
        parts = ((word[:place], word[place + 1 :]) for place in range(len(word)))
        return any(f"{head}{letter}{tail}" in self.ordinary for head, tail in parts for letter in ascii_lowercase)

    def are_ordinary(self, words: list[str]) -> bool:
        """Are these all ordinary words, none of them a given name ("PETTY CASH")?"""
        return all("w" in found and "g" not in found.lower() for found in map(self.of, words))


def _ranked(words: list[str]) -> dict[str, int]:
    return {word: rank for rank, word in enumerate(words)}


def read_tokens(text: str) -> Iterator[Token]:
    """All tokens of a page in order. Nothing but single and double spaces lies between them."""
    for found in _TOKEN.finditer(text):
        kind = found.lastgroup
        shown = {"paragraph": PARAGRAPH, "line": LINE_END, "gap": GAP}.get(kind or "", found[0])
        yield Token(found.start(), found.end(), shown)


def normal_letters(word: str) -> str:
    """Small letters, with digits inside a word as the letters they are misread from."""
    small = word.lower()
    if any(c.isalpha() for c in small) and any(c in "0158|" for c in small):
        small = small.translate(_MISREAD)
    return small


def open_vocabulary(classes: WordClasses) -> Vocab:
    """A vocabulary that knows of each word what the network sees."""
    getters: dict[Any, Callable[[str], Any]] = {
        NORM: normal_letters,
        PREFIX: lambda word: normal_letters(word)[:2],
        SUFFIX: lambda word: normal_letters(word)[-3:],
        SHAPE: word_shape,
        LANG: lambda word: classes.of(normal_letters(word)),
    }
    return Vocab(lex_attr_getters=getters)


def make_doc(vocab: Vocab, tokens: list[Token]) -> Doc:
    return Doc(vocab, words=[token.text for token in tokens])
