"""PDF: what was filled in, ticked, pinned on and hidden."""

from pathlib import Path

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, String

from pipeline.readers import read_pages
from pipeline.records import Page, PageState, Region, RegionKind
from pipeline.settings import Settings
from tests.readers.papers import as_source, open_canvas, write_report

DATASETS = b"""<xfa:datasets xmlns:xfa="http://www.xfa.org/schema/xfa-data/1.0/"><xfa:data><voucher>
<payee>CI 94-118</payee><amount>250.00</amount><empty/></voucher></xfa:data></xfa:datasets>"""
TEMPLATE = b"""<template xmlns="http://www.xfa.org/schema/xfa-template/3.0/"><subform><field name="payee">
<caption><value><text>Paid to informant</text></value></caption></field></subform></template>"""


def read_one(path: Path, settings: Settings) -> Page:
    [page] = read_pages(as_source(path), 1, 1, settings)
    return page


def text_of(page: Page) -> str:
    assert page.reading is not None, page.problem
    return page.reading.text


def words_of(page: Page, region: Region) -> str | None:
    return None if region.start is None else text_of(page)[region.start : region.end]


def annotate(path: Path, annotation: Dictionary) -> None:
    """Pin an annotation on the first page."""
    with pikepdf.open(path, allow_overwriting_input=True) as document:
        document.pages[0].obj["/Annots"] = Array([document.make_indirect(annotation)])
        document.save(path)


def test_a_filled_field_has_a_region_with_its_label_and_its_words(tmp_path: Path, settings: Settings) -> None:
    canvas = open_canvas(tmp_path / "a.pdf")
    write_report(canvas, ["Informant number:"])
    canvas.acroForm.textfield(
        name="ci", tooltip="Number of the informant", value="CI 94-118", x=190, y=694, width=120, height=18, fontSize=10
    )
    canvas.save()
    page = read_one(tmp_path / "a.pdf", settings)
    [field] = page.regions
    assert (field.kind, field.value, words_of(page, field)) == (
        RegionKind.FIELD,
        "Number of the informant",
        "CI 94-118",
    )
    assert field.box == pytest.approx((190, 80, 310, 98), abs=1)
    assert text_of(page).count("94-118") == 1


def test_a_ticked_box_is_told_from_an_empty_one(tmp_path: Path, settings: Settings) -> None:
    canvas = open_canvas(tmp_path / "a.pdf")
    write_report(canvas, ["      Paid", "      Refused"])
    canvas.acroForm.checkbox(name="paid", checked=True, x=72, y=698, size=12)
    canvas.acroForm.checkbox(name="refused", checked=False, x=72, y=682, size=12)
    canvas.save()
    page = read_one(tmp_path / "a.pdf", settings)
    assert text_of(page).split("\n") == ["[X] Paid", "[ ] Refused"]
    assert [(region.value, words_of(page, region)) for region in page.regions] == [("paid", "[X]"), ("refused", "[ ]")]


def test_a_value_longer_than_its_field_is_not_lost(tmp_path: Path, settings: Settings) -> None:
    value = "Paid in cash at the desk of the squad and signed for by the handler alone"
    canvas = open_canvas(tmp_path / "a.pdf")
    write_report(canvas, ["Remarks:"])
    canvas.acroForm.textfield(name="remarks", value="Paid", x=140, y=694, width=60, height=18, fontSize=10)
    canvas.save()
    with pikepdf.open(tmp_path / "a.pdf", allow_overwriting_input=True) as document:
        document.Root.AcroForm.Fields[0]["/V"] = String(value)
        document.save(tmp_path / "a.pdf")
    page = read_one(tmp_path / "a.pdf", settings)
    assert value in text_of(page)
    [field] = page.regions
    assert words_of(page, field) == value


def test_the_words_of_a_note_stand_apart_with_the_place_of_the_note(tmp_path: Path, settings: Settings) -> None:
    canvas = open_canvas(tmp_path / "a.pdf")
    write_report(canvas, ["The witness was shown six photographs."])
    canvas.save()
    note = Dictionary(
        Type=Name.Annot, Subtype=Name.Text, Rect=[400, 700, 420, 720], Contents="Not in the file we gave", T="Ilse V."
    )
    annotate(tmp_path / "a.pdf", note)
    page = read_one(tmp_path / "a.pdf", settings)
    assert text_of(page) == "The witness was shown six photographs.\n\nNot in the file we gave"
    [region] = page.regions
    assert (region.kind, region.value) == (RegionKind.NOTE, "note by Ilse V.")
    assert words_of(page, region) == "Not in the file we gave"
    assert region.box == (400, 72, 420, 92)


