"""Pages per minute, peak memory and word errors of a whole ingest, beside OCRmyPDF on the same scans, in one run.

    python -m benchmarks.reading.throughput FOLDER... [--ocrmypdf PROGRAM] [--jobs N] [--pages N] [--rounds N]

OCRmyPDF is what people use on one PC; it is started as a program (`pip install ocrmypdf` in an environment of its own,
with Ghostscript) with `--jobs N --skip-text --output-type pdf`. It gets what we get: every file made into a PDF of its
raster images without any text layer, at most `--pages` of each. Both read one after the other, `--rounds` times, and
the middle of the ratios counts, not seconds; on a machine that others use too, that of processor time.

Word errors are told where the truth is known, NAME.gt.txt (one page) or NAME.md (all pages) beside the file: the words
that one text has more of than the other, in any order, over the words of the truth; text in brackets in a NAME.md is a
remark. A second pass takes the clean scans alone: those that OCRmyPDF read with at most one word in ten wrong.
"""

import argparse
import json
import re
import resource
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path
from statistics import mean, median

import pikepdf
import psutil
from PIL import Image

from benchmarks.reading.errors import count_edits_in_any_order, split_words

IMAGES = {".tif", ".tiff", ".png", ".jpg", ".jpeg"}
CLEAN = 0.1
OWN_DPI = 200.0
"""For an image that does not say how large it is, as phones and some scanners leave it."""


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


