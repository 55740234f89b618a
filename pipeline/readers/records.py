"""Concordance files as pages: each row is one, with the names of its fields, so that it can be found and cited."""

from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.errors import CannotRead
from pipeline.loadfile import read_concordance
from pipeline.readers.mail import break_lines
from pipeline.readers.text import draw_page, set_page
from pipeline.records import FileState, Page, SourceFile
from pipeline.settings import Settings

if TYPE_CHECKING:
    from PIL.Image import Image


def count_pages(source: SourceFile, settings: Settings) -> int:
    if count := sum(1 for _row in read_concordance(Path(source.path))):
        return count
    raise CannotRead(FileState.EMPTY, "The load file has no rows. Ask for another copy.")


def read_pages(source: SourceFile, first: int, last: int, settings: Settings) -> Iterator[Page]:
    for number, text in enumerate(_texts(source, first, last), first):
        yield set_page(number, text)


def render_page(source: SourceFile, number: int, dpi: int, settings: Settings) -> "Image":
    [text] = _texts(source, number, number)
    return draw_page(text, dpi)


def _texts(source: SourceFile, first: int, last: int) -> Iterator[str]:
    for row in islice(read_concordance(Path(source.path)), first - 1, last):
        yield break_lines("\n".join(f"{name}: {value}" for name, value in row.items()))
