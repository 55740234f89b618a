"""The labels, fields and cells of a page as regions, so that later steps know what is filled in for what."""

from collections.abc import Iterable, Iterator, Sequence

from pipeline.layout.forms import Filled, Piece, cell_places, find_filled, find_table, is_label, split_row
from pipeline.layout.order import join_rows
from pipeline.lexicons import Lexicon
from pipeline.lines import PlacedWord
from pipeline.records import Box, Reading, Region, RegionKind

FEWEST_LABELS = 2
"""A page with one thing that looks like a label is no form."""


def find_regions(reading: Reading, cells: Sequence[Box], labels: Lexicon) -> tuple[Region, ...]:
    """LABEL and FIELD regions of a form (the value of a field is its label) and CELL regions of its tables (the value
    is "row,column"). `cells` are the boxes that the page rules, smaller ones first, on the page upright like the words.
    """
    words = [PlacedWord(reading.text[w.start : w.end], w.box, w.confidence) for w in reading.words]
    offsets = {id(word): (w.start, w.end) for word, w in zip(words, reading.words, strict=True)}
    inside, outside = _by_cell(words, cells)
    places = cell_places(inside)
    found = list(_table_regions(join_rows(outside), offsets))
    filled = list(find_filled(join_rows(outside), labels))
    for cell, content in inside.items():
        rows = join_rows(content)
        row, column = places[cell]
        found.append(_region(RegionKind.CELL, [tuple(content)], offsets, f"{row},{column}", cell))
        filled += _in_cell(rows, labels)
    if len(filled) >= FEWEST_LABELS:
        found += [region for one in filled for region in _field_regions(one, offsets)]
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


def _field_regions(one: Filled, offsets: dict[int, tuple[int, int]]) -> Iterator[Region]:
    said = " ".join(word.text for word in one.label).rstrip(" :")
    yield _region(RegionKind.LABEL, [one.label], offsets, said)
    if one.value:
        yield _region(RegionKind.FIELD, one.value, offsets, said)


def _table_regions(rows: Sequence[Sequence[PlacedWord]], offsets: dict[int, tuple[int, int]]) -> Iterator[Region]:
    for table in find_table(rows).values():
        for row, column, piece in table:
            yield _region(RegionKind.CELL, [piece], offsets, f"{row},{column}")


def _region(
    kind: RegionKind, pieces: Sequence[Piece], offsets: dict[int, tuple[int, int]], value: str, box: Box | None = None
) -> Region:
    """A region around some pieces; its offsets reach from their first to their last word in the text."""
    words = [word for piece in pieces for word in piece]
    around = (
        min(word.box[0] for word in words),
        min(word.box[1] for word in words),
        max(word.box[2] for word in words),
        max(word.box[3] for word in words),
    )
    places = [offsets[id(word)] for word in words]
    return Region(kind, box or around, min(start for start, _ in places), max(end for _, end in places), value)
