"""Each kind of archive and compressed file gives its members, whole."""

import bz2
import gzip
import io
import lzma
import tarfile
from collections.abc import Callable
from pathlib import Path

import libarchive
import pytest

from pipeline.archive import Archive
from tests.containers.boxes import LETTER, REPORT, give, states, zipped

MEMBERS = {"police/report.txt": REPORT, "letter.txt": LETTER}


def packed(kind: str, *filters: str) -> Callable[[], bytes]:
    def pack() -> bytes:
        parts: list[bytes] = []

        def keep(block: bytes) -> int:
            parts.append(bytes(block))
            return len(block)

        with libarchive.custom_writer(keep, kind, *filters) as archive:
            for name, content in MEMBERS.items():
                archive.add_file_from_memory(name, len(content), content)
        return b"".join(parts)

    return pack


def old_tar() -> bytes:
    made = io.BytesIO()
    with tarfile.open(fileobj=made, mode="w", format=tarfile.USTAR_FORMAT) as tar:
        for name, content in MEMBERS.items():
            info = tarfile.TarInfo(name)
            info.size = len(content)
            tar.addfile(info, io.BytesIO(content))
    return made.getvalue()


@pytest.mark.parametrize(
    ("name", "pack"),
    [
        ("box.tar", old_tar),
        ("box.7z", packed("7zip")),
        ("box.cpio", packed("cpio")),
        ("box.iso", packed("iso9660")),
        ("box.tgz", lambda: gzip.compress(old_tar())),
        ("box.tar.bz2", lambda: bz2.compress(old_tar())),
        ("box.tar.xz", lambda: lzma.compress(old_tar())),
        ("box.tar.zst", packed("gnutar", "zstd")),
        ("box.tar.Z", packed("gnutar", "compress")),
    ],
)
def test_an_archive_gives_its_members(name: str, pack: Callable[[], bytes], archive: Archive, folder: Path) -> None:
    (folder / name).write_bytes(pack())
    give(archive, folder.parent)
    inside = {path.partition("!/")[2].lower(): state for path, state in states(archive).items()}
    assert inside == {"": "done", "police/report.txt": "done", "letter.txt": "done"}


@pytest.mark.parametrize(
    ("suffix", "compress"), [(".gz", gzip.compress), (".bz2", bz2.compress), (".xz", lzma.compress)]
)
def test_a_compressed_file_gives_what_it_was(
    suffix: str, compress: Callable[[bytes], bytes], archive: Archive, folder: Path
) -> None:
    (folder / f"report.txt{suffix}").write_bytes(compress(REPORT))
    give(archive, folder.parent)
    assert states(archive)[f"People v Quill/report.txt{suffix}!/report.txt"] == "done"


def test_links_in_an_archive_are_not_followed(archive: Archive, folder: Path) -> None:
    with tarfile.open(folder / "box.tar", "w") as tar:
        link = tarfile.TarInfo("passwords")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        tar.addfile(link)
    give(archive, folder.parent)
    assert states(archive)["People v Quill/box.tar!/passwords"] == "skipped"


def test_an_archive_that_unpacks_itself_and_a_program_that_is_none(archive: Archive, folder: Path) -> None:
    program = b"MZ\x90\0\x03" + bytes(range(256)) * 20
    (folder / "setup.exe").write_bytes(program)
    (folder / "papers.exe").write_bytes(program + zipped(MEMBERS))
    give(archive, folder.parent)
    assert states(archive) == {
        "People v Quill/setup.exe": "unsupported",
        "People v Quill/papers.exe": "done",
        "People v Quill/papers.exe!/police/report.txt": "done",
        "People v Quill/papers.exe!/letter.txt": "done",
    }
