"""What a source or a witness got, was promised or asked for (domain reference T22, T23 and chapter 2)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.detectors.detector import (
    RULES_AND_OPINIONS,
    Detector,
    Lexicons,
    find_told,
    found_by_sense,
    senses_of,
    sheet_of,
    status_of,
)
from pipeline.detectors.frames import Framed, find_frames, has, slots_of
from pipeline.detectors.parties import (
    amount_slots,
    author_slots,
    in_order,
    kinds_at,
    party_slots,
    source_slots,
    speaker_slots,
)
from pipeline.detectors.passages import TESTIMONY, UNLABELLED, Passage, Sheet
from pipeline.detectors.sense import Told
from pipeline.language.assertion import assertion_at, polarity_words
from pipeline.lexicons import Entry, Match
from pipeline.records import Assertion, Found, PersonKind, Slot

if TYPE_CHECKING:
    from spacy.tokens import Doc

TYPES = ("informant_incentive", "witness_benefit")
LEXICONS = ("benefits", "ties", "benefit_states")
_PAPERS = {
    "ci_payment_voucher", "ci_ledger", "ci_registration", "ci_contact_sheet", "cooperation_agreement", "proffer_letter"
}  # fmt: skip
"""Kinds of document that by their nature are about a source."""
_TIES = ("explicit", "quid", "temporal", "request")
_COUNSEL = frozenset({"lawyer", UNLABELLED})
_OTHERS = {"lawyer", "court", "other", UNLABELLED}
"""Speakers whose "me" and "my" is not a witness's."""
_MONEY = {"cash_payment", "expenses_disguised", "reward"}
_FREE = {"none", "said", "witness"}
"""What needs no tie beside it: it is by its nature given to a source, or its own words tie it to help."""
_FORM = 700
"""Characters from the heading of a voucher to its sum."""
_ORDINARY = {PersonKind.WITNESS, PersonKind.VICTIM}


@dataclass(frozen=True, slots=True)
class _Signs:
    """What stands around a benefit: who might get it, and what ties it to help."""

    source: bool
    witness: bool
    ordinary: bool
    inmate: bool
    accused: bool
    tame: bool
    first_person: bool
    ties: tuple[Match, ...]
    ties_near: tuple[Match, ...]
    """Of an inmate, also those of the sentences before and after: jail papers have one line for each fact."""

    def tied(self, *kinds: str) -> bool:
        return any(tie.entry.fields["kind"] in (kinds or _TIES) for tie in self.ties)

    def tied_near(self, *kinds: str) -> bool:
        return any(tie.entry.fields["kind"] in kinds for tie in self.ties_near)


def find_informant_incentives(doc: Doc, lexicons: Lexicons) -> Iterator[Found]:
    """The page records a benefit that a source or a cooperating witness got, was promised or asked for."""
    yield from _find(doc, lexicons, "informant_incentive")


def find_witness_benefits(doc: Doc, lexicons: Lexicons) -> Iterator[Found]:
    """The page records a benefit that an ordinary witness got, was promised or asked for."""
    yield from _find(doc, lexicons, "witness_benefit")


def _find(doc: Doc, lexicons: Lexicons, wanted: str) -> Iterator[Found]:
    if doc._.kind in RULES_AND_OPINIONS:
        return
    sheet = sheet_of(doc, lexicons)
    contexts = {e.id: e for e in lexicons["benefits"].entries if e.fields.get("role") == "context"}
    best: dict[int, tuple[Framed, _Signs, str]] = {}
    senses = senses_of(sheet, lexicons)
    told = [
        (type_, one)
        for type_ in TYPES
        for one in find_told(sheet, senses, "benefits", type_, _COUNSEL)
        if not _is_denied(sheet, one)
    ]
    for framed in find_frames(sheet, lexicons["benefits"]):
        signs = _signs(sheet, framed, lexicons, contexts)
        type_ = _type(sheet, framed, signs) or _type_told(sheet, framed, signs, told)
        doubted = framed.entry.fields["ties"] not in _FREE and not signs.source
        if type_ is not None and doubted and senses.denies(type_, *framed.quote):
            type_ = None
        if type_ is not None and (framed.index not in best or framed.order < best[framed.index][0].order):
            best[framed.index] = (framed, signs, type_)
    for index, (framed, signs, type_) in best.items():
        if type_ == wanted and not _is_repeated(sheet, index, best):
            yield _found(sheet, framed, signs, lexicons, type_)
    quotes = [framed.quote for framed, _signs_there, _type_there in best.values()]
    for type_, one in told:
        if type_ == wanted and not any(start < one.end and one.start < end for start, end in quotes):
            states = tuple(_states_told(sheet, one, lexicons))
            yield found_by_sense(sheet, one, type_, lexicons.severities[type_], states)


