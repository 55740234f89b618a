"""What stands on a sheet of paper, before anybody paints it: words, rules and stamps in points, origin top left.

One layout serves two painters: `paint.py` makes a picture of it, `files.py` prints it as a PDF with a text layer.
"""

from dataclasses import dataclass

WIDTH, HEIGHT = 612.0, 792.0
"""US letter, in points."""


@dataclass(frozen=True, slots=True)
class Words:
    """A line of words; `y` is the top of the line. `face` is a key of `FACES`, `tilt` is degrees for a stamp."""

    x: float
    y: float
    size: float
    face: str
    text: str
    ink: float = 1.0
    tilt: float = 0.0


@dataclass(frozen=True, slots=True)
class Rule:
    x0: float
    y0: float
    x1: float
    y1: float
    ink: float = 1.0


Item = Words | Rule

FACES: dict[str, tuple[str, str, float]] = {
    "manual": ("/usr/share/fonts/truetype/gnutypewriter/GNUTypewriter.ttf", "Courier", 0.62),
    "electric": ("/usr/share/fonts/opentype/courier-prime/Courier Prime.otf", "Courier", 0.6),
    "hand": ("/usr/share/fonts/truetype/breip/Breip.ttf", "Helvetica-Oblique", 0.0),
    "sans": ("/usr/share/fonts/truetype/liberation/LiberationSans-Regular.ttf", "Helvetica", 0.0),
    "bold": ("/usr/share/fonts/truetype/liberation/LiberationSans-Bold.ttf", "Helvetica-Bold", 0.0),
    "serif": ("/usr/share/fonts/truetype/liberation/LiberationSerif-Regular.ttf", "Times-Roman", 0.0),
    "seriffed": ("/usr/share/fonts/truetype/liberation/LiberationSerif-Bold.ttf", "Times-Bold", 0.0),
}
"""Face: the font file (Debian), the PDF font that stands for it, and its width per point where it is monospaced."""


def frame(x0: float, y0: float, x1: float, y1: float) -> list[Item]:
    """The four sides of a box."""
    return [Rule(x0, y0, x1, y0), Rule(x0, y1, x1, y1), Rule(x0, y0, x0, y1), Rule(x1, y0, x1, y1)]


def columns(face: str, size: float, width: float) -> int:
    """How many characters fit in `width` points. Proportional faces are counted at half their size."""
    return int(width / (size * (FACES[face][2] or 0.47)))
