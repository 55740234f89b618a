"""Load files of productions: which images are which document (Opticon), and what is said of each (Concordance).

Opticon (.opt) has a line for each page: image key, volume, path, Y where a document begins, box, folder, pages of the
document. Concordance (.dat) has a row for each document; fields stand between thorns (þ) and are parted by the control
character 20, line ends within them are written as ®. Both come in Windows-1252, UTF-8 or UTF-16; exports of other
programs use commas, tabs, bars or carets instead.
"""

import codecs
import csv
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

OPTICON, CONCORDANCE = "application/x-opticon", "application/x-concordance"
THORN, PART, LINE_END = "þ", "\x14", "®"
PARTS = (PART, "\t", "|", "^", ";", ",")
BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
LOOK = 1 << 20
FIELDS = 4


@dataclass(frozen=True, slots=True)
class ImageLine:
    """One line of an Opticon file. `pages` is the number of pages of the document, 0 where it does not say."""

    key: str
    path: str
    begins: bool
    pages: int


def read_opticon(path: Path) -> Iterator[ImageLine]:
    """The lines that name an image; others are left out."""
    with path.open(encoding=find_encoding(path), errors="replace", newline="") as file:
        for row in csv.reader(line.replace("\0", "") for line in file):
            if len(row) >= FIELDS and row[0].strip() and row[2].strip():
                pages = row[6].strip() if len(row) > 6 else ""
                begins = row[3].strip().upper() in ("Y", "D", "TRUE", "1")
                yield ImageLine(row[0].strip(), row[2].strip(), begins, int(pages) if pages.isdecimal() else 0)


def read_concordance(path: Path) -> Iterator[dict[str, str]]:
    """Each row by the names of its fields; empty ones are left out. What stands beyond the named fields is kept too."""
    csv.field_size_limit(sys.maxsize // 2**32)  # a field may hold the text of a whole document
    with path.open(encoding=find_encoding(path), errors="replace", newline="") as file:
        first = file.readline()
        file.seek(0)
        rows = csv.reader((line.replace("\0", "") for line in file), **_dialect(first))  # type: ignore[arg-type]
        heads = [head.strip().lstrip("\ufeff") or f"field {at}" for at, head in enumerate(next(rows, []), 1)]
        for row in rows:
            names = [*heads, *(f"field {at}" for at in range(len(heads) + 1, len(row) + 1))]
            told = {name: value.replace(LINE_END, "\n").strip() for name, value in zip(names, row, strict=False)}
            if any(told.values()):
                yield {name: value for name, value in told.items() if value}


def _dialect(first: str) -> dict[str, object]:
    """What parts and quotes the fields, by the line with their names."""
    parted = max(PARTS, key=first.count)
    quoted = THORN if THORN in first else "^" if first.startswith("^") and parted != "^" else '"'
    return {"delimiter": parted, "quotechar": quoted, "doublequote": True, "strict": False}


def find_encoding(path: Path) -> str:
    """By its mark; without one UTF-16 has a NUL in each letter, UTF-8 is valid, and the rest is Windows-1252."""
    with path.open("rb") as file:
        start = file.read(LOOK)
    for mark, encoding in BOMS:
        if start.startswith(mark):
            return encoding
    if start[1:400:2].count(0) > 100 or (start[1:2] == b"\0" and start[3:4] == b"\0"):
        return "utf-16-le"
    try:
        codecs.getincrementaldecoder("utf-8")().decode(start)
        return "utf-8"
    except UnicodeDecodeError:
        return "cp1252"


OPTICON_LINE = re.compile(r"[^,\r\n]+,[^,\r\n]*,[^,\r\n]+\.(tiff?|jpe?g|png|pdf|gif|bmp)\s*,", re.IGNORECASE)
CONCORDANCE_HEAD = re.compile(r"\ufeff?þ[^þ\r\n]*þ\x14")
NUMBERED = re.compile(r"\b(beg|prod|bates|doc|control)[ _#]?(bates|doc|beg|no|id|number|control)", re.IGNORECASE)


def load_file_type(start: bytes, suffix: str) -> str | None:
    """Is this a load file? `start` is the first bytes of it."""
    encoding = next((name for mark, name in BOMS if start.startswith(mark)), None)
    encoding = encoding or ("utf-8" if start.startswith(THORN.encode()) else "cp1252")
    first = start.decode(encoding, "replace").lstrip().split("\n", 1)[0] + "\n"
    if CONCORDANCE_HEAD.match(first):
        return CONCORDANCE
    if suffix == ".opt" and OPTICON_LINE.match(first):
        return OPTICON
    if suffix == ".dat" and NUMBERED.search(first) and max(map(first.count, PARTS)) >= 2:
        return CONCORDANCE
    return None
