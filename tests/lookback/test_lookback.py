"""`exculpa lookback` as a user types it: who, where, how surely, and what leaves the archive."""

import csv
import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from pipeline.catalog.database import open_catalog
from pipeline.catalog.decisions import find_unmaskings
from pipeline.settings import Settings
from tests.lookback.archive import DEPARTMENT, build_archive
from tests.reports.typed import run

DOUBTFUL = {"1988-Boggs": "doubtful", "1991-Gant": "doubtful", "1994-Pike": "possible"}
PROBABLE = {"1988-Boggs": "probable", "1991-Gant": "probable", "1994-Pike": "possible"}
HEAD = "name,badge,tax,agency,finding,date,source,jurisdiction,from,to\n"
SCHEMA = json.loads((Path(__file__).parents[2] / "docs/schemas/lookback.schema.json").read_text("utf-8"))


def look_back(settings: Settings, folder: Path, lines: str, *options: str) -> list[dict[str, Any]]:
    (folder / "list.csv").write_text(HEAD + lines, "utf-8")
    said = run(settings, "lookback", folder / "list.csv", "-o", folder / "out.json", *options)
    assert said.returncode == 0, said.stderr
    written = json.loads((folder / "out.json").read_text("utf-8"))
    jsonschema.validate(written, SCHEMA)
    return list(written["officers"])


def cases(row: dict[str, Any]) -> dict[str, str]:
    return {case["case"]: case["certainty"].split(":")[0] for case in row["cases"]}


@pytest.mark.parametrize(
    ("listed", "want"),
    [
        (f"Roy Amsler,2214,,{DEPARTMENT},,,,,,", {"1988-Boggs": "firm", "1991-Gant": "firm", "1994-Pike": "possible"}),
        ('"AMSLER, R.",,904512,,,,,,,', {"1988-Boggs": "firm", "1991-Gant": "firm", "1994-Pike": "possible"}),
        ("Roy Amsler,,,,,,,,,", PROBABLE),
        ("Roy Arnsler,2214,,,,,,,,", {"1988-Boggs": "firm", "1991-Gant": "firm", "1994-Pike": "possible"}),
        ("Roy Amsier,2214,,,,,,,,", {"1988-Boggs": "firm", "1991-Gant": "firm"}),
        (f"Roy Amsler,3000,,{DEPARTMENT},,,,,,", PROBABLE),
        ("Roy Amsler,2214,,Harbor County Sheriff,,,,,,", DOUBTFUL),
        ("Roy Amsler,2214,,,,,,,1995,2010", DOUBTFUL),
        ("Rita Amsler,771,,,,,,,,", {"1988-Boggs": "firm", "1994-Pike": "possible"}),
        ("Yuri Amsler,,,,,,,,,", {"1994-Pike": "possible"}),
        (",2214,,,,,,,,", {"1988-Boggs": "probable", "1991-Gant": "probable"}),
        ("Zed Quartermain,9999,,,,,,,,", {}),
    ],
)  # fmt: skip
def test_who_it_may_be_and_how_surely(settings: Settings, tmp_path: Path, listed: str, want: dict[str, str]) -> None:
    [row] = look_back(settings, tmp_path, listed)
    assert cases(row) == want


def test_a_case_gives_part_grade_words_and_what_is_missing(settings: Settings, tmp_path: Path) -> None:
    [row] = look_back(settings, tmp_path, "Roy Amsler,2214,,,convicted,1990-01-01,docket,NJ,,")
    case = row["cases"][0]
    assert (case["case"], case["grade"], case["review_first"]) == ("1988-Boggs", "E4", True)
    assert [role["role"] for role in case["roles"]] == ["statement_taker"]
    [cited] = case["roles"][0]["citations"]
    assert cited["quote"] == "taken by Det. Roy Amsler, shield 2214, tax 904512"
    assert (cited["location"], cited["page"]) == ("1988-Boggs/statement.txt", 1)
    assert "the sworn charge or the grand jury minutes" in case["missing"]
    assert case["finding_when"][0]["when"].startswith("after the papers of this case end (1990-01-01;")
    assert [lead["type"] for lead in case["leads"]] == ["coerced_confession"]
    assert case["suggests"].startswith("The papers here suggest E4, indispensable:")
    assert {one["answer"] for one in case["checklist"]} == {"no", "not in these papers"}
    assert row["cases"][1]["grade"] == "E1"
    assert row["cases"][1]["finding_when"][0]["when"].startswith("before the papers of this case begin")


def test_namesakes_are_set_aside_and_unread_pages_counted(settings: Settings, tmp_path: Path) -> None:
    [row] = look_back(settings, tmp_path, "Roy Amsler,2214,,,,,,,,")
    assert row["set_aside"] == [{"name": "Rita Amsler", "why": "the pages give another first name", "cases": 1}]
    assert row["hidden"] == {"cases": 1, "pages": 1}


def test_who_is_not_found_is_told_what_was_looked_for(settings: Settings, tmp_path: Path) -> None:
    (tmp_path / "list.csv").write_text("name,badge\nNora Ansler,5\n")
    said = run(settings, "lookback", tmp_path / "list.csv")
    assert said.returncode == 0
    assert "Nora Ansler, 5: not found" in said.stdout
    assert "looked for: the last name of “Nora Ansler”, also misread, with any first name; the badge 5" in said.stdout
    assert "names near it in the archive:" in said.stdout
    assert "Roy Amsler (2 cases)" in said.stdout
    assert "1 page of 1 other case could not be read and may name this officer" in said.stdout


