"""The key of people on real pages: its format, its frozen part, that it holds no text; and the scorer on few marks."""

import hashlib
import json
from typing import Any

import pytest

from benchmarks.people.key import KEY, compare_readers, hash_of_part, trim
from benchmarks.people.scores import Said, Truth, judge, rates
from pipeline.records import PersonKind

FROZEN = {line[66:]: line[:64] for line in (KEY.parent / "marks.sha256").read_text("utf-8").splitlines()}
ROWS: list[dict[str, Any]] = [json.loads(line) for line in KEY.read_text("utf-8").splitlines()]
MARKS = [row for row in ROWS if not row.get("empty")]
FIELDS = {
    "sha256", "page", "split", "boxes", "kind", "also", "person", "surname", "role", "role_also", "handwritten",
}  # fmt: skip


@pytest.mark.parametrize("name", ["reader-a.jsonl", "reader-b.jsonl", "key.jsonl"])
def test_the_key_and_its_two_passes_are_frozen(name: str) -> None:
    assert hashlib.sha256((KEY.parent / name).read_bytes()).hexdigest() == FROZEN[name]


def test_the_held_out_part_is_frozen() -> None:
    assert hash_of_part("held_out") == FROZEN["key.jsonl, its held-out lines"]


def test_every_line_is_a_mark_with_all_fields_or_an_empty_page() -> None:
    assert all(set(row) == {"sha256", "page", "split", "empty"} for row in ROWS if row.get("empty"))
    assert all(set(row) == FIELDS for row in MARKS)


def test_kinds_are_those_of_the_records_and_never_doubled() -> None:
    kinds = {kind.value for kind in PersonKind}
    assert all({row["kind"], *row["also"]} <= kinds and row["kind"] not in row["also"] for row in MARKS)


def test_boxes_have_a_size_and_there_are_no_words_in_the_key() -> None:
    assert all(box[0] < box[2] and box[1] < box[3] for row in MARKS for box in row["boxes"])
    told = {value for row in MARKS for value in [row["role"], *row["role_also"]] if value is not None}
    assert all(role.replace("_", "").islower() and role.isascii() for role in told)


def test_a_file_is_of_one_part_as_a_whole_by_its_hash() -> None:
    for row in ROWS:
        odd = int(hashlib.sha256(f"people {row['sha256']}".encode()).hexdigest(), 16) % 2 == 1
        assert row["split"] == ("held_out" if odd else "development")


def test_there_are_as_many_pages_as_were_promised() -> None:
    pages = {(row["sha256"], row["page"]) for row in ROWS}
    assert len(pages) == 149


def test_two_readers_who_did_not_see_each_other_agree() -> None:
    figures = rates(judge(*compare_readers("development")))
    assert figures["mentions"].f1 > 0.95
    assert figures["kind, the first"].precision > 0.9


# ---------------------------------------------------------------- the scorer

PAGE = ("00", 1)


def true(start: int, end: int, kind: str = "officer", person: int | None = 1, **more: Any) -> Truth:
    return Truth(PAGE, ((start, end),), kind, person=person, **more)


def said(start: int, end: int, kind: str = "officer", group: str = "a") -> Said:
    return Said(PAGE, start, end, kind, "Halloran", group=group)


def test_a_mention_is_matched_where_half_of_the_longer_is_shared_and_only_once() -> None:
    judged = judge([true(0, 10)], [said(0, 5), said(4, 10), said(8, 20)])
    assert [(one.start, one.end) for _truth, one in judged.pairs] == [(4, 10)]
    assert len(judged.false) == 2


def test_a_mark_without_words_is_missed() -> None:
    judged = judge([Truth(PAGE, (), "officer")], [said(0, 5)])
    assert len(judged.missed) == len(judged.false) == 1
    assert rates(judged)["mentions"].recall == 0


def test_a_name_broken_by_a_column_is_measured_by_both_its_parts() -> None:
    broken = Truth(PAGE, ((0, 6), (40, 48)), "witness")
    assert judge([broken], [said(40, 48)]).pairs
    assert not judge([broken], [said(0, 6)]).pairs


def test_another_kind_that_the_key_allows_is_right_but_not_the_first() -> None:
    figures = rates(judge([true(0, 8, "analyst", also=("officer",))], [said(0, 8)]))
    assert (figures["kind, also allowed"].right, figures["kind, the first"].right) == (1, 0)
    assert (figures["officer mentions"].precision, figures["officer mentions"].true) == (1.0, 0)


def test_an_officer_called_anybody_is_not_found_as_an_officer() -> None:
    figures = rates(judge([true(0, 8, also=("other",))], [said(0, 8, "other")]))
    assert figures["mentions with kind"].recall == 1
    assert figures["officers per document"].recall == 0


def test_an_officer_of_a_document_is_found_by_one_of_his_mentions() -> None:
    figures = rates(judge([true(0, 8), true(20, 28), true(40, 48, person=2)], [said(0, 8), said(60, 68, group="b")]))
    officers = figures["officers per document"]
    assert (officers.found, officers.true, officers.right, officers.said) == (1, 2, 1, 2)


def test_pairs_and_persons_tell_merging_from_splitting() -> None:
    truths = [true(0, 8), true(10, 18), true(20, 28, person=2), true(30, 38, person=2)]
    merged = rates(judge(truths, [said(t.parts[0][0], t.parts[0][1]) for t in truths]))
    assert (merged["same-person pairs"].right, merged["same-person pairs"].said) == (2, 6)
    assert (merged["persons in one piece"].precision, merged["persons in one piece"].recall) == (0.0, 1.0)
    split = rates(judge(truths, [said(t.parts[0][0], t.parts[0][1], group=str(t)) for t in truths]))
    assert (split["same-person pairs"].precision, split["same-person pairs"].recall) == (1.0, 0.0)
    assert (split["persons in one piece"].precision, split["persons in one piece"].recall) == (1.0, 0.0)


def test_a_person_left_open_counts_in_no_pair() -> None:
    truths = [true(0, 8, person=None), true(10, 18, person=None)]
    assert rates(judge(truths, [said(0, 8), said(10, 18)]))["same-person pairs"].said == 0


@pytest.mark.parametrize(
    ("word", "kept"), [('"Halloran,"', "Halloran"), ("Halloran's", "Halloran"), ("(", "("), ("D.B.", "D.B")]
)
def test_a_mark_is_trimmed_to_its_letters(word: str, kept: str) -> None:
    start, end = trim(word, 0, len(word))
    assert word[start:end] == kept
