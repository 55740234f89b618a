"""The text layer of a PDF page: its words with their places.

pdfium is asked for the whole text at once and for the places of the first and the last letter of each word: a call for
every letter took four times as long. Only words whose letters do not stand in a row are looked at letter by letter.
"""

import ctypes
import re
from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass
from typing import Any, NamedTuple

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from pipeline.lines import PlacedWord, turn_back
from pipeline.records import Box

Lines = list[list[PlacedWord]]

MOST_LETTERS = 2_000_000
"""A page with more letters is an attack; a dense newspaper page has 60,000."""
FIRST_RIGHT_TO_LEFT = "\u0590"
HYPHEN = "\x02"
"""pdfium's mark, in letters, for a hyphen at the end of a line: no white space stands behind it."""
STRANGE = dict.fromkeys((*range(1, 9), *range(11, 32), *range(55296, 57344)), "\ufffd")
MEANING = {**STRANGE, 0: " ", 2: HYPHEN, 0xFFFE: HYPHEN, 0x0B: " ", 0x0C: " ", 0x0D: "\n", 0x1F: " "}
WORD = re.compile(rf"[^\s{HYPHEN}]*{HYPHEN}|[^\s{HYPHEN}]+")
SAME = 0.6
"""Two equal words of which so much of the smaller one's area is shared are one word, drawn twice."""


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
            return (y0 - self.bottom, x0 - self.left, y1 - self.bottom, x1 - self.left)
        if self.rotation == 180:
            return (self.right - x1, y0 - self.bottom, self.right - x0, y1 - self.bottom)
        if self.rotation == 270:
            return (self.top - y1, self.right - x1, self.top - y0, self.right - x0)
        return (x0 - self.left, self.top - y1, x1 - self.left, self.top - y0)


@dataclass(frozen=True, slots=True)
class TextLayer:
    """Lines of words on the page after a clockwise `turn`, after which the writing stands upright.

    `seen` is what is drawn, `hidden` what is laid over or under an image without being drawn, as OCR programs do,
    `outside` what stands outside the page as displayed."""

    turn: int
    seen: Lines
    hidden: Lines
    outside: Lines

    @property
    def every(self) -> Lines:
        return self.seen + self.hidden


class _Span(NamedTuple):
    """A word in the order of the file: its letters, where they start, whether it starts a line and is not drawn; the
    boxes of its first and last letter."""

    text: str
    start: int
    starts_line: bool
    is_hidden: bool
    first: Box
    last: Box


def find_frame(page: pdfium.PdfPage) -> Frame:
    left, bottom, right, top = page.get_bbox()
    return Frame(left, bottom, right, top, page.get_rotation())


def read_layer(page: pdfium.PdfPage, hidden: Set[int] = frozenset()) -> TextLayer:
    """The words of the page in the order in which the file draws them, each with a confidence of 1. `hidden` are the
    addresses of the text objects that are not seen."""
    letters = _Letters(page, hidden)
    spans = list(letters.find_spans())
    turn = _find_turn(spans)
    size = page.get_size()
    turned = size if turn in (0, 180) else (size[1], size[0])
    if turn:
        # A turn by the rest of the circle, taken back, is the turn.
        spans = [
            span._replace(
                first=turn_back(span.first, 360 - turn, turned), last=turn_back(span.last, 360 - turn, turned)
            )
            for span in spans
        ]
    words = (
        (span.is_hidden, *word)
        for span in spans
        for word in ([_join(span)] if _in_a_row(span) else _part(span, letters.boxes(span, turn, turned)))
    )
    return TextLayer(turn, *_place_words(words, turned))


class _Letters:
    """The letters of one page: the text, and pdfium's text page for the places of single letters."""

    def __init__(self, page: pdfium.PdfPage, hidden: Set[int]) -> None:
        self._hidden = hidden
        self._page = page.get_textpage()
        self._frame = find_frame(page)
        self._place = pdfium_c.FS_RECTF()
        self.text = _read_letters(self._page).translate(MEANING)

    def find_spans(self) -> Iterator[_Span]:
        end, parted = 0, True
        for found in WORD.finditer(self.text):
            start, text = found.start(), found[0]
            parted = parted or "\n" in self.text[end:start]
            end = found.end()
            first = self.box(start)
            last = first if end == start + 1 else self.box(end - 1)
            yield _Span(text, start, parted, bool(self._hidden) and self._is_hidden(start), first, last)
            parted = text[-1] == HYPHEN

    def _is_hidden(self, index: int) -> bool:
        return address(pdfium_c.FPDFText_GetTextObject(self._page, index)) in self._hidden

    def box(self, index: int) -> Box:
        place = self._place
        pdfium_c.FPDFText_GetLooseCharBox(self._page, index, place)
        low, high = (place.bottom, place.top) if place.bottom <= place.top else (place.top, place.bottom)
        return self._frame.box(place.left, low, place.right, high)

    def boxes(self, span: _Span, turn: int, turned: tuple[float, float]) -> list[Box]:
        """The box of each letter of a word, on the turned page."""
        return [
            turn_back(self.box(index), 360 - turn, turned) if turn else self.box(index)
            for index in range(span.start, span.start + len(span.text))
        ]


