"""Working with answers: many questions at once, what may leave, searches that are kept."""

import csv
import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from pipeline.archive import open_archive
from pipeline.overlays import update_index
from pipeline.settings import Settings
from tests.reports.archive import add_paper, build_archive
from tests.reports.test_export import load_schema
from tests.reports.typed import Said, run

PAPERS = {
    "1991-Salgado/police/a.txt": "The weather was fair that morning and a bus was paid for.\n",
    "1991-Salgado/court/gj.txt": "GRAND JURY MINUTES\nQ. Were you paid?\nA. No, nobody paid me.\n",
}
BUS = {"1991-Salgado/police/b.txt": "Two cars stood at the curb and a bus went by at noon.\n"}


def take_in(settings: Settings, papers: dict[str, str]) -> None:
    with open_archive(settings) as archive:
        with archive.writing() as connection:
            for paper in papers.items():
                add_paper(connection, settings, settings.archive.parent / "scans", paper)
        update_index(archive)


def zebras(count: int) -> dict[str, str]:
    return {f"1999-Long/police/p{n}.txt": f"page {n} about zebras" for n in range(count)}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The archive of the reports (its informant is Desmond T. Quill, CI 91-0447) with two papers more, all indexed."""
    folder = Path(tmp_path_factory.mktemp("built"))
    settings = build_archive(folder)
    take_in(settings, PAPERS)
    assert run(settings, "reindex").returncode == 0
    return folder


@pytest.fixture
def settings(built: Path, tmp_path: Path) -> Settings:
    shutil.copytree(built, tmp_path, dirs_exist_ok=True)
    return Settings(archive=tmp_path / "archive")


def rows_of(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def hits(settings: Settings, *query: str) -> list[dict[str, Any]]:
    return list(json.loads(run(settings, "search", *query, "--json").stdout)["hits"])


def ask_all(settings: Settings, folder: Path, *lines: str, options: tuple[str, ...] = ()) -> tuple[Said, Path]:
    questions, answers = folder / "queries.csv", folder / "answers.jsonl"
    questions.write_text("\n".join(["id,query", *lines]) + "\n", "utf-8")
    return run(settings, "search", "--batch", questions, "-o", answers, *options), answers


# ---------------------------------------------------------------- many questions


def test_each_hit_of_each_question_is_a_row_with_the_fields_of_search(settings: Settings, tmp_path: Path) -> None:
    said, answers = ask_all(settings, tmp_path, "A,bus", 'B,"""fair that morning"" w/9 bus"')
    assert said.returncode == 0, said.stderr
    rows = rows_of(answers)
    assert [(row["query_id"], row["rank"], row["location"]) for row in rows] == [
        ("A", 1, "1991-Salgado/police/a.txt"),
        ("B", 1, "1991-Salgado/police/a.txt"),
    ]
    [shown] = hits(settings, "bus")
    assert {name: rows[0][name] for name in shown} == shown
    assert "line 2, A: 1 pages, 1 written" in said.stderr
    assert "2 hits written" in said.stderr


def test_a_bad_question_is_told_and_stops_nobody(settings: Settings, tmp_path: Path) -> None:
    said, answers = ask_all(settings, tmp_path, "A,paid AND", "B,bus", ",bus", "C,zebra", 'D,"bus', "B,paid", "E,bus")
    assert said.returncode == 3
    assert [row["query_id"] for row in rows_of(answers)] == ["B", "E"]
    for told in (
        "line 2, A: A word is missing",
        "line 3, B: 1 pages, 1 written",
        "line 4, no id: it has no id",
        "line 5, C: 0 pages, 0 written",
        "line 6, D: its quotation marks",
        "line 7, B: the id B stands on line 3 too",
        "line 8, E: 1 pages",
    ):
        assert told in said.stderr


def test_how_each_line_went_is_there_for_programs_too(settings: Settings, tmp_path: Path) -> None:
    said, _ = ask_all(settings, tmp_path, "A,paid AND", "B,bus", options=("--json",))
    bad, good = json.loads(said.stdout)
    assert (bad["line"], bad["id"], bad["written"], "missing" in bad["problem"]) == (2, "A", 0, True)
    assert (good["total"], good["exact"], good["written"], good["held"], good["problem"]) == (1, True, 1, 0, None)


def test_all_hits_are_written_or_as_many_as_are_wanted(settings: Settings, tmp_path: Path) -> None:
    from pipeline.search import portions

    take_in(settings, zebras(7))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(portions, "PORTION", 3)
        _, answers = ask_all(settings, tmp_path, "A,zebras")
        assert [row["rank"] for row in rows_of(answers)] == [1, 2, 3, 4, 5, 6, 7]
        assert len({row["sha256"] for row in rows_of(answers)}) == 7
        _, answers = ask_all(settings, tmp_path, "A,zebras", options=("--limit", "4"))
        assert [row["rank"] for row in rows_of(answers)] == [1, 2, 3, 4]
        _, answers = ask_all(settings, tmp_path, "A,zebras", options=("--offset", "5"))
        assert [row["rank"] for row in rows_of(answers)] == [6, 7]


