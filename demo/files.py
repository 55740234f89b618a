"""Writes documents in the formats in which archives arrive. The same input gives the same bytes on one machine."""

import time
import zipfile
from io import BytesIO
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from PIL import Image

from demo.cases import paragraphs
from demo.paint import DPI
from demo.sheet import FACES, HEIGHT, WIDTH, Item, Rule

STAMPED = time.gmtime(1_117_584_000)
"""1 June 2005: the date that stands in every file instead of the day on which it was drawn."""


def save_scan(pages: list[Image.Image], path: Path) -> None:
    """TIFF (G4), PNG, JPEG or image-only PDF, by the ending of the path."""
    first, rest = pages[0], pages[1:]
    resolution: dict[str, Any] = {"dpi": (DPI, DPI)}
    match path.suffix:
        case ".tif":
            first.save(path, compression="group4", save_all=True, append_images=rest, **resolution)
        case ".png":
            first.save(path, optimize=True, **resolution)
        case ".jpg":
            first.save(path, quality=30, **resolution)
        case ".pdf":
            facts: dict[str, Any] = {"title": "Scan", "creationDate": STAMPED, "modDate": STAMPED}
            first.save(path, save_all=True, append_images=rest, resolution=DPI, **facts)
        case other:
            raise ValueError(f"no scan is written as {other}")


def save_text_pdf(sheets: list[list[Item]], path: Path, password: str | None = None) -> None:
    """A PDF with a text layer, as a word processor leaves it; encrypted where a password is given."""
    from reportlab.lib.pdfencrypt import StandardEncryption
    from reportlab.pdfgen.canvas import Canvas

    lock = StandardEncryption(password, ownerPassword=password, strength=40) if password else None
    canvas = Canvas(str(path), pagesize=(WIDTH, HEIGHT), invariant=1, encrypt=lock, pageCompression=1)
    canvas.setAuthor("")
    for sheet in sheets:
        for item in sheet:
            if isinstance(item, Rule):
                canvas.setLineWidth(0.6)
                canvas.line(item.x0, HEIGHT - item.y0, item.x1, HEIGHT - item.y1)
            elif item.text:
                canvas.setFont(FACES[item.face][1], item.size)
                canvas.drawString(item.x, HEIGHT - item.y - item.size, item.text)
        canvas.showPage()
    canvas.save()


def save_docx(texts: list[str], path: Path) -> None:
    """The smallest Word document that Word opens: one paragraph for each, a page break between pages."""
    body = '<w:p><w:r><w:br w:type="page"/></w:r></w:p>'.join(
        "".join(
            f'<w:p><w:r><w:t xml:space="preserve">{escape(paragraph)}</w:t></w:r></w:p>'
            for paragraph in paragraphs(text)
        )
        for text in texts
    )
    word = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
    package = "http://schemas.openxmlformats.org/package/2006"
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{package}/content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override '
        'PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.'
        'wordprocessingml.document.main+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{package}/relationships"><Relationship Id="r1" '
        f'Type="{office}" Target="word/document.xml"/></Relationships>',
        "word/document.xml": f'<w:document xmlns:w="{word}"><w:body>{body}</w:body></w:document>',
    }
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            entry = zipfile.ZipInfo(name, date_time=STAMPED[:6])
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>' + content)
    path.write_bytes(buffer.getvalue())


def save_text(texts: list[str], path: Path) -> None:
    """Plain text; a form feed starts a new page."""
    path.write_text("\f".join("\n".join(paragraphs(text)) + "\n" for text in texts), "utf-8")
