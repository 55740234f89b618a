"""What the papers of a case suggest of each officer, and what the checklist says of it."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from pipeline.errors import UsageError
from pipeline.reliance.grades import NOT_HERE, Reliance, grade_officer
from pipeline.reliance.policy import load_policy
from pipeline.settings import CONFIG_DIR, Settings
from tests.reliance.cases import SETTINGS, build_case

CASES = yaml.safe_load((Path(__file__).parent / "grades.yml").read_text("utf-8"))
POLICY = load_policy(SETTINGS)


def grade(case: dict[str, Any], officer: str) -> Reliance:
    return grade_officer(build_case(case), POLICY, frozenset({officer}))


def shown(found: Reliance) -> str:
    return found.grade if found.grade == "EU" or found.low == found.high else f"{found.low}-{found.high}"


def case_of(because: str) -> dict[str, Any]:
    [found] = [case for case in CASES if case["because"].startswith(because)]
    return dict(found)


@pytest.mark.parametrize(
    ("case", "officer", "want"),
    [
        pytest.param(case, *pair, id=f"{case['because'][:40]}: {pair[0]}")
        for case in CASES
        for pair in case["want"].items()
    ],
)
def test_what_the_papers_suggest(case: dict[str, Any], officer: str, want: str) -> None:
    found = grade(case, officer)
    assert shown(found) == want, (case["because"], found.says)
    assert found.says.endswith("A person decides.")


# ---------------------------------------------------------------- the checklist


def answers(found: Reliance) -> dict[str, str]:
    return {one.name: one.answer for one in found.questions}


def test_a_question_is_answered_with_the_words_or_not_in_these_papers() -> None:
    found = grade(case_of("the lead detective took the confession"), "Hugh Stroud")
    assert answers(found) == {
        "eyewitness": "yes",
        "confession": "no",
        "physical": "no",
        "laboratory": "yes",
        "plea": NOT_HERE,
        "own_account": "no",
    }
    for one in found.questions:
        assert bool(one.citations) is (one.answer == "yes")
        assert one.decided is None
    assert [cited.quote for cited in found.questions[0].citations] == ["Mae Torrance"]


def test_a_copied_account_is_shown_and_not_counted() -> None:
    found = grade(case_of("the partner's paper repeats"), "Rhea Lund")
    assert [cited.page for cited in found.copied] == [2]
    assert answers(found)["own_account"] == "no"


def test_pages_that_the_archive_knows_as_copies_count_once() -> None:
    case = case_of("a ghost watched the same purchase")
    assert grade(case | {"copies": [[1, 2]]}, "Rhea Lund").grade == "E4"


def test_what_is_missing_is_listed() -> None:
    found = grade(case_of("a plea of which there are neither"), "Hugh Stroud")
    assert len(found.missing) == 3
    assert "sworn charge" in found.missing[0]
    assert found.says.startswith("The papers here are too incomplete to grade (EU). What is here would suggest E4")


def test_somebody_of_the_same_last_name_alone_is_no_independent_proof() -> None:
    case = {
        "papers": [
            {
                "kind": "suspect_statement",
                "words": "Taken by Det. Hugh Stroud.",
                "parts": {"Hugh Stroud": ["interrogator"]},
            },
            {"kind": "complaint_report", "words": "Stroud took it.", "parts": {"Stroud": ["interrogator"]}},
            {"kind": "accusatory_instrument", "words": "Robbery."},
        ],
        "want": {},
    }
    assert grade(case, "Hugh Stroud").grade == "E4"
    case["papers"][1]["parts"] = {"Wanda Stroud": ["interrogator"]}  # type: ignore[index]
    case["papers"][1]["words"] = "Wanda Stroud took it."  # type: ignore[index]
    assert grade(case, "Hugh Stroud").grade == "E3"


def test_more_proof_never_raises_a_grade_and_order_does_not_matter() -> None:
    for case in CASES:
        for officer in case["want"]:
            before = grade(case, officer)
            more = {
                "kind": "witness_statement",
                "words": "Zelda Quaid saw it.",
                "parts": {"Zelda Quaid": ["eyewitness"]},
            }
            people = case.get("people", {}) | {"Zelda Quaid": "witness"}
            after = grade(case | {"papers": [*case["papers"], more], "people": people}, officer)
            assert after.high <= before.high
            turned = grade(case | {"papers": case["papers"][::-1]}, officer)
            assert shown(turned) == shown(before)


# ---------------------------------------------------------------- the policy


OFFICER_ROLES = """reporting_officer responding_officer arresting_officer assisting_officer transporting_officer affiant
complainant_officer observation_officer undercover_buyer ghost catching_detective lead_detective case_officer partner
interviewer interrogator statement_taker interpreter_officer lineup_administrator photo_array_compiler filler_officer
handler control_agent evidence_collector evidence_custodian property_clerk crime_scene_unit polygrapher chain_link
search_team supervisor signing_supervisor case_agent_federal task_force_officer jail_deputy jail_classification
probation_parole_officer da_investigator ia_investigator testifying_officer grand_jury_witness_officer dispatcher
youth_officer informant_registrar""".split()


def test_every_part_of_an_officer_has_a_floor() -> None:
    assert set(OFFICER_ROLES) <= set(POLICY.floors)


def test_the_policy_speaks_of_kinds_of_papers_that_there_are() -> None:
    text = (CONFIG_DIR / "lexicons" / "document_kinds.yml").read_text("utf-8")
    kinds = {each.get("kind", each["id"]) for each in yaml.safe_load(text)["entries"]}
    named = {kind for each in (*POLICY.questions,) for kind in each.shown_on}
    named |= {kind for group in POLICY.needed for kind in group.kinds}
    named |= {kind for carrier in POLICY.carriers for kind in carrier.on} | {k for p in POLICY.papers for k in p.on}
    assert named <= kinds


def test_a_wrong_policy_is_said(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="is missing"):
        load_policy(Settings(archive=tmp_path, config=tmp_path))
    (tmp_path / "policy").mkdir()
    (tmp_path / "policy" / "essential.yml").write_text("version: 1")
    with pytest.raises(UsageError, match="cannot be read"):
        load_policy(Settings(archive=tmp_path, config=tmp_path))
