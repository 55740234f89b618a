"""Pages per minute and peak memory of a whole ingest, and the time of OCRmyPDF on the same scans, in one run.

    python benchmarks/reading/throughput.py FOLDER... [--ocrmypdf PROGRAM] [--jobs N]

OCRmyPDF is what people use on one PC; it is started as a program (`pip install ocrmypdf` in an environment of its
own, with Ghostscript) with `--jobs N --skip-text --output-type pdf`, one file after the other, so both read by OCR
just the pages that have no text. Ratios count, not seconds.
"""

import argparse
import json
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path

import psutil

SCANS = {".pdf", ".tif", ".tiff", ".png", ".jpg", ".jpeg"}


def run_measured(command: list[str], ok: Callable[[int], bool]) -> tuple[float, float, str]:
    """Wall seconds, peak megabytes (resident, all processes of the tree together), standard output."""
    began = time.monotonic()
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    peak = [0.0]
    watcher = threading.Thread(target=_watch, args=(process.pid, peak), daemon=True)
    watcher.start()
    said, complained = process.communicate()
    if not ok(process.returncode):
        sys.exit(f"{' '.join(command)} ended with {process.returncode}:\n{complained[-2000:]}")
    return time.monotonic() - began, peak[0], said


def _watch(pid: int, peak: list[float]) -> None:
    try:
        root = psutil.Process(pid)
        while root.is_running():
            total = 0
            for process in [root, *root.children(recursive=True)]:
                try:
                    total += process.memory_info().rss
                except psutil.NoSuchProcess:
                    continue
            peak[0] = max(peak[0], total / 2**20)
            time.sleep(0.2)
    except psutil.NoSuchProcess:
        return


def run_exculpa(folders: list[Path], archive: Path, jobs: int) -> dict[str, float]:
    """Ingest the folders into an empty archive."""
    command = [sys.executable, "-m", "app.cli", "--archive", str(archive), "ingest", *map(str, folders)]
    seconds, megabytes, said = run_measured([*command, "--jobs", str(jobs), "--json"], lambda code: code in (0, 3))
    account = json.loads(said)
    print(f"exculpa: files {account['files']}, pages {account['pages']}, leads {account['leads']}")
    print(f"exculpa: steps {account['last_run']['seconds']}")
    pages = sum(account["pages"].values())
    print(f"exculpa: {pages} pages in {seconds:.0f} s, {pages / seconds * 60:.0f} a minute, peak {megabytes:.0f} MB")
    return {"seconds": seconds, "read": account["last_run"]["seconds"].get("read and mark", seconds)}


def run_ocrmypdf(program: str, folders: list[Path], out: Path, jobs: int) -> float:
    """OCR every scan below the folders; returns the seconds."""
    files = sorted(path for folder in folders for path in folder.rglob("*") if path.suffix.lower() in SCANS)
    total = refused = 0.0
    for number, path in enumerate(files):
        options = ["--jobs", str(jobs), "--skip-text", "--output-type", "pdf", "-q"]
        if path.suffix.lower() != ".pdf":
            options += ["--image-dpi", "300"]
        began = time.monotonic()
        done = subprocess.run([program, *options, str(path), str(out / f"{number}.pdf")], capture_output=True)
        total += time.monotonic() - began
        refused += done.returncode != 0
    print(f"ocrmypdf: {len(files)} files in {total:.0f} s, {refused:.0f} of them refused")
    return total


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--ocrmypdf", help="the program; without it only the ingest is measured")
    parser.add_argument("--jobs", type=int, default=2)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        ours = run_exculpa(asked.folders, Path(scratch) / "archive", asked.jobs)
        if asked.ocrmypdf:
            theirs = run_ocrmypdf(asked.ocrmypdf, asked.folders, Path(scratch), asked.jobs)
            print(f"ocrmypdf / exculpa, the whole run: {theirs / ours['seconds']:.2f}")
            print(f"ocrmypdf / exculpa, reading and marking: {theirs / ours['read']:.2f}")


if __name__ == "__main__":
    main()
