"""Lines of court transcripts for which printed page, line number, speaker and role are all right, against a key.

    python benchmarks/layout/transcripts.py FOLDER [--split held_out] [--wrong]

FOLDER holds the PDFs of which the key `transcripts.jsonl` was made (GUIDE.md says how). They are read as `exculpa`
reads them. Every line of the key that bears text is looked up by its box in our reading; ours is right where the words
in the box lie on one line, the printed page, the line number and the role are those of the key, and the speaker is the
one whose label was counted in the key (labels are matched to the key's numbers by the lines they share).
"""

import argparse
import hashlib
import json
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from pipeline.language.plain import tidy_text
from pipeline.layout.furniture import find_furniture
from pipeline.layout.paper import read_paper
from pipeline.layout.testimony import TranscriptLine, TranscriptPage, carry
from pipeline.layout.transcript import read_transcript
from pipeline.lexicons import load_lexicon
from pipeline.readers import count_pages, read_pages
from pipeline.records import Box, Layout, Page, SourceFile
from pipeline.settings import Settings, load_settings

KEY = Path(__file__).parent / "transcripts.jsonl"
ROLES = {"lawyer": "counsel", "question": "counsel", "court": "court", "answer": "witness", "witness": "witness"}
"""How the key calls those who speak."""
LINE_SLACK = 4.0
"""Points by which the middle of a word may lie outside the box of its line."""

Row = dict[str, Any]


class Read(NamedTuple):
    """A line of ours with its printed page, where it stands."""

    page: str | None
    line: TranscriptLine
    box: Box | None


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--split", choices=("development", "held_out"))
    parser.add_argument("--wrong", action="store_true", help="print every line that is not right")
    options = parser.parse_args()
    rows = [row for row in map(json.loads, KEY.read_text("utf-8").splitlines()) if row["box"] is not None]
    right: Counter[str] = Counter()
    total: Counter[str] = Counter()
    for path in sorted(options.folder.glob("*.pdf")):
        sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
        wanted = [row for row in rows if row["sha256"] == sha256]
        for row, faults in judge(wanted, read_lines(path)):
            if options.split in {None, row["split"]}:
                total[row["split"]] += 1
                right[row["split"]] += not faults
                if faults and options.wrong:
                    print(f"{path.name} page {row['page']} line {row['line']}: {', '.join(faults)}")
    for split, count in total.items():
        print(f"{split}: {right[split]} of {count} lines right ({right[split] / count:.4f})")
    return 0


def read_lines(path: Path) -> dict[int, list[Read]]:
    """Our reading of a whole PDF: the lines of each of its pages."""
    with tempfile.TemporaryDirectory() as archive:
        settings = load_settings(Path(archive))
        source = SourceFile("0" * 64, str(path), "application/pdf", path.stat().st_size)
        pages = list(read_pages(source, 1, count_pages(source, settings), settings))
    return read_testimony(pages, settings)


def read_testimony(pages: Iterable[Page], settings: Settings) -> dict[int, list[Read]]:
    """The lines of one document's pages, with speakers carried over page ends."""
    placed: list[tuple[Page, TranscriptPage]] = []
    lexicon = {name: load_lexicon(settings, name) for name in ("furniture", "speakers", "transcripts")}
    for page in pages:
        if page.reading is None:
            continue
        layout = Layout(page.reading.words, page.width, page.height, page.regions)
        paper = read_paper(tidy_text(page.reading.text), layout)
        marks = find_furniture(paper, lexicon["furniture"])
        sheet = read_transcript(paper, marks, lexicon["speakers"], lexicon["transcripts"])
        placed += [(page, one) for one in sheet.pages]
    found: dict[int, list[Read]] = defaultdict(list)
    for (page, _), carried in zip(placed, carry(one for _, one in placed), strict=True):
        found[page.number] += [Read(carried.number, line, _box(page, line)) for line in carried.lines]
    return found


def _box(page: Page, line: TranscriptLine) -> Box | None:
    words = [word.box for word in page.reading.words if line.start <= word.start < line.end] if page.reading else []
    if not words:
        return None
    return (min(b[0] for b in words), min(b[1] for b in words), max(b[2] for b in words), max(b[3] for b in words))


def judge(rows: Sequence[Row], ours: dict[int, list[Read]]) -> list[tuple[Row, list[str]]]:
    """Each row of the key with what is wrong about it: nothing, where it is right."""
    pairs = [(row, _at(ours.get(row["page"], ()), row["box"])) for row in rows]
    names = _match_speakers(pairs)
    return [(row, _faults(row, read, names)) for row, read in pairs]


def _at(lines: Iterable[Read], box: Sequence[float]) -> Read | None:
    """Our line that stands in a box of the key: its middle is there, and most of its width."""
    for read in lines:
        if read.box is None:
            continue
        middle = (read.box[1] + read.box[3]) / 2
        shared = min(read.box[2], box[2]) - max(read.box[0], box[0])
        if box[1] - LINE_SLACK / 2 < middle < box[3] + LINE_SLACK / 2 and shared > 0.5 * (box[2] - box[0]):
            return read
    return None


def _match_speakers(pairs: Iterable[tuple[Row, Read | None]]) -> dict[int, str]:
    """The label of ours for each number of the key: the one that shares most lines with it, each label once."""
    shared: Counter[tuple[int, str]] = Counter()
    for row, read in pairs:
        if read is not None and row["speaker"] is not None and read.line.speaker is not None:
            shared[row["speaker"], read.line.speaker] += 1
    names: dict[int, str] = {}
    for (number, label), _count in shared.most_common():
        if number not in names and label not in names.values():
            names[number] = label
    return names


def _faults(row: Row, read: Read | None, names: dict[int, str]) -> list[str]:
    if read is None:
        return [] if row["line"] is None and row["role"] == "none" else ["not found"]
    role = ROLES.get(read.line.role or "", read.line.role or "none")
    said = names.get(row["speaker"]) if row["speaker"] is not None else None
    checks = {
        "page": row["line"] is None or read.page == str(row["printed_page"]),
        "line": read.line.number == row["line"],
        "role": role == row["role"],
        "speaker": read.line.speaker == said,
        "start": read.line.starts == row["starts"],
    }
    return [name for name, is_right in checks.items() if not is_right]


if __name__ == "__main__":
    sys.exit(main())
