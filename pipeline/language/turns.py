"""Who speaks where on a transcript page: questions, answers, and what court and counsel say between them."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline.layout.speakers import Label
from pipeline.layout.testimony import TranscriptLine
from pipeline.layout.transcript import Sheet
from pipeline.lexicons import Lexicon


@dataclass(frozen=True, slots=True)
class Turn:
    """What one person says until the next speaks. `speaker` is the label as printed, for a question the questioner
    named before it ("BY MR. LANE:"), for an answer the name of the witness where the page says who that is. `role` is
    question, answer, court, lawyer, witness or other; `question` is the index of the turn an answer answers; `says`
    is yes, no or unsure where an answer begins so."""

    speaker: str | None
    role: str
    start: int
    end: int
    question: int | None = None
    says: str | None = None


def find_turns(plain: str, sheet: Sheet, answers: Lexicon) -> Iterator[Turn]:
    """The turns of a page in order, each to its last line before headings; none where the page is no transcript."""
    lines = sorted((line for page in sheet.pages for line in page.lines), key=lambda line: line.start)
    starts = [line.start for line in lines]
    asker: str | None = None
    question: int | None = None
    index = 0
    for place, label in enumerate(sheet.labels):
        if label.role == "by":
            asker = label.speaker
            continue
        end = sheet.labels[place + 1].start if place + 1 < len(sheet.labels) else len(plain)
        end = _last_spoken(lines[bisect_left(starts, label.start) : bisect_left(starts, end)], end)
        end = label.start + len(plain[label.start : end].rstrip())
        answered = question if label.role in {"answer", "witness"} else None
        said = None if answered is None else _says(plain, label.end, end, answers)
        asker = label.speaker or asker if label.role == "question" else asker
        yield Turn(_speaker(label, asker), label.role, label.start, end, answered, said)
        question = index if label.role == "question" else None if label.role in {"answer", "witness"} else question
        index += 1


def _last_spoken(lines: Sequence[TranscriptLine], end: int) -> int:
    """The end of the last line on which somebody speaks, else `end`."""
    return next((line.end for line in reversed(lines) if line.role is not None), end)


def _says(plain: str, start: int, end: int, answers: Lexicon) -> str | None:
    spoken = plain[start:end].strip()
    found = (entry.id for entry in answers.entries if any(p.match(spoken) for p in entry.patterns))
    return next(found, None)


def _speaker(label: Label, asker: str | None) -> str | None:
    if label.role == "question":
        return asker
    return None if label.role == "answer" else label.speaker
