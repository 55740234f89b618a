"""Rubber stamps: a tilted frame around words, or large type over what is typed. They are cut out, set upright and read
by themselves."""

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from pipeline.lines import PlacedWord
from pipeline.ocr.ink import Grey, Mask, open_mask, widen_mask
from pipeline.ocr.slants import HIGH, STEEPEST, TILTED, WIDE, Tilted, box_of, covers, find_pairs, is_sized
from pipeline.ocr.solids import shares_side
from pipeline.ocr.wordlike import is_likely
from pipeline.ocr.zones import Blots, cluster_blots, take_blots

Read = Callable[[Grey], Iterable[list[list[PlacedWord]]]]
"""Tesseract, or anything that turns an image into blocks of lines of words with boxes in its pixels."""

FRAMED = 0.72
"""The share of its slanting box that the inside of a frame fills; typed letters over its sides take some."""
LARGE = (1.7, 6.0)
"""Heights of a stamp's letters against those of the page; headlines that were read are not looked at."""
EVEN = 0.2
"""How unequal, deviation over mean, the heights of one line of large letters may be."""
SURE = 0.55
"""Mean confidence from which a stamp's words are taken."""
READ = 0.8
"""With all words over this a stamp is read, and not tried again."""
MOST = 4
"""So many candidates of a page are read at most: each costs a twentieth of the page's time."""
THICK = (0.28, 0.2)
"""Strokes of a typewriter are thinner than this in letter heights, with a new and with a worn ribbon."""
LEAST = 1.4
"""The lowest capitals of a stamp."""
MUCH = 0.6
"""Words lower than this share of the tallest are not the stamp's."""
INKED = 0.04
"""Less ink than this within a frame is an empty box."""


class Stamp(NamedTuple):
    """A stamp with what it says; boxes upright in pixels of the page."""

    place: Tilted
    lines: list[list[PlacedWord]]


def find_stamps(grey: Grey, ink: Mask, unread: Blots, letter: float, read: Read) -> list[Stamp]:
    """The stamps of a page that could be read. `unread` are the blots of its ink that were not."""
    pairs = sorted(find_pairs(ink, letter), key=lambda one: -one.width * one.height)
    stamps: list[Stamp] = []
    for place in _without_overlaps([*_find_frames(ink, letter), *pairs, *_find_large(unread, letter)])[:MOST]:
        if lines := read_stamp(grey, place, letter, read):
            stamps.append(Stamp(place, lines))
    return stamps


def read_stamp(grey: Grey, place: Tilted, letter: float, read: Read) -> list[list[PlacedWord]]:
    """The words of a stamp, read upright, with their boxes on the page; none where they cannot be read.

    Typed lines may run beneath: a second try keeps only strokes that are thicker than those of the page's type.
    """
    upright, back = _cut_out(grey, place, round(letter * 0.35))
    best: list[list[PlacedWord]] = []
    for image in (upright, *(_keep_thick(upright, share * letter) for share in THICK)):
        lines = [[_bare(word) for word in line] for block in read(_framed(image)) for line in block]
        kept = _keep_large([[word for word in line if _is_sure(word)] for line in lines], letter)
        if _worth(kept) > _worth(best):
            best = kept
        if kept and len(kept) == len(lines) and all(word.confidence > READ for line in lines for word in line):
            break
    return [[_placed(word, back, _BORDER) for word in line] for line in best] if _says_something(best) else []


def _find_frames(ink: Mask, letter: float) -> list[Tilted]:
    """The insides of slanting frames with ink in them."""
    contours, tree = cv2.findContours(ink, cv2.RETR_CCOMP, cv2.CHAIN_APPROX_SIMPLE)
    parents = tree[0][:, 3] if contours else ()
    holes = [hole for hole, parent in zip(contours, parents, strict=True) if parent >= 0]
    holes = [hole for hole in holes if cv2.contourArea(hole) >= WIDE[0] * HIGH[0] * letter**2]
    boxes = [(x, y, x + wide, y + high) for x, y, wide, high in map(cv2.boundingRect, holes)]
    found = []
    for contour, box in zip(holes, boxes, strict=True):
        if shares_side(box, boxes, letter):
            continue
        place = _level(cv2.minAreaRect(contour))
        if not (is_sized(place, letter) and TILTED <= abs(place.turn) <= STEEPEST):
            continue
        if cv2.contourArea(contour) >= FRAMED * place.width * place.height:
            x0, top, x1, bottom = (max(0, round(value)) for value in box_of(place))
            if np.count_nonzero(ink[top:bottom, x0:x1]) >= INKED * place.width * place.height:
                found.append(place)
    return found


