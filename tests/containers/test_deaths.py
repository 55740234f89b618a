"""A member on which the worker dies costs itself: those before it are kept, another worker goes on behind it."""

from dataclasses import replace
from pathlib import Path

from pipeline.archive import Archive
from pipeline.intake import IntakeOptions
from pipeline.run import take_in_files, unpack_all
from pipeline.supervise import Worker
from tests.containers.boxes import places, unpack_again, zipped

BOX = "People v Quill/box.zip"


def unpack(archive: Archive, folder: Path, *names: str) -> dict[str, tuple[str, str | None]]:
    (folder / "box.zip").write_bytes(zipped({name: b"\0" + name.encode() for name in names}))
    take_in_files(archive, [folder.parent], IntakeOptions())
    with Worker(archive.settings, module="tests.containers.deadly_worker") as worker:
        unpack_all(archive, worker, retry_failed=False)
    return {path.partition("!/")[2]: told for path, told in places(archive).items()}


def test_the_others_come_out(archive: Archive, folder: Path) -> None:
    found = unpack(archive, folder, "1.bin", "2 deadly.bin", "3.bin")
    assert found["2 deadly.bin"][0] == "quarantined"
    assert "SIGABRT" in (found["2 deadly.bin"][1] or "")
    assert (found["1.bin"][0], found["3.bin"][0]) == ("waiting", "waiting")
    assert found[""] == ("done", None)
    assert unpack_again(archive)[f"{BOX}!/2 deadly.bin"][0] == "unsupported"


def test_a_file_on_which_it_always_dies_is_left_alone(archive: Archive, folder: Path) -> None:
    found = unpack(archive, folder, "0.bin", *(f"{n} deadly.bin" for n in range(1, 9)))
    assert found[""][0] == "quarantined"
    assert found["0.bin"][0] == "waiting"
    assert len(found) < 6


def test_a_member_that_takes_too_long(archive: Archive, folder: Path) -> None:
    quick = replace(archive, settings=replace(archive.settings, open_seconds=3))
    found = unpack(quick, folder, "1.bin", "2 endless.bin", "3.bin")
    assert "timeout" in (found["2 endless.bin"][1] or "")
    assert found["3.bin"][0] == "waiting"
