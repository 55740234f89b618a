"""Who and how much stands in the words of a finding: slots from the people, sums and dates that language marked."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import TYPE_CHECKING

from pipeline.records import PersonKind, Slot

if TYPE_CHECKING:
    from spacy.tokens import Doc

_SLOT = {
    PersonKind.OFFICER: "officer",
    PersonKind.INFORMANT: "informant",
    PersonKind.WITNESS: "witness",
    PersonKind.VICTIM: "witness",
    PersonKind.PROSECUTOR: "prosecutor",
    PersonKind.DEFENDANT: "defendant",
    PersonKind.SUSPECT: "suspect",
    PersonKind.ANALYST: "analyst",
    PersonKind.JUDGE: "judge",
    PersonKind.DEFENSE_ATTORNEY: "attorney",
}
INFORMANT_PAPERS = frozenset({"ci_payment_voucher", "ci_registration", "ci_contact_sheet"})
"""Forms about one source, filled in by the officer who pays or handles him, who is named first with his number."""
_AUTHORS = ("reporting_officer", "handler", "affiant", "interviewer", "lineup_administrator", "lead_detective")


def party_slots(doc: Doc, part: tuple[int, int], taken: Collection[Slot]) -> Iterator[Slot]:
    """Slots for everybody named between two offsets and for dates, but not for words that fill a slot already."""
    for mention in doc._.mentions:
        if part[0] <= mention.start and mention.end <= part[1] and not _covered(mention.start, mention.end, taken):
            yield Slot(_SLOT.get(mention.kind, "person"), mention.start, mention.end)
    for span in doc.spans.get("dates", ()):
        if part[0] <= span.start_char and span.end_char <= part[1]:
            yield Slot("date", span.start_char, span.end_char, span._.value)


def in_order(slots: Iterable[Slot]) -> tuple[Slot, ...]:
    """The slots by place."""
    return tuple(sorted(slots, key=lambda slot: (slot.start, slot.end, slot.name, slot.value or "")))


def author_slots(doc: Doc) -> Iterator[Slot]:
    """The officer in whose paper it stands, where the page says who reports, swears or handles the source. On a
    transcript nobody is."""
    if doc._.turns:
        return
    authors = [mention for mention in doc._.mentions if mention.has_role(*_AUTHORS)]
    if doc._.kind in INFORMANT_PAPERS:
        authors += [mention for mention in doc._.mentions if mention.kind is PersonKind.OFFICER and mention.badges]
    for mention in authors[:1]:
        yield Slot("author", mention.start, mention.end)


def source_slots(doc: Doc, taken: Collection[Slot]) -> Iterator[Slot]:
    """The source whom a form about one source is about, where the words of the finding do not name him."""
    sources = [mention for mention in doc._.mentions if mention.kind is PersonKind.INFORMANT]
    named = any(slot.name in {"informant", "beneficiary"} for slot in taken)
    if doc._.kind in INFORMANT_PAPERS and not named and len({mention.name for mention in sources}) == 1:
        yield Slot("informant", sources[0].start, sources[0].end)


def speaker_slots(doc: Doc, start: int) -> Iterator[Slot]:
    """The witness who testifies at this place: named in the running head or when called, last before the place."""
    heads = [mention for mention in doc._.mentions if mention.has_role("testifying")]
    before = [mention for mention in heads if mention.start <= start]
    for mention in before[-1:] or heads[:1]:
        yield Slot("speaker", mention.start, mention.end)


def amount_slots(doc: Doc, part: tuple[int, int]) -> Iterator[Slot]:
    """Sums of money between two offsets, in US dollars: "USD 300.00"."""
    for span in doc.spans.get("money", ()):
        if part[0] <= span.start_char and span.end_char <= part[1] and span._.value:
            yield Slot("amount", span.start_char, span.end_char, f"USD {span._.value}")


def kinds_at(doc: Doc, start: int, end: int) -> set[PersonKind]:
    """What the people are who are named anywhere between two offsets."""
    return {m.kind for m in doc._.mentions if m.start < end and start < m.end}


def _covered(start: int, end: int, taken: Collection[Slot]) -> bool:
    return any(slot.start < end and start < slot.end for slot in taken)
