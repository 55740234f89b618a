"""Types written papers, wears them, reads them with our own OCR, and carries the marks of the names over.

From the same pairs comes `confusions.json`: which letter was read as what, how often. It damages the papers that are
not drawn, for drawing and reading a page takes seconds.
"""

import json
import re
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random

from PIL import Image
from rapidfuzz.distance import Levenshtein, Opcode

from benchmarks.reading.typed import EFFECTS, read_page, wear_sheet
from benchmarks.reading.typed_draw import Machine, type_paper
from benchmarks.reading.typed_fonts import TYPED
from benchmarks.reading.typed_texts import Paper
from benchmarks.reading.typed_wear import scan
from pipeline.records import PersonKind
from training.write import Span, Writer, Written

_LEAST_LIKENESS = 0.5
_DRAWN = tuple(effect for effect in EFFECTS if effect not in {"form", "redacted", "turned", "jotted", "stamp"})
_TOP_TO_BOTTOM = 2690


@dataclass(frozen=True, slots=True)
class Scanned:
    """A paper as it was written and as it was read."""

    written: Written
    read: Written


def scan_papers(writer: Writer, seed: str, pages: int) -> Iterator[Scanned]:
    """Pages of all kinds of wear, in turn. A page that OCR cannot read at all is left out."""
    with tempfile.TemporaryDirectory() as folder:
        for number in range(pages):
            chance = Random(f"{seed}/{number}")
            written = writer.write(chance, 1500, widest=70)
            written, image, dpi = _draw(written, _DRAWN[number % len(_DRAWN)], chance)
            path = Path(folder) / "page.png"
            image.save(path, dpi=dpi)
            page = read_page(path, Path(folder))
            if page.reading is not None and page.reading.text.strip():
                yield Scanned(written, carry_over(written, page.reading.text))


def _draw(written: Written, effect: str, chance: Random) -> tuple[Written, Image.Image, tuple[int, int]]:
    """The lines that fit on the page, typed and worn."""
    step = chance.choice((25, 30, 30))
    line = round(step / 0.6 * chance.choice((0.8, 0.9, 1.15))) + 4
    lines = written.text.split("\n")[: _TOP_TO_BOTTOM // round(line * 1.3)]
    shown = "\n".join(lines)
    kept = Written(shown, tuple(span for span in written.spans if span.end <= len(shown)))
    machine = Machine(chance.choice(TYPED), step, line, chance.uniform(0.3, 1.2), chance.uniform(0.0, 0.35))
    sheet = type_paper(Paper("letter", tuple(lines), ()), machine, chance)
    grey, dpi, binary = wear_sheet(sheet, effect, chance)
    return kept, Image.fromarray(scan(grey, dpi, black_and_white=binary)), dpi


def carry_over(written: Written, read: str) -> Written:
    """The names where they stand in the text that was read; one of which less than half is left is dropped."""
    blocks = list(Levenshtein.opcodes(written.text, read))
    spans = []
    for span in written.spans:
        start, end = _place(blocks, span.start), min(_place(blocks, span.end - 1) + 1, len(read))
        while start < end and not read[start].isalnum():
            start += 1
        while end > start and not read[end - 1].isalnum() and read[end - 1] != ".":
            end -= 1
        if Levenshtein.normalized_similarity(written.text[span.start : span.end], read[start:end]) >= _LEAST_LIKENESS:
            spans.append(Span(start, end, span.kind, span.origin))
    return Written(read, tuple(spans))


def _place(blocks: list[Opcode], offset: int) -> int:
    for block in blocks:
        if block.src_start <= offset < block.src_end:
            return min(block.dest_start + offset - block.src_start, max(block.dest_end - 1, block.dest_start))
    return blocks[-1].dest_end if blocks else 0


def count_confusions(path: Path) -> dict[str, dict[str, int]]:
    """For each letter what was read in its place on the pages to train on: itself, nothing, or up to three letters. A
    run of spaces counts as one: OCR does not keep their number."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for line in path.read_text("utf-8").splitlines():
        paper = json.loads(line)
        if paper["part"] == "training":
            was, read = (re.sub(" +", " ", paper[text]) for text in ("written", "read"))
            _count(was, read, counts)
    return {letter: dict(found.most_common(12)) for letter, found in sorted(counts.items()) if found.total() >= 30}


def _count(was: str, read: str, counts: dict[str, Counter[str]]) -> None:
    for block in Levenshtein.opcodes(was, read):
        source, found = was[block.src_start : block.src_end], read[block.dest_start : block.dest_end]
        if len(source) == len(found):
            for letter, other in zip(source, found, strict=True):
                counts[letter][other] += 1
        elif block.tag == "delete":
            for letter in source:
                counts[letter][""] += 1
        elif block.src_start and len(found) <= 2:
            counts[was[block.src_start - 1]][was[block.src_start - 1] + found] += 1


def save_scanned(path: Path, pair: Scanned, part: str) -> None:
    """Add one page to the file: pages take seconds each, and none is to be read twice."""
    spans = [[s.start, s.end, str(s.kind), s.origin] for s in pair.read.spans]
    line = {"part": part, "written": pair.written.text, "read": pair.read.text, "spans": spans}
    with path.open("a", encoding="utf-8") as out:
        out.write(json.dumps(line, ensure_ascii=False) + "\n")


def load_scanned(path: Path, part: str) -> list[Written]:
    papers = (json.loads(line) for line in path.read_text("utf-8").splitlines())
    return [
        Written(p["read"], tuple(Span(a, b, PersonKind(kind), origin) for a, b, kind, origin in p["spans"]))
        for p in papers
        if p["part"] == part
    ]


class Damage:
    """Damages a paper as the scans were, page by page more or less."""

    def __init__(self, confusions: dict[str, dict[str, int]]) -> None:
        self.confusions = confusions

    def damage(self, written: Written, chance: Random, strength: float) -> Written:
        """`strength` 1.0 is the mean damage of the pages that were read."""
        letters, places = list[str](), list[int]()
        reached = 0
        for letter in written.text:
            places.append(reached)
            letters.append(self._read(letter, chance, strength))
            reached += len(letters[-1])
        places.append(reached)
        spans = (Span(places[s.start], places[s.end], s.kind, s.origin) for s in written.spans)
        return Written("".join(letters), tuple(s for s in spans if s.end - s.start > 1))

    def _read(self, letter: str, chance: Random, strength: float) -> str:
        found = self.confusions.get(letter)
        if found is None or letter == "\n":
            return letter
        total, right = sum(found.values()), found.get(letter, 0)
        if chance.random() > strength * (total - right) / total:
            return letter
        others = {read: count for read, count in found.items() if read != letter}
        return chance.choices(list(others), list(others.values()))[0] if others else letter
