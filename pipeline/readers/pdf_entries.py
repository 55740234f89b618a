"""The fields, tick boxes and notes of a page put into its text: each once, with its place."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from pipeline.lines import PlacedWord, compose, turn_back
from pipeline.readers.mixing import split_reading
from pipeline.readers.pdf_forms import Entry
from pipeline.readers.pdf_text import Lines, TextLayer
from pipeline.records import Box, Origin, Page, PageState, Reading, Region

LONGEST_TICK = 2
"""What draws a tick is one letter of a font of symbols, or two."""


def place_ticks(layer: TextLayer, entries: Sequence[Entry], size: tuple[float, float]) -> TextLayer:
    """The layer with [X] and [ ] for tick boxes, in place of the letters that draw the ticks."""
    turned = size if layer.turn in (0, 180) else (size[1], size[0])
    ticks = [
        PlacedWord(entry.text, turn_back(entry.box, 360 - layer.turn, turned) if layer.turn else entry.box, 1.0)
        for entry in entries
        if entry.is_tick and entry.is_seen
    ]
    if not ticks:
        return layer
    seen = [
        [
            word
            for word in line
            if len(word.text) > LONGEST_TICK or not any(_stands_in(word.box, tick.box) for tick in ticks)
        ]
        for line in layer.seen
    ]
    return replace(layer, seen=[line for line in [*seen, *([tick] for tick in ticks)] if line])


def find_hidden(entries: Sequence[Entry]) -> Lines:
    """The words of fields and notes that are there and not shown, a line for each of theirs."""
    return [
        [PlacedWord(word, entry.box, 1.0) for word in line.split()]
        for entry in entries
        if not entry.is_seen and not entry.is_tick
        for line in entry.text.splitlines()
        if line.strip()
    ]


def add_entries(page: Page, entries: Sequence[Entry]) -> Page:
    """A page with a region for each entry; words of an entry that are not drawn stand in a block of their own at the
    end, all with the entry's box."""
    seen = [entry for entry in entries if entry.is_seen]
    if page.reading is None or not seen:
        return page
    before, reading = page.reading, page.reading
    regions: list[Region] = []
    for entry in seen:
        inside = list(_find_inside(before, entry.box))
        span: tuple[int, int] | tuple[None, None] = (None, None)
        if not entry.is_tick and not _says(before, inside, entry.text):
            start = len(reading.text) + 2 if reading.text else 0
            reading = append_lines(reading, entry.text, entry.box)
            span = (start, len(reading.text))
        elif inside and inside[-1] - inside[0] == len(inside) - 1:
            # Where its words are not one after the other, two offsets cannot tell its place in the text.
            span = (before.words[inside[0]].start, before.words[inside[-1]].end)
        regions.append(Region(entry.kind, entry.box, span[0], span[1], entry.value))
    if page.state is PageState.BLANK and reading.text:
        page = replace(page, state=PageState.TEXT_LAYER, origin=Origin.LAYER)
    return replace(page, reading=reading, regions=(*page.regions, *regions))


def append_lines(reading: Reading, text: str, box: Box) -> Reading:
    """The reading with one more block at its end."""
    lines = [[PlacedWord(word, box, 1.0) for word in line.split()] for line in text.splitlines() if line.strip()]
    return compose([*split_reading(reading), lines]) if lines else reading


def _find_inside(reading: Reading, box: Box) -> Iterator[int]:
    return (index for index, word in enumerate(reading.words) if _stands_in(word.box, box))


def _says(reading: Reading, inside: Sequence[int], text: str) -> bool:
    """Do the words on a place say all of it? White space does not count, and no text is always said."""
    drawn = "".join(reading.text[reading.words[index].start : reading.words[index].end] for index in inside)
    return "".join(text.split()) in drawn


def _stands_in(box: Box, place: Box) -> bool:
    x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    return place[0] - 1 <= x <= place[2] + 1 and place[1] - 1 <= y <= place[3] + 1
