"""Every query form on every backend: the same pages, and those that the language says.

What a query means is said once, in Python (`matching.holds`), and each backend is measured against it.
"""

from collections.abc import Callable, Iterator
from datetime import date

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from pipeline.errors import QueryError
from pipeline.records import Answer, IndexEntry
from pipeline.search import Ask, Index, Query, narrow, open_index, parse_query
from pipeline.search.matching import EntryView, holds
from pipeline.search.nodes import All, Any, Node, Without
from pipeline.settings import Settings
from tests.search.conftest import BACKENDS
from tests.search.corpus import CORPUS, KESTER, LETTER, OVAL, PRYCE, QUERIES, RANSOM, entry

Pages = set[tuple[str, int]]


@pytest.fixture(scope="module", params=BACKENDS)
def filled(request: pytest.FixtureRequest, new_settings: Callable[[str], Settings]) -> Iterator[Index]:
    """The corpus, written in two portions."""
    opened = open_index(new_settings(request.param))
    opened.add(CORPUS[:4])
    opened.add(CORPUS[4:])
    yield opened
    opened.close()


def pages_of(answer: Answer) -> Pages:
    return {(hit.sha256, hit.page) for hit in answer.hits}


def find(index: Index, text: str) -> Pages:
    return pages_of(index.search(Ask(parse_query(text), 100)))


def expected(query: Query) -> Pages:
    """The pages that the definition of the language gives, without any index."""
    if query.scope in ("page", "paragraph"):
        return {(page.sha256, page.page) for page in CORPUS if holds(query.root, EntryView(page))}
    groups = {group for page in CORPUS for group in groups_of(page, query.scope)}
    meant = {group for group in groups if holds_of_group(query.root, group)}
    asked = list(asked_of(query.root))
    texts = [node for node in asked if getattr(node, "field", "") == "text"] or asked
    return {
        (page.sha256, page.page)
        for page in CORPUS
        if meant & groups_of(page, query.scope) and (not texts or any(holds(node, EntryView(page)) for node in texts))
    }


def groups_of(page: IndexEntry, scope: str) -> set[str]:
    """The documents or cases that a page belongs to."""
    return set(page.cases) if scope == "case" and page.cases else {page.sha256}


def holds_of_group(node: Node, group: str) -> bool:
    if isinstance(node, All):
        return all(holds_of_group(part, group) for part in node.parts)
    if isinstance(node, Any):
        return any(holds_of_group(part, group) for part in node.parts)
    if isinstance(node, Without):
        return not holds_of_group(node.part, group)
    pages = (page for page in CORPUS if group in (page.sha256, *page.cases))
    return any(holds(node, EntryView(page)) for page in pages)


def asked_of(node: Node) -> Iterator[Node]:
    if isinstance(node, All | Any):
        for part in node.parts:
            yield from asked_of(part)
    elif not isinstance(node, Without):
        yield node


@pytest.mark.parametrize("text", QUERIES)
def test_every_form_finds_what_the_language_says(filled: Index, text: str) -> None:
    query = parse_query(text)
    answer = filled.search(Ask(query, 100))
    assert pages_of(answer) == expected(query)
    assert answer.exact
    assert answer.total == len(answer.hits)


def test_the_queries_say_something() -> None:
    """Most queries of the corpus find some pages and not all: a suite of empty answers would prove nothing."""
    sizes = [len(expected(parse_query(text))) for text in QUERIES]
    assert sum(0 < size < len(CORPUS) for size in sizes) > 0.85 * len(QUERIES)


