"""Which text of a PDF page is taken: what the file says, what OCR reads off its image, or each where it is right.

A page without images needs no drawing to be trusted. Words that are drawn are what a person sees; words that are not
(invisible, or under an image) are somebody's OCR, and have to earn their place (see `choice`).
"""

from dataclasses import replace

import pypdfium2 as pdfium

from pipeline.layout.regions import fill_in
from pipeline.lexicons import load_lexicon
from pipeline.lines import compose
from pipeline.readers.choice import LayerSigns, choose, explain_trust, is_trusted, measure_quality
from pipeline.readers.ink import measure_ink
from pipeline.readers.mixing import mix
from pipeline.readers.pdf_entries import add_entries, append_lines
from pipeline.readers.pdf_objects import OUTLINES
from pipeline.readers.pdf_page import LOOK, DrawnPage, draw, look_at
from pipeline.readers.pdf_pictures import add_pictures
from pipeline.readers.pdf_text import Lines
from pipeline.readers.pdf_xfa import find_values
from pipeline.readers.quality import is_garbage
from pipeline.readers.scan import read_scan
from pipeline.records import Origin, OtherReading, Page, PageState, Reading
from pipeline.settings import Settings

FEW_WORDS = 10
SCARCELY_READABLE = 0.5
"""Share of likely words under which text that is drawn on a page without images is read again by OCR."""
DRAWN = "The text of the file was taken: it is what is drawn on the page, and no image of a page is."
SCANNED = "The page was read by OCR: it is an image."
NO_BETTER = "The text of the file was kept: it looks little like words, and OCR reads no better."
UNREADABLE = "OCR was taken: the text of the file does not look like words."
OVER_IMAGE = "What the file draws over the image was taken from the file."

SELF_DRAWN = "The form draws itself in the program it was made for; its values were taken from its data."


def read_page(document: pdfium.PdfDocument, number: int, settings: Settings, *, is_typed: bool = False) -> Page:
    """Read one page. Raises PdfiumError, ValueError and the like where it is damaged.

    `is_typed`: its text comes from an office file, letter for letter, and is right however little it looks like words
    (sums, codes, other scripts).
    """
    drawn = look_at(document, number)
    if drawn.objects.is_scan:
        page = _read_scanned(drawn, settings)
    else:
        page = _read_drawn(drawn, settings, is_typed=is_typed)
        if drawn.objects.images and page.origin is Origin.LAYER:
            page = add_pictures(page, drawn, settings)
    if page.origin is Origin.LAYER and not drawn.layer.turn:
        page = fill_in(page, drawn.cells, load_lexicon(settings, "form_labels"))
    page = add_entries(page, drawn.entries)
    if number == 1:
        page = _add_values(page, list(find_values(document)))
    if drawn.layer.outside:
        page = replace(page, others=(*page.others, OtherReading(Origin.LAYER, drawn.compose(drawn.layer.outside))))
    return page


def _add_values(page: Page, values: list[tuple[str, str]]) -> Page:
    """The values of a form that draws itself, a line for each, in place of a page that only says to wait for it."""
    if not values:
        return page
    box = (0.0, 0.0, page.width, page.height)
    lines = "\n".join(f"{label}: {' '.join(value.split())}" for label, value in values)
    reading = append_lines(Reading(""), lines, box)
    return replace(
        page,
        state=PageState.TEXT_LAYER,
        origin=Origin.LAYER,
        reading=reading,
        quality=measure_quality(reading),
        choice=SELF_DRAWN,
        others=(*page.others, *_as_others(page)),
        regions=(),
    )


def _read_drawn(drawn: DrawnPage, settings: Settings, *, is_typed: bool) -> Page:
    """A page that is no image: its text is what is seen, where it is text."""
    reading = drawn.compose(drawn.layer.every)
    layer = _from_layer(drawn, reading, measure_quality(reading), DRAWN)
    words = reading.text.split()
    outlines = drawn.objects.shapes >= OUTLINES and len(words) < FEW_WORDS
    garbage = is_garbage(words) or (len(words) >= FEW_WORDS and (layer.quality or 0.0) < SCARCELY_READABLE)
    if words and (is_typed or not (garbage or outlines)):
        return layer
    scan = _read_image(drawn, settings)
    if not words:
        return scan
    if not is_garbage(words) and (scan.quality or 0.0) <= (layer.quality or 0.0):
        return replace(layer, state=PageState.BOTH, choice=NO_BETTER, others=_as_others(scan))
    return replace(scan, state=PageState.BOTH, choice=UNREADABLE, others=_as_others(layer))


def _read_scanned(drawn: DrawnPage, settings: Settings) -> Page:
    """A page that is an image, perhaps with somebody's OCR on it, perhaps with a court's banner over it."""
    layer = drawn.layer
    signs = _measure(drawn, layer.hidden or layer.seen)
    if layer.every and is_trusted(signs):
        reading = drawn.compose(layer.every, signs.quality if layer.hidden else 1.0)
        return _from_layer(drawn, reading, signs.quality, explain_trust(signs))
    page = _read_image(drawn, settings)
    if layer.hidden:
        page = _choose(drawn, signs, page)
    seen = drawn.place(layer.seen)
    if not seen or page.reading is None or is_garbage([word.text for line in seen for word in line]):
        return page
    reading, regions = mix(page.reading, page.regions, seen)
    told = f"{page.choice} {OVER_IMAGE}"
    return replace(page, state=PageState.BOTH, reading=reading, regions=regions, choice=told)


def _choose(drawn: DrawnPage, signs: LayerSigns, scan: Page) -> Page:
    """The better of somebody's OCR and ours, the other one kept."""
    theirs = _from_layer(drawn, drawn.compose(drawn.layer.hidden, signs.quality), signs.quality, "")
    choice = choose(theirs.reading or Reading(""), signs, scan)
    best, other = (theirs, scan) if choice.is_layer else (scan, theirs)
    return replace(best, state=PageState.BOTH, choice=choice.reason, others=_as_others(other))


def _read_image(drawn: DrawnPage, settings: Settings) -> Page:
    scan = read_scan(draw(drawn.page, settings.ocr_dpi, "L"), drawn.empty, settings)
    return replace(scan, quality=measure_quality(scan.reading) if scan.reading else None, choice=scan.choice or SCANNED)


def _from_layer(drawn: DrawnPage, reading: Reading, quality: float, why: str) -> Page:
    return replace(
        drawn.empty, state=PageState.TEXT_LAYER, origin=Origin.LAYER, reading=reading, quality=quality, choice=why
    )


def _as_others(page: Page) -> tuple[OtherReading, ...]:
    if page.reading is None or not page.reading.text or page.origin is None:
        return ()
    return (OtherReading(page.origin, page.reading, page.quality),)


def _measure(drawn: DrawnPage, lines: Lines) -> LayerSigns:
    """Compare a layer with the ink of the page, drawn small."""
    words = [word for line in drawn.place(lines) for word in line]
    ink = measure_ink(
        draw(drawn.page, LOOK, "L"), ((len(word.text), word.box) for word in words), drawn.page.get_size()
    )
    return LayerSigns(measure_quality(compose([[words]])), ink, drawn.objects.has_ocr_font)
