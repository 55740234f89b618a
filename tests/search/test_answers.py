"""How an answer is wanted, on every backend: counted, sorted, with copies and documents as one hit."""

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date

import pytest

from pipeline.records import Answer
from pipeline.search import Ask, Index, open_index, parse_query
from pipeline.search.asks import FACET_VALUES, FACETS, SORTS
from pipeline.search.facets import Tally
from pipeline.search.matching import EntryView, holds
from pipeline.search.nodes import InPages, Without
from pipeline.settings import Settings
from tests.search.conftest import BACKENDS
from tests.search.corpus import CORPUS, KESTER, LETTER, OVAL, PRYCE, RANSOM, entry

TOLD = "paid OR promise OR witness"
CHECKED = 'pai* w/30 (he OR the) OR "no prom*"'
"""One question that the engines answer alone, and one whose pages are looked at."""
Key = tuple[str, int]


@pytest.fixture(scope="module", params=BACKENDS)
def filled(request: pytest.FixtureRequest, new_settings: Callable[[str], Settings]) -> Iterator[Index]:
    opened = open_index(new_settings(request.param))
    opened.add(CORPUS)
    yield opened
    opened.close()


def keys_of(answer: Answer) -> list[Key]:
    return [(hit.sha256, hit.page) for hit in answer.hits]


# ---------------------------------------------------------------- facets


@pytest.mark.parametrize("text", [TOLD, CHECKED, "halloran", "promised lineup scope:document", "nowhere", "NOT paid"])
def test_facets_count_the_pages_of_the_answer(filled: Index, text: str) -> None:
    """As they are counted one by one, page by page."""
    query = parse_query(text)
    every = filled.search(Ask(query, 100))
    tally = Tally(Ask(query, facets=FACETS))
    for page in CORPUS:
        if (page.sha256, page.page) in keys_of(every):
            tally.take(page)
    answer = filled.search(Ask(query, 1, facets=FACETS))
    assert [facet.name for facet in answer.facets] == list(FACETS)
    assert {facet.name: dict(facet.values) for facet in answer.facets} == {
        name: dict(tally.counts.get(name, {})) for name in FACETS
    }
    assert all(facet.exact and not facet.more for facet in answer.facets)


def test_facets_that_a_person_counted(filled: Index) -> None:
    answer = filled.search(Ask(parse_query("(halloran OR promise) spelling:off"), 0, facets=FACETS))
    told = {facet.name: facet.values for facet in answer.facets}
    assert answer.hits == ()
    assert told["case"] == (("1990-Ransom", 2), ("1991-Kester", 2), ("People v. Kester", 2))
    assert told["year"] == (("1991", 2), ("1990", 1), ("1992", 1))
    assert told["officer"] == (("halloran", 1), ("john halloran", 1))
    assert told["confidence"] == (("0.8-0.9", 2), ("0.9-1", 2))


def test_the_values_of_most_pages_are_told(index: Index) -> None:
    index.add(entry(f"{n:064x}", 1, "word", cases=(f"case {n % 30:02}",)) for n in range(75))
    (facet,) = index.search(Ask(parse_query("word"), 0, facets=("case",))).facets
    assert facet.values == tuple(
        [(f"case {n:02}", 3) for n in range(15)] + [(f"case {n:02}", 2) for n in range(15, 20)]
    )
    assert facet.more
    assert len(facet.values) == FACET_VALUES


def test_facets_of_checked_pages_are_lower_bounds_as_the_total_is(index: Index) -> None:
    index.add(entry(f"{n:064x}", 1, "no promises") for n in range(1_300))
    answer = index.search(Ask(parse_query('"no prom*"'), 10, facets=("set",)))
    assert not answer.exact
    assert answer.facets[0].values == (("police", answer.total),)
    assert not answer.facets[0].exact
    assert 1_000 <= answer.total < 1_300


