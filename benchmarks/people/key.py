"""The key of people on real pages: its marks as spans of the current reading, and how far its two readers agree."""

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from benchmarks.people.pages import HERE, Place, load_pages, load_rows
from benchmarks.people.scores import Said, Truth
from pipeline.records import Box, Page, Word

KEY, READERS = HERE / "key.jsonl", (HERE / "reader-a.jsonl", HERE / "reader-b.jsonl")
_STRIPPED = "\"'`.,;:()[]{}<>*_-=~|/\\“”‘’"
_SHARED = 0.5
"""The share of a word, or of a box, that must lie in the other for the word to be one of the mark's."""


def load_places(part: str, path: Path = KEY) -> list[Place]:
    """The pages of one part, in the order of the key."""
    return list(dict.fromkeys((row["sha256"], row["page"]) for row in load_rows(path) if row["split"] == part))


def load_truth(cache: Path, part: str, path: Path = KEY) -> Iterator[tuple[Place, Page, list[Truth]]]:
    """Every page of one part with its marks as spans of its text; a mark whose place holds no word has no parts."""
    rows = defaultdict(list)
    for row in load_rows(path):
        if row["split"] == part and not row.get("empty"):
            rows[row["sha256"], row["page"]].append(row)
    for place, page in load_pages(cache, load_places(part, path)):
        yield place, page, [_truth(row, page) for row in rows[place]]


def _truth(row: dict[str, Any], page: Page) -> Truth:
    words = find_words(page, [tuple(box) for box in row["boxes"]])
    text = page.reading.text if page.reading else ""
    return Truth(
        place=(row["sha256"], row["page"]),
        parts=tuple(trim(text, start, end) for start, end in join(words)),
        kind=row["kind"],
        also=tuple(row["also"]),
        person=row["person"],
        surname=row["surname"],
        roles=tuple(filter(None, [row.get("role")])),
        roles_also=tuple(row.get("role_also", ())),
        confidence=sum(word.confidence for word in words) / len(words) if words else 0.0,
    )


def find_words(page: Page, boxes: Sequence[Box]) -> list[Word]:
    """The words of the current reading that lie in the boxes of a mark, in reading order."""
    words = page.reading.words if page.reading else ()
    return [word for word in words if any(_lies_in(word.box, box) for box in boxes)]


def _lies_in(word: Box, box: Box) -> bool:
    """Most of the word is in the box; or most of the box in the word, where reading joined what was marked apart."""
    shared = overlap(word, box)
    return shared > 0 and shared >= _SHARED * min(area(word), area(box)) and _same_line(word, box)


def _same_line(word: Box, box: Box) -> bool:
    high = min(word[3], box[3]) - max(word[1], box[1])
    return high >= _SHARED * min(word[3] - word[1], box[3] - box[1])


def area(box: Box) -> float:
    return max(0.0, box[2] - box[0]) * max(0.0, box[3] - box[1])


def overlap(one: Box, other: Box) -> float:
    corners = max(one[0], other[0]), max(one[1], other[1]), min(one[2], other[2]), min(one[3], other[3])
    return area(corners)


def find_confidence(page: Page, start: int, end: int) -> float:
    """The mean confidence of the words of a stretch, 0 where no word stands."""
    words = page.reading.words if page.reading else ()
    sure = [word.confidence for word in words if word.start < end and word.end > start]
    return sum(sure) / len(sure) if sure else 0.0


def join(words: Iterable[Word]) -> list[tuple[int, int]]:
    """Stretches of words that follow each other in the text: names broken by a column have several."""
    parts: list[tuple[int, int]] = []
    for word in words:
        if parts and word.start - parts[-1][1] <= 2:
            parts[-1] = parts[-1][0], word.end
        else:
            parts.append((word.start, word.end))
    return parts


def trim(text: str, start: int, end: int) -> tuple[int, int]:
    """Without the marks of punctuation and the possessive at its edges; as it is where nothing else would remain."""
    inner = text[start:end].removesuffix("'s").removesuffix("’s")
    left = len(inner) - len(inner.lstrip(_STRIPPED))
    kept = inner.strip(_STRIPPED)
    return (start + left, start + left + len(kept)) if kept else (start, end)


# ---------------------------------------------------------------- the two readers


def compare_readers(part: str) -> tuple[list[Truth], list[Said]]:
    """The first reader's marks as the truth and the second's as what is said. Both get the same invented offsets
    where their boxes share half of the smaller."""
    marks = [[row for row in load_rows(path) if row["split"] == part and not row.get("empty")] for path in READERS]
    truths, said = [], []
    taken: dict[int, int] = {}
    pairs = sorted(_shared(marks[0], marks[1]), reverse=True)
    for _share, i, j in pairs:
        if i not in taken and j not in taken.values():
            taken[i] = j
    spot: Callable[[int], tuple[int, int]] = lambda n: (10 * n, 10 * n + 9)  # noqa: E731
    for i, row in enumerate(marks[0]):
        place = row["sha256"], row["page"]
        roles = tuple(filter(None, [row["role"]]))
        truths.append(
            Truth(place, (spot(i),), row["kind"], tuple(row["also"]), row["person"], row["surname"], roles, (), 1.0)
        )
    places = {j: i for i, j in taken.items()}
    for j, row in enumerate(marks[1]):
        start, end = spot(places.get(j, len(marks[0]) + j))
        roles = tuple(filter(None, [row["role"]]))
        group = f"{row['sha256']} {row['person']}" if row["person"] is not None else f"alone {j}"
        said.append(Said((row["sha256"], row["page"]), start, end, row["kind"], group, roles, group))
    return truths, said


def _shared(ones: Sequence[dict[str, Any]], others: Sequence[dict[str, Any]]) -> Iterator[tuple[float, int, int]]:
    at: dict[Place, list[int]] = defaultdict(list)
    for j, row in enumerate(others):
        at[row["sha256"], row["page"]].append(j)
    for i, row in enumerate(ones):
        for j in at[row["sha256"], row["page"]]:
            boxes = row["boxes"], others[j]["boxes"]
            shared = sum(overlap(tuple(a), tuple(b)) for a in boxes[0] for b in boxes[1])
            sizes = [sum(area(tuple(box)) for box in some) for some in boxes]
            if shared >= _SHARED * min(sizes):
                yield shared / (sum(sizes) - shared), i, j


def hash_of_part(part: str) -> str:
    """SHA-256 of the lines of one part of the key, as `marks.sha256` froze it."""
    lines = KEY.read_text("utf-8").splitlines(keepends=True)
    return hashlib.sha256("".join(line for line in lines if f'"split": "{part}"' in line).encode()).hexdigest()
