"""How fast pages are indexed and questions are answered, and how both grow with the archive.

    python -m benchmarks.search.scale --pages 10000 50000 [--elastic URL] [--ways embedded ...] [--folder DIR]

Generates an archive (archive.py), indexes it embedded (with the marks and without) and, where a server is named, on
Elasticsearch by Exculpa, by the plain bulk helper with the same documents, and by hand (by_hand.yml); then asks the two
hundred questions (asked.py) of each, with facets and snippets. Each step runs in a process of its own. Machines differ:
compare ratios of one run. The indices are deleted at the end.
"""

import argparse
import multiprocessing
import sys
import tempfile
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any, TypeVar

from benchmarks.search.indexing import Filled, fill
from benchmarks.search.timing import Timed, time_both, time_embedded
from pipeline.settings import Settings

WAYS = ("embedded", "elastic", "bulk", "by_hand")
R = TypeVar("R")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--pages", type=int, nargs="+", default=[10_000])
    parser.add_argument("--elastic", metavar="URL", help="a server for throw-away indices")
    parser.add_argument("--ways", choices=WAYS, nargs="+", default=list(WAYS))
    parser.add_argument("--folder", type=Path, help="where the embedded index is made; else a temporary folder")
    options = parser.parse_args()
    ways = [way for way in options.ways if way == "embedded" or options.elastic]
    for pages in options.pages:
        with tempfile.TemporaryDirectory(dir=options.folder) as folder:
            if "embedded" in ways:
                run_embedded(Path(folder), pages)
        if ways != ["embedded"]:
            run_elastic(options.elastic, pages, [way for way in ways if way != "embedded"])
    return 0


def run_embedded(folder: Path, pages: int) -> None:
    bare, marked = Settings(archive=folder / "bare"), Settings(archive=folder / "marked")
    print_filled(apart(fill, "embedded", bare, pages, marks=False), "embedded, without marks")
    print_filled(apart(fill, "embedded", marked, pages), "embedded, with marks")
    print_timed(apart(time_embedded, marked), "embedded")


def run_elastic(url: str, pages: int, ways: list[str]) -> None:
    settings = Settings(archive=Path("unused"), index_url=url, index_name=f"exculpa-scale-{pages}")
    try:
        filled = {way: apart(fill, way, settings, pages) for way in ways}
        for way, one in filled.items():
            print_filled(one, way)
        if {"elastic", "bulk"} <= set(filled):
            print(
                f"{'':10}elastic reaches {filled['elastic'].speed / filled['bulk'].speed:.2f} of the plain bulk helper"
            )
        if {"elastic", "by_hand"} <= set(filled):
            ours, theirs = apart(time_both, settings)
            print_timed(ours, "elastic")
            print_timed(theirs, "by hand")
            print(f"{'':10}p95 is {ours.p95 / theirs.p95:.2f} times that of the queries by hand")
    finally:
        delete_indices(settings)


def apart(work: Callable[..., R], *given: Any, **named: Any) -> R:
    """The result of a function that runs in a fresh process."""
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as pool:
        return pool.submit(work, *given, **named).result()


def delete_indices(settings: Settings) -> None:
    from elasticsearch import Elasticsearch

    with Elasticsearch(settings.index_url) as client:
        for index in client.indices.get(index=f"{settings.index_name}-*"):
            client.indices.delete(index=index)


def print_filled(filled: Filled, title: str) -> None:
    processor = 1000 * filled.processor / filled.pages
    figures = f"{filled.speed:8,.0f} pages/s {processor:6.2f} ms of a processor each {filled.megabytes:9,.0f} MB"
    print(f"{filled.pages:9,} {title:26}{figures}", flush=True)


def print_timed(timed: Timed, title: str) -> None:
    figures = f"p50 {timed.p50:7.1f} ms  p95 {timed.p95:7.1f} ms  memory {timed.megabytes:5,.0f} MB"
    print(f"{'':10}{title:26}{figures}  found {timed.found}  slowest: {timed.slowest} ms", flush=True)


if __name__ == "__main__":
    sys.exit(main())
