"""One compressed file (gzip, bzip2, xz, compress, zstd): what is in it is the member; a TAR in it is opened at once."""

from collections.abc import Iterator

from pipeline.containers import Damaged, Fact, Member, archive
from pipeline.containers.archive import ArchiveError, libarchive
from pipeline.containers.names import Names, uncompressed
from pipeline.errors import CannotRead
from pipeline.records import FileState, SourceFile
from pipeline.settings import Settings

TAR_MAGIC, TAR_MAGIC_AT = b"ustar", 257


def find_members(source: SourceFile, name: str, settings: Settings) -> Iterator[Member | Fact]:
    start = _start(source)
    if start[TAR_MAGIC_AT : TAR_MAGIC_AT + len(TAR_MAGIC)] == TAR_MAGIC:
        yield from archive.find_members(source, name, settings)
    else:
        yield Member(Names().give(uncompressed(name)), _blocks(source), total=1)


def _start(source: SourceFile) -> bytes:
    """Raises CannotRead where not even the first block can be read."""
    try:
        return next(_blocks(source), b"")
    except Damaged as error:
        raise CannotRead(
            FileState.QUARANTINED, f"The compressed file is damaged: {error.reason}. Ask for another copy."
        ) from error


def _blocks(source: SourceFile) -> Iterator[bytes]:
    try:
        with libarchive.file_reader(source.path, "raw") as opened:
            for entry in opened:
                yield from entry.get_blocks()
    except ArchiveError as error:
        raise Damaged(f"the compressed bytes are damaged ({str(error)[:200]})") from error
