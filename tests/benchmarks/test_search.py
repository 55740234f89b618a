"""What the figures of benchmarks/search rest on: the generated pages, the questions, the key."""

from itertools import islice
from pathlib import Path

import yaml

from benchmarks.search.archive import load_planted, write_pages
from benchmarks.search.asked import FORMS, ask_all
from benchmarks.search.questions import ANYTHING, Judged, load_questions
from pipeline.config_files import read_config_file
from pipeline.search import parse_query
from pipeline.settings import CONFIG_DIR

ARCHIVE = Path(__file__).resolve().parents[2] / "demo" / "archive"
PAGES = 60


def test_the_same_seed_gives_the_same_pages() -> None:
    pages = list(write_pages(PAGES))
    assert pages == list(write_pages(PAGES))
    assert pages[: PAGES // 2] == list(write_pages(PAGES // 2))
    assert len({(page.sha256, page.page) for page in pages}) == PAGES
    assert [page.text for page in write_pages(PAGES, seed=8)] != [page.text for page in pages]


def test_marks_stand_on_their_words() -> None:
    pages = list(write_pages(PAGES))
    marked = [(name, page.text[start:end]) for page in pages for name, start, end in page.marks]
    assert len(marked) / PAGES > 20
    assert all(words == words.strip() and words for _, words in marked)
    assert {words.replace("\n", " ") for name, words in marked if name == "denial"} >= {"no promises", "not"}
    assert all(words.startswith("$") or words in ("paid", "cash") for name, words in marked if name == "money")


def test_pages_without_marks_are_the_same_pages() -> None:
    with_marks, without = write_pages(PAGES), write_pages(PAGES, marks=False)
    assert [page.text for page in with_marks] == [page.text for page in without]


def test_planted_marks_are_marks_of_the_language() -> None:
    planted = {name for page in write_pages(PAGES) for name, _, _ in page.marks} | set(load_planted()["words"].values())
    assert planted <= set(yaml.safe_load(read_config_file(str(CONFIG_DIR / "search" / "marks.yml")) or b""))


def test_two_hundred_questions_that_can_be_asked() -> None:
    asked = ask_all()
    assert len(asked) == sum(FORMS.values()) == 200
    assert asked == ask_all()
    for one in islice(asked, 0, None, 5):
        parse_query(one.text)


def test_the_key_of_the_thirty_questions_names_pages_of_the_demo() -> None:
    questions = load_questions()
    assert [question.number for question in questions] == list(range(1, 31))
    for question in questions:
        parse_query(question.query)
        for page in (question.answers | question.also) - {ANYTHING}:
            path, number = page.rsplit(" ", 1)
            assert (ARCHIVE / path).is_file(), page
            assert int(number) > 0


def test_a_question_that_nothing_answers_is_answered_by_nothing() -> None:
    first, none = (next(q for q in load_questions() if bool(q.answers) is held) for held in (True, False))
    assert Judged(none, ()).answered
    assert not Judged(none, ("1991-Salgado/police/lineup_report.png 1",)).answered
    assert not Judged(first, ()).answered
    answer = min(first.answers)
    assert Judged(first, ("elsewhere 1", answer)).rank == 2
    assert not Judged(first, (*(f"elsewhere {n}" for n in range(10)), answer)).answered
