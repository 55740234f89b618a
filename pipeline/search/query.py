"""The query language: text as an investigator types it to a Query. See docs/search.md for the language itself.

Three steps: the grammar (`query.lark`), the tree of nodes (`nodes.py`), and, where the grammar cannot read a text,
the choice between an error (it uses the signs of the language on purpose) and plain words (it does not).
"""

import re
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.errors import QueryError
from pipeline.search import analysis, words
from pipeline.search.known import read_known, read_person
from pipeline.search.nodes import (
    FIELDS,
    KNOWN_FIELDS,
    NAME_FIELDS,
    NUMBER_FIELDS,
    PEOPLE_FIELDS,
    All,
    InParagraph,
    Name,
    Near,
    Node,
    Nothing,
    Operand,
    Query,
    Without,
    all_of,
    any_of,
)
from pipeline.search.ranges import read_range
from pipeline.search.vocabulary import NO_SYNONYMS, Vocabulary, load_vocabulary
from pipeline.settings import CONFIG_DIR

if TYPE_CHECKING:
    from lark import Lark, Token, Tree

MAX_WORDS = 300
MAX_DEPTH = 40
OPTIONS = {
    "scope": ("page", "paragraph", "document", "case"),
    "spelling": ("on", "off"),
    "synonyms": ("on", "off"),
}
"""What is said of the whole query, each with what can be typed after it."""
MAX_APART = 500
"""Less than analysis.VALUE_GAP, so that w/500 does not reach from one name of a field to the next."""

_SIGNS = re.compile(r"[\"()\[\]{}:~*?/@\-]|\b(?:AND|OR|NOT)\b")
_SAME_LENGTH = str.maketrans("“”„‟«»", '""""""')
_ON_PURPOSE = re.compile(r"(?<!\S)(?:AND|OR|NOT)(?!\S)|(?<=\S\s)(?:[wW]|pre|PRE)/\d+(?!\S)|\"~\d")
_AT = re.compile(r"(?<![^\s(\-\"])@[^\W\d_]")
_FIELD = re.compile(rf"(?<![^\s(\-])({'|'.join(FIELDS)}):(?=\S)", re.I)


def parse_query(text: str, config: Path = CONFIG_DIR) -> Query:
    """Read a query; `config` holds what its words can mean. Raises QueryError, with the position, for a text that uses
    the language and gets it wrong; what does not use it is never wrong: it is a row of words."""
    text = text.translate(_SAME_LENGTH)
    _check_size(text)
    known = load_vocabulary(config)
    if not _SIGNS.search(text):
        return Query(_plain_words(text, known))  # no need of the grammar, which takes a third of a second to load
    from lark.exceptions import UnexpectedInput

    try:
        tree = _grammar().parse(text)
    except UnexpectedInput as error:
        if not _uses_language(text):
            return Query(_plain_words(text, known))
        raise _explain(text, error) from None
    return _read_start(tree, known)


def narrow(query: Query, *, cases: tuple[str, ...]) -> Query:
    """The same query within the cases of exactly these names."""
    inside = any_of([Name("case_name", case) for case in cases]) if cases else Nothing()
    return replace(query, root=All((query.root, inside)))


@lru_cache(maxsize=1)
def _grammar() -> "Lark":
    from lark import Lark

    return Lark(Path(__file__).with_name("query.lark").read_text("utf-8"), parser="lalr", lexer="basic")


def _check_size(text: str) -> None:
    depth = deepest = 0
    for character in text:
        depth += (character == "(") - (character == ")")
        deepest = max(deepest, depth)
    if len(text.split()) > MAX_WORDS or len(text) > MAX_WORDS * 20:
        raise QueryError(f"The query is longer than {MAX_WORDS} words. Search for its rarest words only.", 0)
    if deepest > MAX_DEPTH:
        raise QueryError(f"Brackets are nested deeper than {MAX_DEPTH}. Take out those that are not needed.", 0)


def _uses_language(text: str) -> bool:
    """Are signs of the language in it that a person would not write otherwise? In a text without small letters AND
    and NOT are words like all others: old reports are typed that way."""
    return bool(_FIELD.search(text) or _AT.search(text)) or (bool(_ON_PURPOSE.search(text)) and text != text.upper())


def _plain_words(text: str, known: Vocabulary) -> Node:
    nodes = [words.read_plain(part, known) for part in re.findall(r'[^\s()"]+', text)]
    return _all(words.join_neighbours([node for node in nodes if node is not None], known))


def _all(nodes: list[Node]) -> Node:
    return all_of(nodes) if nodes else Nothing()


def _explain(text: str, error: Any) -> QueryError:
    """What the grammar could not read, in words. `error` is lark's UnexpectedInput."""
    outside = re.sub(r'"[^"]*"', lambda quoted: "_" * len(quoted.group()), text)
    if '"' in outside:
        at = outside.index('"')
        return QueryError(f"The quotation mark at character {at + 1} has no partner: type a second one.", at)
    opened: list[int] = []
    for at, character in enumerate(outside):
        if character == "(":
            opened.append(at)
        elif character == ")" and (not opened or not opened.pop() + 1):
            return QueryError(f"The bracket at character {at + 1} closes nothing: take it out or type ( before.", at)
    if opened:
        return QueryError(f"The bracket at character {opened[-1] + 1} is not closed: type ).", opened[-1])
    ended = getattr(getattr(error, "token", None), "type", "") == "$END"
    at = len(text) if ended else error.pos_in_stream
    return QueryError(
        f"A word is missing at character {at + 1}: AND, OR and w/8 stand between two words, NOT before one. "
        'To search for such a word itself, put it in quotation marks: "AND".',
        at,
    )


