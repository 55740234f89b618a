"""What a question needs from the catalog before it goes to the index: who is one person with whom, what was reviewed,
which page has which Bates number. So a merge or a review is known to the next question and rewrites no page.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from itertools import islice
from typing import Any, NamedTuple

from sqlalchemy import Connection

from pipeline.catalog import known_pages, people
from pipeline.catalog.copies import copies_of_page
from pipeline.catalog.known_pages import Numbers, Place
from pipeline.catalog.name_keys import shape_of
from pipeline.errors import QueryError
from pipeline.records import IndexEntry, PersonKind
from pipeline.search.matching import EntryView, holds, term_test
from pipeline.search.nodes import (
    PEOPLE_FIELDS,
    All,
    Fuzzy,
    InDocuments,
    InPages,
    InParagraph,
    Known,
    Leaf,
    Near,
    Node,
    Nothing,
    Pattern,
    Phrase,
    Query,
    Stamps,
    Window,
    Without,
    Word,
)
from pipeline.search.nodes import Any as AnyOf

MAX_PAGES = 50_000
"""So many pages may stand in the place of one part of a question; beyond that it must be narrowed."""
MOST_DIGITS = 12
"""Bates numbers have no more digits."""
KINDS: dict[str, frozenset[PersonKind]] = {
    "officer": frozenset((PersonKind.OFFICER,)),
    "witness": frozenset((PersonKind.WITNESS, PersonKind.VICTIM)),
    "informant": frozenset((PersonKind.INFORMANT,)),
    "person": frozenset(PersonKind),
}
"""Whom a field means: everyone of whom a page of the archive says so, on all pages that name him."""
Named = Leaf | Phrase | Near | Window
_LISTS = {"officer": "officers", "witness": "witnesses", "informant": "informants", "person": "people"}
_NOBODY = IndexEntry("", 1, "", "", (), "", (), None, None, (), (), (), (), (), None)
"""A page on which no name stands."""


class Catalog(NamedTuple):
    """What is asked, and the persons of whom it tells nothing to whoever asks now."""

    connection: Connection
    hidden: frozenset[str]


def resolve_query(connection: Connection, query: Query, hidden: frozenset[str] = frozenset()) -> Query:
    """The question as an index can answer it now. `hidden` are persons who are found by what the page says of them
    alone. Raises QueryError where a part is true of too many pages, or an id is nobody's."""
    return replace(query, root=_resolve(Catalog(connection, hidden), query.root))


def reviewed_values(connection: Connection) -> tuple[tuple[str, str, Node], ...]:
    """What an answer is counted by as reviewed or not, for `Ask.counted`."""
    ticked = _ticked(connection)
    return (("reviewed", "yes", ticked), ("reviewed", "no", Without(ticked)))


def copies_of(connection: Connection) -> Callable[[Place], Iterator[Place]]:
    """What gives the copies of a page, for `Ask.copies`. Another version of it says something else and is none."""

    def find(place: Place) -> Iterator[Place]:
        for copy in copies_of_page(connection, *place):
            if copy.how != "version":
                yield copy.other if copy.one == place else copy.one

    return find


def _resolve(catalog: Catalog, node: Node) -> Node:
    match node:
        case Known():
            return _known(catalog, node)
        case AnyOf(parts) if _field_of(parts) in PEOPLE_FIELDS:
            return _with_people(catalog, node, parts)
        case All(parts):
            return All(tuple(_resolve(catalog, part) for part in parts))
        case AnyOf(parts):
            return AnyOf(tuple(_resolve(catalog, part) for part in parts))
        case Without(part):
            return Without(_resolve(catalog, part))
        case InParagraph(part):
            return InParagraph(_resolve(catalog, part))
        case _ if _field_of((node,)) in PEOPLE_FIELDS:
            return _with_people(catalog, node, (node,))
        case _:
            return node


def _field_of(parts: tuple[Node, ...]) -> str:
    """The one field in which all of these are looked for; empty where there is none."""
    fields = {part.field if isinstance(part, Named) else "" for part in parts}
    return fields.pop() if len(fields) == 1 else ""


def _pages(places: Iterable[Place], said: str) -> Node:
    found = frozenset(islice(dict.fromkeys(places), MAX_PAGES + 1))
    if len(found) > MAX_PAGES:
        raise QueryError(f"{said} is true of more than {MAX_PAGES} pages. Narrow it: name a person, a range, a case.")
    return InPages(found) if found else Nothing()


# ---------------------------------------------------------------- what the catalog alone knows


def _known(catalog: Catalog, node: Known) -> Node:
    match node:
        case Known("reviewed", "yes"):
            return _ticked(catalog.connection)
        case Known("reviewed", "no"):
            return Without(_ticked(catalog.connection))
        case Known("person", str(key)):
            return _pages(_pages_of_person(catalog, key), f"person:{key}")
        case Known("bates", Stamps() as stamps):
            numbers = list(_numbers(stamps))
            found = known_pages.find_stamped(catalog.connection, stamps.prefix, numbers)
            return _pages(found, "bates: as it is typed here")
        case _:
            return _pages(known_pages.find_decided(catalog.connection, str(node.value)), f"reviewed:{node.value}")


