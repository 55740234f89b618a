"""The labels of a transcript: who begins to speak on which line, also where a scan misread them."""

import re
from collections.abc import Iterator, Sequence
from statistics import median
from typing import NamedTuple

from rapidfuzz.distance import Levenshtein

from pipeline.layout.printed import PrintedLine
from pipeline.lexicons import Lexicon
from pipeline.records import Word

_SPEAKER = re.compile(
    r"[\"'.*~+_-]{0,2}(?P<speaker>(?:M[rs]{1,2}[.,]|[A-Z][A-Z0-9.,'\-]*)"
    r"(?:[ ]+(?:[-~_.'\"]?[A-Z(][A-Z0-9.,'\-)]*|\#?\d+)){0,4}?)[ ]{0,2}"
    r"(?:(?P<colon>[:;])[.*~'\"-]{0,2}|[.,](?=[ ]+[A-Z]))(?=[ ]|$)"
)
_QUESTION = re.compile(r"(?:Q|QUESTION)(?P<mark>[.:,;])?(?=[ ]|$)")
_ANSWER = re.compile(r"(?:A|ANSWER)(?P<mark>[.:,;])?(?=[ ]|$)")
_BY = re.compile(r"BY[ ]+(?P<asker>(?:MR|MS|MRS|MISS|DR|THE)[.,]?[ ]+[A-Z][A-Z'\- ]*?[A-Z])[ ]*(?:[:;.,]|$)")
_BY_INSIDE = re.compile(r"[ ]*\((?:BY|By)[ ]+(?P<asker>[^):]{3,40})\)[:.]?|[ ]*\((?:Continuing|CONTINUING)[^)]*\)[:.]?")
_MISREAD_QUESTION = re.compile(r"(?:[0OoGC©@]|\(Q|Q[0Oe)]|C[l)]|QO)[.:,;]?(?=[ ])")
_MISREAD_ANSWER = re.compile(r"(?:[4&R^]|A[_~e]|\(A)[.:,;]?(?=[ ])")
_DIRT = re.compile(r"(?![A-Za-z]{2} [a-z]|[AI] |a )[^\s]{1,2}[ ]+(?=\S)")
_MOST_DIRT = 2
_SHOUTED = re.compile(r"[A-Z.,'-]{3,}(?:\s|$)")
_OPENS = re.compile(r"[ ]*[\"'(\[]?[A-Z0-9$#-]")
_FIXED_LABELS = ("THE COURT", "THE WITNESS", "THE CLERK", "THE DEFENDANT", "THE INTERPRETER")
_MOST_MISREAD = 2
_WIDE_GAP = 1.7
"""So many widths of a letter between a Q or A and what follows: more than a space."""
_COLUMN = 1.2
"""Labels that stand under each other differ by no more than so many widths of a letter."""


class Body(NamedTuple):
    """A line without its number: its index, offsets, words, and the left edge in widths of a letter from the column
    of numbers, or from the paper's edge; None where nobody knows where it stands."""

    line: int
    start: int
    end: int
    words: tuple[Word, ...]
    left: float | None


class Label(NamedTuple):
    """Who begins to speak at `start`; what is said begins at `end`. `role` is question, answer, court, lawyer, witness,
    other, or `by` for a line that only names who asks from here on. `speaker` is the name as printed; for a question
    the questioner named in it."""

    start: int
    end: int
    role: str
    speaker: str | None


class _Marks(NamedTuple):
    """What a page shows of its questions and answers: how many, where their letters stand, where what is said begins
    behind them, where other lines begin."""

    questions: int
    column: float | None
    said: float | None
    margin: float | None


def find_labels(text: str, bodies: Sequence[Body], speakers: Lexicon) -> Iterator[Label]:
    """The labels of a page in order, before anybody has asked whether it is a transcript. `text` is a tidy copy."""
    marks = _measure(text, bodies)
    before = ""
    for body in bodies:
        label = (
            _read_label(text, body, speakers, marks)
            or _read_behind_dirt(text, body, speakers, marks)
            or _read_misread(text, body, marks, before)
            or _read_lost(text, body, marks, before)
        )
        if label is not None:
            before = label.role
            yield label


