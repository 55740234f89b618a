"""Documents whose pages are images in files of their own: each page is read by the reader of its image."""

from collections.abc import Iterator
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.errors import CannotRead
from pipeline.page_images import PageImage, read_page_images
from pipeline.readers.media import media_type, name_of
from pipeline.records import FileState, Page, PageState, SourceFile
from pipeline.settings import Settings
from pipeline.store import address_of, local_path

if TYPE_CHECKING:
    from PIL.Image import Image


def count_pages(source: SourceFile, settings: Settings) -> int:
    return len(_pages(source))


def read_pages(source: SourceFile, first: int, last: int, settings: Settings) -> Iterator[Page]:
    pages = _pages(source)
    for number in range(first, last + 1):
        try:
            image, reader = _open(pages[number - 1], settings)
            at = pages[number - 1].page
            if reader.count_pages(image, settings) < at:
                raise CannotRead(FileState.QUARANTINED, f"Its image has no page {at}. Ask for another copy.")
            [page] = reader.read_pages(image, at, at, settings)
            yield replace(page, number=number)
        except CannotRead as refusal:
            yield Page(number, PageState.FAILED, None, 0.0, 0.0, 0, refusal.reason)


def render_page(source: SourceFile, number: int, dpi: int, settings: Settings) -> "Image":
    wanted = _pages(source)[number - 1]
    image, reader = _open(wanted, settings)
    drawn: Image = reader.render_page(image, wanted.page, dpi, settings)
    return drawn


def _pages(source: SourceFile) -> list[PageImage]:
    try:
        return read_page_images(Path(source.path))
    except (ValueError, KeyError, TypeError) as error:
        raise CannotRead(FileState.QUARANTINED, "The list of page images is damaged. Type: exculpa verify") from error


def _open(wanted: PageImage, settings: Settings) -> tuple[SourceFile, Any]:
    """The image and the module that reads it."""
    if wanted.sha256 is None:
        reason = f"The image {wanted.path} is not there. Ingest it, then the load file again with --retry-failed."
        raise CannotRead(FileState.QUARANTINED, reason)
    path = local_path(settings, address_of(wanted.sha256))
    if not path.is_file():
        raise CannotRead(FileState.QUARANTINED, f"The image {wanted.path} is gone. Type: exculpa verify")
    kind = media_type(path)
    from pipeline.readers import READERS

    if kind not in READERS:
        raise CannotRead(FileState.UNSUPPORTED, f"Its image is {name_of(kind)}, which is not read.")
    return SourceFile(wanted.sha256, str(path), kind, path.stat().st_size), import_module(READERS[kind])
