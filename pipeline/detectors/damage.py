"""Repairs usual misreadings of known words in a copy of the page, one character for one."""

import re
from collections.abc import Iterable
from functools import lru_cache

from pipeline.lexicons import Lexicon

_TOKEN = re.compile(r"[A-Za-z0-9|!]{2,}")
_STRAY = re.compile(r"(?<=\s)[|~_=*\u2018\u2019'`](?=\s)")
"""Single marks between words that are no letters: rules and specks of the scan."""
_SURE = str.maketrans("l1|!0O5", "iiiioos")
_LIKELY = str.maketrans("l1|!0O5ceunhb", "iiiioosccnnbb")
_BOUND = r"(?<!\w)", r"(?!\w)"


@lru_cache(maxsize=4)
def vocabulary(lexicon: Lexicon) -> frozenset[str]:
    """The single words of a lexicon's phrases, in small letters."""
    patterns = (pattern.pattern for entry in lexicon.entries for pattern in entry.patterns)
    return frozenset(p.removeprefix(_BOUND[0]).removesuffix(_BOUND[1]).lower() for p in patterns)


def repaired(text: str, words: frozenset[str]) -> str:
    """The copy. A word is touched only when it is none we know and looks like exactly one that we do."""
    sure, likely = _index(words)

    def mend(found: re.Match[str]) -> str:
        token = found[0]
        plain = token.lower()
        if plain in words or token.isdigit():
            return token
        word = sure.get(plain.translate(_SURE)) if _looks_damaged(token) or len(token) >= 4 else None
        if word is None and len(token) >= 7:
            word = likely.get(plain.translate(_LIKELY))
        if word is None and "rn" in plain and len(token) >= 6:
            word = sure.get(plain.replace("rn", "m", 1).translate(_SURE))
        return token if word is None else _cased(token, word).ljust(len(token))

    return _TOKEN.sub(mend, _STRAY.sub(" ", text))


@lru_cache(maxsize=4)
def _index(words: frozenset[str]) -> tuple[dict[str, str], dict[str, str]]:
    return _by_shape(words, _SURE), _by_shape((word for word in words if len(word) >= 6), _LIKELY)


def _by_shape(words: Iterable[str], shape: dict[int, int]) -> dict[str, str]:
    shapes: dict[str, list[str]] = {}
    for word in words:
        shapes.setdefault(word.translate(shape), []).append(word)
    return {shape: found[0] for shape, found in shapes.items() if len(found) == 1}


def _looks_damaged(token: str) -> bool:
    """A digit or bar among letters, or a small letter among capitals: no writer types that."""
    letters = sum(c.isalpha() for c in token)
    return 0 < letters < len(token) or (not token.isupper() and token[1:] != token[1:].lower())


def _cased(token: str, word: str) -> str:
    capitals = sum(c.isupper() for c in token)
    if capitals * 2 >= len(token) and len(token) > 1:
        return word.upper()
    return word.capitalize() if token[0].isupper() else word
