"""Words of a page's text layer put among the words that OCR read off its image: each once."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from pipeline.lines import PlacedWord, compose
from pipeline.records import Box, Reading, Region

COVERS = 0.5
"""A word of OCR of which so much stands under a word of the layer is that word, read off the image."""

Line = list[PlacedWord]
Block = list[Line]


def split_reading(reading: Reading) -> list[Block]:
    """The blocks of lines of placed words that `lines.compose` made the reading of."""
    blocks: list[Block] = []
    end = 0
    for word in reading.words:
        between = reading.text[end : word.start]
        if not blocks or "\n\n" in between:
            blocks.append([[]])
        elif "\n" in between:
            blocks[-1].append([])
        blocks[-1][-1].append(PlacedWord(reading.text[word.start : word.end], word.box, word.confidence))
        end = word.end
    return blocks


def mix(reading: Reading, regions: Sequence[Region], seen: Sequence[Line]) -> tuple[Reading, tuple[Region, ...]]:
    """What OCR read, with the drawn words of the text layer in place of what OCR made of them.

    A line that OCR did not read at all stands as its own block: before everything where it stands above it, else at
    the end. Regions keep their words; the offsets are those of the new reading.
    """
    blocks = split_reading(reading)
    top = min((word.box[1] for word in reading.words), default=0.0)
    above: list[Block] = []
    below: list[Block] = []
    for drawn in seen:
        lines = [line for block in blocks for line in block if any(_covers(drawn, word.box) for word in line)]
        for line in lines:
            line[:] = [word for word in line if not _covers(drawn, word.box)]
        if lines:
            lines[0][:] = sorted([*lines[0], *drawn], key=lambda word: word.box[0])
        else:
            (above if drawn[0].box[3] <= top else below).append([list(drawn)])
    middle = [filled for block in blocks if (filled := [line for line in block if line])]
    mixed = compose([*above, *middle, *below])
    return mixed, tuple(_moved(regions, reading, mixed))


def drop_doubled(blocks: Iterable[Block], places: Sequence[Box]) -> list[Block]:
    """Blocks without the words that stand where there are words already."""
    fresh = (
        [[word for word in line if not any(_share(word.box, place) > COVERS for place in places)] for line in block]
        for block in blocks
    )
    return [block for block in ([line for line in part if line] for part in fresh) if block]


def _moved(regions: Iterable[Region], before: Reading, after: Reading) -> Iterable[Region]:
    """Regions with the offsets of their words in the new reading; a region all of whose words went has none."""
    found = {(word.box, after.text[word.start : word.end]): word for word in after.words}
    for region in regions:
        if region.start is None or region.end is None:
            yield region
            continue
        inside = [word for word in before.words if region.start <= word.start < region.end]
        still = [found.get((word.box, before.text[word.start : word.end])) for word in inside]
        there = [word for word in still if word is not None]
        start, end = min((w.start for w in there), default=None), max((w.end for w in there), default=None)
        yield replace(region, start=start, end=end)


def _covers(line: Line, box: Box) -> bool:
    """Does the word stand where the line does, the spaces between its words included? OCR sets a lone figure beside
    its place now and then."""
    return any(_share(box, stretch) > COVERS for stretch in _find_stretches(line))


def _find_stretches(line: Line) -> list[Box]:
    """The boxes around words that only spaces part."""
    found: list[Box] = []
    for word in line:
        x0, top, x1, bottom = word.box
        if found and 0 <= x0 - found[-1][2] < bottom - top:
            left, upper, _, lower = found[-1]
            found[-1] = (left, min(upper, top), x1, max(lower, bottom))
        else:
            found.append(word.box)
    return found


def _share(box: Box, other: Box) -> float:
    """How much of a box stands under another."""
    wide = min(box[2], other[2]) - max(box[0], other[0])
    high = min(box[3], other[3]) - max(box[1], other[1])
    area = (box[2] - box[0]) * (box[3] - box[1])
    return wide * high / area if wide > 0 and high > 0 and area > 0 else 0.0
