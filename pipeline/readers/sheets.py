"""Spreadsheets: every cell on paper, with the letters of its column and the number of its row.

A printed sheet leaves out what is hidden, what stands outside its print range and every comment, shows ### where a
column is too narrow, and cuts wide sheets into strips that nobody can put together. So columns are made as wide as what
they hold, the paper as wide as the sheet, and each sheet begins with its name and prints its heads, its grid and, at
its end, its comments.
"""

from collections.abc import Iterator
from copy import deepcopy

from pipeline.readers.flat import Element, Tree, find_all, make, qualified

PRINTED = "headers grid annotations objects charts drawings zero-values"
AS_LAID_OUT = ("table:print-ranges", "table:print")
INCHES_A_LETTER = 0.085
"""Ten point letters of the usual faces are narrower; a cell that asks for larger ones is wrapped."""
NARROWEST, WIDEST = 0.6, 5.0
"""Inches. Longer text is wrapped: a column of remarks would make paper that no screen shows."""
MARGINS = 2.5
"""Inches beside the cells: the edges of the paper and the column of row numbers."""
LARGEST_PAPER = 118.0
"""Inches that LibreOffice can lay out; a sheet that is wider is written smaller."""


def show_cells(tree: Tree) -> None:
    """Make everything visible, each sheet on paper of its own."""
    _show_lines(tree)
    _wrap_cells(tree)
    tables = find_all(tree, "//office:spreadsheet/table:table")
    for number, table in enumerate(tables, 1):
        _give_paper(tree, table, f"sheet{number}", _widen(tree, table, f"sheet{number}"))


def _show_lines(tree: Tree) -> None:
    """Rows, columns and groups that are hidden or filtered away, and what is outside the print range."""
    for line in find_all(tree, "//table:table-row[@table:visibility] | //table:table-column[@table:visibility]"):
        del line.attrib[qualified("table:visibility")]
    for group in find_all(tree, "//*[@table:display='false'][not(self::style:table-properties)]"):
        del group.attrib[qualified("table:display")]
    for table in find_all(tree, "//table:table"):
        for name in AS_LAID_OUT:
            table.attrib.pop(qualified(name), None)


def _wrap_cells(tree: Tree) -> None:
    for style in find_all(tree, "//*[self::style:style or self::style:default-style][@style:family='table-cell']"):
        properties = style.find(qualified("style:table-cell-properties"))
        if properties is None:
            properties = make("style:table-cell-properties")
            style.insert(0, properties)
        properties.set(qualified("fo:wrap-option"), "wrap")
        properties.set(qualified("style:vertical-align"), "top")
    for row in find_all(tree, "//style:table-row-properties"):
        row.set(qualified("style:use-optimal-row-height"), "true")


def _widen(tree: Tree, table: Element, name: str) -> float:
    """Give every used column the width of what it holds; how wide they are together, in inches."""
    needed = _measure(table)
    styles = find_all(tree, "//office:automatic-styles")[-1]
    last, column, total = max(needed, default=-1), 0, 0.0
    for element in find_all(table, ".//table:table-column"):
        repeated = _count(element, "table:number-columns-repeated")
        for _ in range(min(repeated, last + 1 - column)):
            inches = min(max(needed.get(column, 0) * INCHES_A_LETTER + 0.1, NARROWEST), WIDEST)
            single = deepcopy(element)
            single.attrib.pop(qualified("table:number-columns-repeated"), None)
            single.set(qualified("table:style-name"), f"{name}column{column}")
            style = make("style:style", name=f"{name}column{column}", family="table-column")
            style.append(make("style:table-column-properties", column_width=f"{inches:.2f}in"))
            styles.append(style)
            element.addprevious(single)
            column, total, repeated = column + 1, total + inches, repeated - 1
        if repeated:
            element.set(qualified("table:number-columns-repeated"), str(repeated))
        elif (parent := element.getparent()) is not None:
            parent.remove(element)
    return total


