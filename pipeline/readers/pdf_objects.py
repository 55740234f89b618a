"""What is drawn on a PDF page beside its text: images, shapes, ruled lines; and which of the text can be seen."""

import ctypes
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, repeat
from typing import Any, NamedTuple

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from pipeline.readers.pdf_text import Frame, address, find_frame, plain
from pipeline.records import Box

MOST_OBJECTS = 20_000
"""Objects of a page that are looked at; a page of single letters has 5,000."""
DEEPEST = 6
"""A drawing inside a drawing inside a drawing: so deep, and no deeper."""
PAGE_IMAGE = 0.5
"""Share of the page that images cover from which on it is taken for a scan."""
OUTLINES = 300
"""A page with so many drawn shapes and hardly a word may show letters that are shapes."""
UNSEEN_MODES = (pdfium_c.FPDF_TEXTRENDERMODE_INVISIBLE, pdfium_c.FPDF_TEXTRENDERMODE_CLIP)
OCR_FONTS = ("GlyphLess", "HiddenHorzOCR", "Invisible", "OCR-", "TextLayer")
"""Fonts without shapes that OCR programs write their text in."""
LONG, THIN, LOW = 20.0, 3.0, 8.0
"""A ruled line is longer than 20 points across or 8 down, and thinner than 3."""
MOST_SEGMENTS = 60
"""A path with more strokes than this is a drawing; a grid drawn as one path has fewer, or is found by its others."""

TEXT, PATH = pdfium_c.FPDF_PAGEOBJ_TEXT, pdfium_c.FPDF_PAGEOBJ_PATH
IMAGE, FORM = pdfium_c.FPDF_PAGEOBJ_IMAGE, pdfium_c.FPDF_PAGEOBJ_FORM
Matrix = tuple[float, float, float, float, float, float]
IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


class _Item(NamedTuple):
    """One object by its address, and how its points become points of the page."""

    place: int
    kind: int
    matrix: Matrix

    @property
    def handle(self) -> Any:
        return ctypes.cast(self.place, pdfium_c.FPDF_PAGEOBJECT)


@dataclass(frozen=True, slots=True)
class PageObjects:
    """`images` are their boxes on the page, `rules` the ruled lines as thin boxes; `hidden` are the addresses of the
    text objects that nobody sees: drawn invisibly, or with an image over them; `layered` of those on a layer that can
    be switched off."""

    width: float
    height: float
    images: tuple[Box, ...]
    shapes: int
    rules: tuple[Box, ...]
    hidden: frozenset[int]
    has_ocr_font: bool
    layered: frozenset[int]

    @property
    def image_share(self) -> float:
        """The share of the page that images cover; scanners cut theirs into strips, so their areas are added."""
        covered = sum((x1 - x0) * (bottom - top) for x0, top, x1, bottom in self.images)
        return min(covered / (self.width * self.height), 1.0)

    @property
    def is_scan(self) -> bool:
        return self.image_share >= PAGE_IMAGE


def find_objects(page: pdfium.PdfPage) -> PageObjects:
    """Look through the objects of a page, also those in forms (drawings used as one thing)."""
    width, height = page.get_size()
    frame = find_frame(page)
    images: list[Box] = []
    rules: list[Box] = []
    texts: list[tuple[int, int]] = []
    shapes, last_cover = 0, -1
    for index, item in enumerate(_find_items(page)):
        place, kind, _ = item
        if kind == TEXT:
            texts.append((index, place))
        elif kind == PATH:
            shapes += 1
            rules += _find_rules(item, frame, (width, height))
        elif kind == IMAGE and (box := _clip(_box(item, frame), width, height)) is not None:
            images.append(box)
            if (box[2] - box[0]) * (box[3] - box[1]) >= PAGE_IMAGE * width * height:
                last_cover = index
    hidden, has_ocr_font = _find_hidden(texts, last_cover) if images else (frozenset(), False)
    layered = frozenset(_find_layered([place for _, place in texts]))
    return PageObjects(width, height, tuple(images), shapes, tuple(rules), hidden, has_ocr_font, layered)


_get_type = plain(pdfium_c.FPDFPageObj_GetType, ctypes.c_int, ctypes.c_void_p)
_get_object = plain(pdfium_c.FPDFPage_GetObject, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_int)
_count_marks = plain(pdfium_c.FPDFPageObj_CountMarks, ctypes.c_int, ctypes.c_void_p)
_get_mark = plain(pdfium_c.FPDFPageObj_GetMark, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_ulong)
_get_name = plain(
    pdfium_c.FPDFPageObjMark_GetName, ctypes.c_int, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_ulong, ctypes.c_void_p
)
_get_inner = plain(pdfium_c.FPDFFormObj_GetObject, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_ulong)


def _find_items(page: pdfium.PdfPage) -> Iterator[_Item]:
    numbers = range(min(pdfium_c.FPDFPage_CountObjects(page), MOST_OBJECTS))
    handles = list(map(_get_object, repeat(address(page.raw)), numbers))
    for handle, kind in zip(handles, map(_get_type, handles), strict=True):
        if kind == FORM:
            yield from islice(_open_form(handle, IDENTITY, 1), MOST_OBJECTS)
        else:
            yield _Item(handle, kind, IDENTITY)


def _open_form(form: int, matrix: Matrix, depth: int) -> Iterator[_Item]:
    """The objects in a form, and in forms in it."""
    handle = ctypes.cast(form, pdfium_c.FPDF_PAGEOBJECT)
    inner = _multiply(_matrix(handle), matrix)
    for index in range(min(pdfium_c.FPDFFormObj_CountObjects(handle), MOST_OBJECTS)):
        item = _get_inner(form, index)
        kind = _get_type(item)
        if kind != FORM:
            yield _Item(item, kind, inner)
        elif depth < DEEPEST:
            yield from _open_form(item, inner, depth + 1)