def _is_denied(sheet: Sheet, told: Told) -> bool:
    """Does the page say that there was none? The network reads past a short "no"."""
    answered_no = sheet.passage_at(told.start).says == "no"
    return answered_no or assertion_at(sheet.doc, *told.peak) is Assertion.DENIED


def _type_told(sheet: Sheet, framed: Framed, signs: _Signs, told: Sequence[tuple[str, Told]]) -> str | None:
    """What the network says of a benefit that no word ties to help."""
    start, end = framed.quote
    here = [(one.logit, type_) for type_, one in told if start < one.end and one.start < end]
    if not here or not _is_given(sheet, framed, signs):
        return None
    return "witness_benefit" if _is_ordinary(framed, signs) else max(here)[1]


def _states_told(sheet: Sheet, told: Told, lexicons: Lexicons) -> Iterator[Slot]:
    """How far a benefit got that no lexicon names, where the words say it."""
    said = sheet.text[told.start : told.end]
    for entry in lexicons["benefit_states"].entries:
        for match in entry.find(said):
            yield Slot("state", told.start + match.start, told.start + match.end, entry.id)
            return


def _is_repeated(sheet: Sheet, index: int, best: Mapping[int, tuple[Framed, _Signs, str]]) -> bool:
    """Is it told better elsewhere on the page: in the answer or question that goes with it, by the sum of a voucher?"""
    framed = best[index][0]
    bare = _is_bare_payment(sheet, framed)
    for other, held in best.items():
        rival = held[0]
        together = rival.quote[0] < framed.quote[1] and framed.quote[0] < rival.quote[1]
        if together and (rival.order, other) < (framed.order, index):
            return True
        if bare and rival.entry.fields["benefit"] in _MONEY and not _is_bare_payment(sheet, rival):
            return True
    return False


def _is_bare_payment(sheet: Sheet, framed: Framed) -> bool:
    """A payment without a sum."""
    return framed.entry.fields["benefit"] == "cash_payment" and not any(amount_slots(sheet.doc, framed.quote))


def _signs(sheet: Sheet, framed: Framed, lexicons: Lexicons, contexts: Mapping[str, Entry]) -> _Signs:
    passage = framed.passage
    said = passage.exchange or passage.text
    kinds = kinds_at(sheet.doc, *framed.quote)
    near = sheet.window(framed.index, 1)
    goods = framed.entry.fields["sort"] == "goods"
    ties = tuple(lexicons["ties"].find(said))
    inmate = has([contexts["inmate"]], near)
    return _Signs(
        source=PersonKind.INFORMANT in kinds or has([contexts["source"]], said),
        witness=bool(kinds & _ORDINARY) or has([contexts["witness"]], said),
        ordinary=has([contexts["ordinary"]], said),
        inmate=inmate,
        accused=has([contexts["accused"]], passage.text),
        tame=(goods and has([contexts["officers_money"]], near)) or has([contexts["statute"]], passage.text),
        first_person=_is_speaker(passage, contexts),
        ties=ties,
        ties_near=ties or (tuple(lexicons["ties"].find(near)) if inmate else ()),
    )


def _is_speaker(passage: Passage, contexts: Mapping[str, Entry]) -> bool:
    """Does who speaks, or is asked, speak of what he or she got?"""
    if passage.role == "question":
        return has([contexts["second_person"]], passage.text)
    return passage.role not in _OTHERS and has([contexts["first_person"]], passage.text)


def _type(sheet: Sheet, framed: Framed, signs: _Signs) -> str | None:
    """informant_incentive, witness_benefit, or None where nobody is shown to get anything for anything."""
    fields = framed.entry.fields
    paper = sheet.doc._.kind in _PAPERS
    if signs.tame or not _is_given(sheet, framed, signs):
        return None
    if signs.accused and not signs.source and not signs.tied("explicit", "quid", "temporal"):
        return None
    enough = {
        "none": True,
        "said": True,
        "witness": True,
        "party": paper or signs.source or signs.witness or signs.ordinary or signs.tied() or signs.first_person,
        "tie": paper
        or signs.tied("explicit", "quid", "temporal")
        or (signs.tied_near("request") and _has_party(signs)),
        "firm": signs.tied("explicit", "quid", "temporal"),
    }[fields["ties"]]
    if not enough:
        return None
    return "witness_benefit" if _is_ordinary(framed, signs) and not paper else "informant_incentive"


def _has_party(signs: _Signs) -> bool:
    return signs.source or signs.witness or signs.inmate


