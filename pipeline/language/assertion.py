"""Does the page state a thing, deny it, ask it, or only mention it? The rules are domain reference 1.10."""

import re

from spacy.tokens import Doc

from pipeline.language.turns import Turn
from pipeline.records import Assertion

_ZONES = {"instruction": Assertion.INSTRUCTION, "demand": Assertion.INSTRUCTION}
_NEGATOR = re.compile(
    r"\b(?:no|not|never|none|nobody|nothing|without|denie[sd]|deny|neg(?:ative)?|refused|declined|unable|cannot|w/o)\b"
    r"|n't\b|\bfailed\s+to\b",
    re.IGNORECASE,
)
_SHORT = re.compile(r"\b(?:no|not|net|now|n0t|nor)\b", re.IGNORECASE)
_CONDITION = re.compile(r"\b(?:if|would|could|suppose|assuming|hypothetically|provided\s+that|unless)\b", re.IGNORECASE)
_YES = re.compile(
    r"\W*(?:yes|yeah|yep|correct|that's\s+(?:right|correct)|uh-huh|right|he\s+did|i\s+did|true)\b", re.IGNORECASE
)
_NO = re.compile(r"\W*(?:no|nope|never|not\s+at\s+all|that's\s+not)\b", re.IGNORECASE)


def assertion_at(doc: Doc, start: int, end: int) -> Assertion:
    """What the page does with the words from `start` to `end` (code points)."""
    for zone in doc._.zones:
        if zone.start_char <= start < zone.end_char:
            return _ZONES.get(zone.label_, Assertion.BOILERPLATE)
    sentence = _sentence(doc, start, end)
    negations = len(_NEGATOR.findall(doc._.plain, *sentence))
    turn = next((t for t in doc._.turns if t.role == "question" and t.start <= start < t.end), None)
    if turn is not None:
        return _asked(doc, turn)
    if negations > 1:
        return Assertion.UNKNOWN
    if negations:
        return Assertion.DENIED
    return Assertion.CONDITIONAL if _CONDITION.search(doc._.plain, *sentence) else Assertion.AFFIRMED


def polarity_words(doc: Doc, start: int, end: int) -> tuple[tuple[int, int], ...]:
    """Short words near by on which the meaning hangs and which OCR confuses: no, not, net, now."""
    return tuple(found.span() for found in _SHORT.finditer(doc._.plain, *_sentence(doc, start, end)))


def _asked(doc: Doc, question: Turn) -> Assertion:
    index = doc._.turns.index(question)
    answer = next((t for t in doc._.turns if t.question == index), None)
    if answer is None:
        return Assertion.QUESTION_ONLY
    said = re.sub(r"^\W*(?:A|ANSWER)\b[.:]?", "", doc._.plain[answer.start : answer.end])
    if _YES.match(said):
        return Assertion.AFFIRMED
    return Assertion.DENIED if _NO.match(said) else Assertion.UNKNOWN


def _sentence(doc: Doc, start: int, end: int) -> tuple[int, int]:
    span = doc.char_span(start, end, alignment_mode="expand")
    return (span[0].sent.start_char, span[-1].sent.end_char) if span is not None and len(span) else (start, end)
