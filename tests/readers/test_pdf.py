"""PDF: where the text is taken from, where its words stand, in which order they are read."""

import io
from pathlib import Path

import pypdfium2 as pdfium
import pytest
from PIL import Image
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.utils import ImageReader

from pipeline.errors import CannotRead
from pipeline.readers import count_pages, read_pages
from pipeline.records import Box, Origin, Page, PageState
from pipeline.settings import Settings
from tests.readers.papers import REPORT, as_source, draw_scan, open_canvas, place_scan, write_report


def read_one(path: Path, settings: Settings) -> Page:
    [page] = read_pages(as_source(path), 1, 1, settings)
    return page


def text_of(page: Page) -> str:
    assert page.reading is not None, page.problem
    return page.reading.text


def box_of(page: Page, said: str) -> Box:
    text = text_of(page)
    assert page.reading is not None
    return next(word.box for word in page.reading.words if text[word.start : word.end] == said)


def test_born_digital_text_keeps_its_lines_and_its_gaps(tmp_path: Path, settings: Settings) -> None:
    canvas = open_canvas(tmp_path / "a.pdf")
    write_report(canvas)
    write_report(canvas, ["Signed: Sgt. Ilse Varnham"], top=500)
    canvas.save()
    page = read_one(tmp_path / "a.pdf", settings)
    assert page.state is PageState.TEXT_LAYER
    assert text_of(page) == "\n".join(REPORT) + "\n\nSigned: Sgt. Ilse Varnham"
    assert box_of(page, "Signed:") == pytest.approx((72, 281, 110, 295), abs=5)


@pytest.mark.parametrize(
    ("turn", "size", "expected"),
    [
        (0, (612, 792), (72, 82, 178, 96)),
        (90, (792, 612), (696, 72, 710, 178)),
        (180, (612, 792), (434, 696, 540, 710)),
        (270, (792, 612), (82, 434, 96, 540)),
    ],
)
def test_boxes_are_those_of_the_page_as_displayed(
    turn: int, size: tuple[int, int], expected: Box, tmp_path: Path, settings: Settings
) -> None:
    canvas = open_canvas(tmp_path / "upright.pdf")
    write_report(canvas)
    canvas.save()
    with pdfium.PdfDocument(tmp_path / "upright.pdf") as document:
        document[0].set_rotation(turn)
        document.save(tmp_path / "a.pdf")
    page = read_one(tmp_path / "a.pdf", settings)
    assert (page.width, page.height, page.rotation) == (*size, turn)
    assert box_of(page, "SUPPLEMENTARY") == pytest.approx(expected, abs=3)
    assert text_of(page) == "\n".join(REPORT), "whichever way the page is fed in, it is read the same"


def test_words_outside_the_crop_are_not_on_the_page(tmp_path: Path, settings: Settings) -> None:
    canvas = open_canvas(tmp_path / "a.pdf")
    canvas.setCropBox((50, 400, 550, 780))
    write_report(canvas)
    write_report(canvas, ["Printer's mark"], top=20)
    canvas.save()
    page = read_one(tmp_path / "a.pdf", settings)
    assert (page.width, page.height) == (500, 380)
    assert "Printer" not in text_of(page)
    assert box_of(page, "SUPPLEMENTARY") == pytest.approx((22, 70, 128, 84), abs=3)


def test_an_image_of_a_page_is_read_by_ocr(tmp_path: Path, settings: Settings) -> None:
    canvas = open_canvas(tmp_path / "a.pdf")
    place_scan(canvas, draw_scan())
    canvas.save()
    page = read_one(tmp_path / "a.pdf", settings)
    assert page.state is PageState.OCR
    assert "did not identify anyone" in text_of(page)
    # Drawn at 180, 360 of 1700 x 2200 pixels, on a page of 612 x 792 points.
    assert box_of(page, "Detective")[:2] == pytest.approx((65, 131), abs=4)


