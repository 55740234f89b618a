"""Measuring on real pages: names without ranks, pages that know each other, nothing shown of the held-out part."""

import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.people.real import find_name, know_each_other
from benchmarks.people.speed import make_mentions
from pipeline.people.known_names import PageNames
from pipeline.records import LoneName, Mention, PersonKind

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize(
    ("span", "name", "measured"),
    [
        ("Det. John Halloran #4471", "John Halloran", "John Halloran"),
        ("HALLORAN, JOHN P.O.", "John Halloran", "HALLORAN, JOHN"),
        ("JUSTICE HALLORAN", "Halloran", "HALLORAN"),
        ("Ha11oran", "Halloran", "Ha11oran"),
    ],
)
def test_a_mention_is_measured_by_the_words_of_its_name(span: str, name: str, measured: str) -> None:
    text = f"On this day {span} said so"
    start = text.index(span)
    begin, end = find_name(text, Mention(start, start + len(span), PersonKind.OFFICER, name))
    assert text[begin:end] == measured


def test_pages_that_follow_each_other_know_whom_the_other_names() -> None:
    told = Mention(0, 18, PersonKind.OFFICER, "Walter Halloran", "Det.")
    names = [PageNames(4, {"a": told}, ()), PageNames(5, {}, (LoneName(7, 15, "Halloran"),)), PageNames(9, {}, ())]
    known = know_each_other(names)
    assert [(one.name, one.kind) for one in known[5].mentions] == [("Halloran", PersonKind.OFFICER)]
    assert not known[9].mentions


def test_errors_of_the_held_out_part_are_refused() -> None:
    asked = [str(ROOT), "--cache", str(ROOT), "--part", "held_out", "--errors"]
    script = str(ROOT / "benchmarks" / "people" / "real.py")
    done = subprocess.run([sys.executable, script, *asked], capture_output=True, text=True, check=False)
    assert (done.returncode, "development part" in done.stderr) == (2, True)


def test_mentions_for_measuring_recur_across_cases_and_are_the_same_each_time() -> None:
    once, again = list(make_mentions(1000)), list(make_mentions(1000))
    assert once == again
    assert len({one.id for one in once}) == 1000
    cases = {one.mention.badges[0]: set[str]() for one in once if one.mention.badges}
    for one in once:
        for badge in one.mention.badges:
            cases[badge].update(one.cases)
    assert any(len(some) > 1 for some in cases.values())