def _ticked(connection: Connection) -> Node:
    """However much was reviewed: to leave it out is what people want who reviewed much."""
    documents, pages = known_pages.find_ticked(connection)
    return AnyOf((InDocuments(frozenset(documents)), InPages(frozenset(pages))))


def _pages_of_person(catalog: Catalog, asked: str) -> Iterator[Place]:
    key = people.resolve_alias(catalog.connection, asked)
    if key in catalog.hidden or not people.load_persons(catalog.connection, [key]):
        raise QueryError(f"No person has the id {asked}. Ids stand in: exculpa person NAME")
    yield from sorted(people.pages_of_persons(catalog.connection, [key]))


def _numbers(stamps: Stamps) -> Iterator[Numbers]:
    """The numbers that are meant, for each count of digits they may be written with; none where any is."""
    if stamps.begins:
        for digits in range(len(stamps.begins), MOST_DIGITS + 1):
            more = digits - len(stamps.begins)
            yield int(stamps.begins + "0" * more), int(stamps.begins + "9" * more), digits
    elif stamps.low or stamps.high is not None:
        for digits in range(len(str(stamps.low)), MOST_DIGITS + 1):
            most = 10**digits - 1
            yield stamps.low, most if stamps.high is None else min(stamps.high, most), digits


# ---------------------------------------------------------------- people


def _with_people(catalog: Catalog, node: Node, parts: tuple[Node, ...]) -> Node:
    """The node, or any page that names the same people under another name or without saying what they are."""
    field = _field_of(parts)
    names: dict[str, list[str]] = {}
    candidates = set(_find_candidates(catalog, parts)) - catalog.hidden
    for person, name in people.names_of_persons(catalog.connection, candidates):
        names.setdefault(person, []).append(name)
    numbered = set(_find_numbered(catalog, parts))
    meant = {person for person, known in names.items() if person in numbered or _is_called(node, field, known)}
    persons = people.load_persons(catalog.connection, meant).values()
    of_kind = [one.id for one in persons if KINDS[field] & set(one.kinds)]
    if not of_kind:
        return node
    others = _pages(_find_others(catalog, node, field, of_kind), f"{field}: as it is typed here")
    return node if isinstance(others, Nothing) else AnyOf((node, others))


def _find_others(catalog: Catalog, node: Node, field: str, persons: Iterable[str]) -> Iterator[Place]:
    """Pages that name these persons but of which the node does not hold."""
    said: dict[str, bool] = {}
    for row in known_pages.find_named(catalog.connection, persons):
        if row.kind in KINDS[field]:
            if row.name not in said:
                said[row.name] = _is_called(node, field, [row.name])
            if said[row.name]:
                continue
        yield row.sha256, row.number


def _is_called(node: Node, field: str, names: Iterable[str]) -> bool:
    """Does one of these names answer the node?"""
    held: dict[str, Any] = {_LISTS[field]: tuple(names)}
    return holds(node, EntryView(replace(_NOBODY, **held)))


def _find_leaves(parts: Iterable[Node]) -> Iterator[Leaf]:
    for part in parts:
        match part:
            case Phrase(_, leaves):
                yield from leaves
            case Near() | Window():
                yield from _find_leaves(leaf for operand in part.operands for leaf in operand)
            case Word() | Pattern() | Fuzzy():
                yield part


def _find_candidates(catalog: Catalog, parts: Iterable[Node]) -> Iterator[str]:
    """Persons who may be meant: by last name, also misread, and by number. Given names alone look nobody up."""
    for leaf in _find_leaves(parts):
        if isinstance(leaf, Word):
            for term in (leaf.term, *leaf.also):
                yield from people.find_persons_named(catalog.connection, term)
            if any(letter.isdigit() for letter in leaf.term):
                yield from people.find_persons_numbered(catalog.connection, leaf.term)
                yield from known_pages.find_informants(catalog.connection)
        else:
            is_meant = term_test(_shaped(leaf))
            for key in list(people.find_surname_keys(catalog.connection)):
                if is_meant(key):
                    yield from people.find_persons_named(catalog.connection, key)


def _shaped(leaf: Pattern | Fuzzy) -> Leaf:
    """The leaf as it is compared with the keys of last names, in which letters that scans confuse are one."""
    if isinstance(leaf, Fuzzy):
        return replace(leaf, term=shape_of(leaf.term))
    parts = [shape_of(part) if part not in ("*", "?") else part for part in _cut(leaf.pattern)]
    return replace(leaf, pattern="".join(parts))


def _cut(pattern: str) -> list[str]:
    return [part for part in pattern.replace("*", "\0*\0").replace("?", "\0?\0").split("\0") if part]


def _find_numbered(catalog: Catalog, parts: Iterable[Node]) -> Iterator[str]:
    """Persons whose badge, tax or serial number is a part."""
    for part in parts:
        if isinstance(part, Word) and any(letter.isdigit() for letter in part.term):
            yield from people.find_persons_numbered(catalog.connection, part.term)
