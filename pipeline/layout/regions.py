"""The labels, fields and cells of a page as regions, so that later steps know what is filled in for what."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from pipeline.layout.arrange import arrange, level_lines
from pipeline.layout.forms import (
    MOST_LABEL_WORDS,
    TABLE_COLUMNS,
    TABLE_ROWS,
    Filled,
    Piece,
    cell_places,
    find_filled,
    find_pieces,
    find_table,
    is_label,
    is_label_text,
    order_form,
    split_row,
)
from pipeline.layout.order import join_rows
from pipeline.layout.printed import box_around
from pipeline.lexicons import Lexicon
from pipeline.lines import PlacedWord
from pipeline.records import Box, Page, Reading, Region, RegionKind, Word

FEWEST_LABELS = 2
"""A page with one thing that looks like a label is no form."""


def fill_in(page: Page, cells: Sequence[Box], labels: Lexicon) -> Page:
    """The page with each label before its value, and with the regions of its form or tables. Where it rules no boxes,
    alignment tells; `cells` are the boxes it rules, on the page as displayed."""
    if page.reading is None or not page.reading.words or not (cells or _may_be_form(page.reading, labels)):
        return page
    reading, regions = page.reading, page.regions
    words = _words(reading)
    if not cells and order_form(join_rows(words), labels) is not None:
        reading, regions = arrange(reading, regions, 0, (page.width, page.height), labels)
        words = _words(reading)
    return replace(page, reading=reading, regions=(*regions, *_find_regions(reading, words, cells, labels)))


def _may_be_form(reading: Reading, labels: Lexicon) -> bool:
    """A quick look at the lines as they are: two labels, or three lines of three pieces, make a nearer one worth it."""
    found = wide = 0
    for line in _text_lines(reading):
        pieces = find_pieces([word.box for word in line])
        wide += len(pieces) >= TABLE_COLUMNS
        for start, end in pieces:
            for said in _with_colon(reading.text, line[start:end]):
                found += is_label_text(said, labels)
        if found >= FEWEST_LABELS or wide >= TABLE_ROWS:
            return True
    return False


def _with_colon(text: str, piece: Sequence[Word]) -> Iterator[str]:
    """A piece of a line that is short enough for a label, and what of it stands before a colon."""
    has_colon = text.find(":", piece[0].start, piece[:MOST_LABEL_WORDS][-1].end) >= 0
    is_short = len(piece) <= MOST_LABEL_WORDS
    if not (has_colon or is_short):
        return
    said = [text[word.start : word.end] for word in piece[:MOST_LABEL_WORDS]]
    if is_short and not (len(said) == 1 and said[0].isdecimal()):
        yield " ".join(said)
    if not has_colon:
        return
    for at, one in enumerate(said, 1):
        if one[-1:] == ":" and at < len(piece):
            yield " ".join(said[:at])


def _text_lines(reading: Reading) -> Iterator[list[Word]]:
    line: list[Word] = []
    end = 0
    for word in reading.words:
        if line and reading.text.find("\n", end, word.start) >= 0:
            yield line
            line = []
        line.append(word)
        end = word.end
    if line:
        yield line


def _words(reading: Reading) -> list[PlacedWord]:
    """The words as they would stand on level paper."""
    lines, _ = level_lines(reading, 0, (0.0, 0.0))
    return [word for line in lines for word in line]


def find_regions(reading: Reading, cells: Sequence[Box], labels: Lexicon) -> tuple[Region, ...]:
    """LABEL and FIELD regions of a form (the value of a field is its label) and CELL regions of its tables (the value
    is "row,column"). `cells` are the boxes that the page rules, smaller ones first, on the page upright like the words.
    """
    return _find_regions(reading, _words(reading), cells, labels)


def _find_regions(
    reading: Reading, words: Sequence[PlacedWord], cells: Sequence[Box], labels: Lexicon
) -> tuple[Region, ...]:
    """`words` are those of the reading on level paper."""
    read = {id(word): w for word, w in zip(words, reading.words, strict=True)}
    inside, outside = _by_cell(words, cells)
    places = cell_places(inside)
    alone = join_rows(outside)
    found = list(_table_regions(alone, read))
    filled = list(find_filled(alone, labels))
    for cell, content in inside.items():
        rows = join_rows(content)
        row, column = places[cell]
        found.append(_region(RegionKind.CELL, [tuple(content)], read, f"{row},{column}", cell))
        filled += _in_cell(rows, labels)
    if len(filled) >= FEWEST_LABELS:
        found += [region for one in filled for region in _field_regions(one, read)]
    return tuple(sorted(found, key=lambda region: (region.start or 0, region.kind)))


def _by_cell(words: Iterable[PlacedWord], cells: Sequence[Box]) -> tuple[dict[Box, list[PlacedWord]], list[PlacedWord]]:
    inside: dict[Box, list[PlacedWord]] = {}
    outside: list[PlacedWord] = []
    for word in words:
        x, y = (word.box[0] + word.box[2]) / 2, (word.box[1] + word.box[3]) / 2
        cell = next((c for c in cells if c[0] <= x <= c[2] and c[1] <= y <= c[3]), None)
        if cell is None:
            outside.append(word)
        else:
            inside.setdefault(cell, []).append(word)
    return inside, outside


def _in_cell(rows: Sequence[Sequence[PlacedWord]], labels: Lexicon) -> Iterator[Filled]:
    """The label of a box and all that is filled in under or beside it; the first line is the label, where it is one."""
    whole = [piece for piece in (tuple(row) for row in rows) if piece]
    if whole and is_label(whole[0], labels):
        yield Filled(whole[0], tuple(whole[1:]), is_above=True)
        return
    pieces = [piece for row in rows for piece in split_row(row)]
    if len(pieces) > 1 and is_label(pieces[0], labels):
        yield Filled(pieces[0], tuple(pieces[1:]), is_above=False)
    else:
        yield from find_filled(rows, labels)


def _field_regions(one: Filled, read: dict[int, Word]) -> Iterator[Region]:
    said = " ".join(word.text for word in one.label).rstrip(" :")
    yield _region(RegionKind.LABEL, [one.label], read, said)
    if one.value:
        yield _region(RegionKind.FIELD, one.value, read, said)


def _table_regions(rows: Sequence[Sequence[PlacedWord]], read: dict[int, Word]) -> Iterator[Region]:
    for table in find_table(rows).values():
        for row, column, piece in table:
            yield _region(RegionKind.CELL, [piece], read, f"{row},{column}")


def _region(
    kind: RegionKind, pieces: Sequence[Piece], read: dict[int, Word], value: str, box: Box | None = None
) -> Region:
    """A region around some pieces; its offsets reach from their first to their last word in the text."""
    words = [read[id(word)] for piece in pieces for word in piece]
    first, last = min(word.start for word in words), max(word.end for word in words)
    return Region(kind, box or box_around(words), first, last, value)