def _find_hidden(texts: list[tuple[int, int]], last_cover: int) -> tuple[frozenset[int], bool]:
    """Addresses of text that is not seen, and whether any of the fonts is one that OCR programs write."""
    hidden: set[int] = set()
    fonts: dict[int, bool] = {}
    for index, text in texts:
        handle = ctypes.cast(text, pdfium_c.FPDF_PAGEOBJECT)
        font = pdfium_c.FPDFTextObj_GetFont(handle)
        place = address(font)
        if place not in fonts:
            fonts[place] = _is_ocr_font(font)
        if index < last_cover or fonts[place] or pdfium_c.FPDFTextObj_GetTextRenderMode(handle) in UNSEEN_MODES:
            hidden.add(text)
    return frozenset(hidden), any(fonts.values())


def _find_layered(texts: Sequence[int]) -> Iterator[int]:
    """Text objects that are marked as optional content. They are many, tagged files mark each, and share marks."""
    known: dict[int, bool] = {}
    for text, count in zip(texts, map(_count_marks, texts), strict=True):
        for index in range(count):
            mark = _get_mark(text, index)
            if mark not in known:
                known[mark] = _is_optional(mark)
            if known[mark]:
                yield text
                break


def _is_optional(mark: int) -> bool:
    name, size = (ctypes.c_ushort * 4)(), ctypes.c_ulong()
    _get_name(mark, name, ctypes.sizeof(name), ctypes.byref(size))
    return size.value == 6 and name[0] == ord("O") and name[1] == ord("C")


def _is_ocr_font(font: Any) -> bool:
    name = ctypes.create_string_buffer(128)
    pdfium_c.FPDFFont_GetBaseFontName(font, name, len(name))
    return any(known.encode() in name.value for known in OCR_FONTS)


def _find_rules(item: _Item, frame: Frame, size: tuple[float, float]) -> Iterator[Box]:
    """The straight strokes of a path along the page's edges, as thin boxes. A frame around the whole page is none."""
    x0, top, x1, bottom = _box(item, frame)
    wide, high = x1 - x0, bottom - top
    if (wide > LONG and high < THIN) or (high > LOW and wide < THIN):
        yield (x0, top, x1, bottom)
    elif wide > LONG and high > LOW and wide < 0.98 * size[0] and high < 0.98 * size[1]:
        count = pdfium_c.FPDFPath_CountSegments(item.handle)
        if count <= MOST_SEGMENTS:
            yield from _find_strokes(item, frame, count)


def _find_strokes(item: _Item, frame: Frame, count: int) -> Iterator[Box]:
    matrix = _multiply(_matrix(item.handle), item.matrix)
    x, y = ctypes.c_float(), ctypes.c_float()
    start = before = (0.0, 0.0)
    for index in range(count):
        segment = pdfium_c.FPDFPath_GetPathSegment(item.handle, index)
        pdfium_c.FPDFPathSegment_GetPoint(segment, x, y)
        point = _apply(matrix, x.value, y.value)
        kind = pdfium_c.FPDFPathSegment_GetType(segment)
        if kind == pdfium_c.FPDF_SEGMENT_MOVETO:
            start = point
        elif kind == pdfium_c.FPDF_SEGMENT_LINETO:
            yield from _find_stroke(before, point, frame)
        if pdfium_c.FPDFPathSegment_GetClose(segment):
            yield from _find_stroke(point, start, frame)
        before = point


def _find_stroke(one: tuple[float, float], other: tuple[float, float], frame: Frame) -> Iterator[Box]:
    low, high = sorted((one[0], other[0])), sorted((one[1], other[1]))
    x0, top, x1, bottom = frame.box(low[0], high[0], low[1], high[1])
    if (x1 - x0 > LONG and bottom - top < THIN) or (bottom - top > LOW and x1 - x0 < THIN):
        yield (x0, top, x1, bottom)


def _box(item: _Item, frame: Frame) -> Box:
    corners = [ctypes.c_float() for _ in range(4)]
    if not pdfium_c.FPDFPageObj_GetBounds(item.handle, *corners):
        return (0.0, 0.0, 0.0, 0.0)
    left, bottom, right, top = (corner.value for corner in corners)
    if item.matrix is not IDENTITY:
        points = [_apply(item.matrix, x, y) for x in (left, right) for y in (bottom, top)]
        left, right = min(x for x, _ in points), max(x for x, _ in points)
        bottom, top = min(y for _, y in points), max(y for _, y in points)
    return frame.box(left, bottom, right, top)


def _clip(box: Box, width: float, height: float) -> Box | None:
    x0, top, x1, bottom = max(box[0], 0.0), max(box[1], 0.0), min(box[2], width), min(box[3], height)
    return (x0, top, x1, bottom) if x0 < x1 and top < bottom else None


def _matrix(handle: Any) -> Matrix:
    matrix = pdfium_c.FS_MATRIX()
    if not pdfium_c.FPDFPageObj_GetMatrix(handle, matrix):
        return IDENTITY
    return (matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f)


def _multiply(inner: Matrix, outer: Matrix) -> Matrix:
    """First the inner, then the outer."""
    a, b, c, d, e, f = inner
    return (
        a * outer[0] + b * outer[2],
        a * outer[1] + b * outer[3],
        c * outer[0] + d * outer[2],
        c * outer[1] + d * outer[3],
        e * outer[0] + f * outer[2] + outer[4],
        e * outer[1] + f * outer[3] + outer[5],
    )


def _apply(matrix: Matrix, x: float, y: float) -> tuple[float, float]:
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f
