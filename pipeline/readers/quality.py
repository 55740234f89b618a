"""How much a text looks like words: no dictionary, for names, numbers and police shorthand are words too."""

import re
from collections.abc import Iterable
from itertools import pairwise

# y counts: "by", "why".
VOWELS = frozenset("aeiouyAEIOUYàáâäèéêëìíîïòóôöùúûüÀÁÂÄÈÉÊËÌÍÎÏÒÓÔÖÙÚÛÜ")
# A word, a number, a date, an amount, a case number, initials; with the punctuation that belongs around them.
WORD = re.compile(
    r"""[("'\[“‘$#*]{0,2}"""
    r"""(?:[^\W\d_]+(?:[-'’./&][^\W\d_]+)*|[\d.,:/#-]*\d+%?|[A-Za-z]{0,4}-?\d+[A-Za-z]?)"""
    r"""[)"'\].,;:!?”’*-]{0,3}"""
)
LONGEST = 60
LIKELY_SHORT = frozenset(["a", "i", "o", "q", "no"])


def measure_words(words: Iterable[str]) -> float:
    """The share of letters that stand in something like a word, a number or an abbreviation; 0.0 without words."""
    good = every = 0
    for word in words:
        every += len(word)
        good += len(word) if _is_likely(word) else 0
    return good / every if every else 0.0


def is_garbage(words: list[str]) -> bool:
    """Letters without meaning: a font whose codes are not told, or told wrongly (every letter another one)."""
    letters = "".join(words)
    strange = sum(letter == "\ufffd" or "\ue000" <= letter <= "\uf8ff" or letter < " " for letter in letters)
    if strange > len(letters) / 5:
        return True
    latin = [word for word in words if len(word) > 2 and word.isascii() and word.isalpha()]
    return len(latin) >= 20 and sum(not VOWELS.isdisjoint(word) for word in latin) < 0.7 * len(latin)


def _is_likely(word: str) -> bool:
    if len(word) > LONGEST or not WORD.fullmatch(word):
        return False
    letters = [letter for letter in word if letter.isalpha()]
    if not letters:
        return True
    if len(letters) < 3:
        return len(letters) == 2 or "".join(letters).lower() in LIKELY_SHORT or "." in word or word[0].isdigit()
    mixed = sum(a.islower() and b.isupper() for a, b in pairwise(letters))
    return not VOWELS.isdisjoint(letters) and mixed < 2
