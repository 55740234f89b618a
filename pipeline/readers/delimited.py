"""Tables in text files (CSV, TSV): what a person sees who opens them in a spreadsheet, one page for a hundred rows."""

import csv
import sys
from collections.abc import Iterator
from io import StringIO
from itertools import islice
from typing import TYPE_CHECKING

from pipeline.readers.grid import ROWS_A_PAGE, set_rows, type_rows
from pipeline.readers.text import draw_page, read_text
from pipeline.records import Page, SourceFile
from pipeline.settings import Settings

if TYPE_CHECKING:
    from PIL.Image import Image

SEPARATORS = ",;\t|"
SAMPLE = 20_000


def count_pages(source: SourceFile, settings: Settings) -> int:
    rows = sum(1 for _ in _read_rows(source))
    return max(1, -(-rows // ROWS_A_PAGE))


def read_pages(source: SourceFile, first: int, last: int, settings: Settings) -> Iterator[Page]:
    rows = islice(_read_rows(source), (first - 1) * ROWS_A_PAGE, None)
    for number in range(first, last + 1):
        yield set_rows(number, "", list(islice(rows, ROWS_A_PAGE)), (number - 1) * ROWS_A_PAGE + 1)


def render_page(source: SourceFile, number: int, dpi: int, settings: Settings) -> "Image":
    start = (number - 1) * ROWS_A_PAGE
    rows = list(islice(_read_rows(source), start, start + ROWS_A_PAGE))
    return draw_page(type_rows("", rows, start + 1), dpi)


def _read_rows(source: SourceFile) -> Iterator[list[str]]:
    """Every row of the file, empty ones too: their numbers are those a person sees."""
    csv.field_size_limit(sys.maxsize)  # the limit is that of the file
    text = read_text(source).replace("\f", "\n")
    separator = "\t" if source.media_type == "text/tab-separated-values" else find_separator(text[:SAMPLE])
    return csv.reader(StringIO(text, newline=""), delimiter=separator)


def find_separator(sample: str) -> str:
    """The sign that stands in most lines; a comma where none does. Sniffing for quotes too is wrong more often."""
    lines = sample.split("\n")[:-1] or [sample]
    return max(SEPARATORS, key=lambda sign: sum(sign in line for line in lines))
