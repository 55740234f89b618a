"""Ruled lines and boxes of forms: found as long thin runs, removed without eating the letters that touch them."""

import cv2
import numpy as np

from pipeline.ocr.ink import Mask, open_mask, widen_mask

RUN = 2.5
"""A run of ink so many letter heights long is no part of a letter."""
LONG = 5.0
"""Runs in one line are a rule from so many letter heights on."""
SIDE = 3.0
"""A rule down that begins or ends at a rule across may be so short: the side of a box. A headline has no such stems."""
THIN = 0.45
"""The thickest rule, in letter heights, on the average of its length."""
UNBROKEN = 0.6
"""The share of a rule's length that is ink: worn copies break them."""
CROSSING = 0.35
"""A stroke that goes on so many letter heights beyond the rule crosses it and is kept."""

NEAR = 0.45
"""A rule on which a whole word stands or hangs, nearer than half of this in letter heights, is left under that word:
Tesseract reads underlined words, and without the line their feet would be gone. Word errors on typed pages: forms .057
with rules, .033 without any, .029 so; underlined words .016, .046, .017."""


def find_rules(ink: Mask, letter: float) -> tuple[Mask, Mask]:
    """The masks of rules across and of rules down."""
    solid = open_mask(ink, round(letter * 0.7), round(letter * 0.7))
    thin = ink & ~solid
    across = _find_across(thin, letter, None)
    down = _find_across(_turned(thin), letter, _turned(across))
    return across, _turned(down)


def list_removable(ink: Mask, across: Mask, down: Mask, letter: float) -> Mask:
    """The pixels of rules that can go: all but those of strokes that cross them, and those right under words."""
    turned = _list_removable(_turned(ink & ~across), _turned(down), letter)
    return _list_removable(ink & ~down, across, letter) | _turned(turned)


def _list_removable(ink: Mask, rules: Mask, letter: float) -> Mask:
    if not rules.any():
        return rules
    thickness = np.count_nonzero(rules) / (int(np.count_nonzero(rules & ~_moved_up(rules))) or 1)
    strokes = open_mask(ink, 1, max(4, round(thickness + CROSSING * letter)))
    near = widen_mask(rules, 1, 5)
    touched = widen_mask(ink & ~near, 1, round(letter * NEAR) | 1) & near
    words = cv2.morphologyEx(touched, cv2.MORPH_CLOSE, np.ones((1, round(letter) | 1), np.uint8))
    under = widen_mask(open_mask(np.asarray(words, np.uint8), round(letter * 1.2), 1), 1, 7)
    return np.asarray(near & ~under & ~widen_mask(strokes, 3, 1), np.uint8)


def _meets(box: tuple[int, int, int, int], others: Mask | None, letter: float) -> bool:
    """Whether one of the others stands at the left or right end of the box."""
    if others is None:
        return False
    x, y, wide, high = box
    reach, rows = round(letter * 0.8), slice(max(y - 2, 0), y + high + 2)
    ends = others[rows, max(x - reach, 0) : x + reach], others[rows, max(x + wide - reach, 0) : x + wide + reach]
    return any(bool(end.any()) for end in ends)


def _turned(mask: Mask) -> Mask:
    return np.asarray(cv2.transpose(mask), np.uint8)


def _moved_up(mask: Mask) -> Mask:
    moved = np.zeros_like(mask)
    moved[:-1] = mask[1:]
    return moved


def _find_across(ink: Mask, letter: float, others: Mask | None) -> Mask:
    """Rules across. Those shorter than LONG count where they meet one of the `others`, which run down."""
    runs = open_mask(ink, max(12, round(RUN * letter)), 1)
    rules = np.zeros_like(runs)
    if not runs.any():
        return rules
    contours, _ = cv2.findContours(widen_mask(runs, round(letter) | 1, 3), cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    for x, y, wide, high in map(cv2.boundingRect, contours):
        length = wide - round(letter)
        if length < LONG * letter and not (length >= SIDE * letter and _meets((x, y, wide, high), others, letter)):
            continue
        inside = runs[y : y + high, x : x + wide]
        covered = int(np.count_nonzero(inside.any(axis=0)))
        if covered >= UNBROKEN * length and np.count_nonzero(inside) <= THIN * letter * covered:
            rules[y : y + high, x : x + wide] = inside
    return rules
