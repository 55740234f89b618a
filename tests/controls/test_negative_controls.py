"""Papers that look like leads and are none: what the program may say of them, and in which words.

The papers and what is allowed of them are in `controls.yml` beside this file, the reasons too.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from sqlalchemy import select

from app.leads import find_rows
from pipeline.catalog.database import open_catalog
from pipeline.catalog.tables import persons
from pipeline.run import IngestOptions, ingest
from pipeline.settings import CONFIG_DIR, Settings

CONTROLS: dict[str, dict[str, Any]] = yaml.safe_load((Path(__file__).parent / "controls.yml").read_text("utf-8"))[
    "controls"
]
QUIET = sorted(case for case, control in CONTROLS.items() if not control.get("disclosed"))
POLICIES = ("lead_types", "conflicts", "patterns", "gaps", "officer_status", "essential", "gates")
CONCLUSIONS = re.compile(
    r"\b(?:violat(?:e[sd]?|ing|ions?)|lie[sd]|lying|liars?|perjur(?:y|ed|ers?)|suppress(?:es|ed|ing|ion)?|framed|framing"
    r"|corrupt(?:ion|ed)?|guilt(?:y)?|innocen(?:t|ce)|prove[sn]?|hid(?:es?|den|ing)?|conceal(?:s|ed|ing|ment)?"
    r"|cover(?:ed)?[- ]?up|misconduct|wrongful(?:ly)?|unlawful(?:ly)?|illegal(?:ly)?|rogue|dirty|bad faith|clean)\b",
    re.IGNORECASE,
)
"""Words that conclude (domain reference 9.5); the forms of those that it names, and their like."""
NO_CONCLUSIONS = re.compile(
    r"\bof misconduct in the words of a legal conclusion\b|\bstatutes on wrongful conviction\b|\blies in a file\b"
)
"""Phrases that conclude nothing: the type of claims that are made in such words, the name of statutes, a place."""

Rows = list[dict[str, Any]]


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    folder = tmp_path_factory.mktemp("controls")
    for case, control in CONTROLS.items():
        for name, text in control["papers"].items():
            paper = folder / "in" / case / name
            paper.parent.mkdir(parents=True, exist_ok=True)
            paper.write_text(text)
    settings = Settings(archive=folder / "archive")
    ingest([folder / "in"], settings, IngestOptions())
    return settings


@pytest.fixture(scope="module")
def leads(settings: Settings) -> Rows:
    return list(find_rows(settings, None, None, None))


def of(leads: Rows, case: str) -> Rows:
    return [lead for lead in leads if case in lead["case"]]


def shown(leads: Rows) -> list[tuple[object, ...]]:
    return [(lead["type"], lead["severity"], lead["band"], [c["quote"] for c in lead["citations"]]) for lead in leads]


def strings(value: object) -> Iterator[str]:
    """All texts of a policy; keys and slugs are no words that anybody reads."""
    if isinstance(value, dict):
        for each in value.values():
            yield from strings(each)
    elif isinstance(value, list):
        for each in value:
            yield from strings(each)
    elif isinstance(value, str) and " " in value:
        yield value


def conclusions(text: str) -> list[str]:
    return CONCLUSIONS.findall(NO_CONCLUSIONS.sub("", text))


@pytest.mark.parametrize("case", QUIET)
def test_a_control_is_flagged_only_as_far_as_it_may(leads: Rows, case: str) -> None:
    control = CONTROLS[case]
    allowed: dict[str, int] = control.get("allowed", {})
    mine = [lead for lead in of(leads, case) if lead["severity"] < 4 or lead["band"] in "AB"]
    over = [lead for lead in mine if lead["severity"] < allowed.get(lead["type"], 5)]
    assert shown(over) == [], control["because"]
    if not control.get("finding"):
        assert shown([lead for lead in mine if lead["band"] in "AB"]) == [], control["because"]


def test_a_disclosed_deal_is_never_one_of_which_disclosure_is_not_shown(leads: Rows) -> None:
    mine = of(leads, "Aldous")
    assert "informant_incentive" in {lead["type"] for lead in mine}
    assert {lead["type"] for lead in mine} <= {"informant_incentive", "witness_benefit", "implied_consideration"}
    assert {lead["disclosure"] for lead in mine}.isdisjoint({"not_in_certified_set", "disclosed_late"})
    assert not [p for lead in mine for p in lead["points"] if "not located" in p["reason"] or "late" in p["reason"]]


def test_a_finding_about_an_officer_stays_with_him_and_not_with_his_namesake(settings: Settings, leads: Rows) -> None:
    engine = open_catalog(settings)
    with engine.connect() as connection:
        held = connection.execute(select(persons.c.id, persons.c.badges, persons.c.name)).all()
    engine.dispose()
    holders = {badge: row.id for row in held for badge in row.badges}
    assert {"2217", "904"} <= set(holders)
    assert holders["2217"] != holders["904"]
    findings = [lead for lead in of(leads, "Carver") if lead["severity"] < 3]
    assert findings, "the sustained finding is found"
    for lead in findings:
        assert lead["case"] == ["Carver"]
        assert holders["904"] in lead["people"]
        assert holders["2217"] not in lead["people"]


def test_no_lead_of_these_papers_is_worded_as_a_conclusion(leads: Rows) -> None:
    assert leads
    for lead in leads:
        for field in ("summary", "why", "confirm"):
            assert conclusions(lead[field]) == [], lead[field]
        assert [word for line in lead["points"] for word in conclusions(line["reason"])] == []


@pytest.mark.parametrize("policy", POLICIES)
def test_no_text_of_a_policy_is_worded_as_a_conclusion(policy: str) -> None:
    texts = list(strings(yaml.safe_load((CONFIG_DIR / "policy" / f"{policy}.yml").read_text("utf-8"))))
    assert texts
    assert [(text, found) for text in texts if (found := conclusions(text))] == []


def test_the_words_of_conclusions_are_known_where_they_stand() -> None:
    for said in ("He lied.", "a Brady violation", "It was suppressed", "proves that", "the guilty man", "a cover-up"):
        assert conclusions(said), said
    assert not conclusions("The witness believed what was stated; may be favorable under Brady v. Maryland.")
