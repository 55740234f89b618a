"""What only the catalog knows of pages is asked when the question is put: a merge or a review rewrites no page."""

from collections.abc import Callable, Iterator

import pytest
from sqlalchemy import Connection, Engine

from pipeline.asking import copies_of, resolve_query, reviewed_values
from pipeline.catalog.copies import save_copies
from pipeline.catalog.database import open_catalog
from pipeline.catalog.facts import save_facts
from pipeline.catalog.known_pages import find_ticked
from pipeline.catalog.merges import give_mentions
from pipeline.catalog.people import save_alias
from pipeline.catalog.reviews import save_review
from pipeline.catalog.tables import lead_citations, leads, mentions
from pipeline.catalog.ticks import save_tick
from pipeline.errors import QueryError
from pipeline.records import IndexEntry, Mark, PageCopy, PersonKind
from pipeline.search import Ask, Index, open_index, parse_query
from pipeline.search.nodes import InPages
from pipeline.settings import Settings
from tests.search.catalogued import put_number, put_pages, put_person
from tests.search.conftest import BACKENDS
from tests.search.corpus import entry

ONE, TWO, THREE, FOUR = (digit * 64 for digit in "5678")
OFFICER, WITNESS, INFORMANT = PersonKind.OFFICER, PersonKind.WITNESS, PersonKind.INFORMANT
PAGES = [
    entry(ONE, 1, "Det. Halloran paid him.", officers=("John Halloran",), people=("John Halloran",)),
    entry(ONE, 2, "The defective signed.", people=("the detective",)),
    entry(TWO, 1, "J. Hailoran wrote this.", officers=("J. Hailoran",), people=("J. Hailoran",)),
    entry(TWO, 2, "Halloran the grocer was paid.", witnesses=("Ned Halloran",), people=("Ned Halloran",)),
    entry(THREE, 1, "CI 94-118 came in.", informants=("CI 94-118",), people=("CI 94-118",)),
    entry(THREE, 2, "Franco Delgado was arrested.", people=("Franco Delgado",)),
    entry(THREE, 3, "Nobody is named here."),
]
STAMPED = {f"{ONE}:{page}": [Mark(0, 4, "bates", f"DA-{1233 + page:06}")] for page in (1, 2)}
JOHN, NED, FRANCO = (f"P-{number:012x}" for number in (1, 2, 3))
Pages = set[tuple[str, int]]


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """The pages in a catalog. John Halloran is known by three names, Franco Delgado by a number too."""
    opened = open_catalog(Settings(archive=tmp_path_factory.mktemp("archive")), create=True)
    with opened.begin() as connection:
        put_pages(connection, PAGES, STAMPED)
        put_person(connection, JOHN, "John Halloran", (OFFICER,))
        put_person(connection, NED, "Ned Halloran", (WITNESS,))
        put_person(connection, FRANCO, "Franco Delgado", (INFORMANT,))
        give(connection, JOHN, "the detective", "J. Hailoran")
        give(connection, FRANCO, "CI 94-118")
        put_number(connection, PAGES[2], "ABC0077")
        save_facts(connection, (THREE, 0), [("dat", "bates", "DA 009000")])
    yield opened
    opened.dispose()


@pytest.fixture
def catalog(engine: Engine) -> Iterator[Connection]:
    """What a test writes is taken back after it."""
    with engine.connect() as connection:
        yield connection
        connection.rollback()


@pytest.fixture(scope="module", params=BACKENDS)
def index(request: pytest.FixtureRequest, new_settings: Callable[[str], Settings]) -> Iterator[Index]:
    opened = open_index(new_settings(request.param))
    opened.add(PAGES)
    yield opened
    opened.close()


def give(connection: Connection, person: str, *names: str) -> None:
    ids = connection.execute(mentions.select().where(mentions.c.name.in_(names))).scalars()
    give_mentions(connection, list(ids), person)


def find(catalog: Connection, index: Index, text: str) -> Pages:
    answer = index.search(Ask(resolve_query(catalog, parse_query(text)), 50))
    assert answer.exact
    assert answer.total == len(answer.hits)
    return {(hit.sha256, hit.page) for hit in answer.hits}


