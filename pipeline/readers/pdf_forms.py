"""What was filled into the form of a PDF page and what was written on it later: fields, tick boxes, notes, stamps.

Most of it is drawn and becomes text of the page when the page is opened. What is not drawn (the words of a sticky note,
a value longer than its field) is read here, so that it is not lost. A tick box is drawn as a letter of a font of
symbols; it is read as [X] or [ ].
"""

import ctypes
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from pipeline.readers.pdf_text import Frame, find_frame
from pipeline.records import Box, RegionKind

MOST_ANNOTATIONS = 5000
MOST_LETTERS = 100_000
TICKED, EMPTY = "[X]", "[ ]"
TICKS = (pdfium_c.FPDF_FORMFIELD_CHECKBOX, pdfium_c.FPDF_FORMFIELD_RADIOBUTTON)
FIELDS = (
    pdfium_c.FPDF_FORMFIELD_TEXTFIELD,
    pdfium_c.FPDF_FORMFIELD_COMBOBOX,
    pdfium_c.FPDF_FORMFIELD_LISTBOX,
    pdfium_c.FPDF_FORMFIELD_SIGNATURE,
)
NOTES = {
    pdfium_c.FPDF_ANNOT_TEXT: "note",
    pdfium_c.FPDF_ANNOT_FREETEXT: "free text",
    pdfium_c.FPDF_ANNOT_HIGHLIGHT: "highlight",
    pdfium_c.FPDF_ANNOT_UNDERLINE: "underline",
    pdfium_c.FPDF_ANNOT_SQUIGGLY: "underline",
    pdfium_c.FPDF_ANNOT_STRIKEOUT: "strikeout",
    pdfium_c.FPDF_ANNOT_CARET: "insertion",
    pdfium_c.FPDF_ANNOT_STAMP: "stamp",
    pdfium_c.FPDF_ANNOT_LINE: "line",
    pdfium_c.FPDF_ANNOT_SQUARE: "frame",
    pdfium_c.FPDF_ANNOT_CIRCLE: "circle",
    pdfium_c.FPDF_ANNOT_POLYGON: "frame",
    pdfium_c.FPDF_ANNOT_POLYLINE: "line",
    pdfium_c.FPDF_ANNOT_INK: "drawing",
    pdfium_c.FPDF_ANNOT_FILEATTACHMENT: "attachment",
    pdfium_c.FPDF_ANNOT_REDACT: "redaction",
}
UNSEEN = pdfium_c.FPDF_ANNOT_FLAG_HIDDEN | pdfium_c.FPDF_ANNOT_FLAG_NOVIEW


@dataclass(frozen=True, slots=True)
class Entry:
    """Something filled in or written on a page. `text` is what it says, `value` the label of a field, or the kind of
    a note with its writer; `is_tick` for tick boxes and radio buttons; `is_seen` is False where it is hidden."""

    kind: RegionKind
    box: Box
    text: str
    value: str | None
    is_tick: bool = False
    is_seen: bool = True


def find_entries(document: pdfium.PdfDocument, page: pdfium.PdfPage) -> Iterator[Entry]:
    """Fields and annotations of a page that was not flattened yet, in the order of the file."""
    frame = find_frame(page)
    for index in range(min(pdfium_c.FPDFPage_GetAnnotCount(page), MOST_ANNOTATIONS)):
        annotation = pdfium_c.FPDFPage_GetAnnot(page, index)
        if not annotation:
            continue
        try:
            entry = _read_entry(document, annotation, frame)
        finally:
            pdfium_c.FPDFPage_CloseAnnot(annotation)
        if entry is not None:
            yield entry


def _read_entry(document: pdfium.PdfDocument, annotation: Any, frame: Frame) -> Entry | None:
    kind = pdfium_c.FPDFAnnot_GetSubtype(annotation)
    place = pdfium_c.FS_RECTF()
    if not pdfium_c.FPDFAnnot_GetRect(annotation, place):
        return None
    x0, x1 = sorted((place.left, place.right))
    y0, y1 = sorted((place.bottom, place.top))
    left, top, right, bottom = frame.box(x0, y0, x1, y1)
    box = (round(left, 2), round(top, 2), round(right, 2), round(bottom, 2))
    is_seen = not pdfium_c.FPDFAnnot_GetFlags(annotation) & UNSEEN
    if kind == pdfium_c.FPDF_ANNOT_WIDGET:
        return _read_field(document, annotation, box, is_seen)
    if kind not in NOTES:
        return None
    text, writer = _read_key(annotation, b"Contents"), _read_key(annotation, b"T")
    if not text.strip() and kind not in (pdfium_c.FPDF_ANNOT_STAMP, pdfium_c.FPDF_ANNOT_FREETEXT):
        return None
    region = RegionKind.STAMP if kind == pdfium_c.FPDF_ANNOT_STAMP else RegionKind.NOTE
    return Entry(region, box, text, f"{NOTES[kind]} by {writer}" if writer else NOTES[kind], is_seen=is_seen)


def _read_field(document: pdfium.PdfDocument, annotation: Any, box: Box, is_seen: bool) -> Entry | None:
    if not document.formenv:
        return None
    form = document.formenv
    kind = pdfium_c.FPDFAnnot_GetFormFieldType(form, annotation)
    name = _read_field_text(pdfium_c.FPDFAnnot_GetFormFieldAlternateName, form, annotation)
    label = name or _read_field_text(pdfium_c.FPDFAnnot_GetFormFieldName, form, annotation) or None
    if kind in TICKS:
        said = TICKED if pdfium_c.FPDFAnnot_IsChecked(form, annotation) else EMPTY
        return Entry(RegionKind.FIELD, box, said, label, is_tick=True, is_seen=is_seen)
    if kind not in FIELDS:
        return None
    value = _read_field_text(pdfium_c.FPDFAnnot_GetFormFieldValue, form, annotation)
    return Entry(RegionKind.FIELD, box, value, label, is_seen=is_seen)


def _read_key(annotation: Any, key: bytes) -> str:
    return _read_text(lambda buffer, size: pdfium_c.FPDFAnnot_GetStringValue(annotation, key, buffer, size))


def _read_field_text(ask: Callable[..., int], form: Any, annotation: Any) -> str:
    return _read_text(lambda buffer, size: ask(form, annotation, buffer, size))


def _read_text(ask: Callable[[Any, int], int]) -> str:
    """Ask pdfium for a string: first how long it is in bytes, then for it."""
    size = min(ask(None, 0), 2 * MOST_LETTERS)
    if size <= 2:
        return ""
    buffer = (ctypes.c_ushort * (size // 2 + 1))()
    ask(buffer, size)
    text = bytes(buffer)[:size].decode("utf-16-le", "replace").rstrip("\x00")
    return text.replace("\r\n", "\n").replace("\r", "\n")
