"""Relatives, namesakes, twins of spelling, badges that are handed on: who is one, and who stays two."""

from itertools import permutations
from pathlib import Path
from typing import Any

import pytest
import yaml

from pipeline.people import ACROSS_CASES, WITHIN_A_CASE, find_figures, group_mentions
from pipeline.people.evidence import AGAINST, contradicts, evidence_of
from pipeline.records import PlacedMention
from tests.people.test_clusters import placed

HARD: list[dict[str, Any]] = yaml.safe_load((Path(__file__).parent / "hard.yml").read_text("utf-8"))


def mentions(said: list[str]) -> list[PlacedMention]:
    return [placed(number, one) for number, one in enumerate(said)]


def groups(said: list[PlacedMention]) -> list[list[int]]:
    return sorted(sorted(int(mention) for mention in cluster.mentions) for cluster in group_mentions(said))


@pytest.mark.parametrize("hard", HARD, ids=[hard["what"] for hard in HARD])
def test_who_is_one_and_who_is_two(hard: dict[str, Any]) -> None:
    assert groups(mentions(hard["said"])) == hard["persons"]


@pytest.mark.parametrize("hard", HARD, ids=[hard["what"] for hard in HARD])
def test_the_order_in_which_pages_come_decides_nothing(hard: dict[str, Any]) -> None:
    said = mentions(hard["said"])
    assert {str(groups(list(order))) for order in permutations(said)} == {str(hard["persons"])}


def test_every_way_has_a_name_of_its_own() -> None:
    for ways in (WITHIN_A_CASE, ACROSS_CASES, AGAINST):
        assert len({name for name, _way in ways}) == len(ways)


@pytest.mark.parametrize(
    ("one", "other", "because"),
    [
        ("det John Halloran Jr | A", "det John Halloran Sr | B", "suffix"),
        ("det John A. Halloran | A", "det John B. Halloran | B", "middle name"),
        ("det John Halloran | A", "det Mary Halloran | B", "given name"),
        ("det John Halloran | A", "victim John Halloran | B", "kind"),
        ("det John Halloran @NYPD | A", "det John Halloran @LAPD | B", "department"),
        ("det John Halloran #1234 | A", "det John Halloran #5678 | B", "number"),
        ("det John Halloran | A", "det John Halloran | A", "case"),
        ("det John Halloran | A | x | 1931-01-01", "det John Halloran | B | y | 1991-01-01", "time"),
        ("det John Halloran #1234 @NYPD | A", "sgt J. Halloran #1234 @NYPD | B", None),
    ],
)
def test_what_speaks_against_two_being_one_is_named(one: str, other: str, because: str | None) -> None:
    pair = [next(find_figures(said.split("|")[1].strip(), [placed(at, said)])) for at, said in enumerate((one, other))]
    assert contradicts(evidence_of(pair[0]), evidence_of(pair[1])) == because
