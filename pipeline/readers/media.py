"""What kind of file this is: told by its first bytes, then by what is inside, and only for text by its suffix.

An own table, not a library: what is needed is the few kinds we read and an honest name for the common ones we do not,
and a wrong guess of a rare kind would send a file to the wrong reader.
"""

import re
import zipfile
from pathlib import Path

from pipeline.readers.packed import packed_type

UNKNOWN = "application/octet-stream"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PPTX = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
ODT = "application/vnd.oasis.opendocument.text"
WORD, EXCEL, POWERPOINT = "application/msword", "application/vnd.ms-excel", "application/vnd.ms-powerpoint"
WORDPERFECT, LOTUS, WORKS = "application/vnd.wordperfect", "application/vnd.lotus-1-2-3", "application/vnd.ms-works"
WRITE, RTF, WEB_ARCHIVE = "application/x-mswrite", "application/rtf", "multipart/related"
WORD_XML, EXCEL_XML = "application/x-ms-word-xml", "application/x-ms-excel-xml"
ENCRYPTED_OFFICE = "application/x-encrypted-office"
LAID_OUT = "application/x-laid-out-pdf"
"""The PDF that we made of an office file: nobody gives us one."""
# What LibreOffice lays out. It believes the suffix, so the copy it gets must have the one that its content asks for.
TEXT_DOCUMENTS = {
    DOCX: ".docx",
    ODT: ".odt",
    WORD: ".doc",
    RTF: ".rtf",
    WORDPERFECT: ".wpd",
    WORKS: ".wps",
    WRITE: ".wri",
    WORD_XML: ".xml",
    "application/x-flat-odt": ".fodt",
    "application/vnd.apple.pages": ".pages",
}
SPREADSHEETS = {
    XLSX: ".xlsx",
    EXCEL: ".xls",
    "application/vnd.ms-excel.sheet.binary.macroenabled.12": ".xlsb",
    "application/vnd.oasis.opendocument.spreadsheet": ".ods",
    LOTUS: ".wk1",
    EXCEL_XML: ".xml",
    "application/x-flat-ods": ".fods",
    "application/vnd.apple.numbers": ".numbers",
}
PRESENTATIONS = {
    PPTX: ".pptx",
    POWERPOINT: ".ppt",
    "application/vnd.oasis.opendocument.presentation": ".odp",
    "application/x-flat-odp": ".fodp",
    "application/vnd.apple.keynote": ".key",
}
DRAWINGS = {
    "application/vnd.oasis.opendocument.graphics": ".odg",
    "application/vnd.visio": ".vsd",
    "application/vnd.ms-visio.drawing": ".vsdx",
    "application/x-mspublisher": ".pub",
    "image/wmf": ".wmf",
    "image/emf": ".emf",
    "image/svg+xml": ".svg",
}
WEB_PAGES = {"text/html": ".html", WEB_ARCHIVE: ".mht"}
OFFICE = {**TEXT_DOCUMENTS, **SPREADSHEETS, **PRESENTATIONS, **DRAWINGS, **WEB_PAGES, ENCRYPTED_OFFICE: ""}

