"""Spreadsheets: laid out by LibreOffice as a person sees them, unless a workbook is too large for that.

A large one is a table of records that nobody laid out for reading (calls, payments, inventories): its cells are set as
typed pages, a hundred rows each, with sheet, row and column. Numbers stand as they are stored, without their format.
"""

from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING

import pypdfium2 as pdfium
from python_calamine import CalamineError, CalamineWorkbook, SheetVisibleEnum

from pipeline.readers import office, pdf
from pipeline.readers.cells import set_cells
from pipeline.readers.grid import ROWS_A_PAGE, set_rows, type_rows
from pipeline.readers.pdf_objects import find_objects
from pipeline.readers.text import draw_page
from pipeline.records import Page, PageState, SourceFile
from pipeline.settings import Settings

if TYPE_CHECKING:
    from PIL.Image import Image

SMALL = 200_000
"""Bytes of a file that is laid out without counting its cells: even squeezed ones are few."""


def count_pages(source: SourceFile, settings: Settings) -> int:
    workbook = _open_large(source, settings)
    if workbook is None:
        return office.count_pages(source, settings)
    return sum(pages for _, pages in _list_sheets(workbook))


def read_pages(source: SourceFile, first: int, last: int, settings: Settings) -> Iterator[Page]:
    workbook = _open_large(source, settings)
    if workbook is None:
        yield from _read_laid_out(office.convert_once(source, settings), first, last, settings)
        return
    choice = f"Cell by cell: the workbook has more than {settings.sheet_cells} cells (EXCULPA_SHEET_CELLS)."
    for number in range(first, last + 1):
        title, rows, row = _take_page(workbook, number)
        yield replace(set_rows(number, title, rows, row), choice=choice)


def render_page(source: SourceFile, number: int, dpi: int, settings: Settings) -> "Image":
    workbook = _open_large(source, settings)
    if workbook is None:
        return office.render_page(source, number, dpi, settings)
    title, rows, row = _take_page(workbook, number)
    return draw_page(type_rows(title, rows, row), dpi)


def _read_laid_out(printed: SourceFile, first: int, last: int, settings: Settings) -> Iterator[Page]:
    """Pages of the PDF; those that hold the grid of a sheet are read by its rows."""
    document = pdfium.PdfDocument(printed.path)
    try:
        for page in pdf.read_pages(printed, first, last, settings):
            is_text = page.state is PageState.TEXT_LAYER
            yield set_cells(page, find_objects(document[page.number - 1]).rules) if is_text else page
    finally:
        document.close()


def _open_large(source: SourceFile, settings: Settings) -> CalamineWorkbook | None:
    """The workbook where it is too large to be laid out and its cells can be read; else None."""
    return None if source.size < SMALL else _open(source.path, source.sha256, settings.sheet_cells)


@lru_cache(maxsize=1)
def _open(path: str, sha256: str, most: int) -> CalamineWorkbook | None:
    """Kept for the next range of the same file."""
    try:
        workbook = CalamineWorkbook.from_path(path)
        sheets = [workbook.get_sheet_by_name(name) for name in workbook.sheet_names]
    except (CalamineError, OSError, ValueError):  # a kind it does not know, or damaged: LibreOffice may know better
        return None
    return workbook if sum(sheet.height * sheet.width for sheet in sheets) > most else None


def _list_sheets(workbook: CalamineWorkbook) -> list[tuple[str, int]]:
    """Each sheet with its number of pages; an empty one has none."""
    ends = [(name, workbook.get_sheet_by_name(name).end) for name in workbook.sheet_names]
    return [(name, end[0] // ROWS_A_PAGE + 1 if end else 0) for name, end in ends]


def _take_page(workbook: CalamineWorkbook, number: int) -> tuple[str, list[list[str]], int]:
    """What stands on a page: its title, its rows, the number of the first of them."""
    for name, pages in _list_sheets(workbook):  # noqa: B007 - the sheet that it stops at
        if number <= pages:
            break
        number -= pages
    hidden = {sheet.name for sheet in workbook.sheets_metadata if sheet.visible != SheetVisibleEnum.Visible}
    sheet, row = workbook.get_sheet_by_name(name), (number - 1) * ROWS_A_PAGE
    empty = [""] * sheet.start[1] if sheet.start else []  # columns before the first used one are not among its rows
    rows = [empty + [_write(value) for value in cells] for cells in islice(sheet.iter_rows(), row, row + ROWS_A_PAGE)]
    return f"{'Hidden sheet' if name in hidden else 'Sheet'}: {name}", rows, row + 1


def _write(value: object) -> str:
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return str(value)