def test_a_highlight_that_repeats_what_it_marks_is_read_once(tmp_path: Path, settings: Settings) -> None:
    canvas = open_canvas(tmp_path / "a.pdf")
    write_report(canvas, ["Photographs"])
    canvas.save()
    highlight = Dictionary(
        Type=Name.Annot,
        Subtype=Name.Highlight,
        Rect=[70, 695, 140, 715],
        QuadPoints=[70, 715, 140, 715, 70, 695, 140, 695],
        Contents="Photographs",
    )
    annotate(tmp_path / "a.pdf", highlight)
    page = read_one(tmp_path / "a.pdf", settings)
    assert text_of(page) == "Photographs"
    assert [words_of(page, region) for region in page.regions] == ["Photographs"]


def test_a_hidden_note_is_kept_apart_from_what_is_seen(tmp_path: Path, settings: Settings) -> None:
    canvas = open_canvas(tmp_path / "a.pdf")
    write_report(canvas, ["The witness was shown six photographs."])
    canvas.save()
    note = Dictionary(Type=Name.Annot, Subtype=Name.Text, Rect=[400, 700, 420, 720], Contents="Do not produce", F=2)
    annotate(tmp_path / "a.pdf", note)
    page = read_one(tmp_path / "a.pdf", settings)
    assert "produce" not in text_of(page)
    assert [other.reading.text for other in page.others] == ["Do not produce"]


def test_words_outside_the_crop_are_kept_apart(tmp_path: Path, settings: Settings) -> None:
    canvas = open_canvas(tmp_path / "a.pdf")
    canvas.setCropBox((50, 400, 550, 780))
    write_report(canvas)
    write_report(canvas, ["Margin note"], top=20)
    canvas.save()
    page = read_one(tmp_path / "a.pdf", settings)
    assert "Margin" not in text_of(page)
    assert [other.reading.text for other in page.others] == ["Margin note"]


@pytest.mark.parametrize("is_off", [True, False])
def test_what_stands_on_a_layer_that_is_switched_off_is_kept_apart(
    is_off: bool, tmp_path: Path, settings: Settings
) -> None:
    canvas = open_canvas(tmp_path / "a.pdf")
    write_report(canvas, ["The witness was shown six photographs."])
    canvas.save()
    with pikepdf.open(tmp_path / "a.pdf", allow_overwriting_input=True) as document:
        group = document.make_indirect(Dictionary(Type=Name.OCG, Name="Draft"))
        shown = Dictionary(OFF=Array([group] if is_off else []), Order=Array([group]))
        document.Root.OCProperties = Dictionary(OCGs=Array([group]), D=shown)
        document.pages[0].Resources["/Properties"] = Dictionary(Draft=group)
        document.pages[0].contents_add(b"/OC /Draft BDC BT /F1 12 Tf 72 600 Td (Leave this out) Tj ET EMC")
        document.save(tmp_path / "a.pdf")
    page = read_one(tmp_path / "a.pdf", settings)
    assert ("Leave this out" in text_of(page)) is not is_off
    assert [other.reading.text for other in page.others] == (["Leave this out"] if is_off else [])


def test_the_values_of_a_form_that_draws_itself_are_read(tmp_path: Path, settings: Settings) -> None:
    canvas = open_canvas(tmp_path / "a.pdf")
    write_report(canvas, ["Please wait...", "If this message is not eventually replaced, your viewer cannot show it."])
    canvas.save()
    with pikepdf.open(tmp_path / "a.pdf", allow_overwriting_input=True) as document:
        packets = [
            String("template"),
            document.make_stream(TEMPLATE),
            String("datasets"),
            document.make_stream(DATASETS),
        ]
        document.Root["/AcroForm"] = Dictionary(Fields=Array([]), XFA=Array(packets))
        document.Root["/NeedsRendering"] = True
        document.save(tmp_path / "a.pdf")
    page = read_one(tmp_path / "a.pdf", settings)
    assert page.state is PageState.TEXT_LAYER
    assert text_of(page) == "Paid to informant: CI 94-118\namount: 250.00"
    assert page.others[0].reading.text.startswith("Please wait")
