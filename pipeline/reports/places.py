"""Where words stand: on the page image, and in the folders the files came from."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from sqlalchemy import Connection

from pipeline.catalog.facts import find_facts
from pipeline.catalog.files import file_set_of, places_of
from pipeline.catalog.pages import load_reading
from pipeline.catalog.printed_lines import load_line_places
from pipeline.records import Box, Citation, Reading, Word

DOCUMENTS_KEPT = 2048
READINGS_KEPT = 64


@dataclass(frozen=True, slots=True)
class Placed:
    """Where a document lay: its locations relative to the ingest root, its cases, whose copy it is."""

    locations: tuple[str, ...]
    cases: tuple[str, ...]
    file_set: str

    @property
    def location(self) -> str | None:
        return self.locations[0] if self.locations else None


class Places:
    """Documents and readings as rows need them, each asked of the catalog once in a while: only some are kept."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self.document = lru_cache(DOCUMENTS_KEPT)(self._load_document)
        self.reading = lru_cache(READINGS_KEPT)(self._load_reading)
        self.lines = lru_cache(READINGS_KEPT)(self._load_lines)
        self.bates = lru_cache(DOCUMENTS_KEPT)(self._load_bates)

    def _load_document(self, sha256: str) -> Placed:
        rows = places_of(self.connection, sha256)
        return Placed(
            locations=tuple(dict.fromkeys(row.path for row in rows)),
            cases=tuple(sorted({name for row in rows for name in row.cases})),
            file_set=file_set_of(rows),
        )

    def _load_bates(self, sha256: str, page: int) -> str | None:
        """The number of a page, as a load file gives it."""
        told = (fact.value for fact in find_facts(self.connection, sha256, page) if fact.name == "bates")
        return next(told, None)

    def transcript(self, cited: Citation) -> str | None:
        """Printed page and lines of the words in a transcript, "Tr. 23:7-11"; None where they stand on no numbered
        lines of one."""
        lines = self.lines(cited.sha256, cited.page, cited.reading)
        touched = [place for start, end, place in lines if start < cited.end and cited.start < end]
        return f"Tr. {join_places(touched)}" if touched else None

    def _load_lines(self, sha256: str, page: int, reading: str) -> tuple[tuple[int, int, str], ...]:
        return load_line_places(self.connection, sha256, page, reading)

    def _load_reading(self, sha256: str, page: int, reading: str) -> Reading | None:
        return load_reading(self.connection, sha256, page, reading)


def join_places(places: Sequence[str]) -> str:
    """Places of lines that follow each other as courts write them: 23:7, 23:7-11, 23:25-24:3."""
    first, last = places[0], places[-1]
    if first == last:
        return first
    page, _, line = last.partition(":")
    return f"{first}-{line}" if first.partition(":")[0] == page else f"{first}-{last}"


def boxes_of(words: Iterable[Word], start: int, end: int) -> list[list[float]]:
    """One box [x0, top, x1, bottom] for each line of a span: the words that touch it, in their order, until one
    begins left of the one before it or stands wholly above or below the line."""
    lines: list[Box] = []
    last: Box | None = None
    for word in words:
        if word.start >= end or start >= word.end:
            continue
        if last is not None and _goes_on(lines[-1], last, word.box):
            lines[-1] = _around(lines[-1], word.box)
        else:
            lines.append(word.box)
        last = word.box
    return [[round(edge, 2) for edge in line] for line in lines]


def _goes_on(line: Box, last: Box, box: Box) -> bool:
    """Words of a line follow each other to the right and share half the height of the lower of the two."""
    shared = min(line[3], box[3]) - max(line[1], box[1])
    lower = min(line[3] - line[1], box[3] - box[1])
    return box[0] >= last[0] and shared >= lower / 2


def _around(one: Box, other: Box) -> Box:
    return (min(one[0], other[0]), min(one[1], other[1]), max(one[2], other[2]), max(one[3], other[3]))