def _read_letters(textpage: pdfium.PdfTextPage) -> str:
    """One letter for each letter pdfium counts, so that its places can be asked for by index."""
    count = textpage.count_chars()
    if count > MOST_LETTERS:
        raise ValueError(f"{count} letters on one page")
    if count < 1:
        return ""
    units = (ctypes.c_ushort * (count * 2 + 2))()
    length = pdfium_c.FPDFText_GetText(textpage, 0, count, units) - 1
    text = bytes(units)[: 2 * max(length, 0)].decode("utf-16-le", "surrogatepass")
    if len(text) == length == count:
        return text
    # Control characters are left out of that text, and letters beyond the first plane count twice.
    codes = (pdfium_c.FPDFText_GetUnicode(textpage, index) for index in range(count))
    return "".join(chr(code) if code <= 0x10FFFF else "\ufffd" for code in codes)


def _find_turn(spans: Sequence[_Span]) -> int:
    """The clockwise turn after which most of the writing runs from left to right: a scan fed in sideways has its text
    layer sideways too. Writing that runs from right to left by nature has no say."""
    votes = {0: 0, 90: 0, 180: 0, 270: 0}
    for span in spans:
        if len(span.text) < 2 or span.text[0] >= FIRST_RIGHT_TO_LEFT:
            continue
        box, after = span.first, span.last
        right, down = after[0] + after[2] - box[0] - box[2], after[1] + after[3] - box[1] - box[3]
        if abs(right) >= abs(down):
            votes[0 if right >= 0 else 180] += len(span.text)
        else:
            votes[270 if down > 0 else 90] += len(span.text)
    return max(votes, key=lambda turn: votes[turn])


def _in_a_row(span: _Span) -> bool:
    """The last letter stands to the right of the first and on its line."""
    first, last = span.first, span.last
    middle = (last[1] + last[3]) / 2
    return last is first or (first[1] <= middle <= first[3] and last[0] > first[0])


def _join(span: _Span) -> tuple[bool, PlacedWord]:
    return span.starts_line, PlacedWord(span.text.replace(HYPHEN, "-"), _union(span.first, span.last), 1.0)


def _part(span: _Span, boxes: Sequence[Box]) -> Iterator[tuple[bool, PlacedWord]]:
    """The words, each with whether it starts a line, of letters that pdfium found no white space between."""
    letters, box, starts_line = "", boxes[0], span.starts_line
    for letter, place in zip(span.text.replace(HYPHEN, "-"), boxes, strict=True):
        if letters and not _same_line(box, place):
            yield starts_line, PlacedWord(letters, box, 1.0)
            letters, box, starts_line = "", place, True
        letters, box = letters + letter, _union(box, place)
    yield starts_line, PlacedWord(letters, box, 1.0)


def _place_words(
    words: Iterable[tuple[bool, bool, PlacedWord]], size: tuple[float, float]
) -> tuple[Lines, Lines, Lines]:
    """Lines that are seen on the page, hidden on it, and beside it."""
    width, height = size
    parts: tuple[Lines, Lines, Lines] = ([], [], [])
    places: dict[str, list[Box]] = {}
    for is_hidden, starts_line, word in words:
        x0, top, x1, bottom = word.box
        if starts_line or not parts[0]:
            for lines in parts:
                lines.append([])
        if x1 <= 0 or bottom <= 0 or x0 >= width or top >= height:
            parts[2][-1].append(word)
            continue
        box = (max(x0, 0.0), max(top, 0.0), min(x1, width), min(bottom, height))
        # Bold is faked, and shadows are made, by drawing a word twice; some scanners lay their text over given text.
        others = places.setdefault(word.text, [])
        if not any(abs(other[1] - top) < bottom - top and overlap(box, other) > SAME for other in others):
            others.append(box)
            parts[is_hidden][-1].append(word._replace(box=box))
    seen, hidden, outside = ([line for line in lines if line] for lines in parts)
    return seen, hidden, outside


def _same_line(box: Box, place: Box) -> bool:
    """Does a letter go on with a word?"""
    height = max(box[3] - box[1], 1.0)
    middle = (place[1] + place[3]) / 2
    return box[1] - 0.3 * height <= middle <= box[3] + 0.3 * height and place[0] >= box[0] - height


def _union(one: Box, other: Box) -> Box:
    return (min(one[0], other[0]), min(one[1], other[1]), max(one[2], other[2]), max(one[3], other[3]))


def overlap(one: Box, other: Box) -> float:
    """The shared area as a part of the smaller box."""
    wide = min(one[2], other[2]) - max(one[0], other[0])
    high = min(one[3], other[3]) - max(one[1], other[1])
    if wide <= 0 or high <= 0:
        return 0.0
    smaller = min((box[2] - box[0]) * (box[3] - box[1]) for box in (one, other))
    return wide * high / smaller if smaller > 0 else 0.0


def address(handle: Any) -> int:
    """What tells one object of pdfium from another."""
    return ctypes.cast(handle, ctypes.c_void_p).value or 0
