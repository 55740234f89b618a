"""A file of questions is read record by record: what is wrong with one never costs another."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import UsageError
from pipeline.search.batch import Question, read_questions


def read(*lines: str, head: str = "id,query") -> list[Question]:
    return list(read_questions("\n".join([head, *lines]) + "\n"))


def good(*lines: str, head: str = "id,query") -> list[tuple[str, str]]:
    return [(one.id, one.query) for one in read(*lines, head=head) if one.problem is None]


@pytest.mark.parametrize(
    ("lines", "want", "because"),
    [
        (["1,paid informant"], [("1", "paid informant")], "words"),
        (['2,"""no deal"" w/8 paid"'], [("2", '"no deal" w/8 paid')], "quotation marks are written twice"),
        (['3,"paid, promised"'], [("3", "paid, promised")], "a comma in quotation marks"),
        (["4, halloran "], [("4", "halloran")], "blanks around it are nothing"),
        (["", "5,paid", ",,"], [("5", "paid")], "empty lines are no questions"),
        (["6,paid\r"], [("6", "paid")], "line ends of Windows"),
        (["7,O'Brien"], [("7", "O'Brien")], "an apostrophe is a letter"),
    ],
)
def test_questions_are_read(lines: list[str], want: list[tuple[str, str]], because: str) -> None:
    assert good(*lines) == want, because


@pytest.mark.parametrize(
    ("lines", "line", "says", "because"),
    [
        (["1,paid", ",promised", "3,deal"], 3, "no id", "answers need a name"),
        (["1,paid", "2,", "3,deal"], 3, "no query", "nothing is asked"),
        (["1,paid", "1,promised", "3,deal"], 3, "stands on line 2 too", "two questions of one id"),
        (["1,paid", "2,paid, promised", "3,deal"], 3, "more columns", "a comma that is no separator"),
        (["1,paid", '2,"no deal" w/8 paid', "3,deal"], 3, "quotation marks", "the marks of the phrase would be lost"),
        (["1,paid", '2,"no deal', "3,deal"], 3, "quotation marks", "one too few would swallow the rest"),
        (["1,paid", '2,"no deal', '3,"deal"'], 3, "quotation marks", "and find its partner in another query"),
    ],
)
def test_a_bad_one_is_told_and_the_rest_is_read(lines: list[str], line: int, says: str, because: str) -> None:
    asked = read(*lines)
    assert [one.id for one in asked if one.problem is None] == ["1", "3"], because
    [bad] = [one for one in asked if one.problem is not None]
    assert (bad.line, says in str(bad.problem)) == (line, True), because


def test_columns_may_stand_in_any_order_with_others_beside() -> None:
    assert good("x,deal,9", head="note,Query,ID") == [("9", "deal")]
    assert good("9;deal, or no deal", head="id;query") == [("9", "deal, or no deal")]
    assert good("9\tdeal", head="id\tquery") == [("9", "deal")]
    assert [one.line for one in read('1,paid,"two\nlines"', "2,deal,", head="id,query,note")] == [2, 4]


@pytest.mark.parametrize("head", ["", "id,question", "1,paid"])
def test_a_file_without_the_columns_is_refused(head: str) -> None:
    with pytest.raises(UsageError, match="id,query"):
        read("1,paid", head=head)


@given(st.lists(st.text(alphabet='1",\n\0 é', max_size=20), max_size=6))
def test_any_text_is_read_and_every_line_is_told_once(lines: list[str]) -> None:
    asked = read(*lines)
    assert [one.line for one in asked] == sorted({one.line for one in asked})
    assert all(one.id and one.query for one in asked if one.problem is None)
