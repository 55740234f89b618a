"""The invented case files with truth: every word of the truth stands in its text, the parts are apart, the held-out one
is frozen; and the figures on few marks."""

import hashlib
from itertools import pairwise
from pathlib import Path

import pytest

from benchmarks.people.scores import Judged, Said, Truth
from benchmarks.people.written import figures
from benchmarks.people.written.truth import (
    HERE,
    StandsFor,
    find_case_files,
    load_cases,
    load_people,
    part_of,
    read_case,
)  # fmt: skip
from pipeline.records import PersonKind

CASES = load_cases()
PEOPLE = load_people()
PLACE, OTHER_PLACE = ("a" * 64, 1), ("b" * 64, 1)
KINDS = {kind.value for kind in PersonKind}


def test_every_word_of_the_truth_stands_in_its_text() -> None:
    """Loading raises where words do not stand so often in their paper; here the spans are cut again."""
    for case in CASES:
        for paper in case.papers:
            spans = [(one.place, one.start, one.end) for one in paper.roles]
            spans += [(one.place, one.start, one.end) for one in paper.references]
            spans += [(truth.place, *truth.parts[0]) for truth in paper.mentions]
            assert all(any(map(str.isalnum, paper.pages[place[1] - 1][start:end])) for place, start, end in spans)


def test_words_that_do_not_stand_in_their_paper_are_refused(tmp_path: Path) -> None:
    mention = "{words: Halloran, kind: officer, person: keogh}"
    paper = f"{{name: a.txt, pages: [Det. Santori wrote it.], mentions: [{mention}]}}"
    (tmp_path / "broken.yml").write_text(f"{{case: broken, documents: [{paper}]}}", "utf-8")
    with pytest.raises(ValueError, match="does not stand"):
        read_case(tmp_path / "broken.yml")


def test_no_paper_stands_twice_and_no_form_feed_within_a_page() -> None:
    papers = [paper for case in CASES for paper in case.papers]
    assert len({paper.data for paper in papers}) == len(papers) > 80
    assert not any("\f" in page for paper in papers for page in paper.pages)


def test_kinds_and_persons_are_known() -> None:
    truths = [truth for case in CASES for paper in case.papers for truth in paper.mentions]
    assert all(truth.kinds <= KINDS and truth.kind not in truth.also for truth in truths)
    assert {truth.person for truth in truths if truth.person is not None} <= PEOPLE.keys()
    roles = {role.person for case in CASES for paper in case.papers for role in paper.roles}
    assert roles | {grade.person for case in CASES for grade in case.grades} <= PEOPLE.keys()
    assert all(set(row.get("apart", ())) <= PEOPLE.keys() for row in PEOPLE.values())


def test_mentions_of_a_page_do_not_overlap() -> None:
    for case in CASES:
        for paper in case.papers:
            spans = sorted((truth.place[1], *truth.parts[0]) for truth in paper.mentions)
            for (page, _start, end), (next_page, start, _end) in pairwise(spans):
                assert page != next_page or end <= start, (case.name, paper.name, page, end)


def test_the_parts_are_disjoint_and_half_of_the_cases_each() -> None:
    held_out, development = ({path.stem for path in find_case_files(part)} for part in ("held_out", "development"))
    assert not held_out & development
    assert len(held_out) == len(development) == 8
    assert {case.name for case in CASES} == held_out | development


def test_the_held_out_files_are_frozen() -> None:
    frozen = {line[66:]: line[:64] for line in (HERE / "held_out.sha256").read_text("utf-8").splitlines()}
    assert frozen == {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in find_case_files("held_out")}


def test_a_case_is_named_as_its_file() -> None:
    assert [case.name for case in CASES] == [path.stem for path in find_case_files()]
    assert part_of("baltic-street-1986") == "development"