def _is_ordinary(framed: Framed, signs: _Signs) -> bool:
    """Is it an ordinary witness who gets it? Goods for somebody who is no source, leniency for an eyewitness."""
    if signs.source:
        return False
    if framed.entry.fields["ties"] == "witness":
        return True
    goods = framed.entry.fields["sort"] == "goods"
    if signs.inmate and not goods and not signs.ordinary:
        return False
    if signs.ordinary or (signs.witness and (goods or not signs.tied("explicit", "quid", "temporal"))):
        return True
    return goods and signs.first_person and not signs.tied("quid")


def _is_given(sheet: Sheet, framed: Framed, signs: _Signs) -> bool:
    """Does the page state it, rather than deny it? Under an "if" it was promised or asked for, which counts. What
    reaches into the answer is stated by whoever answers."""
    status = assertion_at(sheet.doc, framed.start, framed.end)
    if status is Assertion.DENIED and framed.passage.role == "question":
        return False
    answered = framed.end > framed.passage.end
    return status is not Assertion.UNKNOWN or framed.passage.role != "question" or answered


def _found(sheet: Sheet, framed: Framed, signs: _Signs, lexicons: Lexicons, type_: str) -> Found:
    start, end = _quote(sheet, framed)
    state, condition = _state(framed, lexicons), _assertion(sheet, framed)
    slots = {Slot("benefit", framed.start, framed.end, framed.entry.fields["benefit"])}
    slots |= {Slot("state", framed.start, framed.end, state)}
    slots |= set(slots_of(framed.slots)) - {s for s in slots_of(framed.slots) if s.name == "amount"}
    slots |= set(_tie_slots(sheet, framed, signs))
    slots |= set(amount_slots(sheet.doc, (start, end)))
    slots |= set(author_slots(sheet.doc))
    if framed.passage.role in TESTIMONY:
        slots |= set(speaker_slots(sheet.doc, start))
    slots |= set(_party(sheet, (start, end), slots))
    slots |= set(source_slots(sheet.doc, slots))
    severity = 1 if type_ == "informant_incentive" else 2
    return Found(
        type=type_,
        start=start,
        end=end,
        assertion=condition,
        severity=severity + (framed.entry.fields["ties"] not in _FREE and not signs.ties),
        subtype=framed.entry.fields["benefit"],
        speaker=None if framed.passage.role == "question" else framed.passage.speaker,
        slots=in_order(slots),
        verify_image=bool(polarity_words(sheet.doc, framed.start, framed.end)),
    )


def _quote(sheet: Sheet, framed: Framed) -> tuple[int, int]:
    """What is cited. The heading of a voucher is cited with the form down to its sum."""
    start, end = framed.quote
    if _is_bare_payment(sheet, framed):
        below = next(amount_slots(sheet.doc, (end, min(len(sheet.text), end + _FORM))), None)
        if below is not None:
            return start, below.end
    return start, end


def _assertion(sheet: Sheet, framed: Framed) -> Assertion:
    status = assertion_at(sheet.doc, framed.start, framed.end)
    return Assertion.CONDITIONAL if status is Assertion.CONDITIONAL else status_of(sheet, framed)


def _state(framed: Framed, lexicons: Lexicons) -> str:
    said = framed.passage.exchange if framed.passage.says == "yes" else framed.passage.text
    found = (e.id for e in lexicons["benefit_states"].entries if next(e.find(said), None) is not None)
    return next(found, "given")


def _tie_slots(sheet: Sheet, framed: Framed, signs: _Signs) -> Iterator[Slot]:
    """The words of each tie as `link`, with what it names. An exchange starts where its question stands."""
    said = framed.passage.exchange or framed.passage.text
    origin = sheet.text.rfind(said, 0, max(framed.passage.end, framed.passage.reply_end))
    for tie in signs.ties if origin >= 0 else ():
        if tie.entry.fields["kind"] in {"explicit", "temporal"}:
            yield Slot("link", origin + tie.start, origin + tie.end, tie.entry.fields["kind"])
        for name, (start, end) in tie.slots.items():
            yield Slot(name.rstrip("0123456789"), origin + start, origin + end)


def _party(sheet: Sheet, part: tuple[int, int], taken: set[Slot]) -> Iterator[Slot]:
    """Informant and beneficiary from the numbers and people on the page; handler and promisor from the officials."""
    start, end = part
    for span in sheet.doc.spans.get("ci", ()):
        if start <= span.start_char and span.end_char <= end:
            yield Slot("informant", span.start_char, span.end_char, span._.value)
    role = {"officer": "handler", "prosecutor": "promisor", "person": "beneficiary", "witness": "beneficiary"}
    for slot in party_slots(sheet.doc, (start, end), {s for s in taken if s.name in {"promisor", "beneficiary"}}):
        yield Slot(role.get(slot.name, slot.name), slot.start, slot.end, slot.value)


DETECTORS = (
    Detector("informant_incentive", find_informant_incentives, 1, LEXICONS),
    Detector("witness_benefit", find_witness_benefits, 1, LEXICONS),
)
