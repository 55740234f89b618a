"""What a large archive costs: both cores on one long PDF, the flow's own share, memory, and a second run.

    python benchmarks/reading/scale.py cores    [--pages 2000]    one scanned PDF: how busy the cores are
    python benchmarks/reading/scale.py overhead [--pages 200]     flow against a bare loop of the same work, one worker
    python benchmarks/reading/scale.py memory   [--pages 10000]   largest worker at a hundredth of the pages and at all
    python benchmarks/reading/scale.py again    [--files 10000]   a second run over an unchanged archive

All papers are made here, from a list of words and a seed. `overhead` takes the middle of three pairs, since a machine
is never quiet; the start of Prefect's server stands outside of it.
"""

import argparse
import json
import random
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

import psutil
from PIL import Image, ImageDraw, ImageFont

WORDS = (
    "the undersigned officer spoke to a witness at her residence who stated that she had seen the defendant leave "
    "through a rear window at about eleven and that nobody else was there when the patrol car arrived on the scene"
).split()
LINES, LETTERS = 42, 70
DPI = 150


def make_lines(chance: random.Random) -> list[str]:
    """One page of typing."""
    lines: list[str] = []
    for _ in range(LINES):
        line = ""
        while len(line) < LETTERS - 12:
            line += chance.choice(WORDS) + " "
        lines.append(line + str(chance.randrange(1000)))
    return lines


def draw_scan(chance: random.Random) -> Image.Image:
    """A page of typing as a scan of 150 dpi, with specks."""
    page = Image.new("L", (round(8.5 * DPI), 11 * DPI), 244)
    draw = ImageDraw.Draw(page)
    draw.multiline_text((80, 80), "\n".join(make_lines(chance)), font=ImageFont.load_default(21), fill=40, spacing=10)
    for _ in range(200):
        draw.point((chance.randrange(page.width), chance.randrange(page.height)), 60)
    return page


def write_scans(path: Path, pages: int) -> None:
    """A PDF of scans; fifty sheets that differ, again and again, so that drawing them does not take longer than
    reading them."""
    chance = random.Random(1)
    sheets = [draw_scan(chance) for _ in range(min(pages, 50))]
    rest = [sheets[number % len(sheets)] for number in range(1, pages)]
    sheets[0].save(path, "PDF", save_all=True, append_images=rest, resolution=DPI)


def write_texts(folder: Path, pages: int, pages_each: int) -> None:
    """Text files of some pages each, no two alike."""
    chance = random.Random(2)
    for number in range(0, pages, pages_each):
        case = folder / f"case-{number // (pages_each * 100):03d}"
        case.mkdir(parents=True, exist_ok=True)
        text = "\f".join("\n".join(make_lines(chance)) for _ in range(min(pages_each, pages - number)))
        (case / f"report-{number}.txt").write_text(text)


class Watch:
    """Looks at the workers of a run: the largest of them, and how much processor time all have used."""

    def __init__(self, root: psutil.Process) -> None:
        self.largest = 0.0
        self.used: dict[int, float] = {}
        self._root = root
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)

    def __enter__(self) -> "Watch":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        self._thread.join()

    def _look(self) -> None:
        while not self._ended.wait(0.25):
            try:
                for process in self._root.children(recursive=True):
                    self._note(process)
            except psutil.NoSuchProcess:
                return

    def _note(self, process: psutil.Process) -> None:
        try:
            if "pipeline.worker" not in process.cmdline():
                return
            self.largest = max(self.largest, process.memory_info().rss / 2**20)
            times = process.cpu_times()
            self.used[process.pid] = times.user + times.system
        except psutil.NoSuchProcess:
            return