def count_processor_seconds() -> float:
    """Processor time of all programs started so far, and of those they started, which have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def write_scans(folders: list[Path], out: Path, pages: int) -> dict[str, str]:
    """Every PDF and image as a PDF of images without text; what each says, by name, where that is known."""
    truths: dict[str, str] = {}
    for path in sorted(path for folder in folders for path in folder.rglob("*")):
        target = out / f"{path.stem}.pdf"
        if path.suffix.lower() == ".pdf":
            write_images_only(path, target, pages)
        elif path.suffix.lower() in IMAGES:
            image = Image.open(path)
            dpi = image.info.get("dpi", (0, 0))[0]
            image.convert("L").save(target, "PDF", resolution=float(dpi) if dpi > 100 else OWN_DPI)
        else:
            continue
        if (known := path.with_name(path.stem + ".gt.txt")).exists():
            truths[path.stem] = known.read_text("utf-8")
        elif (known := path.with_suffix(".md")).exists() and count_pages(path) <= pages:
            truths[path.stem] = re.sub(r"\[[^\]]*\]", " ", known.read_text("utf-8"))
    return truths


def write_images_only(path: Path, target: Path, pages: int) -> None:
    """The first pages without what is drawn between BT and ET: a text layer."""
    with pikepdf.open(path) as pdf:
        del pdf.pages[pages:]
        for page in pdf.pages:
            kept, is_text = [], False
            for step in pikepdf.parse_content_stream(page):
                name = str(step.operator)
                is_text = is_text or name == "BT"
                if not is_text:
                    kept.append(step)
                is_text = is_text and name != "ET"
            page.Contents = pdf.make_stream(pikepdf.unparse_content_stream(kept))
        pdf.save(target)


def count_pages(path: Path) -> int:
    if path.suffix.lower() != ".pdf":
        return 1
    with pikepdf.open(path) as pdf:
        return len(pdf.pages)


def run_exculpa(scans: Path, archive: Path, jobs: int) -> tuple[dict[str, float], dict[str, str]]:
    """Ingest the folder into an empty archive; seconds of the whole run and of reading and marking alone, and texts."""
    base = [sys.executable, "-m", "app.cli", "--archive", str(archive)]
    command = [*base, "ingest", str(scans), "--jobs", str(jobs), "--json"]
    seconds, megabytes, said = run_measured(command, lambda code: code in (0, 3))
    account = json.loads(said)
    steps = account["last_run"]["seconds"]
    print(f"exculpa: pages {account['pages']}, steps {steps}, peak {megabytes:.0f} MB")
    texts: dict[str, str] = {}
    reason = "word errors are counted"
    rows = subprocess.run(
        [*base, "export", "pages", "--unmask", "--reason", reason], check=True, capture_output=True, text=True
    )
    for row in map(json.loads, rows.stdout.splitlines()):
        name = Path(row["locations"][0]).stem
        texts[name] = f"{texts.get(name, '')}\n{row['text'] or ''}"
    return {"all": seconds, "reading": steps.get("read and mark", seconds)}, texts


def run_ocrmypdf(program: str, scans: Path, out: Path, jobs: int) -> tuple[float, dict[str, str]]:
    """OCR every scan, one file after the other; the seconds, and the texts."""
    total, texts = 0.0, {}
    for path in sorted(scans.glob("*.pdf")):
        said = out / f"{path.stem}.txt"
        options = ["--jobs", str(jobs), "--skip-text", "--output-type", "pdf", "-q", "--sidecar", str(said)]
        began = time.monotonic()
        done = subprocess.run([program, *options, str(path), str(out / path.name)], capture_output=True)
        total += time.monotonic() - began
        if done.returncode:
            print(f"ocrmypdf refused {path.name}: {done.stderr.decode(errors='replace')[-200:]}")
        texts[path.stem] = said.read_text("utf-8") if said.exists() else ""
    return total, texts


def rate_words(texts: dict[str, str], truths: dict[str, str]) -> dict[str, float]:
    """The word error rate of each file whose truth is known."""
    wanted = {name: split_words(truth) for name, truth in truths.items()}
    return {
        name: min(1.0, count_edits_in_any_order(split_words(texts.get(name, "")), words) / len(words))
        for name, words in wanted.items()
        if words
    }


def compare(scans: Path, truths: dict[str, str], asked: argparse.Namespace) -> dict[str, float]:
    """Run both as often as asked, print pages a minute, ratios and word errors; their word error rates by file."""
    pages = sum(count_pages(path) for path in scans.glob("*.pdf"))
    whole, reading, work, theirs_rates = [], [], [], dict[str, float]()
    for _ in range(asked.rounds):
        with tempfile.TemporaryDirectory() as scratch:
            start = count_processor_seconds()
            ours, texts = run_exculpa(scans, Path(scratch) / "archive", asked.jobs)
            rates = rate_words(texts, truths)
            print(f"exculpa: {pages / ours['reading'] * 60:.1f} pages a minute ({pages / ours['all'] * 60:.1f} in all)")
            if not asked.ocrmypdf:
                continue
            half = count_processor_seconds()
            theirs, texts = run_ocrmypdf(asked.ocrmypdf, scans, Path(scratch), asked.jobs)
            theirs_rates = rate_words(texts, truths)
            print(f"ocrmypdf: {pages / theirs * 60:.1f} pages a minute")
            work.append((count_processor_seconds() - half) / (half - start))
        whole.append(theirs / ours["all"])
        reading.append(theirs / ours["reading"])
    if rates:
        said = f", ocrmypdf {mean(theirs_rates.values()):.4f}" if theirs_rates else ""
        print(f"word error rate over {len(rates)} files: exculpa {mean(rates.values()):.4f}{said}")
    if whole:
        print(f"ocrmypdf / exculpa: reading and marking {median(reading):.2f}, the whole run {median(whole):.2f}")
        print(f"ocrmypdf / exculpa: processor time of the whole run {median(work):.2f}")
    return theirs_rates


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--ocrmypdf", help="the program; without it only the ingest is measured")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--pages", type=int, default=4, help="read so many pages of a file at most")
    parser.add_argument("--rounds", type=int, default=1)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        scans = Path(folder) / "all"
        scans.mkdir()
        truths = write_scans(asked.folders, scans, asked.pages)
        rates = compare(scans, truths, asked)
        if clean := [name for name, rate in rates.items() if rate <= CLEAN]:
            print(f"the {len(clean)} clean ones:")
            for path in set(scans.glob("*.pdf")) - {scans / f"{name}.pdf" for name in clean}:
                path.unlink()
            compare(scans, {name: truths[name] for name in clean}, asked)


if __name__ == "__main__":
    main()