def _find_large(unread: Blots, letter: float) -> list[Tilted]:
    """Lines of large letters of one height that were not read, straight or slanting."""
    high = unread.table[:, 3] / letter
    wide = unread.table[:, 2] / letter
    letters = take_blots(unread, (high >= LARGE[0]) & (high <= LARGE[1]) & (wide <= LARGE[1]) & (wide >= 0.2))
    found = []
    for rows in cluster_blots(letters, round(letter * 2.2), round(letter * 0.6)):
        own = letters.table[rows]
        heights = own[:, 3] / letter
        if len(own) < 4 or heights.std() / heights.mean() > EVEN:
            continue
        corners = np.concatenate([own[:, :2] + own[:, 2:4] * (a, b) for a in (0, 1) for b in (0, 1)])
        place = _level(cv2.minAreaRect(corners.astype(np.float32)))
        if is_sized(place, letter) and abs(place.turn) <= STEEPEST:
            found.append(place._replace(width=place.width + letter, height=place.height + letter))
    return found


def _level(rectangle: tuple[Sequence[float], Sequence[float], float]) -> Tilted:
    """OpenCV's rectangle with its long side across and a turn between -45 and 45 degrees or, for upright ones, 90."""
    (x, y), (wide, high), turn = rectangle
    if high > wide:
        wide, high, turn = high, wide, turn - 90
    turn = (turn + 90) % 180 - 90
    return Tilted(float(x), float(y), float(wide), float(high), float(turn))


def _without_overlaps(places: list[Tilted]) -> list[Tilted]:
    """The first ones first; what lies in one that is taken, or around it, is part of it."""
    kept: list[Tilted] = []
    for place in places:
        if not any(covers(other, place.x, place.y) or covers(place, other.x, other.y) for other in kept):
            kept.append(place)
    return kept


_BORDER = 24
"""White pixels around what is cut out: Tesseract wants paper around its words."""


def _cut_out(grey: Grey, place: Tilted, inset: int) -> tuple[Grey, NDArray[np.float64]]:
    """The inside of the rectangle set upright; and the matrix that leads its pixels back to the page."""
    wide, high = max(8, round(place.width)), max(8, round(place.height))
    turn = cv2.getRotationMatrix2D((place.x, place.y), place.turn, 1.0)
    turn[:, 2] += np.array([wide / 2 - place.x, high / 2 - place.y])
    paper = float(np.percentile(grey[::8, ::8], 75))
    cut = cv2.warpAffine(grey, turn, (wide, high), flags=cv2.INTER_CUBIC, borderValue=paper)
    side = min(inset, high // 10)
    edge = np.full_like(cut, round(paper))
    edge[side : high - side, side : wide - side] = cut[side : high - side, side : wide - side]
    return np.asarray(edge, np.uint8), np.asarray(cv2.invertAffineTransform(turn), np.float64)


def _framed(cut: Grey) -> Grey:
    paper = int(np.percentile(cut, 80))
    return np.asarray(
        cv2.copyMakeBorder(cut, _BORDER, _BORDER, _BORDER, _BORDER, cv2.BORDER_CONSTANT, value=paper), np.uint8
    )


def _keep_thick(cut: Grey, thick: float) -> Grey:
    """Only what is thicker than a typed stroke, and what hangs together with it within a stroke's breadth."""
    paper = int(np.percentile(cut, 80))
    dark = np.asarray(cv2.threshold(cut, 0, 255, cv2.THRESH_BINARY_INV + cv2.THRESH_OTSU)[1], np.uint8)
    size = max(2, round(thick))
    strokes = widen_mask(open_mask(dark, size, size), 3, 3) & dark
    return np.where(strokes > 0, cut, paper).astype(np.uint8)


def _placed(word: PlacedWord, back: NDArray[np.float64], border: int) -> PlacedWord:
    x0, top, x1, bottom = (value - border for value in word.box)
    corners = np.array([[x0, top], [x1, top], [x0, bottom], [x1, bottom]], np.float64)
    there = corners @ back[:, :2].T + back[:, 2]
    (left, upper), (right, lower) = there.min(axis=0), there.max(axis=0)
    return word._replace(box=(float(left), float(upper), float(right), float(lower)))


def _keep_large(lines: list[list[PlacedWord]], letter: float) -> list[list[PlacedWord]]:
    """Without the small words of typed lines that run beneath."""
    tallest = max((word.box[3] - word.box[1] for line in lines for word in line), default=0.0)
    least = max(MUCH * tallest, LEAST * letter)
    large = [[word for word in line if word.box[3] - word.box[1] >= least] for line in lines]
    return [line for line in large if line]


def _bare(word: PlacedWord) -> PlacedWord:
    """Without what is left of the frame at either end."""
    return word._replace(text=word.text.strip("|[]{}_‘'~=") or word.text)


def _is_sure(word: PlacedWord) -> bool:
    return word.confidence >= SURE and is_likely(word.text)


def _worth(lines: list[list[PlacedWord]]) -> float:
    """Letters read for sure, large ones before small ones: those beneath are the page's."""
    return sum(len(word.text) * word.confidence * (word.box[3] - word.box[1]) for line in lines for word in line)


def _says_something(lines: list[list[PlacedWord]]) -> bool:
    """At least one real word: scraps of strokes are read as short ones."""
    return any(len(word.text) >= 4 and sum(map(str.isalpha, word.text)) >= 4 for line in lines for word in line)