def _measure(table: Element) -> dict[int, int]:
    """The longest line of every column that holds anything, in letters. Merged cells are as wide as they are."""
    needed: dict[int, int] = {}
    for row in find_all(table, ".//table:table-row"):
        for column, cell in _cells(row):
            lines = ["".join(line.itertext()) for line in cell.findall(qualified("text:p"))]
            if lines:
                spanned = _count(cell, "table:number-columns-spanned") > 1
                needed[column] = max(needed.get(column, 0), 0 if spanned else max(map(len, lines)))
    return needed


def _cells(row: Element) -> Iterator[tuple[int, Element]]:
    column = 0
    for cell in row:
        repeated = _count(cell, "table:number-columns-repeated")
        if len(cell):
            for place in range(column, column + min(repeated, 1000)):
                yield place, cell
        column += repeated


def _count(element: Element, name: str) -> int:
    return int(element.get(qualified(name)) or 1)


def _give_paper(tree: Tree, table: Element, name: str, inches: float) -> None:
    """Paper as wide as the sheet, with a head that names it and says whether it is hidden."""
    style = _copy(tree, "style:style", table.get(qualified("table:style-name")), f"{name}table")
    master = _copy(tree, "style:master-page", style.get(qualified("style:master-page-name")), f"{name}master")
    layout = _copy(tree, "style:page-layout", master.get(qualified("style:page-layout-name")), f"{name}paper")
    table.set(qualified("table:style-name"), f"{name}table")
    style.set(qualified("style:master-page-name"), f"{name}master")
    master.set(qualified("style:page-layout-name"), f"{name}paper")
    hidden = find_all(style, "style:table-properties[@table:display='false']")
    for properties in hidden:
        properties.set(qualified("table:display"), "true")
    _name_sheet(master, f"{'Hidden sheet' if hidden else 'Sheet'}: {table.get(qualified('table:name'))}")
    for properties in find_all(layout, "style:page-layout-properties"):
        _set_paper(properties, inches + MARGINS)


def _set_paper(properties: Element, inches: float) -> None:
    for scale in ("style:scale-to", "style:scale-to-pages"):
        properties.attrib.pop(qualified(scale), None)
    properties.set(qualified("style:scale-to-X"), "1")
    properties.set(qualified("style:scale-to-Y"), "0")
    properties.set(qualified("style:print"), PRINTED)
    properties.set(qualified("style:print-orientation"), "landscape" if inches > 8.5 else "portrait")
    properties.set(qualified("fo:page-width"), f"{min(max(inches, 8.5), LARGEST_PAPER):.2f}in")
    properties.set(qualified("fo:page-height"), "11in")


def _copy(tree: Tree, kind: str, wanted: str | None, name: str) -> Element:
    """A copy under a new name of the style, master page or layout of that name, beside it; of any where none has it."""
    known = find_all(tree, f"//{kind}")
    same = [style for style in known if style.get(qualified("style:name")) == wanted]
    original = (same or known)[0]
    copy = deepcopy(original)
    copy.set(qualified("style:name"), name)
    copy.attrib.pop(qualified("style:display-name"), None)
    original.addnext(copy)
    return copy


def _name_sheet(master: Element, words: str) -> None:
    """A first line of the page head with the name of the sheet, above what the head says itself."""
    head = master.find(qualified("style:header"))
    if head is None:
        head = make("style:header")
        master.insert(0, head)
    if head.attrib.pop(qualified("style:display"), "true") == "false":
        del head[:]
    for named in find_all(head, ".//text:p[text:sheet-name][count(*)=1][not(normalize-space(text()))]"):
        named.getparent().remove(named)  # the same name once more, as LibreOffice prints it by itself
    line = make("text:p", words)
    regions = [place for place in head if place.tag.startswith(qualified("style:region"))]
    (regions[0] if regions else head).insert(0, line)
