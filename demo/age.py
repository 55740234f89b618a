"""What a carbon, a photocopier and a scanner do to a page: double image, blur, dirt, holes, skew, black and white."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFilter

Grey = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Paper:
    """How bad it gets. `skew` is the largest turn in degrees, `double` the weight of the carbon's second image,
    `specks` the share of dirty pixels, `threshold` the grey that still counts as black; None keeps the greys."""

    skew: float
    blur: float
    noise: float
    specks: float
    double: float = 0.0
    holes: int = 0
    edge: bool = False
    threshold: int | None = 128


PAPERS = {
    "top_copy": Paper(skew=0.6, blur=0.6, noise=14, specks=0.00003, holes=2, threshold=140),
    "carbon": Paper(skew=1.3, blur=0.85, noise=20, specks=0.00012, double=0.34, holes=2, threshold=132),
    "photocopy": Paper(skew=1.0, blur=0.75, noise=18, specks=0.0002, holes=3, edge=True, threshold=138),
    "transcript": Paper(skew=0.7, blur=0.7, noise=16, specks=0.00005, holes=3, threshold=140),
    "grey": Paper(skew=1.2, blur=0.7, noise=5, specks=0.00001, threshold=None),
}


def age(page: Image.Image, paper: Paper, chance: np.random.Generator) -> Image.Image:
    """The page as it came out of the scanner: mode `1`, or `L` where the paper keeps its greys."""
    worn = page
    if paper.double:
        worn = _carbon(worn, paper.double, chance)
    worn = _punch(worn, paper, chance)
    turn = float(chance.uniform(-paper.skew, paper.skew))
    worn = worn.rotate(turn, resample=Image.Resampling.BICUBIC, fillcolor=255)
    worn = worn.filter(ImageFilter.GaussianBlur(paper.blur))
    grey = np.asarray(worn, dtype=np.float32)
    grey = _soil(grey, paper, chance)
    if paper.threshold is None:
        return Image.fromarray(np.clip(grey * 0.86 + 24, 0, 255).astype(np.uint8))
    return Image.fromarray(np.where(grey < paper.threshold, 0, 255).astype(np.uint8)).convert(
        "1", dither=Image.Dither.NONE
    )


def _carbon(page: Image.Image, weight: float, chance: np.random.Generator) -> Image.Image:
    """The sheet under the carbon slips a little: each line stands twice, the second time fainter."""
    first = np.asarray(page, dtype=np.float32)
    slip = (int(chance.integers(1, 3)), int(chance.integers(2, 4)))
    second = 255 - (255 - np.roll(first, slip, axis=(0, 1))) * weight
    return Image.fromarray(np.minimum(first, second).astype(np.uint8))


def _soil(grey: Grey, paper: Paper, chance: np.random.Generator) -> Grey:
    """Grain that eats into the ink more than into the paper, specks of dirt, and a dark edge of the lid."""
    grain = chance.normal(0, paper.noise, grey.shape).astype(np.float32)
    soiled = grey + np.where(grey < 215, grain * 1.6, grain * 0.3).astype(np.float32)
    specks = np.argwhere(chance.random(grey.shape, dtype=np.float32) < paper.specks)
    for row, column in specks:
        high, wide = chance.integers(1, 4, 2)
        soiled[row : row + high, column : column + wide] = 30
    if paper.edge:
        width = int(chance.integers(10, 34))
        soiled[:, :width] = 20
        soiled[: int(chance.integers(4, 16)), :] = 20
    return soiled


def _punch(page: Image.Image, paper: Paper, chance: np.random.Generator) -> Image.Image:
    """Holes of a binder: at the top for a police folder (two), at the left for a court's (three)."""
    punched = page.copy()
    pen = ImageDraw.Draw(punched)
    wide, high = page.size
    shift = float(chance.uniform(-10, 10))
    places = [(wide / 2 + dx, 48.0) for dx in (-275, 275)] if paper.holes == 2 else []
    if paper.holes == 3:
        places = [(66.0, high * share) for share in (0.1, 0.5, 0.9)]
    for x, y in places:
        pen.ellipse((x + shift - 24, y - 24, x + shift + 24, y + 24), fill=10)
        pen.ellipse((x + shift - 17, y - 17, x + shift + 17, y + 17), fill=60)
    return punched
