"""Who is named on a page, as what and in what role. The tables are people.yml, ranks.yml and desks.yml in golden/."""

from pathlib import Path
from typing import Any

import pytest
import yaml
from spacy.language import Language

from pipeline.language import mark_page, page_marks
from pipeline.records import Mention

GOLDEN = Path(__file__).parent / "golden"
ROWS = yaml.safe_load((GOLDEN / "people.yml").read_text("utf-8"))
RANKS = yaml.safe_load((GOLDEN / "ranks.yml").read_text("utf-8"))
DESKS = yaml.safe_load((GOLDEN / "desks.yml").read_text("utf-8"))
TABLES = ROWS + RANKS + DESKS


def told(mention: Mention) -> set[str]:
    numbers = (f"#{badge}" for badge in mention.badges)
    more = {mention.rank, f"@{mention.agency}", *numbers, *(f"={role.name}" for role in mention.roles)}
    return {part for part in more if part is not None}


@pytest.mark.parametrize("row", TABLES, ids=[f"{n}-{row['because']}" for n, row in enumerate(TABLES)])
def test_golden(nlp: Language, row: dict[str, Any]) -> None:
    marked = page_marks(mark_page(nlp, row["said"])).mentions
    found = [mention for mention in marked if mention.by != "reference"]
    wanted = [[part.strip() for part in want.split("|")] for want in row["want"]]
    assert [(m.kind.value, m.name) for m in found] == [(kind, name) for kind, name, *_ in wanted], row["because"]
    for mention, (_kind, _name, *more) in zip(found, wanted, strict=True):
        assert set(more) <= told(mention), row["because"]


def test_a_role_cites_the_words_that_say_so(nlp: Language) -> None:
    text = "Lineup conducted by Det. Ito."
    (mention,) = mark_page(nlp, text)._.mentions
    [role] = mention.roles
    assert text[role.start : role.end] == "Lineup conducted by"


def test_spans_carry_their_mention(nlp: Language) -> None:
    doc = mark_page(nlp, "Dets Lane/Roy #244/#311 and C/I 94-118")
    assert [(s.label_, s._.mention.name) for s in doc.spans["people"]] == [
        ("officer", "Lane"),
        ("officer", "Roy"),
        ("informant", "CI 94-118"),
    ]


def test_as_many_rows_are_mistakes_to_avoid() -> None:
    """Precision is what users lose trust over."""
    assert sum(not row["want"] for row in ROWS) >= 0.45 * len(ROWS)