@pytest.mark.parametrize(
    ("text", "want"),
    [
        ("informant", {(RANSOM, 1), (KESTER, 1), (PRYCE, 1)}),
        ("informant synonyms:off", {(RANSOM, 1), (KESTER, 1)}),
        ("halloran", {(RANSOM, 1), (RANSOM, 2), (KESTER, 2)}),
        ("halloran spelling:off", {(RANSOM, 1), (KESTER, 2)}),
        ('"the informant said"', {(KESTER, 1)}),
        ("94-118", {(RANSOM, 1), (PRYCE, 1)}),
        ("94118", {(RANSOM, 1), (PRYCE, 1)}),
        ('"94 118"', {(RANSOM, 1), (PRYCE, 1)}),
        ("promise", {(RANSOM, 1), (KESTER, 1), (LETTER, 1)}),
        ('"promised"', {(RANSOM, 1)}),
        ("line-up", {(RANSOM, 2), (PRYCE, 1)}),
        ("paid w/12 promised", {(RANSOM, 1), (KESTER, 1)}),
        ("promised pre/12 paid", {(KESTER, 1)}),
        ('"promised paid"~12', {(RANSOM, 1)}),
        ("deal w/1 deal", {(LETTER, 2)}),
        ("nandu cafe", {(OVAL, 1)}),
        ("NOT date:[* TO *]", {(OVAL, 1), ("b" * 64, 1)}),
        ("officer:vance 94-118 scope:document", {(RANSOM, 1)}),
        ("officer:vance 94-118", set()),
        ('officer:"halloran maria"', set()),
        ("line-up promise scope:case", {(RANSOM, 1), (RANSOM, 2), (LETTER, 1)}),
        ("line-up kester scope:case", set()),
        ("squad NOT nobody scope:document", set()),
        ("squad NOT judge scope:case", {(KESTER, 2)}),
        ("deal help scope:case", {(RANSOM, 1), (LETTER, 1), (LETTER, 2)}),
        ("judge deal scope:paragraph", {(LETTER, 1), (LETTER, 2)}),
        ("paid judge scope:paragraph", {(LETTER, 2)}),
        ("blue NOT deal scope:paragraph", {(LETTER, 1)}),
        ("blue NOT deal", set()),
        ("confidence:<0.8", {(RANSOM, 2), (PRYCE, 1), (OVAL, 1)}),
    ],
)
def test_judged_answers(filled: Index, text: str, want: Pages) -> None:
    """Answers that a person wrote down: the definition itself may be wrong."""
    assert find(filled, text) == want


def test_words_as_typed_come_first(index: Index) -> None:
    index.add(
        [entry(RANSOM, page, "promises promised promising promises promised " * 4) for page in range(1, 9)]
        + [entry(KESTER, 1, "a promise " + "and many other words " * 60)]
    )
    for text in ("promise", "promise~2"):
        assert index.search(Ask(parse_query(text), 9)).hits[0].sha256 == KESTER


def test_hits_carry_their_words(filled: Index) -> None:
    texts = {(page.sha256, page.page): page.text for page in CORPUS}
    (hit,) = filled.search(Ask(parse_query('informant "1500.00" promise set:police synonyms:off'), 10)).hits
    text = texts[hit.sha256, hit.page]
    assert [text[start:end] for start, end in hit.spans] == ["infor-\nmant", "1,500.00", "promised"]
    assert hit.snippet in text
    assert hit.reading == CORPUS[0].reading


def test_adding_again_replaces(index: Index) -> None:
    index.add([entry(RANSOM, 1, "first words"), entry(RANSOM, 2, "other page")])
    index.add([entry(RANSOM, 1, "second words")])
    assert find(index, "first") == set()
    assert find(index, "words") == {(RANSOM, 1)}
    index.add([entry(RANSOM, 1, "third words"), entry(RANSOM, 1, "fourth words")])
    assert find(index, "third") == set()
    assert find(index, "fourth") == {(RANSOM, 1)}
    assert index.search(Ask(parse_query("words OR other"), 10)).total == 2


def test_deleting(index: Index) -> None:
    index.delete([(RANSOM, 1)])
    index.add(CORPUS)
    index.delete([(RANSOM, 1), (RANSOM, 77), (KESTER, 2)])
    left = {(page.sha256, page.page) for page in CORPUS} - {(RANSOM, 1), (KESTER, 2)}
    assert {key[:2] for key in list(index.keys())} == left
    assert find(index, "squad") == set()


