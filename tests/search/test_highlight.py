"""Spans and snippets are cut from the page's own text."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from pipeline.search.highlight import SNIPPET_LENGTH, cut_snippet, mark_page
from pipeline.search.matching import EntryView
from pipeline.search.query import parse_query
from tests.search.corpus import entry


def page(text: str) -> EntryView:
    return EntryView(entry("a" * 64, 1, text))


def marked(text: str, query: str) -> list[str]:
    return [text[start:end] for start, end in mark_page(page(text), parse_query(query).root)]


def test_what_is_asked_for_is_marked() -> None:
    text = "No promises. Det. Hal1oran paid the infor-\nmant, C/I 94-118, as promised; no deal."
    assert marked(text, "promise informant") == ["promises", "infor-\nmant", "C/I", "promised"]
    assert marked(text, "promise informant synonyms:off") == ["promises", "infor-\nmant", "promised"]
    assert marked(text, "halloran") == ["Hal1oran"]
    assert marked(text, "94118") == ["94-118"]
    assert marked(text, '"no prom*"') == ["No promises"]
    assert marked(text, "(halloran~1 OR ci) synonyms:off") == ["Hal1oran", "C/I"]
    assert marked(text, "paid w/2 informant") == ["paid", "infor-\nmant"]
    assert marked(text, "paid w/1 informant") == []
    assert marked(text, '"deal no promised"~5') == ["promised", "no", "deal"]


def test_words_that_stand_for_something_are_marked() -> None:
    text = "He paid the informant, C/I 94-118; no deal."
    assert marked(text, "@money w/3 @informant") == ["paid", "informant", "C/I"]
    assert marked(text, '"@denial @promise"') == ["no deal"]


def test_only_the_paragraphs_that_answer_are_marked() -> None:
    text = "He was paid.\n\nThe judge paid nobody.\n \nA judge."
    assert marked(text, "judge paid scope:paragraph") == ["judge", "paid"]
    assert marked(text, "judge NOT paid scope:paragraph") == ["judge"]


def test_what_is_excluded_and_what_is_no_text_is_not_marked() -> None:
    assert marked("paid by the court", "paid NOT court set:court officer:paid") == ["paid"]


def test_many_near_words_take_no_time() -> None:
    """Once every way to combine them was tried: a million on this page."""
    assert len(marked("deal " * 300, "deal w/200 deal w/200 deal w/200 deal")) == 300
    assert len(marked("deal " * 60, '"deal deal deal deal deal deal"~50')) == 60


def test_overlapping_places_are_one() -> None:
    assert marked("no deal was made", '"no deal" OR "deal was" OR deal') == ["no deal was"]


def test_the_snippet_shows_the_place_with_most_words() -> None:
    text = "informant " + "filler " * 200 + "the informant was paid by a judge " + "filler " * 200
    snippet = cut_snippet(text, mark_page(page(text), parse_query("informant paid judge").root))
    assert "the informant was paid by a judge" in snippet
    assert snippet in text
    assert len(snippet) <= SNIPPET_LENGTH + 1


def test_a_snippet_without_marks_is_the_beginning() -> None:
    text = "The first words. " + "filler " * 200
    assert cut_snippet(text, ()).startswith("The first words.")


@given(st.text(alphabet="ab -\n'é1.", max_size=600), st.sampled_from(["a", "a b", "a*", '"a b"', "a w/3 b", "NOT a"]))
def test_every_span_and_snippet_is_in_the_text(text: str, query: str) -> None:
    spans = mark_page(page(text), parse_query(query).root)
    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert all(left[1] <= right[0] for left, right in pairwise(spans))
    assert cut_snippet(text, spans) in text
