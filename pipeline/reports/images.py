"""A page image with the quoted words marked, and what must not leave the archive made black."""

from collections.abc import Iterable, Sequence
from io import BytesIO

from PIL import Image, ImageDraw

DPI = 150
"""Letters of a typed page are easily read at this, and a picture stays under a megabyte."""
YELLOW = (255, 220, 0, 90)
EDGE = (200, 120, 0, 255)
BLACK = (0, 0, 0, 255)
MARGIN = 2.0
"""Points around a box, so that a mark does not touch the letters and a black bar covers their edges."""
Boxes = Iterable[Sequence[float]]


def mark_image(png: bytes, dpi: int, quoted: Boxes, hidden: Boxes) -> Image.Image:
    """Draw on a page as rendered at `dpi`: `quoted` boxes outlined in translucent yellow, `hidden` ones black."""
    with Image.open(BytesIO(png), formats=("PNG",)) as opened:
        page = opened.convert("RGBA")
    layer = Image.new("RGBA", page.size)
    draw = ImageDraw.Draw(layer)
    for box in quoted:
        draw.rectangle(_pixels(box, dpi), fill=YELLOW, outline=EDGE, width=max(1, dpi // 72))
    for box in hidden:
        draw.rectangle(_pixels(box, dpi), fill=BLACK)
    return Image.alpha_composite(page, layer).convert("RGB")


def _pixels(box: Sequence[float], dpi: int) -> tuple[float, float, float, float]:
    x0, top, x1, bottom = box
    scale = dpi / 72
    return ((x0 - MARGIN) * scale, (top - MARGIN) * scale, (x1 + MARGIN) * scale, (bottom + MARGIN) * scale)
