"""Invented trial transcripts with exact truth: what each printed line is, who speaks on it, who is in the stand.

All names are invented. `write_trial` gives printed pages in one of several styles; `draw_trial` draws them into a PDF.
"""

import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random
from typing import NamedTuple

from reportlab.pdfgen.canvas import Canvas

Box = tuple[float, float, float, float]
WIDTH, HEIGHT = 612.0, 792.0
SURNAMES = (
    "Halston Lane Cohn Ramos Ito Vane Petrov Okafor Brandt Delgado Quill Marsh Reese Osborne Adair Stroud "
    "Abbott Novak Quiroga Oduya Alvarez Castellan Whitlock Farrow"
).split()
GIVEN = "Ann Raymond Maria Luis Oscar Quentin Alice Greta Otis Adam Quincy Olga Nadia Peter".split()
ASKED = (
    "Did you {verb} {thing} on the night of {day}?",
    "And where were you standing when you {past} {thing}?",
    "Detective, do you recall whether anyone else {past} {thing} before you came to {place}?",
    "Isn't it a fact that you told {person} that you never {past} {thing}?",
    "What, if anything, did {person} say to you at {place}?",
    "Was that before or after you {past} {thing}?",
    "How far were you from {place}?",
    "Quite so. And did there come a time when you {past} {thing} again, at {place} or anywhere else?",
    "A moment ago you said that {person} {past} {thing}. A few minutes later he was gone?",
    "Or was it {person} who {past} {thing}?",
    "Okay. Directing your attention to {day}, at about {number} in the evening, what happened?",
)
ANSWERED = (
    "Yes.",
    "No, sir.",
    "I don't recall.",
    "A man came out of {place} with {thing} in his hand and ran past me toward the corner.",
    "About {number} feet. A little more, maybe.",
    "I {past} {thing}. Only later did I learn from {person} what it was.",
    "One of the officers {past} {thing}, and then we drove to {place}. Quite a crowd had gathered.",
    "Nobody promised me {thing}. They said they would see what they could do.",
    "At {place}. A friend of mine lives there.",
    "On {day}, as far as I know. Q Street was closed, so we walked.",
    "Yes, I did. {person} was there, and so was my partner. A lot of people saw it.",
)
SAID = {
    "lawyer": (
        "Objection, your Honor.", "May we approach?", "Objection. Leading.", "Nothing further.",
        "No questions, your Honor.",
        "I offer that as People's Exhibit {number}, and I ask that it be marked and shown to the witness now, please.",
        "Judge, A copy was given to counsel on {day}. I have it here.",
    ),
    "court": (
        "Overruled.", "Sustained.", "You may answer.", "Step up, please.",
        "The jury will disregard the last answer of the witness, and I will ask counsel to move to another subject.",
        "How much longer will you be with this witness?",
    ),
    "witness": ("Can I explain?", "I didn't hear the question.", "May I have some water?"),
    "other": ("Please state your name and shield number for the record.", "So marked.", "Jury entering."),
}  # fmt: skip
FILL = {
    "verb": ("see", "hear", "find", "take", "sign"),
    "past": ("saw", "heard about", "found", "took", "signed"),
    "thing": ("the gun", "a blue jacket", "the statement", "a letter from the office", "the photographs", "two vials"),
    "place": (
        "the station house",
        "the rear of 114 Elm Street",
        "the lobby",
        "Bergen Avenue",
        "the third floor landing",
    ),
    "day": ("March 4, 1991", "the 11th of June", "Friday", "November 2, 1988", "that evening"),
    "number": ("10", "14", "7", "25", "3"),
}
ASIDES = (
    "(Recess taken.)", "(Pause in the proceedings.)",
    "(Whereupon, an off-the-record discussion was held at the bench.)",
    "(Jury leaves the courtroom.)", "(Exhibit handed to the witness.)",
)  # fmt: skip


class Spoken(NamedTuple):
    """One thing of the record: a question, a heading, an aside."""

    kind: str
    text: str
    speaker: str | None
    examination: str | None
    witness: str | None


@dataclass(frozen=True, slots=True)
class Line:
    """One printed line with its truth. `indent` and `text` are what is drawn; `box` where, once it is drawn."""

    text: str
    indent: int
    role: str | None
    speaker: str | None
    examination: str | None
    witness: str | None
    page: int = 0
    number: int | None = None
    sheet: int = 0
    box: Box | None = None


@dataclass(frozen=True, slots=True)
class Style:
    """How a reporter sets a page: lines of a page, letters of a line, indents, what stands after Q and A."""

    name: str
    lines: int
    wide: int
    label: int
    question: int
    gap: int
    hang: int
    mark: str
    head: str
    foot: str
    condensed: bool = False
    by_line: bool = True


