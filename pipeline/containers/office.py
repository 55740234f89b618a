"""Files that were put into office documents: the packages of today (OOXML, ODF), the containers of the first Office
formats (OLE), and RTF. What is only shown on a page, a picture or a chart, is on the page and no member."""

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

from pipeline.containers import Fact, Member
from pipeline.containers.names import Names
from pipeline.containers.ole import OLE, Embedded, find_embedded, read_package
from pipeline.containers.zip import DAMAGE
from pipeline.records import FileState, SourceFile
from pipeline.settings import Settings

EMBEDDED = re.compile(r"(.*/)?(embeddings|attachments)/[^/]+$|(.*/)?afchunk[^/]*$|Object \d+$", re.IGNORECASE)
RTF_OBJECT = re.compile(rb"\\objdata\b[^\n{}\\0-9A-Fa-f]*([0-9A-Fa-f\s]+)")
MOST_RTF = 512 << 20


def find_members(source: SourceFile, name: str, settings: Settings) -> Iterator[Member | Fact]:
    """A document that does not open has none; its reader says what is wrong with it."""
    with Path(source.path).open("rb") as file:
        start = file.read(8)
    if start.startswith(b"PK"):
        found = _find_in_package(source, settings)
    elif start.startswith(OLE):
        found = find_embedded(Path(source.path).read_bytes())
    else:
        found = _find_in_rtf(source)
    names = Names()
    for one in found:
        if one.data is None:
            yield Member(names.give(one.name), None, FileState.UNSUPPORTED, one.reason)
        else:
            yield Member(names.give(one.name), [one.data])


def _find_in_package(source: SourceFile, settings: Settings) -> Iterator[Embedded]:
    try:
        opened = zipfile.ZipFile(source.path)
    except DAMAGE:
        return
    with opened:
        for info in opened.infolist():
            if info.is_dir() or not EMBEDDED.match(info.filename):
                continue
            name = info.filename.rsplit("/", 1)[-1]
            if info.file_size > settings.file_megabytes << 20:
                yield Embedded(name, None, "it is larger than EXCULPA_FILE_MEGABYTES allows")
                continue
            try:
                data = opened.read(info)
            except DAMAGE as error:
                yield Embedded(name, None, f"it is damaged in the document ({str(error)[:100]})")
                continue
            yield from find_embedded(data) if data.startswith(OLE) and name.endswith(".bin") else [Embedded(name, data)]


def _find_in_rtf(source: SourceFile) -> Iterator[Embedded]:
    """Objects in RTF are written in hexadecimal digits, in the form of OLE 1 (MS-OLEDS 2.2)."""
    data = Path(source.path).read_bytes()[:MOST_RTF]
    if not data.startswith(b"{\\rtf"):
        return
    for match in RTF_OBJECT.finditer(data):
        digits = re.sub(rb"\s", b"", match.group(1))
        content = bytes.fromhex(digits[: len(digits) & ~1].decode("ascii"))
        kind, native = _first_ole(content)
        if native.startswith(OLE):
            yield from find_embedded(native)
        elif kind == "Package" and (package := read_package(native)) is not None:
            yield package


def _first_ole(content: bytes) -> tuple[str, bytes]:
    """The class of an OLE 1 object and its bytes."""
    at, texts = 8, []
    for _ in range(3):
        length = int.from_bytes(content[at : at + 4], "little")
        texts.append(content[at + 4 : at + 4 + length].rstrip(b"\0").decode("cp1252", "replace"))
        at += 4 + length
    size = int.from_bytes(content[at : at + 4], "little")
    return texts[0], content[at + 4 : at + 4 + size]
