"""The list of rules is complete, and every text that investigators read keeps to the wording rules (reference 9.5)."""

import re
from pathlib import Path

import pytest
import yaml

import pipeline.rules
from pipeline.detectors import DETECTORS
from pipeline.errors import UsageError
from pipeline.rules import RULES, LeadTypes, load_lead_types
from pipeline.settings import CONFIG_DIR, Settings

FORBIDDEN = re.compile(
    r"\b(?:lied|liar|framed|corrupt\w*|guilty|innocent|innocence|proves?|proven|violat\w+|hid|hidden|cover-?up|perjur\w+)\b",
    re.IGNORECASE,
)


def texts(value: object) -> list[str]:
    if isinstance(value, dict):
        return [text for each in value.values() for text in texts(each)]
    if isinstance(value, list):
        return [text for each in value for text in texts(each)]
    return [value] if isinstance(value, str) else []


def test_the_list_is_complete_and_tells_why() -> None:
    folder = Path(pipeline.rules.__file__).parent
    with_rules = {p.stem for p in folder.glob("*.py") if re.search(r"^RULE = ", p.read_text(), re.MULTILINE)}
    assert {rule.apply.__module__.rsplit(".", 1)[1] for rule in RULES} == with_rules
    assert all(rule.groups_by in {"document", "case", "person", "wording", "gaps"} for rule in RULES)
    assert all((rule.apply.__doc__ or "").strip() for rule in RULES)


def test_every_type_that_is_found_is_described(types: LeadTypes) -> None:
    conflicts = {kind.type for kind in types.conflicts.values()}
    alone = {"deal_denial_conflict", "recurring_actor_pattern", "undisclosed_benefit"}
    emitted = {detector.name for detector in DETECTORS} | conflicts | alone
    assert set(types.types) == emitted
    for kind in types.types.values():
        assert 1 <= kind.severity <= 4
        assert min(len(kind.summary), len(kind.why), len(kind.confirm)) > 30, kind.slug


def test_subtypes_of_the_lexicons_are_described(types: LeadTypes) -> None:
    lexicons = {d.name: d.lexicons for d in DETECTORS}
    for name, files in lexicons.items():
        for file in files:
            entries = yaml.safe_load((CONFIG_DIR / "lexicons" / f"{file}.yml").read_text())["entries"]
            missing = {e["subtype"] for e in entries if "subtype" in e} - set(types[name].subtypes)
            assert not missing, (name, missing)


@pytest.mark.parametrize("path", sorted((CONFIG_DIR / "policy").glob("*.yml")), ids=lambda p: p.stem)
def test_policy_texts_keep_to_the_wording_rules(path: Path) -> None:
    wrong = [text for text in texts(yaml.safe_load(path.read_text("utf-8"))) if FORBIDDEN.search(text)]
    assert not wrong


def test_what_investigators_read_keeps_to_the_wording_rules() -> None:
    read = [detector.find.__doc__ or "" for detector in DETECTORS] + [rule.apply.__doc__ or "" for rule in RULES]
    assert not [text for text in read if FORBIDDEN.search(text)]


def test_a_wrong_file_is_a_usage_error(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="missing"):
        load_lead_types(Settings(archive=tmp_path, config=tmp_path))
    (tmp_path / "policy").mkdir()
    (tmp_path / "policy" / "lead_types.yml").write_text("types: {recantation: {severity: high}}")
    with pytest.raises(UsageError, match="cannot be read"):
        load_lead_types(Settings(archive=tmp_path, config=tmp_path))
