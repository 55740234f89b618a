"""A page as the finders of furniture and speakers read it: its lines, and the numbers printed before them."""

from typing import NamedTuple

from pipeline.layout.numbering import NumberedLine, find_numbering
from pipeline.layout.printed import PrintedLine, find_lines
from pipeline.records import Layout


class Paper(NamedTuple):
    """`text` is the page or a copy as long as it, `layout` None where nobody knows where its words stand; `numbering`
    has the numbered lines by their index in `lines`."""

    text: str
    layout: Layout | None
    lines: tuple[PrintedLine, ...]
    numbering: dict[int, NumberedLine]


def read_paper(text: str, layout: Layout | None = None) -> Paper:
    """Find the lines of a page and their numbers."""
    lines = tuple(find_lines(text, layout))
    return Paper(text, layout, lines, find_numbering(text, lines))