def test_what_cannot_be_asked_at_all_is_said(settings: Settings, tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.csv"
    wrong.write_bytes(b"id,query\n1,caf\xe9\n")
    for arguments, says in (
        (["--batch", wrong], "not UTF-8"),
        (["--batch", tmp_path / "none.csv"], "cannot be read"),
        (["--batch", wrong, "bus"], "leave out QUERY"),
        (["bus", "-o", tmp_path / "answer.pdf"], "must end in"),
        (["bus", "-o", tmp_path / "answer.csv", "--group", "copies"], "a row for each page"),
        (["bus", "--unmask", "--reason", "why"], "-o"),
        ([], "What do you look for"),
    ):
        said = run(settings, "search", *arguments)
        assert (said.returncode, says in said.stderr) == (2, True), said.stderr
    assert list(tmp_path.glob("answer*")) == []


# ---------------------------------------------------------------- what leaves


def test_identities_do_not_leave_with_an_answer(settings: Settings, tmp_path: Path) -> None:
    for name in ("answer.jsonl", "answer.csv", "answer.html"):
        said = run(settings, "search", "paid informant Quill", "-o", tmp_path / name)
        assert said.returncode == 0, said.stderr
        text = (tmp_path / name).read_text("utf-8")
        assert "█" in text
        assert not {"quill", "desmond", "91-0447"} & {
            word for word in ("quill", "desmond", "91-0447") if word in text.lower()
        }
        assert "identities masked" in said.stderr
    [row] = rows_of(tmp_path / "answer.jsonl")
    assert row["masked"] is True
    [shown] = hits(settings, "paid informant Quill")
    assert "Quill" in shown["snippet"]
    assert (len(row["snippet"]), row["spans"]) == (len(shown["snippet"]), shown["spans"])


def test_a_batch_is_masked_and_unmasked_with_a_reason_that_is_written_down(settings: Settings, tmp_path: Path) -> None:
    _, answers = ask_all(settings, tmp_path, "Quill,Quill")
    assert "uill" not in answers.read_text("utf-8")
    said, _ = ask_all(settings, tmp_path, "Q,Quill", options=("--unmask",))
    assert (said.returncode, "--reason" in said.stderr) == (2, True)
    said, answers = ask_all(settings, tmp_path, "Q,Quill", options=("--unmask", "--reason", "order of 4 May"))
    assert "Desmond T. Quill" in answers.read_text("utf-8")
    from pipeline.catalog.database import open_catalog
    from pipeline.catalog.decisions import find_unmaskings

    engine = open_catalog(settings)
    with engine.connect() as connection:
        [(actor, what, reason)] = find_unmaskings(connection)
    engine.dispose()
    assert (actor, reason, str(answers) in what) == ("R. Tester", "order of 4 May", True)


def test_a_page_behind_a_gate_answers_nobody_outside(settings: Settings, tmp_path: Path) -> None:
    run(settings, "gate", "1991-Salgado/court/gj.txt", "grand_jury", "--reason", "minutes")
    assert len(hits(settings, "nobody paid me")) == 1
    said, answers = ask_all(settings, tmp_path, "G,nobody paid me", "H,paid")
    assert {row["query_id"] for row in rows_of(answers)} == {"H"}
    assert "line 2, G: 1 pages, 0 written, 1 held back" in said.stderr
    assert "Held back behind gates: grand jury material 2" in said.stderr
    options = ("--release", "grand_jury", "--reason", "order")
    _, answers = ask_all(settings, tmp_path, "G,nobody paid me", options=options)
    assert len(rows_of(answers)) == 1


@pytest.mark.parametrize("options", [(), ("--unmask", "--reason", "order")])
def test_rows_are_those_of_the_contract(settings: Settings, tmp_path: Path, options: tuple[str, ...]) -> None:
    from pipeline.reports.answers import FIELDS

    schema = load_schema("answers")
    assert tuple(schema["properties"]) == FIELDS
    run(settings, "tick", "1991-Salgado/police/a.txt", "--note", "read")
    _, answers = ask_all(settings, tmp_path, "A,paid", "B,NOT paid", options=options)
    rows = rows_of(answers)
    assert len(rows) > 4
    assert [error.message for row in rows for error in Draft202012Validator(schema).iter_errors(row)] == []
    assert [row["review_note"] for row in rows if row["reviewed"]] == ["read"]


def test_csv_has_the_columns_of_the_contract(settings: Settings, tmp_path: Path) -> None:
    from pipeline.reports.answers import FIELDS

    run(settings, "search", "bus", "-o", tmp_path / "answer.csv")
    with (tmp_path / "answer.csv").open(encoding="utf-8", newline="") as file:
        head, row = csv.reader(file)
    assert head == list(FIELDS)
    assert row[head.index("location")] == "1991-Salgado/police/a.txt"


def test_a_list_to_print_cites_marks_and_runs_nothing(settings: Settings, tmp_path: Path) -> None:
    take_in(settings, {"1999-Long/police/<b>x.txt": "<script>zebra</script> and more"})
    run(settings, "search", "zebra", "-o", tmp_path / "list.html")
    page = (tmp_path / "list.html").read_text("utf-8")
    assert "1999-Long/police/&lt;b&gt;x.txt, page 1" in page
    assert "&lt;script&gt;<mark>zebra</mark>&lt;/script&gt;" in page
    assert "<script" not in page
    assert "1 page could not be read" in page
    ask_all(settings, tmp_path, "A,zebra", "B,paid AND")
    run(settings, "search", "--batch", tmp_path / "queries.csv", "-o", tmp_path / "list.html")
    page = (tmp_path / "list.html").read_text("utf-8")
    assert "A: zebra" in page
    assert "Not answered" in page


# ---------------------------------------------------------------- searches that are kept


def kept(settings: Settings) -> dict[str, tuple[int, int]]:
    rows = json.loads(run(settings, "searches", "--json").stdout)
    return {row["name"]: (row["new"], row["total"]) for row in rows}


def test_a_kept_search_tells_of_new_pages_until_they_are_shown(settings: Settings, tmp_path: Path) -> None:
    assert "No search is kept" in run(settings, "searches").stdout
    said = run(settings, "search", "bus", "--save", "buses", "--note", "who was there")
    assert (said.returncode, "Kept with the 1 pages of today" in said.stderr) == (0, True)
    assert kept(settings) == {"buses": (0, 1)}
    assert "searches kept: 1" in run(settings, "status").stdout
    take_in(settings, BUS)
    assert kept(settings) == {"buses": (1, 2)}
    listed = run(settings, "searches").stdout
    assert "1 new of 2 pages" in listed
    assert "who was there" in listed
    peeked = run(settings, "searches", "buses", "--peek").stdout
    shown = run(settings, "searches", "buses").stdout
    assert peeked == shown
    assert "police/b.txt" in shown
    assert "police/a.txt" not in shown
    assert kept(settings) == {"buses": (0, 2)}
    assert "police/a.txt" in run(settings, "searches", "buses", "--all").stdout


def test_what_was_not_shown_stays_new_and_everybody_looks_for_himself(settings: Settings, tmp_path: Path) -> None:
    run(settings, "search", "zebras", "--save", "zebras")
    take_in(settings, zebras(3))
    run(settings, "searches", "zebras", "--limit", "2")
    assert kept(settings) == {"zebras": (1, 3)}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("tests.reports.typed.ACTOR", "A. Colleague")
        assert kept(settings) == {"zebras": (3, 3)}


def test_new_pages_are_written_masked_and_are_new_no_longer(settings: Settings, tmp_path: Path) -> None:
    run(settings, "search", "bus", "--save", "buses")
    take_in(settings, BUS)
    said = run(settings, "searches", "buses", "-o", tmp_path / "new.jsonl")
    assert said.returncode == 0, said.stderr
    assert [row["location"] for row in rows_of(tmp_path / "new.jsonl")] == ["1991-Salgado/police/b.txt"]
    assert kept(settings) == {"buses": (0, 2)}


def test_what_a_gate_held_back_stays_new(settings: Settings, tmp_path: Path) -> None:
    run(settings, "search", "bus", "--save", "buses")
    take_in(settings, BUS)
    run(settings, "gate", "1991-Salgado/police/b.txt", "sealed", "--reason", "order")
    run(settings, "searches", "buses", "-o", tmp_path / "new.jsonl")
    assert rows_of(tmp_path / "new.jsonl") == []
    assert kept(settings) == {"buses": (1, 2)}


def test_a_search_is_forgotten_or_replaced(settings: Settings) -> None:
    run(settings, "search", "bus", "--save", "buses")
    assert "stood for: bus" in run(settings, "search", "paid", "--save", " buses ").stderr
    assert kept(settings) == {"buses": (0, 3)}
    near = run(settings, "searches", "busses")
    assert (near.returncode, "Near it: buses" in near.stderr) == (2, True)
    assert "kept no longer" in run(settings, "searches", "buses", "--forget").stdout
    assert kept(settings) == {}
    assert run(settings, "searches", "buses").returncode == 2


def test_a_question_that_cannot_be_read_is_not_kept(settings: Settings) -> None:
    assert run(settings, "search", "paid AND", "--save", "x").returncode == 2
    assert kept(settings) == {}


def test_while_another_process_writes_what_is_shown_stays_new(settings: Settings, tmp_path: Path) -> None:
    from pipeline.catalog.database import lock_archive

    run(settings, "search", "bus", "--save", "buses")
    take_in(settings, BUS)
    with lock_archive(settings):
        said = run(settings, "searches", "buses")
    assert (said.returncode, "police/b.txt" in said.stdout, "stays new" in said.stderr) == (0, True, True)
    assert kept(settings) == {"buses": (1, 2)}
