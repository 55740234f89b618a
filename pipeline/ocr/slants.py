"""Slanting rectangles on a page: what a rubber stamp leaves. Long slanting strokes that run beside each other are the
sides of its frame, whatever is typed over it."""

from itertools import combinations
from math import atan2, cos, degrees, radians, sin
from typing import NamedTuple

import cv2
import numpy as np

from pipeline.ocr.ink import Mask, open_mask

WIDE, HIGH = (4.0, 60.0), (1.4, 9.0)
"""Sizes of stamps of one or two lines in letter heights."""
TILTED = 1.2
"""Degrees from which a box is no box of a form. Stamps in frames that stand straight are read with the page."""
STEEPEST = 35.0
SIDE = 5.0
"""The shortest long side of a frame in letter heights."""
BESIDE = 0.7
"""The share of their length that the two long sides of a frame run beside each other."""
FULL = 0.015
"""With more of the page in such runs it is a picture, and looking for sides costs seconds."""
MOST = 80
"""With more slanting strokes than this it is a picture."""


class Tilted(NamedTuple):
    """A slanting rectangle: its middle, its width and height in pixels, its turn in degrees (clockwise positive)."""

    x: float
    y: float
    width: float
    height: float
    turn: float


Stroke = tuple[float, float, float, float]


def find_pairs(ink: Mask, letter: float) -> list[Tilted]:
    """The rectangles between two long slanting strokes of one direction: frames of stamps."""
    runs = open_mask(ink, round(letter * 0.8), 1)  # a stroke at ten degrees is made of runs longer than any in a letter
    if int(np.count_nonzero(runs)) > FULL * runs.size:
        return []
    half = cv2.resize(runs, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
    least = round(SIDE * letter / 2)
    found = cv2.HoughLinesP(half, 1, np.pi / 360, least // 2, minLineLength=least, maxLineGap=round(letter * 0.4))
    strokes = [] if found is None else [_from_left(*(2.0 * float(end) for end in row)) for row in found.reshape(-1, 4)]
    strokes = [stroke for stroke in strokes if TILTED <= abs(_turn(stroke)) <= STEEPEST]
    if len(strokes) > MOST:
        return []
    pairs = (_between(first, second) for first, second in combinations(strokes, 2))
    return [pair for pair in pairs if pair is not None and is_sized(pair, letter)]


def is_sized(place: Tilted, letter: float) -> bool:
    wide, high = place.width / letter, place.height / letter
    return WIDE[0] <= wide <= WIDE[1] and HIGH[0] <= high <= HIGH[1] and wide >= 1.5 * high


def covers(place: Tilted, x: float, y: float) -> bool:
    """Whether a point of the page lies within it."""
    dx, dy = x - place.x, y - place.y
    if abs(dx) + abs(dy) > place.width + place.height:
        return False  # most points of a page
    turn = radians(-place.turn)
    across, down = dx * cos(turn) - dy * sin(turn), dx * sin(turn) + dy * cos(turn)
    return abs(across) <= place.width / 2 and abs(down) <= place.height / 2


def box_of(place: Tilted) -> tuple[float, float, float, float]:
    """The upright box around it."""
    corners = cv2.boxPoints(((place.x, place.y), (place.width, place.height), place.turn))
    (x0, top), (x1, bottom) = corners.min(axis=0), corners.max(axis=0)
    return (float(x0), float(top), float(x1), float(bottom))


def _from_left(x0: float, y0: float, x1: float, y1: float) -> Stroke:
    return (x0, y0, x1, y1) if x0 <= x1 else (x1, y1, x0, y0)


def _turn(stroke: Stroke) -> float:
    return degrees(atan2(stroke[3] - stroke[1], stroke[2] - stroke[0]))


def _between(first: Stroke, second: Stroke) -> Tilted | None:
    """The rectangle whose long sides two strokes are; None where they do not run beside each other."""
    turn = (_turn(first) + _turn(second)) / 2
    if abs(_turn(first) - _turn(second)) > 1.5:
        return None
    along = (cos(radians(turn)), sin(radians(turn)))
    (a0, a1), (b0, b1) = (sorted(x * along[0] + y * along[1] for x, y in (s[:2], s[2:])) for s in (first, second))
    beside = min(a1, b1) - max(a0, b0)
    if beside < BESIDE * max(a1 - a0, b1 - b0):
        return None
    upper, lower = sorted((s[1] + s[3]) / 2 * along[0] - (s[0] + s[2]) / 2 * along[1] for s in (first, second))
    across, down = (min(a0, b0) + max(a1, b1)) / 2, (upper + lower) / 2
    x, y = across * along[0] - down * along[1], across * along[1] + down * along[0]
    return Tilted(x, y, max(a1, b1) - min(a0, b0), lower - upper, turn)
