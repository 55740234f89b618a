"""The two sides of a conflict: whom a finding is about, when it was said or done, and the lead that the pair makes."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from pipeline.records import Assertion, Finding, Group, Lead
from pipeline.rules.features import OFFICIALS, features_of
from pipeline.rules.rule import LeadTypes, cases_of, cite, needs_image, ordered

UNSAID = frozenset(
    {Assertion.DENIED, Assertion.QUESTION_ONLY, Assertion.BOILERPLATE, Assertion.INSTRUCTION, Assertion.STRICKEN}
)
AWAY = OFFICIALS | {"author", "attorney", "chosen", "examiner", "mentioned"}
"""Slots in which a person is named, but is not the one whom the finding is about."""
SHOWN = 6
"""So many quotes of each side are cited: a claim is made once, a record may be long."""
Persons = frozenset[str]


@dataclass(frozen=True, slots=True)
class Pair:
    """Findings of both sides that do not go together; `scope` is what was compared, in words; `sure` is False where a
    date that matters is not known."""

    rule: str
    kind: str
    claims: tuple[Finding, ...]
    records: tuple[Finding, ...]
    people: tuple[str, ...]
    scope: str
    sure: bool = True


def of_types(group: Group, *types: str) -> list[Finding]:
    """The findings of these types that the page states."""
    return ordered(f for f in group.findings if f.type in types and f.assertion not in UNSAID)


def persons_in(finding: Finding, *names: str) -> Persons:
    """Who fills one of these slots."""
    return frozenset(slot.person for slot in finding.slots if slot.name in names and slot.person is not None)


def about(finding: Finding) -> Persons:
    """Whom it is about: whoever testifies; else whom the paper is about; else all in it who are no officials."""
    return (
        persons_in(finding, "speaker")
        or persons_in(finding, "subject")
        or frozenset(slot.person for slot in finding.slots if slot.person is not None and slot.name not in AWAY)
    )


def value_of(finding: Finding, name: str) -> str | None:
    return next((slot.value for slot in finding.slots if slot.name == name and slot.value is not None), None)


def days_in(finding: Finding) -> list[str]:
    """The days or months in its words, as ISO 8601."""
    return sorted({slot.value for slot in finding.slots if slot.name == "date" and slot.value is not None})


def said_on(finding: Finding) -> str | None:
    """The day of the paper, else the first day in its words."""
    return finding.dated.isoformat() if finding.dated is not None else next(iter(days_in(finding)), None)


def happened_on(finding: Finding) -> str | None:
    """The first day in its words, else that of the paper."""
    return next(iter(days_in(finding)), None) or said_on(finding)


def is_before(one: str | None, other: str | None) -> bool | None:
    """Is one day before the other? None where a day is not known, or the two are not told apart ("1988-06")."""
    if one is None or other is None:
        return None
    length = min(len(one), len(other))
    return None if one[:length] == other[:length] and len(one) != len(other) else one < other


def elsewhere(claim: Finding, records: Iterable[Finding]) -> list[Finding]:
    """The records that do not stand on the page of the claim."""
    return [record for record in records if (record.sha256, record.page) != (claim.sha256, claim.page)]


def merge_pairs(pairs: Iterable[Pair]) -> Iterator[Pair]:
    """Copies of a paper claim the same: their pairs are one."""
    merged: dict[tuple[str, tuple[str, ...], tuple[str, ...]], Pair] = {}
    for pair in pairs:
        key = pair.kind, pair.people, tuple(sorted({" ".join(claim.quote.split()) for claim in pair.claims}))
        known = merged.get(key)
        merged[key] = pair if known is None else _joined(known, pair)
    yield from merged.values()


def _joined(one: Pair, other: Pair) -> Pair:
    claims = {finding.id: finding for finding in (*one.claims, *other.claims)}
    records = {finding.id: finding for finding in (*one.records, *other.records)}
    kept = tuple(finding for key, finding in records.items() if key not in claims)
    return replace(one, claims=tuple(claims.values()), records=kept, sure=one.sure or other.sure)


def pair_lead(pair: Pair, group: Group, types: LeadTypes) -> Lead:
    """Both sides cited, with how sure it is that they are of one person and of these dates."""
    kind = types.conflicts[pair.kind]
    claims, records = ordered(pair.claims)[:SHOWN], ordered(pair.records)[:SHOWN]
    found = [*claims, *records]
    features = {name for finding in found for name in features_of(finding, types)} | {"sworn_conflict"}
    documents = len({record.sha256 for record in pair.records})
    features |= {"corroborated_once"} if documents > 1 else set()
    features |= {"corroborated_again"} if documents > 2 else set()
    identity, certain = _identity(pair, group)
    compared = f"{identity} {pair.scope} {_dates(claims, records)}"
    features |= set() if certain else {"uncertain_identity"}
    return Lead(
        type=kind.type,
        rule=pair.rule,
        severity=min(4, kind.severity + (not pair.sure)),
        status=Assertion.AFFIRMED if pair.sure else Assertion.UNKNOWN,
        summary=f"Two pages do not agree: {kind.claim}; {kind.record}. {compared}",
        why=types[kind.type].why,
        confirm=f"{types[kind.type].confirm} Benign explanations to exclude first: {kind.benign}.",
        citations=(*(cite(f, "claim") for f in claims), *(cite(f, "record") for f in records)),
        cases=cases_of(found),
        people=pair.people,
        verify_image=any(map(needs_image, claims)) or all(map(needs_image, records)),
        features=tuple(sorted(features)),
    )


def _identity(pair: Pair, group: Group) -> tuple[str, bool]:
    """How both sides are known to be of one person: "certain" takes a whole name on both."""
    if not pair.people:
        return "Identity: the same case.", True
    sides = [_whole_name(side, pair.people) for side in (pair.claims, pair.records)]
    if all(sides):
        return "Identity: the same whole name on both sides.", True
    name = next((group.people[p].name for p in pair.people if p in group.people), None)
    through = f" (taken for {name})" if name is not None else ""
    return f"Identity: by a surname, number or reference on one side{through}.", False


def _whole_name(findings: Sequence[Finding], people: Iterable[str]) -> bool:
    """Does somebody of these stand there with two words of a name or more?"""
    wanted = set(people)
    quotes = (slot.quote for finding in findings for slot in finding.slots if slot.person in wanted)
    return any(
        sum(len(word.strip(".,#")) > 2 and word.strip(".,#").isalpha() for word in q.split()) > 1 for q in quotes
    )


def _dates(claims: Sequence[Finding], records: Sequence[Finding]) -> str:
    said, done = said_on(claims[0]), happened_on(records[0])
    return f"Dates: {said or 'not known'} and {done or 'not known'}."
