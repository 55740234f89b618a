"""Merit, urgency and lanes follow the policy; points sum to what is shown; nothing depends on order or copies."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from pipeline.catalog.case_facts import CaseFact
from pipeline.catalog.leads import StandingLead
from pipeline.records import FileSet
from pipeline.settings import CONFIG_DIR, Settings
from pipeline.triage.points import CaseLead, merit_points, total, urgency_points
from pipeline.triage.policy import load_triage_policy
from pipeline.triage.queue import CaseRecord, Essential, order_cases, stand

POLICY = load_triage_policy(Settings(archive=Path("unused")))
TODAY = date(2026, 5, 1)


def lead(key: str, score: int, type: str = "recantation", people: tuple[str, ...] = (), **more: object) -> StandingLead:
    told: dict[str, object] = {"cases": ("A",), "quote": f"words of {key}", "page": ("a", 1), "decision": None} | more
    return StandingLead(key, type, score, people, **told)  # type: ignore[arg-type]


def record(*leads: StandingLead, case: str = "A", read: int = 10, pages: int = 10, **facts: str) -> CaseRecord:
    at = datetime(2026, 1, 1, tzinfo=UTC)
    known = {name: CaseFact(name, value, "letter", "R. Tester", at) for name, value in facts.items()}
    return CaseRecord(case, leads, known, (), {FileSet.POLICE: 1}, read, pages)


def test_merit_takes_six_facts_for_their_shares() -> None:
    leads = [CaseLead(f"L{n}", "recantation", 80 - 10 * n, (str(n),)) for n in range(8)]
    points = merit_points(leads, "", POLICY)
    assert [line.points for line in points] == [80, 24, 12, 5, 4, 3, -28]
    assert total(points) == 100


def test_families_and_adverse_evidence_are_lines_of_their_own() -> None:
    types = ("recantation", "lab_error", "informant_incentive")
    leads = [CaseLead(f"L{n}", type, 20, (str(n),)) for n, type in enumerate(types)]
    said = {line.reason: line.points for line in merit_points(leads, "DNA", POLICY)}
    assert said["Leads of 3 families"] == 5
    assert said["Adverse evidence is on record: DNA"] == -10


scores = st.lists(st.tuples(st.integers(0, 100), st.integers(0, 5)), max_size=12)


@given(scores, st.randoms())
def test_order_and_copies_of_leads_change_nothing(given_scores: list[tuple[int, int]], rnd: object) -> None:
    leads = [CaseLead(f"L{n}", "recantation", score, (str(fact),)) for n, (score, fact) in enumerate(given_scores)]
    points = merit_points(leads, "", POLICY)
    mixed = [*leads, *leads]
    rnd.shuffle(mixed)  # type: ignore[attr-defined]
    assert merit_points(mixed, "", POLICY) == points
    assert 0 <= total(points) <= 100


@given(scores, st.integers(0, 100))
def test_one_more_lead_never_lowers_merit(given_scores: list[tuple[int, int]], score: int) -> None:
    leads = [CaseLead(f"L{n:02}", "recantation", score, (str(fact),)) for n, (score, fact) in enumerate(given_scores)]
    before = total(merit_points(leads, "", POLICY))
    after = total(merit_points([*leads, CaseLead("L99", "recantation", score, ("new",))], "", POLICY))
    assert after >= before - 1  # each share is rounded by itself


@pytest.mark.parametrize(
    ("facts", "points"),
    [
        ({"custody": "in_custody"}, 20),
        ({"custody": "released", "sentence": "life", "custody_since": "1990-01-01"}, 0),
        ({"custody": "in_custody", "sentence": "lwop", "custody_since": "1990-01-01"}, 20 + 8 + 12),
        ({"born": "1961-05-01"}, 8),
        ({"born": "1961-06-30"}, 0),
        ({"born": "1950-01-01", "illness": "yes"}, 8),
        ({"hearing_date": "2026-07-29"}, 12),
        ({"hearing_date": "2026-08-01"}, 6),
        ({"hearing_date": "2026-04-30"}, 0),
        ({"execution_date": "2026-12-01"}, 40),
        ({"limitation_date": "2027-04-01", "evidence_at_risk": "yes", "decisive_test": "no"}, 22),
    ],
)
def test_urgency_by_fact(facts: dict[str, str], points: int) -> None:
    assert total(urgency_points(facts, TODAY, POLICY)) == points


def test_lanes_in_order() -> None:
    strong = [lead(f"L{n}", 70, people=(str(n),)) for n in range(4)]
    cases = [
        record(case="a plain"),
        record(lead("L1", 40), case="b unread", read=1),
        record(lead("L1", 60), case="c leads"),
        record(*strong, case="d strong"),
        record(case="e scheduled", execution_date="2026-08-01"),
    ]
    queue = order_cases(cases, POLICY, TODAY)
    assert [(one.record.case[0], one.lane.name) for one in queue] == [
        ("e", "emergency"),
        ("d", "strong leads"),
        ("c", "leads"),
        ("b", "incomplete record"),
        ("a", "other"),
    ]


def test_an_essential_officer_of_several_cases_makes_a_lane() -> None:
    pattern = lead("L1", 30, "recurring_actor_pattern", ("P1",), cases=("A", "B", "C"))
    plain = record(pattern)
    by_grade = {
        grade: CaseRecord("A", (pattern,), {}, (Essential("P1", "R. Doe", grade, (pattern.type,)),), {}, 1, 1)
        for grade in ("E1", "E3")
    }
    assert stand(plain, POLICY, TODAY).lane.name == "other"
    assert total(stand(plain, POLICY, TODAY).urgency) == 8
    assert stand(by_grade["E1"], POLICY, TODAY).lane.name == "other"
    assert stand(by_grade["E1"], POLICY, TODAY).presumptive == ()
    assert stand(by_grade["E3"], POLICY, TODAY).lane.name == "recurring actor"
    assert [one.grade for one in stand(by_grade["E3"], POLICY, TODAY).presumptive] == ["E3"]


def test_what_a_person_set_aside_does_not_count_and_is_said() -> None:
    one = record(lead("L1", 90, decision="privileged"), lead("L2", 50), lead("L3", 80, decision="not-relevant"))
    assert total(stand(one, POLICY, TODAY).merit) == 50
    assert dict(one.set_aside) == {"privileged": 1, "not-relevant": 1}


def test_the_same_words_on_two_copies_are_one_fact() -> None:
    one = record(lead("L1", 50, quote="He took  it back"), lead("L2", 50, quote="he took it back"))
    assert total(stand(one, POLICY, TODAY).merit) == 50


def test_unknown_custody_is_asked_and_not_zero_in_silence() -> None:
    assert "Is the person in custody?" in stand(record(), POLICY, TODAY).asks
    assert "Is the person in custody?" not in stand(record(custody="released"), POLICY, TODAY).asks


def test_within_a_lane_the_earlier_intake_comes_first() -> None:
    cases = [record(case="x"), record(case="z", intake="2020-01-01"), record(case="y", intake="2024-01-01")]
    assert [one.record.case for one in order_cases(cases, POLICY, TODAY)] == ["z", "y", "x"]


def test_every_lead_type_has_one_family() -> None:
    types = yaml.safe_load((CONFIG_DIR / "policy" / "lead_types.yml").read_text())["types"]
    listed = [
        s
        for slugs in yaml.safe_load((CONFIG_DIR / "policy" / "triage.yml").read_text())["families"].values()
        for s in slugs
    ]
    assert sorted(listed) == sorted(set(listed))
    assert set(types) <= set(listed)
