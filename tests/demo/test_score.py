"""The scorer itself: a perfect export scores one everywhere, an empty one nothing, a credulous one is caught."""

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest
import yaml

from benchmarks.demo.score import CONFLICT, PAGE_TYPES, PATTERN, Score, match_person, score_exports, table
from tests.demo.conftest import ROOT

ARCHIVE = ROOT / "demo" / "archive"
TRUTH = yaml.safe_load((ROOT / "demo" / "truth.yml").read_text("utf-8"))
BY_ID = {row["id"]: row for row in TRUTH["leads"]}


def cite(row: dict[str, Any]) -> dict[str, Any]:
    digest = hashlib.sha256((ARCHIVE / row["file"]).read_bytes()).hexdigest()
    return {"sha256": digest, "page": row["page"], "quote": row["words"]}


def lead(kind: str, *rows: dict[str, Any], **more: Any) -> dict[str, Any]:
    common = {"type": kind, "status": rows[0]["status"][0] if "status" in rows[0] else "affirmed"}
    return {**common, "case": [], "people": [], "citations": [cite(row) for row in rows], **more}


def perfect_leads() -> list[dict[str, Any]]:
    leads = [lead(row["type"], row) for row in TRUTH["leads"] if not row.get("optional")]
    for pair in TRUTH["conflicts"]:
        leads.append(lead(CONFLICT, BY_ID[pair["denials"][0]], BY_ID[pair["benefits"][0]]))
    ids = {person["name"]: person["id"] for person in TRUTH["people"]}
    for row in TRUTH["patterns"]:
        leads.append(lead(PATTERN, TRUTH["leads"][0], people=[ids[row["actor"]]], case=row["cases"]))
    return leads


def perfect_people() -> list[dict[str, Any]]:
    return [
        {
            "id": person["id"],
            "name": person["name"],
            "kind": person["kinds"][0],
            "badges": person["badges"],
            "mentions": [{"text": form} for form in person["forms"]],
        }
        for person in TRUTH["people"]
    ]


def measure(folder: Path, leads: list[dict[str, Any]], people: list[dict[str, Any]]) -> Score:
    paths = []
    for name, rows in (("leads", leads), ("people", people)):
        paths.append(folder / f"{name}.jsonl")
        paths[-1].write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    return score_exports(*paths, ARCHIVE)


def test_perfect_export_scores_one_everywhere(tmp_path: Path) -> None:
    score = measure(tmp_path, perfect_leads(), perfect_people())
    assert {name: value for name, value in score.figures.items() if value != 1.0} == {}, table(score)
    assert score.missed == score.false == score.traps == []


def test_empty_export_finds_nothing_and_has_no_precision(tmp_path: Path) -> None:
    figures = measure(tmp_path, [], []).figures
    assert figures["leads: recall"] == figures["people: recall"] == figures["patterns: recall"] == 0
    assert figures["leads: precision"] is None


def test_export_of_the_look_alikes_is_caught(tmp_path: Path) -> None:
    taken = [
        lead(next(kind for kind in row["types"] if kind in PAGE_TYPES), row)
        for row in TRUTH["lookalikes"]
        if set(row["types"]) & set(PAGE_TYPES)
    ]
    figures = measure(tmp_path, taken, []).figures
    assert figures["leads: precision"] == pytest.approx(0, abs=0.05)
    assert figures["look-alikes left alone"] == pytest.approx(0, abs=0.05)


def test_denial_of_a_namesake_makes_no_conflict(tmp_path: Path) -> None:
    figures = measure(tmp_path, [lead(CONFLICT, BY_ID["h36-edgar"], BY_ID["coop-plea"])], []).figures
    assert figures["conflicts: precision"] == 0
    assert figures["conflicts: recall"] == 0


def test_right_words_on_the_wrong_page_are_false(tmp_path: Path) -> None:
    moved = dict(BY_ID["coop-plea"], page=3)
    assert measure(tmp_path, [lead("informant_incentive", moved)], []).figures["leads: precision"] == 0


def test_namesakes_made_one_are_counted(tmp_path: Path) -> None:
    people = perfect_people()
    joined = next(person for person in people if person["id"] == "p-kolbeck")
    joined["badges"] = ["2218", "3390"]
    joined["mentions"] += [{"text": "Russell Kolbeck"}]
    people = [person for person in people if person["id"] != "p-kolbeck-russell"]
    apart = measure(tmp_path, [], people).figures["people: namesakes kept apart"]
    assert apart is not None
    assert apart < 1


@pytest.mark.parametrize(
    ("name", "badges", "want"),
    [
        ("R. Kolbeck", ["2218"], ["p-kolbeck"]),
        ("R. Kolbeck", [], ["p-kolbeck", "p-kolbeck-russell"]),
        ("CI 84-117", [], ["p-prewitt"]),
        ("Edgar Prewitt", [], ["p-prewitt-edgar"]),
        ("HAVLIK, STANLEY", [], ["p-havlik"]),
        ("Street Lamps", [], []),
    ],
)
def test_person_is_matched_by_badge_then_by_name(name: str, badges: list[str], want: list[str]) -> None:
    rows = match_person({"name": name, "badges": badges, "mentions": []}, TRUTH["people"])
    assert [row["id"] for row in rows] == want
