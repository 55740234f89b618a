"""Whom a paper is about by its labels, and what a whole paper is: an index of witnesses, notes, a narrative."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from pipeline.detectors.passages import Passage
from pipeline.lexicons import Lexicon
from pipeline.records import Mention, PersonKind, Slot

if TYPE_CHECKING:
    from spacy.tokens import Doc

Fact = tuple[str, tuple[int, int], tuple[Slot, ...]]
_ABOUT = re.compile(
    r"(?:^|\s{2,}|\t)[ \t]*(?:(?:full\s+|last\s+|"
    r"(?:patient|inmate|subject|employee|guest|defendant|prisoner|arrestee)(?:'s)?\s+)?"
    r"name(?:\s+of\s+(?:patient|inmate|prisoner|subject|employee|guest|defendant|arrestee|deceased))?|patient|inmate|prisoner|subject|defendant|deft"
    r"|arrestee|person(?:\s+advised)?|employee|guest|viewer|witness|suspect|re|source|informant|deceased|decedent|examiner|analyst"
    r"|(?:examined|analy[sz]ed|tested|performed|prepared)\s+by)"
    r"(?:\s+no\.?\s*\d+)?\s*:[ \t]*",
    re.IGNORECASE | re.MULTILINE,
)
_TITLE = re.compile(
    r"^[ \t]*(?:(?:VOLUNTARY|SWORN|SIGNED|TAPED|RECORDED)[ \t]+)?"
    r"(?:STATEMENT|CONFESSION|AFFIDAVIT|INTERVIEW|DEPOSITION)[ \t]+"
    r"(?:OF|BY|WITH|FROM)[ \t]+(?:(?:PRISONER|INMATE|WITNESS|MR\.?|MRS\.?|MISS|MS\.?)[ \t]+)?(?=[A-Z])",
    re.MULTILINE,
)
_REACH = 48
"""Characters after a label in which the name it labels begins: a number or a title may stand before it."""
_EXAMINERS = ("examine", "analy", "tested", "performed", "prepared")
_INDEX = re.compile(
    r"\bindex\b[^\n]{0,30}\bwitness|\bwitness(?:es)?\b[^\n]{0,40}\bdirect\b[^\n]{0,20}\bcross\b", re.IGNORECASE
)
TRANSCRIPTS = frozenset({"trial_transcript", "hearing_transcript", "grand_jury_minutes"})
_SWORN = re.compile(
    r",?\s*(?:(?:having|been|being|was|first|duly|a\s+witness|called)[\s,]+)*(?:sworn|affirmed|recalled)\b"
    r"|\s+-{1,2}\s+(?:re)?-?(?:direct|cross)",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"(\d[\d-]*)\W*$")
_LISTS = frozenset({"ci_ledger", "ci_payment_voucher", "ci_contact_sheet"})
_LIST = re.compile(
    r"\b(?:ledger|payments?|contact\s+(?:sheet|log|record)|receipts?\s+for|disbursements?|vouchers?)\b", re.IGNORECASE
)
_NOTES = frozenset({"detective_notes", "memo_book"})
_SHORT = 120
"""A page of notes without a heading has no more words."""
_HEADED = re.compile(r"\b(?:report|department|court|office|memorandum|affidavit|transcript|record)\b", re.IGNORECASE)


def about_slots(doc: Doc, text: str) -> Iterator[Slot]:
    """Who stands behind a label such as NAME or PATIENT, or in a title such as STATEMENT OF: the one whom the paper is
    about. An officer is it only by his name."""
    for label in (*_ABOUT.finditer(text), *_TITLE.finditer(text)):
        line = text.find("\n", label.end())
        reach = min(label.end() + _REACH, line if line >= 0 else len(text))
        named = (m for m in doc._.mentions if label.start() <= m.start < reach and m.end > label.end())
        mention = next(named, None)
        word = label[0].lower()
        if mention is None or (mention.kind is PersonKind.OFFICER and "name" not in word):
            continue
        examines = any(one in word for one in _EXAMINERS)
        yield Slot("examiner" if examines else "subject", mention.start, mention.end)


def find_papers(doc: Doc, text: str) -> Iterator[Fact]:
    """What the page as a whole is."""
    yield from _about(doc, text)
    yield from _index(doc, text)
    yield from _testimony(doc, text)
    yield from _notes(doc, text)
    yield from _dealings(doc, text)
    if doc._.kind == "discovery_letter":
        yield "produced_list", line_of(text, len(text) - len(text.lstrip())), ()


def _about(doc: Doc, text: str) -> Iterator[Fact]:
    """Whom the paper is about, for findings in it that name nobody."""
    for slot in list(about_slots(doc, text))[:1]:
        yield "paper_about", line_of(text, slot.start), ()


def _index(doc: Doc, text: str) -> Iterator[Fact]:
    """Each witness in an index of witnesses has testified there."""
    if not _INDEX.search(text):
        return
    dates = tuple(Slot("date", s.start_char, s.end_char, s._.value) for s in doc.spans.get("dates", ()))[:1]
    for mention in doc._.mentions:
        start, end = line_of(text, mention.start)
        if re.search(r"\d|--", text[mention.end : end]):
            yield "prior_testimony", (start, end), (Slot("witness", mention.start, mention.end), *dates)


def _testimony(doc: Doc, text: str) -> Iterator[Fact]:
    """Who is in the stand on this page."""
    if not doc._.turns and doc._.kind not in TRANSCRIPTS:
        return
    for mention in witnesses_of(doc, text)[:1]:
        yield "testimony", line_of(text, mention.start), (Slot("witness", mention.start, mention.end),)


def witnesses_of(doc: Doc, text: str) -> list[Mention]:
    """Who testifies: by role, else by the words behind the name where he is sworn."""
    by_role = [m for m in doc._.mentions if m.has_role("testifying", "testifying_officer")]
    return by_role or [m for m in doc._.mentions if _SWORN.match(text, m.end)]


def _dealings(doc: Doc, text: str) -> Iterator[Fact]:
    """Each dated entry of a list of payments to, or contacts with, one source."""
    sources = {digits: m for m in reversed(doc._.mentions) if (digits := number_of(text, m))}
    if len(sources) != 1 or not (doc._.kind in _LISTS or _LIST.search(text)):
        return
    ((digits, source),) = sources.items()
    for span in doc.spans.get("dates", ()):
        start, end = line_of(text, span.start_char)
        slots = Slot("informant", source.start, source.end), Slot("number", source.start, source.end, digits)
        yield "listed_dealing", (start, end), (*slots, Slot("date", span.start_char, span.end_char, span._.value))


def number_of(text: str, mention: Mention) -> str:
    """The number of a source as it stands at the end of the mention ("84-77"); nothing where he has none."""
    found = _NUMBER.search(text[mention.start : mention.end])
    return found[1].lstrip("0") if found is not None and mention.kind is PersonKind.INFORMANT else ""


def _notes(doc: Doc, text: str) -> Iterator[Fact]:
    """Notes of an officer: by the kind of the paper, or a short one that opens with his name and a date."""
    start, end = line_of(text, len(text) - len(text.lstrip()))
    officers = [m for m in doc._.mentions if m.kind is PersonKind.OFFICER]
    opens = [m for m in officers if start <= m.start < end]
    dated = any(start <= span.start_char < end for span in doc.spans.get("dates", ()))
    plain = opens and dated and len(text.split()) <= _SHORT and not _HEADED.search(text) and not doc._.turns
    if doc._.kind in _NOTES or plain:
        for mention in (opens or officers)[:1]:
            yield "notes_exist", line_of(text, mention.start), (Slot("author", mention.start, mention.end),)


def line_of(text: str, place: int) -> tuple[int, int]:
    """The line at this place without its margins."""
    start, end = text.rfind("\n", 0, place) + 1, text.find("\n", place)
    line = text[start : end if end >= 0 else len(text)]
    start += len(line) - len(line.lstrip())
    return start, start + len(line.strip())


_ACTS = re.compile(
    r"\b(?:subject|suspect|defendant|deft|perp\w*|male|female|individual|person|prisoner|he|she|informant|source|caller|witness)\b",
    re.IGNORECASE,
)
_TOLD_BY = frozenset(
    {
        "arrest_report",
        "complaint_report",
        "complaint_followup_dd5",
        "supplementary_report",
        "stop_report",
        "evidence_voucher",
        "affidavit_search_warrant",
        "accusatory_instrument",
        "suspect_statement",
        "witness_statement",
        "memo_book",
        "interview_notes",
    }
)
_PARTS = frozenset(
    {"arresting_officer", "partner", "evidence_collector", "reporting_officer", "assisting_officer", "affiant"}
)
_FEWEST = 9
"""Words of a sentence that tells enough to be known again."""


def find_narrative(doc: Doc, text: str, passages: Sequence[Passage], phrases: Lexicon) -> Iterator[Fact]:
    """From the first to the last sentence that tells what somebody did, with the officers of the page."""
    if doc._.turns or doc._.kind not in _TOLD_BY:
        return
    told = [p for p in passages if len(p.text.split()) >= _FEWEST and _ACTS.search(p.text)]
    if told:
        start, end = told[0].start, told[-1].end
        officers = (m for m in doc._.mentions if m.kind is PersonKind.OFFICER)
        matches = (match for entry in phrases.entries for match in entry.find(text[start:end]))
        set_phrases = (Slot("set_phrase", start + match.start, start + match.end) for match in matches)
        named = (Slot("officer", m.start, m.end, _part(m)) for m in officers)
        yield "narrative", (start, end), (*named, *set_phrases)


def _part(mention: Mention) -> str | None:
    """What an officer did by the words of the page: the part that only one of two partners plays."""
    return next((role.name for role in mention.roles if role.name in _PARTS), None)