@pytest.mark.parametrize("banner", ["Page 1 of 1 Filed 05/03/95 Case 1:94-cr-00418", "DASK 000417"])
def test_a_banner_over_the_image_of_a_page_is_no_text_layer(banner: str, tmp_path: Path, settings: Settings) -> None:
    canvas = open_canvas(tmp_path / "a.pdf")
    place_scan(canvas, draw_scan())
    write_report(canvas, [banner], top=770)
    canvas.save()
    page = read_one(tmp_path / "a.pdf", settings)
    assert page.state is PageState.BOTH
    assert "did not identify anyone" in text_of(page)
    assert text_of(page).startswith(f"{banner}\n\nSUPPLEMENTARY"), "the banner's words are the file's, and come once"
    assert text_of(page).count(banner.split()[-1]) == 1


def write_hidden(canvas: object, lines: list[str]) -> None:
    """A text layer as scanners make it: over the image, not drawn."""
    text = canvas.beginText(65, 675)  # type: ignore[attr-defined]
    text.setTextRenderMode(3)
    text.setFont("Courier", 11)
    text.setLeading(21.6)
    for line in lines:
        text.textLine(line)
    canvas.drawText(text)  # type: ignore[attr-defined]


def test_the_ocr_of_others_is_kept_where_it_reads_like_words(tmp_path: Path, settings: Settings) -> None:
    canvas = open_canvas(tmp_path / "a.pdf")
    place_scan(canvas, draw_scan())
    write_hidden(canvas, list(REPORT))
    canvas.save()
    page = read_one(tmp_path / "a.pdf", settings)
    assert page.state is PageState.TEXT_LAYER
    assert text_of(page).count("Quillfeather") == 1


def test_the_ocr_of_others_is_replaced_where_it_is_rubbish(tmp_path: Path, settings: Settings) -> None:
    canvas = open_canvas(tmp_path / "a.pdf")
    place_scan(canvas, draw_scan())
    write_hidden(canvas, ["_._,-.. j;&#39 ,,u_,_ >_>,_ .92- K lI1|] ~_. _;;x ,.~ {Q. 7 _.__ .:' }- '|| _,.-"] * 5)
    canvas.save()
    page = read_one(tmp_path / "a.pdf", settings)
    assert (page.state, page.origin) == (PageState.BOTH, Origin.OCR)
    assert "did not identify anyone" in text_of(page)
    assert [(other.origin, other.quality) for other in page.others] == [(Origin.LAYER, pytest.approx(0.08, abs=0.05))]
    assert page.quality is not None
    assert page.quality > 0.9
    assert "OCR was taken" in (page.choice or "")


def test_a_word_drawn_twice_for_boldness_is_read_once(tmp_path: Path, settings: Settings) -> None:
    canvas = open_canvas(tmp_path / "a.pdf")
    write_report(canvas)
    canvas.drawString(72.4, 700, REPORT[0])
    canvas.save()
    assert text_of(read_one(tmp_path / "a.pdf", settings)).count("SUPPLEMENTARY") == 1


def test_what_was_filled_into_a_form_is_read_beside_its_label(tmp_path: Path, settings: Settings) -> None:
    canvas = open_canvas(tmp_path / "a.pdf")
    write_report(canvas, ["Informant number:", "Amount paid:"])
    canvas.acroForm.textfield(name="ci", value="CI 94-118", x=190, y=694, width=120, height=18, fontSize=10)
    canvas.save()
    lines = text_of(read_one(tmp_path / "a.pdf", settings)).split("\n")
    assert "Informant number: CI 94-118" in lines


def test_a_blank_page_is_blank_and_a_single_word_is_not(tmp_path: Path, settings: Settings) -> None:
    canvas = open_canvas(tmp_path / "a.pdf")
    place_scan(canvas, draw_scan([]))
    canvas.showPage()
    place_scan(canvas, draw_scan(["EXHIBIT"]))
    canvas.showPage()
    canvas.save()
    blank, exhibit = read_pages(as_source(tmp_path / "a.pdf"), 1, 2, settings)
    assert (blank.state, text_of(blank)) == (PageState.BLANK, "")
    assert (exhibit.state, text_of(exhibit)) == (PageState.OCR, "EXHIBIT")


