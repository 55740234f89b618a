"""What people type is a query; what uses the language and gets it wrong is told where and what to type."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import QueryError
from pipeline.search.nodes import FIELDS, All, Any, Fuzzy, Near, Nothing, Phrase, Query, Word
from pipeline.search.query import parse_query


def words_of(query: Query) -> list[str]:
    """The words of a row, those with a hyphen or the like in their parts."""
    words: list[str] = []
    for part in query.root.parts if isinstance(query.root, All) else (query.root,):
        part = part.parts[0] if isinstance(part, Any) else part
        leaves = part.leaves if isinstance(part, Phrase) else (part,)
        words += [leaf.term for leaf in leaves if isinstance(leaf, Word)]
    return words


@pytest.mark.parametrize(
    ("said", "want", "because"),
    [
        ("O'Brien's car (the blue one", ["obrien", "car", "the", "blue", "one"], "a bracket left open"),
        ("the blue one)", ["the", "blue", "one"], "a bracket that closes nothing"),
        ("R/O #1234", ["ro", "1234"], "signs of old reports"),
        ("re: Smith", ["re", "smith"], "no field of ours, with a blank after the colon"),
        ("w/3 children and a dog", ["w", "3", "children", "and", "a", "dog"], "with, at the beginning"),
        ("Case: 4471", ["case", "4471"], "a heading, not a field: a blank follows"),
        ("Date: soon", ["date", "soon"], "a heading, not a field"),
        ("5'10\" tall", ["510", "tall"], "inches are no quotation mark"),
        ("black and white", ["black", "and", "white"], "small letters are words"),
        ("DID NOT SIGN (REFUSED", ["did", "not", "sign", "refused"], "a line of capitals, cut off"),
        ("what did he say?", ["what", "did", "he", "say"], "a question"),
        ("note * see file", ["note", "see", "file"], "a star alone"),
        ("approx. ~5 pm", ["approx", "5", "pm"], "a tilde before a number"),
        ("man w/ gun", ["man", "w", "gun"], "with, not within"),
        ("- first - second", ["first", "second"], "dashes"),
        ("foo() bar", ["foo", "bar"], "empty brackets"),
        ("Dear Sir,\n\tthe MAN", ["dear", "sir", "the", "man"], "lines"),
        ("AT&T [sic] {x}", ["at", "t", "sic", "x"], "other brackets"),
        ("", [], "nothing"),
        ("?! ... --", [], "no word at all"),
    ],
)
def test_plain_text_is_a_row_of_words(said: str, want: list[str], because: str) -> None:
    assert words_of(parse_query(said)) == want, because


@pytest.mark.parametrize(
    ("said", "position"),
    [
        ("(paid OR promised", 0),
        ("paid) OR promised", 4),
        ("paid AND", 8),
        ("OR paid", 0),
        ("paid AND OR deal", 9),
        ("paid w/5", 8),
        ('x OR "no deal', 5),
        ("date:soon", 5),
        ("date:1991-13", 5),
        ("paid date:2/30/1991", 10),
        ("date:[1993 TO 1991]", 0),
        ("confidence:high", 11),
        ("page:two", 5),
        ("date:<", 5),
        ("halloran~3", 0),
        ("paid w/0 deal", 5),
        ("paid w/501 deal", 5),
        ("kind:[a TO b]", 0),
        ("bates:soon", 6),
        ("bates:[DA-9 TO DA-1]", 0),
        ("bates:[DA-1 TO XY-9]", 0),
        ("paid reviewed:maybe", 14),
        ("scope:book", 0),
        ("(scope:document paid) deal", 1),
        ("officer:vance w/3 paid", 14),
        ("(paid AND deal) w/3 judge", 16),
        ("paid @informnt", 5),
        ("officer:@witness", 8),
        ('"paid @nobody"~9', 0),
        ("word " * 400, 0),
        ('paid "a b c d e f g h i"~20', 5),
        ("(" * 60 + "x" + ")" * 60, 0),
    ],
)
def test_a_wrong_query_says_where_and_what_to_type(said: str, position: int) -> None:
    with pytest.raises(QueryError) as refused:
        parse_query(said)
    assert refused.value.position == position
    assert re.search(r"type|Type|put|Search|Take|is either|Join|has no ranges|at most", str(refused.value))


def test_operators_bind_as_they_read() -> None:
    assert parse_query("a OR b c") == parse_query("a OR (b AND c)")
    assert parse_query("NOT a b") == parse_query("(NOT a) AND b")
    assert parse_query("a w/3 b c") == parse_query("(a w/3 b) AND c")
    assert parse_query("a O'Brien's c") == parse_query("a AND O'Brien's AND c")
    assert parse_query("-a") == parse_query("NOT a")
    assert parse_query("A W/3 b").root == parse_query("a w/3 b").root


def test_a_scope_stands_anywhere_at_the_top() -> None:
    assert parse_query("scope:document paid deal") == parse_query("paid deal scope:DOCUMENT")
    assert parse_query("paid scope:page") == parse_query("paid")


def test_two_words_within_quotes_are_near_as_written() -> None:
    near = parse_query('"paid promised"~8 spelling:off').root
    assert isinstance(near, Near)
    assert near.operands == ((Word("text", "paid"),), (Word("text", "promised"),))
    assert (near.within, near.ordered) == ((8,), (False,))


def test_an_unknown_mark_is_told_the_near_ones() -> None:
    for said, meant in (("@informer", "@informant"), ("@line-up", "@lineup"), ("@prom", "@promise")):
        refused = refusal_of(said)
        assert refused is not None
        assert meant in str(refused)
    for plain in ("ellen@example.org", "@ 5 pm", "@", "2 lbs @ $40"):
        assert refusal_of(plain) is None


def test_a_word_shorter_than_its_edits_is_that_word() -> None:
    assert parse_query("a~1").root == Word("text", "a")
    assert parse_query("ab~1").root == Fuzzy("text", "ab", 1)


def test_a_query_without_words_finds_nothing() -> None:
    assert parse_query(" - ?").root == Nothing()


def refusal_of(text: str) -> QueryError | None:
    try:
        parse_query(text)
    except QueryError as refused:
        return refused
    return None


@given(st.text(max_size=200))
def test_any_text_is_a_query(text: str) -> None:
    """Only known fields and our own operators can make a text wrong."""
    refused = refusal_of(text)
    if refused is not None:
        assert 0 <= refused.position <= len(text)
        assert re.search(rf"({'|'.join(FIELDS)}|scope):|@[^\W\d_]|\b(AND|OR|NOT)\b|/\d|~\d", text, re.IGNORECASE)


PIECES = ["(", ")", '"', "AND", "OR", "NOT", "-", "w/3", "pre/0", "paid", "a-b", "x*", "?", "~2", "~9", "[", "TO", "]"]
PIECES += ["date:", "case:", "scope:", "1990", "<", "\u201c", "é", "\n", ":", "{", "}"]


@given(st.lists(st.tuples(st.sampled_from(PIECES), st.sampled_from(["", " "])), max_size=25))
def test_any_heap_of_signs_is_a_query_or_a_clear_error(pieces: list[tuple[str, str]]) -> None:
    text = "".join(piece + blank for piece, blank in pieces)
    refused = refusal_of(text)
    if refused is not None:
        assert 0 <= refused.position <= len(text)
        assert len(str(refused)) > 20
