"""Tokens a second of the language step, beside spaCy's plain tokenizer on the same pages in the same run.

    python benchmarks/language/speed.py [PAGES.txt ...]

Without files it reads the written pages of the demo's case files. A form feed starts a new page. Machines are noisy and
shared: trust the ratio, not the figure.
"""

import argparse
import sys
import time
from collections.abc import Callable
from pathlib import Path

import spacy
import yaml

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from pipeline.language import load_language, mark_page  # noqa: E402
from pipeline.settings import Settings  # noqa: E402

ROUNDS = 3


def demo_pages() -> list[str]:
    """The running text of every page of the demo's case files."""
    cases = [yaml.safe_load(path.read_text("utf-8")) for path in sorted((ROOT / "demo" / "cases").glob("*.yml"))]
    pages = [page for case in cases for document in case["documents"] for page in document["pages"]]
    return [page["text"] for page in pages if isinstance(page.get("text"), str)]


def seconds(read: Callable[[str], object], pages: list[str]) -> float:
    """Processor time of the best of three rounds."""
    times = []
    for _ in range(ROUNDS):
        start = time.process_time()
        for page in pages:
            read(page)
        times.append(time.process_time() - start)
    return min(times)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("files", nargs="*", type=Path)
    files = parser.parse_args().files
    pages = [page for f in files for page in f.read_text("utf-8", "replace").split("\f")] or demo_pages()
    plain, whole = spacy.blank("en"), load_language(Settings(archive=Path("unused")))
    tokens = sum(len(plain(page)) for page in pages)
    tokenizer = seconds(plain, pages)
    step = seconds(lambda page: mark_page(whole, page), pages)
    print(f"{len(pages)} pages, {tokens} tokens")
    print(f"spaCy's tokenizer  {tokens / tokenizer:9,.0f} tokens/s")
    print(f"the language step  {tokens / step:9,.0f} tokens/s, {1000 * step / len(pages):.1f} ms a page")
    print(f"ratio              {step / tokenizer:9.1f}")


if __name__ == "__main__":
    main()
