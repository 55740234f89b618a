"""Words and phrases of a query to nodes: each word of a query becomes the terms that it may be in the index."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import islice, pairwise
from typing import TypeVar

from pipeline.errors import QueryError
from pipeline.search import analysis
from pipeline.search.names import short_forms, sound
from pipeline.search.nodes import (
    Fuzzy,
    Leaf,
    Near,
    Node,
    Operand,
    Pattern,
    Phrase,
    Window,
    Word,
    any_of,
)
from pipeline.search.shapes import index_shape, is_name, is_ordinary, shape
from pipeline.search.vocabulary import Vocabulary, read_mark, synonyms_of

MAX_WINDOW = 8
"""So many words at most may be asked for within one stretch."""
MAX_SAYING = 4
"""So many words in a row at most are looked up as a saying."""
MIN_TORN = 5
"""Shorter words are not looked for in two halves."""
MIN_GUESSED = 3
"""In a phrase of so many words one may be read as no word at all."""
MIN_EDITED = 4
MIN_LONG = 7
"""Words from this length on may be misread in two places."""
SPELLED_FIELDS = ("text", "officer", "witness", "informant", "person")
"""Fields whose words come from pages. Names of cases come from people."""
MAX_READINGS = 32
"""So many readings of a phrase with hyphenated words are tried; beyond that it is read as written only."""

_FUZZY = re.compile(r"(.*\w.*)~(\d*)")
_MARK = re.compile(r"@([^\W\d_][\w-]*)\W*")
_STARRED = re.compile(r"\w.*\*|.*\w[*?]+\w.*")
_WILD = re.compile(r"\*+|(?<=\w)\?(?=\w)")

Reading = tuple[Leaf, ...]
Part = TypeVar("Part", bound=Leaf | Phrase)


@dataclass(frozen=True, slots=True)
class Asked:
    """Where a word of a query stands: in which field, at which character, and what it can mean there. A word that is
    `quoted` has no other endings and no synonyms; one that is `exact` is not misread either."""

    field: str
    position: int
    vocabulary: Vocabulary
    quoted: bool = False
    exact: bool = False


def read_word(text: str, asked: Asked) -> Node | None:
    """The node of one word as typed; None if there is neither letter nor digit in it."""
    return _node(asked, _read_leaves(text, asked))


def read_plain(text: str, vocabulary: Vocabulary) -> Node | None:
    """The same for text that does not use the language: `*` and `~` have no meaning."""
    asked = Asked("text", 0, vocabulary)
    return _node(asked, _literal(text, asked))


def read_phrase(text: str, asked: Asked) -> Node | None:
    """The words between quotation marks, in this order."""
    readings: list[Reading] = [()]
    for word in text.split():
        more = _read_leaves(word, asked)
        if more:
            more = more if len(readings) * len(more) <= MAX_READINGS else more[:1]
            readings = [before + after for before in readings for after in more]
    phrases = readings if readings[0] else []
    return _node(asked, [*phrases, *islice(_misread_phrases(phrases[0], asked), MAX_READINGS)] if phrases else [])


def read_window(text: str, asked: Asked, width: int) -> Node | None:
    """The words between quotation marks in any order within `width` words."""
    operands = []
    for word in text.split():
        node = _node(asked, _read_leaves(word, asked))
        if node is not None:
            operands.append(as_operand(node, asked.position))
    if len(operands) > MAX_WINDOW:
        raise QueryError(
            f"The phrase with ~ (character {asked.position + 1}) has more than {MAX_WINDOW} words. "
            "Take its rarest ones.",
            asked.position,
        )
    if len(operands) < 2:
        return any_of(list(operands[0])) if operands else None
    if len(operands) == 2:
        return Near(asked.field, tuple(operands), (max(width, 1),), (False,))
    return Window(asked.field, tuple(operands), max(width, len(operands) - 1))


def as_operand(node: Node, position: int) -> Operand:
    """What may stand beside w/8: without what stands for a word in several words, which no engine finds there. Raises
    QueryError for anything but words, phrases and alternatives of them."""
    from pipeline.search.nodes import Any

    if isinstance(node, Leaf | Phrase):
        return () if isinstance(node, Phrase) and node.instead else (_in_row(node),)
    if isinstance(node, Any):
        return tuple(leaf for part in node.parts for leaf in as_operand(part, position))
    raise QueryError(
        f"Beside w/ and pre/ (character {position + 1}) stand words, phrases or alternatives in brackets. "
        "Type for example (paid OR promised) w/8 informant.",
        position,
    )


def join_neighbours(nodes: list[Node], vocabulary: Vocabulary) -> list[Node]:
    """Words in a row, each of them also found by what several of them are in one word: a synonym (5K1 of substantial
    assistance), or the two run together, as scans do it (didnot)."""
    words = [_plain_word(node) for node in nodes]
    also: dict[int, list[str]] = {}
    for first in range(len(nodes)):
        for stop in range(first + 2, min(first + MAX_SAYING, len(nodes)) + 1):
            row = words[first:stop]
            if None in row:
                break
            for term in _one_word([word.term for word in row if word is not None], vocabulary):
                for at in range(first, stop):
                    also.setdefault(at, []).append(term)
    return [_with_terms(node, tuple(also[at])) if at in also else node for at, node in enumerate(nodes)]


def _plain_word(node: Node) -> Word | None:
    """The word as typed that a node stands for, if it is one word of the text that is not quoted."""
    from pipeline.search.nodes import Any

    if isinstance(node, Any):
        node = node.parts[0]
    return node if isinstance(node, Word) and node.field == "text" and node.stem is not None else None


def _one_word(terms: list[str], vocabulary: Vocabulary) -> Iterator[str]:
    yield from (other[0] for other in synonyms_of(terms, vocabulary) if len(other) == 1)
    joined = "".join(terms)
    if vocabulary.spelling and len(terms) == 2 and not is_ordinary(joined):
        yield joined
        if (shape := index_shape(joined)) is not None:
            yield analysis.SHAPE_MARK + shape


def _with_terms(node: Node, terms: tuple[str, ...]) -> Node:
    from pipeline.search.nodes import Any

    if isinstance(node, Any):
        return Any((_with_terms(node.parts[0], terms), *node.parts[1:]))
    return replace(node, also=tuple(dict.fromkeys((*node.also, *terms)))) if isinstance(node, Word) else node


def _node(asked: Asked, readings: list[Reading]) -> Node | None:
    nodes: list[Node] = [
        reading[0] if len(reading) == 1 else Phrase(asked.field, tuple(map(_in_row, reading)))
        for reading in dict.fromkeys(readings)
    ]
    if len(nodes) == 1 and isinstance(nodes[0], Word) and asked.field == "text" and not asked.quoted:
        nodes += _other_phrases(nodes[0], asked.vocabulary)
    return any_of(nodes) if nodes else None


def _other_phrases(word: Word, vocabulary: Vocabulary) -> Iterator[Phrase]:
    """What a word is in several words: synonyms, and the word torn apart, as scans do it (in formant)."""
    for saying in synonyms_of((word.term,), vocabulary):
        if len(saying) > 1:
            yield Phrase("text", tuple(Word("text", term) for term in saying), word.term)
    if vocabulary.spelling:
        for halves in _halves(word):
            yield Phrase("text", halves, word.term)


def _halves(word: Word) -> Iterator[Reading]:
    """Beginnings of a word with its ends in the next position: what a blank makes of it. Two ordinary words are two
    words, so at least one of the two is none."""
    term = word.term
    if len(term) < MIN_TORN or not term.isalnum():
        return
    heads, tails = [term[:at] for at in range(1, len(term))], [term[at:] for at in range(1, len(term))]
    odd_heads, odd_tails = ([part for part in parts if _is_odd(part)] for parts in (heads, tails))
    if odd_tails:
        yield _one_of(word.field, heads), _one_of(word.field, odd_tails)
    if odd_heads and (plain := [part for part in tails if part not in odd_tails]):
        yield _one_of(word.field, odd_heads), _one_of(word.field, plain)


def _is_odd(part: str) -> bool:
    return len(part) > 1 and not is_ordinary(part)


def _one_of(field: str, terms: list[str]) -> Word:
    return Word(field, terms[0], also=tuple(terms[1:]))


def _misread_phrases(phrase: Reading, asked: Asked) -> Iterator[Reading]:
    """A phrase with two of its words run together, one torn apart, or one of three and more read as no word at all."""
    if asked.exact or not asked.vocabulary.spelling:
        return
    whole = [leaf for leaf in phrase if isinstance(leaf, Word) and leaf.term[0].isalnum()]
    if len(whole) < len(phrase):
        return
    for at, (left, right) in enumerate(pairwise(whole)):
        yield (*phrase[:at], _word(asked, left.term + right.term), *phrase[at + 2 :])
    for at, word in enumerate(whole):
        if len(whole) >= MIN_GUESSED:
            yield (*phrase[:at], Word(asked.field, analysis.UNREAD), *phrase[at + 1 :])
        for halves in _halves(word):
            yield (*phrase[:at], *halves, *phrase[at + 1 :])


def _in_row(leaf: Part) -> Part:
    """A word as it may stand in a phrase or near another: with one edit, which engines find there, in ordinary and
    short words too, as the words beside it tell which is meant."""
    if not isinstance(leaf, Word) or leaf.shape is None or leaf.term.isdigit():
        return leaf
    return replace(leaf, edits=1)


def _read_leaves(text: str, asked: Asked) -> list[Reading]:
    field = asked.field
    if mark := _MARK.fullmatch(text):
        return [(_read_mark(mark.group(1), asked),)]
    if fuzzy := _FUZZY.fullmatch(text):
        return _read_fuzzy(fuzzy.group(1), field, int(fuzzy.group(2) or 1), asked.position)
    if _STARRED.fullmatch(text):
        return [(Pattern(field, pattern),)] if (pattern := _read_pattern(text)) else []
    return _literal(text, asked)


def _read_mark(name: str, asked: Asked) -> Word:
    if asked.field != "text":
        raise QueryError(
            f"@{name} (character {asked.position + 1}) stands for words of the page, not for a value of a field. "
            f"Type it by itself: @{name}.",
            asked.position,
        )
    return Word("text", analysis.CONCEPT_MARK + read_mark(name, asked.vocabulary, asked.position))


def _literal(text: str, asked: Asked) -> list[Reading]:
    readings: list[Reading] = [()]
    for chain in analysis.read_chains(text):
        more = [tuple(_word(asked, term) for term in terms) for terms in chain]
        more = more if len(readings) * len(more) <= MAX_READINGS else more[:1]
        readings = [before + after for before in readings for after in more]
    return readings if readings[0] else []


def _word(asked: Asked, term: str) -> Word:
    """A word with all that it may also be where it stands."""
    if asked.exact or asked.field not in SPELLED_FIELDS:
        return Word(asked.field, term)
    stem: str | None = None
    also: tuple[str, ...] = ()
    if asked.field == "text" and not asked.quoted:
        stem = analysis.stem(term) if term.isalpha() else None
        also = tuple(other[0] for other in synonyms_of((term,), asked.vocabulary) if len(other) == 1)
    if not asked.vocabulary.spelling:
        return Word(asked.field, term, stem, also)
    also += _other_names(asked, term)
    if stem is not None:
        also += tuple(analysis.SHAPE_MARK + known for form in _endings(term) if (known := shape(form)) is not None)
    return Word(asked.field, term, stem, also, shape(term), _edits(term))


def _other_names(asked: Asked, term: str) -> tuple[str, ...]:
    """Names that sound alike, and given names that are short for each other; in the text only where somebody is named,
    as bill and will are words too."""
    if asked.quoted or not term.isalpha() or (is_ordinary(term) and not is_name(term)):
        return ()
    forms = short_forms(term)
    heard = [sound(name) for name in ((term, *forms) if asked.field == "text" else (term,))]
    plain = () if asked.field == "text" else forms
    return plain + tuple(dict.fromkeys(analysis.SOUND_MARK + code for code in heard if code is not None))


def _endings(term: str) -> Iterator[str]:
    """The other forms of an ordinary word that the dictionary has."""
    bases = (term, term[:-1], term[:-2], term[:-3], term[:-1] + "e", term[:-2] + "e", term[:-3] + "e")
    forms = dict.fromkeys(
        base + ending for base in bases if len(base) > 2 for ending in ("", "s", "es", "d", "ed", "ing")
    )
    wanted = analysis.stem(term)
    yield from (form for form in forms if form != term and is_ordinary(form) and analysis.stem(form) == wanted)


def _edits(term: str) -> int:
    """How many letters of its shape may differ: words of a dictionary are rarely misspelled, numbers never are."""
    if len(term) < MIN_EDITED or shape(term) is None or not any(letter.isalpha() for letter in term):
        return 0
    long = len(term) >= MIN_LONG
    return int(long) if is_ordinary(term) and not is_name(term) else 1 + int(long)


def _read_fuzzy(text: str, field: str, edits: int, position: int) -> list[Reading]:
    term = "".join(_first_terms(analysis.read_chains(text)))[: analysis.TERM_LENGTH]
    if edits > 2:
        raise QueryError(
            f"{text}~{edits} (character {position + 1}): at most 2 letters may differ. Type {text}~1 or {text}~2.",
            position,
        )
    if len(term) <= edits or edits == 0:
        return [(Word(field, term),)] if term else []
    return [(Fuzzy(field, term, edits),)]


def _first_terms(chains: Iterable[list[tuple[str, ...]]]) -> list[str]:
    return [term for chain in chains for term in chain[0]]


def _read_pattern(text: str) -> str:
    """The text with every part between wildcards folded: `O'Br*` is `obr*`."""
    parts: list[str] = []
    at = 0
    for wild in _WILD.finditer(text):
        parts += [analysis.fold_all(text[at : wild.start()]), wild.group()[0]]
        at = wild.end()
    return "".join([*parts, analysis.fold_all(text[at:])])
