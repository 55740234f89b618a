"""Archives that are bombs, damaged, locked or made to deceive: what could be had is kept, the rest has a reason."""

import io
import os
import tarfile
import zipfile
from dataclasses import replace
from pathlib import Path

from pipeline.archive import Archive
from pipeline.containers import CONTAINERS
from tests.containers.boxes import (
    LETTER,
    REPORT,
    give,
    places,
    problems,
    states,
    unpack_again,
    zipped,
)

BOX = "People v Quill/box.zip"


def with_limits(archive: Archive, **limits: int) -> Archive:
    return replace(archive, settings=replace(archive.settings, **limits))  # type: ignore[arg-type]


def test_a_bomb_costs_its_limit_and_keeps_what_came_before(archive: Archive, folder: Path) -> None:
    huge = bytes(60 * 2**20)
    (folder / "box.zip").write_bytes(zipped({"a report.txt": REPORT, "b": huge, "c": huge, "d.txt": LETTER}))
    give(with_limits(archive, container_ratio=100), folder.parent)
    state, reason = places(archive)[BOX]
    assert state == "quarantined"
    assert "2 of 4 members were taken out" in (reason or "")
    assert "archive bomb" in (reason or "")
    assert states(archive)[f"{BOX}!/a report.txt"] == "done"
    assert not list((archive.settings.archive / "unpacking").iterdir())


def test_a_member_larger_than_a_file_may_be_ends_alone(archive: Archive, folder: Path) -> None:
    (folder / "box.zip").write_bytes(zipped({"inner.zip": zipped({"big.bin": bytes(2 * 2**20)}), "report.txt": REPORT}))
    give(with_limits(archive, file_megabytes=1), folder.parent)
    state, reason = places(archive)[f"{BOX}!/inner.zip!/big.bin"]
    assert (state, "EXCULPA_FILE_MEGABYTES" in (reason or "")) == ("quarantined", True)
    assert states(archive)[f"{BOX}!/report.txt"] == "done"


def test_members_over_the_limit_are_counted_over_all_that_lies_inside(archive: Archive, folder: Path) -> None:
    inner = zipped({f"{n}.txt": b"inner %d" % n for n in range(5)})
    (folder / "box.zip").write_bytes(zipped({"inner.zip": inner, "a.txt": REPORT, "b.txt": LETTER}))
    give(with_limits(archive, container_members=5), folder.parent)
    state, reason = places(archive)[f"{BOX}!/inner.zip"]
    assert (state, "2 of 5 members were taken out" in (reason or "")) == ("quarantined", True)
    assert "EXCULPA_CONTAINER_MEMBERS" in (reason or "")
    assert unpack_again(archive)[f"{BOX}!/inner.zip"] == ("done", None)
    assert states(archive)[f"{BOX}!/inner.zip!/4.txt"] == "done"


def test_an_archive_that_takes_too_long_says_so(archive: Archive, folder: Path) -> None:
    (folder / "box.zip").write_bytes(zipped({"a.txt": REPORT}))
    give(with_limits(archive, container_seconds=0), folder.parent)
    assert "EXCULPA_CONTAINER_SECONDS" in problems(archive)[BOX]
    assert unpack_again(archive)[BOX] == ("done", None)


def test_what_comes_out_of_one_file_is_bounded_in_all(archive: Archive, folder: Path) -> None:
    inner = zipped({"b.bin": bytes(700_000)})
    (folder / "box.zip").write_bytes(zipped({"a.bin": bytes(700_000), "inner.zip": inner}))
    give(with_limits(archive, container_megabytes=1), folder.parent)
    assert "EXCULPA_CONTAINER_MEGABYTES" in problems(archive)[f"{BOX}!/inner.zip"]


def test_archives_inside_each_other_are_opened_to_a_depth(archive: Archive, folder: Path) -> None:
    content = zipped({"deepest.txt": REPORT})
    for _ in range(4):
        content = zipped({"x.zip": content})
    (folder / "box.zip").write_bytes(content)
    give(with_limits(archive, container_depth=3), folder.parent)
    state, reason = places(archive)[f"{BOX}!/x.zip!/x.zip!/x.zip"]
    assert (state, "EXCULPA_CONTAINER_DEPTH" in (reason or "")) == ("quarantined", True)
    unpack_again(archive)
    assert states(archive)[f"{BOX}!/x.zip!/x.zip!/x.zip!/x.zip!/deepest.txt"] == "done"


def test_archives_of_copies_of_archives_do_not_fill_the_list_of_places(archive: Archive, folder: Path) -> None:
    content = zipped({"deepest.txt": REPORT})
    for _ in range(5):
        content = zipped({f"{n}.zip": content for n in range(8)})
    (folder / "box.zip").write_bytes(content)
    give(archive, folder.parent)
    assert 100 <= len(places(archive)) < 2_000
    assert "done" in {state for path, state in states(archive).items() if path.endswith("deepest.txt")}


