"""How much a text looks like words: no dictionary, for names, numbers and police shorthand are words too."""

import re
from collections.abc import Iterable

from pipeline.ocr.wordlike import VOWELS, is_likely

STRANGE = re.compile("[\x00-\x1f\ue000-\uf8ff\ufffd]")


def measure_words(words: Iterable[str]) -> float:
    """The share of letters that stand in something like a word, a number or an abbreviation; 0.0 without words."""
    listed = list(words)
    every = sum(map(len, listed))
    return sum(map(len, filter(is_likely, listed))) / every if every else 0.0


def is_garbage(words: list[str]) -> bool:
    """Letters without meaning: a font whose codes are not told, or told wrongly (every letter another one)."""
    letters = "".join(words)
    if len(STRANGE.findall(letters)) > len(letters) / 5:
        return True
    latin = [word for word in words if len(word) > 2 and word.isascii() and word.isalpha()]
    return len(latin) >= 20 and len(latin) - sum(map(VOWELS.isdisjoint, latin)) < 0.7 * len(latin)
