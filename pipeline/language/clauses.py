"""Who does what in a sentence, without a parser: the people before a verb, behind a label, beside an apposition.

The page is seen with every mention as one sign, so that what may stand between a person and a verb (numbers, units,
"then", a phrase between commas) is a pattern over few words.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.records import Mention

if TYPE_CHECKING:
    from spacy.tokens import Doc

_HEAD, _REST = "\ue000", "\ue001"
_FAR = 260
_UNIT = (
    r"(?:squad|sqd|sq|unit|precinct|pct|bureau|division|office|department|dept|pdu|district|homicide|robbery|narcotics|"
    r"burglary|station|task\s+force|police|sheriff|detectives?|area|command|section|fbi|dea|atf|csu)\b\.?"
)
# What may stand behind a name and still belong to it: numbers, a bracket, a unit, a description between commas.
_TAIL = (
    r"(?:\s+at\s+(?:his|her|the)\s+\w+,?|\s+in\s+(?:rmp|unit|car|sector)\s+\w+|\s*\([^()\ue000]{0,60}\)|\s*,?\s*(?:\#\s?\w+|(?:shield|sh|shld|badge|star|tax|serial|id|dob|age)\b\.?[^,;.\ue000]{0,16})"
    rf"|\s*,?\s*(?:of|from|assigned\s+to|at)\s+(?:the\s+)?[^,;.\ue000]{{0,40}}?{_UNIT}|\s+of\s+\d+[^,;.\ue000]{{0,30}}"
    r"|\s*,\s*[MF]/[WBHOA]\S{0,12}|\s*,[^,;\n\ue000]{1,70},|\s*,?\s*(?:both|all|each)\b)*"
)
_ADVERB = (
    r"(?:then|also|subsequently|thereafter|later|first|next|personally|further|immediately|again|both|all|each|did|had|"
    r"has|have|just|previously|initially|allegedly|promptly|finally|together|jointly|now|since|once|only|himself|herself|"
    r"actually|apparently|reportedly|hereby|never|not|n't|either|already|repeatedly|in\s+turn|at\s+that\s+time|there)\b"
)
_GAP = re.compile(rf"{_TAIL}(?P<who>\s*,?\s*who\b)?(?:\s*,?\s*{_ADVERB})*[\s,]*", re.IGNORECASE)
_ENDS = re.compile(rf"(?:[\s,]*\b(?:and\s+)?{_ADVERB})*[\s,]*$", re.IGNORECASE)
_GOES_ON = re.compile(r"(?:\band|&|,|\bthen|\bor)\s*$", re.IGNORECASE)
_PASSIVE = re.compile(r"\b(?:was|were|been|being|be|is|are|am|got|get|who|which|that|to|by)\s*$", re.IGNORECASE)
_JOINED = re.compile(
    r"(?:\s+\#?\d{3,6}(?=\s*[,/&]))?\s*(?:,?\s*(?:and|&|along\s+with|together\s+with|with|accompanied\s+by|assisted\s+by|as\s+well\s+as)\s+(?:also\s+)?"
    r"(?:his\s+|her\s+|my\s+)?(?:partner,?\s+)?|,\s*|\s*/\s*|&\s*)",
    re.IGNORECASE,
)
_COMPANION = re.compile(r"\b(?:with|accompanied\s+by|assisted\s+by|as\s+well\s+as)\s+$", re.IGNORECASE)
_UNDER = re.compile(
    r"\b(?:of|by|to|from|for|against|about|near|at|into|upon|on|in|regarding|re|behind|after|before|with|via|through|"
    r"under|called|named|as|than|like|between|concerning|told|advised|informed|asked|met|saw|"
    r"interviewed|arrested|showed|paid|gave|notified|called)\s+(?:the\s+|his\s+|her\s+|said\s+)?$",
    re.IGNORECASE,
)
_VERB = re.compile(
    r"\s*(?:[a-z]{2,}ed|went|took|saw|met|told|said|made|gave|left|came|drove|ran|held|got|found|brought|showed|read|"
    r"wrote|spoke|was|were|is|are|had|has|did|heard|knew|began|led|put|sent|kept|swore|states?|says?|advises?)\b",
    re.IGNORECASE,
)
_PRONOUN = re.compile(r"(?<![\w'])(?:I|we|he|she|they|it|who|you|u/s|r/[od]'?s|po's)(?![\w'])", re.IGNORECASE)
_NOBODY = re.compile(
    r"(?:[\W\d_]|\b(?:at|on|about|approx|approximately|hrs?|hours|this|date|time|and|then|also|am|pm|same)\b)*$",
    re.IGNORECASE,
)
_LINK = re.compile(
    r"[\s,(-]*(?:of\s+(?:the\s+)?)?(?:(?:is|was|became|being|as|acted\s+as|served\s+as|has\s+been)\s+)?(?:also\s+|now\s+|then\s+)?"
    r"(?:(?:as\s+)?(?:an?|the|his|her|my|their|your|deft'?s|the\s+defendant's)\s+)?(?:sole\s+|only\s+|former\s+)?",
    re.IGNORECASE,
)
_NEXT_LINE = re.compile(r"\s*\n(?P<line>[^\n]*)")
_WORD = re.compile(r"[A-Za-z]{2,}")
_NEAR = 4
_MAX_LABEL_WORDS = 8
_ROOM = 40
"""So much white space may stand between a label and its box in the same line."""
_LONGEST_INITIALS = 3
_BREAK = re.compile(r"[;!?\n]|\.(?=\s+[A-Z][a-z]+\s)|:.*:")


@dataclass(frozen=True, slots=True)
class Subject:
    """Who does what a verb says: the mentions joined to each other, or the pronoun in their place; `omitted` where the
    sentence begins with the verb."""

    mentions: tuple[int, ...] = ()
    word: str | None = None
    omitted: bool = False


class Clauses:
    """A page with its mentions as single signs. Offsets are those of the page."""

    def __init__(self, plain: str, mentions: Sequence[Mention], sentences: Sequence[int]) -> None:
        letters = list(plain)
        for mention in mentions:
            letters[mention.start : mention.end] = _HEAD + _REST * (mention.end - mention.start - 1)
        self.plain, self.text = plain, "".join(letters)
        self.mentions, self._sentences = mentions, sentences
        self._starts = [mention.start for mention in mentions]

    def sentence(self, place: int) -> tuple[int, int]:
        """The sentence in which a place stands."""
        index = bisect_right(self._sentences, place)
        start = self._sentences[index - 1] if index else 0
        return start, self._sentences[index] if index < len(self._sentences) else len(self.text)

    def before(self, place: int, floor: int = 0) -> Iterator[int]:
        """The mentions that end before a place, the nearest first."""
        for index in range(bisect_right(self._starts, place) - 1, -1, -1):
            if self.mentions[index].start < floor:
                return
            if self.mentions[index].end <= place:
                yield index

    def after(self, place: int, ceiling: int) -> int | None:
        """The first mention that begins at a place or behind it, before `ceiling`."""
        index = bisect_right(self._starts, place - 1)
        return index if index < len(self.mentions) and self.mentions[index].start < ceiling else None

    # ------------------------------------------------------------ before a verb

    def asked_subject(self, start: int, end: int) -> Subject:
        """Who does it in "did Det. Ito arrest": named or meant between the words."""
        index = self.after(start, end)
        if index is not None:
            return Subject((index,))
        pronoun = _PRONOUN.search(self.text, start, end)
        return Subject(word=pronoun[0].lower()) if pronoun else self.subject(start)

    def subject(self, verb: int) -> Subject:
        """Who does what the words at `verb` say, where the sentence tells it without doubt."""
        floor = max(self.sentence(verb)[0], verb - _FAR)
        said = self.text[floor:verb]
        ends = _ENDS.search(said)
        before = said[: ends.start()] if ends else said
        nearest = next(self.before(verb, floor), None)
        if nearest is not None and self._is_beside(nearest, verb):
            return Subject(self._joined_before(nearest, floor))
        if _PASSIVE.search(before):
            return Subject()
        pronoun = _PRONOUN.search(before, max(0, len(before) - 5))
        if pronoun and not before[pronoun.end() :].strip():
            return Subject(word=pronoun[0].lower())
        if _GOES_ON.search(said.rstrip(" ")) or _GOES_ON.search(before):
            return self._first_subject(floor, verb)
        return Subject(omitted=bool(_NOBODY.match(said)))

    def _is_beside(self, index: int, verb: int) -> bool:
        """Does only what belongs to the name or the verb stand between, and is the name no object?"""
        mention, with_another = self.mentions[index], self._accompanies(index)
        between = self.text[mention.end : verb]
        gap = _GAP.fullmatch(between)
        if gap is None or (between.rstrip(" ").endswith(",") and between.count(",") == 1 and not with_another):
            return False
        is_object = _UNDER.search(self.text, max(0, mention.start - 24), mention.start)
        return gap["who"] is not None or with_another or is_object is None

    def _accompanies(self, index: int) -> bool:
        """Is this one only with the subject: "Det. Ito, accompanied by P.O. Roy, arrested"?"""
        mention = self.mentions[index]
        if not index or not _COMPANION.search(self.text, max(0, mention.start - 24), mention.start):
            return False
        return self._are_joined(index - 1, index)

    def _are_joined(self, first: int, second: int) -> bool:
        return _JOINED.fullmatch(self.text, self.mentions[first].end, self.mentions[second].start) is not None

    def _joined_before(self, index: int, floor: int) -> tuple[int, ...]:
        found = [index]
        while index and self.mentions[index - 1].start >= floor and self._are_joined(index - 1, index):
            index -= 1
            found.append(index)
        return tuple(found)

    def joined_after(self, index: int) -> tuple[int, ...]:
        """This mention and those that follow it in one breath: "by Dets. Ito and Vance"."""
        found = [index]
        while index + 1 < len(self.mentions) and self._are_joined(index, index + 1):
            index += 1
            found.append(index)
        return tuple(found)

    def _first_subject(self, floor: int, verb: int) -> Subject:
        """Of a verb joined to an earlier one ("responded and arrested"): who comes before the earlier one."""
        pronouns = list(_PRONOUN.finditer(self.text, floor, verb))
        for index in self.before(verb, floor):
            mention = self.mentions[index]
            gap = _GAP.match(self.text, mention.end)
            verb_next = gap is not None and _VERB.match(self.text, gap.end() - len(gap[0]) + len(gap[0].rstrip()))
            later = [found for found in pronouns if found.start() > mention.end and _VERB.match(self.text, found.end())]
            if later:
                return Subject(word=later[-1][0].lower())
            if verb_next and not _UNDER.search(self.text, max(floor, mention.start - 24), mention.start):
                return Subject(self._joined_before(index, floor))
        heads = [found for found in pronouns if _VERB.match(self.text, found.end())]
        return Subject(word=heads[-1][0].lower()) if heads else Subject()

    # ------------------------------------------------------------ beside other words

    def named(self, place: int, reach: int, start: int) -> int | None:
        """The first mention behind a label or "by" that began at `start`, within reach and the same breath; also the
        mention that the label begins ("R/O Smith")."""
        index = self.after(start, place + reach + _ROOM)
        if index is None:
            return None
        between = self.text[place : max(place, self.mentions[index].start)]
        if (
            len(" ".join(between.split())) > reach
            or _BREAK.search(between)
            or (_WORD.search(between) and self.sentence(place)[1] <= self.mentions[index].start)
        ):
            return None
        return index

    def around(self, place: int) -> int | None:
        """The mention that holds a place, or to which a title right before it belongs."""
        index = bisect_right(self._starts, place) - 1
        return index if index >= 0 and place < self.mentions[index].end else None

    def row_author(self, place: int) -> tuple[int, ...]:
        """Whose initials end the row of a log in which a place stands."""
        end = self.text.find("\n", place)
        index = next(self.before(end if end >= 0 else len(self.text), place), None)
        mention = self.mentions[index] if index is not None else None
        is_initials = (
            mention is not None and mention.by == "reference" and mention.end - mention.start <= _LONGEST_INITIALS
        )
        return (index,) if index is not None and is_initials else ()

    def unknown(self) -> Iterator[Mention]:
        """The phrases that stand for nobody knows whom."""
        return (mention for mention in self.mentions if not mention.name)

    def apposed(self, place: int, reach: int) -> int | None:
        """The mention to which words at a place are an apposition: just before, or further off over a description."""
        index = next(self.before(place, place - reach - 60), None)
        if index is None:
            return None
        between = self.text[self.mentions[index].end : place]
        if self.sentence(place)[0] > self.mentions[index].end or (
            not _LINK.fullmatch(between) and not _NEAR < len(between) <= reach
        ):
            return None
        return None if _BREAK.search(between) or ":" in between else index

    def in_box(self, start: int, end: int) -> int | None:
        """The mention in the box below a label: both begin their lines, or both end them."""
        line, stop = self.text.rfind("\n", 0, start) + 1, self.text.find("\n", end)
        below = _NEXT_LINE.match(self.text, stop) if stop >= 0 else None
        if below is None or len(_WORD.findall(self.text[line:stop])) > _MAX_LABEL_WORDS:
            return None
        first = self.after(below.start("line"), below.end())
        last = next(self.before(below.end(), below.start("line")), None)
        if first is None or last is None:
            return None
        begins = not _has_letters(self.text[below.start("line") : self.mentions[first].start])
        if begins and not _has_letters(self.text[line:start]):
            return first
        ends = not _has_letters(self.text[self.mentions[last].end : below.end()])
        return last if ends and not _has_letters(self.text[end:stop]) else None


def _has_letters(text: str) -> bool:
    return any(map(str.isalnum, text)) or _HEAD in text


def page_clauses(doc: "Doc", mentions: Sequence[Mention]) -> Clauses:
    """The clauses of a marked page."""
    return Clauses(doc._.repaired, mentions, doc._.sentences)
