"""Which text of a scanned page to trust: the layer somebody's OCR laid over it, or our own OCR.

Measured on the development half of 50 released memos with a transcription (`benchmarks/reading/layers.py`): our OCR is
within two points of word error of the better of both on nine pages of ten, and no count of likely words tells the rest.
So the layer must earn its place: by not needing OCR at all, or by reading clearly more that looks no worse.
"""

from collections import Counter
from dataclasses import dataclass

from pipeline.readers.ink import InkMeasure
from pipeline.readers.quality import measure_words
from pipeline.records import Page, PageState, Reading

TRUSTED = 0.985
"""Share of likely words from which on a layer is taken without OCR, where it also follows the ink."""
COVERED = 0.6
"""Share of the page's ink in the boxes of its words. Rules, stamps and signatures leave .15 to .3 of a good page."""
STANDING = 0.97
"""Share of its letters that stand on ink; of a layer that is shifted or of another page under .9."""
CLEARLY_MORE = 1.5
MUCH_BETTER = 0.07
NEARLY_ALL = 0.8
LIKELY = 0.5
SURE = 0.8
FEWEST_SURE = 8
"""So many words of which OCR is sure are enough to say whether a layer is of this page."""
AGREEING = 0.4


@dataclass(frozen=True, slots=True)
class LayerSigns:
    """What was measured of a layer over a scan. `is_tesseract`: it was made by the engine we use, in an older version
    and without our preparation of the image, so reading again is never worse."""

    quality: float
    ink: InkMeasure
    is_tesseract: bool


@dataclass(frozen=True, slots=True)
class Choice:
    """Whether the layer was taken, and why, in a sentence."""

    is_layer: bool
    reason: str


def measure_quality(reading: Reading) -> float:
    """The share of its letters in something like a word, 0 to 1."""
    return round(measure_words(reading.text.split()), 4)


def is_trusted(signs: LayerSigns) -> bool:
    """Can the layer be taken without reading the image?"""
    follows = signs.ink.covered >= COVERED and signs.ink.standing >= STANDING
    return not signs.is_tesseract and follows and signs.quality >= TRUSTED


def explain_trust(signs: LayerSigns) -> str:
    return (
        f"The text layer was taken without OCR: {signs.quality:.0%} of it looks like words, "
        f"and it covers {signs.ink.covered:.0%} of the writing."
    )


def choose(layer: Reading, signs: LayerSigns, scan: Page) -> Choice:
    """Compare a layer with what OCR made of the same page."""
    ours = scan.reading or Reading("")
    quality = measure_quality(ours)
    compared = f"likely words: layer {signs.quality:.0%}, OCR {quality:.0%}"
    if signs.ink.standing < STANDING - 0.1:
        return Choice(False, f"OCR was taken: the words of the text layer do not stand where the ink is ({compared}).")
    if scan.state is PageState.BLANK or not ours.text:
        is_layer = signs.quality >= 0.8
        why = "reads like words" if is_layer else "does not look like words either"
        return Choice(is_layer, f"OCR found no words; the text layer {why} ({compared}).")
    agreeing = _share_agreeing(layer, ours)
    if agreeing is not None and agreeing < AGREEING:
        return Choice(
            False,
            f"OCR was taken: the text layer has only {agreeing:.0%} of the words that OCR is sure of ({compared}).",
        )
    more = _count_likely(layer, signs.quality) / max(_count_likely(ours, quality), 1.0)
    better = signs.quality - quality
    if signs.quality > LIKELY and (
        (more > CLEARLY_MORE and better > 0) or (more > NEARLY_ALL and better > MUCH_BETTER)
    ):
        return Choice(True, f"The text layer was taken: it reads clearly more like words than OCR ({compared}).")
    return Choice(False, f"OCR was taken: the text layer does not read clearly better ({compared}).")


def _count_likely(reading: Reading, quality: float) -> float:
    return quality * sum(word.end - word.start for word in reading.words)


def _share_agreeing(layer: Reading, ours: Reading) -> float | None:
    """How many of the words that OCR is sure of the layer has too; None where OCR is sure of too few."""
    sure = [
        ours.text[word.start : word.end].lower()
        for word in ours.words
        if word.confidence >= SURE and word.end - word.start > 2
    ]
    if len(sure) < FEWEST_SURE:
        return None
    there = Counter(layer.text.lower().split())
    return sum((Counter(sure) & there).values()) / len(sure)
