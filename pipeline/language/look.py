"""What a page looks like that has no words to tell its kind by: a picture, or written by hand."""

from pipeline.records import Layout, RegionKind

FEWEST_SURE = 16
"""A page with so many words read for sure says something."""
SURE = 0.5
BY_HAND = 0.5
"""So much of the paper is written by hand on a handwritten letter (measured: 0.8 to 0.9); less on an envelope (0.1 to
0.4) or beneath a stamp."""
PICTURED = 0.1
"""So much of the paper is solid ink on a sheet with a sketch or a photograph (measured: 0.2)."""


def tell_look(text: str, layout: Layout) -> str | None:
    """The kind that such a page mostly is: a sketch of a face, or a letter. None where words tell more, or nothing."""
    words = [word for word in layout.words if sum(map(str.isalpha, text[word.start : word.end])) >= 3]
    if sum(word.confidence >= SURE for word in words) >= FEWEST_SURE:
        return None
    if _share(layout, RegionKind.PICTURE) >= PICTURED:
        return "composite_sketch"
    return "correspondence" if _share(layout, RegionKind.HANDWRITING) >= BY_HAND else None


def _share(layout: Layout, kind: RegionKind) -> float:
    """How much of the paper regions of a kind cover."""
    boxes = [region.box for region in layout.regions if region.kind is kind]
    area = layout.width * layout.height
    return sum((x1 - x0) * (y1 - y0) for x0, y0, x1, y1 in boxes) / area if area else 0.0
