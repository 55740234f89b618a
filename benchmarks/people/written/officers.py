"""Grades of officers and the look-back, against the truth."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from benchmarks.people.written.truth import HERE, Case
from pipeline.catalog.database import open_catalog
from pipeline.lookback.officers import read_officers
from pipeline.lookback.rows import find_rows
from pipeline.lookback.status import load_vocabulary
from pipeline.reliance.grades import grade_officer
from pipeline.reliance.policy import load_policy
from pipeline.reliance.reading import load_papers
from pipeline.settings import load_settings

SURE = ("firm", "probable")
NOT_GRADED = "none"


def print_grades(archive: Path, cases: Sequence[Case], bearers: Mapping[str, str]) -> None:
    """Each grade of the truth beside the program's; right, within one, and what it said instead."""
    settings = load_settings(archive)
    policy = load_policy(settings)
    groups: dict[str, set[str]] = defaultdict(set)
    for group, person in bearers.items():
        groups[person].add(group)
    compared: list[tuple[str, str, str, str]] = []
    with open_catalog(settings).connect() as connection:
        for case in cases:
            papers = load_papers(connection, settings, case.name)
            for true in case.grades:
                ids = frozenset(groups[true.person])
                said = grade_officer(papers, policy, ids).grade if ids else NOT_GRADED
                compared.append((case.name, true.person, true.grade, said))
    right = sum(true == said for _case, _person, true, said in compared)
    within = sum(_apart(true, said) <= 1 for _case, _person, true, said in compared)
    print(f"\ngrades: {right} of {len(compared)} right, {within} within one")
    for case_name, person, grade, said in compared:
        print(f"  {case_name:24} {person:12} is {grade}, said {said}")


def _apart(one: str, other: str) -> int:
    """How many grades lie between; unknown is far from all but itself."""
    if one == other:
        return 0
    if one[1:].isdigit() and other[1:].isdigit():
        return abs(int(one[1:]) - int(other[1:]))
    return 9


def print_lookback(archive: Path, names: set[str]) -> None:
    """The look-back over the list of officers: cases that must be sure, those that must at least be shown, and those
    that must not be given for sure."""
    wanted = yaml.safe_load((HERE / "lookback.yml").read_text("utf-8"))["rows"]
    settings = load_settings(archive)
    vocabulary = load_vocabulary(settings)
    listed = read_officers((HERE / "lookback.csv").read_bytes(), vocabulary, date.today())
    engine = open_catalog(settings)
    with engine.connect() as connection:
        given = list(find_rows(connection, settings, listed, vocabulary, None))
    print(f"\nlook-back: {len(given)} officers, {len(listed.problems)} problems with the list")
    marks = [_compare(row, want, names) for row, want in zip(given, wanted, strict=True)]
    right = sum(good for good, _all, _wrong in marks)
    print(f"cases right: {right} of {sum(every for _good, every, _wrong in marks)}")
    for row, (_good, _every, wrong) in zip(given, marks, strict=True):
        print(f"  {row['name']:22} {row['certainty'].split(':')[0]:10} " + ("; ".join(wrong) or "as it should be"))


def _compare(row: Mapping[str, Any], want: Mapping[str, Any], names: set[str]) -> tuple[int, int, list[str]]:
    """How many of the cases that concern an officer are as they should be, of how many, and what is wrong."""
    told = {case["case"]: case["certainty"].split(":")[0] for case in row["cases"]}
    good, wrong = 0, []
    asked = list(_asked(want, names))
    for case, needs in asked:
        certainty = told.get(case, "not found")
        sure = certainty in SURE
        if {"certain": sure, "possible": case in told, "not": not sure}[needs]:
            good += 1
        else:
            wrong.append(f"{case} is {certainty}, wanted {needs}")
    if "person" not in want and any(certainty == "firm" for certainty in told.values()):
        wrong.append("firm, though nobody can tell")
    concerned = {case for case, _needs in asked}
    wrong += [f"{case} is {said}, none of his" for case, said in told.items() if said in SURE and case not in concerned]
    return good, len(asked), wrong


def _asked(want: Mapping[str, Any], names: set[str]) -> Iterable[tuple[str, str]]:
    return [(case, needs) for needs in ("certain", "possible", "not") for case in want.get(needs, ()) if case in names]
