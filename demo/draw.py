"""Draws the demo archive from the written case files: `python -m demo.draw [FOLDER]`, by default `demo/archive`."""

import hashlib
import shutil
import sys
from pathlib import Path
from random import Random

import numpy as np
from PIL import Image

from demo.age import PAPERS, age
from demo.cases import HERE, Document, load_documents
from demo.files import save_docx, save_scan, save_text, save_text_pdf
from demo.layout import PageTooLong, lay_out
from demo.paint import paint
from demo.sheet import FACES

SEED = "Port Ansel"
PASSWORD = "not for this archive"


def missing_fonts() -> list[str]:
    """The font files that are needed and not there; README.md names their Debian packages."""
    return [file for file, *_ in FACES.values() if not Path(file).is_file()]


def draw_archive(folder: Path) -> list[Path]:
    """Writes every document and its copies; what stood in the folder before is removed."""
    shutil.rmtree(folder, ignore_errors=True)
    drawn = []
    for document in load_documents():
        path = folder / document.file
        path.parent.mkdir(parents=True, exist_ok=True)
        draw_document(document, path)
        drawn.append(path)
        for copy in document.copies:
            (folder / copy).parent.mkdir(parents=True, exist_ok=True)
            drawn.append(Path(shutil.copyfile(path, folder / copy)))
    return drawn


def draw_document(document: Document, path: Path) -> None:
    """Writes one document. Raises PageTooLong with the place of the page that must be shortened."""
    match document.paper:
        case "empty":
            path.write_bytes(b"")
        case "txt":
            save_text([page["text"] for page in document.pages], path)
        case "docx":
            save_docx([page["text"] for page in document.pages], path)
        case "text":
            save_text_pdf([lay_out(page) for page in document.pages], path)
        case "locked":
            save_text_pdf([lay_out(page) for page in document.pages], path, PASSWORD)
        case scanned:
            save_scan([_scan(document, number, scanned) for number in range(1, len(document.pages) + 1)], path)


def _scan(document: Document, number: int, paper: str) -> Image.Image:
    name = f"{SEED}/{document.file}/{number}"
    try:
        items = lay_out(document.pages[number - 1])
    except PageTooLong as error:
        raise PageTooLong(f"{document.file} page {number}: {error}") from error
    seed = int.from_bytes(hashlib.sha256(name.encode()).digest()[:8])
    return age(paint(items, Random(name)), PAPERS[paper], np.random.default_rng(seed))


def main() -> None:
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else HERE / "archive"
    if missing := missing_fonts():
        sys.exit(f"Fonts are missing: {', '.join(missing)}. demo/README.md says which packages bring them.")
    drawn = draw_archive(folder)
    size = sum(path.stat().st_size for path in drawn)
    print(f"{len(drawn)} files, {size / 1e6:.2f} MB in {folder}")


if __name__ == "__main__":
    main()
