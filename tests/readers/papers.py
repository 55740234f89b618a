"""Files for the tests of the readers, drawn when they are needed. All people in them are invented."""

import hashlib
import io
import zipfile
from collections.abc import Sequence
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont
from reportlab.lib.pagesizes import letter
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from pipeline.readers import media_type
from pipeline.records import SourceFile

FONT = "/usr/share/fonts/truetype/dejavu/DejaVuSansMono.ttf"
REPORT = (
    "SUPPLEMENTARY REPORT",
    "Detective Marlow Quillfeather interviewed the witness at her home.",
    "She viewed six photographs and did not identify anyone.",
    "She said the man who ran was taller than Orrin Dask.",
    "No further action was taken by this command.",
)


def as_source(path: Path) -> SourceFile:
    """What intake would say of a file."""
    data = path.read_bytes()
    return SourceFile(hashlib.sha256(data).hexdigest(), str(path), media_type(path), len(data))


def draw_scan(lines: Sequence[str] = REPORT, size: tuple[int, int] = (1700, 2200)) -> Image.Image:
    """A typed page as a scanner with 200 dots per inch sees it."""
    image = Image.new("L", size, 246)
    font = ImageFont.truetype(FONT, 30)
    for row, line in enumerate(lines):
        ImageDraw.Draw(image).text((180, 300 + 60 * row), line, fill=30, font=font)
    return image


def open_canvas(path: Path, password: StandardEncryption | None = None) -> Canvas:
    """A PDF that is drawn the same each time."""
    return Canvas(str(path), pagesize=letter, encrypt=password, invariant=1)


def write_report(canvas: Canvas, lines: Sequence[str] = REPORT, top: float = 700.0) -> None:
    """One page of typed text."""
    canvas.setFont("Helvetica", 12)
    for row, line in enumerate(lines):
        canvas.drawString(72, top - 16 * row, line)


def place_scan(canvas: Canvas, image: Image.Image) -> None:
    """One page that is nothing but an image."""
    data = io.BytesIO()
    image.save(data, "PNG")
    data.seek(0)
    canvas.drawImage(ImageReader(data), 0, 0, width=letter[0], height=letter[1])


def make_docx(path: Path, paragraphs: Sequence[str]) -> Path:
    """The smallest file that is a DOCX."""
    kinds = "http://schemas.openxmlformats.org/package/2006/content-types"
    links = "http://schemas.openxmlformats.org/package/2006/relationships"
    words = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
    main = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    rels = "application/vnd.openxmlformats-package.relationships+xml"
    body = "".join(f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>" for text in paragraphs)
    body = body.replace("<w:t>\f", '<w:br w:type="page"/><w:t>')
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(
            "[Content_Types].xml",
            f'<Types xmlns="{kinds}"><Default Extension="rels" ContentType="{rels}"/>'
            f'<Override PartName="/word/document.xml" ContentType="{main}"/></Types>',
        )
        archive.writestr(
            "_rels/.rels",
            f'<Relationships xmlns="{links}"><Relationship Id="r1" Type="{office}" Target="word/document.xml"/>'
            "</Relationships>",
        )
        archive.writestr("word/document.xml", f'<w:document xmlns:w="{words}"><w:body>{body}</w:body></w:document>')
    return path
