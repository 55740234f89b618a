"""Words and phrases of a query to nodes: each word of a query becomes the terms that it may be in the index."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from pipeline.errors import QueryError
from pipeline.search import analysis
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
from pipeline.search.vocabulary import Vocabulary, read_mark

MAX_WINDOW = 8
"""So many words at most may be asked for within one stretch."""
MAX_READINGS = 32
"""So many readings of a phrase with hyphenated words are tried; beyond that it is read as written only."""

_FUZZY = re.compile(r"(.*\w.*)~(\d*)")
_MARK = re.compile(r"@([^\W\d_][\w-]*)\W*")
_STARRED = re.compile(r"\w.*\*|.*\w[*?]+\w.*")
_WILD = re.compile(r"\*+|(?<=\w)\?(?=\w)")

Reading = tuple[Leaf, ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """Where a word of a query stands: in which field, at which character, and what it can mean there."""

    field: str
    position: int
    vocabulary: Vocabulary


def read_word(text: str, asked: Asked, *, exact: bool = False) -> Node | None:
    """The node of one word as typed; None if there is neither letter nor digit in it. In the page's text a word that
    is not `exact` also stands for its other endings."""
    return _node(asked.field, _read_leaves(text, asked, exact=exact or asked.field != "text"))


def read_plain(text: str) -> Node | None:
    """The same for text that does not use the language: `*` and `~` have no meaning."""
    return _node("text", _literal(text, "text", exact=False))


def read_phrase(text: str, asked: Asked) -> Node | None:
    """The words between quotation marks, as written, in this order."""
    readings: list[Reading] = [()]
    for word in text.split():
        more = _read_leaves(word, asked, exact=True)
        if more:
            more = more if len(readings) * len(more) <= MAX_READINGS else more[:1]
            readings = [before + after for before in readings for after in more]
    return _node(asked.field, readings if readings[0] else [])


def read_window(text: str, asked: Asked, width: int) -> Node | None:
    """The words between quotation marks in any order within `width` words."""
    operands = []
    for word in text.split():
        node = read_word(word, asked, exact=True)
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
    """What may stand beside w/8. Raises QueryError for anything but words, phrases and alternatives of them."""
    from pipeline.search.nodes import Any

    if isinstance(node, Leaf | Phrase):
        return (node,)
    if isinstance(node, Any):
        return tuple(leaf for part in node.parts for leaf in as_operand(part, position))
    raise QueryError(
        f"Beside w/ and pre/ (character {position + 1}) stand words, phrases or alternatives in brackets. "
        "Type for example (paid OR promised) w/8 informant.",
        position,
    )


def _node(field: str, readings: list[Reading]) -> Node | None:
    nodes: list[Node] = [
        reading[0] if len(reading) == 1 else Phrase(field, reading) for reading in dict.fromkeys(readings)
    ]
    return any_of(nodes) if nodes else None


def _read_leaves(text: str, asked: Asked, *, exact: bool) -> list[Reading]:
    field = asked.field
    if mark := _MARK.fullmatch(text):
        return [(_read_mark(mark.group(1), asked),)]
    if fuzzy := _FUZZY.fullmatch(text):
        return _read_fuzzy(fuzzy.group(1), field, int(fuzzy.group(2) or 1), asked.position)
    if _STARRED.fullmatch(text):
        return [(Pattern(field, pattern),)] if (pattern := _read_pattern(text)) else []
    return _literal(text, field, exact=exact)


def _read_mark(name: str, asked: Asked) -> Word:
    if asked.field != "text":
        raise QueryError(
            f"@{name} (character {asked.position + 1}) stands for words of the page, not for a value of a field. "
            f"Type it by itself: @{name}.",
            asked.position,
        )
    return Word("text", analysis.CONCEPT_MARK + read_mark(name, asked.vocabulary, asked.position))


def _literal(text: str, field: str, *, exact: bool) -> list[Reading]:
    readings: list[Reading] = [()]
    for chain in analysis.read_chains(text):
        more = [tuple(_word(field, term, exact=exact) for term in terms) for terms in chain]
        more = more if len(readings) * len(more) <= MAX_READINGS else more[:1]
        readings = [before + after for before in readings for after in more]
    return readings if readings[0] else []


def _word(field: str, term: str, *, exact: bool) -> Word:
    return Word(field, term, None if exact or not term.isalpha() else analysis.stem(term))


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