def test_keys_say_the_reading(filled: Index) -> None:
    assert sorted(filled.keys()) == sorted((page.sha256, page.page, page.reading) for page in CORPUS)


def test_an_index_without_pages(index: Index) -> None:
    assert index.search(Ask(parse_query("anything"), 10)) == Answer(0, True, ())
    assert index.search(Ask(parse_query("a NOT b scope:document"), 10)) == Answer(0, True, ())
    assert list(index.keys()) == []


def test_paging_reaches_every_hit_once(index: Index) -> None:
    index.add(entry(f"{number:064x}", 1, "the same words on every page") for number in range(25))
    seen = []
    for offset in range(0, 30, 7):
        answer = index.search(Ask(parse_query("words"), 7, offset))
        assert answer.total == 25
        seen += [hit.sha256 for hit in answer.hits]
    assert len(seen) == 25
    assert len(set(seen)) == 25
    assert index.search(Ask(parse_query("words"), 0)).total == 25


def test_paging_through_checked_hits(index: Index) -> None:
    """A query that the engine cannot answer alone is paged like any other."""
    index.add(entry(f"{number:064x}", 1, "no promises" if number % 2 else "promises: no") for number in range(50))
    query = parse_query('"no prom*"')
    seen = [hit.sha256 for offset in range(0, 30, 10) for hit in index.search(Ask(query, 10, offset)).hits]
    assert sorted(seen) == [f"{number:064x}" for number in range(1, 50, 2)]


def test_hits_beyond_ten_thousand(index: Index) -> None:
    index.add(entry(f"{number:064x}", 1, "word") for number in range(10_050))
    assert len(set(index.keys())) == 10_050
    deep = index.search(Ask(parse_query("word"), 30, 10_030))
    assert (deep.total, deep.exact, len(pages_of(deep))) == (10_050, True, 20)
    early = index.search(Ask(parse_query("word"), 30, 9_990))
    assert len(pages_of(early)) == 30
    assert len(pages_of(early) & pages_of(index.search(Ask(parse_query("word"), 10, 10_010)))) == 10


def test_rebuilding_swaps_when_complete(index: Index, settings: Settings) -> None:
    index.add([entry(RANSOM, 1, "the old index")])
    other = open_index(settings)
    seen_meanwhile = []

    def new_pages() -> Iterator[IndexEntry]:
        yield entry(KESTER, 1, "the new index")
        seen_meanwhile.append((find(index, "index"), find(other, "index")))
        yield entry(KESTER, 2, "the new index")

    index.rebuild(new_pages())
    old, new = {(RANSOM, 1)}, {(KESTER, 1), (KESTER, 2)}
    assert seen_meanwhile == [(old, old)]
    assert (find(index, "index"), find(other, "index")) == (new, new)
    index.add([entry(PRYCE, 1, "the new index")])
    assert len(find(other, "index")) == 3
    other.close()


def test_a_rebuild_that_fails_leaves_the_old_index(index: Index) -> None:
    index.add([entry(RANSOM, 1, "the old index")])

    def broken() -> Iterator[IndexEntry]:
        yield entry(KESTER, 1, "the new index")
        raise RuntimeError("the catalog went away")

    with pytest.raises(RuntimeError):
        index.rebuild(broken())
    assert find(index, "index") == {(RANSOM, 1)}


def test_rebuilding_without_an_index(index: Index) -> None:
    index.rebuild([entry(RANSOM, 1, "the first index")])
    assert find(index, "index") == {(RANSOM, 1)}


def test_narrowing_to_cases_by_their_whole_names(filled: Index) -> None:
    query = parse_query("(halloran OR hal1oran OR informant) synonyms:off")
    assert pages_of(filled.search(Ask(narrow(query, cases=("People v. Kester",)), 10))) == {(KESTER, 1), (KESTER, 2)}
    assert pages_of(filled.search(Ask(narrow(query, cases=("Kester",)), 10))) == set()
    assert pages_of(filled.search(Ask(narrow(query, cases=("1979-Pryce", "1990-Ransom")), 10))) == {
        (RANSOM, 1),
        (RANSOM, 2),
    }