def test_a_dossier_shows_the_grades_of_an_officer(settings: Settings) -> None:
    said = run(settings, "officer", "2214")
    assert said.returncode == 0, said.stderr
    assert "How essential, as far as the papers show" in said.stdout
    assert "E4 in 1988-Boggs. The papers here suggest E4, indispensable:" in said.stdout
    row = json.loads(run(settings, "officer", "2214", "--json").stdout)
    assert [(one["case"], one["grade"]) for one in row["grades"]] == [("1988-Boggs", "E4"), ("1991-Gant", "E1")]


# ---------------------------------------------------------------- what leaves the archive


def test_an_undercover_officer_is_masked_in_the_list_too(settings: Settings, tmp_path: Path) -> None:
    lines = "Lena Corso,0812,,,indicted,2001,docket,NJ,,"
    [row] = look_back(settings, tmp_path, lines)
    assert row["masked"]
    assert (row["name"], row["badge"]) == ("█" * 10, "█" * 4)
    text = (tmp_path / "out.json").read_text("utf-8")
    assert "Corso" not in text
    assert "0812" not in text
    for suffix in ("csv", "html"):
        assert run(settings, "lookback", tmp_path / "list.csv", "-o", tmp_path / f"out.{suffix}").returncode == 0
        assert "Corso" not in (tmp_path / f"out.{suffix}").read_text("utf-8")


def test_unmasking_is_written_down_and_opens_what_is_sealed(tmp_path: Path) -> None:
    settings = build_archive(tmp_path)
    lines = "Lena Corso,,,,sealed,2001,court order 7,NY,,\nRoy Amsler,2214,,,acquitted,2001,docket 5,NY,,"
    first, second = look_back(settings, tmp_path, lines)
    for row, source in ((first, "court order 7"), (second, "docket 5")):
        [status] = row["statuses"]
        assert (status["finding"], status["date"], status["source"]) == ("restricted", None, source)
        assert all(case["finding_when"] == [] for case in row["cases"])
    [first, second] = look_back(settings, tmp_path, lines, "--unmask", "--reason", "order of 4 May")
    assert (first["name"], first["masked"], first["statuses"][0]["finding"]) == ("Lena Corso", False, "sealed")
    assert second["statuses"][0]["date"] == "2001-01-01"
    engine = open_catalog(settings)
    with engine.connect() as connection:
        [(actor, what, reason)] = find_unmaskings(connection)
    engine.dispose()
    assert (actor, reason) == ("R. Tester", "order of 4 May")
    assert what.startswith("look-back of")


def test_the_table_has_a_row_for_each_case_and_no_formula(settings: Settings, tmp_path: Path) -> None:
    (tmp_path / "list.csv").write_text("name,badge,source\nRoy Amsler,2214,x\n=cmd Quartermain,,x\n")
    assert run(settings, "lookback", tmp_path / "list.csv", "-o", tmp_path / "out.csv").returncode == 0
    with (tmp_path / "out.csv").open(encoding="utf-8", newline="") as handle:
        rows = list(csv.DictReader(handle))
    assert [row["case"] for row in rows] == ["1988-Boggs", "1991-Gant", "1994-Pike", ""]
    assert "“taken by Det. Roy Amsler" in rows[0]["citations"]
    assert rows[3]["name"] == "'=cmd Quartermain"
    assert rows[3]["certainty"] == "not found"


def test_the_sheet_escapes_what_is_written_and_shows_every_case(settings: Settings, tmp_path: Path) -> None:
    (tmp_path / "list.csv").write_text("name,badge,source\nRoy Amsler,2214,<script>alert(1)</script>\n")
    assert run(settings, "lookback", tmp_path / "list.csv", "-o", tmp_path / "out.html").returncode == 0
    page = (tmp_path / "out.html").read_text("utf-8")
    assert "<script" not in page
    for part in (
        "1988-Boggs",
        "1991-Gant",
        "1994-Pike",
        "Is there another eyewitness?",
        "A person decides",
        "Set aside",
    ):
        assert part in page


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (["-o", "out.docx"], "must end in one of .csv, .json, .html"),
        (["--unmask"], "Unmasking needs a reason"),
    ],
)
def test_what_cannot_be_done_is_said(settings: Settings, tmp_path: Path, options: list[str], says: str) -> None:
    (tmp_path / "list.csv").write_text("name\nRoy Amsler\n")
    said = run(settings, "lookback", tmp_path / "list.csv", *options)
    assert (said.returncode, said.stdout) == (2, "")
    assert says in said.stderr


def test_a_list_with_problems_ends_with_three_and_the_rest_is_done(settings: Settings, tmp_path: Path) -> None:
    (tmp_path / "list.csv").write_text("name,date,hat\nRoy Amsler,31/12/1999,top\n")
    said = run(settings, "lookback", tmp_path / "list.csv")
    assert said.returncode == 3
    assert "1988-Boggs" in said.stdout
    assert "row 1, hat: no column is called" in said.stderr
    assert "row 2, date: “31/12/1999” is not a date" in said.stderr


def test_the_template_is_written_and_read(settings: Settings, tmp_path: Path) -> None:
    assert run(settings, "lookback", "--template", tmp_path / "list.csv").returncode == 0
    assert run(settings, "lookback", tmp_path / "list.csv").returncode == 0
