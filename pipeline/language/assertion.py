"""Does the page state a thing, deny it, ask it, or only mention it? The rules are domain reference 1.10.

What is told here of some words is told of the whole proposition in which they stand: a negation inside the words asked
about belongs to them ("unable to identify" is affirmed), one outside turns them round.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from pipeline.language.turns import Turn
from pipeline.lexicons import Lexicon
from pipeline.records import Assertion, Mark

if TYPE_CHECKING:
    from spacy.tokens import Doc

PLEADINGS = frozenset({"motion", "brief", "civil_pleading", "inmate_correspondence"})
QUOTING_KINDS = frozenset({"press_clipping"})
_SHORT = re.compile(r"\b(?:no|not|net|now|n0t|nor|nut|hot|mot|riot|wot)\b|n't\b|(?<=\w)n.t\b", re.IGNORECASE)
_ANSWERED = re.compile(
    r"\?\s{0,12}[-:._ ]{0,8}(?P<no>no|none|negative|n)\b|\?\s{0,12}[-:._ ]{0,8}(?P<yes>yes|y)\b", re.IGNORECASE
)
_INTERJECTION = re.compile(r"\W*(?:A\b[.:,]?\s*|ANSWER\b[.:]?\s*)?(?P<no>no)\b\s*[,.;-]", re.IGNORECASE)
_CONDITIONS = {"conditional", "modal"}
_MUTED_BY = {"negator": "no_negator", "modal": "reported_future"}
_NEAR = 160


def find_cues(plain: str, lexicon: Lexicon) -> Iterator[Mark]:
    """The words on which assertion hangs, by place; `label` is the id of their entry. A negator that negates nothing
    ("No. 12", "not only") is no cue, nor the "would" of a reported promise ("told him he would be paid")."""
    cues = [Mark(m.start, m.end, m.entry.id) for m in lexicon.find(plain)]
    for cue in cues:
        muting = _MUTED_BY.get(cue.label)
        if not any(other.label == muting and other.start <= cue.start < other.end for other in cues):
            yield cue


def assertion_at(doc: Doc, start: int, end: int) -> Assertion:
    """What the page does with the words from `start` to `end` (code points)."""
    for zone in doc._.zones:
        if zone.start_char <= start < zone.end_char and zone._.value:
            return Assertion(zone._.value)
    index = _turn_at(doc, start)
    if index is not None and doc._.turns[index].role == "question":
        return _asked(doc, index, start, end)
    if index is not None and _is_stricken(doc, index):
        return Assertion.STRICKEN
    return _stated(doc, start, end)


def polarity_words(doc: Doc, start: int, end: int) -> tuple[tuple[int, int], ...]:
    """Short words in the same sentence on which the meaning hangs and which OCR confuses: no, not, net, now."""
    return tuple(found.span() for found in _SHORT.finditer(doc._.plain, *_sentence(doc, start, end)))


# ---------------------------------------------------------------- statements


def _stated(doc: Doc, start: int, end: int) -> Assertion:
    sentence = _sentence(doc, start, end)
    clause = _clause(doc, sentence, start, end)
    if any(cue.label == "strike_over" for cue in _cues(doc, clause)):
        return Assertion.UNKNOWN
    if _before(doc, "asked", sentence[0], start):
        return Assertion.QUESTION_ONLY
    if "?" in doc._.plain[end : sentence[1] + 1]:
        return _answered_in_place(doc, end, sentence)
    if doc._.kind in QUOTING_KINDS or _before(doc, "quoting", sentence[0], start):
        return Assertion.QUOTED_OTHER
    if _before(doc, "alleged", sentence[0], start) or doc._.kind in PLEADINGS:
        return Assertion.ALLEGED
    if _is_conditional(doc, sentence, clause, start):
        return Assertion.CONDITIONAL
    return _polarity(doc, clause, start, end)


def _polarity(doc: Doc, clause: tuple[int, int], start: int, end: int) -> Assertion:
    """One negation outside the words denies them; two, or one outside and one inside, cannot be told."""
    skip = _INTERJECTION.match(doc._.plain, *clause)
    negators = [c for c in _cues(doc, clause) if c.label == "negator" and not (skip and c.start == skip.start("no"))]
    outside = [c for c in negators if c.end <= start or c.start >= end]
    if not outside:
        return Assertion.AFFIRMED
    return Assertion.DENIED if len(negators) == 1 else Assertion.UNKNOWN


def _is_conditional(doc: Doc, sentence: tuple[int, int], clause: tuple[int, int], start: int) -> bool:
    """A condition anywhere before the words in their sentence, or inside their clause."""
    return any(
        cue.label in _CONDITIONS and (cue.start < start or clause[0] <= cue.start < clause[1])
        for cue in _cues(doc, sentence)
    )


def _answered_in_place(doc: Doc, end: int, sentence: tuple[int, int]) -> Assertion:
    """A printed question with its answer on the line: "Do you recognize anyone? NO"."""
    mark = doc._.plain.find("?", end, sentence[1] + 1)
    answer = _ANSWERED.match(doc._.plain, mark)
    if answer is None:
        return Assertion.QUESTION_ONLY
    return Assertion.DENIED if answer["no"] else Assertion.AFFIRMED


def _clause(doc: Doc, sentence: tuple[int, int], start: int, end: int) -> tuple[int, int]:
    """The part of the sentence between the breaks around the words. A break inside the words does not count, nor does
    a colon before them: "Promises: none" is one clause."""
    first, last = sentence
    for cue in _cues(doc, sentence):
        if cue.label != "clause_break":
            continue
        if cue.end <= start and doc._.plain[cue.start] != ":":
            first = max(first, cue.end)
        elif cue.start >= end and doc._.plain[cue.start] != ":":
            last = min(last, cue.start)
    return first, last


# ---------------------------------------------------------------- questions


def _asked(doc: Doc, index: int, start: int, end: int) -> Assertion:
    """A question says nothing by itself; its answer adopts it, denies it, or leaves it open."""
    question = doc._.turns[index]
    spoken = (question.start, question.end)
    if any(cue.label == "withdrawn" and cue.start >= end for cue in _cues(doc, spoken)):
        return Assertion.STRICKEN
    answer = _answer(doc, index)
    if answer is None:
        return Assertion.QUESTION_ONLY
    if _is_stricken(doc, answer):
        return Assertion.STRICKEN
    sentence = _sentence(doc, start, end)
    if any(c.label in _CONDITIONS and c.start < start for c in _cues(doc, (max(spoken[0], sentence[0]), start))):
        return Assertion.CONDITIONAL
    return _adopted(doc, spoken, doc._.turns[answer].says, start, end)


def _adopted(doc: Doc, spoken: tuple[int, int], says: str | None, start: int, end: int) -> Assertion:
    labels = {cue.label for cue in _cues(doc, spoken)}
    negative = _polarity(doc, _clause(doc, spoken, start, end), start, end) is Assertion.DENIED
    if says == "unsure":
        return Assertion.UNKNOWN
    if says == "no":
        return Assertion.DENIED
    if says == "yes":
        return Assertion.DENIED if negative and "turned_around" not in labels else Assertion.AFFIRMED
    # Whoever answers "how much did he pay you" with a sum adopts that he paid.
    return Assertion.AFFIRMED if "wh_question" in labels and not negative else Assertion.UNKNOWN


def _answer(doc: Doc, index: int) -> int | None:
    """The turn that answers this question, unless an objection was sustained in between."""
    for later in range(index + 1, len(doc._.turns)):
        turn: Turn = doc._.turns[later]
        if turn.question == index:
            return later
        if turn.role == "question" or (turn.role == "court" and _says(doc, turn, "sustained")):
            return None
    return None


def _is_stricken(doc: Doc, index: int) -> bool:
    """Did the court strike this answer in the next turns, before the next question?"""
    if doc._.turns[index].role not in {"answer", "witness"}:
        return False
    for turn in doc._.turns[index + 1 : index + 4]:
        if turn.role == "question":
            return False
        if turn.role == "court" and _says(doc, turn, "sustained"):
            return True
    return False


def _says(doc: Doc, turn: Turn, label: str) -> bool:
    return any(cue.label == label for cue in _cues(doc, (turn.start, turn.end)))


# ---------------------------------------------------------------- places


def _turn_at(doc: Doc, start: int) -> int | None:
    return next((i for i, turn in enumerate(doc._.turns) if turn.start <= start < turn.end), None)


def _cues(doc: Doc, part: tuple[int, int]) -> list[Mark]:
    return [cue for cue in doc._.cues if part[0] <= cue.start < part[1]]


def _before(doc: Doc, label: str, first: int, start: int) -> bool:
    return any(cue.label == label and first <= cue.start < start for cue in doc._.cues)


def _sentence(doc: Doc, start: int, end: int) -> tuple[int, int]:
    span = doc.char_span(start, end, alignment_mode="expand") if end > start else None
    if span is None or not len(span):
        return max(0, start - _NEAR), end + _NEAR
    return span[0].sent.start_char, span[-1].sent.end_char
