"""What people do in a case, and whom phrases without a name mean: golden/roles.yml and golden/references.yml."""

from pathlib import Path
from typing import Any

import pytest
import yaml
from spacy.language import Language

from pipeline.language import mark_page, page_marks
from pipeline.records import Role

GOLDEN = Path(__file__).parent / "golden"
ROLES = yaml.safe_load((GOLDEN / "roles.yml").read_text("utf-8"))
REFERENCES = yaml.safe_load((GOLDEN / "references.yml").read_text("utf-8"))
SAID_ANYWAY = {"testifying"}


def told(role: Role, text: str) -> set[str]:
    said = {f"'{text[role.start : role.end]}'", f"@{role.event}"}
    return said | {role.dated.isoformat()} if role.dated else said


@pytest.mark.parametrize("row", ROLES, ids=[f"{n}-{row['because']}" for n, row in enumerate(ROLES)])
def test_golden_roles(nlp: Language, row: dict[str, Any]) -> None:
    text = row["said"]
    mentions = page_marks(mark_page(nlp, text)).mentions
    found = {
        (m.name, role.name): told(role, text) for m in mentions for role in m.roles if role.name not in SAID_ANYWAY
    }
    wanted = [tuple(part.strip() for part in want.split("|")) for want in row["want"]]
    assert set(found) == {(name, role) for name, role, *_ in wanted}, row["because"]
    for name, role, *more in wanted:
        assert set(more) <= found[name, role], row["because"]


@pytest.mark.parametrize("row", REFERENCES, ids=[f"{n}-{row['because']}" for n, row in enumerate(REFERENCES)])
def test_golden_references(nlp: Language, row: dict[str, Any]) -> None:
    text = row["said"]
    marks = page_marks(mark_page(nlp, text))
    found = [(m.start, text[m.start : m.end], m.name) for m in marks.mentions if m.by == "reference"]
    found += [(m.start, text[m.start : m.end], str(m.value)) for m in marks.marks if m.label == "reference"]
    wanted = [tuple(part.strip() for part in want.split("|")) for want in row["want"]]
    assert [(words, name) for _, words, name in sorted(found)] == wanted, row["because"]
    if "acts" in row:
        acts = [mark.value for mark in marks.marks if mark.label == "actor_unknown"]
        assert acts == row["acts"], row["because"]


def test_the_mistakes_to_avoid_are_many() -> None:
    assert sum(not row["want"] for row in ROLES) >= 0.3 * len(ROLES)


def test_roles_on_a_broken_word_cite_the_page(nlp: Language) -> None:
    """The words of a role are offsets into the page, also behind a word that a line end breaks."""
    text = (
        "The gun was re-\ncovered by P.O. Roy near the fence of the yard behind the house, and Det. Ito arrested him."
    )
    roles = [(m.name, text[r.start : r.end]) for m in mark_page(nlp, text)._.mentions for r in m.roles]
    assert ("Ito", "arrested") in roles