@pytest.mark.parametrize(
    ("text", "want", "because"),
    [
        ('officer:"john halloran"', {(ONE, 1), (ONE, 2), (TWO, 1)}, "one person under three names"),
        ("officer:halloran", {(ONE, 1), (ONE, 2), (TWO, 1)}, "the grocer is no officer"),
        ("officer:hailoran", {(ONE, 1), (ONE, 2), (TWO, 1)}, "a misread name is his too"),
        ("officer:hal*", {(ONE, 1), (ONE, 2), (TWO, 1)}, "patterns"),
        ("officer:haloran~1", {(ONE, 1), (ONE, 2), (TWO, 1)}, "and one letter changed"),
        ("person:halloran", {(ONE, 1), (ONE, 2), (TWO, 1), (TWO, 2)}, "of whatever part"),
        ("witness:halloran", {(TWO, 2)}, "another person"),
        ("informant:94-118", {(THREE, 1), (THREE, 2)}, "the man behind the number"),
        ("informant:delgado", {(THREE, 1), (THREE, 2)}, "the number of the man"),
        ("person:delgado arrested", {(THREE, 2)}, "with words of the page"),
        ("person:delgado -arrested", {(THREE, 1)}, "without them"),
        ("NOT person:halloran", {(THREE, 1), (THREE, 2), (THREE, 3)}, "excluded under every name"),
        ("officer:(halloran OR vance)", {(ONE, 1), (ONE, 2), (TWO, 1)}, "alternatives"),
        ("officer:nobody", set(), "a name that nobody has"),
        (f"person:{JOHN}", {(ONE, 1), (ONE, 2), (TWO, 1)}, "by his id"),
        (f"person:{JOHN.lower()} OR person:{FRANCO}", {(ONE, 1), (ONE, 2), (TWO, 1), (THREE, 1), (THREE, 2)}, "two"),
        ("delgado signed scope:document", set(), "not in one document"),
        ("informant:94-118 nobody scope:document", {(THREE, 3)}, "in one document, by the number"),
    ],
)
def test_a_person_is_found_under_every_name(
    catalog: Connection, index: Index, text: str, want: Pages, because: str
) -> None:
    assert find(catalog, index, text) == want, because


def test_a_merge_and_its_undoing_rewrite_no_page(catalog: Connection, index: Index) -> None:
    keys = sorted(index.keys())
    give(catalog, JOHN, "Ned Halloran")
    save_alias(catalog, NED, JOHN)
    assert find(catalog, index, "officer:halloran") == {(ONE, 1), (ONE, 2), (TWO, 1), (TWO, 2)}
    assert find(catalog, index, f"person:{NED}") == find(catalog, index, f"person:{JOHN}")
    give(catalog, NED, "Ned Halloran")
    assert find(catalog, index, "officer:halloran") == {(ONE, 1), (ONE, 2), (TWO, 1)}
    assert sorted(index.keys()) == keys


def test_an_id_that_is_nobodys(catalog: Connection, index: Index) -> None:
    with pytest.raises(QueryError, match="exculpa person NAME"):
        find(catalog, index, "person:P-0123456789ab")


# ---------------------------------------------------------------- reviewed


def tick(catalog: Connection, place: tuple[str, int], holds: bool = True) -> None:
    save_tick(catalog, place, "r", ("somebody", ""), holds)


def test_what_was_reviewed_is_known_to_the_next_question(catalog: Connection, index: Index) -> None:
    everything = {(page.sha256, page.page) for page in PAGES}
    assert find(catalog, index, "reviewed:yes") == set()
    assert find(catalog, index, "reviewed:no") == everything
    tick(catalog, (ONE, 1))
    tick(catalog, (TWO, 2))
    assert find(catalog, index, "paid reviewed:yes") == {(ONE, 1), (TWO, 2)}
    assert (
        find(catalog, index, "reviewed:no")
        == find(catalog, index, "NOT reviewed:yes")
        == everything
        - {
            (ONE, 1),
            (TWO, 2),
        }
    )
    tick(catalog, (ONE, 1), holds=False)
    assert find(catalog, index, "paid reviewed:YES") == {(TWO, 2)}


def test_a_document_that_was_reviewed_as_a_whole_is_one_value(catalog: Connection, index: Index) -> None:
    for place in ((THREE, 1), (THREE, 2), (THREE, 3), (ONE, 2)):
        tick(catalog, place)
    assert find_ticked(catalog) == ({THREE}, {(ONE, 2)})
    assert find(catalog, index, "reviewed:yes") == {(THREE, 1), (THREE, 2), (THREE, 3), (ONE, 2)}
    assert find(catalog, index, "reviewed:no") == {(ONE, 1), (TWO, 1), (TWO, 2)}


