"""Files inside the containers of the first Office formats, by olefile: packages, and what other programs keep whole."""

from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO

import olefile

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
NATIVE = "\x01Ole10Native"
WHOLE = {"CONTENTS": "contents.pdf", "Package": "package", "EmbeddedOdf": "object.odt"}
"""Streams that hold a file as it was put in: of Acrobat, of the office programs since 2007, of OpenOffice."""
DRAWN = "an object of another program, which is only shown as a drawing on its page"
OBJECTS = ("ObjectPool", "MBD")
"""Where Word and Excel keep objects, one storage each."""


@dataclass(frozen=True, slots=True)
class Embedded:
    """A file that was put into a document; `data` is None where it cannot be had, and `reason` says why."""

    name: str
    data: bytes | None
    reason: str | None = None


def find_embedded(data: bytes) -> Iterator[Embedded]:
    """What was put into an OLE container. A damaged one gives what can be found."""
    try:
        container = olefile.OleFileIO(BytesIO(data))
        paths = container.listdir()
    except Exception:  # olefile raises anything for a damaged container; its reader says what is wrong
        return
    with container:
        told = set()
        for path in paths:
            if path[-1] == NATIVE or path[-1] in WHOLE:
                told.add(tuple(path[:-1]))
                if (found := _stream(container, path)) is not None:
                    yield found
        for storage in sorted({place for path in paths if (place := _object(path)) is not None} - told):
            yield Embedded(storage[-1].strip("\x01_") or "object", None, DRAWN)


def _object(path: list[str]) -> tuple[str, ...] | None:
    """The storage of an object that is a document of another program, by one of the streams that such have."""
    if len(path) < 2 or path[-1] not in ("WordDocument", "Workbook", "Book", "PowerPoint Document"):
        return None
    return tuple(path[:-1]) if path[0].startswith(OBJECTS) else None


def _stream(container: olefile.OleFileIO, path: list[str]) -> Embedded | None:
    name = WHOLE.get(path[-1], "package")
    try:
        data = container.openstream(path).read()
    except Exception as error:  # the same
        return Embedded(name, None, f"it is damaged in the document ({str(error)[:100]})")
    if path[-1] == NATIVE:
        return read_package(data[4:])
    return Embedded(name, data) if data.strip(b"\0") else None


def read_package(data: bytes) -> Embedded | None:
    """A file that the Object Packager of Windows wrapped: its name, the paths it had, its bytes. None where the bytes
    are those of another program, without a name."""
    if data[:2] != b"\x02\x00":
        return None
    label, at = _text(data, 2)
    path, at = _text(data, at)
    at += 4
    at += 4 + int.from_bytes(data[at : at + 4], "little")
    size = int.from_bytes(data[at : at + 4], "little")
    content = data[at + 4 : at + 4 + size]
    name = label or path.replace("\\", "/").rsplit("/", 1)[-1] or "package"
    return Embedded(name, content) if content else None


def _text(data: bytes, at: int) -> tuple[str, int]:
    end = data.find(b"\0", at)
    end = len(data) if end < 0 else end
    return data[at:end].decode("cp1252", "replace"), end + 1
