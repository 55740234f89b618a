"""Productions: page images become documents in their order, with Bates numbers and what the load file says of them."""

from pathlib import Path

import pytest
from PIL import Image
from sqlalchemy import select

from pipeline.archive import Archive
from pipeline.catalog.facts import find_by_fact, find_facts
from pipeline.catalog.files import find_documents
from pipeline.catalog.tables import files, pages
from pipeline.loadfile import CONCORDANCE, OPTICON, load_file_type, read_concordance, read_opticon
from pipeline.production import next_number
from pipeline.reports.places import Places
from pipeline.reports.sheets import find_sheets
from tests.containers.boxes import give, places, problems, states, unpack_again, zipped

OPT = """QUI000001,VOL001,IMAGES\\001\\QUI000001.TIF,Y,,,2
QUI000002,VOL001,IMAGES\\001\\QUI000002.TIF,,,,
QUI000003,VOL001,.\\IMAGES\\001\\QUI000003.TIF,Y,,,1
"""
HEADS = ("BEGBATES", "ENDBATES", "AUTHOR", "DATESENT", "MEMO", "TEXTPATH")
ROWS = (
    ("QUI000001", "QUI000002", "Vera Lindqvist", "05/03/1994", "first line®second line", "TEXT\\001\\QUI000001.txt"),
    ("QUI000003", "QUI000003", "Ray Ostrander", "", "", ""),
)
VOLUME = "People v Quill/produced/VOL001"


def dat(*rows: tuple[str, ...]) -> str:
    return "".join("\x14".join(f"þ{value}þ" for value in row) + "\r\n" for row in (HEADS, *rows))


@pytest.fixture
def volume(folder: Path) -> Path:
    made = folder / "produced" / "VOL001"
    for place in ("DATA", "Images/001", "TEXT/001"):
        (made / place).mkdir(parents=True)
    for number, width in ((1, 300), (2, 310), (3, 320)):
        image = Image.new("1", (width, 400), 1)
        image.save(made / "Images" / "001" / f"QUI00000{number}.tif", dpi=(100, 100))
    (made / "TEXT" / "001" / "QUI000001.txt").write_text("Pay him after the trial.")
    (made / "DATA" / "VOL001.opt").write_text(OPT)
    (made / "DATA" / "VOL001.dat").write_text(dat(*ROWS), "cp1252", newline="")
    return made


def widths(archive: Archive, name: str) -> list[float]:
    """How wide the pages of a document are, in pixels: which image each of them is."""
    with archive.engine.connect() as connection:
        place = files.c.path == name
        sha256 = connection.execute(select(files.c.sha256).where(place).order_by(files.c.id)).scalars().all()[-1]
        rows = connection.execute(select(pages.c.width).where(pages.c.sha256 == sha256).order_by(pages.c.number))
        return [round(width / 0.72) for width in rows.scalars()]


def test_images_are_pages_of_the_documents_that_the_load_file_names(
    archive: Archive, folder: Path, volume: Path
) -> None:
    give(archive, folder.parent)
    opt = f"{VOLUME}/DATA/VOL001.opt"
    assert widths(archive, f"{opt}!/QUI000001") == [300, 310]
    assert widths(archive, f"{opt}!/QUI000003") == [320]
    found = places(archive)
    assert found[f"{VOLUME}/Images/001/QUI000002.tif"] == ("done", "read as a page of QUI000001")
    assert set(states(archive).values()) == {"done"}
    assert problems(archive) == {}
    with archive.engine.connect() as connection:
        read = connection.execute(select(pages.c.sha256).distinct()).all()
    assert len(read) == 4  # two documents, the DAT and the text: no image by itself
    assert give(archive, folder.parent) == found


def test_a_page_is_found_by_its_number_and_a_document_by_what_is_said_of_it(
    archive: Archive, folder: Path, volume: Path
) -> None:
    give(archive, folder.parent)
    with archive.engine.connect() as connection:
        [second] = find_by_fact(connection, "bates", "qui000002")
        assert second.number == 2
        told = {fact.name: fact.value for fact in find_facts(connection, second.sha256)}
        [text] = find_by_fact(connection, "text of", "QUI000001")
        assert find_documents(connection, f"{VOLUME}/TEXT/001/QUI000001.txt") == [text.sha256]
        assert Places(connection).bates(second.sha256, 2) == "QUI000002"
        [sheet] = find_sheets(connection, "QUI000002", None)
        assert sheet.row["page"] == 2
    assert told["author"] == "Vera Lindqvist"
    assert told["memo"] == "first line\nsecond line"


