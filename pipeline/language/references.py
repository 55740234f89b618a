"""Phrases that stand for a person ("your affiant", "R/O", "the source", "he"), resolved where the page tells whom.

Only the page's own words count: who swears, who signs, the only defendant, the only informant, the witness in the
stand, the only person of the sentence before. Where two may be meant nobody is.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

from pipeline.lexicons import Entry, Lexicon, Match
from pipeline.records import Mention, PersonKind

if TYPE_CHECKING:
    from spacy.tokens import Doc

    from pipeline.language.clauses import Clauses

_AUTHOR_ROLES = ("report_author", "reporting_officer")
_WRITERS = {PersonKind.OFFICER, PersonKind.PROSECUTOR, PersonKind.ANALYST, PersonKind.MEDICAL, PersonKind.OTHER}
_SUFFIXES = {"jr", "sr", "ii", "iii", "iv"}
_NAME_NEXT = re.compile(r"[\s,:(]{1,3}")
_FIRST = re.compile(
    r"(?:[\W\d_]|\b(?:and|then|on|at|about|that|this|date|later|also|when|while|after|hours|hrs)\b)*", re.IGNORECASE
)
_PREDICATE = re.compile(r"\b(?:is|was|are|were|as|became|being|not)\s+(?:also\s+)?$", re.IGNORECASE)
_SAME_ROW = re.compile(r"[ \t:.,-]{1,16}")
_LABEL = re.compile(r"\s?:")
_DEAD = re.compile(
    r"\b(?:deceased|decedent|d/d|doa|pronounced|(?:was|been)\s+(?:shot|stabbed)\s+(?:to\s+death|and\s+killed)|"
    r"homicide\s+(?:of|victim)|murder\s+of|autopsy\s+of|body\s+of|killing\s+of)\b",
    re.IGNORECASE,
)
# A capital inside a sentence that no mention covers may begin the name of somebody else.
_OTHER_NAME = re.compile(
    r"(?<=[a-z,\d] )(?!I\b|Street|St\b|Ave|Road|Rd\b|January|February|March|April|May|June|July|August|September|"
    r"October|November|December|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|Miranda|Police|P(?:re)?c(?:inc)?t)"
    r"[A-Z][\w.]"
    r"|[A-Z]{4,} [A-Z]{2,} [A-Z]{2,}"
)
_NEAR_NAME = 34
_SURE = 10.0
_HIS_TITLE = {"mr": "m", "mrs": "f", "ms": "f", "miss": "f"}
_TITLE = re.compile(r"\b(mr|mrs|ms|miss)\b\.?\s*", re.IGNORECASE)
_DESCRIBED = re.compile(
    r"[\s,(]{1,3}(?:an?\s+)?(?:(?:black|white|hispanic|asian)\s+)?(?P<sex>(?-i:[MF])(?=[/,])|male\b|female\b)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Reference:
    """A phrase that may stand for somebody, and what the lexicon says of it. `others` are words for people without a
    name: where one stands a pronoun may mean him."""

    start: int
    end: int
    match: Match
    others: Entry

    @property
    def means(self) -> str:
        return str(self.match.entry.fields["means"])


def find_references(doc: "Doc", lexicon: Lexicon) -> Iterator[Reference]:
    """The phrases of a page that are no title of a name beside them ("the defendant Reese"), by place. A pronoun counts
    at the head of its sentence only, and not on transcripts, where everybody speaks of somebody else."""
    plain, mentions = doc._.repaired, doc._.found
    starts = [mention.start for mention in mentions]
    sentences = doc._.sentences
    others = next(entry for entry in lexicon.entries if entry.fields["means"] == "nobody")
    reached = -1
    for match in lexicon.find(plain):
        if (
            match.start < reached
            or match.entry.fields["means"] == "nobody"
            or _is_title(plain, mentions, starts, match)
        ):
            continue
        if match.entry.fields["means"] == "pronoun":
            head = sentences[bisect_right(sentences, match.start) - 1] if sentences else 0
            if doc._.turns or not _FIRST.fullmatch(plain, head, match.start):
                continue
        reached = match.end
        yield Reference(match.start, match.end, match, others)


def _is_title(plain: str, mentions: Sequence[Mention], starts: Sequence[int], match: Match) -> bool:
    """Does a name stand in these words or beside them, so that they only say what he is?"""
    index = bisect_right(starts, match.end - 1)
    speaks = match.entry.fields.get("speaks") and _LABEL.match(plain, match.end)
    is_pronoun = str(match.entry.fields["means"]) == "pronoun"
    if index and mentions[index - 1].end > match.start:
        return True
    if speaks:
        return False
    if _LABEL.match(plain, match.end) or _PREDICATE.search(plain, max(0, match.start - 12), match.start):
        return True
    if index < len(mentions) and _NAME_NEXT.fullmatch(plain, match.end, mentions[index].start):
        return not is_pronoun
    between = plain[mentions[index - 1].end : match.start] if index else "."
    return between.strip(" ") in {",", "("} and not is_pronoun


def with_codes_resolved(plain: str, found: Sequence[Mention]) -> Iterator[Mention]:
    """ "W-2 TRAN, BAO" in a list of witnesses says who W-2 is on the page: each such code stands for him."""
    meant: dict[str, str] = {}
    for code, named in pairwise(found):
        if _is_code(code) and not _is_code(named) and _SAME_ROW.fullmatch(plain, code.end, named.start):
            meant.setdefault(code.name, named.name)
    for mention in found:
        if _is_code(mention) and mention.name in meant:
            mention = replace(mention, name=meant[mention.name], by="reference")
        yield mention


def _is_code(mention: Mention) -> bool:
    return mention.by == "number" and mention.kind is PersonKind.WITNESS


def resolve(clauses: "Clauses", named: Sequence[Mention], reference: Reference, doc: "Doc") -> Mention | None:
    """Whom a phrase means, or None. `named` are the people of the page whose names are known, by place."""
    means = reference.means
    if means == "author":
        assigned = (m for m in named if m.has_role("lead_detective"))
        return author(named) or one_person(m for m in named if m.has_role("affiant")) or one_person(assigned)
    if means == "initials":
        return _with_initials(named, clauses.plain[reference.start : reference.end])
    if means == "affiant":
        return one_person(m for m in named if m.has_role("affiant"))
    if means == "arresting":
        return one_person(m for m in named if m.has_role("arresting_officer"))
    if means == "stand":
        return in_stand(doc, named, reference.start) if doc._.turns else _only(named, PersonKind.WITNESS)
    if means == "dead":
        return one_person(m for m in named if m.kind is PersonKind.VICTIM and _is_dead(clauses.plain, m)) or _only(
            named, PersonKind.VICTIM
        )
    if means == "pronoun":
        return _of_sentence_before(clauses, reference)
    return _only(named, PersonKind(means))


def author(named: Iterable[Mention]) -> Mention | None:
    """Who writes the report, where the page says so of one person only."""
    return one_person(m for m in named if m.has_role(*_AUTHOR_ROLES) and m.kind in _WRITERS)


def in_stand(doc: "Doc", named: Sequence[Mention], place: int) -> Mention | None:
    """The witness whom a headline or running head before the place names, else the only one of the page."""
    sworn = [m for m in named if m.has_role("testifying")]
    before = [m for m in sworn if m.end <= place]
    witness = before[-1] if before else one_person(sworn)
    return one_person(m for m in named if witness is not None and may_be_one(m.name, witness.name)) or witness


def speakers(doc: "Doc", named: Sequence[Mention], place: int, word: str | None) -> list[Mention]:
    """Who is "I" at a place: the witness in an answer, else who swears or writes the paper; who are "we" and "R/O's":
    all who report; who is "you" in a question. Without a word: who leaves himself out of his own report."""
    turn = next((turn for turn in doc._.turns if turn.start <= place < turn.end), None)
    if turn is not None:
        mine = word in {"i", "we"} and turn.role in {"answer", "witness"}
        witness = in_stand(doc, named, place) if mine or (word == "you" and turn.role == "question") else None
        return [witness] if witness is not None else []
    if doc._.turns or word not in {None, "i", "we", "u/s", "r/o's", "r/os", "r/d's", "r/ds", "po's"}:
        return []
    writer, sworn = author(named), one_person(m for m in named if m.has_role("affiant"))
    one = sworn if sworn is not None and word == "i" else writer or sworn
    if one is not None or word in {None, "i", "u/s"}:
        return [one] if one is not None else []
    reporting = {m.name: m for m in reversed(named) if m.has_role("reporting_officer")}
    return list(reporting.values())


def one_person(mentions: Iterable[Mention]) -> Mention | None:
    """The fullest of these mentions, if they can all be one person: same surname, given names that do not disagree."""
    found = sorted(mentions, key=lambda m: (-len(m.name), m.start))
    if not found or any(not may_be_one(found[0].name, other.name) for other in found[1:]):
        return None
    return found[0]


def _only(named: Iterable[Mention], kind: PersonKind) -> Mention | None:
    return one_person(m for m in named if m.kind is kind)


def may_be_one(one: str, other: str) -> bool:
    """Can two names be of one person: same surname, given names that do not disagree?"""
    mine, theirs = _parts(one), _parts(other)
    if not mine or not theirs or mine[-1] != theirs[-1]:
        return False
    return all(a == b or (1 in (len(a), len(b)) and a[0] == b[0]) for a, b in zip(mine[:-1], theirs[:-1], strict=False))


def _parts(name: str) -> list[str]:
    return [word.rstrip(".") for word in name.lower().split() if word.rstrip(".") not in _SUFFIXES]


def _with_initials(named: Sequence[Mention], letters: str) -> Mention | None:
    """Whose initials these are, where only one person of the page has them."""
    found = [m for m in named if m.kind in _WRITERS and _initials(m.name) in {letters, letters[0] + letters[1:][-1:]}]
    return one_person(found)


def _initials(name: str) -> str:
    words = _parts(name)
    return (words[0][0] + words[-1][0]).upper() if len(words) > 1 else ""


def _is_dead(plain: str, mention: Mention) -> bool:
    return bool(_DEAD.search(plain, max(0, mention.start - _NEAR_NAME), mention.end + _NEAR_NAME))


def _of_sentence_before(clauses: "Clauses", reference: Reference) -> Mention | None:
    """The only person of the sentence before, in the same paragraph, whose sex does not speak against the pronoun."""
    start, _ = clauses.sentence(reference.start)
    if start == 0 or "\n" in clauses.plain[start - 1 : reference.start].lstrip(" "):
        return None
    first, _ = clauses.sentence(start - 1)
    said = clauses.text[first:start].strip()
    if "\n" in said or _OTHER_NAME.search(said) or any(reference.others.find(said)):
        return None
    there = [m for m in clauses.mentions if first <= m.start < start]
    meant = one_person(there)
    if meant is None or not meant.name or any(not m.name for m in there):
        return None
    told = sex_of(clauses.plain, meant)
    return None if told is not None and told != reference.match.entry.fields["sex"] else meant


def sex_of(plain: str, mention: Mention) -> str | None:
    """ "m" or "f" where a title, a description or the given name says it."""
    title = _TITLE.search(plain, max(0, mention.start - 6), mention.start + 5)
    if title is not None:
        return _HIS_TITLE[title[1].lower()]
    described = _DESCRIBED.match(plain, mention.end)
    if described is not None:
        return described["sex"][0].lower()
    given = _parts(mention.name)[0] if " " in mention.name else ""
    man, woman = _given_names("first:male").get(given, 0.0), _given_names("first:female").get(given, 0.0)
    if max(man, woman) < _SURE * min(man, woman) or man == woman:
        return None
    return "m" if man > woman else "f"


@lru_cache(maxsize=2)
def _given_names(kind: str) -> dict[str, float]:
    """Given names of the US census of 1990 with the percentage of men or women who have them."""
    from names import FILES

    with open(FILES[kind], encoding="ascii") as lines:
        return {name.lower(): float(percent) for name, percent, *_rest in map(str.split, lines)}
