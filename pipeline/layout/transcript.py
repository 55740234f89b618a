"""Reads a sheet of a transcript: its printed pages and lines, and what each line does."""

import re
from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

from pipeline.layout.numbering import NumberedLine
from pipeline.layout.paper import Paper
from pipeline.layout.printed import PrintedLine
from pipeline.layout.speakers import Body, Label, find_bodies, find_labels
from pipeline.layout.testimony import CONTINUED, Event, Standing, TranscriptLine, TranscriptPage, fill
from pipeline.lexicons import Lexicon
from pipeline.records import Mark

_FEWEST_LABELS = 3
_FEWEST_NUMBERED = 10
_PLACE = re.compile(r"\b\d{1,4}:\d{1,2}(?:,\d{1,2})*\b")
_INDEX_PLACES = 24
_SHOUTED = 0.4
"""Share of lines in capitals from which on capitals tell no heading: the whole page is set so."""
_HEADING_INDENT = 2.5
"""A line in capitals is a heading where it begins so many letters right of where other lines do."""
_ASIDE_LINES = 6
_SWORN_LINES = 4
_HEAD = re.compile(
    r"(?:\d{1,4}\s+)?(?:the\s+)?(?P<name>[A-Za-z][A-Za-z.'\-]*(?:\s[A-Za-z][A-Za-z.'\-]*){0,3}?)\s*[-~/,:.(]+\s*"
    r"(?:(?:for|by)\s(?:the\s)?\w+\s*[-~/,:.]+\s*)?(?P<what>(?:re-?\s?)?(?:direct|cross)|voir\sdire)"
    r"(?:[ -]examination)?"
    r"(?:\s*[-~/,:.()]+\s*(?:by\s)?(?:m[rs]s?\.?\s)?(?P<by>[A-Za-z][A-Za-z.'\-]*))?",
    re.IGNORECASE,
)


class Sheet(NamedTuple):
    """What stands on one sheet of paper: the labels of all who speak, and its printed pages in their order; neither
    where it is no transcript."""

    labels: tuple[Label, ...] = ()
    pages: tuple[TranscriptPage, ...] = ()


class _Draft(NamedTuple):
    number: int | None
    body: Body
    event: Event


def read_transcript(paper: Paper, furniture: Sequence[Mark], speakers: Lexicon, headings: Lexicon) -> Sheet:
    """Read a sheet as far as it tells by itself. `paper` is of a tidy copy of the page, `furniture` are its marks."""
    text, lines, numbering = paper.text, paper.lines, paper.numbering
    numbers = {index: line.number for index, line in numbering.items() if line.number is not None}
    apart = {mark.start for mark in furniture if mark.label != "line_number"}
    bodies = [
        body
        for body in find_bodies(text, lines, numbers)
        if body.line in numbering or not any(place in apart for place in range(body.start, body.end))
    ]
    labels = tuple(find_labels(text, bodies, speakers))
    is_index = len(_PLACE.findall(text)) >= _INDEX_PLACES
    if not is_index and not is_transcript(labels, len(numbering)):
        return Sheet()
    events = list(_find_events(text, bodies, {label.start: label for label in labels}, headings))
    drafts = [
        _Draft(numbering[body.line].value if body.line in numbering else None, body, event)
        for body, event in zip(bodies, events, strict=True)
    ]
    pages = tuple(
        _page(text, part, _page_mark(furniture, part, lines), furniture, is_index)
        for part in _find_parts(drafts, numbering)
    )
    return Sheet(() if is_index else labels, pages)


def is_transcript(labels: Sequence[Label], numbered: int) -> bool:
    """Are these the labels of people who speak? Three on a page, or a question with what follows it; or line numbers
    down the page, which go on with a speech where there is no label."""
    said = [label for label in labels if label.role != "by"]
    asked = len(said) == 2 and said[0].role == "question"
    return len(said) >= _FEWEST_LABELS or asked or numbered >= _FEWEST_NUMBERED


def _find_parts(drafts: Sequence[_Draft], numbering: dict[int, NumberedLine]) -> Iterator[list[_Draft]]:
    """The printed pages of a sheet: lines of one numbering, with what stands between them."""
    part: list[_Draft] = []
    sheet = 0
    for draft in drafts:
        numbered = numbering.get(draft.body.line)
        if numbered is not None and numbered.sheet != sheet and part:
            if any(one.number is not None for one in part):
                yield part
                part = []
            sheet = numbered.sheet
        part.append(draft)
    if part:
        yield part


def _page_mark(furniture: Sequence[Mark], part: Sequence[_Draft], lines: Sequence[PrintedLine]) -> str | None:
    """The printed page number: of the marks nearest to the page, above it or else below; not the numbers that courts
    and fax machines print in their own heads."""
    foreign = [mark for mark in furniture if mark.label in {"fax_header", "release_stamp"} or _is_filing(mark)]
    marks = [
        mark
        for mark in furniture
        if mark.label == "page_number" and not any(other.start <= mark.start < other.end for other in foreign)
    ]
    numbered = [draft.body for draft in part if draft.number is not None] or [draft.body for draft in part]
    first, last = lines[numbered[0].line].start, numbered[-1].end
    above = [mark for mark in marks if mark.start < first]
    below = [mark for mark in marks if mark.start >= last]
    inside = [mark for mark in marks if first <= mark.start < last]
    chosen = (inside or above[-1:] or below[:1]) if _heads_first(marks, lines) else (inside or below[:1] or above[-1:])
    return (chosen[0].value or "").split("/")[0] if chosen else None


