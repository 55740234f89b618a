"""Reads from the catalog what is known of one case. Only one case is held at a time."""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from sqlalchemy import Connection

from pipeline.catalog.copies import find_copies
from pipeline.catalog.files import documents_of_case
from pipeline.catalog.findings import findings_of_case
from pipeline.catalog.mentions import mentions_of_document
from pipeline.catalog.name_keys import fold_surname, split_name
from pipeline.catalog.pages import PageRow, find_pages
from pipeline.catalog.people import load_persons
from pipeline.catalog.unread import UNREAD
from pipeline.lexicons import Lexicon, load_lexicon
from pipeline.records import Assertion, Citation, PageState, Person, PersonKind, PlacedMention, Role
from pipeline.reliance.papers import CasePapers, Named, Paper, Place, Played, Sign
from pipeline.settings import Settings

LEXICON = "proof_words"
REACH = 120
"""Role words further from the name than this are cited alone."""


def load_papers(connection: Connection, settings: Settings, case: str) -> CasePapers:
    """Everything that the catalog knows of a case, as it is graded."""
    lexicon = load_lexicon(settings, LEXICON)
    documents = sorted(documents_of_case(connection, case))
    papers: list[Paper] = []
    signs: list[Sign] = []
    placed: list[PlacedMention] = []
    played: list[Played] = []
    for sha256 in documents:
        pages = {page.number: page for page in find_pages(connection, sha256)}
        here = [one for one in mentions_of_document(connection, sha256) if one.person is not None]
        persons = load_persons(connection, {one.person for one in here if one.person})
        by_page = _by_page(here)
        for number, page in pages.items():
            papers.append(_paper(page))
            signs += _find_signs(page, lexicon, by_page.get(number, []))
        played += _find_played(here, pages, persons)
        placed += here
    failed, recanted = _find_doubted(connection, case)
    return CasePapers(
        case=case,
        papers=tuple(papers),
        played=tuple(played),
        signs=tuple(signs),
        named=tuple(_find_named(placed, load_persons(connection, {one.person for one in placed if one.person}))),
        copies=tuple((copy.one, copy.other) for copy in find_copies(connection, documents)),
        failed=failed,
        recanted=recanted,
    )


def _by_page(placed: Iterable[PlacedMention]) -> dict[int, list[PlacedMention]]:
    found: dict[int, list[PlacedMention]] = defaultdict(list)
    for one in placed:
        found[one.page].append(one)
    return found


def _paper(page: PageRow) -> Paper:
    is_read = page.state is not PageState.FAILED and page.unread <= UNREAD
    return Paper((page.sha256, page.number), page.kind, page.dated, page.text or "", is_read)


def _find_signs(page: PageRow, lexicon: Lexicon, placed: Iterable[PlacedMention]) -> Iterator[Sign]:
    text = page.text or ""
    mentions = [one for one in placed if one.reading == page.reading]
    for match in lexicon.find(text):
        quote = text[match.start : match.end]
        cited = Citation(page.sha256, page.number, page.reading or "", match.start, match.end, quote)
        inside = (one for one in mentions if one.mention.start < match.end and match.start < one.mention.end)
        yield Sign(match.entry.id, cited, frozenset(one.person for one in inside if one.person))


def _find_played(
    placed: Iterable[PlacedMention], pages: dict[int, PageRow], persons: dict[str, Person]
) -> Iterator[Played]:
    for one in placed:
        page = pages.get(one.page)
        if page is None or page.reading != one.reading or not one.person:
            continue
        known = persons.get(one.person)
        kind = _kind_of(known) if known is not None else one.mention.kind
        for role in one.mention.roles:
            cited = _cite(one, role, page.text or "")
            if cited is not None:
                yield Played(one.person, kind, role.name, role.event, role.dated or page.dated, cited)


def _kind_of(person: Person) -> PersonKind:
    """An officer in the stand is called a witness there; he stays one."""
    return PersonKind.OFFICER if PersonKind.OFFICER in person.kinds else person.kind


def _cite(placed: PlacedMention, role: Role, text: str) -> Citation | None:
    """The words of the role, with the name where it stands near them."""
    start, end = min(placed.mention.start, role.start), max(placed.mention.end, role.end)
    if end - start > REACH:
        start, end = role.start, role.end
    quote = text[start:end]
    return Citation(placed.sha256, placed.page, placed.reading, start, end, quote) if quote.strip() else None


def _find_named(placed: Iterable[PlacedMention], persons: dict[str, Person]) -> Iterator[Named]:
    names: dict[str, set[str]] = defaultdict(set)
    places: dict[str, set[Place]] = defaultdict(set)
    for one in placed:
        names[one.person or ""].add(one.mention.name)
        places[one.person or ""].add((one.sha256, one.page))
    for person, known in persons.items():
        givens = {split_name(name)[0][0] for name in names[person] if split_name(name)[0]}
        yield Named(person, fold_surname(known.name), frozenset(givens), _kind_of(known), frozenset(places[person]))


def _find_doubted(connection: Connection, case: str) -> tuple[frozenset[str], frozenset[str]]:
    """Witnesses of whom a page records that they did not identify the person, and those who took back."""
    found: dict[str, set[str]] = {"non_identification": set(), "recantation": set()}
    for finding in findings_of_case(connection, case):
        if finding.type in found and finding.assertion in (Assertion.AFFIRMED, Assertion.DENIED, Assertion.UNKNOWN):
            found[finding.type] |= {slot.person for slot in finding.slots if slot.person is not None}
    civil = load_persons(connection, {person for persons in found.values() for person in persons})
    spared = {person for person, known in civil.items() if known.kind is PersonKind.OFFICER}
    return frozenset(found["non_identification"] - spared), frozenset(found["recantation"] - spared)
