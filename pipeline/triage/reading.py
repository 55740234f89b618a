"""What the catalog holds of each case, as triage needs it."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace

from sqlalchemy import Connection

from pipeline.catalog.case_facts import load_case_facts
from pipeline.catalog.certificates import count_documents_by_set
from pipeline.catalog.files import case_names
from pipeline.catalog.leads import StandingLead, find_standing
from pipeline.catalog.people import load_persons
from pipeline.catalog.unread import count_pages_by_case, count_unread_by_case
from pipeline.records import PersonKind
from pipeline.reliance.grades import grade_officer
from pipeline.reliance.policy import load_policy
from pipeline.reliance.reading import load_papers
from pipeline.reports.gates import Gates
from pipeline.settings import Settings
from pipeline.triage.policy import TriagePolicy
from pipeline.triage.queue import BEHIND_GATE, CaseRecord, Essential


def find_records(connection: Connection, settings: Settings, policy: TriagePolicy) -> Iterator[CaseRecord]:
    """Every case of the archive, by name."""
    leads: dict[str, list[StandingLead]] = defaultdict(list)
    gates = Gates(connection, settings)
    for lead in find_standing(connection):
        if lead.decision is None and gates.is_unranked(*lead.page):
            lead = replace(lead, decision=BEHIND_GATE)
        for case in lead.cases:
            leads[case].append(lead)
    facts, pages, unread = (
        load_case_facts(connection),
        count_pages_by_case(connection),
        count_unread_by_case(connection),
    )
    for case in case_names(connection):
        record = CaseRecord(
            case=case,
            leads=tuple(leads[case]),
            facts=facts.get(case, {}),
            essential=(),
            sets=count_documents_by_set(connection, case),
            read=pages.get(case, 0) - unread.get(case, 0),
            pages=pages.get(case, 0),
        )
        yield _with_essential(connection, settings, policy, record)


def _with_essential(connection: Connection, settings: Settings, policy: TriagePolicy, record: CaseRecord) -> CaseRecord:
    """With the officers of whom leads of the `presumptive` types tell; the papers are only read where there is one."""
    types: dict[str, set[str]] = defaultdict(set)
    for lead in record.counted:
        if lead.type in policy.presumptive_types:
            for person in lead.people:
                types[person].add(lead.type)
    officers = {key: one for key, one in load_persons(connection, types).items() if _is_officer((one.kind, *one.kinds))}
    if not officers:
        return record
    papers, reliance = load_papers(connection, settings, record.case), load_policy(settings)
    essential = (
        Essential(key, one.name, grade_officer(papers, reliance, frozenset({key})).grade, tuple(sorted(types[key])))
        for key, one in sorted(officers.items())
    )
    return replace(record, essential=tuple(essential))


def _is_officer(kinds: Iterable[PersonKind]) -> bool:
    return PersonKind.OFFICER in set(kinds)