# ---------------------------------------------------------------- queries and pages made by Hypothesis

WORDS = ["paid", "promise", "promised", "deal", "94-118", "halloran", "line-up", "no"]
FILTERS = ["set:police", "page:1", "date:<1991", "confidence:>=0.8", "officer:hal*", "kind:dd5", "type:(a OR b)"]
MARKS = ["@informant", "@officer", "@money", "@promise", "@denial"]
SPELLED = ['"no promise"', '"halloran paid"', "substantial assistance", "ci", "didnot", "holoran", "pr0mised"]
PATTERNS = ["pa*", "hal?oran", "halloran~1", "prom*", '"no deal"', '"no prom*"', '"94 118"']
LEAVES = st.sampled_from([*WORDS, *PATTERNS, *FILTERS, *MARKS, *SPELLED])
OPERANDS = st.sampled_from([*WORDS, *MARKS, "@promise", "prom*", "(paid OR deal)", '"no deal"'])
SIGNS = st.builds("{}/{}".format, st.sampled_from(["w", "pre"]), st.integers(1, 12))


def _joined(parts: list[str]) -> str:
    return " ".join(parts)


NEARS = st.one_of(
    st.tuples(OPERANDS, SIGNS, OPERANDS).map(lambda parts: _joined(list(parts))),
    st.tuples(OPERANDS, SIGNS, OPERANDS, SIGNS, OPERANDS).map(lambda parts: _joined(list(parts))),
    st.builds(
        '"{}"~{}'.format,
        st.lists(st.sampled_from([*WORDS, *MARKS]), min_size=2, max_size=4).map(_joined),
        st.integers(1, 12),
    ),
)
TEXTS = st.recursive(
    st.one_of(LEAVES, NEARS),
    lambda inner: st.one_of(
        st.tuples(inner, st.sampled_from([" ", " AND ", " OR ", " NOT ", " -"]), inner).map(
            lambda parts: f"({parts[0]}{parts[1]}{parts[2]})"
        ),
        inner.map(lambda part: f"NOT {part}"),
    ),
    max_leaves=5,
)
PAGE_WORDS = st.lists(
    st.sampled_from(
        [*WORDS, "the", "he", "was", "promises", "hal1oran", "94", "118", "line", "up", "prornise", "hal", "loran"]
    ),
    max_size=14,
)


SCOPES = ["", " scope:document", " scope:case", " scope:paragraph", " spelling:off", " synonyms:off"]


@hypothesis_settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=TEXTS, scope=st.sampled_from(SCOPES))
def test_made_queries_find_what_the_language_says(filled: Index, text: str, scope: str) -> None:
    query = parse_query(text + scope)
    assert pages_of(filled.search(Ask(query, 100))) == expected(query)


@pytest.fixture(scope="module", params=BACKENDS)
def scratch(request: pytest.FixtureRequest, new_settings: Callable[[str], Settings]) -> Iterator[Index]:
    opened = open_index(new_settings(request.param))
    yield opened
    opened.close()


@hypothesis_settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    pages=st.lists(PAGE_WORDS, min_size=20, max_size=40),
    texts=st.lists(st.one_of(NEARS, TEXTS), min_size=20, max_size=20),
)
def test_made_pages_are_found_alike(scratch: Index, pages: list[list[str]], texts: list[str]) -> None:
    made = [
        entry(f"{number:064x}", 1, " ".join(words), dated=date(1990, 1, 1 + number % 28))
        for number, words in enumerate(pages)
    ]
    scratch.rebuild(made)
    for text in texts:
        query = parse_query(text)
        want = {(page.sha256, page.page) for page in made if holds(query.root, EntryView(page))}
        assert pages_of(scratch.search(Ask(query, 100))) == want, text


@hypothesis_settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(max_size=60))
def test_any_text_is_answered(filled: Index, text: str) -> None:
    try:
        query = parse_query(text)
    except QueryError:
        return
    assert pages_of(filled.search(Ask(query, 100))) == expected(query)
