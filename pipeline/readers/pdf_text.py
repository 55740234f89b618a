"""The text layer of a PDF page: its words with their places.

pdfium is asked for the whole text at once and for the places of the first and the last letter of each word: a call for
every letter took four times as long. Only words whose letters do not stand in a row are looked at letter by letter.
"""

import ctypes
import re
from collections import deque
from collections.abc import Callable, Iterator, Sequence, Set
from dataclasses import dataclass
from itertools import count, repeat
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt
import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from pipeline.lines import PlacedWord, turn_back
from pipeline.records import Box

Lines = list[list[PlacedWord]]
Boxes = npt.NDArray[np.float64]
"""Four rows (x0, top, x1, bottom), a column for each box."""
Edge = TypeVar("Edge", float, npt.NDArray[np.float64])

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

    def box(self, x0: Edge, y0: Edge, x1: Edge, y1: Edge) -> tuple[Edge, Edge, Edge, Edge]:
        """A rectangle of PDF space (origin bottom left, before rotation) as a box; or many, one edge in each array."""
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


def address(handle: Any) -> int:
    """What tells one object of pdfium from another, and what `plain` functions take."""
    return ctypes.cast(handle, ctypes.c_void_p).value or 0


def plain(function: Any, result: Any, *kinds: Any) -> Callable[..., Any]:
    """The same function of pdfium with addresses for handles: for calls by the thousand, of which pypdfium2's own
    checks of each argument take half of the time."""
    return ctypes.CFUNCTYPE(result, *kinds)(address(function))


_get_box = plain(pdfium_c.FPDFText_GetLooseCharBox, ctypes.c_int, ctypes.c_void_p, ctypes.c_int, ctypes.c_void_p)


def find_frame(page: pdfium.PdfPage) -> Frame:
    left, bottom, right, top = page.get_bbox()
    return Frame(left, bottom, right, top, page.get_rotation())


def read_layer(page: pdfium.PdfPage, hidden: Set[int] = frozenset()) -> TextLayer:
    """The words of the page in the order in which the file draws them, each with a confidence of 1. `hidden` are the
    addresses of the text objects that are not seen."""
    letters = _Letters(page)
    text = letters.text
    found = [match.span() for match in WORD.finditer(text)]
    first, last = letters.find_boxes(found)
    size = page.get_size()
    turn = _find_turn(text, found, first, last)
    turned = size if turn in (0, 180) else (size[1], size[0])
    if turn:  # a turn by the rest of the circle, taken back, is the turn
        first, last = turn_all(first, 360 - turn, turned), turn_all(last, 360 - turn, turned)
    lines = _Lines(turned)
    end, parted = 0, True
    for (start, stop), box, in_a_row in zip(found, *_join(first, last), strict=True):
        if parted or text.find("\n", end, start) >= 0:
            lines.begin()
        end, parted, word = stop, text[stop - 1] == HYPHEN, text[start:stop]
        word = f"{word[:-1]}-" if parted else word
        is_hidden = bool(hidden) and letters.find_object(start) in hidden
        if in_a_row:
            lines.add(word, box, is_hidden)
            continue
        every = letters.find_boxes([(index, index + 1) for index in range(start, stop)])[0]
        boxes = turn_all(every, 360 - turn, turned) if turn else every
        for starts_line, part, place in _part(word, boxes.round(2).T.tolist()):
            if starts_line:
                lines.begin()
            lines.add(part, place, is_hidden)
    return TextLayer(turn, *lines.parts())


class _Letters:
    """The letters of one page: the text, and pdfium's text page for the places of single letters."""

    def __init__(self, page: pdfium.PdfPage) -> None:
        self._page = page.get_textpage()
        self._frame = find_frame(page)
        self.text = _read_letters(self._page).translate(MEANING)

    def find_boxes(self, words: Sequence[tuple[int, int]]) -> tuple[Boxes, Boxes]:
        """The boxes of the first and the last letters of words, given as spans of the text."""
        if not words:
            return np.empty((4, 0)), np.empty((4, 0))
        places = (pdfium_c.FS_RECTF * (2 * len(words)))()
        place, step, raw = ctypes.addressof(places), ctypes.sizeof(pdfium_c.FS_RECTF), address(self._page.raw)
        ends = [index for start, end in words for index in (start, end - 1)]
        deque(map(_get_box, repeat(raw), ends, count(place, step)), maxlen=0)
        # pdfium's order is left, top, right, bottom, with the origin at the bottom.
        x0, y1, x1, y0 = np.frombuffer(places, np.float32).astype(np.float64).reshape(-1, 4).T
        low, high = np.minimum(y0, y1), np.maximum(y0, y1)
        boxes = np.stack(self._frame.box(x0, low, x1, high))
        return boxes[:, ::2], boxes[:, 1::2]

    def find_object(self, index: int) -> int:
        """The address of the text object that draws a letter."""
        return address(pdfium_c.FPDFText_GetTextObject(self._page, index))


