"""An answer on the screen: words marked, copies under their hit, counts, order, and what of it could not be read."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from app.shown import say_unread, squeeze
from pipeline.archive import open_archive
from pipeline.catalog.copies import save_copies
from pipeline.catalog.files import find_documents
from pipeline.overlays import update_index
from pipeline.records import PageCopy
from pipeline.settings import Settings
from tests.reports.archive import add_paper, build_archive
from tests.reports.typed import Said, run

SAME = "Officer Marrow said that the blue Plymouth stood\nat the corner of Livonia Avenue.\n"
PAPERS = {
    "1991-Salgado/police/report.txt": SAME,
    "1991-Salgado/defense/report.txt": SAME + ".\n",
    "1992-Ibarra/court/minutes.txt": "Q. Where was the Plymouth?\nA. On Livonia Avenue.\f" + "Q. Plymouth?\nA. No.\n",
    "1992-Ibarra/court/menu.txt": "Soup of the day.\n",
}


def _pair(one: tuple[str, int], other: tuple[str, int], how: str) -> PageCopy:
    return PageCopy(min(one, other), max(one, other), how, 0.9)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The archive of the reports with four papers more, of which two are copies; one page of it could not be read."""
    folder = Path(tmp_path_factory.mktemp("built"))
    settings = build_archive(folder)
    with open_archive(settings) as archive:
        with archive.writing() as connection:
            for paper in PAPERS.items():
                add_paper(connection, settings, folder / "scans", paper)
            report, copy, minutes = ((find_documents(connection, path)[0], 1) for path in list(PAPERS)[:3])
            save_copies(connection, [_pair(report, copy, "text"), _pair(report, minutes, "version")])
        update_index(archive)
    assert run(settings, "reindex").returncode == 0
    return folder


@pytest.fixture
def settings(built: Path, tmp_path: Path) -> Settings:
    shutil.copytree(built, tmp_path, dirs_exist_ok=True)
    return Settings(archive=tmp_path / "archive")


def ask(settings: Settings, *words: str) -> dict[str, Any]:
    said: Said = run(settings, "search", *words, "--json")
    assert said.returncode == 0, said.stderr
    return dict(json.loads(said.stdout))


def places(answer: dict[str, Any]) -> list[tuple[str, int]]:
    return [(hit["location"].partition("/")[2], hit["page"]) for hit in answer["hits"]]


def test_copies_stand_under_their_hit(settings: Settings) -> None:
    answer = ask(settings, "marrow")
    (hit,) = answer["hits"]
    (copy,) = hit["under"]
    assert answer["total"] == 2
    assert {hit["location"], copy["location"]} == set(list(PAPERS)[:2])
    assert {hit["file_set"], copy["file_set"]} == {"police", "defense"}
    assert len(ask(settings, "marrow", "--group", "none")["hits"]) == 2
    assert len(ask(settings, "plymouth")["hits"]) == 3  # another version is a hit of its own
    said = run(settings, "search", "marrow").stdout
    assert said.startswith("2 pages; 1 with 1 under them shown\n")
    assert f"  also: {copy['location']}, page 1\n" in said


def test_documents_are_shown_as_one(settings: Settings) -> None:
    answer = ask(settings, "plymouth", "case:ibarra", "--group", "document")
    assert places(answer) == [("court/minutes.txt", 2)] or places(answer) == [("court/minutes.txt", 1)]
    assert [row["page"] for row in answer["hits"][0]["under"]] == [3 - answer["hits"][0]["page"]]
    assert "  also: page " in run(settings, "search", "plymouth", "case:ibarra", "--group", "document").stdout


def test_words_are_marked_on_one_line(settings: Settings) -> None:
    said = run(settings, "search", "stood w/3 corner", "--limit", "1").stdout
    assert "Officer Marrow said that the blue Plymouth >>stood at the corner<< of Livonia" in said or (
        "Plymouth >>stood<< at the >>corner<< of Livonia" in said
    )


def test_answers_are_counted(settings: Settings) -> None:
    facets = ask(settings, "plymouth", "--limit", "1")["facets"]
    assert facets["case"]["values"] == [["1991-Salgado", 2], ["1992-Ibarra", 2]]
    assert facets["set"]["values"] == [["court", 2], ["defense", 1], ["police", 1]]
    assert facets["reviewed"]["values"] == [["no", 4], ["yes", 0]]
    assert all(facet["exact"] for facet in facets.values())
    said = run(settings, "search", "plymouth").stdout
    assert "\ncase: 1991-Salgado 2, 1992-Ibarra 2\nset: court 2, defense 1, police 1\n" in said
    assert "reviewed" not in said