STYLES = (
    Style("federal", 25, 56, 10, 0, 3, 0, ".", "{witness} - {examination} - {asker}", "{page}"),
    Style("state", 25, 54, 10, 5, 4, 0, "", "{witness} - for {side} - {examination} ({asker})  {page}", ""),
    Style("old", 30, 58, 12, 4, 3, 0, "", "{page}   {witness} - {examination}", ""),
    Style("block", 28, 60, 8, 2, 2, 5, ".", "", "-{page}-"),
    Style("flush", 32, 60, 5, 0, 2, 0, ":", "{witness} - {examination}/{asker}", "Page {page}"),
    Style("condensed", 25, 52, 8, 2, 2, 0, ".", "Page {page}", "", condensed=True),
)
EXAMINATIONS = {"direct": "DIRECT", "cross": "CROSS", "redirect": "REDIRECT", "recross": "RECROSS"}


def write_trial(style: Style, chance: Random, pages: int) -> list[Line]:
    """The numbered lines of so many printed pages, from the middle of a record or from a witness who is called."""
    first = chance.randint(2, 900)
    found: list[Line] = []
    for line in _set_lines(style, _script(chance)):
        place = len(found)
        if place >= pages * style.lines:
            break
        page, number = divmod(place, style.lines)
        found.append(replace(line, page=first + page, number=number + 1))
    return found


def _script(chance: Random) -> Iterator[Spoken]:
    names = chance.sample(SURNAMES, 12)
    people, defense = f"MR. {names[0].upper()}", f"MS. {names[1].upper()}"
    for witness in names[2:]:
        full = f"{chance.choice(GIVEN)} {witness}".upper()
        sworn = chance.choice(("having been first duly sworn,", "after being duly sworn by the clerk,"))
        side = chance.choice(("called as a witness on behalf of the People,", "a witness called by the People,"))
        yield Spoken("sworn", f"{full}, {side} {sworn} was examined and testified as follows:", None, None, full)
        for number, (name, heading) in enumerate(EXAMINATIONS.items()):
            asker = (people, defense)[number % 2]
            yield Spoken("heading", f"{heading}{chance.choice(('-', ' '))}EXAMINATION", None, name, full)
            yield Spoken("by", f"BY {asker}:", None, name, full)
            for _ in range(chance.randint(4, 22)):
                yield from _exchange(chance, asker, (people, defense), (name, full))
        yield Spoken("excused", "(Witness excused.)", None, None, None)
        yield Spoken("other", _filled(chance, SAID["other"]), "THE CLERK", None, None)


def _exchange(chance: Random, asker: str, counsel: tuple[str, str], stand: tuple[str, str]) -> Iterator[Spoken]:
    """A question, mostly its answer, at times an objection between them or a word of the court after it."""
    yield Spoken("question", _filled(chance, ASKED), asker, *stand)
    if chance.random() < 0.18:
        other = counsel[asker == counsel[0]]
        yield Spoken("lawyer", _filled(chance, SAID["lawyer"]), other, *stand)
        yield Spoken("court", _filled(chance, SAID["court"]), "THE COURT", *stand)
    if chance.random() < 0.93:
        yield Spoken("answer", _filled(chance, ANSWERED), stand[1], *stand)
    if chance.random() < 0.05:
        yield Spoken("aside", chance.choice(ASIDES), None, *stand)
        yield Spoken("by", f"BY {asker}:", None, *stand)
    if chance.random() < 0.06:
        yield Spoken("witness", _filled(chance, SAID["witness"]), stand[1], *stand)
        yield Spoken("court", _filled(chance, SAID["court"]), "THE COURT", *stand)


def _filled(chance: Random, texts: Sequence[str]) -> str:
    values = {key: chance.choice(options) for key, options in FILL.items()}
    return chance.choice(texts).format(
        person=f"{chance.choice(('Mr.', 'Officer'))} {chance.choice(SURNAMES)}", **values
    )


