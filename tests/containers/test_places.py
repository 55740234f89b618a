"""What lies in a file is a document that knows its container: its own place, state, case and file set."""

from pathlib import Path

from sqlalchemy import select

from pipeline.archive import Archive
from pipeline.catalog.files import places_of
from pipeline.catalog.members import find_containers_of
from pipeline.catalog.tables import pages, readings
from pipeline.contents import plan_unpacking
from pipeline.records import FileSet
from pipeline.store import hash_file
from tests.containers.boxes import LETTER, REPORT, give, states, zipped


def test_members_are_documents_with_places_below_their_container(archive: Archive, folder: Path) -> None:
    (folder / "box.zip").write_bytes(zipped({"police/report.txt": REPORT, "letter.txt": LETTER}))
    give(archive, folder.parent)
    inside = "People v Quill/box.zip!/"
    assert states(archive) == {
        "People v Quill/box.zip": "done",
        f"{inside}police/report.txt": "done",
        f"{inside}letter.txt": "done",
    }
    with archive.engine.connect() as connection:
        texts = set(connection.execute(select(readings.c.text)).scalars())
        assert texts == {REPORT.decode(), LETTER.decode()}
        [sha256] = connection.execute(
            select(pages.c.sha256)
            .join(readings, readings.c.sha256 == pages.c.sha256)
            .where(readings.c.text == REPORT.decode())
        ).scalars()
        [(container, path)] = find_containers_of(connection, sha256)
    assert (container, path) == (hash_file(folder / "box.zip"), "police/report.txt")


def test_members_have_the_cases_and_the_set_of_their_container(archive: Archive, folder: Path) -> None:
    box = folder / "produced" / "box.zip"
    box.parent.mkdir()
    box.write_bytes(zipped({"a.zip": zipped({"report.txt": REPORT})}))
    give(archive, folder.parent)

    def told() -> set[tuple[tuple[str, ...], str]]:
        with archive.engine.connect() as connection:
            shas = connection.execute(select(pages.c.sha256)).scalars().all()
            return {(place.cases, place.file_set) for sha in shas for place in places_of(connection, sha)}

    assert told() == {(("People v Quill",), "produced")}
    give(archive, folder.parent, case="People v Marsh", file_set=FileSet.COURT)
    assert told() == {(("People v Marsh",), "court")}


def test_the_same_bytes_in_two_archives_are_one_document_with_two_places(archive: Archive, folder: Path) -> None:
    (folder / "a.zip").write_bytes(zipped({"report.txt": REPORT}))
    (folder / "b.zip").write_bytes(zipped({"copy.txt": REPORT}))
    (folder / "copy of b.zip").write_bytes(zipped({"copy.txt": REPORT}))
    give(archive, folder.parent)
    inside = {path: state for path, state in states(archive).items() if "!/" in path}
    assert sorted(inside) == [
        "People v Quill/a.zip!/report.txt",
        "People v Quill/b.zip!/copy.txt",
        "People v Quill/copy of b.zip!/copy.txt",
    ]
    assert sorted(inside.values()) == ["done", "duplicate", "duplicate"]


def test_an_archive_given_again_elsewhere_shows_its_members_there_too(archive: Archive, folder: Path) -> None:
    content = zipped({"inner.zip": zipped({"report.txt": REPORT})})
    (folder / "box.zip").write_bytes(content)
    give(archive, folder.parent)
    other = folder.parent / "People v Orr" / "backup.zip"
    other.parent.mkdir()
    other.write_bytes(content)
    give(archive, folder.parent)
    assert states(archive)["People v Orr/backup.zip!/inner.zip!/report.txt"] == "duplicate"


def test_a_second_run_opens_nothing_again(archive: Archive, folder: Path) -> None:
    (folder / "box.zip").write_bytes(zipped({"inner.zip": zipped({"report.txt": REPORT})}))
    before = give(archive, folder.parent)
    assert not any(plan_unpacking(archive))
    assert give(archive, folder.parent) == before


def test_an_archive_that_changed_is_opened_as_a_new_one(archive: Archive, folder: Path) -> None:
    (folder / "box.zip").write_bytes(zipped({"report.txt": REPORT}))
    give(archive, folder.parent)
    (folder / "box.zip").write_bytes(zipped({"report.txt": LETTER, "more.txt": REPORT}))
    give(archive, folder.parent)
    with archive.engine.connect() as connection:
        texts = set(connection.execute(select(readings.c.text)).scalars())
    assert texts == {REPORT.decode(), LETTER.decode()}
    assert states(archive)["People v Quill/box.zip!/more.txt"] == "duplicate"


def test_what_an_operating_system_left_in_an_archive_is_skipped_as_it_is_on_disk(
    archive: Archive, folder: Path
) -> None:
    members = {"a.txt": REPORT, "__MACOSX/._a.txt": b"x", "Thumbs.db": b"y", "empty.txt": b""}
    (folder / "box.zip").write_bytes(zipped(members))
    give(archive, folder.parent)
    inside = {path.rpartition("!/")[2]: state for path, state in states(archive).items()}
    assert inside == {
        "People v Quill/box.zip": "done",
        "a.txt": "done",
        "__MACOSX/._a.txt": "skipped",
        "Thumbs.db": "skipped",
        "empty.txt": "empty",
    }
