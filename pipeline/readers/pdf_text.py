"""The text layer of a PDF page: its words with their places, and whether it can be used at all."""

import ctypes
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from pipeline.lines import PlacedWord, turn_back
from pipeline.readers.quality import is_garbage
from pipeline.records import Box

MOST_LETTERS = 2_000_000
"""A page with more letters is an attack; a dense newspaper page has 60,000."""
MOST_OBJECTS = 4000
PAGE_IMAGE = 0.5
"""Share of the page that images cover from which on it is taken for a scan."""
MARGIN = 0.1
"""Court banners, Bates numbers and fax headers stand in this part of the page's height, at its top and bottom."""
FEW_WORDS = 10
FIRST_RIGHT_TO_LEFT = "\u0590"
OUTLINES = 300
"""A page with so many drawn shapes and hardly a word may show letters that are shapes."""

Letter = tuple[str, Box | None]


@dataclass(frozen=True, slots=True)
class PageMeasure:
    """What else is on a page: the share of it that images cover, the number of shapes, the ruled lines among them."""

    width: float
    height: float
    image_share: float
    shapes: int
    across: int
    down: int

    @property
    def is_scan(self) -> bool:
        return self.image_share >= PAGE_IMAGE


@dataclass(frozen=True, slots=True)
class Frame:
    """How points of PDF space become points of the page as displayed."""

    left: float
    bottom: float
    right: float
    top: float
    rotation: int

    def box(self, x0: float, y0: float, x1: float, y1: float) -> Box:
        """A rectangle of PDF space (origin bottom left, before rotation) as a box."""
        if self.rotation == 90:
            corners = (y0 - self.bottom, x0 - self.left, y1 - self.bottom, x1 - self.left)
        elif self.rotation == 180:
            corners = (self.right - x1, y0 - self.bottom, self.right - x0, y1 - self.bottom)
        elif self.rotation == 270:
            corners = (self.top - y1, self.right - x1, self.top - y0, self.right - x0)
        else:
            corners = (x0 - self.left, self.top - y1, x1 - self.left, self.top - y0)
        return corners


@dataclass(frozen=True, slots=True)
class TextLayer:
    """Lines of words on the page after a clockwise `turn`, after which the writing stands upright."""

    turn: int
    lines: list[list[PlacedWord]]


