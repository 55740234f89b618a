"""Cases in lanes: merit and urgency of each, what is not known, and the lane that follows."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from pipeline.catalog.case_facts import CaseFact
from pipeline.catalog.leads import StandingLead
from pipeline.records import FileSet, Points
from pipeline.triage.points import CaseLead, merit_points, total, urgency_points
from pipeline.triage.policy import Lane, TriagePolicy

RECURRING = "recurring_actor_pattern"
ADVERSE, INTAKE, SCHEDULED, CLUSTER = "adverse_evidence", "intake", "execution_date", "actor_cluster"
BEHIND_GATE = "behind a gate"
SET_ASIDE = frozenset({"not-relevant", "privileged", BEHIND_GATE})
"""Decisions of a person after which a lead does not count for its case; and sealed or privileged material."""
_NO_INTAKE = "9999"


@dataclass(frozen=True, slots=True)
class Essential:
    """An officer of whom several cases or a finding tell, and how essential he was in this one by its papers."""

    person: str
    name: str
    grade: str
    types: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CaseRecord:
    """What is known of a case. `read` counts those of its `pages` that could be read."""

    case: str
    leads: tuple[StandingLead, ...]
    facts: Mapping[str, CaseFact]
    essential: tuple[Essential, ...]
    sets: Mapping[FileSet, int]
    read: int
    pages: int

    @property
    def counted(self) -> tuple[StandingLead, ...]:
        """The leads that nobody has set aside."""
        return tuple(lead for lead in self.leads if lead.decision not in SET_ASIDE)

    @property
    def set_aside(self) -> Mapping[str, int]:
        return Counter(lead.decision for lead in self.leads if lead.decision in SET_ASIDE and lead.decision)

    @property
    def completeness(self) -> int | None:
        """Percent of the pages at hand that could be read; None for a case without pages."""
        return round(100 * self.read / self.pages) if self.pages else None


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a case stands. `place` is the number of its lane, from 1; `asks` are what is not known and counts for
    nothing; `presumptive` are officers whose part alone asks for a review of the case."""

    record: CaseRecord
    lane: Lane
    place: int
    merit: tuple[Points, ...]
    urgency: tuple[Points, ...]
    asks: tuple[str, ...]
    presumptive: tuple[Essential, ...]


def order_cases(records: Iterable[CaseRecord], policy: TriagePolicy, today: date) -> list[Standing]:
    """Lane by lane; within a lane the higher merit, the higher urgency, the earliest intake, the name."""
    return sorted((stand(record, policy, today) for record in records), key=_rank)


def stand(record: CaseRecord, policy: TriagePolicy, today: date) -> Standing:
    """Where this case stands on a day, by what is known of it alone."""
    values = {name: fact.value for name, fact in record.facts.items()}
    if any(lead.type == RECURRING and len(lead.cases) >= policy.cluster_cases for lead in record.counted):
        values[CLUSTER] = "yes"
    leads = [CaseLead(lead.id, lead.type, lead.score, fact_key(lead)) for lead in record.counted]
    merit = merit_points(leads, values.get(ADVERSE, ""), policy)
    urgency = urgency_points(values, today, policy)
    place = _find_lane(record, (total(merit), total(urgency)), values.get(SCHEDULED, "") >= today.isoformat(), policy)
    return Standing(
        record=record,
        lane=policy.lanes[place],
        place=place + 1,
        merit=merit,
        urgency=urgency,
        asks=tuple(kind.ask for name, kind in policy.facts.items() if kind.ask and name not in values),
        presumptive=tuple(one for one in record.essential if one.grade in policy.presumptive_grades),
    )


def fact_key(lead: StandingLead) -> tuple[str, ...]:
    """The same for leads about the same fact: those of one type about the same people, or with the same words."""
    if lead.people:
        return lead.type, *sorted(lead.people)
    return lead.type, " ".join(lead.quote.casefold().split())


def _find_lane(record: CaseRecord, points: tuple[int, int], scheduled: bool, policy: TriagePolicy) -> int:
    merit, urgency = points
    grades = {one.grade for one in record.essential if RECURRING in one.types}
    poor = record.completeness is not None and record.completeness < policy.least_record
    for place, lane in enumerate(policy.lanes):
        if (
            (lane.urgency is not None and urgency >= lane.urgency)
            or (lane.merit is not None and merit >= lane.merit)
            or (lane.scheduled and scheduled)
            or (lane.poor_record and poor)
            or grades & set(lane.cluster)
        ):
            return place
    return len(policy.lanes) - 1


def _rank(one: Standing) -> tuple[int, int, int, str, str]:
    intake = one.record.facts.get(INTAKE)
    return one.place, -total(one.merit), -total(one.urgency), intake.value if intake else _NO_INTAKE, one.record.case
