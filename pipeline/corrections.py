"""A page as a person types it becomes a reading: words that stand as the machine read them keep their places."""

import re
from collections.abc import Iterator, Sequence

from rapidfuzz.distance import Opcode, Opcodes
from rapidfuzz.distance.Levenshtein import opcodes

from pipeline.records import Box, Reading, Word

SURE = 1.0
"""A person has looked at the page."""


def place_words(text: str, machine: Reading | None) -> Reading:
    """The typed text as a reading. Words that the machine read too stand in its boxes; those typed in the place of
    others share the room of these; what was typed where the machine saw nothing has no box."""
    typed = [(found.start(), found.end()) for found in re.finditer(r"\S+", text)]
    read = machine.words if machine is not None else ()
    before = [machine.text[word.start : word.end] for word in read] if machine is not None else []
    changes = opcodes(before, [text[start:end] for start, end in typed])
    words = [word for change in _joined(changes) for word in _place(change, typed, read)]
    return Reading(text, tuple(words), SURE if typed else None)


def _joined(changes: Opcodes) -> Iterator[Opcode]:
    """Changes that touch each other as one: an insertion beside a replacement fills the same room."""
    last: Opcode | None = None
    for change in changes:
        if last is not None and last.tag != "equal" and change.tag != "equal":
            last = Opcode("replace", last.src_start, change.src_end, last.dest_start, change.dest_end)
            continue
        if last is not None:
            yield last
        last = change
    if last is not None:
        yield last


def _place(change: Opcode, typed: Sequence[tuple[int, int]], read: Sequence[Word]) -> Iterator[Word]:
    spans, room = typed[change.dest_start : change.dest_end], read[change.src_start : change.src_end]
    if not room:
        return
    boxes = [word.box for word in room] if len(spans) == len(room) else _share(spans, _lines(room))
    for (start, end), box in zip(spans, boxes, strict=True):
        yield Word(start, end, box, SURE)


def _lines(room: Sequence[Word]) -> list[Box]:
    """One box for each line that the words stand on."""
    lines: list[Box] = []
    for word in room:
        x0, top, x1, bottom = word.box
        if lines and x0 >= lines[-1][0] and min(bottom, lines[-1][3]) - max(top, lines[-1][1]) > (bottom - top) / 2:
            lines[-1] = (lines[-1][0], min(top, lines[-1][1]), max(x1, lines[-1][2]), max(bottom, lines[-1][3]))
        else:
            lines.append(word.box)
    return lines


def _share(spans: Sequence[tuple[int, int]], lines: Sequence[Box]) -> list[Box]:
    """Each word its part of the lines' whole length by its letters; one that would run over a line end stands on the
    line where it begins."""
    length = sum(x1 - x0 for x0, _, x1, _ in lines)
    letters = sum(end - start for start, end in spans) + len(spans) - 1
    boxes: list[Box] = []
    at = 0.0
    for start, end in spans:
        boxes.append(_cut(lines, length * at / letters, length * (at + end - start) / letters))
        at += end - start + 1
    return boxes


def _cut(lines: Sequence[Box], begin: float, end: float) -> Box:
    for x0, top, x1, bottom in lines:
        width = x1 - x0
        if begin < width or (x0, top, x1, bottom) == lines[-1]:
            return (round(x0 + begin, 2), top, round(min(x0 + end, x1), 2), bottom)
        begin, end = begin - width, end - width
    raise ValueError("words share the room of none")
