"""Office files by way of LibreOffice to PDF, so that page numbers are those a person sees.

What a printed page leaves out is put on it first: struck words and comments (`drafts`), hidden sheets, rows and columns
(`sheets`), speaker's notes (`slides`). The PDF is kept in the archive folder under the file's hash: a second range of
pages does not convert again.
"""

import shutil
import tempfile
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import msoffcrypto

from pipeline.errors import CannotRead
from pipeline.readers import pdf
from pipeline.readers.chunks import join, unpack_chunks
from pipeline.readers.drafts import show_draft
from pipeline.readers.fields import keep_results, note_fields
from pipeline.readers.flat import load_flat, load_package, save_flat, save_package
from pipeline.readers.libreoffice import Room, convert, open_room
from pipeline.readers.media import (
    DOCX,
    ENCRYPTED_OFFICE,
    LAID_OUT,
    OFFICE,
    PRESENTATIONS,
    SPREADSHEETS,
    TEXT_DOCUMENTS,
    WEB_ARCHIVE,
    WEB_PAGES,
    media_type,
)
from pipeline.readers.sheets import show_cells
from pipeline.readers.slides import WITH_NOTES, drop_empty_notes, show_notes
from pipeline.readers.web import open_web_archive, save_web_page
from pipeline.records import FileState, Page, SourceFile
from pipeline.settings import Settings

if TYPE_CHECKING:
    from PIL.Image import Image

LAYOUT_VERSION = "2"
"""Raise it when a change here or in what is put on pages changes them: PDFs kept before are then not used."""
LOCKED = "The file needs a password. Save it without one and ingest it again."
DAMAGED = "LibreOffice cannot open the file: it is damaged, or not what it seems. Save it as PDF by hand."
AS_DOCUMENT = "HTML (StarWriter)"
"""Opened as what it is, a web page loses its first paragraph on the way to PDF (LibreOffice 7.4)."""
EVERYBODYS_PASSWORD = "VelvetSweatshop"
"""Excel locks a workbook with this word when a person only protects it from changes; it opens without being asked."""


def count_pages(source: SourceFile, settings: Settings) -> int:
    return pdf.count_pages(convert_once(source, settings), settings)


def read_pages(source: SourceFile, first: int, last: int, settings: Settings) -> Iterator[Page]:
    return pdf.read_pages(convert_once(source, settings), first, last, settings)


def render_page(source: SourceFile, number: int, dpi: int, settings: Settings) -> "Image":
    return pdf.render_page(convert_once(source, settings), number, dpi, settings)


def convert_once(source: SourceFile, settings: Settings) -> SourceFile:
    """The PDF of this file, from the archive folder or made now. Raises CannotRead and ServiceMissing."""
    kept = settings.archive / "converted" / f"{source.sha256}.{LAYOUT_VERSION}.pdf"
    if not kept.is_file():
        kept.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=kept.parent, prefix="making-") as folder:
            _convert(source, open_room(Path(folder), settings)).replace(kept)
    return replace(source, path=str(kept), media_type=LAID_OUT, size=kept.stat().st_size)


def _convert(source: SourceFile, room: Room) -> Path:
    path, kind = Path(source.path), source.media_type
    if kind == ENCRYPTED_OFFICE:
        path = _unlock(path, room.folder / "unlocked")
        kind = media_type(path)
        if kind not in OFFICE or kind == ENCRYPTED_OFFICE:
            raise CannotRead(FileState.QUARANTINED, DAMAGED)
    copy = room.folder / f"original{OFFICE[kind]}"
    shutil.copyfile(path, copy)
    if (made := _lay_out(copy, kind, room)) is not None:
        return made
    if is_locked(copy):
        raise CannotRead(FileState.ENCRYPTED, LOCKED)
    raise CannotRead(FileState.QUARANTINED, DAMAGED)


def _lay_out(copy: Path, kind: str, room: Room) -> Path | None:
    """The PDF of a file of the room, everything on it; None where LibreOffice cannot open the file."""
    keep_results(copy, kind)
    if kind in TEXT_DOCUMENTS:
        return _lay_out_text(copy, room)
    if kind in SPREADSHEETS:
        return _lay_out_sheets(copy, room)
    if kind in PRESENTATIONS:
        return _lay_out_slides(copy, room)
    if kind in WEB_PAGES:
        return _lay_out_web_page(copy, kind, room)
    return convert(copy, "pdf", room)


def _lay_out_text(copy: Path, room: Room) -> Path | None:
    """From the file itself where its pages say all; else from a copy in which they do."""
    flat = convert(copy, "fodt", room)
    if flat is None:
        return None
    tree = load_flat(flat)
    shown = [show_draft(tree), note_fields(tree)]
    made = convert(save_flat(tree, room.folder / "shown.fodt") if any(shown) else copy, "pdf", room)
    if made is not None and copy.suffix == OFFICE[DOCX] and (chunks := unpack_chunks(copy, room.folder / "chunks")):
        made = made.rename(room.folder / "whole.pdf")  # the chunks may have its name
        laid_out = [_lay_out_chunk(chunk, room, number) for number, chunk in enumerate(chunks)]
        join(made, [part for part in laid_out if part is not None])
    return made


def _lay_out_chunk(chunk: Path, room: Room, number: int) -> Path | None:
    kind = media_type(chunk)
    made = _lay_out(chunk, kind, room) if kind in OFFICE else convert(chunk, "pdf", room)
    return made and made.rename(room.folder / f"part{number}.pdf")


def _lay_out_sheets(copy: Path, room: Room) -> Path | None:
    package = convert(copy, "ods", room)
    if package is None:
        return None
    root = load_package(package)
    show_cells(root)
    note_fields(root)
    return convert(save_package(root, package, room.folder / "shown.ods"), "pdf", room)


def _lay_out_slides(copy: Path, room: Room) -> Path | None:
    flat = convert(copy, "fodp", room)
    if flat is None:
        return None
    tree = load_flat(flat)
    spoken = show_notes(tree)
    note_fields(tree)
    made = convert(save_flat(tree, room.folder / "shown.fodp"), WITH_NOTES if spoken else "pdf", room)
    if made is not None and spoken:
        drop_empty_notes(made, spoken)
    return made


def _lay_out_web_page(copy: Path, kind: str, room: Room) -> Path | None:
    data = copy.read_bytes()
    parts: dict[str, str] = {}
    if kind == WEB_ARCHIVE:
        data, parts = open_web_archive(data, room.folder)
    return convert(save_web_page(data, room.folder / "page.html", parts), "pdf", room, AS_DOCUMENT)


def _unlock(path: Path, unlocked: Path) -> Path:
    """The file without its lock, where the lock is only Excel's own. Raises CannotRead (encrypted)."""
    try:
        with path.open("rb") as file, unlocked.open("wb") as out:
            locked = msoffcrypto.OfficeFile(file)
            locked.load_key(password=EVERYBODYS_PASSWORD, verify_password=True)
            locked.decrypt(out)
    except Exception as error:  # a wrong password, a kind of lock it does not know, a damaged container
        raise CannotRead(FileState.ENCRYPTED, LOCKED) from error
    return unlocked


def is_locked(path: Path) -> bool:
    """Does an office file that does not open need a password?"""
    try:
        if zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as archive:
                return b"encryption-data" in archive.read("META-INF/manifest.xml")
        with path.open("rb") as file:
            return bool(msoffcrypto.OfficeFile(file).is_encrypted())
    except Exception:  # neither a container nor a lock that is known: the file is damaged
        return False
