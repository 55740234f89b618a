"""What a query says, as a tree of frozen nodes: parsed once, the same for every backend.

Terms in it are already those of the index (`analysis.fold`); `field` is `text` for the words of the page, else a name
of `FIELDS`.
"""

from dataclasses import dataclass

WORD_FIELDS = ("text", "case", "officer", "witness", "informant", "person")
"""Fields made of words."""
NAME_FIELDS = ("set", "kind", "type", "case_name")
"""Fields made of whole names; `case_name` is the full name of a case, for `narrow`."""
NUMBER_FIELDS = ("date", "page", "confidence")
PEOPLE_FIELDS = ("officer", "witness", "informant", "person")
"""Fields that name people: the catalog knows under which other names."""
KNOWN_FIELDS = ("bates", "reviewed")
"""Fields that no page says of itself: only the catalog knows them."""
FIELDS = ("case", "set", "kind", *PEOPLE_FIELDS, "type", "date", "page", "confidence", *KNOWN_FIELDS)
"""What may be typed before a colon, beside `scope`."""


@dataclass(frozen=True, slots=True)
class Everything:
    """Every page."""


@dataclass(frozen=True, slots=True)
class Nothing:
    """No page."""


@dataclass(frozen=True, slots=True)
class Word:
    """One term. What else counts ranks behind: with a `stem` its other endings, the terms of `also` (synonyms, names
    that sound alike), and with a `shape` the words of that shape, up to `edits` letters of it changed, missing, added
    or swapped."""

    field: str
    term: str
    stem: str | None = None
    also: tuple[str, ...] = ()
    shape: str | None = None
    edits: int = 0


@dataclass(frozen=True, slots=True)
class Pattern:
    """A term with `*` for any letters and `?` for one."""

    field: str
    pattern: str


@dataclass(frozen=True, slots=True)
class Fuzzy:
    """A term with up to `edits` letters changed, missing, added or two neighbours swapped."""

    field: str
    term: str
    edits: int


Leaf = Word | Pattern | Fuzzy


@dataclass(frozen=True, slots=True)
class Phrase:
    """Leaves in successive positions. `instead` is the word as typed for which they stand; empty for what was typed
    as a phrase."""

    field: str
    leaves: tuple[Leaf, ...]
    instead: str = ""


Operand = tuple[Leaf | Phrase, ...]
"""Alternatives of which one must stand there."""


@dataclass(frozen=True, slots=True)
class Near:
    """Neighbouring operands stand at most `within[i]` positions apart, the second after the first if `ordered[i]`.

    Two words in a row are one apart. Each operand is an occurrence of its own: they do not overlap.
    """

    field: str
    operands: tuple[Operand, ...]
    within: tuple[int, ...]
    ordered: tuple[bool, ...]


@dataclass(frozen=True, slots=True)
class Window:
    """All operands stand in one stretch, in any order, the first word and the last at most `width` apart."""

    field: str
    operands: tuple[Operand, ...]
    width: int


@dataclass(frozen=True, slots=True)
class Name:
    """A whole value; `*` at its end stands for any rest."""

    field: str
    value: str


@dataclass(frozen=True, slots=True)
class Range:
    """A number between two bounds, None where there is none. Dates are numbers of the form 19910312. A page without
    a value is in no range."""

    field: str
    low: float | None
    high: float | None
    include_low: bool = True
    include_high: bool = True


@dataclass(frozen=True, slots=True)
class InDocuments:
    """Pages of these documents. Never typed: made when a query of document scope is answered."""

    hashes: frozenset[str]


@dataclass(frozen=True, slots=True)
class InCases:
    """Pages of the cases of exactly these names; None: pages that lie in no case. Never typed."""

    names: frozenset[str] | None


@dataclass(frozen=True, slots=True)
class InPages:
    """These pages, by hash and number. Never typed: made of what the catalog knows of pages (ticked off, copies)."""

    keys: frozenset[tuple[str, int]]


@dataclass(frozen=True, slots=True)
class Stamps:
    """Bates numbers from `low` to `high` (None: no end) behind a prefix in small letters, None for any; where `begins`
    is told, those whose digits begin with it."""

    prefix: str | None
    low: int = 0
    high: int | None = None
    begins: str = ""


@dataclass(frozen=True, slots=True)
class Known:
    """What only the catalog knows of pages: `bates` (a value of Stamps), `reviewed` (yes, no or what was decided of a
    lead on it), `person` (the id of somebody named on it). No index is asked for it: `pipeline.asking` puts the pages
    in its place."""

    field: str
    value: str | Stamps


@dataclass(frozen=True, slots=True)
class All:
    parts: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Any:
    parts: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Without:
    """Every page that is not one of `part`."""

    part: "Node"


@dataclass(frozen=True, slots=True)
class InParagraph:
    """One paragraph of the page of which the part holds; what is not about the text is about the page."""

    part: "Node"


Node = (
    Everything
    | Nothing
    | Leaf
    | Phrase
    | Near
    | Window
    | Name
    | Range
    | InDocuments
    | InCases
    | InPages
    | Known
    | All
    | Any
    | Without
    | InParagraph
)


@dataclass(frozen=True, slots=True)
class Query:
    """`scope` is `page` (all of it on one page), `paragraph` (in one paragraph of it), `document` or `case` (each part
    on some page of the document or the case). `spelling` and `synonyms` say whether misread words and other words for
    the same count: what they add is in the nodes already."""

    root: Node
    scope: str = "page"
    spelling: bool = True
    synonyms: bool = True


def all_of(parts: list[Node]) -> Node:
    return parts[0] if len(parts) == 1 else All(tuple(parts))


def any_of(parts: list[Node]) -> Node:
    return parts[0] if len(parts) == 1 else Any(tuple(parts))