FIRST_BYTES: tuple[tuple[bytes, str], ...] = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
    (b"II+\x00", "image/tiff"),
    (b"MM\x00+", "image/tiff"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"\x00\x00\x00\x0cjP  \r\n\x87\n", "image/jp2"),
    (b"\xff\x4f\xff\x51", "image/jp2"),
    (b"8BPS", "image/vnd.adobe.photoshop"),
    (b"\xb1\x68\xde\x3a", "image/x-dcx"),
    (b"\x0a\x05\x01", "image/x-pcx"),
    (b"\xd7\xcd\xc6\x9a", "image/wmf"),
    (b"\x01\x00\x09\x00\x00\x03", "image/wmf"),
    (b"\x97JB2\r\n\x1a\n", "image/x-jbig2"),
    (b"{\\rtf", RTF),
    (b"\xffWPC", WORDPERFECT),
    (b"\xdb\xa5", WORD),  # Word 2
    (b"\x9b\xa5", WORD),  # Word 1
    (b"\xfe\x37\x00", WORD),  # Word for the Macintosh 4 and 5
    (b"\x31\xbe\x00\x00", WRITE),  # Write, and Word for DOS
    (b"\x32\xbe\x00\x00", WRITE),
    (b"\x09\x00\x04\x00", EXCEL),  # Excel 2, 3 and 4 had no container
    (b"\x09\x02\x06\x00", EXCEL),
    (b"\x09\x04\x06\x00", EXCEL),
    (b"\x00\x00\x02\x00", LOTUS),
    (b"\x00\x00\x1a\x00", LOTUS),
    (b"%!PS", "application/postscript"),
    (b"\x1f\x8b", "application/gzip"),
    (b"BZh", "application/x-bzip2"),
    (b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"),
    (b"Rar!\x1a\x07", "application/vnd.rar"),
    (b"AT&TFORM", "image/vnd.djvu"),
    (b"OggS", "audio/ogg"),
)
# First bytes that could begin a word too: more of the head must fit.
FIRST_PATTERNS: tuple[tuple[re.Pattern[bytes], str], ...] = (
    (re.compile(rb"BM.{4}\x00{4}.{3}\x00", re.DOTALL), "image/bmp"),
    (re.compile(rb"ID3[\x02-\x04]"), "audio/mpeg"),
    (re.compile(rb"RIFF.{4}WEBP", re.DOTALL), "image/webp"),
    (re.compile(rb".{4}ftyp(heic|heix|heim|heis|hevc|hevx|mif1|msf1)", re.DOTALL), "image/heic"),
    (re.compile(rb".{4}ftypavi[fs]", re.DOTALL), "image/avif"),
    (re.compile(rb"\x01\x00\x00\x00.{36} EMF", re.DOTALL), "image/emf"),
    (re.compile(rb".{128}DICM", re.DOTALL), "application/dicom"),
)
# Streams of an OLE container (the first Office formats, Outlook), in the order in which they decide.
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
OLE_STREAMS: tuple[tuple[str, str], ...] = (
    ("EncryptedPackage", ENCRYPTED_OFFICE),
    ("__properties_version1.0", "application/vnd.ms-outlook"),
    ("WordDocument", WORD),
    ("PowerPoint Document", POWERPOINT),
    ("Workbook", EXCEL),
    ("Book", EXCEL),
    ("VisioDocument", "application/vnd.visio"),
    ("Quill", "application/x-mspublisher"),
    ("MatOST", WORKS),
)
ZIP_MEMBERS: tuple[tuple[str, str], ...] = (
    ("word/", DOCX),
    ("xl/workbook.bin", "application/vnd.ms-excel.sheet.binary.macroenabled.12"),
    ("xl/", XLSX),
    ("ppt/", PPTX),
    ("visio/", "application/vnd.ms-visio.drawing"),
)
# Markup by how it begins, after a mark, blanks and comments.
MARKUP: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"<\?mso-application[^>]*Word|<(w:wordDocument|pkg:package)\b"), WORD_XML),
    (re.compile(r"<\?mso-application[^>]*Excel|<(ss:)?Workbook\b"), EXCEL_XML),
    (re.compile(r"<office:document\b[^>]*opendocument\.text"), "application/x-flat-odt"),
    (re.compile(r"<office:document\b[^>]*opendocument\.spreadsheet"), "application/x-flat-ods"),
    (re.compile(r"<office:document\b[^>]*opendocument\.presentation"), "application/x-flat-odp"),
    (re.compile(r"<(!doctype\s+)?svg\b", re.IGNORECASE), "image/svg+xml"),
    (re.compile(r"<(!doctype\s+)?(html|head|body)\b", re.IGNORECASE), "text/html"),
)
LEADING = re.compile(r"\s*(<\?xml[^>]*\?>|<!--.*?(-->|\Z)|\s)*", re.DOTALL)
WEB_ARCHIVE_HEAD = re.compile(rb"(?i)^(snapshot-content-location:|from:\s*[\"<]?saved by )", re.MULTILINE)
# The last resort, where the content says nothing: the reader will say what is wrong with it.
SUFFIXES = {
    ".pdf": "application/pdf",
    ".tif": "image/tiff",
    ".tiff": "image/tiff",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".png": "image/png",
    ".tga": "image/x-tga",
    ".doc": WORDPERFECT,  # WordPerfect 4 has no mark, and its files were often called so
    ".wp": WORDPERFECT,
    ".wpd": WORDPERFECT,
    ".wp5": WORDPERFECT,
    ".wps": WORKS,
}
# Text is read as it stands, whatever its name, unless the name says that something else is meant.
OTHER_TEXT = {
    ".pdf": "application/pdf",
    ".html": "text/html",
    ".htm": "text/html",
    ".xhtml": "text/html",
    ".mht": WEB_ARCHIVE,
    ".mhtml": WEB_ARCHIVE,
    ".eml": "message/rfc822",
    ".csv": "text/csv",
    ".tsv": "text/tab-separated-values",
    ".tab": "text/tab-separated-values",
}
NAMES = {
    "application/zip": "a ZIP archive",
    "application/gzip": "a gzip archive",
    "application/x-7z-compressed": "a 7-Zip archive",
    "application/vnd.rar": "a RAR archive",
    "application/mbox": "a mailbox",
    "message/rfc822": "an e-mail",
    "application/vnd.ms-outlook": "an Outlook message",
    "application/x-bzip2": "a bzip2 archive",
    "application/x-ole-storage": "a container of the first Office formats",
    "application/postscript": "a PostScript file",
    UNKNOWN: "a file of unknown kind",
}


