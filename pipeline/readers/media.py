"""What kind of file this is: told by its first bytes, then by what is inside, and only for text by its suffix.

An own table, not a library: what is needed is the few kinds we read and an honest name for the common ones we do not,
and a wrong guess of a rare kind would send a file to the wrong reader.
"""

import zipfile
from pathlib import Path

UNKNOWN = "application/octet-stream"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
ODT = "application/vnd.oasis.opendocument.text"
ENCRYPTED_OFFICE = "application/x-encrypted-office"
WORD_PROCESSING = (DOCX, ODT, "application/rtf", "application/msword")

FIRST_BYTES: tuple[tuple[bytes, str], ...] = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
    (b"II+\x00", "image/tiff"),
    (b"MM\x00+", "image/tiff"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"BM", "image/bmp"),
    (b"{\\rtf", "application/rtf"),
    (b"\x1f\x8b", "application/gzip"),
    (b"BZh", "application/x-bzip2"),
    (b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"),
    (b"Rar!\x1a\x07", "application/vnd.rar"),
    (b"From ", "application/mbox"),
    (b"AT&TFORM", "image/vnd.djvu"),
    (b"ID3", "audio/mpeg"),
    (b"OggS", "audio/ogg"),
)
# Streams of an OLE container (the first Office formats, Outlook), named in UTF-16 in its directory.
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
OLE_STREAMS: tuple[tuple[str, str], ...] = (
    ("EncryptedPackage", ENCRYPTED_OFFICE),
    ("WordDocument", "application/msword"),
    ("__properties_version1.0", "application/vnd.ms-outlook"),
    ("PowerPoint Document", "application/vnd.ms-powerpoint"),
    ("Workbook", "application/vnd.ms-excel"),
    ("Book", "application/vnd.ms-excel"),
)
ZIP_MEMBERS: tuple[tuple[str, str], ...] = (
    ("word/", DOCX),
    ("xl/", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ("ppt/", "application/vnd.openxmlformats-officedocument.presentationml.presentation"),
)
# The last resort, where the content says nothing: the reader will say what is wrong with it.
SUFFIXES = {
    ".pdf": "application/pdf",
    ".tif": "image/tiff",
    ".tiff": "image/tiff",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".png": "image/png",
    ".doc": "application/msword",
}
# What may be read as it stands when it is text. Markup and mail are not: their words are not what a person sees.
TEXT_SUFFIXES = {".txt", ".text", ".log", ".asc", ".lst", ".prn", ".out", ""}
OTHER_TEXT = {
    ".html": "text/html",
    ".htm": "text/html",
    ".xml": "application/xml",
    ".eml": "message/rfc822",
    ".csv": "text/csv",
    ".json": "application/json",
    ".md": "text/plain",
}
NAMES = {
    "application/zip": "a ZIP archive",
    "application/gzip": "a gzip archive",
    "application/x-7z-compressed": "a 7-Zip archive",
    "application/vnd.rar": "a RAR archive",
    "application/mbox": "a mailbox",
    "message/rfc822": "an e-mail",
    "application/vnd.ms-outlook": "an Outlook message",
    "application/vnd.ms-excel": "an Excel workbook",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "an Excel workbook",
    "application/vnd.ms-powerpoint": "a PowerPoint file",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation": "a PowerPoint file",
    "application/x-bzip2": "a bzip2 archive",
    "text/html": "a web page",
    "application/x-ole-storage": "a container of the first Office formats",
    UNKNOWN: "a file of unknown kind",
}


def media_type(path: Path) -> str:
    """The media type of a file, `application/octet-stream` where nobody can tell. Raises OSError."""
    with path.open("rb") as file:
        start = file.read(4096)
        if start.startswith(OLE):
            return _ole_type(start + file.read(2**20), path)
    if start.startswith(b"PK\x03\x04"):
        return _zip_type(path)
    # Readers of PDF look for the header in the first kilobyte; mail gateways and Macs put bytes before it.
    if b"%PDF-" in start[:1024]:
        return "application/pdf"
    if start.startswith(b"RIFF") and start[8:12] == b"WEBP":
        return "image/webp"
    for signature, kind in FIRST_BYTES:
        if start.startswith(signature):
            return kind
    return _text_type(start, path.suffix.lower())


def name_of(kind: str) -> str:
    """A media type in the words of a message."""
    return NAMES.get(kind, f"a file of type {kind}")


def _ole_type(start: bytes, path: Path) -> str:
    with path.open("rb") as file:
        file.seek(-min(path.stat().st_size, 2**20), 2)
        everywhere = start + file.read()
    for stream, kind in OLE_STREAMS:
        if stream.encode("utf-16-le") in everywhere:
            return kind
    return "application/x-ole-storage"


def _zip_type(path: Path) -> str:
    try:
        with zipfile.ZipFile(path) as archive:
            names = archive.namelist()
            if "mimetype" in names and archive.getinfo("mimetype").file_size < 200:
                return archive.read("mimetype").decode("ascii", "replace").strip()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError, EOFError):
        return {".docx": DOCX, ".odt": ODT}.get(path.suffix.lower(), "application/zip")
    for folder, kind in ZIP_MEMBERS:
        if "[Content_Types].xml" in names and any(name.startswith(folder) for name in names):
            return kind
    return "application/zip"


def _text_type(start: bytes, suffix: str) -> str:
    marked = start.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff"))
    # NUL never stands in text of one byte per letter; other control characters hardly ever.
    controls = sum(byte < 32 and byte not in b"\t\n\r\f\x1a\x1b\b" for byte in start)
    if not marked and (b"\x00" in start or controls > len(start) / 100):
        return SUFFIXES.get(suffix, UNKNOWN)
    if suffix in OTHER_TEXT:
        return OTHER_TEXT[suffix]
    if suffix in TEXT_SUFFIXES:
        return "text/plain"
    return SUFFIXES.get(suffix, UNKNOWN)
