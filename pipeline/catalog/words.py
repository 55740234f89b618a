"""The words and boxes of a page as one compressed blob, about 3 kB instead of 23 as JSON.

Columns of 32-bit integers: start, length, x0, top, x1, bottom (tenths of a point) and confidence (thousandths),
each as differences from the word before, compressed with zlib. The first byte is the version.
"""

import sys
import zlib
from array import array
from collections.abc import Sequence
from itertools import accumulate, pairwise

from pipeline.records import Word

VERSION = b"\x01"
COLUMNS = 7


def pack_words(words: Sequence[Word]) -> bytes:
    """Write words as a blob. Boxes are kept to a tenth of a point, confidence to a thousandth."""
    rows = [_as_integers(word) for word in words]
    columns = array("i")
    for column in zip(*rows, strict=True):
        columns.extend([column[0], *(after - before for before, after in pairwise(column))])
    if sys.byteorder == "big":
        columns.byteswap()
    return VERSION + zlib.compress(columns.tobytes(), 6)


def unpack_words(blob: bytes) -> tuple[Word, ...]:
    """Read what `pack_words` wrote. Raises ValueError for a blob of another version."""
    if blob[:1] != VERSION:
        raise ValueError(f"words of version {blob[:1]!r} cannot be read by this program")
    columns = array("i")
    columns.frombytes(zlib.decompress(blob[1:]))
    if sys.byteorder == "big":
        columns.byteswap()
    count = len(columns) // COLUMNS
    rows = zip(*(accumulate(columns[i * count : (i + 1) * count]) for i in range(COLUMNS)), strict=True)
    return tuple(
        Word(start, start + length, (x0 / 10, top / 10, x1 / 10, bottom / 10), confidence / 1000)
        for start, length, x0, top, x1, bottom, confidence in rows
    )


def _as_integers(word: Word) -> tuple[int, ...]:
    box = (round(edge * 10) for edge in word.box)
    return (word.start, word.end - word.start, *box, round(word.confidence * 1000))