def media_type(path: Path) -> str:
    """The media type of a file, `application/octet-stream` where nobody can tell. Raises OSError."""
    with path.open("rb") as file:
        start = file.read(4096)
    if start.startswith(OLE):
        return _ole_type(path)
    if start.startswith(b"PK\x03\x04"):
        return _zip_type(path)
    # Readers of PDF look for the header in the first kilobyte; mail gateways and Macs put bytes before it.
    if b"%PDF-" in start[:1024]:
        return "application/pdf"
    if _is_web_archive(start, path.suffix.lower()):  # written like a message, but nobody sent it
        return WEB_ARCHIVE
    if kind := packed_type(start, path):
        return kind
    for signature, kind in FIRST_BYTES:
        if start.startswith(signature):
            return kind
    for pattern, kind in FIRST_PATTERNS:
        if pattern.match(start):
            return kind
    return _text_type(start, path.suffix.lower())


def name_of(kind: str) -> str:
    """A media type in the words of a message."""
    return NAMES.get(kind, f"a file of type {kind}")


def _ole_type(path: Path) -> str:
    """By the streams at the top of the container; a message may hold a whole document further down."""
    import olefile  # loaded for such files only

    try:
        with olefile.OleFileIO(str(path)) as container:
            names = {entry[0] for entry in container.listdir()}
    except Exception:  # a damaged container: olefile raises anything; its names stand in its bytes in UTF-16
        with path.open("rb") as file:
            everywhere = file.read(2**21)
        names = {name for name, _ in OLE_STREAMS if name.encode("utf-16-le") in everywhere}
    for stream, kind in OLE_STREAMS:
        if stream in names:
            return kind
    return "application/x-ole-storage"


def _zip_type(path: Path) -> str:
    suffix = path.suffix.lower()
    try:
        with zipfile.ZipFile(path) as archive:
            names = archive.namelist()
            if "mimetype" in names and archive.getinfo("mimetype").file_size < 200:
                return archive.read("mimetype").decode("ascii", "replace").strip().removesuffix("-template")
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError, EOFError):
        return {".docx": DOCX, ".xlsx": XLSX, ".pptx": PPTX, ".odt": ODT}.get(suffix, "application/zip")
    for member, kind in ZIP_MEMBERS:
        if "[Content_Types].xml" in names and any(name.startswith(member) for name in names):
            return kind
    if suffix in (".pages", ".numbers", ".key") and any(
        name.startswith(("index.", "Index/", "Index.")) for name in names
    ):
        return f"application/vnd.apple.{'keynote' if suffix == '.key' else suffix[1:]}"
    return "application/zip"


def _is_web_archive(start: bytes, suffix: str) -> bool:
    head = start[:1024]
    return bool(WEB_ARCHIVE_HEAD.search(head)) or (suffix in (".mht", ".mhtml") and b"mime-version" in head.lower())


def _text_type(start: bytes, suffix: str) -> str:
    text = read_start(start)
    if text is None:
        return SUFFIXES.get(suffix, UNKNOWN)
    # Comments and declarations come before the element that tells; the office programs' own mark is one of them.
    body = text[match.end() :] if (match := LEADING.match(text)) else text
    for pattern, kind in MARKUP:
        if pattern.match(body):
            return kind
    return OTHER_TEXT.get(suffix, "text/plain")


def read_start(start: bytes) -> str | None:
    """The first bytes of a file as text; None where they are none. Good enough to look for ASCII words in it."""
    if start.startswith((b"\xff\xfe", b"\xfe\xff")):
        return start.decode("utf-16", "replace")
    halves = start[0::2].count(0), start[1::2].count(0)
    if max(halves) > 0.4 * len(start) / 2 and min(halves) == 0:
        return start.decode("utf-16-be" if halves[0] else "utf-16-le", "replace")
    # NUL never stands in text of one byte per letter; other control characters hardly ever.
    controls = sum(byte < 32 and byte not in b"\t\n\r\f\x1a\x1b\b" for byte in start)
    if b"\x00" in start or controls > len(start) / 100:
        return None
    return start.decode("latin-1").removeprefix("\xef\xbb\xbf")
