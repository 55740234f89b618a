"""One page of a PDF, opened: what is drawn on it, its text, how it looks; and its lines as a reading."""

from dataclasses import dataclass, replace
from functools import cached_property

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c
from PIL import Image

from pipeline.layout.order import order_lines
from pipeline.lines import PlacedWord, compose, split_blocks, turn_back
from pipeline.readers.ink import find_bare
from pipeline.readers.pdf_entries import find_hidden, place_ticks
from pipeline.readers.pdf_forms import Entry, find_entries
from pipeline.readers.pdf_objects import PageObjects, find_objects
from pipeline.readers.pdf_text import Lines, TextLayer, read_layer
from pipeline.readers.tables import find_cells
from pipeline.records import Box, Page, PageState, Reading

LOOK = 72
"""Dots per inch at which a page is drawn to see where its ink is."""
MOST_PIXELS = 60_000_000
"""A page is drawn for OCR with at most so many pixels, however large its paper: a plan, or an attack."""


@dataclass(frozen=True)
class DrawnPage:
    """`empty` is the page without a reading; `layer` its text on the page turned upright; `entries` its fields and
    notes."""

    page: pdfium.PdfPage
    empty: Page
    objects: PageObjects
    layer: TextLayer
    entries: tuple[Entry, ...] = ()

    def place(self, lines: Lines) -> Lines:
        """Lines of the layer, turned back onto the page as displayed."""
        turn, size = self.layer.turn, self.page.get_size()
        return [[_turn(word, turn, size, word.confidence) for word in line] for line in lines] if turn else lines

    @cached_property
    def cells(self) -> list[Box]:
        """The boxes that the page rules, the smallest first; none on a page that lies on its side."""
        return find_cells(self.objects.rules) if self.objects.rules and not self.layer.turn else []

    def compose(self, lines: Lines, sure: float = 1.0) -> Reading:
        """Lines of the layer in reading order; each word as `sure` as the layer is."""
        turn, size = self.layer.turn, self.page.get_size()
        blocks = split_blocks(order_lines(lines, self.cells))
        if not turn and sure == 1.0:
            return compose(blocks)
        return compose([[[_turn(word, turn, size, sure) for word in line] for line in block] for block in blocks])


def look_at(document: pdfium.PdfDocument, number: int) -> DrawnPage:
    """Open a page, with what was filled into its form and its notes made part of it: they are text a person sees.

    Raises ValueError for a page that has no size, or one that no paper has."""
    page, entries = open_page(document, number)
    width, height = page.get_size()
    if not (0 < width < 1e6 and 0 < height < 1e6):
        raise ValueError(f"a page of {width:g} x {height:g} points")
    empty = Page(number, PageState.FAILED, None, round(width, 2), round(height, 2), page.get_rotation())
    objects = find_objects(page)
    layer = read_layer(page, objects.hidden or objects.layered)
    if objects.layered and not objects.hidden:
        layer = _switch(layer, page)
    if entries:
        layer = place_ticks(layer, entries, (width, height))
        layer = replace(layer, outside=layer.outside + find_hidden(entries))
    return DrawnPage(page, empty, objects, layer, entries)


def _switch(layer: TextLayer, page: pdfium.PdfPage) -> TextLayer:
    """The words of layers that are switched off put apart: there is no ink where they stand. `hidden` are those of all
    layers, on or off."""
    size = page.get_size()
    places = [turn_back(word.box, layer.turn, size) for line in layer.hidden for word in line]
    bare = iter(find_bare(draw(page, LOOK, "L"), places, size))
    parts: tuple[Lines, Lines] = ([], [])
    for line in layer.hidden:
        told = [(word, next(bare)) for word in line]
        for lines, is_off in zip(parts, (False, True), strict=True):
            lines.append([word for word, off in told if off is is_off])
    on, off = ([line for line in lines if line] for lines in parts)
    return replace(layer, seen=layer.seen + on, hidden=[], outside=layer.outside + off)


def open_page(document: pdfium.PdfDocument, number: int) -> tuple[pdfium.PdfPage, tuple[Entry, ...]]:
    """The page with its annotations drawn into it, and what they say."""
    if not document.formenv and document.get_formtype():
        document.init_forms()  # draws the values of fields that have no drawing of their own
    page = document[number - 1]
    if pdfium_c.FPDFPage_GetAnnotCount(page) < 1:
        return page, ()
    entries = tuple(find_entries(document, page))
    pdfium_c.FPDFPage_Flatten(page, pdfium_c.FLAT_NORMALDISPLAY)
    return document[number - 1], entries


def is_drawn_on(document: pdfium.PdfDocument, number: int) -> bool:
    """Are there objects on the page, though nothing may be seen of them?"""
    return bool(pdfium_c.FPDFPage_CountObjects(document[number - 1]) > 0)


def draw(page: pdfium.PdfPage, dpi: int, mode: str) -> Image.Image:
    """The page as displayed, in grey ("L") or colour ("RGB")."""
    width, height = page.get_size()
    scale = min(dpi / 72, (MOST_PIXELS / (width * height)) ** 0.5)
    bitmap = page.render(scale=scale, grayscale=mode == "L", may_draw_forms=True)
    image: Image.Image = bitmap.to_pil()
    return image if image.mode == mode else image.convert(mode)


def _turn(word: PlacedWord, turn: int, size: tuple[float, float], sure: float) -> PlacedWord:
    x0, top, x1, bottom = turn_back(word.box, turn, size) if turn else word.box
    return PlacedWord(word.text, (round(x0, 2), round(top, 2), round(x1, 2), round(bottom, 2)), round(sure, 4))