def turn_all(boxes: Boxes, turn: int, size: tuple[float, float]) -> Boxes:
    """`lines.turn_back` for many boxes at once."""
    return np.stack(turn_back((boxes[0], boxes[1], boxes[2], boxes[3]), turn, size))


def _join(first: Boxes, last: Boxes) -> tuple[list[Box], list[bool]]:
    """The boxes of words, and whether their last letter stands to the right of the first and on its line."""
    middle = (last[1] + last[3]) / 2
    same = (first == last).all(axis=0)
    in_a_row = same | ((last[0] > first[0]) & (first[1] <= middle) & (middle <= first[3]))
    boxes = np.concatenate([np.minimum(first[:2], last[:2]), np.maximum(first[2:], last[2:])])
    return list(zip(*boxes.round(2).tolist(), strict=True)), in_a_row.tolist()


def _read_letters(textpage: pdfium.PdfTextPage) -> str:
    """One letter for each letter pdfium counts, so that its places can be asked for by index."""
    letters = textpage.count_chars()
    if letters > MOST_LETTERS:
        raise ValueError(f"{letters} letters on one page")
    if letters < 1:
        return ""
    units = (ctypes.c_ushort * (letters * 2 + 2))()
    length = pdfium_c.FPDFText_GetText(textpage, 0, letters, units) - 1
    text = bytes(units)[: 2 * max(length, 0)].decode("utf-16-le", "surrogatepass")
    if len(text) == length == letters:
        return text
    # Control characters are left out of that text, and letters beyond the first plane count twice.
    codes = (pdfium_c.FPDFText_GetUnicode(textpage, index) for index in range(letters))
    return "".join(chr(code) if code <= 0x10FFFF else "\ufffd" for code in codes)


def _find_turn(text: str, words: Sequence[tuple[int, int]], first: Boxes, last: Boxes) -> int:
    """The clockwise turn after which most of the writing runs from left to right: a scan fed in sideways has its text
    layer sideways too. Writing that runs from right to left by nature has no say."""
    right, down = (last[:2] + last[2:]) - (first[:2] + first[2:])
    level = np.abs(right) >= np.abs(down)
    if (level & (right >= 0)).all():
        return 0
    voters = [
        (index, end - start)
        for index, (start, end) in enumerate(words)
        if end > start + 1 and text[start] < FIRST_RIGHT_TO_LEFT
    ]
    if not voters:
        return 0
    which, weight = np.array(voters).T
    right, down, level = right[which], down[which], level[which]
    votes = {
        0: weight[level & (right >= 0)].sum(),
        90: weight[~level & (down <= 0)].sum(),
        180: weight[level & (right < 0)].sum(),
        270: weight[~level & (down > 0)].sum(),
    }
    return max(votes, key=lambda turn: int(votes[turn]))


def _part(word: str, boxes: Sequence[Box]) -> Iterator[tuple[bool, str, Box]]:
    """The words, each with whether it starts a line, of letters that pdfium found no white space between."""
    letters, box, starts_line = "", boxes[0], False
    for letter, place in zip(word, boxes, strict=True):
        if letters and not _same_line(box, place):
            yield starts_line, letters, box
            letters, box, starts_line = "", place, True
        letters, box = letters + letter, _union(box, place)
    yield starts_line, letters, box


class _Lines:
    """Lines of words as they are found: seen on the page, hidden on it, and beside it."""

    def __init__(self, size: tuple[float, float]) -> None:
        self._width, self._height = size
        self._lines: tuple[Lines, Lines, Lines] = ([[]], [[]], [[]])
        self._places: dict[str, list[Box]] = {}

    def begin(self) -> None:
        for lines in self._lines:
            if lines[-1]:
                lines.append([])

    def add(self, text: str, box: Box, is_hidden: bool) -> None:
        x0, top, x1, bottom = box
        if x0 < 0 or top < 0 or x1 > self._width or bottom > self._height:
            if x1 <= 0 or bottom <= 0 or x0 >= self._width or top >= self._height:
                self._lines[2][-1].append(PlacedWord(text, box, 1.0))
                return
            box = x0, top, x1, bottom = (max(x0, 0.0), max(top, 0.0), min(x1, self._width), min(bottom, self._height))
        # Bold is faked, and shadows are made, by drawing a word twice; some scanners lay their text over given text.
        others = self._places.setdefault(text, [])
        for other in others:
            if other[1] < bottom and other[3] > top and other[0] < x1 and overlap(box, other) > SAME:
                return
        others.append(box)
        self._lines[is_hidden][-1].append(PlacedWord(text, box, 1.0))

    def parts(self) -> tuple[Lines, Lines, Lines]:
        seen, hidden, outside = ([line for line in lines if line] for lines in self._lines)
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
