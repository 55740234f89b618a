"""What the engines can answer by themselves, and what must be checked on the pages they give.

Both engines answer words, patterns, fuzzy words, phrases of plain words, two plain words near each other, names,
ranges, and AND, OR and NOT of these. Every other node is replaced by one that finds at least as much (`upper_bound`),
and the pages found are checked with `matching.holds`.
"""

from pipeline.search.nodes import (
    All,
    Any,
    Everything,
    Fuzzy,
    InCases,
    InParagraph,
    Name,
    Near,
    Node,
    Nothing,
    Operand,
    Pattern,
    Phrase,
    Window,
    Without,
    Word,
    all_of,
    any_of,
)


def must_check(node: Node) -> bool:
    """Is there a part in it that the engines do not answer exactly?"""
    match node:
        case All(parts) | Any(parts):
            return any(must_check(part) for part in parts)
        case Without(part):
            return must_check(part)
        case InParagraph():
            return True
        case Phrase() | Near() | Window():
            return not _is_exact(node)
        case _:
            return False


def upper_bound(node: Node) -> Node:
    """A node that the engines can answer and that holds of every page of which `node` holds."""
    return _bound(node, upper=True)


def unmasked_bound(node: Node) -> Node:
    """A node that the engines can answer and that holds of every page, as the index knows it, of which `node` holds
    where some of its words, names and cases are masked: what is masked cannot be said not to stand there."""
    return _unmasked(node, upper=True)


def _unmasked(node: Node, *, upper: bool) -> Node:
    match node:
        case All(parts):
            return All(tuple(_unmasked(part, upper=upper) for part in parts))
        case Any(parts):
            return Any(tuple(_unmasked(part, upper=upper) for part in parts))
        case Without(part):
            return Without(_unmasked(part, upper=not upper))
        case Name("case_name") | InCases(frozenset()):
            return Everything() if upper else Nothing()
        case Word() | Pattern() | Fuzzy() | Phrase() | Near() | Window() | InParagraph():
            return _bound(node, upper=True) if upper else Nothing()
        case _:
            return node


def _bound(node: Node, *, upper: bool) -> Node:
    """`upper` is False below a NOT: there, the node must hold of no more pages."""
    match node:
        case All(parts):
            return All(tuple(_bound(part, upper=upper) for part in parts))
        case Any(parts):
            return Any(tuple(_bound(part, upper=upper) for part in parts))
        case Without(part):
            return Without(_bound(part, upper=not upper))
        case InParagraph(part):
            return _bound(_somewhere(part), upper=True) if upper else Nothing()
        case Phrase() | Near() | Window() if not _is_exact(node):
            return _all_words(node) if upper else Nothing()
        case _:
            return node


def _somewhere(node: Node) -> Node:
    """What is true of a page if the node is true of one of its paragraphs."""
    match node:
        case All(parts):
            return All(tuple(_somewhere(part) for part in parts))
        case Any(parts):
            return Any(tuple(_somewhere(part) for part in parts))
        case Without(part) if _is_about_text(part):
            return Everything()
        case _:
            return node


def _is_about_text(node: Node) -> bool:
    match node:
        case All(parts) | Any(parts):
            return any(_is_about_text(part) for part in parts)
        case Without(part):
            return _is_about_text(part)
        case _:
            return getattr(node, "field", "") == "text"


def _is_exact(node: Phrase | Near | Window) -> bool:
    if isinstance(node, Phrase):
        return all(isinstance(leaf, Word) for leaf in node.leaves)
    if isinstance(node, Window) or len(node.operands) != 2:
        return False
    return _is_plain(node.operands[0]) and _is_plain(node.operands[1])


def _is_plain(operand: Operand) -> bool:
    return all(isinstance(leaf, Word) for leaf in operand)


def _all_words(node: Phrase | Near | Window) -> Node:
    """All words of the node somewhere on the page, and neighbours near each other where an engine can tell."""
    if isinstance(node, Phrase):
        return all_of(list(node.leaves))
    parts: list[Node] = [any_of([_bound(part, upper=True) for part in operand]) for operand in node.operands]
    for index, pair in enumerate(zip(node.operands, node.operands[1:], strict=False)):
        within = node.width if isinstance(node, Window) else node.within[index]
        ordered = False if isinstance(node, Window) else node.ordered[index]
        near = Near(node.field, pair, (within,), (ordered,))
        if len(node.operands) > 2 and _is_exact(near):
            parts.append(near)
    return all_of(parts)
