"""One module per file format: the bytes we were given become pages, exactly one for every number.

A reader module has three functions. `count_pages(source, settings)` opens the file and raises CannotRead where no page
of it can be read. `read_pages(source, first, last, settings)` yields one Page for each number of the range; a page
that cannot be read is a failed page with its problem. `render_page(source, number, dpi, settings)` draws the page as
displayed, for people. To add a format: its module here, its media type in READERS, its first bytes in `media.py`.
"""

from collections.abc import Iterator
from importlib import import_module
from typing import TYPE_CHECKING, Protocol, cast

from pipeline.errors import CannotRead
from pipeline.loadfile import CONCORDANCE
from pipeline.page_images import PAGE_IMAGES
from pipeline.readers.media import OFFICE, SPREADSHEETS, media_type, name_of
from pipeline.records import FileState, Page, SourceFile
from pipeline.settings import Settings

if TYPE_CHECKING:
    from PIL.Image import Image

READERS: dict[str, str] = {
    "application/pdf": "pipeline.readers.pdf",
    "image/tiff": "pipeline.readers.image",
    "image/png": "pipeline.readers.image",
    "image/jpeg": "pipeline.readers.image",
    "image/gif": "pipeline.readers.image",
    "image/bmp": "pipeline.readers.image",
    "image/webp": "pipeline.readers.image",
    "image/jp2": "pipeline.readers.image",
    "image/heic": "pipeline.readers.image",
    "image/avif": "pipeline.readers.image",
    "image/x-pcx": "pipeline.readers.image",
    "image/x-dcx": "pipeline.readers.image",
    "image/x-tga": "pipeline.readers.image",
    "image/vnd.adobe.photoshop": "pipeline.readers.image",
    "text/plain": "pipeline.readers.text",
    "text/csv": "pipeline.readers.delimited",
    "text/tab-separated-values": "pipeline.readers.delimited",
    "message/rfc822": "pipeline.readers.mail",
    "application/vnd.ms-outlook": "pipeline.readers.mail",
    CONCORDANCE: "pipeline.readers.records",
    PAGE_IMAGES: "pipeline.readers.page_images",
    **dict.fromkeys(OFFICE, "pipeline.readers.office"),
    **dict.fromkeys(SPREADSHEETS, "pipeline.readers.workbook"),
}
"""Media type to module. Modules are named, not imported: a run over text files loads no PDF library."""

READING_VERSION = "2"
"""Raise it when a change of the readers changes what they yield: pages read before become stale."""


class Reader(Protocol):
    """What every module of READERS offers."""

    def count_pages(self, source: SourceFile, settings: Settings) -> int: ...

    def read_pages(self, source: SourceFile, first: int, last: int, settings: Settings) -> Iterator[Page]: ...

    def render_page(self, source: SourceFile, number: int, dpi: int, settings: Settings) -> "Image": ...


def count_pages(source: SourceFile, settings: Settings) -> int:
    """How many pages the file has, at least one. Raises CannotRead with the state it ends in and what to do."""
    if source.size == 0:
        raise CannotRead(FileState.EMPTY, "The file has no bytes. Ask for another copy.")
    if source.size > settings.file_megabytes * 2**20:
        raise CannotRead(
            FileState.QUARANTINED,
            f"The file has more than {settings.file_megabytes} MB. Raise EXCULPA_FILE_MEGABYTES to read it.",
        )
    pages = find_reader(source.media_type).count_pages(source, settings)
    if pages > settings.file_pages:
        raise CannotRead(
            FileState.QUARANTINED,
            f"The file has {pages} pages, more than {settings.file_pages}. Raise EXCULPA_FILE_PAGES to read it.",
        )
    return pages


def read_pages(source: SourceFile, first: int, last: int, settings: Settings) -> Iterator[Page]:
    """One Page for each number from `first` to `last`, in order. Raises CannotRead where the file does not open."""
    return find_reader(source.media_type).read_pages(source, first, last, settings)


def render_page(source: SourceFile, number: int, dpi: int, settings: Settings) -> "Image":
    """The page as displayed: boxes of its words are in 1/72 inch of this image. Raises CannotRead."""
    return find_reader(source.media_type).render_page(source, number, dpi, settings)


def find_reader(kind: str) -> Reader:
    """The module that reads a media type; CannotRead (unsupported) where there is none."""
    if kind not in READERS:
        raise CannotRead(FileState.UNSUPPORTED, f"This is {name_of(kind)}, which is not read. Save it as PDF.")
    return cast(Reader, import_module(READERS[kind]))


def reading_key(settings: Settings) -> str:
    """Names all that can change what reading yields: our version, the engine with its data, the settings of OCR."""
    from pipeline.ocr import ocr_key

    return f"readers {READING_VERSION}; {ocr_key(settings)}; {settings.ocr_dpi} dpi"


__all__ = [
    "READERS",
    "Reader",
    "count_pages",
    "find_reader",
    "media_type",
    "read_pages",
    "reading_key",
    "render_page",
]
