"""leads, show, export and verify as a user types them."""

import json
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from sqlalchemy import Connection

from pipeline.catalog.database import open_catalog
from pipeline.catalog.decisions import find_unmaskings
from pipeline.catalog.leads import find_leads
from pipeline.settings import Settings
from tests.reports.archive import CASE, REPORT, build_archive, cite, sha_of
from tests.reports.typed import run

REPORT_PATH = f"{CASE}/police/dd5_quill.txt"


def lead_id(connection: Connection) -> str:
    [stored] = find_leads(connection)
    return stored.id


def unmaskings(settings: Settings) -> list[tuple[str, str, str]]:
    engine = open_catalog(settings)
    with engine.connect() as connection:
        found = list(find_unmaskings(connection))
    engine.dispose()
    return found


# ---------------------------------------------------------------- leads


def test_leads_give_quote_place_reasons_and_the_reminder(settings: Settings) -> None:
    said = run(settings, "leads")
    assert said.returncode == 0
    for part in ("C 43", "denied deal", CASE, "“Nothing was promised to Quill.”", "minutes.txt, page 1"):
        assert part in said.stdout
    for part in (" +40  severity 1", "To confirm: Ask for the papers", "Disclosure: unknown."):
        assert part in said.stdout
    assert said.stdout.endswith("Automated leads: reasons to look, not findings of fact or law.\n")
    assert "\x1b" not in said.stdout


def test_leads_as_json_are_rows_of_the_export_but_not_masked(settings: Settings) -> None:
    [row] = json.loads(run(settings, "leads", "--json").stdout)
    exported = json.loads(run(settings, "export", "leads").stdout)
    assert row.keys() == exported.keys()
    assert "Desmond Quill" in row["summary"]
    assert (row["masked"], exported["masked"]) == (False, True)


def test_leads_of_another_case_are_none(settings: Settings) -> None:
    assert json.loads(run(settings, "leads", "--case", "1999-Nobody", "--json").stdout) == []
    said = run(settings, "leads", "--type", "recantation").stdout
    assert said.startswith("No leads with this type or case. That means nothing was recognised")


# ---------------------------------------------------------------- export


def test_unmasking_needs_a_reason(settings: Settings, tmp_path: Path) -> None:
    target = tmp_path / "people.jsonl"
    for options in (["--unmask"], ["--unmask", "--reason", " "], ["--reason", "because"]):
        said = run(settings, "export", "people", "-o", target, *options)
        assert (said.returncode, said.stdout) == (2, "")
        assert "Traceback" not in said.stderr
    assert not target.exists()
    assert unmaskings(settings) == []


def test_unmasking_is_written_down(tmp_path: Path) -> None:
    settings, target = build_archive(tmp_path), tmp_path / "people.csv"
    options = ["--format", "csv", "-o", target, "--unmask", "--reason", "order of 4 May"]
    assert run(settings, "export", "people", *options).returncode == 0
    assert "Desmond T. Quill" in target.read_text("utf-8")
    assert unmaskings(settings) == [("R. Tester", f"export people as csv to {target}", "order of 4 May")]


def test_an_export_to_a_file_says_how_much(settings: Settings, tmp_path: Path) -> None:
    said = run(settings, "export", "pages", "-o", tmp_path / "pages.jsonl")
    assert (said.returncode, said.stdout) == (0, "")
    assert said.stderr == f"6 pages written to {tmp_path / 'pages.jsonl'}, identities masked\n"
    assert len((tmp_path / "pages.jsonl").read_text("utf-8").splitlines()) == 6


# ---------------------------------------------------------------- show


def test_show_marks_the_quote_of_a_lead_on_each_page(settings: Settings, connection: Connection) -> None:
    said = run(settings, "show", lead_id(connection)).stdout
    assert ">>Desmond T. Quill was paid $40 and\nwas promised<< that his open case" in said
    assert ">>Nothing was promised to Quill.<<" in said
    assert f"{REPORT_PATH}, page 1 of 3" in said
    assert f"case {CASE}; file set police; text_layer, confidence 1.00" in said