def _read_start(tree: "Tree[Token]", known: Vocabulary) -> Query:
    if not tree.children:
        return Query(Nothing())
    top: Any = tree.children[0]
    parts = top.children if top.data == "both" else [top]
    options = dict.fromkeys(OPTIONS, "")
    for part in parts:
        if _is_option(part):
            options |= _read_option(part)
    spelling, synonyms = options["spelling"] != "off", options["synonyms"] != "off"
    known = replace(known, spelling=spelling, synonyms=known.synonyms if synonyms else NO_SYNONYMS)
    asked = [part for part in parts if not _is_option(part)]
    nodes = [node for part in asked if (node := _read(part, "text", known)) is not None]
    root = _all(words.join_neighbours(nodes, known))
    scope = options["scope"] or "page"
    return Query(InParagraph(root) if scope == "paragraph" else root, scope, spelling, synonyms)


def _is_option(tree: Any) -> bool:
    return bool(tree.data == "field" and tree.children[0].rstrip(":").lower() in OPTIONS)


def _read_option(tree: Any) -> dict[str, str]:
    name, value = str(tree.children[0]).rstrip(":").lower(), str(tree.children[1]).lower()
    if value not in OPTIONS[name]:
        at = tree.children[0].start_pos
        either = " or ".join(f"{name}:{known}" for known in OPTIONS[name])
        raise QueryError(f"{name}: (character {at + 1}) is either {either}.", at)
    return {name: value}


def _read(tree: Any, field: str, known: Vocabulary) -> Node | None:
    """The node of a branch; None where it holds neither letter nor digit."""
    if tree.data == "word":
        return _read_word(tree.children[0], field, known)
    if tree.data == "phrase":
        return _read_phrase(tree.children[0], field, known)
    if tree.data == "field":
        return _read_field(tree, known)
    if tree.data == "near":
        return _read_near(tree.children, field, known)
    if tree.data == "without":
        part = _read(tree.children[0], field, known)
        return None if part is None else Without(part)
    nodes = [node for child in tree.children if (node := _read(child, field, known)) is not None]
    if not nodes:
        return None
    return any_of(nodes) if tree.data == "either" else all_of(words.join_neighbours(nodes, known))


def _read_word(token: "Token", field: str, known: Vocabulary) -> Node | None:
    at = token.start_pos or 0
    if field in NUMBER_FIELDS:
        return read_range(field, token, at)
    if field in NAME_FIELDS:
        return _read_name(token, field)
    if field in KNOWN_FIELDS:
        return read_known(field, token, at)
    person = read_person(token) if field in PEOPLE_FIELDS else None
    return person or words.read_word(token, words.Asked(field, at, known))


def _read_phrase(token: "Token", field: str, known: Vocabulary) -> Node | None:
    at = token.start_pos or 0
    quoted, _, width = token.removeprefix('"').rpartition('"')
    if field in (*NUMBER_FIELDS, *NAME_FIELDS, *KNOWN_FIELDS):
        return _read_word(token.update(value=quoted), field, known)
    asked = words.Asked(field, at, known, quoted=True, exact=len(quoted.split()) < 2)
    if number := width.lstrip("~"):
        return words.read_window(quoted, asked, _check_apart(int(number), at))
    return words.read_phrase(quoted, asked)


def _read_name(text: str, field: str) -> Node | None:
    value = analysis.fold_name(text.rstrip("*"))
    return Name(field, value + "*" * text.endswith("*")) if value else None


def _read_field(tree: Any, known: Vocabulary) -> Node | None:
    name, value = tree.children
    field = str(name).rstrip(":").lower()
    if field in OPTIONS:
        at = name.start_pos
        raise QueryError(
            f"{field}: (character {at + 1}) is about the whole query: type it once, at its end, and put brackets "
            f"round what has an OR: (paid OR promised) {field}:{OPTIONS[field][-1]}.",
            at,
        )
    if hasattr(value, "data"):
        return _read(value, field, known)
    if value.type == "RANGE":
        if field == "bates":
            return read_known(field, value, name.start_pos)
        if field not in NUMBER_FIELDS:
            raise QueryError(f"{field}: (character {name.start_pos + 1}) has no ranges.", name.start_pos)
        return read_range(field, value, name.start_pos)
    return _read_phrase(value, field, known) if value.type == "PHRASE" else _read_word(value, field, known)


def _read_near(children: list[Any], field: str, known: Vocabulary) -> Node | None:
    operands: list[Operand] = []
    within: list[int] = []
    ordered: list[bool] = []
    for atom, sign in zip(children[::2], [None, *children[1::2]], strict=True):
        at = (children[1] if sign is None else sign).start_pos
        node = _read(atom, field, known)
        if node is None:
            continue
        operands.append(words.as_operand(node, at))
        if sign is not None and len(operands) > 1:
            kind, _, number = sign.partition("/")
            within.append(_check_apart(int(number), at))
            ordered.append(kind.lower() == "pre")
    if len(operands) < 2:
        return any_of(list(operands[0])) if operands else None
    return Near(_one_field(operands, children), tuple(operands), tuple(within), tuple(ordered))


def _one_field(operands: list[Operand], children: list[Any]) -> str:
    fields = {leaf.field for operand in operands for leaf in operand}
    if len(fields) > 1:
        at = children[1].start_pos
        raise QueryError(
            f"{children[1]} (character {at + 1}) joins words of the page. Join fields with AND: "
            "officer:halloran AND paid.",
            at,
        )
    return fields.pop()


def _check_apart(number: int, position: int) -> int:
    if not 1 <= number <= MAX_APART:
        raise QueryError(
            f"{number} words apart (character {position + 1}) is not possible: type a number from 1 to {MAX_APART}.",
            position,
        )
    return number