def test_columns_are_read_one_after_the_other(tmp_path: Path, settings: Settings) -> None:
    canvas = open_canvas(tmp_path / "a.pdf")
    canvas.setFont("Helvetica", 10)
    canvas.drawCentredString(306, 740, "A heading that runs over both of the columns of this page of the newsletter")
    for row in range(12):
        canvas.drawString(60, 700 - 14 * row, f"left column line {row} goes on here to its edge")
        canvas.drawString(330, 700 - 14 * row, f"right column line {row} goes on here to its edge")
    canvas.save()
    lines = text_of(read_one(tmp_path / "a.pdf", settings)).replace("\n\n", "\n").split("\n")
    assert lines[0].startswith("A heading")
    assert [line.split()[0] for line in lines[1:]] == ["left"] * 12 + ["right"] * 12


def test_line_numbers_stay_with_the_lines_of_a_transcript(tmp_path: Path, settings: Settings) -> None:
    canvas = open_canvas(tmp_path / "a.pdf")
    canvas.setFont("Courier", 12)
    for row in range(1, 26):
        canvas.drawString(72, 740 - 24 * row, str(row))
        canvas.drawString(120, 740 - 24 * row, "Q. And did you see the man who ran?")
    canvas.save()
    lines = text_of(read_one(tmp_path / "a.pdf", settings)).split("\n")
    assert lines == [f"{row} Q. And did you see the man who ran?" for row in range(1, 26)]


def test_the_lines_of_a_table_cell_are_read_together(tmp_path: Path, settings: Settings) -> None:
    canvas = open_canvas(tmp_path / "a.pdf")
    write_report(canvas, ["PAYMENTS TO INFORMANTS"], top=740)
    canvas.grid([60, 200, 420, 540], [700, 650, 600, 550])
    canvas.setFont("Helvetica", 10)
    for row, top in enumerate((685, 635, 585)):
        for column, left in enumerate((66, 206, 426)):
            canvas.drawString(left, top, f"first{row}{column}")
            canvas.drawString(left, top - 14, f"second{row}{column}")
    canvas.save()
    words = text_of(read_one(tmp_path / "a.pdf", settings)).split()[3:]
    assert words == [f"{part}{row}{column}" for row in range(3) for column in range(3) for part in ("first", "second")]


def test_a_hyphen_at_the_end_of_a_line_stays_a_hyphen_on_its_line(tmp_path: Path, settings: Settings) -> None:
    canvas = open_canvas(tmp_path / "a.pdf")
    write_report(canvas, ["The officer opened an investi-", "gation of the matter."])
    canvas.save()
    assert text_of(read_one(tmp_path / "a.pdf", settings)) == "The officer opened an investi-\ngation of the matter."


def test_a_password_is_asked_for(tmp_path: Path, settings: Settings) -> None:
    canvas = open_canvas(tmp_path / "a.pdf", StandardEncryption("secret"))
    write_report(canvas)
    canvas.save()
    with pytest.raises(CannotRead, match="password") as refused:
        count_pages(as_source(tmp_path / "a.pdf"), settings)
    assert refused.value.state == "encrypted"


def test_a_pdf_that_only_forbids_printing_is_read(tmp_path: Path, settings: Settings) -> None:
    canvas = open_canvas(tmp_path / "a.pdf", StandardEncryption("", ownerPassword="owner", canPrint=0))
    write_report(canvas)
    canvas.save()
    assert "Quillfeather" in text_of(read_one(tmp_path / "a.pdf", settings))


def test_a_photograph_beside_text_does_not_hide_the_text(tmp_path: Path, settings: Settings) -> None:
    canvas = open_canvas(tmp_path / "a.pdf")
    write_report(canvas)
    photograph = io.BytesIO()
    Image.linear_gradient("L").save(photograph, "PNG")
    photograph.seek(0)
    canvas.drawImage(ImageReader(photograph), 100, 100, 200, 200)
    canvas.save()
    assert read_one(tmp_path / "a.pdf", settings).state is PageState.TEXT_LAYER
