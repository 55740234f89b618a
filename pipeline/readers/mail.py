"""Messages as pages: head, body and the names of what is attached, as a mail program shows them."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.mail import load_mail, page_text
from pipeline.readers.text import draw_page, set_page, split_pages
from pipeline.records import Page, SourceFile
from pipeline.settings import Settings

if TYPE_CHECKING:
    from PIL.Image import Image

WIDTH = 100
"""Letters in a line: mail programs break lines where the window ends, and a paragraph of mail is one line."""


def count_pages(source: SourceFile, settings: Settings) -> int:
    return len(_pages(source))


def read_pages(source: SourceFile, first: int, last: int, settings: Settings) -> Iterator[Page]:
    pages = _pages(source)
    for number in range(first, last + 1):
        yield set_page(number, pages[number - 1])


def render_page(source: SourceFile, number: int, dpi: int, settings: Settings) -> "Image":
    return draw_page(_pages(source)[number - 1], dpi)


def _pages(source: SourceFile) -> list[str]:
    text = page_text(load_mail(Path(source.path), source.media_type))
    return split_pages(break_lines(text.replace("\f", "\n")))


def break_lines(text: str) -> str:
    """Text with its long lines broken."""
    return "\n".join(map(_broken, text.split("\n")))


def _broken(line: str) -> str:
    """A long line broken at blanks, each of which becomes the line's end: no letter is added or lost."""
    return re.sub(rf"(.{{{WIDTH // 2},{WIDTH}}}) (?=\S)", r"\1\n", line) if len(line) > WIDTH else line
