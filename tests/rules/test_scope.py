"""What a denial reaches to, which times agree, and where somebody may be at once."""

from datetime import date

import pytest

from pipeline.records import Assertion, Group
from pipeline.rules import LeadTypes
from pipeline.rules.clock_conflicts import apart, find_clock_pairs
from pipeline.rules.conflicts import find_denial_conflicts
from pipeline.rules.denial_scope import is_in_scope
from pipeline.rules.whereabouts import find_whereabouts
from tests.rules.conftest import Make, filled


@pytest.mark.parametrize(
    ("denied", "benefit", "within"),
    [
        ("Has the judge promised you anything? No, the judge hasn't.", "The D.A. will dismiss the charge", False),
        ("Has the judge promised you anything? No.", "The judge said she would remember his help", True),
        ("Did any detective offer you help? No.", "ADA Pruett agreed to a lower sentence", False),
        ("Were you paid? I was not paid.", "His burglary charge was dropped", False),
        ("Were you paid? I was not paid.", "He received $40", True),
        ("Nobody promised me a thing.", "His burglary charge was dropped", True),
    ],
)
def test_a_denial_reaches_as_far_as_its_words(make: Make, denied: str, benefit: str, within: bool) -> None:
    denial, given = make("deal_denial", quote=denied), make("informant_incentive", quote=benefit)
    assert is_in_scope(given, denial) is within


def test_a_benefit_of_years_later_is_no_conflict(make: Make, types: LeadTypes) -> None:
    denial = make("deal_denial", filled("speaker", "P-1"), dated=date(1991, 5, 2), assertion=Assertion.DENIED)
    later = make("witness_benefit", filled("witness", "P-1"), dated=date(1993, 8, 30))
    assert not list(find_denial_conflicts(Group("P-1", (denial, later)), types))


@pytest.mark.parametrize(
    ("one", "other", "minutes"),
    [("22:15", "22:13", 2), ("23:55", "00:10", 15), ("09:40?", "21:31", 9), ("12:05?", "00:05", 0)],
)
def test_times_are_apart_the_shortest_way(make: Make, one: str, other: str, minutes: int) -> None:
    assert apart(make("t", filled("time", value=one)), make("t", filled("time", value=other))) == minutes


def test_another_prisoner_of_the_same_unit_is_no_conflict(make: Make) -> None:
    def time(type_: str, clock: str, prisoner: str) -> object:
        slots = (
            filled("event", value="arrest"),
            filled("time", value=clock),
            filled("subject", prisoner),
            filled("officer", "P-9"),
        )
        return make(type_, *slots, dated=date(1988, 7, 19), cases=("case",))  # fmt: skip

    report, own, strangers = (
        time(*each)
        for each in (
            ("reported_time", "23:50", "P-1"), ("logged_time", "22:26", "P-1"), ("logged_time", "20:00", "P-2"),
        )
    )  # fmt: skip
    assert not list(find_clock_pairs(Group("case", (report, strangers)), "rule"))  # type: ignore[arg-type]
    (pair,) = find_clock_pairs(Group("case", (report, own, strangers)), "rule")  # type: ignore[arg-type]
    assert pair.records == (own,)
    assert "84 minutes" in pair.scope


@pytest.mark.parametrize(
    ("said", "place", "agree"),
    [
        ("on 4 May 1990 he was in cell C-4 with Roe", "CELL C-4", True),
        ("on 4 May 1990 he was in cell C-4 with Roe", "CELL A-11", False),
        ("on 4 May 1990 he was in cell C-4 with Roe", "STATE FARM", False),
        ("on 4 May 1990 in the county jail", "COUNTY JAIL, CELL A-11", True),
        ("on 4 May 1990 in the dayroom", "out", False),
    ],
)
def test_cells_and_houses_are_compared(make: Make, said: str, place: str, agree: bool) -> None:
    claim = make("presence", filled("subject", "P-1"), filled("date", value="1990-05-04"), quote=said)
    end = () if place == "out" else (filled("to", value="1990-05-20"),)
    stay = make(
        "stay", filled("subject", "P-1"), filled("from", value="1990-05-01"), filled("place", value=place), *end
    )
    assert bool(list(find_whereabouts(Group("P-1", (claim, stay))))) is not agree


def test_days_outside_a_stay_and_days_of_a_move_are_no_conflict(make: Make) -> None:
    stay = make(
        "stay", filled("subject", "P-1"), filled("from", value="1990-05-01"), filled("to", value="1990-05-20"),
        filled("place", value="ward"), filled("house", value="hospital"),
    )  # fmt: skip
    for day, conflicts in (("1990-05-10", 1), ("1990-05-01", 0), ("1990-05-20", 0), ("1990-06-02", 0)):
        claim = make(
            "presence", filled("subject", "P-1"), filled("date", value=day), quote="in the bullpen of the jail"
        )
        assert len(list(find_whereabouts(Group("P-1", (claim, stay))))) == conflicts
