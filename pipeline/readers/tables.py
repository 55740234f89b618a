"""The cells of ruled tables and forms, found by pdfplumber. Slow (pdfium reads a page's text in a fiftieth of the
time), so only pages with enough ruled lines are shown to it, and the words stay those of pdfium."""

from functools import lru_cache
from typing import TYPE_CHECKING

from pipeline.records import Box

if TYPE_CHECKING:
    from pdfplumber.pdf import PDF

FEWEST_RULES = 3
MOST_RULES = 400
"""More lines than that are a drawing or a map."""


def is_ruled(across: int, down: int) -> bool:
    """Enough ruled lines both ways to make cells."""
    return min(across, down) >= FEWEST_RULES and across + down <= MOST_RULES


def find_cells(path: str, number: int) -> list[Box]:
    """Cells of all tables of a page, the smallest first; none where the page cannot be parsed.

    Boxes as everywhere: points of the page as displayed. A frame around a column, as in the word index of a
    transcript, is a cell; one frame alone says nothing about the order.
    """
    try:
        page = _open_document(path).pages[number - 1]
        left, top = page.cropbox[:2]
        cells = sorted((cell for table in page.find_tables() for cell in table.cells), key=_area)
        page.close()
    except Exception:  # a table that is not found only means that rows are read across; nothing is lost
        return []
    if len(cells) < 2:
        return []
    return [(x0 - left, y0 - top, x1 - left, y1 - top) for x0, y0, x1, y1 in cells]


def _area(cell: Box) -> float:
    return (cell[2] - cell[0]) * (cell[3] - cell[1])


@lru_cache(maxsize=1)
def _open_document(path: str) -> "PDF":
    """Kept open from page to page: parsing the index of a file takes longer than finding the tables of a page."""
    import pdfplumber

    return pdfplumber.open(path)
