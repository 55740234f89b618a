"""PDF: layers that are right, wrong, of another page, of half the page, doubled; images among text; damaged files."""

import io
from collections.abc import Sequence
from pathlib import Path

import pikepdf
import pytest
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from pipeline.readers import count_pages, read_pages
from pipeline.readers.pdf_rescue import rescue_page
from pipeline.records import Origin, Page, PageState
from pipeline.settings import Settings
from tests.readers.papers import REPORT, as_source, draw_scan, open_canvas, place_scan, write_report

OTHER_PAGE = (
    "PROPERTY CLERK INVOICE",
    "One brown leather wallet containing eleven dollars in currency",
    "Two keys on a ring with a tag marked garage",
    "Vouchered by the arresting officer under the above number",
    "Released to owner upon presentation of proper identification",
)


def read_one(path: Path, settings: Settings) -> Page:
    [page] = read_pages(as_source(path), 1, 1, settings)
    return page


def text_of(page: Page) -> str:
    assert page.reading is not None, page.problem
    return page.reading.text


def write_hidden(canvas: Canvas, lines: Sequence[str], left: float = 65, top: float = 675) -> None:
    """A text layer as scanners make it: over the image, not drawn. The first line of `draw_scan` is at 65, 675."""
    text = canvas.beginText(left, top)
    text.setTextRenderMode(3)
    text.setFont("Courier", 10.85)
    text.setLeading(21.6)
    for line in lines:
        text.textLine(line)
    canvas.drawText(text)


def make_scan(path: Path, *layers: Sequence[str], left: float = 65, top: float = 675) -> Path:
    canvas = open_canvas(path)
    place_scan(canvas, draw_scan())
    for lines in layers:
        write_hidden(canvas, lines, left, top)
    canvas.save()
    return path


def test_a_layer_that_follows_the_ink_and_reads_like_words_needs_no_ocr(tmp_path: Path, settings: Settings) -> None:
    page = read_one(make_scan(tmp_path / "a.pdf", REPORT), settings)
    assert (page.state, page.origin, page.others) == (PageState.TEXT_LAYER, Origin.LAYER, ())
    assert "without OCR" in (page.choice or "")


@pytest.mark.parametrize(
    ("lines", "left", "top"),
    [
        (OTHER_PAGE, 65, 675),
        (REPORT, 65, 664),
        (["%@#~ ^^|} {}~ ,;:. @@$% <>|| ~~^^ #@{} |;:" for _ in range(5)], 65, 675),
        (["Xqzt brplk wrtsd gkjhf pqlmn zzxcv bnmkl" for _ in range(5)], 65, 675),
    ],
    ids=["of another page", "shifted", "signs", "letters"],
)
def test_a_wrong_layer_gives_way_to_ocr_and_is_kept(
    lines: Sequence[str], left: float, top: float, tmp_path: Path, settings: Settings
) -> None:
    page = read_one(make_scan(tmp_path / "a.pdf", lines, left=left, top=top), settings)
    assert (page.state, page.origin) == (PageState.BOTH, Origin.OCR)
    assert text_of(page).count("Quillfeather") == 1
    assert "wallet" not in text_of(page)
    assert [other.origin for other in page.others] == [Origin.LAYER]
    assert page.others[0].quality is not None


def test_a_layer_of_half_the_page_gives_way_to_ocr(tmp_path: Path, settings: Settings) -> None:
    page = read_one(make_scan(tmp_path / "a.pdf", REPORT[:2]), settings)
    assert page.origin is Origin.OCR
    assert "No further action" in text_of(page)
    assert text_of(page).count("Quillfeather") == 1


def test_two_equal_layers_are_read_once(tmp_path: Path, settings: Settings) -> None:
    page = read_one(make_scan(tmp_path / "a.pdf", REPORT, REPORT), settings)
    assert text_of(page).count("Quillfeather") == 1


def test_a_layer_of_white_space_is_none(tmp_path: Path, settings: Settings) -> None:
    page = read_one(make_scan(tmp_path / "a.pdf", ["   ", " "]), settings)
    assert (page.state, page.others) == (PageState.OCR, ())
    assert "Quillfeather" in text_of(page)


def test_text_under_the_image_is_somebodys_ocr(tmp_path: Path, settings: Settings) -> None:
    canvas = open_canvas(tmp_path / "a.pdf")
    write_report(canvas, OTHER_PAGE)
    place_scan(canvas, draw_scan())
    canvas.save()
    page = read_one(tmp_path / "a.pdf", settings)
    assert page.origin is Origin.OCR
    assert "wallet" not in text_of(page)
    assert "wallet" in page.others[0].reading.text


