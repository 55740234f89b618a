"""A page cut into passages, the units in which detectors look: a sentence, or in a transcript a whole question.

The text of a passage is a copy, one character for one, in which usual misreadings of the words we look for are
repaired and the choices of a form that nobody marked are blanked; offsets always mean the page.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import takewhile
from typing import TYPE_CHECKING, Any, NamedTuple

from pipeline.concepts import Concepts, Named, Place, Span, find_concepts, group_places
from pipeline.detectors.damage import repaired
from pipeline.language.assertion import assertion_at
from pipeline.lexicons import Entry
from pipeline.records import Assertion

if TYPE_CHECKING:
    from spacy.tokens import Doc

    from pipeline.detectors.prospects import Index

_MARK = r"(?:[\[{(]\s*(?:[xX*]|XX)\s*[\]})]|[☑☒])"
_EMPTY = r"(?:[\[{(]\s*_?\s*[\]})]|[☐])"
"""The brackets of a box are often misread for each other."""
_BOX = re.compile(rf"{_MARK}|{_EMPTY}")
_BOX_LINE = re.compile(rf"^[^\n]*{_EMPTY}[^\n]*$", re.MULTILINE)
_YES_NO = rf"(?:{_EMPTY}\s*(?:yes|no|y|n)\b|\b(?:yes|no|y|n)\s*{_EMPTY})"
_UNANSWERED = re.compile(rf"[^\n\[{{(☐]*?\s{_YES_NO}\s*{_YES_NO}\s*", re.IGNORECASE)
_LETTERS_ONLY = re.compile(r"[^\W\d_]+")
_LEGIBLE, _FEW = 0.25, 8
"""Of the letters of a passage that has more than a few words, so many stand at least in words that are known. Of 1657
sentences written for tests that say something, many of them damaged, fewer than 4 have less; of noise most."""
UNLABELLED = "unlabelled"
TESTIMONY = frozenset({"question", "answer", "witness"})
"""Roles in a transcript by which the witness speaks; what is found in a question has been adopted by the answer."""
_NUMBERED = re.compile(r"^[ \t]*(\d{1,2})[ \t]+(?=\S)", re.MULTILINE)
_MANY = 15
"""A page with so many differently numbered lines is one of a transcript."""
_PLACES = re.compile(r"\b\d{1,3}:\d{1,2}\b")
_INDEX = 8
"""So many places (\"45:6\") stand only in the word index of a transcript."""
_FILLED_IN = re.compile(r"[ _.:-]{0,20}(?:YES|NO|NONE|NEGATIVE|Yes|No|None|Negative)\b\.?(?=\s*(?:\n|$))")
_IF = re.compile(
    r"\b(?:if|whether|unless|suppose|assuming|should\s+(?:a|an|any|the)|in\s+the\s+event)\b[^,;:]{0,90}$",
    re.IGNORECASE,
)
_NEGATED = re.compile(
    r"(?:\b(?:no|not|never|nobody|none|neither|without|denie[sd]|denying|unaware)\b|n't\b)[^,;:.]{0,28}$",
    re.IGNORECASE,
)
_MUTE = {Assertion.INSTRUCTION, Assertion.BOILERPLATE, Assertion.STRICKEN, Assertion.QUESTION_ONLY, Assertion.ALLEGED}
_LETTERS = frozenset({"inmate_correspondence"})


@dataclass(frozen=True, slots=True)
class Passage:
    """`start` and `end` are offsets of the page. `role` is that of the transcript turn (question, answer, court,
    lawyer, witness, other), None in prose, and UNLABELLED where only bench and counsel speak and it is not known who.
    `exchange` is the question with its answer, for either of the two; `says` is how a question is answered (yes, no,
    unsure, or None) and `reply_end` where that answer ends, 0 without one."""

    start: int
    end: int
    text: str
    role: str | None = None
    speaker: str | None = None
    exchange: str = ""
    says: str | None = None
    reply_end: int = 0


class Reach(NamedTuple):
    """Where the concepts of a line may stand beside the passage: in so many passages after it, in its answer."""

    spread: int = 0
    exchange: bool = False

    @classmethod
    def of(cls, entry: Entry) -> Reach:
        """As the entry says."""
        return cls(int(entry.fields.get("spread", 0)), bool(entry.fields.get("exchange")))


@dataclass(frozen=True, eq=False)
class Sheet:
    """One page as detectors read it. `text` is as long as the page; `places` are the concepts in it, the people, sums
    and dates among them as @officer, @money, @date; `index` is that of the lexicons which are looked for in it."""

    doc: Doc
    text: str
    passages: tuple[Passage, ...]
    places: tuple[Place, ...]
    index: Index

    def window(self, index: int, reach: int) -> str:
        """The text of a passage with so many passages before and after it."""
        near = self.passages[max(0, index - reach) : index + reach + 1]
        return self.text[near[0].start : near[-1].end]

    def following(self, index: int, reach: int) -> tuple[Passage, ...]:
        """The passage and so many after it; questions and answers stand by themselves."""
        near = self.passages[index : index + reach + 1]
        return tuple(takewhile(lambda passage: passage.role not in TESTIMONY, near)) or near[:1]

    def passage_at(self, place: int) -> Passage:
        """The passage in which this place of the page lies, else the last before it."""
        return self.passages[max(0, bisect_right([passage.start for passage in self.passages], place) - 1)]

    def named(self, index: int, reach: Reach) -> Named:
        """The concepts of a passage, as far as it reaches."""
        passage = self.passages[index]
        end = self.following(index, reach.spread)[-1].end if reach.spread else passage.end
        end = max(end, passage.reply_end) if reach.exchange else end
        part = bisect_left(self._starts, passage.start), bisect_left(self._starts, end)
        if part not in self._grouped:
            self._grouped[part] = group_places(self.places[slice(*part)])
        return self._grouped[part]

    def is_legible(self, index: int) -> bool:
        """Does a passage consist of words, and not of what reading makes of specks and drawings?"""
        passage = self.passages[index]
        found = list(_LETTERS_ONLY.finditer(self.text, passage.start, passage.end))
        if len(found) < _FEW:
            return True
        known = sum(len(word[0]) for word in found if self._is_known(word))
        return known >= _LEGIBLE * sum(len(word[0]) for word in found)

    def _is_known(self, word: re.Match[str]) -> bool:
        """Is it a word of a concept, a name that was found, or one of the small words of the language?"""
        if self.doc.vocab[word[0].lower()].is_stop:
            return len(word[0]) > 1
        before = bisect_right(self._starts, word.start())
        return any(word.start() < place.end for place in self.places[max(0, before - _FEW) : before])

    @cached_property
    def names(self) -> frozenset[str]:
        """The concepts that stand anywhere on the page."""
        return frozenset(place.name for place in self.places)

    @cached_property
    def _starts(self) -> list[int]:
        return [place.start for place in self.places]

    @cached_property
    def _grouped(self) -> dict[tuple[int, int], Named]:
        return {}


def read_sheet(doc: Doc, words: frozenset[str], concepts: Concepts, index: Index) -> Sheet:
    """Cut a page into passages; `words` are those whose misreadings are repaired."""
    text = repaired(_without_unmarked(doc._.plain or doc.text), words)
    return Sheet(doc, text, tuple(_passages(doc, text)), find_concepts(text, concepts, _spans(doc)), index)


def _spans(doc: Doc) -> Iterator[Span]:
    """Who and what was found on the page, as concepts."""
    for mention in doc._.mentions:
        yield f"@{mention.kind}", mention.start, mention.end
    for group, name in (("money", "@money"), ("dates", "@date"), ("ci", "@informant")):
        for span in doc.spans.get(group, ()):
            yield name, span.start_char, span.end_char


def is_muted(doc: Doc, start: int, end: int, spared: Collection[Assertion] = ()) -> bool:
    """Do these words stand where nothing is stated: an instruction, a demand, a printed form, an argument, a
    question that was struck or never answered? Not where the status is one of `spared`. What an inmate writes counts
    as alleged, but it is no argument."""
    status = assertion_at(doc, start, end)
    if status is Assertion.ALLEGED and doc._.kind in _LETTERS:
        return False
    return status in _MUTE and status not in spared


def is_hypothetical(text: str, place: int) -> bool:
    """Does an "if" or "whether" govern what stands at this place of the text?"""
    return _IF.search(text, 0, place) is not None


def is_negated(text: str, place: int) -> bool:
    """Does a negation stand shortly before this place of the text?"""
    return _NEGATED.search(text, max(0, place - 60), place) is not None


def _without_unmarked(text: str) -> str:
    """Blank the choices of a form whose box is empty, where the line has boxes, and the whole line where neither yes
    nor no was marked: what nobody answered is not known (domain reference B8)."""
    letters = list(text)
    for line in _BOX_LINE.finditer(text):
        unanswered = _UNANSWERED.fullmatch(line[0]) is not None
        for start, end in [(0, len(line[0]))] if unanswered else _unmarked(line[0]):
            letters[line.start() + start : line.start() + end] = " " * (end - start)
    return "".join(letters)


def _unmarked(line: str) -> Iterator[tuple[int, int]]:
    boxes = list(_BOX.finditer(line))
    labels_follow = bool(line[boxes[-1].end() :].strip())
    for place, box in enumerate(boxes):
        if not re.fullmatch(_EMPTY, box[0]):
            continue
        if labels_follow:
            yield box.start(), boxes[place + 1].start() if place + 1 < len(boxes) else len(line)
        else:
            before = line[boxes[place - 1].end() if place else 0 : box.start()]
            word = re.search(r"\S+\s*$", before)
            yield box.start() - len(word[0]) if word else box.start(), box.end()


def _passages(doc: Doc, text: str) -> Iterator[Passage]:
    turns = doc._.turns
    between = _between(doc)
    answers = {turn.question: turn for turn in reversed(turns) if turn.question is not None}
    seen: set[int] = set()
    for sentence in doc.sents:
        start, end = sentence.start_char, sentence.end_char
        index = next((i for i, turn in enumerate(turns) if turn.start <= start < turn.end), None)
        if index is None:
            for passage in _trimmed(text, start, _with_answer(text, start, end)):
                yield replace(passage, role=between)
            continue
        turn = turns[index]
        if turn.role == "question":
            if index not in seen:
                seen.add(index)
                yield _question(text, turn, answers.get(index))
            continue
        asked = turns[turn.question] if turn.question is not None else None
        exchange = text[asked.start : turn.end] if asked is not None else text[turn.start : turn.end]
        for passage in _trimmed(text, start, min(end, turn.end)):
            yield Passage(passage.start, passage.end, passage.text, turn.role, turn.speaker, exchange)


def _between(doc: Doc) -> str | None:
    """Whose words stand outside all turns: on a page of a transcript without questions, those of the bench or of
    counsel, nobody knows of which."""
    if any(turn.role in {"question", "answer"} for turn in doc._.turns):
        return None
    numbered = {int(found[1]) for found in _NUMBERED.finditer(doc.text)}
    return UNLABELLED if doc._.turns or len(numbered) >= _MANY else None


def _with_answer(text: str, start: int, end: int) -> int:
    """A printed question reaches to the answer filled in behind it: "Do you recognize anyone? NO"."""
    found = _FILLED_IN.match(text, end) if text[start:end].rstrip().endswith("?") else None
    return end if found is None else found.end()


def _trimmed(text: str, start: int, end: int) -> Iterator[Passage]:
    said = text[start:end]
    start += len(said) - len(said.lstrip())
    if (said := said.strip()) and len(_PLACES.findall(said)) < _INDEX:
        yield Passage(start, start + len(said), said)


def _question(text: str, turn: Any, answer: Any) -> Passage:
    asked = text[turn.start : turn.end]
    if answer is None:
        return Passage(turn.start, turn.end, asked, "question", turn.speaker, asked)
    exchange = text[turn.start : answer.end]
    return Passage(turn.start, turn.end, asked, "question", turn.speaker, exchange, answer.says, answer.end)
