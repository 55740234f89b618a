"""The cells of ruled tables and forms, found by pdfplumber. Slow (pdfium reads a page's text in a fiftieth of the
time), so only pages with enough ruled lines are shown to it, and the words stay those of pdfium."""

from pipeline.records import Box

FEWEST_RULES = 3
MOST_RULES = 400
"""More lines than that are a drawing or a map."""


def is_ruled(across: int, down: int) -> bool:
    """Enough ruled lines both ways to make cells."""
    return min(across, down) >= FEWEST_RULES and across + down <= MOST_RULES


def find_cells(path: str, number: int) -> list[Box]:
    """Cells of all tables of a page that have more than one row and column; none where the page cannot be parsed.

    Boxes as everywhere: points of the page as displayed. Cells come table by table, row by row.
    """
    import pdfplumber

    try:
        with pdfplumber.open(path, pages=[number]) as document:
            page = document.pages[0]
            left, top = page.cropbox[:2]
            tables = [table for table in page.find_tables() if len(table.rows) > 1 and len(table.columns) > 1]
            cells = [cell for table in tables for row in table.rows for cell in row.cells if cell is not None]
    except Exception:  # a table that is not found only means that rows are read across; nothing is lost
        return []
    return [(x0 - left, y0 - top, x1 - left, y1 - top) for x0, y0, x1, y1 in cells]
