"""Documents inside a DOCX (altChunk): Word shows them as part of the text, LibreOffice leaves them out.

Programs that make Word files of web pages, and some case management systems, put the whole text into one.
"""

import zipfile
from pathlib import Path

import pikepdf
import pypdfium2 as pdfium
from lxml import etree

from pipeline.readers.media import OFFICE, media_type

RELATIONS = "word/_rels/document.xml.rels"
RELATION = "/aFChunk"
LARGEST = 256 * 2**20


def unpack_chunks(package: Path, folder: Path) -> list[Path]:
    """The chunks of a DOCX, in the order of their names, written into `folder`; none where the package is damaged."""
    try:
        with zipfile.ZipFile(package) as archive:
            names = [name for name in _find_chunks(archive) if archive.getinfo(name).file_size <= LARGEST]
            folder.mkdir(exist_ok=True)
            return [_write(folder, number, name, archive.read(name)) for number, name in enumerate(names, 1)]
    except (zipfile.BadZipFile, KeyError, OSError, ValueError, RuntimeError, etree.XMLSyntaxError):
        return []


def join(first: Path, others: list[Path]) -> None:
    """Add the pages of PDFs behind those of the first, which loses its own where they are empty."""
    is_empty = _is_empty(first)
    with pikepdf.open(first, allow_overwriting_input=True) as document:
        own = len(document.pages)
        for other in others:
            with pikepdf.open(other) as added:
                document.pages.extend(added.pages)
        if is_empty and len(document.pages) > own:
            del document.pages[:own]
        document.save(first)


def _find_chunks(archive: zipfile.ZipFile) -> list[str]:
    if RELATIONS not in archive.namelist():
        return []
    relations = etree.fromstring(archive.read(RELATIONS), etree.XMLParser(resolve_entities=False, no_network=True))
    targets = [
        relation.get("Target", "")
        for relation in relations
        if relation.get("Type", "").endswith(RELATION) and relation.get("TargetMode") != "External"
    ]
    return [target.lstrip("/") if target.startswith("/") else f"word/{target}" for target in targets]


def _write(folder: Path, number: int, name: str, data: bytes) -> Path:
    """A chunk as a file with the suffix that its content asks for."""
    found = folder / f"chunk{number}{Path(name).suffix}"
    found.write_bytes(data)
    suffix = OFFICE.get(media_type(found), ".txt")
    return found.rename(found.with_suffix(suffix))


def _is_empty(path: Path) -> bool:
    document = pdfium.PdfDocument(path)
    try:
        return not any(any(page.get_objects(max_depth=1)) for page in document)
    finally:
        document.close()
