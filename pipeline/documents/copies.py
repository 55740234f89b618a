"""The same page twice: the same text, another scan of the same paper, the same picture, or another version.

Each page has a print: a few hashes of pairs of its words, those that happen to be the smallest (a bottom-k sketch), and
parts of the hash of its image. Pages that share some of them are compared word by word; what is shared by many pages
is the print of a form, and tells nothing. So the work grows with the number of pages, not with its square.
"""

import zlib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from pipeline.documents.differences import Comparison, tokens_of

VERSION = 1
"""Raised when prints or their comparison change."""
Place = tuple[str, int]
Keys = NDArray[np.uint32]

TEXT_KEYS = 12
FEWEST_WORDS = 12
"""A page with fewer words says too little to be a copy by its text."""
_BANDS = 4
_COMMON = 64
"""What more pages share than this is no trace of a copy."""
_RARE = 3
_MOST_CANDIDATES = 24
IMAGE_DISTANCE = 6
"""Bits of 64 in which the image hashes of two scans of one page may differ."""
_SAME_IMAGE = 3
_SHORT_PAGE = 40
"""On a page with fewer words than this nothing may contradict: it may be a form with next to nothing typed into it."""
_SLIPS = 1
"""So many values (names and numbers) may contradict each other on any two readings of a page ..."""
_VALUE_SHARE = 0.02
"""... or this share of the words that are the same,"""
_NUMBER_SHARE = 0.34
"""and of its numbers no more than this: digits are misread more often than words."""

EXACT, TEXT, IMAGE, VERSION_OF = "exact", "text", "image", "version"


@dataclass(frozen=True, slots=True)
class Print:
    """What a page is found again by. `sketch` is its keys, four bytes each; `exact` the id of its reading, None where
    it says next to nothing."""

    place: Place
    sketch: bytes
    exact: str | None
    image: str | None


def take_print(place: Place, text: str, reading: str | None, image: str | None) -> Print:
    """The print of a page; a page without words is found by its image alone."""
    folded = [token.folded for token in tokens_of(text)]
    enough = len(folded) >= FEWEST_WORDS
    pairs = {f"{one} {other}" for one, other in pairwise(folded)} if enough else set()
    smallest = sorted(_hash(pair) for pair in pairs)[:TEXT_KEYS]
    keys = np.array([*smallest, *_image_keys(image)], dtype="<u4")
    return Print(place, keys.tobytes(), reading if enough else None, image)


def stored_print(place: Place, sketch: bytes, reading: str | None, image: str | None) -> Print:
    """A print as the catalog keeps it. One with no key of words says next to nothing."""
    has_words = len(sketch) > 4 * sum(1 for _key in _image_keys(image))
    return Print(place, sketch, reading if has_words else None, image)


def _hash(text: str) -> int:
    """32 bits that are spread evenly: the checksum alone is not for texts that are alike."""
    return int(zlib.crc32(text.encode()) * 0x9E3779B97F4A7C15 >> 29 & 0xFFFFFFFF)


def _image_keys(image: str | None) -> Iterator[int]:
    """Four parts of an image hash: two hashes that differ in three bits or fewer share one of them."""
    if image is None or len(image) != 16 or _is_empty(image):
        return
    for band in range(_BANDS):
        yield _hash(f"image {band} {image[4 * band : 4 * band + 4]}")


def _is_empty(image: str) -> bool:
    """The image of a blank page has next to no marks, and is like every other."""
    bits = int(image, 16).bit_count()
    return bits < 4 or bits > 60


class PrintIndex:
    """The prints of all pages, to be asked which of them share something with one."""

    def __init__(self, prints: Sequence[Print]) -> None:
        self.prints = prints
        keys = np.frombuffer(b"".join(one.sketch for one in prints), dtype="<u4")
        owners = np.repeat(np.arange(len(prints), dtype=np.uint32), [len(one.sketch) // 4 for one in prints])
        order = np.argsort(keys, kind="stable")
        self._keys: Keys = keys[order]
        self._owners: Keys = owners[order]
        self._first_of: dict[str, int] = {}
        for at, one in enumerate(prints):
            if one.exact is not None:
                self._first_of.setdefault(one.exact, at)

    def same_text(self, one: Print) -> Print | None:
        """The first page with exactly this text, None where it is this page."""
        at = self._first_of.get(one.exact) if one.exact is not None else None
        found = self.prints[at] if at is not None else None
        return None if found is None or found.place == one.place else found

    def partners(self, one: Print) -> list[Print]:
        """All pages that this one must be compared with; of many with the same text, the first stands for them."""
        same = self.same_text(one)
        return ([same] if same is not None else []) + self.candidates(one)

    def candidates(self, one: Print) -> list[Print]:
        """Pages that share enough with this one to be compared, the likeliest first; not those of the same text."""
        shared: Counter[int] = Counter()
        rare: set[int] = set()
        keys = np.unique(np.frombuffer(one.sketch, dtype="<u4"))
        lows, highs = (np.searchsorted(self._keys, keys, side) for side in ("left", "right"))
        for low, high in zip(lows.tolist(), highs.tolist(), strict=True):
            if high - low <= _COMMON:
                owners = self._owners[low:high].tolist()
                shared.update(owners)
                rare.update(owners if len(owners) <= _RARE else ())
        found = [at for at, count in shared.most_common() if count > 1 or at in rare]
        others = (self.prints[at] for at in found)
        return [
            other for other in others if other.place != one.place and (other.exact is None or other.exact != one.exact)
        ][:_MOST_CANDIDATES]


def judge(one: Print, other: Print, compared: Comparison | None) -> tuple[str, float] | None:
    """How two pages are copies of each other, and how like they are; None where they are not.

    `compared` is None where one of them has too few words. Forms of one print are no copies: what was typed into them
    contradicts, above all its numbers.
    """
    distance = image_distance(one.image, other.image)
    if compared is None:
        near = distance is not None and distance <= IMAGE_DISTANCE
        return (IMAGE, _round(1 - (distance or 0) / 64)) if near else None
    values = compared.names_other + compared.numbers_other
    numbers = compared.numbers_same + compared.numbers_other
    slips = max(_SLIPS, _VALUE_SHARE * compared.same) if compared.same >= _SHORT_PAGE else 0
    if values > slips or compared.numbers_other > _NUMBER_SHARE * max(numbers, 3):
        return None
    clash = compared.contradicting / max(1, compared.same + compared.contradicting)
    extra = compared.added / max(1, compared.same + compared.added)
    if compared.likeness >= 0.6 and clash <= 0.06 and extra <= 0.15:
        return TEXT, _round(compared.likeness)
    if distance is not None and distance <= _SAME_IMAGE and compared.likeness >= 0.3 and clash <= 0.1:
        return IMAGE, _round(1 - distance / 64)
    if (
        compared.same >= _SHORT_PAGE
        and compared.likeness >= 0.55
        and clash <= 0.15
        and compared.scattered <= 0.12 * compared.same
    ):
        return VERSION_OF, _round(compared.likeness)
    return None


def image_distance(one: str | None, other: str | None) -> int | None:
    """In how many of 64 bits two image hashes differ; None where one is missing or empty."""
    if one is None or other is None or _is_empty(one) or _is_empty(other):
        return None
    return (int(one, 16) ^ int(other, 16)).bit_count()


def _round(likeness: float) -> float:
    return round(likeness, 4)
