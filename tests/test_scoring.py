"""Scores are sums of printed lines, whatever the order, and never above band B on unchecked words."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import UsageError
from pipeline.records import Assertion, Citation, Lead
from pipeline.scoring import load_policy, score_lead
from pipeline.settings import CONFIG_DIR, Settings

POLICY = load_policy(Settings(archive=Path("unused")))
NAMES = sorted(name for name in POLICY.lines if not name.startswith("severity_"))
FEATURES = st.lists(st.sampled_from(NAMES), unique=True)


def lead(severity: int = 1, *features: str, verify_image: bool = False) -> Lead:
    return Lead(
        "recantation", "page_records", severity, Assertion.AFFIRMED, "", "", "", (Citation("d", 1, "r", 0, 1, "x"),),
        features=features, verify_image=verify_image,
    )  # fmt: skip


@given(features=FEATURES, severity=st.integers(1, 4), data=st.data())
def test_the_sum_is_the_score_in_any_order(features: list[str], severity: int, data: st.DataObject) -> None:
    scored = score_lead(lead(severity, *features), POLICY)
    assert sum(line.points for line in scored.points) == scored.score
    assert 0 <= scored.score <= 100
    assert all(line.reason for line in scored.points)
    shuffled = data.draw(st.permutations(features))
    again = score_lead(lead(severity, *shuffled, *shuffled), POLICY)
    assert (again.points, again.score, again.band) == (scored.points, scored.score, scored.band)


@given(features=FEATURES, severity=st.integers(1, 4))
def test_more_support_never_lowers_and_disclosure_never_raises(features: list[str], severity: int) -> None:
    base = score_lead(lead(severity, *features), POLICY).score
    for supporting in ("corroborated_once", "corroborated_again", "sworn_conflict", "named_person", "official_record"):
        assert score_lead(lead(severity, *features, supporting), POLICY).score >= base
    if not {"withheld_complete", "shown_late"} & set(features):
        assert score_lead(lead(severity, *features, "disclosed"), POLICY).score <= base


CORROBORATION = ((), ("corroborated_once",), ("corroborated_once", "corroborated_again"))


@given(features=FEATURES, severity=st.integers(1, 4), verify_image=st.booleans())
def test_each_further_document_never_lowers_the_score_or_the_band(
    features: list[str], severity: int, verify_image: bool
) -> None:
    alone = [name for name in features if not name.startswith("corroborated")]
    steps = [score_lead(lead(severity, *alone, *more, verify_image=verify_image), POLICY) for more in CORROBORATION]
    assert [each.score for each in steps] == sorted(each.score for each in steps)
    assert [each.band for each in steps] == sorted((each.band for each in steps), reverse=True)


@given(features=FEATURES, severity=st.integers(1, 4), name=st.sampled_from(NAMES))
def test_a_line_of_fewer_points_never_raises_and_one_more_never_lowers_outside_of_choices(
    features: list[str], severity: int, name: str
) -> None:
    line = POLICY.lines[name]
    base, more = (score_lead(lead(severity, *features, *extra), POLICY).score for extra in ((), (name,)))
    if line.points > 0:
        assert more >= base
    elif POLICY.limits.get(line.group or "") is None or POLICY.limits[line.group or ""].take == "worst":
        assert more <= base


@given(features=FEATURES, severity=st.integers(2, 4), verify_image=st.booleans())
def test_a_graver_lead_never_scores_less(features: list[str], severity: int, verify_image: bool) -> None:
    lesser, graver = (lead(grade, *features, verify_image=verify_image) for grade in (severity, severity - 1))
    assert score_lead(graver, POLICY).score >= score_lead(lesser, POLICY).score


@given(features=FEATURES, severity=st.integers(1, 4))
def test_what_was_shown_to_be_disclosed_scores_less_than_what_was_withheld(features: list[str], severity: int) -> None:
    bare = [name for name in features if POLICY.lines[name].group != "disclosure"]
    said = ("disclosed", "shown_late", "withheld_complete")
    scores = [score_lead(lead(severity, *bare, name), POLICY).score for name in said]
    assert scores == sorted(scores)
    assert scores[0] <= score_lead(lead(severity, *bare), POLICY).score <= scores[1]


@given(features=FEATURES, severity=st.integers(1, 4))
def test_unchecked_words_never_reach_band_a(features: list[str], severity: int) -> None:
    scored = score_lead(lead(severity, *features, verify_image=True), POLICY)
    assert scored.band != "A"
    assert scored.score == score_lead(lead(severity, *features), POLICY).score


def test_bands_at_their_borders() -> None:
    strong = lead(1, "official_record", "named_person", "dated", "states_fact", "sworn_conflict")
    scored = score_lead(strong, POLICY)
    assert (scored.score, scored.band) == (82, "A")
    barred = score_lead(replace(strong, verify_image=True), POLICY)
    assert (barred.score, barred.band) == (82, "B")
    assert barred.points[-1].points == 0
    assert score_lead(lead(1, "testimony", "states_fact"), POLICY).band == "B"
    assert score_lead(lead(2, "internal_memo"), POLICY).band == "C"
    assert score_lead(lead(4), POLICY).band == "D"


def test_groups_and_the_clamp_are_printed() -> None:
    best = score_lead(lead(2, "official_record", "testimony"), POLICY)
    assert [line.points for line in best.points] == [28, 15]
    low = score_lead(lead(4, "disclosed", "refuted"), POLICY)
    assert low.score == 0
    assert low.points[-1].reason == POLICY.clamp_reason
    high = score_lead(
        lead(1, "official_record", "named_person", "dated", "amount", "named_actor", "states_fact", "corroborated_once",
             "corroborated_again", "sworn_conflict", "withheld_complete", "sole_proof"), POLICY,
    )  # fmt: skip
    assert (high.score, high.points[-1].points < 0) == (100, True)


def test_a_cap_is_a_line_of_its_own(tmp_path: Path) -> None:
    text = (CONFIG_DIR / "policy" / "scoring.yml").read_text().replace("specificity: {cap: 12", "specificity: {cap: 5")
    (tmp_path / "policy").mkdir()
    (tmp_path / "policy" / "scoring.yml").write_text(text)
    policy = load_policy(Settings(archive=tmp_path, config=tmp_path))
    scored = score_lead(lead(4, "named_person", "dated", "amount"), policy)
    assert [line.points for line in scored.points] == [5, 3, 3, 3, -4]


def test_unknown_lines_and_wrong_policies_say_so(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no line moon_phase"):
        score_lead(lead(1, "moon_phase"), POLICY)
    with pytest.raises(UsageError, match="missing"):
        load_policy(Settings(archive=tmp_path, config=tmp_path))
    (tmp_path / "policy").mkdir()
    for wrong in ("lines: [", "version: 1", "lines: {a: {points: x, reason: y}}"):
        (tmp_path / "policy" / "scoring.yml").write_text(wrong)
        with pytest.raises(UsageError, match="cannot be read"):
            load_policy(Settings(archive=tmp_path, config=tmp_path))


def test_the_policy_has_a_version_and_a_line_for_each_in_its_change_log() -> None:
    import yaml

    raw = yaml.safe_load((CONFIG_DIR / "policy" / "scoring.yml").read_text())
    assert [change.split(":")[0] for change in raw["changes"]][-1] == str(POLICY.version)