def test_ticked_pages_are_counted(settings: Settings) -> None:
    minutes = ask(settings, "plymouth", "case:ibarra", "--sort", "oldest")["hits"][0]
    assert run(settings, "tick", minutes["sha256"][:12], str(minutes["page"])).returncode == 0
    assert ask(settings, "plymouth")["facets"]["reviewed"]["values"] == [["no", 3], ["yes", 1]]


def test_answers_in_order_and_by_portion(settings: Settings) -> None:
    ordered = ask(settings, "plymouth", "--sort", "case", "--group", "none")
    assert [hit["case"] for hit in ordered["hits"]] == [["1991-Salgado"]] * 2 + [["1992-Ibarra"]] * 2
    rest = ask(settings, "plymouth", "--sort", "case", "--group", "none", "--offset", "1", "--limit", "2")
    assert places(rest) == places(ordered)[1:3]
    assert run(settings, "search", "plymouth", "--sort", "colour").returncode == 2


def test_what_could_not_be_read_is_told(settings: Settings) -> None:
    assert ask(settings, "plymouth", "case:ibarra")["unread"] == {"lost": 0, "partly": 0, "unopened": 0, "waiting": 0}
    unread = ask(settings, "nowhere")["unread"]
    assert unread["lost"] == 1
    said = run(settings, "search", "nowhere").stdout
    assert said.startswith("0 pages; 0 shown")
    assert "1 page could not be read: exculpa unread" in said


@pytest.mark.parametrize(
    ("unread", "said"),
    [
        ({}, ""),
        (
            {"lost": 2, "partly": 1, "unopened": 1},
            "2 pages could not be read and of 1 page a part could not be read and",
        ),
        ({"unopened": 3}, "Where this searched, 3 files could not be opened: exculpa unread, exculpa status."),
        ({"waiting": 7}, "7 pages are not in the index yet: exculpa ingest puts them there."),
    ],
)
def test_the_note_in_words(unread: dict[str, int], said: str) -> None:
    assert said in say_unread(unread)
    assert bool(say_unread(unread)) == bool(unread)


@pytest.mark.parametrize(
    ("text", "spans", "line", "moved"),
    [
        ("a  b", [(3, 4)], "a b", ["b"]),
        ("  paid\n\n twice", [(2, 6), (9, 14)], "paid twice", ["paid", "twice"]),
        ("paid twice", [(-5, 4), (5, 99)], "paid twice", ["paid", "twice"]),
        ("paid", [(-9, -3), (7, 9)], "paid", []),
        ("paid\n twice", [(0, 11)], "paid twice", ["paid twice"]),
        ("", [], "", []),
    ],
)
def test_a_snippet_on_one_line(text: str, spans: list[tuple[int, int]], line: str, moved: list[str]) -> None:
    said, places = squeeze(text, spans)
    assert said == line
    assert [said[start:end] for start, end in places] == moved


def test_pages_like_a_page(settings: Settings) -> None:
    """Its copies say nothing new."""
    said = run(settings, "related", "1991-Salgado/police/report.txt")
    assert said.returncode == 0, said.stderr
    assert said.stdout.startswith("Looked for: ")
    assert {"livonia", "avenue"} <= set(said.stdout.splitlines()[0].removeprefix("Looked for: ").split(", "))
    answer = json.loads(run(settings, "related", "1991-Salgado/police/report.txt", "1", "--json").stdout)
    assert places(answer)[0] == ("court/minutes.txt", 1)
    assert not {"police/report.txt", "defense/report.txt"} & {place for place, _ in places(answer)}
    among = run(settings, "related", "1991-Salgado/police/report.txt", "--among", "soup", "--json")
    assert json.loads(among.stdout)["hits"] == []


def test_a_page_that_none_can_be_like(settings: Settings) -> None:
    unread = json.loads(run(settings, "unread", "--json").stdout)[0]
    said = run(settings, "related", unread["sha256"], str(unread["number"]))
    assert said.returncode != 0
    assert "nothing to read" in said.stderr
