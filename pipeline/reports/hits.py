"""Hits of an answer as rows: what the page says, where it lies, how it is cited, whether somebody ticked it off; and
the same rows as they may leave the archive."""

from collections.abc import Iterator, Sequence

from pipeline.catalog.ticks import Tick, load_ticks
from pipeline.records import Citation, Hit, Reading
from pipeline.reports.gates import Gates
from pipeline.reports.masking import Masking, blot
from pipeline.reports.places import Places, boxes_of
from pipeline.reports.rows import Row

HIT_FIELDS = (
    *("sha256", "location", "case", "file_set", "page", "reading", "score", "snippet", "snippet_start", "spans"),
    *("boxes", "confidence", "bates", "transcript", "under", "reviewed", "review_note", "review_changed"),
)
"""What a hit is as a row, in the order of the contract."""


def hit_rows(places: Places, hits: Sequence[Hit]) -> Iterator[Row]:
    """One row for each hit, not masked."""
    ticks = load_ticks(places.connection, ((hit.sha256, hit.page) for hit in hits))
    for hit in hits:
        yield _hit_row(places, hit) | _review(hit, ticks.get((hit.sha256, hit.page)))


def _hit_row(places: Places, hit: Hit) -> Row:
    placed = places.document(hit.sha256)
    reading = places.reading(hit.sha256, hit.page, hit.reading)
    words = reading.words if reading is not None else ()
    start = _start_of(hit, reading)
    return {
        "sha256": hit.sha256,
        "location": placed.location or "",
        "case": list(placed.cases),
        "file_set": placed.file_set,
        "page": hit.page,
        "reading": hit.reading,
        "score": round(hit.score, 4),
        "snippet": hit.snippet,
        "snippet_start": start,
        "spans": [list(span) for span in hit.spans],
        "boxes": [box for start, end in hit.spans for box in boxes_of(words, start, end)],
        "confidence": reading.confidence if reading is not None else None,
        "bates": places.bates(hit.sha256, hit.page),
        "transcript": _transcript(places, hit, start),
        "under": [_under_row(places, *key) for key in hit.under],
    }


def _under_row(places: Places, sha256: str, page: int) -> Row:
    """Where a page lies that is shown as one with a hit."""
    placed = places.document(sha256)
    return {"sha256": sha256, "page": page, "location": placed.location or "", "file_set": placed.file_set}


def _start_of(hit: Hit, reading: Reading | None) -> int | None:
    """Where the snippet begins on the page; None where the page reads otherwise than the index knows it."""
    at = reading.text.find(hit.snippet) if reading is not None else -1
    return at if at >= 0 else None


def _transcript(places: Places, hit: Hit, start: int | None) -> str | None:
    if start is None or not hit.snippet:
        return None
    end = start + len(hit.snippet)
    return places.transcript(Citation(hit.sha256, hit.page, hit.reading, start, end, hit.snippet))


def _review(hit: Hit, tick: Tick | None) -> Row:
    return {
        "reviewed": tick is not None,
        "review_note": tick.note if tick is not None else None,
        "review_changed": tick is not None and tick.reading != hit.reading,
    }


def let_leave(row: Row, gates: Gates, masking: Masking | None) -> Row | None:
    """A row as it may leave the archive, masked unless `masking` is None; None for a page behind a gate, counted in
    `gates.held`: that it holds the words asked for is what it says."""
    if held := gates.closed(row["sha256"], row["page"]):
        gates.held.update(held)
        return None
    row = row | {"under": [one for one in row["under"] if not gates.closed(one["sha256"], one["page"])]}
    return row | {"masked": False} if masking is None else mask_hit(row, masking)


def mask_hit(row: Row, masking: Masking) -> Row:
    """A snippet is masked as the page is that it was cut from, wherever on it these words stand, and as a sentence."""
    reading = masking.places.reading(row["sha256"], row["page"], row["reading"])
    snippet, text = row["snippet"], reading.text if reading is not None else ""
    spans = masking.spans_on_page(row["sha256"], row["page"], row["reading"])
    for at in _find_all(text, snippet):
        snippet = blot(snippet, [(start - at, end - at) for start, end in spans])
    masked = masking.mask_row(row | {"snippet": snippet})
    return masked | {"masked": masked["masked"] or snippet != row["snippet"]}


def _find_all(text: str, words: str) -> Iterator[int]:
    at = text.find(words) if words else -1
    while at >= 0:
        yield at
        at = text.find(words, at + 1)