def test_names_are_names_and_never_paths(archive: Archive, folder: Path) -> None:
    made = io.BytesIO()
    with tarfile.open(fileobj=made, mode="w") as tar:
        for name in ("../../escape.txt", "/etc/absolute.txt", "a\nb.txt", "letters/\x82t\x82.txt"):
            info = tarfile.TarInfo(name)
            info.size = len(REPORT)
            tar.addfile(info, io.BytesIO(REPORT))
    (folder / "box.tar").write_bytes(made.getvalue())
    before = {path for path in folder.parent.parent.rglob("*") if archive.settings.archive not in path.parents}
    give(archive, folder.parent)
    after = {path for path in folder.parent.parent.rglob("*") if archive.settings.archive not in path.parents}
    assert after == before
    inside = {path.partition("!/")[2] for path in states(archive) if "!/" in path}
    assert {"../../escape.txt", "/etc/absolute.txt", "a\\x0ab.txt"} < inside
    assert len(inside) == 4
    assert not (folder.parent.parent / "escape.txt").exists()


def test_two_members_of_one_name_are_told_apart(archive: Archive, folder: Path) -> None:
    twice = zipped({"scan.txt": REPORT, "scan.TXT": LETTER}).replace(b"scan.TXT", b"scan.txt")
    (folder / "box.zip").write_bytes(twice)
    give(archive, folder.parent)
    assert {path.partition("!/")[2] for path in states(archive)} == {"", "scan.txt", "scan (2).txt"}


def test_a_locked_member_is_encrypted_and_so_is_an_archive_of_them(archive: Archive, folder: Path) -> None:
    locked = bytearray(zipped({"a.txt": REPORT, "b.txt": LETTER}, zipfile.ZIP_STORED))
    for signature, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = bytes(locked).find(signature)
        locked[at + flags] |= 1
    (folder / "box.zip").write_bytes(bytes(locked))
    give(archive, folder.parent)
    assert states(archive) == {BOX: "done", f"{BOX}!/a.txt": "encrypted", f"{BOX}!/b.txt": "done"}
    at = bytes(locked).rfind(b"PK\x01\x02")
    locked[at + 8] |= 1
    (folder / "all.zip").write_bytes(bytes(locked))
    give(archive, folder.parent)
    assert states(archive)["People v Quill/all.zip"] == "encrypted"
    assert "password" in problems(archive)["People v Quill/all.zip"]


def test_an_archive_that_was_cut_off_gives_what_is_left_of_it(archive: Archive, folder: Path) -> None:
    whole = zipped({"a.txt": REPORT, "b.txt": LETTER, "c.bin": os.urandom(5000)}, zipfile.ZIP_STORED)
    (folder / "box.zip").write_bytes(whole[: whole.find(b"PK\x01\x02") - 1000])
    give(archive, folder.parent)
    found = states(archive)
    assert (found[f"{BOX}!/a.txt"], found[f"{BOX}!/b.txt"]) == ("done", "done")
    assert found[BOX] == "quarantined"
    assert "damaged" in problems(archive)[BOX]


def test_a_damaged_member_is_kept_as_far_as_it_goes_and_named(archive: Archive, folder: Path) -> None:
    lines = b"".join(b"line %d of the report\n" % n for n in range(3_000))
    content = bytearray(zipped({"report.txt": lines, "letter.txt": LETTER}))
    content[1_000] ^= 0xFF
    (folder / "box.zip").write_bytes(bytes(content))
    give(archive, folder.parent)
    assert states(archive)[f"{BOX}!/letter.txt"] == "done"
    assert "bytes of it could be taken out" in problems(archive)[f"{BOX}!/report.txt"]


def test_damage_alone_ends_in_a_state(archive: Archive, folder: Path) -> None:
    (folder / "noise.zip").write_bytes(b"PK\x03\x04" + os.urandom(3000))
    (folder / "noise.7z").write_bytes(b"7z\xbc\xaf\x27\x1c" + os.urandom(3000))
    (folder / "noise.gz").write_bytes(b"\x1f\x8b\x08\x00" + os.urandom(3000))
    (folder / "empty.zip").write_bytes(zipped({}))
    give(archive, folder.parent)
    found = states(archive)
    assert {found.pop("People v Quill/empty.zip")} == {"empty"}
    assert set(found.values()) == {"quarantined"}
    assert all("Ask for" in reason or "damaged" in reason for reason in problems(archive).values())


def test_every_kind_has_a_module() -> None:
    from importlib import import_module

    assert all(hasattr(import_module(module), "find_members") for module in CONTAINERS.values())
