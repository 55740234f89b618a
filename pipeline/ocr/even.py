"""The paper of a page made evenly light and its ink evenly dark: carbon copies, stains, photographs, faint ribbons."""

import cv2
import numpy as np

from pipeline.ocr.ink import measure_paper
from pipeline.ocr.scale import Grey

WHITE = 235
"""The shade of evened paper, of 255: what is lighter is its grain."""
DARKEST = 2.0
"""Per cent of the pixels that become quite black: about the share of the ink's middle on a page half full."""


def even_out(grey: Grey, letter: float) -> Grey:
    """Divide by the shade of the paper, then stretch so that ink is black. Ink that fades stays readable by Tesseract,
    which tells it from paper by one threshold for the page. `letter` as in `ocr.ink`."""
    flat = cv2.divide(grey, measure_paper(grey, letter), scale=255)
    ink = min(float(np.percentile(flat[::2, ::2], DARKEST)), WHITE - 40.0)
    shades = np.clip((np.arange(256) - ink) * 255 / (WHITE - ink), 0, 255).astype(np.uint8)
    return np.asarray(cv2.LUT(flat, shades), np.uint8)


def remove_specks(grey: Grey) -> Grey:
    """Without dots of one or two pixels, black or white; thin strokes suffer, so this is for speckled pages only."""
    return np.asarray(cv2.medianBlur(grey, 3), np.uint8)