def test_a_layer_is_better_than_nothing(tmp_path: Path, settings: Settings) -> None:
    canvas = open_canvas(tmp_path / "a.pdf")
    place_scan(canvas, draw_scan([]))
    write_hidden(canvas, REPORT)
    canvas.save()
    page = read_one(tmp_path / "a.pdf", settings)
    assert page.state in (PageState.BLANK, PageState.BOTH)
    assert any("Quillfeather" in text for text in (text_of(page), *(other.reading.text for other in page.others)))


def test_what_is_typed_onto_a_scanned_form_stands_in_its_line(tmp_path: Path, settings: Settings) -> None:
    canvas = open_canvas(tmp_path / "a.pdf")
    place_scan(canvas, draw_scan(["Name of the witness:", "Date of the interview:"]))
    canvas.setFont("Helvetica", 11)
    canvas.drawString(210, 677, "Orrin Dask")
    canvas.save()
    page = read_one(tmp_path / "a.pdf", settings)
    assert page.state is PageState.BOTH
    assert text_of(page).count("Dask") == 1
    assert "witness:" in text_of(page)


def test_a_letter_pasted_into_a_typed_page_is_read_at_its_place(tmp_path: Path, settings: Settings) -> None:
    canvas = open_canvas(tmp_path / "a.pdf")
    write_report(canvas, ["The following receipt was found in the desk file."], top=740)
    pasted = draw_scan(["Received of Sgt. Varnham", "the sum of forty dollars", "for information given"])
    data = io.BytesIO()
    pasted.crop((100, 250, 1300, 550)).save(data, "PNG")
    data.seek(0)
    canvas.drawImage(ImageReader(data), 72, 560, 480, 120)
    write_report(canvas, ["It was not among the papers that were given to the defence."], top=500)
    canvas.save()
    page = read_one(tmp_path / "a.pdf", settings)
    assert (page.state, page.origin) == (PageState.BOTH, Origin.LAYER)
    places = [text_of(page).find(said) for said in ("following receipt", "forty dollars", "not among")]
    assert -1 not in places
    assert places == sorted(places)
    box = next(w.box for w in page.reading.words if text_of(page)[w.start : w.end] == "forty")  # type: ignore[union-attr]
    assert 112 < box[1] < 232
    assert box[0] > 72


def test_a_letterhead_over_the_whole_page_does_not_hide_the_text(tmp_path: Path, settings: Settings) -> None:
    canvas = open_canvas(tmp_path / "a.pdf")
    place_scan(canvas, Image.new("L", (200, 260), 250))
    write_report(canvas)
    canvas.save()
    page = read_one(tmp_path / "a.pdf", settings)
    assert (page.state, text_of(page)) == (PageState.TEXT_LAYER, "\n".join(REPORT))


def test_a_file_without_its_table_of_contents_is_read(tmp_path: Path, settings: Settings) -> None:
    canvas = open_canvas(tmp_path / "a.pdf")
    write_report(canvas)
    canvas.save()
    data = (tmp_path / "a.pdf").read_bytes()
    (tmp_path / "cut.pdf").write_bytes(data[: data.rindex(b"xref")])
    source = as_source(tmp_path / "cut.pdf")
    assert count_pages(source, settings) == 1
    assert "Quillfeather" in text_of(read_one(tmp_path / "cut.pdf", settings))


def test_a_page_that_cannot_be_drawn_is_read_from_its_image(tmp_path: Path, settings: Settings) -> None:
    path = make_scan(tmp_path / "a.pdf")
    page = rescue_page(str(path), Page(1, PageState.FAILED, None, 0.0, 0.0, 0, "cannot be drawn"), settings)
    assert (page.state, page.origin) == (PageState.OCR, Origin.OCR)
    assert "Quillfeather" in text_of(page)
    assert page.width == 612


def test_a_page_on_which_pdfium_finds_nothing_is_read_with_pdfplumber(tmp_path: Path, settings: Settings) -> None:
    canvas = open_canvas(tmp_path / "a.pdf")
    write_report(canvas)
    canvas.save()
    page = rescue_page(str(tmp_path / "a.pdf"), Page(1, PageState.BLANK, None, 612.0, 792.0), settings)
    assert (page.state, page.origin) == (PageState.TEXT_LAYER, Origin.LAYER)
    assert text_of(page) == "\n".join(REPORT)
    assert "pdfplumber" in (page.choice or "")


def test_a_page_that_nothing_reads_keeps_its_problem(tmp_path: Path, settings: Settings) -> None:
    with pikepdf.new() as document:
        document.add_blank_page()
        document.save(tmp_path / "a.pdf")
    failed = Page(1, PageState.FAILED, None, 0.0, 0.0, 0, "cannot be drawn")
    assert rescue_page(str(tmp_path / "a.pdf"), failed, settings) == failed
