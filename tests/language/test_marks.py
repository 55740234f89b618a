"""Money, dates, document kinds and boilerplate, each against its golden table."""

from pathlib import Path
from typing import Any

import pytest
import yaml
from spacy.language import Language

from pipeline.language import mark_page, page_marks
from pipeline.language.amounts import find_money
from pipeline.language.dates import find_dates

GOLDEN = Path(__file__).parent / "golden"


def rows(name: str) -> list[Any]:
    found = yaml.safe_load((GOLDEN / f"{name}.yml").read_text("utf-8"))
    return [pytest.param(row, id=f"{n}-{row['because']}") for n, row in enumerate(found)]


@pytest.mark.parametrize("row", rows("amounts_and_dates"))
def test_sums_and_dates(row: dict[str, Any]) -> None:
    assert [mark.value for mark in find_money(row["said"])] == row.get("money", []), row["because"]
    assert [mark.value for mark in find_dates(row["said"])] == row.get("dates", []), row["because"]


@pytest.mark.parametrize("row", rows("kinds"))
def test_kind_and_date_of_a_document(nlp: Language, row: dict[str, Any]) -> None:
    doc = mark_page(nlp, row["said"])
    assert (doc._.kind, doc._.dated) == (row["kind"], row["dated"]), row["because"]


@pytest.mark.parametrize("row", rows("zones"))
def test_boilerplate(nlp: Language, row: dict[str, Any]) -> None:
    doc = mark_page(nlp, row["said"])
    assert sorted({zone.label_ for zone in doc._.zones}) == row["want"], row["because"]


def test_a_charge_reaches_over_the_whole_page(nlp: Language) -> None:
    doc = mark_page(nlp, "CHARGE OF THE COURT\n\nA witness was promised nothing.\n")
    assert [(zone.start_char, zone.end_char) for zone in doc._.zones] == [(0, len(doc.text))]


def test_a_footer_does_not_reach_the_next_paragraph(nlp: Language) -> None:
    text = "He was paid.\n\nThis is confidential and privileged.\n\nHe left.\n"
    (zone,) = mark_page(nlp, text)._.zones
    assert text[zone.start_char : zone.end_char].strip() == "This is confidential and privileged."


def test_a_heading_that_is_a_stamp_too_keeps_both_values(nlp: Language) -> None:
    marks = page_marks(mark_page(nlp, "GRAND JURY MINUTES\nQ. Were you paid?\nA. No, nobody paid me.\n")).marks
    assert {(mark.label, mark.value) for mark in marks if mark.start == 0} == {
        ("gate", "grand_jury"),
        ("heading", "grand_jury_minutes"),
    }