def speaker_role(label: str, speakers: Lexicon) -> str | None:
    """What a printed speaker label says about who speaks; None where it is no speaker's label. Dashes in it
    are dirt of the scan or of a double name."""
    clean = " ".join(label.replace("-", " ").replace("~", " ").replace("_", " ").split())
    fitting = (entry.id for entry in speakers.entries if any(p.match(clean) for p in entry.patterns))
    return next(fitting, None)


def letter_width(words: Sequence[Word]) -> float:
    """Points or pixels from one letter to the next, as most words of three letters and more have it."""
    widths = [(w.box[2] - w.box[0]) / (w.end - w.start) for w in words if w.end - w.start > 2]
    return median(widths) if widths else 1.0


def find_bodies(text: str, lines: Sequence[PrintedLine], numbers: dict[int, tuple[int, int]]) -> Iterator[Body]:
    """The lines without their numbers. `numbers` has the offsets of the printed number of a line by its index."""
    placed = bool(lines) and all(line.box is not None for line in lines)
    width = letter_width([word for line in lines for word in line.words]) or 1.0
    rights = _right_edges(lines, numbers)
    for index, line in enumerate(lines):
        start = numbers[index][1] if index in numbers else line.start
        while start < line.end and text[start] in " |.:":
            start += 1
        words = tuple(word for word in line.words if word.end > start)
        if start < line.end and (words or not placed):
            left = (words[0].box[0] - rights.get(index, 0.0)) / width if placed else None
            yield Body(index, start, line.end, words, left)


def _right_edges(lines: Sequence[PrintedLine], numbers: dict[int, tuple[int, int]]) -> dict[int, float]:
    """Where the column of numbers ends at each line: at the number itself, else as at the nearest line that has one.
    A scan that lies aslant moves both alike."""
    known = {
        index: word.box[2]
        for index, (_, end) in numbers.items()
        if (word := next((w for w in reversed(lines[index].words) if w.start < end), None)) is not None
    }
    if not known:
        return {}
    return {index: known[min(known, key=lambda other: abs(other - index))] for index in range(len(lines))}


def _measure(text: str, bodies: Sequence[Body]) -> _Marks:
    asked = [body for body in bodies if (m := _QUESTION.match(text, body.start, body.end)) and not _is_speech(text, m)]
    answered = [body for body in bodies if (m := _ANSWER.match(text, body.start, body.end)) and not _is_speech(text, m)]
    placed = [body for body in (*asked, *answered) if body.left is not None and len(body.words) > 1]
    width = letter_width([word for body in bodies for word in body.words]) or 1.0
    behind = [(b.left or 0.0) + (b.words[1].box[0] - b.words[0].box[0]) / width for b in placed]
    others = [body.left for body in bodies if body.left is not None and text[body.start].islower()]
    return _Marks(
        len(asked),
        median(body.left or 0.0 for body in placed) if placed else None,
        median(behind) if behind else None,
        median(others) if others else None,
    )


def _is_speech(text: str, found: re.Match[str]) -> bool:
    """A lone Q before a small letter is a word of the line: "Q train"."""
    return found["mark"] is None and text[found.end() : found.end() + 2].strip()[:1].islower()


def _read_label(text: str, body: Body, speakers: Lexicon, marks: _Marks) -> Label | None:
    if found := _BY.match(text, body.start, body.end):
        return Label(body.start, found.end(), "by", found["asker"].strip())
    if found := _QUESTION.match(text, body.start, body.end):
        inside = _BY_INSIDE.match(text, found.end(), body.end)
        if found["mark"] or inside or (marks.questions >= 2 and _stands_out(text, body, found.end(), marks)):
            asker = inside["asker"].strip().upper() if inside and inside["asker"] else None
            return Label(body.start, inside.end() if inside else found.end(), "question", asker)
        return None
    if found := _ANSWER.match(text, body.start, body.end):
        if found["mark"] or (marks.questions >= 2 and _stands_out(text, body, found.end(), marks)):
            return Label(body.start, found.end(), "answer", None)
        return None
    return _read_speaker(text, body, speakers)


