"""A page that is only an image: is there ink on it, what does it say, and what else is on it?"""

from dataclasses import replace

import numpy as np
from PIL import Image

from pipeline.layout.arrange import arrange
from pipeline.layout.regions import fill_in
from pipeline.lexicons import load_lexicon
from pipeline.ocr import read_image
from pipeline.ocr.likeness import hash_image
from pipeline.readers.blank import tell_blank
from pipeline.records import Box, Origin, Page, PageState, Reading, RegionKind
from pipeline.settings import Settings


def read_scan(image: Image.Image, page: Page, settings: Settings) -> Page:
    """Fill `page`, which has its number and its size in points, with what the image says.

    The image may be in grey or in colour. `image_hash` is that of the page turned upright.
    """
    grey = image if image.mode == "L" else image.convert("L")
    if reason := tell_blank(np.asarray(grey)):
        blank = replace(page, state=PageState.BLANK, reading=Reading(""), origin=Origin.OCR, choice=reason)
        return replace(blank, image_hash=hash_image(np.asarray(grey)))
    result = read_image(image, settings)
    across, down = page.width / image.width, page.height / image.height
    words = tuple(replace(word, box=_scaled(word.box, across, down)) for word in result.words)
    regions = [replace(region, box=_scaled(region.box, across, down)) for region in result.regions]
    read = Reading(result.text, words, result.confidence)
    reading, placed = arrange(read, regions, result.rotation, (page.width, page.height))
    scan = replace(
        page,
        state=PageState.OCR,
        reading=reading,
        origin=Origin.OCR,
        regions=placed,
        unread=result.unread,
        image_hash=hash_image(np.asarray(grey.rotate(-result.rotation, expand=True) if result.rotation else grey)),
    )
    if result.rotation:
        return scan
    cells = [region.box for region in placed if region.kind is RegionKind.CELL and region.start is None]
    return fill_in(scan, cells, load_lexicon(settings, "form_labels"))


def _scaled(box: Box, across: float, down: float) -> Box:
    x0, top, x1, bottom = box
    return (round(x0 * across, 2), round(top * down, 2), round(x1 * across, 2), round(bottom * down, 2))