@pytest.mark.parametrize("text", [TOLD, CHECKED])
def test_facets_of_the_askers_own(filled: Index, text: str) -> None:
    ticked = InPages(frozenset({(RANSOM, 1), (LETTER, 1), (OVAL, 1)}))
    counted = (("reviewed", "yes", ticked), ("reviewed", "no", Without(ticked)), ("odd [name>", "x", ticked))
    answer = filled.search(Ask(parse_query(text), 100, counted=counted, facets=("set",)))
    yes = sum(key in ticked.keys for key in keys_of(answer))
    told = {facet.name: dict(facet.values) for facet in answer.facets}
    assert told["reviewed"] == {"yes": yes, "no": answer.total - yes}
    assert told["odd [name>"] == {"x": yes}
    assert list(told) == ["set", "reviewed", "odd [name>"]


# ---------------------------------------------------------------- order


def in_order(sort: str, keys: list[Key]) -> list[Key]:
    """What an order is, in words: by day, by case and then by day; what has none last, a day's pages by document."""
    pages = {(page.sha256, page.page): page for page in CORPUS}

    def place(key: Key) -> tuple[object, ...]:
        page = pages[key]
        age = page.dated or date.max
        youth = -page.dated.toordinal() if page.dated else 0
        case = (not page.cases, min(page.cases, default="").casefold())
        return {"oldest": (age, *key), "newest": (youth, *key), "case": (*case, age, *key)}[sort]

    return sorted(keys, key=place)


@pytest.mark.parametrize("sort", [sort for sort in SORTS if sort != "relevance"])
@pytest.mark.parametrize("text", [TOLD, CHECKED, "page:>0"])
def test_answers_in_order(filled: Index, text: str, sort: str) -> None:
    query = parse_query(text)
    best = filled.search(Ask(query, 100))
    ordered = filled.search(Ask(query, 100, sort=sort))
    assert keys_of(ordered) == in_order(sort, keys_of(best))
    portions = [filled.search(Ask(query, 2, offset, sort)) for offset in range(0, ordered.total, 2)]
    assert [key for portion in portions for key in keys_of(portion)] == keys_of(ordered)
    assert {hit.score for hit in ordered.hits} <= {0.0}