def _read_behind_dirt(text: str, body: Body, speakers: Lexicon, marks: _Marks) -> Label | None:
    """A label behind a speck or two that was read as a letter: "o & THE COURT:", ": Q. And"."""
    start = body.start
    for _ in range(_MOST_DIRT):
        dirt = _DIRT.match(text, start, body.end)
        if dirt is None:
            return None
        start = dirt.end()
        rest = body._replace(start=start, words=tuple(w for w in body.words if w.start >= start))
        found = _QUESTION.match(text, start, body.end) or _ANSWER.match(text, start, body.end)
        if found is not None and (found["mark"] or _is_in_column(rest, body, marks)) and marks.questions:
            role = "question" if text[start] == "Q" else "answer"
            return Label(body.start, found.end(), role, None)
        if (label := _read_speaker(text, rest, speakers)) is not None:
            return label._replace(start=body.start)
    return None


def _is_in_column(rest: Body, body: Body, marks: _Marks) -> bool:
    """Does what is left of a line without the dirt before it begin in the column of Q and A?"""
    if body.left is None or marks.column is None or not rest.words or not body.words:
        return False
    width = letter_width(body.words)
    return abs(body.left + (rest.words[0].box[0] - body.words[0].box[0]) / width - marks.column) <= _COLUMN


def _read_speaker(text: str, body: Body, speakers: Lexicon) -> Label | None:
    found = _SPEAKER.match(text, body.start, body.end)
    if found is None:
        return None
    name = " ".join(found["speaker"].split()).upper()
    role = speaker_role(name, speakers)
    if role is None and found["colon"]:
        known = next((fixed for fixed in _FIXED_LABELS if _is_misread(name, fixed)), None)
        name, role = (known, speaker_role(known, speakers)) if known else (name, None)
    return None if role is None else Label(body.start, found.end(), role, name)


def _is_misread(name: str, label: str) -> bool:
    return abs(len(name) - len(label)) <= 1 and Levenshtein.distance(name, label) <= _MOST_MISREAD


def _read_misread(text: str, body: Body, marks: _Marks, before: str) -> Label | None:
    """A Q or A that was read as something else: it stands in their column, or follows as it must."""
    if marks.questions < 2:
        return None
    for pattern, role, after in (
        (_MISREAD_QUESTION, "question", {"answer", "by", "court", "lawyer", "witness", "other"}),
        (_MISREAD_ANSWER, "answer", {"question"}),
    ):
        found = pattern.match(text, body.start, body.end)
        if found is not None and before in after and _stands_out(text, body, found.end(), marks):
            return Label(body.start, found.end(), role, None)
    return None


def _read_lost(text: str, body: Body, marks: _Marks, before: str) -> Label | None:
    """A Q or A that is not there any more: the line begins where what is said begins behind the others, and no other
    line does. What follows a question is its answer."""
    if marks.questions < 2 or body.left is None or marks.said is None or marks.margin is None or marks.column is None:
        return None
    apart = min(abs(marks.said - marks.margin), abs(marks.said - marks.column)) > 1.5 * _COLUMN
    said = text[body.start : body.end]
    if not apart or abs(body.left - marks.said) > _COLUMN / 2 or not said[0].isupper() or _SHOUTED.match(said):
        return None
    return Label(body.start, body.start, "answer" if before == "question" else "question", None)


def _stands_out(text: str, body: Body, end: int, marks: _Marks) -> bool:
    """Is the first word of a line a Q or A, not a word of the text? It stands in their column, with more than a space
    behind it or where other lines do not begin; where nobody knows places, a capital letter follows."""
    opens = _OPENS.match(text, end, body.end) is not None
    if body.left is None or marks.column is None or len(body.words) < 2:
        return opens
    if abs(body.left - marks.column) > _COLUMN:
        return False
    first, following = body.words[0], body.words[1]
    width = (first.box[2] - first.box[0]) / max(first.end - first.start, 1)
    apart = marks.margin is not None and abs(marks.margin - marks.column) > _COLUMN
    return (opens and apart) or following.box[0] - first.box[2] > _WIDE_GAP * width
