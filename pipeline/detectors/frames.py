"""Finds the entries of a lexicon in the passages of a page, under the conditions that the entry states.

Fields of an entry, all optional:

    says: [a + b - c] lines of concepts that stand in one passage (pipeline/concepts.py), beside the patterns
    within: 16        so many words may lie between the concepts of a line
    exchange: true    the concepts of a line may stand partly in a question, partly in its answer
    onward: true      what it says may reach into the next passage, which is then cited too
    spread: 1         they may stand in so many passages after the first too, but not in testimony
    role: context     not a finding itself; other entries name it in `needs` and `unless`
    needs: [a|b, c]   in the window one of a and b must stand, and c
    unless: [a]       in the passage (in a transcript: question and answer) none of these may stand
    reach: 1          the window for `needs` is the passage with so many before and after it (default 0)
    kinds: [slug]     a page of this document kind does not need what `needs` says
    answer: no        stands in a question that is answered like this (yes or no), or answered with anything but no
                      (given); without it, a question counts only when it is answered with yes
    spoken: true      stands in a question or an answer of a transcript, nowhere else
    negatable: true   a negation shortly before it takes it away
    supposed: true    may stand under an "if"
    alleged: true     may be called an allegation
    cited: true       may stand in a sentence that cites a decision, or in other print
    asked: true       may stand in a question that nobody answers: it takes the fact for granted
    subtype, severity what the finding gets
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from pipeline.concepts import WITHIN, find_said
from pipeline.detectors.passages import TESTIMONY, Passage, Reach, Sheet, is_hypothetical, is_muted, is_negated
from pipeline.detectors.prospects import CONTEXT, SAID, cues_of, prospects_of
from pipeline.language.assertion import assertion_at
from pipeline.lexicons import Entry, Lexicon
from pipeline.records import Assertion, Slot

_SPARED = {
    "alleged": Assertion.ALLEGED,
    "asked": Assertion.QUESTION_ONLY,
    "cited": Assertion.BOILERPLATE,
}
_ASSERTED = frozenset({"allegations"})
_FOUND_BY_COURTS = _ASSERTED | {"credibility_findings", "officer_false_accounts", "misconduct_records"}
_ELSEWHERE: Mapping[str, frozenset[str]] = {
    "policy": frozenset(),
    "policy_training": frozenset(),
    "press_clipping": _ASSERTED,
    "news": _ASSERTED,
    "high_court": _ASSERTED,
    "court_opinion": _FOUND_BY_COURTS,
}
"""Papers that tell of no case, of other cases, or only argue about one, by their kind or the zone that covers the page,
with the lexicons that hold in them all the same (domain reference B1, B9, B10, B14)."""
Spans = Mapping[str, tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Framed:
    """An entry that holds in a passage. `start` and `end` are offsets of the page, as those of `slots` are; `order` is
    the place of the entry in its lexicon."""

    entry: Entry
    passage: Passage
    index: int
    start: int
    end: int
    slots: Spans
    order: int = 0

    @property
    def quote(self) -> tuple[int, int]:
        """What is cited: the passage, and for a question its answer too."""
        return self.passage.start, self.passage.reply_end or self.passage.end


def find_frames(sheet: Sheet, lexicon: Lexicon, silent: Collection[str] = ()) -> Iterator[Framed]:
    """All entries that hold, passage by passage; in one passage in the order of the lexicon. What speakers of the
    `silent` roles say in a transcript does not count, nor what stands in a paper about something else."""
    if not is_evidence(sheet, lexicon.name):
        return
    cues, contexts = _sorted_out(lexicon)
    for (index, order), tried in prospects_of(sheet).get(lexicon.name, {}).items():
        if sheet.passages[index].role in silent:
            continue
        framed = _framed(sheet, index, cues[order], tried)
        if framed is not None and _conditions_hold(sheet, framed, contexts):
            yield replace(framed, order=order)


def is_evidence(sheet: Sheet, lexicon: str) -> bool:
    """Can what the lexicon tells of be stated in such a paper?"""
    covering = {zone.label_ for zone in sheet.doc._.zones if zone.start_char == 0 and zone.end_char >= len(sheet.text)}
    return all(lexicon in _ELSEWHERE.get(name, (lexicon,)) for name in {sheet.doc._.kind, *covering})


@lru_cache(maxsize=256)
def _sorted_out(lexicon: Lexicon) -> tuple[tuple[Entry, ...], Mapping[str, Entry]]:
    """The entries that can make findings, and those that others name."""
    contexts = {entry.id: entry for entry in lexicon.entries if entry.fields.get("role") == CONTEXT}
    return cues_of(lexicon), contexts


def has(entries: Iterable[Entry], text: str) -> bool:
    """Does one of these entries stand in the text?"""
    return any(next(entry.find(text), None) is not None for entry in entries)


def slots_of(spans: Spans) -> tuple[Slot, ...]:
    """The named parts of a match as slots; digits at the end of a name only tell alternatives apart."""
    return tuple(Slot(name.rstrip("0123456789"), start, end) for name, (start, end) in sorted(spans.items()))


def _framed(sheet: Sheet, index: int, entry: Entry, tried: Sequence[int]) -> Framed | None:
    for passage, first, last, slots in _matches(sheet, index, entry, tried):
        if entry.fields.get("negatable") and is_negated(passage.text, first):
            continue
        if not entry.fields.get("supposed") and is_hypothetical(passage.text, first):
            continue
        start, end = passage.start + first, passage.start + last
        if not _answered(sheet, entry, passage, start, end) or is_muted(sheet.doc, start, end, _spared(entry)):
            continue
        named = {name: (passage.start + a, passage.start + b) for name, (a, b) in slots.items() if b > a}
        return Framed(entry, passage, index, start, end, named)
    return None


def _onward(sheet: Sheet, index: int) -> Passage:
    """The passage with the next one, where nobody else speaks it."""
    passage, rest = sheet.passages[index], sheet.passages[index + 1 : index + 2]
    if not rest or rest[0].role != passage.role or passage.role == "question":
        return passage
    return replace(passage, end=rest[0].end, text=sheet.text[passage.start : rest[0].end])


def _matches(sheet: Sheet, index: int, entry: Entry, tried: Sequence[int]) -> Iterator[tuple[Passage, int, int, Spans]]:
    """Where the patterns of the entry stand in the passage, then where its lines of concepts are said, with the
    passage that holds all of it."""
    passage = sheet.passages[index]
    if entry.fields.get("spoken") and passage.role not in TESTIMONY:
        return
    reading = _onward(sheet, index) if entry.fields.get("onward") else passage
    for match in entry.find_by((number for number in tried if number != SAID), reading.text):
        if match.start < len(passage.text):
            yield (reading if match.end > len(passage.text) else passage), match.start, match.end, match.slots
    if SAID in tried and sheet.is_legible(index):
        reach = Reach.of(entry)
        near = sheet.following(index, reach.spread)
        within = int(entry.fields.get("within", WITHIN))
        for start, end in find_said(entry.fields["says"], sheet.named(index, reach), within):
            if start < passage.end or len(near) == 1:
                last = next((p.end for p in near if end <= p.end), near[-1].end)
                whole = replace(passage, end=last, text=sheet.text[passage.start : last]) if len(near) > 1 else passage
                yield whole, start - passage.start, end - passage.start, {}


def _spared(entry: Entry) -> set[Assertion]:
    return {status for field, status in _SPARED.items() if entry.fields.get(field)}


def _answered(sheet: Sheet, entry: Entry, passage: Passage, start: int, end: int) -> bool:
    """Does the answer say what the entry wants? Whoever answers "who paid you?" with a name adopts that he was paid,
    and whoever says part of it himself too."""
    wanted = entry.fields.get("answer")
    if passage.role != "question":
        return wanted is None
    if wanted == "given":
        return passage.reply_end > 0 and passage.says not in {"no", "unsure"}
    if passage.says is None and wanted is None:
        return end > passage.end or assertion_at(sheet.doc, start, end) is Assertion.AFFIRMED
    return passage.says == (wanted or "yes")


def _conditions_hold(sheet: Sheet, framed: Framed, contexts: Mapping[str, Entry]) -> bool:
    fields, passage = framed.entry.fields, framed.passage
    said = passage.exchange or passage.text
    if has((contexts[name] for name in fields.get("unless", ())), said):
        return False
    if sheet.doc._.kind in fields.get("kinds", ()):
        return True
    window = sheet.window(framed.index, int(fields.get("reach", 0))) + "\n" + said
    return all(has((contexts[n] for n in needed.split("|")), window) for needed in fields.get("needs", ()))
