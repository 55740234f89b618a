"""Words cut into the pieces that the trained network knows (WordPiece, as BERT's), with their places.

Our own thirty lines: the package that does this brings a client of a model hub with it, and nothing here may call home.
"""

import json
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

UNKNOWN = "[UNK]"
_WORDS = re.compile(r"[^\W_]+|[^\w\s]|_")
_LONGEST, _KEPT = 60, 100_000
Piece = tuple[int, int, int]
"""The number of a piece, and where it starts and ends in its word or text."""


@dataclass(frozen=True, slots=True)
class WordPieces:
    """`numbers` are those of the pieces; one inside a word begins with "##". Words that were cut are remembered."""

    numbers: Mapping[str, int]
    _cut: dict[str, tuple[Piece, ...]] = field(default_factory=dict)

    @classmethod
    def load(cls, path: Path) -> "WordPieces":
        """From a file with one JSON object."""
        return cls(json.loads(path.read_text("utf-8")))

    def cut(self, text: str) -> Iterator[Piece]:
        """The pieces of a text in order."""
        for word in _WORDS.finditer(text):
            first = word.start()
            for number, start, end in self._pieces(word[0]):
                yield number, first + start, first + end

    def _pieces(self, word: str) -> tuple[Piece, ...]:
        if (known := self._cut.get(word)) is not None:
            return known
        if len(self._cut) >= _KEPT:
            self._cut.clear()
        return self._cut.setdefault(word, self._longest_first(word))

    def _longest_first(self, word: str) -> tuple[Piece, ...]:
        plain = _plain(word)
        pieces: list[Piece] = []
        start = 0
        while start < len(plain) <= _LONGEST:
            ends = range(len(plain), start, -1)
            found = next((end for end in ends if ("##" * bool(start) + plain[start:end]) in self.numbers), None)
            if found is None:
                break
            pieces.append((self.numbers["##" * bool(start) + plain[start:found]], start, found))
            start = found
        if start < len(plain) or not pieces or len(plain) != len(word):
            return ((self.numbers[UNKNOWN], 0, len(word)),)
        return tuple(pieces)


def _plain(word: str) -> str:
    """Small letters without accents."""
    if word.isascii():
        return word.lower()
    return "".join(c for c in unicodedata.normalize("NFD", word.lower()) if unicodedata.category(c) != "Mn")
