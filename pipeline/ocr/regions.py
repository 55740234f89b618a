"""After a page is read: what is on it besides typed words, which words were only guessed at handwriting, what the
stamps say, and how much could not be read."""

from collections.abc import Sequence
from statistics import median
from typing import NamedTuple

import numpy as np

from pipeline.lines import PlacedWord
from pipeline.ocr.handwriting import Note, find_notes
from pipeline.ocr.ink import Grey, Mask, find_ink, widen_mask
from pipeline.ocr.ruling import find_rules
from pipeline.ocr.slants import box_of, covers
from pipeline.ocr.stamps import Read, Stamp, find_stamps
from pipeline.ocr.wordlike import is_likely
from pipeline.ocr.zones import Blots, cover_words, find_blots, is_read, mask_blots, take_blots
from pipeline.records import Region, RegionKind

Lines = list[list[PlacedWord]]

GUESSED = 0.5
"""Words under this confidence are guesses where their ink is a pen's."""
SCRAP = 0.75
"""Under this they are, if they do not even look like words."""
OF_PEN = 0.5
"""The share of a word's ink that is a pen's."""
WORD_HEIGHT = 1.5
"""The height of a word's box, which mostly has a tall letter or a tail, in letter heights."""
LETTER_INK = 0.75
"""The ink of a letter in squares of the letter height, where no words were read to measure it."""


class Marked(NamedTuple):
    """The words that remain, in blocks of lines, stamps in blocks of their own at the end; regions with boxes in
    pixels; the share of the page's letters that was not read."""

    blocks: list[Lines]
    regions: tuple[Region, ...]
    unread: float


def mark_regions(grey: Grey, cleaned: Grey, blocks: Sequence[Lines], letter: float, read: Read) -> Marked:
    """Look at a page that was read: `grey` as it is, `cleaned` as it was read, both upright and of one size."""
    words = [word for block in blocks for line in block for word in line]
    sure = [word for word in words if is_read(word)]
    letter = _measure_letter(sure, letter)
    ink = find_ink(cleaned, letter)
    across, down = find_rules(ink, letter)
    strokes = ink & ~widen_mask(across, 1, 3) & ~widen_mask(down, 3, 1)
    rest = strokes & ~cover_words(ink.shape, sure, round(letter * 0.25))
    blots = find_blots(rest, letter)
    stamps = find_stamps(grey, find_ink(grey, letter), blots, letter, read)
    blots = _outside(blots, stamps)
    notes = find_notes(blots, sure, letter)
    pen = _mask_notes(notes, blots)
    kept = _drop_words(blocks, strokes, pen, stamps)
    regions = [Region(RegionKind.STAMP, box_of(stamp.place), value=_say(stamp)) for stamp in stamps]
    regions += [Region(RegionKind.HANDWRITING, _box(note)) for note in notes]
    unread = _measure_unread(kept, strokes, pen, letter)
    return Marked([*kept, *(stamp.lines for stamp in stamps)], tuple(regions), unread)


def _measure_letter(sure: Sequence[PlacedWord], letter: float) -> float:
    """The letter height by the words that were read: on a page full of grain it was measured before by its specks."""
    heights = [word.box[3] - word.box[1] for word in sure if len(word.text) > 2]
    return max(letter, median(heights) / WORD_HEIGHT) if len(heights) >= 8 else letter


def _outside(blots: Blots, stamps: list[Stamp]) -> Blots:
    """Without the letters and the frames of stamps."""
    table = blots.table
    free = [
        not any(covers(stamp.place, x + wide / 2, y + high / 2) for stamp in stamps)
        for x, y, wide, high, _, _ in table.tolist()
    ]
    return take_blots(blots, np.asarray(free, bool))


def _mask_notes(notes: list[Note], blots: Blots) -> Mask:
    """The ink of all notes."""
    numbers = [note.blots.table[:, 5] for note in notes]
    written = np.isin(blots.table[:, 5], np.concatenate(numbers)) if numbers else np.zeros(len(blots.table), bool)
    return mask_blots(take_blots(blots, np.asarray(written)))


def _drop_words(blocks: Sequence[Lines], strokes: Mask, pen: Mask, stamps: list[Stamp]) -> list[Lines]:
    """The blocks without what was guessed: at handwriting, and at the slanting letters of stamps that were read."""
    blocks = [[[word for word in line if not _is_guess(word, strokes, pen, stamps)] for line in b] for b in blocks]
    return [lines for block in blocks if (lines := [line for line in block if line])]


def _is_guess(word: PlacedWord, strokes: Mask, pen: Mask, stamps: list[Stamp]) -> bool:
    x0, top, x1, bottom = (max(0, round(value)) for value in word.box)
    if any(covers(stamp.place, (x0 + x1) / 2, (top + bottom) / 2) and _is_of(word, stamp) for stamp in stamps):
        return True
    if word.confidence >= (GUESSED if is_likely(word.text) else SCRAP):
        return False
    own = int(np.count_nonzero(strokes[top:bottom, x0:x1]))
    return int(np.count_nonzero(pen[top:bottom, x0:x1])) >= OF_PEN * max(own, 1)


def _is_of(word: PlacedWord, stamp: Stamp) -> bool:
    """Whether the page's own reading of a word there is the stamp's: the same word, or one that is no word."""
    said = {other.text.upper().strip(".,;:-") for line in stamp.lines for other in line}
    return not is_read(word) or word.text.upper().strip(".,;:-") in said


def _measure_unread(blocks: Sequence[Lines], strokes: Mask, pen: Mask, letter: float) -> float:
    """Letters that were not read over all letters. Words count by their confidence, handwriting by its ink."""
    words = [word for block in blocks for line in block for word in line]
    letters = float(sum(len(word.text) for word in words))
    doubtful = sum(len(word.text) * (1 - word.confidence) for word in words if not is_read(word))
    inked = int(np.count_nonzero(strokes & cover_words(strokes.shape, words, 0)))
    of_letter = inked / letters if letters >= 50 else LETTER_INK * letter**2
    written = np.count_nonzero(pen) / max(of_letter, 1.0)
    return round(min(1.0, (doubtful + written) / max(letters + written, 1.0)), 4)


def _say(stamp: Stamp) -> str:
    return " ".join(word.text for line in stamp.lines for word in line)


def _box(note: Note) -> tuple[float, float, float, float]:
    x0, top, x1, bottom = note.box
    return (float(x0), float(top), float(x1), float(bottom))
