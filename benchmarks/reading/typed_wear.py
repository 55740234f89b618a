"""What carbon paper, ribbons, light, photocopiers, fax machines and time do to a typed sheet."""

from collections.abc import Callable
from random import Random

import cv2
import numpy as np
from numpy.typing import NDArray

Ink = NDArray[np.float32]
Grey = NDArray[np.uint8]
Effect = Callable[[Ink, Random], Ink]


def print_grey(ink: Ink, chance: Random, *, paper: float = 0.95, black: float = 0.12, noise: float = 0.02) -> Ink:
    """Ink on paper as a scanner sees it: 0 black to 1 white."""
    grain = np.random.default_rng(chance.getrandbits(32)).normal(0, noise, ink.shape).astype(np.float32)
    return (paper - ink * (paper - black) + grain).clip(0, 1)


def blur(ink: Ink, sigma: float) -> Ink:
    return cv2.GaussianBlur(ink, (0, 0), sigma)


def spots(shape: tuple[int, ...], size: int, chance: Random) -> Ink:
    """Soft random clouds from 0 to 1, `size` pixels across."""
    random = np.random.default_rng(chance.getrandbits(32))
    small = random.random((shape[0] // size + 2, shape[1] // size + 2), dtype=np.float32)
    return cv2.resize(small, (shape[1], shape[0]), interpolation=cv2.INTER_CUBIC).clip(0, 1)


def carbon(ink: Ink, chance: Random) -> Ink:
    """The letters of a third or fourth copy: soft, blotted, and once more beside themselves where the sheet slipped."""
    soft = blur(ink, chance.uniform(1.6, 3.0))
    slipped = np.roll(soft, (chance.randint(1, 5), chance.randint(2, 6)), axis=(0, 1)) * chance.uniform(0.1, 0.4)
    worn = np.maximum(soft, slipped) * (0.55 + 0.5 * spots(ink.shape, 6, chance))
    smear = spots(ink.shape, 300, chance) * 0.12
    return (worn * chance.uniform(0.75, 0.95) + smear).clip(0, 1)


def faint(ink: Ink, chance: Random) -> Ink:
    """A ribbon long used: grey, broken letters, line by line lighter and darker."""
    bands = np.repeat(spots((ink.shape[0], 8), 90, chance).mean(axis=1, keepdims=True), ink.shape[1], axis=1)
    torn = (spots(ink.shape, 4, chance) > chance.uniform(0.15, 0.4)).astype(np.float32)
    return blur(ink * torn, 0.9) * (chance.uniform(0.25, 0.45) + 0.3 * bands)


def show_through(ink: Ink, chance: Random) -> Ink:
    """The other side of the sheet, mirrored and soft."""
    behind = blur(np.roll(ink[:, ::-1], chance.randint(-90, 90), axis=0), chance.uniform(2, 4))
    return np.maximum(ink, behind * chance.uniform(0.25, 0.5))


def speckle(ink: Ink, chance: Random) -> Ink:
    """Dust on the glass and pepper of a copier: specks up to the size of a full stop, and some hairs."""
    random = np.random.default_rng(chance.getrandbits(32))
    dirty = ink.copy()
    for _ in range(chance.randint(3000, 9000)):
        x, y, size = int(random.integers(0, ink.shape[1])), int(random.integers(0, ink.shape[0])), random.random()
        cv2.circle(dirty, (x, y), int(1 + 3 * size**4), 0.9, -1)
    for _ in range(chance.randint(0, 6)):
        x, y = chance.randint(100, ink.shape[1] - 100), chance.randint(100, ink.shape[0] - 100)
        cv2.ellipse(dirty, (x, y), (chance.randint(20, 90), chance.randint(20, 90)), 0, 0, 140, 0.8, 2, cv2.LINE_AA)
    return dirty


def light(grey: Ink, chance: Random) -> Ink:
    """Uneven light of a camera or an open lid: bright here, dark there, a fold across."""
    rows, columns = np.mgrid[0:1:64j, 0:1:64j].astype(np.float32)
    slope = chance.uniform(-0.4, 0.4) * (rows - 0.5) + chance.uniform(-0.6, 0.6) * (columns - 0.5)
    bulge = chance.uniform(0.1, 0.4) * ((rows - chance.random()) ** 2 + (columns - chance.random()) ** 2)
    shade = cv2.resize((0.85 + slope - bulge).clip(0.3, 1.05), (grey.shape[1], grey.shape[0]))
    fold = chance.randint(grey.shape[0] // 3, grey.shape[0] * 2 // 3)
    shade[fold : fold + 14] *= 0.8
    return (grey * shade).clip(0, 1)


def photocopy(grey: Ink, chance: Random) -> Ink:
    """A copy of a copy, too dark: strokes swell, the paper greys, the lid's shadow frames the page."""
    size = chance.choice((3, 5))
    dark = cv2.erode(blur(grey, 1.2), np.ones((size, size), np.uint8))
    dark = dark * (0.62 + 0.3 * spots(grey.shape, 200, chance))
    side = chance.randint(20, 90)
    dark[:, :side] *= 0.1
    dark[: chance.randint(10, 60)] *= 0.15
    for share in (0.12, 0.5, 0.88):
        cv2.circle(dark, (side + 80, round(share * grey.shape[0])), 34, 0.05, -1)
    return dark


def skew(grey: Ink, degrees: float) -> Ink:
    high, wide = grey.shape
    turn = cv2.getRotationMatrix2D((wide / 2, high / 2), degrees, 1.0)
    white = float(np.percentile(grey[::8, ::8], 80))
    return cv2.warpAffine(grey, turn, (wide, high), flags=cv2.INTER_CUBIC, borderValue=white)


def scan(grey: Ink, dpi: tuple[int, int], *, black_and_white: bool) -> Grey:
    """Pixels as they come from a scanner or a fax of `dpi` across and down; black and white by one threshold."""
    size = (round(grey.shape[1] * dpi[0] / 300), round(grey.shape[0] * dpi[1] / 300))
    small = cv2.resize(grey, size, interpolation=cv2.INTER_AREA)
    values = (small * 255).clip(0, 255).astype(np.uint8)
    if not black_and_white:
        return values
    limit, _ = cv2.threshold(values, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    return np.where(values > limit + 10, 255, 0).astype(np.uint8)
