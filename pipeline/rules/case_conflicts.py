"""What two pages of one case say that does not go together (C3, C4, C5, C7, C12, C13, C14, C20, C21)."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from pipeline.records import Finding, Group, Lead, PersonKind
from pipeline.rules.account_conflicts import find_account_pairs
from pipeline.rules.clock_conflicts import find_clock_pairs
from pipeline.rules.dealing_conflicts import find_dealing_pairs
from pipeline.rules.disclosure_conflicts import find_disclosure_pairs
from pipeline.rules.rule import LeadTypes, Rule
from pipeline.rules.sides import (
    Pair,
    Persons,
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
    value_of,
)

RULE_NAME = "case_conflict"
Page = tuple[str, int]
_OTHERS = ("points_elsewhere", "alternative_suspect", "third_party_confession", "exculpatory_forensic_result")
_MEANS_PAPERS = frozenset({"autopsy_report", "medical_record", "lab_report"})


def find_case_conflicts(group: Group, types: LeadTypes) -> Iterator[Lead]:
    """Two pages of this case do not agree about the same person, event or thing."""
    papers = _subjects(group)
    found = [
        *_sure_of_it(group, papers),
        *_no_other_suspect(group),
        *_means(group),
        *_expert(group, papers),
        *_notes(group, papers),
        *_alibi(group),
        *_destroyed(group),
        *_found_before(group),
        *find_clock_pairs(group, RULE_NAME),
        *find_disclosure_pairs(group, RULE_NAME),
        *find_dealing_pairs(group, RULE_NAME),
        *find_account_pairs(group, RULE_NAME),
    ]
    for pair in merge_pairs(found):
        yield pair_lead(pair, group, types)


def _subjects(group: Group) -> dict[Page, Persons]:
    """Whom each paper is about by its labels, for findings that do not name the person in their own words."""
    subjects: dict[Page, Persons] = defaultdict(frozenset)
    for finding in of_types(group, "paper_about"):
        subjects[finding.sha256, finding.page] |= persons_in(finding, "subject", "examiner", "author")
    return subjects


def of_pages(findings: Iterable[Finding]) -> Iterator[list[Finding]]:
    """The findings of each page, in order."""
    pages: dict[Page, list[Finding]] = {}
    for finding in findings:
        pages.setdefault((finding.sha256, finding.page), []).append(finding)
    yield from pages.values()


def by_person(findings: Iterable[Finding], papers: Mapping[Page, Persons]) -> dict[str, list[Finding]]:
    """The findings about each person; one that names nobody is of the person whom its paper is about."""
    groups: dict[str, list[Finding]] = defaultdict(list)
    for finding in findings:
        for person in sorted(about(finding) or papers.get((finding.sha256, finding.page), frozenset())):
            groups[person].append(finding)
    return groups


def _sure_of_it(group: Group, papers: Mapping[Page, Persons]) -> Iterator[Pair]:
    """C3 and C4: what the same viewer said before."""
    for kind, claimed, recorded in (
        ("C3", "sure_of_identification", "identification_uncertainty"),
        ("C4", "in_court_identification", "non_identification"),
    ):
        records = by_person((r for r in of_types(group, recorded) if r.subtype != "in_court_failure"), papers)
        for said in of_pages(of_types(group, claimed)):
            for person in sorted(persons_in(said[0], "speaker") or persons_in(said[0], "witness")):
                against, sure = _earlier(said[0], records.get(person, []))
                if against:
                    scope = "Scope: viewings of the same witness before the words were spoken."
                    yield Pair(RULE_NAME, kind, tuple(said), tuple(against), (person,), scope, sure)


def _earlier(claim: Finding, records: Iterable[Finding]) -> tuple[list[Finding], bool]:
    """The records before the claim, and True; else those of which that is not known, and False."""
    judged = [(record, is_before(said_on(record), said_on(claim))) for record in elsewhere(claim, records)]
    before = [record for record, early in judged if early]
    return (before, True) if before else ([record for record, early in judged if early is None], False)


def accused_in(group: Group) -> Persons:
    return frozenset(key for key, person in group.people.items() if PersonKind.DEFENDANT in person.kinds)


def points_to_others(group: Group) -> list[Finding]:
    """Findings that point to somebody who is not known as a defendant."""
    accused = accused_in(group)
    return [
        f
        for f in of_types(group, *_OTHERS)
        if f.type == "points_elsewhere" or not persons_in(f, "suspect", "defendant") & accused
    ]


def _no_other_suspect(group: Group) -> Iterator[Pair]:
    records = points_to_others(group)
    for said in of_pages(of_types(group, "no_other_suspect")):
        against, sure = _earlier(said[0], records)
        if against:
            yield Pair(RULE_NAME, "C5", tuple(said), tuple(against), (), "Scope: anybody but the accused.", sure)


# ---------------------------------------------------------------- means of death


def _topics(findings: Iterable[Finding]) -> set[str]:
    return {slot.value for finding in findings for slot in finding.slots if slot.name == "topic" and slot.value}


def _means(group: Group) -> Iterator[Pair]:
    """C7: what is told was not found. A means that the paper does not name says nothing, unless it names the cause."""
    papers = [list(page) for page in of_pages(of_types(group, "found_means")) if page[0].kind in _MEANS_PAPERS]
    for told in of_pages(f for f in of_types(group, "confessed_means")):
        claimed = _topics(told)
        for found in papers:
            absent = {topic.removeprefix("no ") for topic in _topics(found) if topic.startswith("no ")}
            present = {topic for topic in _topics(found) if not topic.startswith("no ")}
            cause = any("cause" in f.quote.lower() for f in found)
            wrong = (claimed & absent) - present
            if wrong or (cause and present and not claimed & (present | {"burning"})):
                against = [f for f in found if _topics([f]) & {f"no {topic}" for topic in wrong}] or found
                yield Pair(RULE_NAME, "C7", tuple(told), tuple(against), (), "Scope: the means of death.")


# ---------------------------------------------------------------- experts and officers


def _expert(group: Group, papers: Mapping[Page, Persons]) -> Iterator[Pair]:
    """C12: the same expert, who is named as the one who examined or wrote."""
    doubts: dict[str, list[Finding]] = defaultdict(list)
    for finding in of_types(group, "doubtful_result"):
        wrote = persons_in(finding, "examiner", "author", "analyst") or papers.get(
            (finding.sha256, finding.page), frozenset()
        )
        for person in sorted(wrote):
            doubts[person].append(finding)
    for said in of_pages(of_types(group, "certain_result")):
        for person in sorted(persons_in(said[0], "speaker")):
            against, sure = _earlier(said[0], doubts.get(person, []))
            if against:
                scope = "Scope: papers of this expert in the same case."
                yield Pair(RULE_NAME, "C12", tuple(said), tuple(against), (person,), scope, sure)


def _notes(group: Group, papers: Mapping[Page, Persons]) -> Iterator[Pair]:
    """C13: of the officer who testifies; an office that says that there are none speaks for all officers."""
    notes: dict[str, list[Finding]] = defaultdict(list)
    every = of_types(group, "notes_exist")
    for finding in every:
        for person in sorted(persons_in(finding, "author", "officer", "speaker")):
            notes[person].append(finding)
    for said in of_pages(of_types(group, "no_notes")):
        people = sorted(persons_in(said[0], "speaker"))
        for person in people:
            against, sure = _earlier(said[0], notes.get(person, []))
            if against:
                scope = "Scope: notes of this officer in the same case."
                yield Pair(RULE_NAME, "C13", tuple(said), tuple(against), (person,), scope, sure)


def _alibi(group: Group) -> Iterator[Pair]:
    """C14: the same person on the same day."""
    records = by_person(of_types(group, "presence_record", "alibi_corroboration"), {})
    for claim in of_types(group, "alibi_not_on_record"):
        days = {*days_in(claim), value_of(claim, "day")} - {None}
        for person in sorted(about(claim)):
            against = [
                record
                for record in elsewhere(claim, records.get(person, []))
                if not days or days & set(days_in(record))
            ]
            if against:
                sure = bool(days)
                yield Pair(RULE_NAME, "C14", (claim,), tuple(against), (person,), "Scope: the same day.", sure)


# ---------------------------------------------------------------- things


def _destroyed(group: Group) -> Iterator[Pair]:
    """C20: the request came first, by dates that are both known."""
    gone = of_types(group, "evidence_destroyed")
    for asked in of_pages(of_types(group, "preservation_asked")):
        later = [record for record in elsewhere(asked[0], gone) if is_before(said_on(asked[0]), happened_on(record))]
        if later:
            scope = "Scope: things kept as evidence in this case."
            yield Pair(RULE_NAME, "C20", tuple(asked), tuple(later), (), scope)


def _found_before(group: Group) -> Iterator[Pair]:
    """C21: a thing of somebody who was not yet known."""
    developed = by_person(of_types(group, "suspect_developed"), {})
    for person, found in sorted(by_person(of_types(group, "suspects_property_found"), {}).items()):
        known = developed.get(person, [])
        first = min((day for record in known if (day := happened_on(record)) is not None), default=None)
        early = [claim for claim in found if is_before(happened_on(claim), first)]
        pages = {(claim.sha256, claim.page) for claim in early}
        later = [record for record in known if (record.sha256, record.page) not in pages]
        if early and later:
            scope = "Scope: the first day on which the suspect is named as one."
            yield Pair(RULE_NAME, "C21", tuple(early), tuple(later), (person,), scope)


RULE = Rule(RULE_NAME, "case", find_case_conflicts, 1)
