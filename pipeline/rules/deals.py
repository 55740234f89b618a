"""Deals as records: who gets what, from whom, for what, and who said that there was none (domain reference 2.2).

A deal is told by many papers: a letter that asks for it, minutes that promise it, a docket on which it is given. Read
together is what the archive has of one source, in all cases; one deal is one benefit to him at one time.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from pipeline.records import Assertion, Citation, Deal, DealStep, FilledSlot, Finding
from pipeline.rules.conflicts import is_about
from pipeline.rules.rule import cite, ordered

BENEFITS = ("informant_incentive", "witness_benefit", "implied_consideration")
"""Types of findings that record a benefit."""
DENIAL = "deal_denial"
SOURCE_SLOTS = ("informant", "beneficiary", "speaker", "witness", "person")
"""Who gets it, the surest slot first."""
_PAPERS = frozenset({"ci_payment_voucher", "ci_ledger", "cooperation_agreement", "proffer_letter", "plea_agreement"})
_TESTIMONY = frozenset({"trial_transcript", "hearing_transcript", "grand_jury_minutes", "deposition"})
_SHOWN = frozenset({"produced", "defense"})
_UNSAID = {Assertion.DENIED, Assertion.QUESTION_ONLY, Assertion.BOILERPLATE, Assertion.INSTRUCTION, Assertion.STRICKEN}
_STATES = ("mentioned", "requested", "expected", "offered", "promised", "refused", "withdrawn", "given")
"""How far a benefit can get; where papers tell of several, the last counts."""
_APART = 400
"""Days between two papers after which the same kind of leniency is another deal."""


@dataclass(frozen=True, slots=True)
class Source:
    """What the archive has of one source beside the findings: where and when he testified, the cases in which he is a
    witness or a source, and those whose produced set somebody certified as complete."""

    person: str | None = None
    testified: tuple[DealStep, ...] = ()
    cases: tuple[str, ...] = ()
    certified: tuple[str, ...] = ()


def find_deals(findings: Iterable[Finding], source: Source | None = None) -> Iterator[Deal]:
    """The deals of one source, or of one document where it is not known who gets the benefit. The denials among the
    findings that are about him stand with each."""
    known, found = source or Source(), ordered(findings)
    denials = [f for f in found if f.type == DENIAL and known.person is not None and is_about(f, known.person)]
    benefits = [f for f in found if f.type in BENEFITS and f.assertion not in _UNSAID and source_of(f) == known.person]
    for told in _tell_apart(benefits):
        yield _deal(told, denials, known)


def source_of(finding: Finding) -> str | None:
    """Who gets the benefit, as far as it is known."""
    people = (_person([finding], name) for name in SOURCE_SLOTS)
    return next((person for person in people if person is not None), None)


# ---------------------------------------------------------------- which findings tell of one deal


def _tell_apart(findings: Sequence[Finding]) -> Iterator[list[Finding]]:
    """Sums by what they are and when they were paid; other benefits by what they are, those of one time together."""
    kinds: dict[str, list[Finding]] = {}
    for finding in findings:
        kinds.setdefault(_benefit(finding), []).append(finding)
    for same in kinds.values():
        sums = [finding for finding in same if _value([finding], "amount")]
        rest = [finding for finding in same if not _value([finding], "amount")]
        paid = list(_by_sum(sums))
        if len(paid) == 1:
            yield paid[0] + rest
        else:
            yield from paid
            yield from _by_time(rest)


def _by_sum(findings: Sequence[Finding]) -> Iterator[list[Finding]]:
    """The same sum of the same day is one payment; a paper without a day tells of the only payment of that sum."""
    sums: dict[str, dict[date | None, list[Finding]]] = {}
    for finding in findings:
        days = sums.setdefault(_value([finding], "amount") or "", {})
        days.setdefault(_day(finding), []).append(finding)
    for days in sums.values():
        if None in days and len(days) == 2:
            yield [finding for told in days.values() for finding in told]
        else:
            yield from days.values()


def _by_time(findings: Sequence[Finding]) -> Iterator[list[Finding]]:
    """Chains of papers no two of which lie more than `_APART` days from each other; what is not dated joins the first
    chain that shares a document or a case with it."""
    chains: list[list[Finding]] = []
    for finding in sorted((f for f in findings if _day(f)), key=lambda f: (_day(f) or date.min, f.id)):
        last = _day(chains[-1][-1]) if chains else None
        if last is not None and ((_day(finding) or last) - last).days <= _APART:
            chains[-1].append(finding)
        else:
            chains.append([finding])
    homes = {place: chain for chain in reversed(chains) for one in chain for place in (*one.cases, one.sha256)}
    for finding in findings:
        if _day(finding) is None:
            places = (*finding.cases, finding.sha256)
            home = next((homes[place] for place in places if place in homes), None)
            if home is None:
                home = chains[0] if len(chains) == 1 else []
                if not home:
                    chains.append(home)
            home.append(finding)
            homes |= {place: homes.get(place, home) for place in places}
    yield from chains


# ---------------------------------------------------------------- the record


def _deal(told: list[Finding], denials: Sequence[Finding], source: Source) -> Deal:
    findings = ordered(told)
    informant = _person(findings, "informant")
    if any(finding.type == "informant_incentive" for finding in findings):
        informant = informant or source.person
    cases = tuple(sorted({case for finding in findings for case in finding.cases}))
    steps = _timeline(findings, denials, source)
    return Deal(
        informant=informant,
        beneficiary=_person(findings, "beneficiary") or source.person,
        benefit=_benefit(findings[0]),
        state=max((_state(finding) for finding in findings), key=_STATES.index),
        promisor=_person(findings, "promisor", "prosecutor"),
        handler=_person(findings, "handler", "officer", "author"),
        amount=_amount(findings),
        in_return_for=next((slot.quote for slot in _slots(findings, "in_return_for")), None),
        conditions=tuple(dict.fromkeys(slot.quote for slot in _slots(findings, "condition"))),
        link=_link(findings),
        dates=_dates(findings, steps),
        denials=tuple(cite(denial, "denial") for denial in denials),
        disclosure=_disclosure(findings, source),
        citations=tuple(cited for finding in findings for cited in (cite(finding), *_cited_slots(finding))),
        cases=cases,
        timeline=steps,
        other_cases=tuple(case for case in source.cases if case not in cases),
    )


def _benefit(finding: Finding) -> str:
    hinted = finding.type == "implied_consideration"
    return "future_implicit" if hinted else _value([finding], "benefit") or finding.subtype or "unnamed"


def _state(finding: Finding) -> str:
    usual = "expected" if finding.type == "implied_consideration" else "mentioned"
    state = _value([finding], "state") or usual
    return state if state in _STATES else "given"


def _link(findings: Sequence[Finding]) -> str:
    """How it is tied to testimony, the strongest word for it first."""
    said = {slot.value for slot in _slots(findings, "link")}
    papers = {"doc_type"} if any(finding.kind in _PAPERS for finding in findings) else set()
    return next((link for link in ("explicit", "doc_type", "temporal") if link in said | papers), "none")


def _disclosure(findings: Sequence[Finding], source: Source) -> str:
    """What is known of it: a paper in what was produced, words on the record of the case, or a set that somebody
    certified as complete and that does not hold it. A record of another case tells this defence nothing."""
    if any(finding.file_set in _SHOWN for finding in findings):
        return "disclosed_doc"
    concerned = set(source.cases) or {case for finding in findings for case in finding.cases}
    if any(finding.kind in _TESTIMONY and concerned & set(finding.cases) for finding in findings):
        return "on_record_cross"
    return "not_found_in_complete_set" if concerned and concerned <= set(source.certified) else "unknown"


def _timeline(findings: Sequence[Finding], denials: Sequence[Finding], source: Source) -> tuple[DealStep, ...]:
    """What happened when, with the words for it; what has no date stands last."""
    steps = [DealStep(_state(finding), _iso(_day(finding)), cite(finding)) for finding in findings]
    steps += [DealStep("denied", _iso(denial.dated), cite(denial, "denial")) for denial in denials]
    steps += source.testified
    return tuple(sorted(steps, key=lambda step: (step.day is None, step.day or "", step.what, step.citation.start)))


def _dates(findings: Sequence[Finding], steps: Sequence[DealStep]) -> dict[str, str]:
    """The first day of each thing that happened, and how many days the benefit lies before the next testimony (a minus
    sign where all testimony is before it)."""
    dates: dict[str, str] = {}
    for step in steps:
        if step.day is not None:
            dates.setdefault(step.what, step.day)
    papers = [finding.dated for finding in findings if finding.dated is not None]
    dates |= {"document": min(papers).isoformat()} if papers else {}
    named = sorted(slot.value for slot in _slots(findings, "date") if slot.value is not None)
    dates |= {"named": named[0]} if named else {}
    given = next((day for day in map(_day, findings) if day is not None), None)
    spoken = [date.fromisoformat(step.day) for step in steps if step.what == "testified" and step.day is not None]
    if given is not None and spoken:
        after = [day for day in spoken if day >= given]
        dates["days_before_testimony"] = str(((min(after) if after else max(spoken)) - given).days)
    return dates


def _day(finding: Finding) -> date | None:
    """The first whole date in its words, else that of its page."""
    for slot in _slots([finding], "date"):
        if slot.value is not None and len(slot.value) == 10:
            return date.fromisoformat(slot.value)
    return finding.dated


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


# ---------------------------------------------------------------- slots


def _slots(findings: Sequence[Finding], name: str) -> list[FilledSlot]:
    return [
        slot
        for finding in findings
        for slot in sorted(finding.slots, key=lambda slot: (slot.start, slot.end))
        if slot.name == name
    ]


def _person(findings: Sequence[Finding], *names: str) -> str | None:
    people = (slot.person for name in names for slot in _slots(findings, name))
    return next((person for person in people if person is not None), None)


def _value(findings: Sequence[Finding], name: str) -> str | None:
    return next((slot.value for slot in _slots(findings, name) if slot.value is not None), None)


def _amount(findings: Sequence[Finding]) -> dict[str, str | float | None] | None:
    """The first sum; its value reads "USD 300.00"."""
    for slot in _slots(findings, "amount"):
        currency, _, number = (slot.value or "").partition(" ")
        return {"text": slot.quote, "value": float(number) if number else None, "currency": currency or None}
    return None


def _cited_slots(finding: Finding) -> Iterator[Citation]:
    for slot in sorted(finding.slots, key=lambda slot: (slot.start, slot.end, slot.name)):
        if slot.quote and slot.end - slot.start == len(slot.quote):
            yield Citation(finding.sha256, finding.page, finding.reading, slot.start, slot.end, slot.quote, slot.name)
