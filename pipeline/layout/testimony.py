"""Who speaks on each line of a transcript, who is in the stand, and how this is handed on from page to page.

What a page itself says is kept as one event for each line; `carry` goes through the pages of a document with what was
known at the end of the page before.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from rapidfuzz.distance import Levenshtein

CONTINUED = "continued"
"""The role of a line that goes on with what was said on the page before; `carry` knows whose it is."""
_RARE = 8
"""A label that is one letter away from another is that other misread where it is so many times rarer."""


_FEWEST_COUNTED = 2
_NUMBERED = 0.25
"""So many pages of a document must have kept a number that fits, for the others to be counted."""


class Event(NamedTuple):
    """What a line does: `label` (somebody begins to speak), `speech` (goes on), `by` (names who asks), `examination`,
    `witness`, `excused`, `aside` (a stage direction), `heading`."""

    kind: str
    value: str | None = None
    role: str | None = None
    by: str | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """What one line hands to the next: who speaks in what role, who asks, the examination, the witness in the stand.
    None: nobody, or nobody knows."""

    speaker: str | None = None
    role: str | None = None
    asker: str | None = None
    examination: str | None = None
    witness: str | None = None


@dataclass(frozen=True, slots=True)
class TranscriptLine:
    """One printed line. `start` and `end` are its words without the line number; `number` is None where the page has
    no numbers. `role` is question, answer, court, lawyer, witness, other, None where nobody speaks (headings, stage
    directions), or `continued`. `speaker` is the label as printed, for a question who asks, for an answer the
    witness. `starts` says that a label stands on the line. `examination` is direct, cross, redirect, recross, voir_dire
    or court."""

    number: int | None
    start: int
    end: int
    role: str | None = None
    speaker: str | None = None
    starts: bool = False
    examination: str | None = None
    witness: str | None = None


@dataclass(frozen=True, slots=True)
class TranscriptPage:
    """One printed page; a condensed sheet has four. `number` is the printed page number. `head` is what its running
    head says of witness and examination, `events` what each line does. Nobody speaks in a word index.
    `is_counted` says that the page number was not read but counted from those of the pages around."""

    number: str | None
    lines: tuple[TranscriptLine, ...]
    events: tuple[Event, ...]
    head: Standing = Standing()
    is_index: bool = False
    is_counted: bool = False


def carry(pages: Iterable[TranscriptPage]) -> Iterator[TranscriptPage]:
    """The printed pages of one document, in their order, with speaker, examination and witness of the page before
    where a page goes on; labels that were misread once get the name that is printed everywhere else."""
    listed = list(pages)
    names = _usual_names(event.value for page in listed for event in page.events if event.kind in {"label", "by"})
    standing = Standing()
    for page in _with_numbers(listed):
        events = tuple(_with_usual(event, names) for event in page.events)
        page, standing = fill(replace(page, events=events), standing)
        yield page


def _with_numbers(pages: Sequence[TranscriptPage]) -> Iterator[TranscriptPage]:
    """Pages without a number, or with one that fits none of the others, get that which their place says, where most
    numbers of the document count up with its pages."""
    shifts = Counter(int(page.number) - at for at, page in enumerate(pages) if page.number and page.number.isdigit())
    shift, count = max(shifts.items(), key=lambda pair: pair[1], default=(0, 0))
    counts = count >= max(_FEWEST_COUNTED, _NUMBERED * len(pages)) and count > sum(shifts.values()) / 2
    for at, page in enumerate(pages):
        fits = page.number is not None and (not page.number.isdigit() or shifts[int(page.number) - at] > 1)
        yield page if fits or not counts else replace(page, number=str(at + shift), is_counted=True)


def fill(page: TranscriptPage, before: Standing) -> tuple[TranscriptPage, Standing]:
    """Give each line who speaks on it, and say what holds at the end of the page."""
    if page.is_index:
        return page, Standing()
    standing = _with_head(page, before)
    lines = []
    for line, event in zip(page.lines, page.events, strict=True):
        standing = _after(standing, event)
        spoken = event.kind in {"label", "speech"} and standing.role is not None
        lines.append(
            replace(
                line,
                role=standing.role if spoken else None,
                speaker=standing.speaker if spoken else None,
                starts=event.kind == "label",
                examination=standing.examination,
                witness=standing.witness,
            )
        )
    return replace(page, lines=tuple(lines)), standing


def _after(standing: Standing, event: Event) -> Standing:
    """What is known once a line was read."""
    quiet = replace(standing, speaker=None, role=None)
    if event.kind == "label":
        return _speaking(standing, event)
    if event.kind == "by":
        return replace(quiet, asker=event.value)
    if event.kind == "examination":
        return replace(quiet, examination=event.value or standing.examination, asker=event.by)
    if event.kind == "witness":
        return Standing(witness=event.value)
    if event.kind == "excused":
        return Standing()
    return quiet if event.kind == "heading" else standing


def _speaking(standing: Standing, event: Event) -> Standing:
    if event.role == "question":
        asker = event.value or standing.asker
        return replace(standing, role=event.role, speaker=asker, asker=asker)
    if event.role in {"answer", "witness"}:
        return replace(standing, role=event.role, speaker=standing.witness or event.value)
    return replace(standing, role=event.role, speaker=event.value)


def _with_head(page: TranscriptPage, before: Standing) -> Standing:
    """A running head tells what the page is about, at its end where witness or examination change on it."""
    head = page.head
    if head.witness is None:
        return before
    called = {surname(event.value) for event in page.events if event.kind == "witness" and event.value}
    changes = {event.value for event in page.events if event.kind == "examination"}
    if surname(head.witness) in called:
        return before
    same = before.witness is not None and surname(before.witness) == surname(head.witness)
    standing = before if same else replace(before, witness=head.witness, examination=None, asker=None)
    if head.examination is None or head.examination in changes or head.examination == standing.examination:
        return standing
    return replace(standing, examination=head.examination, asker=_same_asker(before.asker, head.asker))


def _same_asker(before: str | None, named: str | None) -> str | None:
    if before is not None and (named is None or surname(before) == surname(named)):
        return before
    return named


def surname(name: str) -> str:
    """The last word of a name in small letters, without stops."""
    words = [word for word in name.lower().replace(".", " ").replace(",", " ").split() if word not in {"jr", "sr"}]
    return words[-1] if words else ""


def _usual_names(names: Iterable[str | None]) -> dict[str, str]:
    counts = Counter(name for name in names if name)
    return {name: usual for name in counts if (usual := _usual(name, counts)) is not None}


def _usual(name: str, counts: Counter[str]) -> str | None:
    """The much more frequent label that this one is a misreading of, if there is one."""
    near = [
        other
        for other, count in counts.items()
        if count >= _RARE * counts[name] and len(name) > 5 and Levenshtein.distance(name, other) <= _slips(name)
    ]
    return max(near, key=lambda other: counts[other], default=None)


def _slips(name: str) -> int:
    return 1 if len(name) < 9 else 2


def _with_usual(event: Event, names: dict[str, str]) -> Event:
    return event._replace(value=names[event.value]) if event.value in names else event