def test_an_image_that_is_not_there_is_a_failed_page_and_named(archive: Archive, folder: Path, volume: Path) -> None:
    image = volume / "Images" / "001" / "QUI000002.tif"
    kept = image.read_bytes()
    image.unlink()
    give(archive, folder.parent)
    opt = f"{VOLUME}/DATA/VOL001.opt"
    assert "1 images it names are not in the archive (IMAGES\\001\\QUI000002.TIF)" in problems(archive)[opt]
    assert widths(archive, f"{opt}!/QUI000001") == [300, 0]
    image.write_bytes(kept)
    give(archive, folder.parent)
    unpack_again(archive)
    assert states(archive)[opt] == "done"
    assert widths(archive, f"{opt}!/QUI000001") == [300, 310]


def test_a_production_in_an_archive_whose_originals_stay_in_their_place(
    archive: Archive, folder: Path, volume: Path
) -> None:
    content = {
        path.relative_to(volume.parent).as_posix(): path.read_bytes() for path in volume.rglob("*") if path.is_file()
    }
    box = folder.parent.parent / "given as zip" / "People v Orr" / "production.zip"
    box.parent.mkdir(parents=True)
    box.write_bytes(zipped(content))
    give(archive, box.parent.parent, link=True)
    assert widths(archive, "People v Orr/production.zip!/VOL001/DATA/VOL001.opt!/QUI000001") == [300, 310]


def test_linked_images_are_pages_too(archive: Archive, folder: Path, volume: Path) -> None:
    give(archive, folder.parent, link=True)
    assert widths(archive, f"{VOLUME}/DATA/VOL001.opt!/QUI000001") == [300, 310]


def test_rows_of_documents_that_are_not_there_are_counted(archive: Archive, folder: Path, volume: Path) -> None:
    (volume / "DATA" / "VOL001.dat").write_text(dat(*ROWS, ("ORR000009", "", "", "", "", "")), "cp1252", newline="")
    give(archive, folder.parent)
    reason = problems(archive)[f"{VOLUME}/DATA/VOL001.dat"]
    assert "1 rows name a document that is not in the archive (ORR000009)" in reason


@pytest.mark.parametrize("encoding", ["cp1252", "utf-8", "utf-8-sig", "utf-16"])
def test_rows_in_every_encoding(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "load.dat"
    path.write_text(dat(*ROWS), encoding, newline="")
    start = path.read_bytes()[:4096]
    assert load_file_type(start, ".dat") == CONCORDANCE
    first, second = read_concordance(path)
    assert first["MEMO"] == "first line\nsecond line"
    assert second == {"BEGBATES": "QUI000003", "ENDBATES": "QUI000003", "AUTHOR": "Ray Ostrander"}


@pytest.mark.parametrize("part", [",", "|", "\t"])
def test_rows_parted_as_other_programs_do(tmp_path: Path, part: str) -> None:
    path = tmp_path / "load.dat"
    path.write_text("\n".join(part.join(f'"{value}"' for value in row) for row in (HEADS, *ROWS)), "utf-8")
    assert load_file_type(path.read_bytes(), ".dat") == CONCORDANCE
    assert [row["BEGBATES"] for row in read_concordance(path)] == ["QUI000001", "QUI000003"]


def test_what_is_no_load_file_is_none(tmp_path: Path) -> None:
    assert load_file_type(OPT.encode(), ".opt") == OPTICON
    assert load_file_type(OPT.encode(), ".txt") is None
    assert load_file_type(b"From the beginning, he said, it was so.\n", ".opt") is None
    assert load_file_type(b"Bates numbers are missing\n", ".dat") is None


def test_one_file_with_all_pages_counts_on(tmp_path: Path) -> None:
    (tmp_path / "a.opt").write_text("ABC0009,V,A.TIF,Y,,,3\n")
    [line] = read_opticon(tmp_path / "a.opt")
    assert (line.begins, line.pages) == (True, 3)
    assert [next_number(line.key, by) for by in range(3)] == ["ABC0009", "ABC0010", "ABC0011"]
