"""The pages of the key as the program reads them now, kept as JSON so that measuring reads no page twice.

    python benchmarks/people/pages.py FOLDER --cache DIR [--processes 2]
    python benchmarks/people/pages.py FOLDER --copy DIR [--part development|held_out]

FOLDER is searched for files with the hashes of the key. Each page becomes DIR/HASH-NUMBER.json, in the form of
`pipeline.messages`, with the key of the reading: pages that were read in another way are read again. `--copy` puts the
whole files into folders of their own, so that each is a case of its own when DIR is ingested.
"""

import argparse
import hashlib
import json
import os
import shutil
import sys
from collections.abc import Container, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from pipeline.messages import page_from_json, page_to_json  # noqa: E402
from pipeline.readers import read_pages, reading_key  # noqa: E402
from pipeline.readers.media import media_type  # noqa: E402
from pipeline.records import Page, SourceFile  # noqa: E402
from pipeline.settings import Settings  # noqa: E402

HERE = Path(__file__).parent
MARKS = HERE / "reader-a.jsonl"
Place = tuple[str, int]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("folder", type=Path)
    way = parser.add_mutually_exclusive_group(required=True)
    way.add_argument("--cache", type=Path, help="where the pages are kept as they are read")
    way.add_argument("--copy", type=Path, help="where the files are copied to")
    parser.add_argument("--part", choices=["development", "held_out"], help="only the files of this part")
    parser.add_argument("--processes", type=int, default=2)
    options = parser.parse_args()
    rows = [row for row in load_rows(MARKS) if options.part in (None, row["split"])]
    if options.copy:
        copy_files(options.folder, {row["sha256"] for row in rows}, options.copy)
        return 0
    places = sorted({(row["sha256"], row["page"]) for row in rows})
    missing = save_pages(options.folder, places, options.cache, options.processes)
    print(f"{len(places) - len(missing)} of {len(places)} pages are in {options.cache}")
    for sha256, page in missing:
        print(f"not found in {options.folder}: page {page} of {sha256}")
    return 1 if missing else 0


def load_rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def save_pages(folder: Path, places: Iterable[Place], cache: Path, processes: int = 2) -> list[Place]:
    """Read the pages that the cache lacks; returns those whose file is not in the folder."""
    os.environ["OMP_THREAD_LIMIT"] = "1"
    cache.mkdir(parents=True, exist_ok=True)
    settings = Settings(archive=cache)
    paths = find_files(folder)
    lacking = [place for place in places if not is_cached(cache, place, settings)]
    tasks = [(paths[sha256], sha256, page, cache) for sha256, page in lacking if sha256 in paths]
    with ProcessPoolExecutor(processes) as pool:
        for _ in pool.map(save_page, tasks):
            pass
    return [place for place in lacking if place[0] not in paths]


def copy_files(folder: Path, hashes: Container[str], target: Path) -> None:
    """Copy the files with these hashes, each into a folder named by the first digits of its hash."""
    for sha256, path in find_files(folder).items():
        if sha256 in hashes:
            place = target / sha256[:12]
            place.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, place / path.name)


def find_files(folder: Path) -> dict[str, Path]:
    """The PDF files below a folder by their hash."""
    return {hashlib.sha256(path.read_bytes()).hexdigest(): path for path in sorted(folder.rglob("*.pdf"))}


def save_page(task: tuple[Path, str, int, Path]) -> None:
    path, sha256, number, cache = task
    settings = Settings(archive=cache)
    source = SourceFile(sha256, str(path), media_type(path), path.stat().st_size)
    [page] = read_pages(source, number, number, settings)
    message = {"key": reading_key(settings), "page": page_to_json(page)}
    part = place_in(cache, (sha256, number)).with_suffix(".part")
    part.write_text(json.dumps(message), "utf-8")
    part.replace(part.with_suffix(".json"))


def place_in(cache: Path, place: Place) -> Path:
    return cache / f"{place[0]}-{place[1]}.json"


def is_cached(cache: Path, place: Place, settings: Settings) -> bool:
    path = place_in(cache, place)
    return path.exists() and json.loads(path.read_text("utf-8"))["key"] == reading_key(settings)


def load_pages(cache: Path, places: Iterable[Place]) -> Iterator[tuple[Place, Page]]:
    """The pages of the cache. Raises FileNotFoundError where one has not been read."""
    for place in places:
        yield place, page_from_json(json.loads(place_in(cache, place).read_text("utf-8"))["page"])


if __name__ == "__main__":
    sys.exit(main())
