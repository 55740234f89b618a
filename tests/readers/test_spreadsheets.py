"""Spreadsheets and tables: every cell, with its row and column."""

from pathlib import Path

from pipeline.readers import count_pages, read_pages, render_page
from pipeline.records import Page
from pipeline.settings import Settings
from tests.readers.offices import make_flat, make_xlsx
from tests.readers.papers import as_source

STYLES = (
    '<style:page-layout style:name="paper"><style:page-layout-properties/></style:page-layout>'
    '<style:style style:name="gone" style:family="table"><style:table-properties table:display="false"/></style:style>'
    '<style:style style:name="narrow" style:family="table-column">'
    '<style:table-column-properties style:column-width="0.2in"/></style:style>'
)


def cell(text: str, note: str = "") -> str:
    comment = (
        f"<office:annotation><dc:creator>Dask</dc:creator><text:p>{note}</text:p></office:annotation>" if note else ""
    )
    number = (
        'office:value-type="float" office:value="1234567.5"' if text == "1234567.5" else 'office:value-type="string"'
    )
    return f"<table:table-cell {number}>{comment}<text:p>{text}</text:p></table:table-cell>"


def row(*cells: str, hidden: bool = False) -> str:
    seen = ' table:visibility="collapse"' if hidden else ""
    return f"<table:table-row{seen}>{''.join(cells)}</table:table-row>"


def cells_of(page: Page) -> dict[str | None, str]:
    assert page.reading is not None
    return {region.value: page.reading.text[region.start : region.end] for region in page.regions}


def test_nothing_of_a_workbook_is_hidden(tmp_path: Path, settings: Settings) -> None:
    body = (
        '<table:table table:name="Payments" table:print-ranges="Payments.A1:Payments.A1"><table:table-column '
        'table:style-name="narrow" table:number-columns-repeated="2"/>'
        f"{row(cell('Payee'), cell('Amount'))}{row(cell('CI 94-118'), cell('1234567.5', 'Paid in cash'))}"
        f"{row(cell('Sgt. Varnham'), cell('a remark that is much longer than its narrow column'), hidden=True)}"
        '</table:table><table:table table:name="Desk" table:style-name="gone"><table:table-column/>'
        f"{row(cell('Informant fund'))}</table:table>"
    )
    source = as_source(make_flat(tmp_path / "fund.fods", "spreadsheet", STYLES, body))
    pages = list(read_pages(source, 1, count_pages(source, settings), settings))
    assert cells_of(pages[0]) == {
        "1,1": "Payee",
        "1,2": "Amount",
        "2,1": "CI 94-118",
        "2,2": "1234567.5",
        "3,1": "Sgt. Varnham",
        "3,2": "a remark that is much longer than its narrow column",
    }
    texts = [page.reading.text for page in pages if page.reading]
    assert texts[0].splitlines()[:3] == ["Sheet: Payments", "A B", "1  Payee  Amount"]
    assert texts[1].startswith("Sheet: Payments\nB2: Paid in cash")
    assert texts[2].startswith("Hidden sheet: Desk\nA\n1  Informant fund")


def test_a_large_workbook_is_read_cell_by_cell(tmp_path: Path) -> None:
    calls: list[list[str | float]] = [[f"212-555-{number:04}", float(number)] for number in range(150)]
    source = as_source(make_xlsx(tmp_path / "calls.xlsx", calls))
    settings = Settings(archive=tmp_path / "archive", sheet_cells=100)
    assert count_pages(source, settings) == 3
    first, second, third = read_pages(source, 1, 3, settings)
    assert first.reading is not None
    assert first.reading.text.startswith("Hidden sheet: Desk\n")
    assert cells_of(first) == {"1,1": "Informant fund"}
    assert cells_of(second)["100,2"] == "99"
    assert cells_of(third)["101,1"] == "212-555-0100"
    assert "EXCULPA_SHEET_CELLS" in (third.choice or "")
    [again] = read_pages(source, 3, 3, settings)
    assert again == third
    assert render_page(source, 3, 72, settings).size == (round(third.width), round(third.height))


def test_a_delimited_file_is_a_table(tmp_path: Path, settings: Settings) -> None:
    rows = ["Payee;Amount;Remark", '"CI; 94-118";500;"two\nlines"', ";;", *[f"x;{number};" for number in range(120)]]
    (tmp_path / "fund.csv").write_bytes("\r\n".join(rows).encode("cp1252"))
    source = as_source(tmp_path / "fund.csv")
    assert count_pages(source, settings) == 2
    first, second = read_pages(source, 1, 2, settings)
    assert first.reading is not None
    assert first.reading.text.splitlines()[1:4] == [
        "  1  Payee       Amount  Remark",
        "  2  CI; 94-118  500     two",
        "                         lines",
    ]
    assert cells_of(first)["2,1"] == "CI; 94-118"
    assert cells_of(second)["101,2"] == "97"
