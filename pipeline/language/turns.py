"""Who speaks where on a transcript page: questions, answers, and what court and counsel say between them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.lexicons import Lexicon

_SPEAKER = r"(?P<speaker>(?:[A-Z][A-Z0-9.,'\-]*)(?:[ ]+(?:[-~_]?[A-Z(][A-Z0-9.,'\-)]*|\#?\d+)){0,4})[ ]{0,2}:"
_TURN = re.compile(
    rf"^[ ]*(?:(?P<q>Q|QUESTION)(?P<qp>[.:,]|[ ]*\((?:BY|By|Continuing)[^)]*\)[:.]?)?(?=[ \n])"
    rf"|(?P<a>A|ANSWER)(?P<ap>[.:,])?(?=[ \n])"
    rf"|(?P<by>BY[ ]+(?P<asker>(?:MR|MS|MRS|MISS|THE)\.?[ ]+[A-Z][A-Z'\- ]+?))[ ]*[:.](?=[ \n]|$)"
    rf"|{_SPEAKER}(?=[ \n]|$))",
    re.MULTILINE,
)
_MIN_TURNS = 3


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


def find_turns(plain: str, speakers: Lexicon, answers: Lexicon) -> Iterator[Turn]:
    """The turns of a page in order; none where the page is no transcript: fewer than three turns, but for a question
    with what follows it."""
    marks = list(_marks(plain, speakers))
    if len(marks) < _MIN_TURNS and not (len(marks) == 2 and marks[0][1] == "question"):
        return
    asker: str | None = None
    question: int | None = None
    index = 0
    for place, (found, role) in enumerate(marks):
        end = marks[place + 1][0].start() if place + 1 < len(marks) else len(plain)
        if role == "by":
            asker = found["asker"].strip()
            continue
        start = found.start() + len(found[0]) - len(found[0].lstrip())
        end = start + len(plain[start:end].rstrip())
        answered = question if role in {"answer", "witness"} else None
        said = None if answered is None else _says(plain, found.end(), end, answers)
        yield Turn(_speaker(found, role, asker), role, start, end, answered, said)
        question = index if role == "question" else None if role in {"answer", "witness"} else question
        index += 1


def _says(plain: str, start: int, end: int, answers: Lexicon) -> str | None:
    spoken = plain[start:end].strip()
    found = (entry.id for entry in answers.entries if any(p.match(spoken) for p in entry.patterns))
    return next(found, None)


def _marks(plain: str, speakers: Lexicon) -> Iterator[tuple[re.Match[str], str]]:
    found = list(_TURN.finditer(plain))
    questions = sum(m["q"] is not None for m in found)
    for match in found:
        if match["q"]:
            if match["qp"] or questions >= 2:
                yield match, "question"
        elif match["a"]:
            if match["ap"] or questions >= 2:
                yield match, "answer"
        elif match["by"]:
            yield match, "by"
        elif (role := speaker_role(match["speaker"], speakers)) is not None:
            yield match, role


def speaker_role(label: str, speakers: Lexicon) -> str | None:
    """What a printed speaker label says about who speaks; None where it is no speaker's label. Dashes in it
    are dirt of the scan or of a double name."""
    clean = " ".join(label.replace("-", " ").replace("~", " ").replace("_", " ").split())
    fitting = (entry.id for entry in speakers.entries if any(p.match(clean) for p in entry.patterns))
    return next(fitting, None)


def _speaker(found: re.Match[str], role: str, asker: str | None) -> str | None:
    if role == "question":
        return asker
    return None if role == "answer" else found["speaker"].strip()