def measure_page(page: pdfium.PdfPage) -> PageMeasure:
    """Look through the objects of a page, the first 4,000 of them."""
    width, height = page.get_size()
    covered, shapes, across, down = 0.0, 0, 0, 0
    for kind, wide, high, segments in _measure_objects(page):
        if kind == pdfium_c.FPDF_PAGEOBJ_IMAGE:
            covered += wide * high
        elif kind == pdfium_c.FPDF_PAGEOBJ_PATH:
            shapes += 1
            # A frame has four sides or five corners; a whole grid may be drawn as one path.
            sides = max(segments // 4, 1) if 20 < wide < 0.98 * width and 8 < high < 0.98 * height else 0
            across += sides or (wide > 20 and high < 3)
            down += sides or (high > 8 and wide < 3)
    return PageMeasure(width, height, min(covered / (width * height), 1.0), shapes, across, down)


def read_layer(page: pdfium.PdfPage) -> TextLayer:
    """The words that stand on the page, in the order in which the file draws them."""
    size = page.get_size()
    letters = list(_find_letters(page))
    turn = _find_turn(letters)
    if turn:
        # A turn by the rest of the circle, taken back, is the turn.
        letters = [(letter, box and turn_back(box, 360 - turn, _turned(size, turn))) for letter, box in letters]
    return TextLayer(turn, _place_words(letters, _turned(size, turn)))


def is_usable(layer: TextLayer, measured: PageMeasure) -> bool:
    """Is this text what a person sees on the page? Not where it is damaged, or a stamp on the image of a page."""
    words = [word for line in layer.lines for word in line]
    if not words or is_garbage([word.text for word in words]):
        return False
    if not measured.is_scan and measured.shapes < OUTLINES:
        return True
    height = _turned((measured.width, measured.height), layer.turn)[1]
    low, high = MARGIN * height, (1 - MARGIN) * height
    return sum(low < (word.box[1] + word.box[3]) / 2 < high for word in words) >= FEW_WORDS


def _turned(size: tuple[float, float], turn: int) -> tuple[float, float]:
    return size if turn in (0, 180) else (size[1], size[0])


def _place_words(letters: Iterable[Letter], size: tuple[float, float]) -> list[list[PlacedWord]]:
    width, height = size
    lines: list[list[PlacedWord]] = []
    seen: dict[str, list[Box]] = {}
    for starts_line, word in _group_letters(letters):
        x0, top, x1, bottom = word.box
        if starts_line or not lines:
            lines.append([])
        if x1 <= 0 or bottom <= 0 or x0 >= width or top >= height:
            continue  # cropped away: not on the page as displayed
        box = (max(x0, 0.0), max(top, 0.0), min(x1, width), min(bottom, height))
        # Bold is faked, and shadows are made, by drawing a word twice; some scanners lay their text over given text.
        if not any(_overlap(box, other) > 0.6 for other in seen.setdefault(word.text, [])):
            seen[word.text].append(box)
            lines[-1].append(word._replace(box=box))
    return [line for line in lines if line]


def _find_turn(letters: Sequence[Letter]) -> int:
    """The clockwise turn after which most of the writing runs from left to right: a scan fed in sideways has its text
    layer sideways too. Writing that runs from right to left by nature has no say."""
    votes = {0: 0, 90: 0, 180: 0, 270: 0}
    for (letter, box), (_, after) in pairwise(letters):
        if box is None or after is None or letter >= FIRST_RIGHT_TO_LEFT:
            continue
        right, down = after[0] + after[2] - box[0] - box[2], after[1] + after[3] - box[1] - box[3]
        if abs(right) >= abs(down):
            votes[0 if right >= 0 else 180] += 1
        else:
            votes[270 if down > 0 else 90] += 1
    return max(votes, key=lambda turn: votes[turn])


def _measure_objects(page: pdfium.PdfPage) -> Iterator[tuple[int, float, float, int]]:
    """Kind, width and height in points, and number of strokes, of each object.

    A form (a drawing used as one thing) that holds an image counts as an image: scanners wrap theirs."""
    corners = [ctypes.c_float() for _ in range(4)]
    for index in range(min(pdfium_c.FPDFPage_CountObjects(page), MOST_OBJECTS)):
        item = pdfium_c.FPDFPage_GetObject(page, index)
        if not pdfium_c.FPDFPageObj_GetBounds(item, *corners):
            continue
        kind = pdfium_c.FPDFPageObj_GetType(item)
        if kind == pdfium_c.FPDF_PAGEOBJ_FORM and _holds_image(item):
            kind = pdfium_c.FPDF_PAGEOBJ_IMAGE
        left, bottom, right, top = (corner.value for corner in corners)
        segments = pdfium_c.FPDFPath_CountSegments(item) if kind == pdfium_c.FPDF_PAGEOBJ_PATH else 0
        yield kind, abs(right - left), abs(top - bottom), segments


def _holds_image(form: object) -> bool:
    inside = range(min(pdfium_c.FPDFFormObj_CountObjects(form), 50))
    kinds = (pdfium_c.FPDFPageObj_GetType(pdfium_c.FPDFFormObj_GetObject(form, index)) for index in inside)
    return any(kind == pdfium_c.FPDF_PAGEOBJ_IMAGE for kind in kinds)


def _group_letters(found: Iterable[Letter]) -> Iterator[tuple[bool, PlacedWord]]:
    """Words, each with whether it starts a line."""
    letters: list[str] = []
    box: Box | None = None
    starts_line = True
    for letter, place in found:
        parted = place is None or (box is not None and not _same_line(box, place))
        if parted and box is not None:
            yield starts_line, PlacedWord("".join(letters), box, 1.0)
            letters, box, starts_line = [], None, False
        if place is None:
            starts_line = starts_line or letter in "\r\n"
            continue
        starts_line = starts_line or (parted and not letter.isspace())
        letters.append(letter)
        box = place if box is None else _union(box, place)
    if box is not None:
        yield starts_line, PlacedWord("".join(letters), box, 1.0)


def _find_letters(page: pdfium.PdfPage) -> Iterator[Letter]:
    """Each letter with its box; white space without one."""
    left, bottom, right, top = page.get_bbox()
    frame = Frame(left, bottom, right, top, page.get_rotation())
    textpage = page.get_textpage()
    count = textpage.count_chars()
    if count > MOST_LETTERS:
        raise ValueError(f"{count} letters on one page")
    place = pdfium_c.FS_RECTF()
    for index in range(count):
        code = pdfium_c.FPDFText_GetUnicode(textpage, index)
        letter = chr(code) if code <= 0x10FFFF else "\ufffd"
        if letter == "\x02":
            letter = "-"  # pdfium's mark for a hyphen at the end of a line
        if letter.isspace() or letter == "\x00":
            yield letter if letter in "\r\n" else " ", None
            continue
        if 0xD800 <= code <= 0xDFFF or letter < " ":
            letter = "\ufffd"
        pdfium_c.FPDFText_GetLooseCharBox(textpage, index, place)
        yield letter, frame.box(place.left, min(place.bottom, place.top), place.right, max(place.bottom, place.top))


def _same_line(box: Box, place: Box) -> bool:
    """Does a letter go on with a word? A hyphen at the end of a line has no white space behind it."""
    height = max(box[3] - box[1], 1.0)
    middle = (place[1] + place[3]) / 2
    return box[1] - 0.3 * height <= middle <= box[3] + 0.3 * height and place[0] >= box[0] - height


def _union(one: Box, other: Box) -> Box:
    return (min(one[0], other[0]), min(one[1], other[1]), max(one[2], other[2]), max(one[3], other[3]))


def _overlap(one: Box, other: Box) -> float:
    """The shared area as a part of the smaller box."""
    wide = min(one[2], other[2]) - max(one[0], other[0])
    high = min(one[3], other[3]) - max(one[1], other[1])
    smaller = min((b[2] - b[0]) * (b[3] - b[1]) for b in (one, other))
    return wide * high / smaller if wide > 0 and high > 0 and smaller > 0 else 0.0
