"""What the trained network adds: facts in words that no lexicon holds, and the silence of what only looks like one."""

import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.detectors import detector_keys
from pipeline.detectors.sense import PAIRS, find_windows, gate_numbers
from pipeline.detectors.wordpieces import WordPieces
from pipeline.errors import ServiceMissing, UsageError
from pipeline.records import Found
from tests.detectors.conftest import SETTINGS, Find

TOLD = (
    ("untested_evidence", "The hairs from the ski mask are still in the envelope. Nobody ever put them under a scope."),
    ("witness_coercion", "A. He told me they would come for my kids if I went on saying it was dark. So I signed."),
    ("non_identification", "Mrs. Bell walked along the row twice and shook her head. She took none of them."),
)
SILENT = (
    "The hairs from the ski mask were compared and match those of the defendant in all respects.",
    "A. He told me to sit down and asked whether my kids wanted some water.",
    "Mrs. Bell walked along the row twice and pointed at number three without being asked again.",
)


@pytest.mark.parametrize(("type_", "said"), TOLD)
def test_a_fact_is_found_in_words_of_its_own(type_: str, said: str, find: Find) -> None:
    found = [each for each in find(said) if each.type == type_]
    assert found, [each.type for each in find(said)]
    assert all(said[each.start : each.end].strip() for each in found)


@pytest.mark.parametrize("said", SILENT)
def test_what_only_looks_like_it_is_left_alone(said: str, find: Find) -> None:
    assert not find(said)


def test_the_passage_that_says_it_is_cited_and_not_its_neighbours(find: Find) -> None:
    before = "The house stands on the corner of Vine and Ninth. The door is green. The lamp on the porch was on.\n"
    after = "\nThe car was a blue sedan. It was towed to the yard on Dock Street. The keys were in the ignition."
    said = "He told me they would come for my kids if I went on saying that it was too dark to see."
    page = before + said + after
    found = [each for each in find(page) if each.type == "witness_coercion"]
    assert [page[each.start : each.end] for each in found] == [said]


def test_the_office_can_do_without_it(find: Find, find_by_words: Find) -> None:
    more = [
        type_ for type_, said in TOLD if {one.type for one in find(said)} > {one.type for one in find_by_words(said)}
    ]
    assert more, "the network adds nothing to the lexicons"
    without = replace(SETTINGS, lead_model="none")
    assert detector_keys(without)["untested_evidence"] != detector_keys(SETTINGS)["untested_evidence"]


def test_an_unknown_model_is_refused() -> None:
    with pytest.raises(UsageError, match="lead_model"):
        detector_keys(replace(SETTINGS, lead_model="large"))


def test_a_changed_file_is_refused(tmp_path: Path) -> None:
    shutil.copytree(SETTINGS.models / "leads", tmp_path / "leads")
    (tmp_path / "leads" / "limits.yml").write_text("gate: -99\ntypes: {}\n", "utf-8")
    with pytest.raises(ServiceMissing, match=r"limits\.yml.*EXCULPA_LEAD_MODEL=none"):
        detector_keys(replace(SETTINGS, models=tmp_path))


@pytest.mark.parametrize("text", ["", " ", "\n\n", "▒▒▒", "word " * 3000, "A. No.\n" * 400, "İ" * 70])
def test_any_text_is_read(text: str, find: Find) -> None:
    found = find(text)
    assert all(0 <= each.start < each.end <= len(text) for each in found)


def test_the_same_page_gives_the_same_findings_alone_and_after_others(find: Find) -> None:
    def told() -> list[Found]:
        return find(TOLD[1][1])

    first = told()
    find("Something else altogether. " * 40)
    assert told() == first


# ---------------------------------------------------------------- pieces and windows


def test_words_are_cut_into_the_longest_known_pieces_with_their_places() -> None:
    pieces = WordPieces({"[UNK]": 0, "wit": 1, "##ness": 2, "##es": 3, ".": 4, "s": 5, "##s": 6})
    assert list(pieces.cut("Witnesses. §")) == [(1, 0, 3), (2, 3, 7), (3, 7, 9), (4, 9, 10), (0, 11, 12)]


def test_the_gate_counts_each_piece_and_pair_once() -> None:
    numbers = gate_numbers(np.array([5, 6, 5, 6, 5]), 10)
    assert len(numbers) == 4
    assert numbers[:2].tolist() == [5, 6]
    assert numbers.max() < 10 + PAIRS


@given(st.lists(st.tuples(st.integers(1, 400), st.integers(0, 60)), max_size=30))
def test_every_piece_of_a_passage_is_read_once_within_what_the_network_can_take(shape: list[tuple[int, int]]) -> None:
    places, at = [], 0
    for length, gap in shape:
        places.append((at + gap, at + gap + length))
        at += gap + length
    windows = list(find_windows(places, at))
    read = [piece for window in windows for piece in range(*window.kept)]
    assert len(read) == len(set(read))
    assert {piece for place in places for piece in range(*place)} <= set(read)
    assert all(window.read[0] <= window.kept[0] < window.kept[1] <= window.read[1] for window in windows)
    assert all(window.read[1] - window.read[0] <= 512 for window in windows)