def _set_lines(style: Style, script: Iterator[Spoken]) -> Iterator[Line]:
    for one in script:
        if one.kind in {"question", "answer"}:
            yield from _set_exchange(style, one)
        elif one.kind in {"lawyer", "court", "witness", "other"}:
            label = "THE WITNESS" if one.kind == "witness" else one.speaker
            text = f"{label}:  {one.text}"
            yield from _wrapped(style, text, one, style.label, 0)
        elif one.kind == "by":
            yield _line(one.text, style.question, one)
        elif one.kind == "sworn":
            yield from (_line(text, 6, one) for text in textwrap.wrap(one.text, style.wide - 8))
        else:
            wide = style.wide - 10
            for text in textwrap.wrap(one.text, wide):
                yield _line(text, (style.wide - len(text)) // 2 if one.kind != "aside" else style.label, one)


def _set_exchange(style: Style, one: Spoken) -> Iterator[Line]:
    letter = "Q" if one.kind == "question" else "A"
    yield from _wrapped(style, f"{letter}{style.mark}{' ' * style.gap}{one.text}", one, style.question, style.hang)


def _wrapped(style: Style, text: str, one: Spoken, indent: int, hang: int) -> Iterator[Line]:
    first = textwrap.wrap(text, style.wide - indent, break_long_words=False)[0]
    yield _line(first, indent, one)
    for more in textwrap.wrap(text[len(first) :], style.wide - hang):
        yield _line(more, hang, one)


def _line(text: str, indent: int, one: Spoken) -> Line:
    spoken = one.kind in {"question", "answer", "lawyer", "court", "witness", "other"}
    return Line(text, indent, one.kind if spoken else None, one.speaker, one.examination, one.witness)


# ---------------------------------------------------------------- drawing


class _Frame(NamedTuple):
    left: float
    top: float
    size: float
    step: float


def draw_trial(lines: Sequence[Line], style: Style, path: Path) -> list[Line]:
    """Draw the pages into a PDF. The lines come back with the sheet (from 1) and the box of each that bears text."""
    canvas = Canvas(str(path), pagesize=(WIDTH, HEIGHT), pageCompression=0)
    pages = sorted({line.page for line in lines})
    per_sheet = 4 if style.condensed else 1
    placed: list[Line] = []
    for start in range(0, len(pages), per_sheet):
        for place, page in enumerate(pages[start : start + per_sheet]):
            frame = _frame(style, place)
            part = [line for line in lines if line.page == page]
            _draw_furniture(canvas, style, part, frame)
            placed += [_draw_line(canvas, line, frame, start // per_sheet + 1) for line in part]
        canvas.showPage()
    canvas.save()
    return placed


def _frame(style: Style, place: int) -> _Frame:
    if style.condensed:
        column, row = divmod(place, 2)
        return _Frame(34 + column * 288, 46 + row * 372, 6.4, 13.2)
    return _Frame(70, 76, min(11.5, 500 / (style.wide * 0.6 + 4)), 660 / style.lines)


def _draw_line(canvas: Canvas, line: Line, frame: _Frame, sheet: int) -> Line:
    letter = frame.size * 0.6
    top = frame.top + ((line.number or 1) - 1) * frame.step
    canvas.setFont("Courier", frame.size)
    canvas.drawString(frame.left, HEIGHT - top - frame.size * 0.8, f"{line.number:>2}")
    x = frame.left + (4 + line.indent) * letter
    canvas.drawString(x, HEIGHT - top - frame.size * 0.8, line.text)
    return replace(line, sheet=sheet, box=(x, top, x + len(line.text) * letter, top + frame.size))


def _draw_furniture(canvas: Canvas, style: Style, part: Sequence[Line], frame: _Frame) -> None:
    last = next((line for line in reversed(part) if line.witness and line.examination), None)
    asker = next((line.speaker for line in reversed(part) if line.role == "question"), None)
    canvas.setFont("Courier", frame.size)
    values = {
        "page": part[0].page,
        "witness": last.witness.split()[-1].title() if last and last.witness else "",
        "examination": last.examination if last else "",
        "asker": (asker or "").split()[-1].title() if asker else "",
        "side": "People",
    }
    middle = frame.left + style.wide * frame.size * 0.3
    head = style.head.format(**values) if style.condensed or (last and asker) else str(part[0].page)
    canvas.drawString(middle, HEIGHT - frame.top + frame.size * 1.6, head)
    if style.foot:
        canvas.drawString(middle, 24, style.foot.format(**values))
    if style.condensed:
        canvas.rect(frame.left - 8, HEIGHT - frame.top - 25.2 * frame.step, 282, 25.4 * frame.step + 22)


def draw_index(canvas: Canvas, chance: Random, columns: int) -> list[Box]:
    """A page of a word index: columns of words with page and line. The boxes of its lines come back."""
    boxes = []
    canvas.setFont("Courier", 8)
    for column in range(columns):
        x = 50 + column * 520 / columns
        for row in range(50):
            word = chance.choice(SURNAMES).lower() if chance.random() < 0.6 else "  "
            text = f"{word} {chance.randint(1, 90)}:{chance.randint(1, 25)}" + (
                f",{chance.randint(1, 25)}" if chance.random() < 0.3 else ""
            )
            text = text.strip()
            top = 60 + row * 13
            canvas.drawString(x, HEIGHT - top - 6.4, text)
            boxes.append((x, top, x + len(text) * 4.8, top + 8.0))
    canvas.showPage()
    return boxes