def test_more_pages_than_a_clause_of_the_server_takes(
    catalog: Connection, index: Index, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pipeline.search.elastic_query.MOST_TERMS", 2)
    assert len(find(catalog, index, "person:halloran")) == 4
    assert len(find(catalog, index, f"-person:{JOHN}")) == 4


def test_what_was_decided_of_a_lead(catalog: Connection, index: Index) -> None:
    put_lead(catalog, "L-1", PAGES[0])
    put_lead(catalog, "L-2", PAGES[3])
    save_review(catalog, ("L-1", "paid"), "somebody", "relevant", "")
    save_review(catalog, ("L-2", "paid"), "somebody", "relevant", "")
    save_review(catalog, ("L-2", "paid"), "somebody", "not-relevant", "another man")
    assert find(catalog, index, "reviewed:relevant") == {(ONE, 1)}
    assert (
        find(catalog, index, 'reviewed:"not relevant"') == find(catalog, index, "reviewed:not_relevant") == {(TWO, 2)}
    )
    assert find(catalog, index, "reviewed:privileged") == set()


def put_lead(connection: Connection, key: str, page: IndexEntry) -> None:
    texts = dict.fromkeys(("type", "rule", "group_key", "status", "summary", "why", "confirm", "disclosure"), "x")
    told = {"severity": 1, "verify_image": False, "score": 1, "band": "C", "points": [], "people": [], "cases": []}
    connection.execute(leads.insert().values(id=key, **texts, **told))
    cited = {"ordinal": 0, "number": page.page, "reading": "r", "start": 0, "end": 4, "quote": "paid"}
    connection.execute(lead_citations.insert().values(lead=key, sha256=page.sha256, **cited))


def test_answers_are_counted_by_what_was_reviewed(catalog: Connection, index: Index) -> None:
    tick(catalog, (ONE, 1))
    counted = reviewed_values(catalog)
    answer = index.search(Ask(parse_query("paid"), 0, counted=counted))
    (facet,) = answer.facets
    assert (facet.name, dict(facet.values)) == ("reviewed", {"yes": 1, "no": 1})


# ---------------------------------------------------------------- Bates numbers


@pytest.mark.parametrize(
    ("text", "want", "because"),
    [
        ("bates:DA-001234", {(ONE, 1)}, "stamped on the page"),
        ("bates:da1234", {(ONE, 1)}, "however written"),
        ('bates:"DA 001235"', {(ONE, 2)}, "with a blank"),
        ("bates:[DA-001234 TO DA-001235]", {(ONE, 1), (ONE, 2)}, "a range"),
        ("bates:[DA-001235 TO *]", {(ONE, 2), (THREE, 1), (THREE, 2), (THREE, 3)}, "without an end"),
        ("bates:{DA-001234 TO DA-001236}", {(ONE, 2)}, "ends left out"),
        ("bates:DA-00123*", {(ONE, 1), (ONE, 2)}, "digits that follow"),
        ("bates:ABC-77", {(TWO, 1)}, "as a load file gives it"),
        ("bates:abc_0077", {(TWO, 1)}, "with other signs and zeros"),
        ("bates:DA-009001", {(THREE, 2)}, "counted on from the first page of a document"),
        ("bates:DA-009003", set(), "no further than the document goes"),
        ("bates:DA*", {(ONE, 1), (ONE, 2), (THREE, 1), (THREE, 2), (THREE, 3)}, "all of these letters"),
        ("NOT bates:*", {(TWO, 2)}, "without a number"),
        ("paid bates:DA-001234", {(ONE, 1)}, "with words"),
    ],
)
def test_a_page_is_found_by_its_number(catalog: Connection, index: Index, text: str, want: Pages, because: str) -> None:
    assert find(catalog, index, text) == want, because


def test_copies_are_told_from_either_side(catalog: Connection) -> None:
    save_copies(catalog, [PageCopy((ONE, 1), (TWO, 1), "text", 0.9)])
    find_copies = copies_of(catalog)
    assert list(find_copies((ONE, 1))) == [(TWO, 1)]
    assert list(find_copies((TWO, 1))) == [(ONE, 1)]
    assert list(find_copies((THREE, 1))) == []


def test_a_part_that_is_true_of_too_many_pages(catalog: Connection, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.asking.MAX_PAGES", 1)
    with pytest.raises(QueryError, match="Narrow it"):
        resolve_query(catalog, parse_query(f"person:{JOHN}"))
    one = resolve_query(catalog, parse_query("bates:DA-001234")).root
    assert one == InPages(frozenset({(ONE, 1)}))
