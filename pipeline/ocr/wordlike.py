"""Does a string look like a word? No dictionary: names, numbers and police shorthand are words too."""

import re
from functools import lru_cache
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
PLAIN = 40
LAST_LATIN = "\u024f"
LIKELY_SHORT = frozenset(["a", "i", "o", "q", "no"])


@lru_cache(maxsize=20_000)  # a third of a page's words stand on it twice
def is_likely(word: str) -> bool:
    """Whether it could be a word, a number or an abbreviation."""
    bare = word.rstrip(".,;:!?")
    plain = bare.isascii() and bare.isalpha() and (bare[1:].islower() or bare.isupper())
    if plain and 3 <= len(bare) <= PLAIN and len(word) - len(bare) <= 3:
        return not VOWELS.isdisjoint(bare)  # most words: what is said below comes to this
    if len(word) > LONGEST or not WORD.fullmatch(word):
        return False
    letters = [letter for letter in word if letter.isalpha()]
    if not letters:
        return True
    if all(letter > LAST_LATIN for letter in letters):
        return True  # other scripts have other vowels
    if len(letters) < 3:
        return len(letters) == 2 or "".join(letters).lower() in LIKELY_SHORT or "." in word or word[0].isdigit()
    mixed = sum(a.islower() and b.isupper() for a, b in pairwise(letters))
    return not VOWELS.isdisjoint(letters) and mixed < 2
