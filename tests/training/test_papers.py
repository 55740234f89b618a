"""The papers that the recognizer learns from: every template can be filled, and the marks stand on the names."""

from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest
import yaml

from pipeline.language.network import KINDS
from pipeline.language.tokens import read_tokens
from pipeline.records import PersonKind

pytest.importorskip("faker", reason="the names of other countries: uv pip install --group training")

from training.fit import truth
from training.names import is_held_out
from training.scan import Damage, carry_over
from training.styles import Styles
from training.write import Register, Span, Writer, Written

FOLDER = Path(__file__).resolve().parents[2] / "models" / "people"


@pytest.fixture(scope="module")
def writer() -> Iterator[Writer]:
    return Writer(FOLDER, held_out=False)


def test_every_template_can_be_filled(writer: Writer) -> None:
    styles = Styles(Random(1), writer.slots, (0.5, 0.3))
    for path in sorted((FOLDER / "templates").glob("*.yml")):
        for template in yaml.safe_load(path.read_text("utf-8"))["templates"]:
            paper = writer._paragraph(template, styles, 70)
            assert not set("{}<>") & set(paper.text), template
            assert all(paper.text[s.start : s.end].strip() for s in paper.spans), template


def test_marks_stand_on_names_however_the_paper_is_cased_and_wrapped(writer: Writer) -> None:
    register = Register("one", ("Det. <officer:last> saw {street}.",), 0.5, 0.2, 0.0, 0.0)
    writer.registers, kept = [register], writer.registers
    try:
        papers = [writer.write(Random(seed), 200) for seed in range(20)]
    finally:
        writer.registers = kept
    for paper in papers:
        assert paper.spans
        for span in paper.spans:
            assert paper.text[: span.start].lower().replace("\n", " ").endswith("det. ")
            assert paper.text[span.end :].lower().replace("\n", " ").startswith(" saw")


def test_held_out_papers_share_neither_templates_nor_names(writer: Writer) -> None:
    other = Writer(FOLDER, held_out=True)
    mine = {template for register in writer.registers for template in register.templates}
    assert mine.isdisjoint(template for register in other.registers for template in register.templates)
    people = [other.names.draw(Random(seed)) for seed in range(100)]
    assert all(is_held_out(part) for person in people for part in person.surname.split("-"))


def test_what_the_scan_did_to_a_name_is_carried_over() -> None:
    written = Written("saw Roy Halloran run", (Span(4, 16, PersonKind.WITNESS, "census"),))
    read = carry_over(written, "saw\nRoy Ha1ioran run")
    assert [read.text[s.start : s.end] for s in read.spans] == ["Roy Ha1ioran"]
    assert carry_over(written, "saw ~ run").spans == ()


def test_damage_keeps_the_marks_on_the_names() -> None:
    written = Written("saw Roy Halloran run", (Span(4, 16, PersonKind.WITNESS, "census"),))
    damaged = Damage({"l": {"l": 1, "1": 99}, "a": {"": 1}}).damage(written, Random(2), 5.0)
    assert [damaged.text[s.start : s.end] for s in damaged.spans] == ["Roy H11orn"]


def test_the_truth_of_each_token_is_one_tag() -> None:
    written = Written("saw Roy Halloran run", (Span(4, 16, PersonKind.WITNESS, "census"),))
    rows = truth(written, list(read_tokens(written.text)))
    witness = KINDS.index(PersonKind.WITNESS)
    assert rows.argmax(axis=1).tolist() == [0, 1 + witness, 1 + witness + len(KINDS), 0]
    assert (rows.sum(axis=1) == 1.0).all()