def _heads_first(marks: Sequence[Mark], lines: Sequence[PrintedLine]) -> bool:
    """Do page numbers stand above the pages of this sheet?"""
    return bool(marks) and marks[0].start <= lines[min(3, len(lines) - 1)].start


def _is_filing(mark: Mark) -> bool:
    return mark.label == "running_head" and " document " in f" {(mark.value or '').lower()} "


def _page(
    text: str, part: Sequence[_Draft], number: str | None, furniture: Sequence[Mark], is_index: bool
) -> TranscriptPage:
    lines = tuple(TranscriptLine(draft.number, draft.body.start, draft.body.end) for draft in part)
    events = tuple(draft.event for draft in part)
    first, last = part[0].body.start, part[-1].body.end
    heads = [mark for mark in furniture if mark.label == "running_head" and mark.start < last]
    near = [mark for mark in heads if mark.start >= first] or heads[-1:]
    head = next((found for mark in near if (found := _read_head(mark.value or "")) is not None), Standing())
    page = TranscriptPage(number or None, lines, events, head, is_index)
    return fill(page, Standing(role=CONTINUED))[0]


def _read_head(said: str) -> Standing | None:
    """Witness, examination and examiner of a running head: "HALSTON - DIRECT - LANE"."""
    found = _HEAD.match(said)
    if found is None:
        return None
    what = re.sub(r"[\s\-]+", "", found["what"].lower()).replace("voirdire", "voir_dire")
    by = found["by"].upper() if found["by"] and not found["by"].isdigit() else None
    return Standing(asker=by, examination=what, witness=found["name"])


# ---------------------------------------------------------------- what each line does


def _find_events(text: str, bodies: Sequence[Body], labels: dict[int, Label], headings: Lexicon) -> Iterator[Event]:
    shouted = sum(text[b.start : b.end].isupper() for b in bodies) > _SHOUTED * len(bodies)
    margin = _left_margin(text, bodies)
    until = -1
    for place, body in enumerate(bodies):
        label = labels.get(body.start)
        said = text[body.start : body.end]
        if label is not None:
            yield Event("by" if label.role == "by" else "label", label.speaker, label.role)
        elif place <= until:
            yield Event("aside")
        elif (closed := _closing_line(text, bodies, place)) is not None and not said.endswith(")"):
            until = closed
            yield Event("aside")
        else:
            following = [text[b.start : b.end] for b in bodies[place + 1 : place + 1 + _SWORN_LINES]]
            yield _read_heading(said, following, headings) or (
                Event("heading") if not shouted and _is_heading(said, body, margin) else Event("speech")
            )


def _closing_line(text: str, bodies: Sequence[Body], place: int) -> int | None:
    """Where a stage direction that begins on this line ends: its bracket is closed at the end of a line."""
    if text[bodies[place].start] != "(":
        return None
    for later in range(place, min(place + _ASIDE_LINES, len(bodies))):
        said = text[bodies[later].start : bodies[later].end].rstrip(" .")
        if said.endswith(")"):
            return later
    return None


def _read_heading(said: str, following: Collection[str], headings: Lexicon) -> Event | None:
    for entry in headings.entries:
        found = next((m for pattern in entry.patterns if (m := pattern.search(said))), None)
        if found is None:
            continue
        sets, slots = entry.fields["sets"], found.groupdict()
        if sets == "witness":
            if said.rstrip().endswith(",") and not _is_sworn(following, headings):
                continue
            return Event("witness", _spelled_together(slots["name"]))
        if sets == "examination":
            by = slots.get("by")
            value = entry.fields["value"]
            court = value == "court" and (by or "").upper() != "THE COURT"
            return Event("examination", None if court else value, by=by.upper() if by else None)
        return Event({"excused": "excused"}.get(sets, "aside" if entry.id == "aside" else "heading"))
    return None


def _is_sworn(following: Collection[str], headings: Lexicon) -> bool:
    words = next((entry for entry in headings.entries if entry.id == "sworn_words"), None)
    return words is not None and any(pattern.search(said) for said in following for pattern in words.patterns)


def _spelled_together(name: str) -> str:
    """The name of a headline: "A N N  I T O" is ANN ITO; a rank before it stays."""
    letters = name.split(" ")
    if sum(len(letter) == 1 for letter in letters) < 0.6 * len(letters):
        return " ".join(name.split())
    return " ".join("".join(part.split()) for part in re.split(r" {2,}", name))


def _left_margin(text: str, bodies: Sequence[Body]) -> float | None:
    """Where lines begin that go on with a sentence."""
    lefts = sorted(body.left for body in bodies if body.left is not None and text[body.start].islower())
    return lefts[len(lefts) // 2] if lefts else None


def _is_heading(said: str, body: Body, margin: float | None) -> bool:
    """A line in capitals of two words at least that does not end a sentence and stands further in."""
    letters = sum(map(str.isalpha, said))
    if not said.isupper() or letters < 6 or " " not in said or said[-1] in ".?!,;-":
        return False
    return body.left is None or margin is None or body.left - margin > _HEADING_INDENT
