"""Programs for DOS and Windows: archives that unpack themselves are opened as such, others are no documents."""

import zipfile
from collections.abc import Iterator

from pipeline.containers import Fact, Member, archive
from pipeline.containers import zip as zip_archive
from pipeline.errors import CannotRead
from pipeline.records import FileState, SourceFile
from pipeline.settings import Settings


def find_members(source: SourceFile, name: str, settings: Settings) -> Iterator[Member | Fact]:
    if zipfile.is_zipfile(source.path):
        yield from zip_archive.find_members(source, name, settings)
        return
    try:
        yield from archive.find_members(source, name, settings)
    except CannotRead as refusal:
        if refusal.state != FileState.QUARANTINED:
            raise
        raise CannotRead(
            FileState.UNSUPPORTED, "This is a program, not a document, and no archive that unpacks itself."
        ) from refusal
