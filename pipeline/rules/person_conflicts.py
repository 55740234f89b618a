"""What is said of somebody against what is recorded of the same person, in whatever case (C2, C10, C11, C15, C16,
C22)."""

from collections.abc import Callable, Iterator

from pipeline.records import Finding, Group, Lead
from pipeline.rules.rule import LeadTypes, Rule
from pipeline.rules.sides import (
    Pair,
    about,
    days_in,
    elsewhere,
    happened_on,
    is_before,
    merge_pairs,
    of_types,
    pair_lead,
    persons_in,
    said_on,
)
from pipeline.rules.whereabouts import find_whereabouts

_OFFICE = frozenset({"discovery_letter", "brady_letter", "correspondence", "motion", "brief"})
_SOURCES = (
    "source_of_police",
    "listed_dealing",
    "informant_incentive",
    "informant_track_record",
    "informant_status_undisclosed",
)
_RECORDS = frozenset(
    {"rap_sheet", "warrant_check", "docket_sheet", "probation_presentence", "case_jacket", "prosecutor_memo", None}
)
NAME = "person_conflict"


def find_person_conflicts(group: Group, types: LeadTypes) -> Iterator[Lead]:
    """A page denies of somebody, or places somebody, what a record of the same person does not bear out."""
    for find in (
        _testified,
        _made_statement,
        _has_record,
        _was_treated,
        _is_source,
        find_whereabouts,
    ):
        for pair in merge_pairs(find(group)):
            yield pair_lead(pair, group, types)


def _pairs(
    group: Group, kind: str, claims: list[Finding], records: list[Finding], scope: str,
    fits: Callable[[Finding, Finding], bool | None],
) -> Iterator[Pair]:  # fmt: skip
    """For each page with a claim one pair, with the records that do not fit it: `fits` says so with True, and None
    where a date is missing."""
    by_page: dict[tuple[str, int], list[Finding]] = {}
    for claim in claims:
        by_page.setdefault((claim.sha256, claim.page), []).append(claim)
    for said in by_page.values():
        judged = [(record, fits(said[0], record)) for record in elsewhere(said[0], records)]
        against = [record for record, fit in judged if fit] or [record for record, fit in judged if fit is None]
        if against:
            sure = any(fit for _record, fit in judged)
            yield Pair(NAME, kind, tuple(said), tuple(against), (group.key,), scope, sure)


def _claims(group: Group, *types: str) -> list[Finding]:
    return [claim for claim in of_types(group, *types) if group.key in about(claim)]


def _testified(group: Group) -> Iterator[Pair]:
    claims = _claims(group, "no_prior_testimony")
    records = [
        r for r in of_types(group, "prior_testimony", "testimony") if group.key in persons_in(r, "witness", "speaker")
    ]

    def fits(claim: Finding, record: Finding) -> bool | None:
        earlier = is_before(happened_on(record), said_on(claim))
        if earlier is None:
            return None if record.type == "prior_testimony" and set(record.cases) - set(claim.cases) else False
        return earlier and (record.type == "prior_testimony" or _apart(record, claim))

    scope = "Scope: testimony at any earlier trial or hearing."
    yield from _pairs(group, "C2_testimony", claims, records, scope, fits)


def _apart(record: Finding, claim: Finding) -> bool:
    """Testimony of one trial runs over days: what was said in the same case within a month is the same testimony."""
    if set(record.cases) != set(claim.cases):
        return True
    return record.dated is not None and claim.dated is not None and (claim.dated - record.dated).days > 30


def _made_statement(group: Group) -> Iterator[Pair]:
    claims = _claims(group, "no_prior_statement")
    records = [
        record
        for record in of_types(group, "statement_taken")
        if group.key in about(record) and record.kind not in _OFFICE and not persons_in(record, "speaker")
    ]

    def fits(claim: Finding, record: Finding) -> bool | None:
        return set(claim.cases) == set(record.cases) and is_before(said_on(record), said_on(claim))

    yield from _pairs(group, "C2_statement", claims, records, "Scope: statements in the same case.", fits)


def _has_record(group: Group) -> Iterator[Pair]:
    claims = _claims(group, "no_criminal_record")
    records = [r for r in of_types(group, "criminal_record") if group.key in about(r) and r.kind in _RECORDS]

    def fits(claim: Finding, record: Finding) -> bool | None:
        topics = {slot.value for slot in claim.slots if slot.name == "topic"}
        if "arrest" not in topics and not any(slot.value == "conviction" for slot in record.slots):
            return False
        return is_before(happened_on(record), said_on(claim)) if days_in(record) else None

    yield from _pairs(group, "C10", claims, records, "Scope: convictions, or arrests where arrests are denied.", fits)


def _was_treated(group: Group) -> Iterator[Pair]:
    claims = _claims(group, "never_treated")
    records = [r for r in of_types(group, "mental_treatment", "witness_mental_health") if group.key in about(r)]
    records = [record for record in records if not persons_in(record, "speaker")]

    def fits(claim: Finding, record: Finding) -> bool | None:
        return is_before(happened_on(record), said_on(claim))

    yield from _pairs(group, "C11", claims, records, "Scope: treatment before the words were spoken.", fits)


def _is_source(group: Group) -> Iterator[Pair]:
    claims = _claims(group, "no_police_relation")
    records = [record for record in of_types(group, *_SOURCES) if group.key in about(record)]

    def fits(claim: Finding, record: Finding) -> bool | None:
        return is_before(happened_on(record), said_on(claim))

    yield from _pairs(group, "C15", claims, records, "Scope: work as a source before the words were spoken.", fits)


RULE = Rule(NAME, "person", find_person_conflicts, 1)