def test_show_a_document_by_place_or_hash_or_page(settings: Settings, connection: Connection) -> None:
    sha256 = sha_of(connection, REPORT_PATH)
    by_place = run(settings, "show", REPORT_PATH)
    assert by_place.returncode == 0
    assert by_place.stdout == run(settings, "show", sha256[:10]).stdout
    assert REPORT.strip() in by_place.stdout.replace(">>", "").replace("<<", "")
    assert "Nothing more." in run(settings, "show", REPORT_PATH, "--page", "2").stdout
    failed = run(settings, "show", REPORT_PATH, "--page", "3").stdout
    assert "Problem: The page of" in failed
    assert "(no text)" in failed


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["nothing-of-the-kind"], "There is no lead and no document called nothing-of-the-kind"),
        ([REPORT_PATH, "--page", "9"], "has no page 9: it has 3 pages"),
        ([REPORT_PATH, "--image", "page.jpg"], "must end in .png"),
    ],
)
def test_what_cannot_be_shown_is_said(settings: Settings, arguments: list[str], says: str) -> None:
    said = run(settings, "show", *arguments)
    assert said.returncode == 2
    assert says in said.stderr
    assert "Traceback" not in said.stderr


def test_show_as_json(settings: Settings, connection: Connection) -> None:
    [first, second] = json.loads(run(settings, "show", lead_id(connection), "--json").stdout)
    assert (first["page"], first["page_count"], len(first["marks"])) == (1, 3, 1)
    mark = second["marks"][0]
    assert second["text"][mark["start"] : mark["end"]] == mark["quote"]


def test_hostile_text_cannot_command_the_terminal() -> None:
    from app.screen import mark_words, open_console

    shown = mark_words("a\x1b[2Jb\u202ec\td\n", [(0, 1)], open_console()).plain
    assert shown == ">>a<<\ufffd[2Jb\ufffdc\td\n"


# ---------------------------------------------------------------- images


def pixel(image: Image.Image, box: list[float]) -> Any:
    """The colour at the left edge of a box, a point inside, where no letter stands."""
    return image.getpixel((round((box[0] - 1) * 150 / 72), round((box[3] + 1) * 150 / 72)))


def test_images_mark_the_quote_and_hide_the_informant(
    settings: Settings, connection: Connection, tmp_path: Path
) -> None:
    target = tmp_path / "out.png"
    said = run(settings, "show", lead_id(connection), "--image", target)
    assert said.returncode == 0, said.stderr
    assert "look at the image before it leaves" in said.stderr
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out-2.png", "out.png"]
    sha256 = sha_of(connection, REPORT_PATH)
    with Image.open(target) as image:
        assert image.size == (1275, 1650)
        assert pixel(image, box_of(connection, sha256, "Desmond")) == (0, 0, 0)
        assert pixel(image, box_of(connection, sha256, "91-0447")) == (0, 0, 0)
        red, green, blue = pixel(image, box_of(connection, sha256, "$40"))
        assert min(red, green) > blue + 50
        assert pixel(image, box_of(connection, sha256, "FOLLOW-UP")) == (255, 255, 255)


def test_an_unmasked_image_is_written_down(tmp_path: Path) -> None:
    settings, target = build_archive(tmp_path), tmp_path / "out.png"
    refused = run(settings, "show", REPORT_PATH, "--image", target, "--unmask")
    assert (refused.returncode, target.exists()) == (2, False)
    said = run(settings, "show", REPORT_PATH, "--image", target, "--unmask", "--reason", "hearing")
    assert said.returncode == 0, said.stderr
    assert unmaskings(settings) == [("R. Tester", f"show {REPORT_PATH} as image {target}", "hearing")]
    engine = open_catalog(settings)
    with Image.open(target) as image, engine.connect() as connection:
        assert pixel(image, box_of(connection, sha_of(connection, REPORT_PATH), "91-0447")) != (0, 0, 0)
    engine.dispose()


def test_a_page_without_text_is_no_masked_image(settings: Settings, tmp_path: Path) -> None:
    said = run(settings, "show", REPORT_PATH, "--page", "3", "--image", tmp_path / "out.png")
    assert said.returncode == 2
    assert list(tmp_path.iterdir()) == []


def box_of(connection: Connection, sha256: str, words: str) -> list[float]:
    from pipeline.catalog.pages import load_reading
    from pipeline.reports.places import boxes_of

    cited = cite(connection, sha256, words)
    reading = load_reading(connection, sha256, 1, cited.reading)
    assert reading is not None
    [box] = boxes_of(reading.words, cited.start, cited.end)
    return box
