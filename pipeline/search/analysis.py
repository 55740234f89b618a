"""What is a word: the one analyzer, for both engines, for pages and for queries.

A page becomes positions, and each position a few terms: the word as written (lower case, without accents and
apostrophes), its light stem behind `STEM_MARK`, the shape of one that is in no dictionary behind `SHAPE_MARK`, the
names of the marks on it behind `CONCEPT_MARK`, and, where numbers or words are joined by a hyphen, the joined form
(94-118 is at once 94, 118 and 94118). Both engines are given these very terms, so the same question finds the same
pages in either.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

from anyascii import anyascii

from pipeline.search.names import sound
from pipeline.search.shapes import index_shape, is_unread, take_apart

VERSION = 5
"""Goes up whenever the same text gives other terms: an index of another version must be rebuilt."""
STEM_MARK = "==="
"""Stands before a stem. Three characters, so that no two edits of a fuzzy search reach from a word to a stem."""
SHAPE_MARK = "~~~"
"""Stands before the shape of a word that is no ordinary one (shapes.py)."""
UNREAD = SHAPE_MARK
"""Stands wherever a word is that is no word, no name and no number."""
CONCEPT_MARK = "@@@"
"""Stands before the name of what words stand for: `@@@informant` is a term at each position of "the C/I"."""
SOUND_MARK = "%%%"
"""Stands before what a name sounds like: in the fields of people, and where a page names somebody."""
SOUNDING = "person"
"""The mark of words that are a name."""
VALUE_GAP = 1000
"""Positions left free between two values of one field, so that no phrase runs from one name into the next."""
TERM_LENGTH = 64
"""Longer words are cut here, on the page as in the query."""
RUN_PARTS = 4
"""So many parts of a hyphenated chain are joined at most."""

_PART_PATTERN = r"[^\W_]+(?:(?:[\u00ad\u0300-\u036f]|['’‘ʼ`´](?=[^\W_]))[^\W_]*)*"
_BROKEN_PATTERN = r"[-‐¬][ \t]*\r?\n[ \t]*"
_PART = re.compile(_PART_PATTERN)  # letters and digits, apostrophes within
_BROKEN = re.compile(_BROKEN_PATTERN)
_WORD = re.compile(rf"{_PART_PATTERN}((?:(?:[-‐‑–./,:]|{_BROKEN_PATTERN}){_PART_PATTERN})+)?")
_NOT_TERM = re.compile(r"[^a-z0-9]+")
_POSSESSIVE = re.compile(r"['’‘ʼ`´][sS]$")
_HYPHENS = "-‐‑–"
_VOWEL = re.compile(r"[aeiouy]")


class Token(NamedTuple):
    """One position: where its words stand in the text, and its terms. `runs` are joined forms that begin here, each
    with the offset where it ends; `linked` says that a hyphen joins it to the position before."""

    position: int
    start: int
    end: int
    terms: tuple[str, ...]
    runs: tuple[tuple[str, int], ...] = ()
    linked: bool = False

    @property
    def all_terms(self) -> tuple[str, ...]:
        return self.terms + tuple(term for term, _ in self.runs) if self.runs else self.terms


class _Piece(NamedTuple):
    """A token that is still being put together. `word` is its last part as written; `initials` says that all its
    parts are single letters."""

    start: int
    end: int
    terms: tuple[str, ...]
    word: str
    linked: bool
    initials: bool


@lru_cache(maxsize=200_000)
def fold(word: str) -> str:
    """A word as it is indexed: lower case, no accents, no apostrophes, no possessive s; may be empty."""
    if not word.isalnum():
        word = _POSSESSIVE.sub("", word)
    if not word.isascii():
        word = anyascii(word)
    return _NOT_TERM.sub("", word.lower())[:TERM_LENGTH]


@lru_cache(maxsize=200_000)
def stem(term: str) -> str:
    """Plural, -ed and -ing taken off, as in the first step of Porter's stemmer. No more than that: a full stemmer
    makes one word of informant and information."""
    if len(term) < 4 or not term.isalpha():
        return term
    term = _without_plural(term)
    if term.endswith("eed") and len(term) > 5:
        term = term[:-1]
    for ending in ("ing", "ed"):
        rest = term.removesuffix(ending)
        if rest != term and len(rest) > 2 and _VOWEL.search(rest) and not term.endswith("eed"):
            double = rest[-1] == rest[-2] and rest[-1] not in "lsz"
            term = rest[:-1] if double else rest
            break
    if term.endswith("y") and len(term) > 3 and term[-2] not in "aeiou":
        return term[:-1] + "i"
    return term[:-1] if term.endswith("e") and len(term) > 4 else term


def _without_plural(term: str) -> str:
    if term.endswith("sses"):
        return term[:-2]
    if term.endswith("ies"):
        return term[:-3] + "y" if len(term) > 4 else term[:-1]
    return term[:-1] if term.endswith("s") and not term.endswith(("ss", "us", "is")) else term


def analyze(text: str, position: int = 0) -> list[Token]:
    """The positions of a text, counted from `position`."""
    tokens: list[Token] = []
    for match in _WORD.finditer(text):
        if match.lastindex is None:  # a word that nothing joins to the next: nearly all are
            terms = _word_terms(match.group())
            if terms:
                tokens.append(Token(position + len(tokens), match.start(), match.end(), terms))
        else:
            tokens += _with_runs(_read_pieces(text, *match.span()), position + len(tokens))
    return tokens


def mark_tokens(tokens: list[Token], marks: Iterable[tuple[str, int, int]]) -> list[Token]:
    """The same positions with the names of the marks that cover them as further terms."""
    marked: dict[int, dict[str, None]] = {}
    starts = [token.start for token in tokens]
    for name, start, end in marks:
        at = max(bisect_right(starts, start) - 1, 0)
        while at < len(tokens) and tokens[at].start < end:
            if tokens[at].end > start:
                marked.setdefault(at, {})[CONCEPT_MARK + name] = None
                if name == SOUNDING:
                    marked[at].update(dict.fromkeys(_sounds(tokens[at])))
            at += 1
    tokens = list(tokens)
    for at, names in marked.items():
        tokens[at] = _with_terms(tokens[at], tuple(names))
    return tokens


def analyze_names(values: Iterable[str]) -> list[Token]:
    """The positions of a field of names, with what they sound like."""
    return [_with_terms(token, _sounds(token)) for token in analyze_values(values)]


def _with_terms(token: Token, more: tuple[str, ...]) -> Token:
    """Made anew: _replace takes ten times as long."""
    return Token(token.position, token.start, token.end, token.terms + more, token.runs, token.linked)


def _sounds(token: Token) -> tuple[str, ...]:
    heard = sound(token.terms[0])
    return () if heard is None else (SOUND_MARK + heard,)


def analyze_values(values: Iterable[str]) -> list[Token]:
    """The positions of a field with several values. Offsets are into each value for itself."""
    tokens: list[Token] = []
    for value in values:
        tokens += analyze(value, tokens[-1].position + 1 + VALUE_GAP if tokens else 0)
    return tokens


def read_chains(text: str) -> list[list[tuple[str, ...]]]:
    """What a word of a query may be on a page: for each chain of parts joined by hyphens all its readings, each a
    tuple of successive terms. The first is the chain as written: 94-118 gives [(94, 118), (94118,)]."""
    chains: list[list[Token]] = []
    for token in analyze(text):
        if token.linked:
            chains[-1].append(token)
        else:
            chains.append([token])
    return [_read_chain([token.terms[0] for token in chain]) for chain in chains]


def _read_chain(parts: list[str]) -> list[tuple[str, ...]]:
    if len(parts) > RUN_PARTS:
        return [tuple(parts)]
    readings: list[tuple[str, ...]] = [()]
    for index in range(len(parts)):
        apart = [(*reading, parts[index]) for reading in readings]
        joined = [(*reading[:-1], reading[-1] + parts[index]) for reading in readings if reading]
        readings = apart + joined
    return [tuple(term[:TERM_LENGTH] for term in reading) for reading in readings]


@lru_cache(maxsize=200_000)
def _word_terms(word: str) -> tuple[str, ...]:
    term = fold(word)
    return _terms(term) if term else ()


def _read_pieces(text: str, begin: int, stop: int) -> Iterator[_Piece]:
    """Words between two offsets, with those that a line end broke and the letters of an abbreviation (C.I., R/O) put
    together again."""
    last: _Piece | None = None
    for match in _PART.finditer(text, begin, stop):
        word, (start, end) = match.group(), match.span()
        term = fold(word)
        if not term:
            continue
        if last is not None:
            gap = text[last.end : start]
            joint = _read_joint(gap, last, word)
            if joint == "whole":
                last = _joined(last, word, term, end, broken=gap not in "./,")
                continue
            yield last
            last = _Piece(start, end, _terms(term), word, joint == "chain", len(word) == 1)
        else:
            last = _Piece(start, end, _terms(term), word, False, len(word) == 1)
    if last is not None:
        yield last


@lru_cache(maxsize=200_000)
def _terms(term: str) -> tuple[str, ...]:
    terms = _with_stem(term)
    if (shape := index_shape(term)) is not None:
        terms += (SHAPE_MARK + shape,)
    if is_unread(term):
        terms += (UNREAD,)
    return terms + tuple(SHAPE_MARK + part for part in take_apart(term))


@lru_cache(maxsize=50_000)
def _run_terms(joined: str) -> tuple[str, ...]:
    shape = index_shape(joined)
    return _with_stem(joined) if shape is None else (*_with_stem(joined), SHAPE_MARK + shape)


def _with_stem(term: str) -> tuple[str, ...]:
    return (term, STEM_MARK + stem(term)) if term.isalpha() else (term,)


def _joined(piece: _Piece, word: str, term: str, end: int, *, broken: bool) -> _Piece:
    """The piece with another part at its end. The parts of a word broken over a line stay findable by themselves:
    the hyphen may have been meant."""
    parts = (*piece.terms, *_terms(term)) if broken else ()
    whole = _terms((piece.terms[0] + term)[:TERM_LENGTH])
    return _Piece(piece.start, end, whole + parts, word, piece.linked, piece.initials)


def _read_joint(gap: str, left: _Piece, word: str) -> str:
    """What joins two words: `whole` makes one word of them, `chain` keeps both and adds the joined form."""
    if len(gap) > 1:
        return _read_broken(left.word, word) if _BROKEN.fullmatch(gap) else ""
    if gap in _HYPHENS:
        return "chain"
    digits = left.word[-1].isdigit(), word[0].isdigit()
    if gap == ",":
        return "whole" if all(digits) and len(word) == 3 and word.isdigit() else ""
    if gap in "./" and len(word) == 1 and left.initials and not any(digits):
        return "whole"
    return "chain" if (gap in "./" and any(digits)) or (gap == ":" and all(digits)) else ""


def _read_broken(left: str, right: str) -> str:
    letters = left[-1].isalpha() and right[0].isalpha()
    return "whole" if letters and (right[0].islower() or (left.isupper() and right.isupper())) else "chain"


def _with_runs(pieces: Iterable[_Piece], position: int) -> Iterator[Token]:
    chain: list[_Piece] = []
    for piece in pieces:
        if chain and not piece.linked:
            yield from _chain_tokens(chain, position)
            position += len(chain)
            chain = []
        chain.append(piece)
    yield from _chain_tokens(chain, position)


def _chain_tokens(chain: list[_Piece], position: int) -> Iterator[Token]:
    if len(chain) == 1:
        piece = chain[0]
        yield Token(position, piece.start, piece.end, piece.terms)
        return
    for index, piece in enumerate(chain):
        runs: list[tuple[str, int]] = []
        joined = piece.terms[0]
        for other in chain[index + 1 : index + RUN_PARTS]:
            joined = (joined + other.terms[0])[:TERM_LENGTH]
            runs += [(term, other.end) for term in _run_terms(joined)]
        yield Token(position + index, piece.start, piece.end, piece.terms, tuple(runs), index > 0)


def fold_all(text: str) -> str:
    """A piece of a word, for prefixes and wildcards: letters and digits only, folded."""
    return "".join(fold(match.group()) for match in _PART.finditer(text))


def fold_name(name: str) -> str:
    """A slug such as a kind or a type, however typed: `Lab report` is `lab_report`."""
    return re.sub(r"[^a-z0-9]+", "_", anyascii(name).lower()).strip("_")
