"""exculpa officer and exculpa person as a user types them: who is meant, what is told, what is masked."""

import json
from pathlib import Path
from typing import Any

import pytest

from pipeline.catalog.database import open_catalog
from pipeline.catalog.decisions import find_unmaskings
from pipeline.catalog.merges import FORBID, save_merge
from pipeline.catalog.people import find_persons
from pipeline.settings import Settings
from tests.reports.archive import CASE, build_archive
from tests.reports.typed import run


def ids(settings: Settings) -> dict[str, str]:
    """name -> id of everyone in the archive."""
    engine = open_catalog(settings)
    with engine.connect() as connection:
        found = {person.name: person.id for person in find_persons(connection)}
    engine.dispose()
    return found


def told(settings: Settings, *arguments: str) -> Any:
    said = run(settings, *arguments, "--json")
    assert said.returncode == 0, said.stderr
    return json.loads(said.stdout)


@pytest.mark.parametrize("asked", ["Lanahan", "Ruth Lanahan", "LANAHAN, RUTH", "r. lanahan", "2214", "#2214"])
def test_an_officer_is_found_by_name_or_number(settings: Settings, asked: str) -> None:
    assert told(settings, "officer", asked)["name"] == "Ruth Lanahan"


def test_a_dossier_has_cases_parts_names_and_citations(settings: Settings) -> None:
    row = told(settings, "officer", "Lanahan")
    [case] = row["cases"]
    assert (case["case"], case["documents"], case["page_count"]) == (CASE, 1, 1)
    [spelling] = row["spellings"]
    assert (spelling["name"], spelling["mentions"]) == ("Ruth Lanahan", 1)
    assert spelling["citation"]["location"] == f"{CASE}/police/dd5_quill.txt".replace("quill", "█" * 5)
    assert [one["number"] for one in row["numbers"]] == ["2214"]
    assert {one["name"] for one in row["officers_beside"]} == {"Thomas █████", "UC ████"}
    assert all(one["cases"] <= one["of_cases"] for one in row["officers_beside"])
    assert [page["page"] for page in row["pages"]] == [1]


def test_the_screen_tells_it_in_lines(settings: Settings) -> None:
    said = run(settings, "officer", "Lanahan").stdout
    for part in (
        "Ruth Lanahan",
        "#2214",
        "Names as they are written",
        f"{CASE}:",
        "Officers in the same cases",
        "Pages",
    ):
        assert part in said
    assert said.endswith("It says nothing of what anybody did right or wrong.\n")


def test_several_matches_are_told_apart_and_one_can_be_chosen(settings: Settings) -> None:
    said = run(settings, "person", "Quill")
    known = ids(settings)
    assert said.stdout.startswith("2 people may be meant by Quill:")
    assert "Thomas Quill, #3391; officer" in said.stdout
    assert all(f"  {known[name]}  " in said.stdout for name in known if name.endswith("Quill"))
    assert said.stdout.splitlines()[-1].startswith("Choose one by its id: exculpa person P-")
    assert told(settings, "person", known["Thomas Quill"])["id"] == known["Thomas Quill"]
    assert told(settings, "officer", "Quill")["name"] == "Thomas Quill"


def test_nobody_of_that_name_brings_names_like_it(settings: Settings) -> None:
    said = run(settings, "officer", "Lanihan")
    assert said.returncode == 0
    assert said.stdout.startswith("Nobody is called Lanihan. Names like it:")
    assert "Ruth Lanahan" in said.stdout
    assert "Names like it" in run(settings, "officer", "Deborah Lanahan").stdout


def test_nobody_at_all_is_said_with_what_to_type(settings: Settings) -> None:
    said = run(settings, "officer", "Xyzzynski")
    assert said.returncode == 2
    assert "does not mean that nobody is there" in said.stderr
    assert run(settings, "person", "P-0000000000").returncode == 2


def test_json_is_masked_and_unmasked_only_with_a_reason(tmp_path: Path) -> None:
    settings = build_archive(tmp_path)
    key = next(key for name, key in ids(settings).items() if name.startswith("Desmond"))
    masked = json.dumps(told(settings, "person", key) | {"id": ""}, ensure_ascii=False).lower()
    assert "quill" not in masked
    assert "desmond" not in masked
    assert run(settings, "person", key, "--json", "--unmask").returncode == 2
    open_row = told(settings, "person", key, "--unmask", "--reason", "the bureau asked")
    assert "Quill" in open_row["name"]
    engine = open_catalog(settings)
    with engine.connect() as connection:
        assert [(what, reason) for _actor, what, reason in find_unmaskings(connection)] == [
            (f"person {key}", "the bureau asked")
        ]
    engine.dispose()


def test_numbers_of_an_undercover_officer_are_masked(settings: Settings) -> None:
    key = next(key for name, key in ids(settings).items() if name.startswith("UC"))
    row = json.dumps(told(settings, "person", key), ensure_ascii=False)
    assert "8127" not in row
    assert "0812" not in row


def test_what_people_decided_stands_in_the_dossier(tmp_path: Path) -> None:
    settings = build_archive(tmp_path)
    known = ids(settings)
    one, other = known["Ruth Lanahan"], known["Thomas Quill"]
    engine = open_catalog(settings)
    with engine.begin() as connection:
        save_merge(connection, "R. Tester", (FORBID, one, other), "two officers", ())
    engine.dispose()
    [decision] = told(settings, "officer", "Lanahan")["decisions"]
    assert (decision["action"], decision["people"], decision["reason"]) == (FORBID, [one, other], "two officers")
    assert decision["holds"]
