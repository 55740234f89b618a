"""Fields that LibreOffice fills anew each time a file is opened: today's date, the time, the name of the file.

A letter of 1998 with such a field would be read as written today, and differently tomorrow. The words that the field
showed when the file was last saved are in DOCX, PPTX, RTF and OpenDocument files beside it: there it is made plain in
the copy that is converted, so that they stay. Of DOC and PPT they are lost on the way: a note says what stood there.
"""

import re
import shutil
import zipfile
from pathlib import Path

from pipeline.readers.flat import Tree, cut_out, find_all, put_before, qualified
from pipeline.readers.media import DOCX, PPTX, RTF

NOTES = {
    "text:date": "[date of opening the file]",
    "text:time": "[time of opening the file]",
    "text:file-name": "[name of the file]",
}
WORD_FIELD = re.compile(rb'(<w:instrText[^>]*>\s*|w:instr="\s*)(DATE|TIME|FILENAME)\b')
SLIDE_FIELD = re.compile(rb'(<a:fld\b[^>]*\btype=")datetime[^"]*')
OPEN_FIELD = re.compile(rb"<text:(date|time)\b(?![^>]*:fixed=)")
RTF_FIELD = re.compile(rb"(\\fldinst[^}]{0,200}?[\s{])(DATE|TIME|FILENAME)\b")
LARGEST_PART = 64 * 2**20
"""Bytes of a part with text; a larger one is copied as it is."""


def keep_results(copy: Path, kind: str) -> None:
    """Make such fields plain in a file that is ours. A damaged file stays as it is."""
    if kind == RTF:
        data = copy.read_bytes()
        copy.write_bytes(RTF_FIELD.sub(rb"\1KEPT", data))
    elif kind in (DOCX, PPTX) or kind.startswith("application/vnd.oasis.opendocument"):
        plain = copy.with_suffix(".kept")
        try:
            if _copy_parts(copy, plain):
                plain.replace(copy)
        except (zipfile.BadZipFile, OSError, ValueError, RuntimeError, NotImplementedError, EOFError):
            return  # LibreOffice mends what it can, and reads the file as it was


def note_fields(tree: Tree) -> bool:
    """Put a note in the place of every such field; True where there was one."""
    fields = [
        field for name in NOTES for field in find_all(tree, f"//{name}") if field.get(qualified("text:fixed")) != "true"
    ]
    for field in fields:
        put_before(field, next(note for name, note in NOTES.items() if field.tag == qualified(name)))
        cut_out(field)
    return bool(fields)


def _copy_parts(package: Path, plain: Path) -> bool:
    """Copy a package with such fields made plain; False where it has none."""
    found = False
    with zipfile.ZipFile(package) as old, zipfile.ZipFile(plain, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            if not part.filename.endswith(".xml") or part.file_size > LARGEST_PART:
                with old.open(part) as source, new.open(part.filename, "w") as target:
                    shutil.copyfileobj(source, target)
                continue
            data = old.read(part)
            kept = OPEN_FIELD.sub(rb'<text:\1 text:fixed="true"', SLIDE_FIELD.sub(rb"\1kept", data))
            kept = WORD_FIELD.sub(rb"\1KEPT", kept)
            found = found or kept != data
            new.writestr(part.filename, kept)
    return found
