"""What a scan made of words, and other words for the same: found, ranked behind, switched off."""

from collections.abc import Callable, Iterator

import pytest

from pipeline.records import IndexEntry
from pipeline.search import Ask, Index, open_index, parse_query
from pipeline.search.matching import EntryView, holds
from pipeline.search.nodes import Any, Phrase, Word
from pipeline.search.shapes import index_shape, is_ordinary, shape
from pipeline.settings import Settings
from tests.search.conftest import BACKENDS
from tests.search.corpus import entry

PAGES = [
    "Det. Halloran paid the informant. No promises were made.",
    "Det. Hal1oran paid the inforrnant. No prornises were made.",
    "Det. Hailoran pald the in formant. No prom1ses were rnade.",
    "Det. HALL0RAN; C.I. 94-1l8; he didnot pay.",
    "Det. Hollaran of the other squad. N0 promlses.",
    "The hall ran dry; a promise was kept. Pairing of shoes.",
    "Substantial assistance letter, 5K1.1; confidential informant 94118.",
    "Tall order: malformed infor mants.",
]


@pytest.fixture(scope="module", params=BACKENDS)
def worn(request: pytest.FixtureRequest, new_settings: Callable[[str], Settings]) -> Iterator[Index]:
    opened = open_index(new_settings(request.param))
    opened.add(entry("c" * 64, number, text) for number, text in enumerate(PAGES, 1))
    yield opened
    opened.close()


@pytest.mark.parametrize(
    ("asked", "pages"),
    [
        ("halloran", {1, 2, 3, 4, 5}),
        ("halloran spelling:off", {1}),
        ('"halloran"', {1}),
        ("informant", {1, 2, 3, 4, 7}),
        ("informant synonyms:off", {1, 2, 3, 7}),
        ("informants synonyms:off", {1, 2, 7, 8}),
        ("informant synonyms:off spelling:off", {1, 7}),
        ("promises", {1, 2, 3, 5, 6}),
        ('"no promises"', {1, 2, 3, 5}),
        ('"no promises" spelling:off', {1}),
        ('"promises"', {1}),
        ('"no promises"~2', {1, 2, 3}),
        ("no w/1 promises", {1, 2, 3}),
        ("halloran w/2 paid", {1, 2, 3}),
        ('"halloran paid" spelling:off', {1}),
        ("did not", {4}),
        ("did not spelling:off", set()),
        ("94-118", {4, 7}),
        ("94-118 spelling:off", {7}),
        ("5k1", {7}),
        ("substantial assistance", {7}),
        ("ci", {1, 4, 7}),
        ("paid", {1, 2, 3}),
    ],
)
def test_what_a_scan_made_of_words_is_found(worn: Index, asked: str, pages: set[int]) -> None:
    query = parse_query(asked)
    assert {hit.page for hit in worn.search(Ask(query, 100)).hits} == pages
    assert {
        number for number, text in enumerate(PAGES, 1) if holds(query.root, EntryView(entry("c" * 64, number, text)))
    } == pages


NAMED = [
    ("Spoke to Holleran at the house.", ("John Holleran",)),
    ("Statement of Robert Schmidt.", ("Robert Schmidt",)),
    ("Bob Smith was not there, said Katherine.", ("Bob Smith", "Katherine Ruiz")),
    ("The bill was paid; the holler ran through the hall.", ()),
]


@pytest.fixture(scope="module", params=BACKENDS)
def named(request: pytest.FixtureRequest, new_settings: Callable[[str], Settings]) -> Iterator[Index]:
    opened = open_index(new_settings(request.param))
    opened.add(named_pages())
    yield opened
    opened.close()


def named_pages() -> Iterator[IndexEntry]:
    for number, (text, people) in enumerate(NAMED, 1):
        words = [name for person in people for name in person.split() if name in text]
        marks = tuple(("person", text.index(name), text.index(name) + len(name)) for name in words)
        yield entry("d" * 64, number, text, people=people, witnesses=people, marks=marks)


@pytest.mark.parametrize(
    ("asked", "pages"),
    [
        ("halloran", {1}),
        ("hollorin", {1}),
        ("witness:haloren", {1}),
        ("witness:haloren spelling:off", set()),
        ('"halloran"', set()),
        ("bob", {2, 3}),
        ("robert", {2, 3}),
        ("witness:bobby", {2, 3}),
        ("robert schmitt", {2}),
        ("bob spelling:off", {3}),
        ("catherine", {3}),
        ("person:kathryn", {3}),
        ("catherine w/9 bob", {3}),
        ("bill", {2, 4}),
        ("holler", {4}),
    ],
)
def test_names_are_found_by_sound_and_short_form(named: Index, asked: str, pages: set[int]) -> None:
    query = parse_query(asked)
    assert {hit.page for hit in named.search(Ask(query, 100)).hits} == pages
    assert {page.page for page in named_pages() if holds(query.root, EntryView(page))} == pages


def test_the_word_as_typed_comes_first(worn: Index) -> None:
    for asked in ("halloran", "promises"):
        assert worn.search(Ask(parse_query(asked), 100)).hits[0].page == 1


@pytest.mark.parametrize(
    "words",
    [
        ("halloran", "hal1oran", "hailoran", "ha11oran", "ha1l0ran"),
        ("promises", "prornises", "prom1ses", "promlses"),
        ("informant", "inforrnant", "lnformant", "inf0rmant"),
        ("sustained", "sustalned", "5ustained"),
        ("lineup", "1ineup", "llneup", "iineup"),
        ("defense", "defen5e", "dcfense"),
    ],
)
def test_words_that_a_scan_confuses_have_one_shape(words: tuple[str, ...]) -> None:
    assert len({shape(word) for word in words}) == 1


def test_ordinary_words_and_numbers_of_a_page_have_no_shape() -> None:
    assert is_ordinary("paid")
    assert index_shape("paid") is None
    assert index_shape("94118") is None
    assert index_shape("941l8") == shape("94118")
    assert index_shape("pald") == shape("paid")
    assert shape("no") is None


def test_what_a_word_may_be_is_in_its_node() -> None:
    root = parse_query("ci").root
    assert isinstance(root, Any)
    word, *phrases = root.parts
    assert isinstance(word, Word)
    assert "===informant" in word.also
    assert all(isinstance(phrase, Phrase) and phrase.instead == "ci" for phrase in phrases)
    assert parse_query("ci synonyms:off").root == Word("text", "ci", "ci")
    quoted = parse_query('"halloran"').root
    assert quoted == Word("text", "halloran")


def test_an_abbreviation_with_an_everyday_meaning_finds_nothing_else() -> None:
    assert parse_query("re synonyms:off").root == parse_query("re").root