def _judged() -> Judged:
    """Two brothers and a judge on two pages; one mention of the younger is given to the elder."""
    told = [
        (PLACE, 0, "elder", "officer", "1"),
        (PLACE, 9, "elder", "witness", "1"),
        (OTHER_PLACE, 0, "younger", "officer", "1"),
        (OTHER_PLACE, 9, "younger", "officer", "2"),
    ]
    pairs = [
        (
            Truth(place, ((start, start + 5),), "officer", person=person),
            Said(place, start, start + 5, kind, "A", group=group),
        )
        for place, start, person, kind, group in told
    ]
    return Judged([truth for truth, _one in pairs], [one for _truth, one in pairs], pairs)


def test_pairs_over_all_papers_and_brothers_made_one() -> None:
    judged = _judged()
    rate = figures.rate_pairs(judged)
    assert (rate.right, rate.said, rate.true) == (1, 3, 2)
    joined = figures.count_joined(judged, [frozenset({"elder", "younger"})])
    assert joined == {frozenset({"elder", "younger"}): figures.Joined(pairs=4, joined=2)}


def test_kinds_are_rated_each() -> None:
    rate = figures.rate_kinds(_judged())
    assert (rate["officer"].right, rate["officer"].said, rate["officer"].true) == (3, 3, 4)
    assert (rate["witness"].right, rate["witness"].said) == (0, 1)


def test_roles_near_each_other_count_only_in_the_lenient_figure() -> None:
    true = [("p", "case", "interrogator"), ("q", "case", "affiant")]
    said = [("p", "case", "interviewer"), ("q", "case", "affiant"), ("?", "case", "affiant")]
    strict, near = figures.rate_roles(true, said), figures.rate_roles(true, said, near=True)
    assert (strict["interrogator"].found, near["interrogator"].found) == (0, 1)
    assert (strict["affiant"].right, strict["affiant"].said) == (1, 2)
    mean, count = figures.macro_f1(strict)
    assert (round(mean, 3), count) == (0.333, 2)


def test_a_reference_is_right_wrong_or_left() -> None:
    true = [
        StandsFor(PLACE, 20, 25, "R/O", "elder"),
        StandsFor(PLACE, 30, 35, "the C.I.", None),
        StandsFor(PLACE, 40, 45, "affiant", "younger"),
        StandsFor(PLACE, 50, 55, "A/O", "younger"),
    ]
    said = [Said(PLACE, 20, 25, "officer", "A", group="1"), Said(PLACE, 41, 45, "officer", "A", group="1")]
    assert figures.count_references(true, said, {"1": "elder"}) == {"right": 1, "left": 1, "wrong": 1, "unknown": 1}


def test_what_stands_on_a_reference_is_neither_right_nor_false() -> None:
    truths = [Truth(PLACE, ((0, 5),), "officer")]
    references = [StandsFor(PLACE, 20, 23, "W-1", "w"), StandsFor(PLACE, 0, 9, "A and B", "w")]
    said = [Said(PLACE, 0, 5, "officer", "A"), Said(PLACE, 20, 23, "witness", "W-1"), Said(PLACE, 30, 33, "other", "C")]
    assert figures.leave_out(said, truths, references) == [said[0], said[2]]


def test_words_cited_are_marked_or_elsewhere() -> None:
    role = next(role for case in CASES for paper in case.papers for role in paper.roles)
    case_of = {role.place: "case", OTHER_PLACE: "case"}
    here = figures.SaidRole(role.place, role.start, role.end, role.person, "case", role.role)
    there = figures.SaidRole(OTHER_PLACE, 0, 4, role.person, "case", role.role)
    assert figures.count_cited([role], [there], case_of) == {"elsewhere": 1}
    assert figures.count_cited([role], [there, here], case_of) == {"marked": 1}


def test_every_grade_is_one_of_the_reference() -> None:
    assert all(grade.grade in {"E0", "E1", "E2", "E3", "E4", "EU"} for case in CASES for grade in case.grades)
    assert sum(bool(case.grades) for case in CASES) >= 12
