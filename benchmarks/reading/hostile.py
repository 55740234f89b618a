"""Every file of a folder read under the limits: how each ends, what took longest, what the workers needed.

    python benchmarks/reading/hostile.py FOLDER [--seconds N] [--pages N]

A file must end in a state, in bounded time and memory; the last line says how many did not.

What Apache Tika 2.9.2 reads in 92 office, web and text files of its own tests and we do not: stored digits that a
sheet shows rounded; names of sheets without cells and of the pictures inside a package; the readings beside Japanese
words; letters for which no installed face has a shape (Gothic). Documents inside office files are members of their
container, not pages. `pictures.ppt` is refused by LibreOffice; Tika finds no words of slides in it. DjVu is not read.
"""

import argparse
import hashlib
import resource
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from pipeline.errors import CannotRead, ServiceMissing
from pipeline.readers import media_type
from pipeline.reading import count_supervised, read_supervised
from pipeline.records import Page, SourceFile
from pipeline.settings import Settings, load_settings
from pipeline.supervise import Worker


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--seconds", type=int, default=30, help="limit for opening a file and for one page")
    parser.add_argument("--pages", type=int, default=25, help="read so many pages of a file at most")
    options = parser.parse_args()
    files = sorted(path for path in options.folder.rglob("*") if path.is_file())
    ends: Counter[str] = Counter()
    pages: Counter[str] = Counter()
    times: list[tuple[float, str]] = []
    lost = 0
    with tempfile.TemporaryDirectory() as archive:
        limits = {"page_seconds": options.seconds, "open_seconds": options.seconds}
        settings = load_settings(Path(archive), **limits)
        with Worker(settings) as worker:
            for path in files:
                began = time.monotonic()
                end, read, wanted = read_file(worker, path, settings, options.pages)
                times.append((time.monotonic() - began, str(path.relative_to(options.folder))))
                ends[end] += 1
                pages.update(page.state.value for page in read)
                lost += len(read) != wanted
                report(times[-1], end, read)
    print(f"\nfiles: {dict(ends.most_common())}\npages: {dict(pages.most_common())}")
    print("longest:", ", ".join(f"{name} {seconds:.1f} s" for seconds, name in sorted(times, reverse=True)[:5]))
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
    print(f"all: {sum(seconds for seconds, _ in times):.0f} s, largest worker {peak} MB")
    print(f"files with a page lost or doubled: {lost}")
    return 1 if lost else 0


def read_file(worker: Worker, path: Path, settings: Settings, most: int) -> tuple[str, list[Page], int]:
    """How a file ended, its pages, and how many there should be."""
    data = path.read_bytes()
    source = SourceFile(hashlib.sha256(data).hexdigest(), str(path), media_type(path), len(data))
    try:
        last = min(count_supervised(worker, source, settings), most)
        return "done", list(read_supervised(worker, source, 1, last, settings)), last
    except CannotRead as refused:
        return f"{refused.state} ({refused.reason[:60]})", [], 0
    except ServiceMissing as missing:
        return str(missing), [], 0


def report(timed: tuple[float, str], end: str, read: list[Page]) -> None:
    states = Counter(page.state.value for page in read)
    problems = "; ".join(sorted({page.problem for page in read if page.problem}))
    print(f"{timed[0]:6.1f} s  {timed[1]}: {end} {dict(states) or ''} {problems}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
