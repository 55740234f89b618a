"""What else than the words as typed was found on the hits: misread and other spellings, synonyms, torn words."""

from collections import Counter
from collections.abc import Iterable, Iterator

from pipeline.search import analysis, highlight
from pipeline.search.matching import EntryView
from pipeline.search.nodes import All, Any, Fuzzy, InParagraph, Near, Node, Phrase, Window, Word

TOLD = 20
"""So many for each word, those found most often first."""

Expansions = tuple[tuple[str, tuple[str, ...]], ...]
"""Word as typed (folded as the index has it), what stood on the hits in its place."""


def find_expansions(root: Node, hits: Iterable[EntryView]) -> Expansions:
    """In the order of the query; words that were found as typed only, or with another ending, are not among them."""
    asked = dict.fromkeys(_find_expanded(root))
    found: dict[str, Counter[str]] = {}
    for hit in hits:
        for node in asked:
            for start, end in highlight.mark_page(hit, node):
                said = " ".join(hit.entry.text[start:end].casefold().split())
                if not _is_typed(node, said):
                    found.setdefault(_typed(node), Counter())[said] += 1
    order = dict.fromkeys(map(_typed, asked))
    return tuple((word, _most(found[word])) for word in order if word in found)


def _find_expanded(node: Node) -> Iterator[Word | Fuzzy | Phrase]:
    """The parts of a query that stand for more than what was typed."""
    match node:
        case All(parts) | Any(parts) | Phrase(_, parts, ""):
            for part in parts:
                yield from _find_expanded(part)
        case InParagraph(part):
            yield from _find_expanded(part)
        case Near() | Window():
            for part in (part for operand in node.operands for part in operand):
                yield from _find_expanded(part)
        case Fuzzy() | Phrase() if node.field == "text":
            yield node
        case Word(field, _, _, also, shape) if field == "text" and (also or shape):
            yield node


def _typed(node: Word | Fuzzy | Phrase) -> str:
    return node.instead if isinstance(node, Phrase) else node.term


def _is_typed(node: Word | Fuzzy | Phrase, said: str) -> bool:
    if isinstance(node, Phrase):
        return said == node.instead
    term = analysis.fold_all(said)
    return term == node.term or (isinstance(node, Word) and node.stem is not None and analysis.stem(term) == node.stem)


def _most(said: Counter[str]) -> tuple[str, ...]:
    return tuple(sorted(said, key=lambda word: (-said[word], word))[:TOLD])