def run(archive: Path, papers: Path, jobs: int) -> tuple[dict, float, Watch]:
    """Ingest as a user does; returns the account, wall seconds, and what was seen of the workers."""
    command = [sys.executable, "-m", "app.cli", "--archive", str(archive), "ingest", str(papers), "--json"]
    began = time.monotonic()
    process = subprocess.Popen(
        [*command, "--jobs", str(jobs)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    with Watch(psutil.Process(process.pid)) as watch:
        said, complained = process.communicate()
    if process.returncode:
        sys.exit(complained[-2000:])
    return json.loads(said), time.monotonic() - began, watch


def measure_cores(folder: Path, pages: int) -> None:
    papers = folder / "papers"
    papers.mkdir()
    write_scans(papers / "long.pdf", pages)
    jobs = len(psutil.Process().cpu_affinity())
    account, _, watch = run(folder / "archive", papers, jobs)
    seconds = account["last_run"]["seconds"]["read and mark"]
    busy = sum(watch.used.values()) / seconds
    print(f"{pages} scanned pages of one PDF, {account['pages']}: reading and marking {seconds:.0f} s")
    print(f"workers used {busy:.2f} of {jobs} cores ({busy / jobs:.0%}), the largest {watch.largest:.0f} MB")


def measure_overhead(folder: Path, pages: int) -> None:
    """Both do the same pieces with one worker; the flow's time is that of its flow runs, the server being up."""
    from collections import Counter

    from flows.server import running_server
    from pipeline.archive import open_archive
    from pipeline.run import IngestOptions, mark_all, read_all, take_in_files
    from pipeline.settings import Settings
    from pipeline.supervise import Worker

    papers = folder / "papers"
    papers.mkdir()
    for number in range(5):
        write_scans(papers / f"scan-{number}.pdf", max(pages // 10, 1))
    write_texts(papers, pages // 2, 5)
    ratios = []
    with running_server(folder):
        from flows.ingest import read_and_mark
        from flows.workers import WorkerPool

        for turn in range(3):
            seconds = {}
            for way in ("bare", "flow") if turn % 2 else ("flow", "bare"):
                settings = Settings(archive=folder / f"{way}-{turn}", jobs=1)
                with open_archive(settings, create=True) as archive:
                    take_in_files(archive, [papers], IngestOptions().intake)
                    began = time.monotonic()
                    if way == "bare":
                        with Worker(settings) as worker:
                            counts = read_all(archive, worker, False) + mark_all(archive, worker, False)
                    else:
                        pool = WorkerPool(settings)
                        counts = read_and_mark(archive, pool, False, lambda *_: None)
                        pool.close()
                    seconds[way] = time.monotonic() - began
                    assert isinstance(counts, Counter)
            ratios.append(seconds["flow"] / seconds["bare"])
            print(f"{dict(counts)}: bare loop {seconds['bare']:.1f} s, flow {seconds['flow']:.1f} s")
    print(f"flow / bare loop: {statistics.median(ratios):.3f} (three pairs: {', '.join(f'{r:.3f}' for r in ratios)})")


def measure_memory(folder: Path, pages: int) -> None:
    for count in (pages // 100, pages):
        papers = folder / f"papers-{count}"
        papers.mkdir()
        write_scans(papers / "scans.pdf", max(count // 50, 1))
        write_texts(papers, count - count // 50, 500)
        account, seconds, watch = run(folder / f"archive-{count}", papers, 2)
        print(f"{sum(account['pages'].values())} pages in {seconds:.0f} s: the largest worker {watch.largest:.0f} MB")


def measure_again(folder: Path, files: int) -> None:
    papers = folder / "papers"
    write_texts(papers, files, 1)
    for name in ("first run", "second run", "third run"):
        account, seconds, _ = run(folder / "archive", papers, 2)
        print(f"{name} over {sum(account['files'].values())} files: {seconds:.1f} s")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("what", choices=("cores", "overhead", "memory", "again"))
    parser.add_argument("--pages", type=int)
    parser.add_argument("--files", type=int, default=10_000)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        if asked.what == "cores":
            measure_cores(folder, asked.pages or 2000)
        elif asked.what == "overhead":
            measure_overhead(folder, asked.pages or 200)
        elif asked.what == "memory":
            measure_memory(folder, asked.pages or 10_000)
        else:
            measure_again(folder, asked.files)


if __name__ == "__main__":
    main()
