"""Images on a page that is no scan: a photographed receipt or a pasted letter has words, which only OCR can read."""

from collections.abc import Iterator
from dataclasses import replace

from PIL import Image

from pipeline.lines import PlacedWord, compose
from pipeline.readers.choice import measure_quality
from pipeline.readers.mixing import Block, drop_doubled, split_reading
from pipeline.readers.pdf_page import DrawnPage, draw
from pipeline.readers.scan import read_scan
from pipeline.records import Box, Page, PageState, Reading, Region, RegionKind
from pipeline.settings import Settings

WIDEST_LOGO, HIGHEST_LOGO = 90.0, 40.0
"""Points. Smaller images are seals, logos and rules."""
LEAST_SHARE = 0.01
MOST_PICTURES = 6
"""The largest of a page; a page of a hundred thumbnails has no text in them."""
UNDER_TEXT = 0.05
"""An image of which so much stands under words of the file is their background."""
SURE, LIKELY, FEWEST_WORDS = 0.65, 0.7, 3
"""Less is what OCR makes of a face or a tree."""
PICTURED = "What images on it show was read by OCR."


def add_pictures(page: Page, drawn: DrawnPage, settings: Settings) -> Page:
    """The page with the words that its images show, each image a block at its place; images without are regions."""
    places = list(_find_pictures(page, drawn))
    if not places or page.reading is None:
        return page
    image = draw(drawn.page, settings.ocr_dpi, "L")
    blocks = split_reading(page.reading)
    taken = [word.box for word in page.reading.words]
    regions: list[Region] = []
    count = 0
    for place in places:
        fresh = drop_doubled(_read_picture(image, place, page, settings), taken)
        if not fresh:
            regions.append(Region(RegionKind.PICTURE, place))
            continue
        blocks = list(_insert(blocks, fresh, place[1]))
        count += 1
    if not count:
        return replace(page, regions=(*page.regions, *regions))
    told = f"{page.choice} {PICTURED}"
    return replace(page, state=PageState.BOTH, reading=compose(blocks), regions=(*page.regions, *regions), choice=told)


def _find_pictures(page: Page, drawn: DrawnPage) -> Iterator[Box]:
    """The largest images, from top to bottom."""
    large = [box for box in drawn.objects.images if _is_large(box, page)]
    words = page.reading.words if page.reading else ()
    bare = [box for box in large if sum(_shared(word.box, box) for word in words) < UNDER_TEXT * _area(box)]
    yield from sorted(sorted(bare, key=_area, reverse=True)[:MOST_PICTURES], key=lambda box: box[1])


def _read_picture(image: Image.Image, place: Box, page: Page, settings: Settings) -> list[Block]:
    """Blocks of placed words; none where there is nothing that OCR is sure of."""
    across, down = image.width / page.width, image.height / page.height
    crop = image.crop((int(place[0] * across), int(place[1] * down), round(place[2] * across), round(place[3] * down)))
    width, height = place[2] - place[0], place[3] - place[1]
    read = read_scan(crop, Page(page.number, PageState.FAILED, None, width, height), settings).reading or Reading("")
    if len(read.words) < FEWEST_WORDS or (read.confidence or 0.0) < SURE or measure_quality(read) < LIKELY:
        return []
    return [[[_moved(word, place) for word in line] for line in block] for block in split_reading(read)]


def _insert(blocks: list[Block], fresh: list[Block], top: float) -> Iterator[Block]:
    """Blocks with fresh ones before the first line that stands under `top`, be it inside a block."""
    left = fresh
    for block in blocks:
        row = next((i for i, line in enumerate(block) if line[0].box[1] >= top), None)
        if row is None or not left:
            yield block
            continue
        if row:
            yield block[:row]
        yield from left
        yield block[row:]
        left = []
    yield from left


def _moved(word: PlacedWord, place: Box) -> PlacedWord:
    x0, top, x1, bottom = word.box
    left, above = place[:2]
    return word._replace(
        box=(round(x0 + left, 2), round(top + above, 2), round(x1 + left, 2), round(bottom + above, 2))
    )


def _is_large(box: Box, page: Page) -> bool:
    wide, high = box[2] - box[0], box[3] - box[1]
    return wide > WIDEST_LOGO and high > HIGHEST_LOGO and wide * high >= LEAST_SHARE * page.width * page.height


def _area(box: Box) -> float:
    return (box[2] - box[0]) * (box[3] - box[1])


def _shared(box: Box, place: Box) -> float:
    wide = min(box[2], place[2]) - max(box[0], place[0])
    high = min(box[3], place[3]) - max(box[1], place[1])
    return wide * high if wide > 0 and high > 0 else 0.0