def test_every_page_of_a_long_answer_in_order(index: Index) -> None:
    """Beyond what Elasticsearch gives by offset too."""
    index.add(
        entry(f"{n % 7:064x}", n // 7 + 1, "word", dated=date(1990 + n % 3, 1, 1), cases=(f"case {n % 2}",))
        for n in range(10_500)
    )
    query = parse_query("word")
    for sort in SORTS:
        seen = Counter(key for at in (0, 9_990, 10_400) for key in keys_of(index.search(Ask(query, 90, at, sort))))
        assert len(seen) == 270, sort
    assert index.search(Ask(query, 1, 10_499, "newest")).total == 10_500
    assert keys_of(index.search(Ask(query, 10, 10_500, "newest"))) == []


# ---------------------------------------------------------------- pages shown as one


@pytest.mark.parametrize("text", [TOLD, CHECKED])
@pytest.mark.parametrize("sort", ["relevance", "oldest"])
def test_a_document_is_one_hit(filled: Index, text: str, sort: str) -> None:
    query = parse_query(text)
    every = keys_of(filled.search(Ask(query, 100, sort=sort)))
    answer = filled.search(Ask(query, 100, sort=sort, collapse="document", facets=("set",)))
    first = {sha256: (sha256, page) for sha256, page in reversed(every)}
    assert keys_of(answer) == [key for key in every if first[key[0]] == key]
    assert answer.total == len(every)
    for hit in answer.hits:
        assert {*hit.under, (hit.sha256, hit.page)} == {key for key in every if key[0] == hit.sha256}
    portions = [filled.search(Ask(query, 1, at, sort, collapse="document")) for at in range(len(answer.hits))]
    assert [hit for portion in portions for hit in portion.hits] == list(answer.hits)


def test_copies_stand_under_the_first_of_them(index: Index) -> None:
    """A copy that does not answer is not shown; one that is a copy of two hits stands under the first."""
    index.add(entry(f"{n:064x}", 1, "paid " * (9 - n) + "other words " * n) for n in range(8))
    index.add([entry("9" * 64, 1, "the copy that reads otherwise")])
    zero, one, two, three = (f"{n:064x}" for n in range(4))
    pairs = {(zero, two), (one, two), (one, three), (zero, "9" * 64)}
    copies = {
        key: {(b if a == key else a, 1) for a, b in pairs if key in (a, b)} for key in (zero, one, two, three, "9" * 64)
    }

    def copies_of(key: Key) -> set[Key]:
        return copies.get(key[0], set())

    query = parse_query("paid")
    answer = index.search(Ask(query, 10, collapse="copies", copies=copies_of))
    assert answer.total == 8
    assert [(hit.sha256, hit.under) for hit in answer.hits[:2]] == [(zero, ((two, 1),)), (one, ((three, 1),))]
    assert len(answer.hits) == 6
    second = index.search(Ask(query, 10, 1, collapse="copies", copies=copies_of))
    assert second.hits == answer.hits[1:]
    newest = index.search(Ask(query, 10, sort="newest", collapse="copies", copies=copies_of))
    assert len(newest.hits) == 6


def test_what_cannot_be_asked() -> None:
    query = parse_query("paid")
    with pytest.raises(ValueError, match="relevance, oldest"):
        Ask(query, sort="date")
    with pytest.raises(ValueError, match="no facets of the index: colour"):
        Ask(query, facets=("colour",))
    with pytest.raises(ValueError, match="says which they are"):
        Ask(query, collapse="copies")
    with pytest.raises(ValueError, match="count from 0"):
        Ask(query, offset=-1)


def test_pages_by_key(filled: Index) -> None:
    """As the catalog gives them: ticked off, copies, those of a person."""
    some = InPages(frozenset({(RANSOM, 1), (KESTER, 2), (PRYCE, 9)}))
    for node in (some, Without(some)):
        query = parse_query("page:>0")
        found = filled.search(Ask(type(query)(node), 100))
        assert set(keys_of(found)) == {(p.sha256, p.page) for p in CORPUS if holds(node, EntryView(p))}


def test_hits_tell_their_confidence(filled: Index) -> None:
    sure = {(page.sha256, page.page): page.confidence for page in CORPUS}
    hits = filled.search(Ask(parse_query(TOLD), 100)).hits
    assert [hit.confidence for hit in hits] == [sure[hit.sha256, hit.page] for hit in hits]
    assert any(hit.confidence is None for hit in filled.search(Ask(parse_query("NOT paid OR deal"), 100)).hits)


# ---------------------------------------------------------------- every hit


@pytest.mark.parametrize("text", [TOLD, CHECKED, "promised lineup scope:document", "nowhere"])
@pytest.mark.parametrize("collapse", ["", "document"])
def test_every_hit_comes_as_on_the_screens(filled: Index, text: str, collapse: str) -> None:
    query = parse_query(text)
    for sort in ("relevance", "newest"):
        shown = filled.search(Ask(query, 100, 1, sort, collapse=collapse))
        assert tuple(filled.find(Ask(query, 0, 1, sort, collapse=collapse))) == shown.hits


def test_many_hits_come_of_one_state_of_the_index(index: Index) -> None:
    """What is written meanwhile is neither missed nor told twice."""
    index.add(entry(f"{n % 7:064x}", n // 7 + 1, "no promises") for n in range(1_200))
    query = parse_query('"no prom*"')
    assert list(index.find(Ask(parse_query("nowhere")))) == []
    assert len(set(index.find(Ask(query)))) == 1_200
    found = index.find(Ask(query, sort="newest"))
    seen = [next(found)]
    index.delete((hit.sha256, hit.page) for hit in seen)
    index.add([entry("f" * 64, 1, "no promises")])
    keys = [(hit.sha256, hit.page) for hit in (*seen, *found)]
    assert sorted(keys) == sorted((f"{n % 7:064x}", n // 7 + 1) for n in range(1_200))


def test_nothing_is_found_where_no_index_is(index: Index) -> None:
    assert list(index.find(Ask(parse_query("words")))) == []
    assert index.search(Ask(parse_query("words"), facets=("set",))).facets[0].values == ()
