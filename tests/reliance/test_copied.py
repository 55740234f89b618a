"""Which pages give one account: copies, and narratives that repeat each other; the print of a form is none."""

import random
import time

from pipeline.reliance.copied import find_twins
from pipeline.reliance.papers import CasePapers, Paper, Place
from pipeline.reliance.policy import load_policy
from tests.reliance.cases import SETTINGS

POLICY = load_policy(SETTINGS)
WORDS = [f"word{number}" for number in range(5000)]
FORM = "complaint follow up report of the department number of the report date of the report name of the witness " * 3


def narrative(seed: int, length: int = 80) -> str:
    return " ".join(random.Random(seed).choices(WORDS, k=length))


def accounts(*texts: str) -> list[int]:
    papers = tuple(Paper(("a" * 64, number), None, None, text) for number, text in enumerate(texts, 1))
    twins = find_twins(CasePapers("1990-Case", papers), [paper.place for paper in papers], POLICY)
    return [twins[paper.place] for paper in papers]


def test_a_repeated_narrative_is_one_account_and_another_is_not() -> None:
    story = narrative(1)
    first, second, third = accounts(f"P.O. One {story}", f"Memo book of P.O. Two. {story} End of tour.", narrative(2))
    assert first == second != third


def test_a_part_of_a_narrative_is_none() -> None:
    story, other = narrative(1), narrative(2)
    first, second = accounts(story, other + " " + story[: len(story) // 3])
    assert first != second


def test_the_print_of_a_form_makes_no_copies() -> None:
    numbers = accounts(*(FORM + narrative(seed, 30) for seed in range(10)))
    assert len(set(numbers)) == 10


def test_five_hundred_pages_are_compared_in_a_moment() -> None:
    texts = {place_of(number): narrative(number, 300) for number in range(500)}
    papers = CasePapers("1990-Case", tuple(Paper(place, None, None, text) for place, text in texts.items()))
    began = time.perf_counter()
    assert len(set(find_twins(papers, texts, POLICY).values())) == 500
    assert time.perf_counter() - began < 20


def place_of(number: int) -> Place:
    return f"{number:064x}", 1
