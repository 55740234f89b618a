"""Pages a second on born-digital PDFs, ours beside pdfplumber, Apache Tika and pdfium itself, in one run, and whether
all found the same words.

    python benchmarks/reading/born_digital.py FOLDER [--tika TIKA-APP.jar] [--rounds N]

Ours twice: in this process, and through a supervised worker as an ingest reads. pdfplumber is a plain loop of
`extract_text`; Tika reads all files in one start of `java -jar tika-app.jar --text`; pdfium's own `get_text_bounded`,
which gives no places and no order, is the ceiling. Ratios of the best of N rounds count, not seconds.
"""

import argparse
import hashlib
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pdfplumber
import pypdfium2 as pdfium

from pipeline.readers import count_pages, read_pages
from pipeline.reading import count_supervised, read_supervised
from pipeline.records import Page, SourceFile
from pipeline.settings import Settings
from pipeline.supervise import Worker


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--tika", type=Path, help="tika-app-2.9.2.jar; without it Tika is not measured")
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    sources = [as_source(path) for path in sorted(options.folder.rglob("*.pdf"))]
    with tempfile.TemporaryDirectory() as archive:
        settings = Settings(archive=Path(archive))
        with Worker(settings) as worker:
            readers: dict[str, Callable[[], list[str]]] = {
                "ours": lambda: [text_of(page) for source in sources for page in read_here(source, settings)],
                "ours, in a worker": lambda: [
                    text_of(page) for source in sources for page in read_there(worker, source, settings)
                ],
                "pdfplumber": lambda: [text for source in sources for text in read_pdfplumber(source)],
                "pdfium": lambda: [text for source in sources for text in read_pdfium(source)],
            }
            if options.tika:
                readers["tika"] = lambda: [read_tika(options.tika, sources)]
            return report(measure(readers, options.rounds))


def as_source(path: Path) -> SourceFile:
    data = path.read_bytes()
    return SourceFile(hashlib.sha256(data).hexdigest(), str(path), "application/pdf", len(data))


def read_here(source: SourceFile, settings: Settings) -> Iterator[Page]:
    return read_pages(source, 1, count_pages(source, settings), settings)


def read_there(worker: Worker, source: SourceFile, settings: Settings) -> Iterator[Page]:
    return read_supervised(worker, source, 1, count_supervised(worker, source, settings), settings)


def read_pdfplumber(source: SourceFile) -> Iterator[str]:
    with pdfplumber.open(source.path) as document:
        for page in document.pages:
            yield page.extract_text()
            page.close()


def read_pdfium(source: SourceFile) -> Iterator[str]:
    document = pdfium.PdfDocument(source.path)
    for page in document:
        yield page.get_textpage().get_text_bounded()
    document.close()


def read_tika(jar: Path, sources: list[SourceFile]) -> str:
    command = ["java", "-jar", str(jar), "--text", *(source.path for source in sources)]
    return subprocess.run(command, capture_output=True, check=True).stdout.decode("utf-8", "replace")


def text_of(page: Page) -> str:
    return page.reading.text if page.reading else ""


def measure(readers: dict[str, Callable[[], list[str]]], rounds: int) -> dict[str, tuple[float, list[str]]]:
    """Seconds of the best round, and what was read. One round after the other, so that all meet the same machine."""
    best: dict[str, tuple[float, list[str]]] = {}
    for _ in range(rounds):
        for name, read in readers.items():
            began = time.perf_counter()
            texts = read()
            seconds = time.perf_counter() - began
            best[name] = (min(seconds, best[name][0]) if name in best else seconds, texts)
    return best


def report(best: dict[str, tuple[float, list[str]]]) -> int:
    pages = len(best["ours"][1])
    ours = Counter(word for text in best["ours"][1] for word in text.split())
    for name, (seconds, texts) in best.items():
        theirs = Counter(word for text in texts for word in text.split())
        shared = 2 * (ours & theirs).total() / (ours.total() + theirs.total())
        print(
            f"{name}: {seconds:.2f} s, {pages / seconds:.0f} pages/s, {theirs.total()} words, {shared:.4f} shared; "
            f"ours is {seconds / best['ours'][0]:.1f} times as fast"
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
