"""Office files for the tests, made of their parts. All people in them are invented."""

import struct
import zipfile
from pathlib import Path

from tests.readers.papers import make_docx

WORDS = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
CHANGED = 'w:author="T. Fennimore" w:date="1998-03-02T10:00:00Z"'
OPEN = "urn:oasis:names:tc:opendocument:xmlns"
SPACES = " ".join(
    f'xmlns:{short}="{OPEN}:{name}:1.0"'
    for short, name in {
        "office": "office",
        "style": "style",
        "text": "text",
        "table": "table",
        "draw": "drawing",
        "presentation": "presentation",
        "svg": "svg-compatible",
    }.items()
)


def run(text: str, properties: str = "", tag: str = "t") -> str:
    return f'<w:r>{properties}<w:{tag} xml:space="preserve">{text}</w:{tag}></w:r>'


def make_parts(path: Path, body: str, parts: dict[str, tuple[str, bytes]]) -> Path:
    """A DOCX with this body and further parts: their kind of relation (its id is the part's name) and content."""
    make_docx(path, ["PLACE"])
    with zipfile.ZipFile(path) as archive:
        kept = {name: archive.read(name) for name in archive.namelist()}
    main = kept["word/document.xml"].decode().replace("<w:p><w:r><w:t>PLACE</w:t></w:r></w:p>", body)
    main = main.replace("<w:document ", f'<w:document xmlns:r="{RELATIONS}" ')
    kinds = "".join(
        f'<Override PartName="/word/{name}" ContentType="application/vnd.openxmlformats-officedocument.'
        f'wordprocessingml.{kind}+xml"/>' if kind == "comments" else
        f'<Override PartName="/word/{name}" ContentType="text/html"/>'
        for name, (kind, _) in parts.items()
    )  # fmt: skip
    links = "".join(
        f'<Relationship Id="{Path(name).stem}" Type="{RELATIONS}/{kind}" Target="{name}"/>'
        for name, (kind, _) in parts.items()
    )
    kept["word/document.xml"] = main.encode()
    kept["[Content_Types].xml"] = kept["[Content_Types].xml"].replace(b"</Types>", f"{kinds}</Types>".encode())
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in kept.items():
            archive.writestr(name, data)
        for name, (_, data) in parts.items():
            archive.writestr(f"word/{name}", data)
        space = "http://schemas.openxmlformats.org/package/2006/relationships"
        archive.writestr("word/_rels/document.xml.rels", f'<Relationships xmlns="{space}">{links}</Relationships>')
    return path


def make_draft(path: Path) -> Path:
    """A draft with a struck word, an inserted one, a comment, hidden words and a date that fills itself."""
    field = "".join(f'<w:r><w:fldChar w:fldCharType="{step}"/></w:r>' for step in ("begin", "separate", "end"))
    begin, separate, end = field.replace("</w:r>", "</w:r>\n").splitlines()
    body = (
        f"<w:p>{begin}{run(' DATE ', tag='instrText')}{separate}{run('March 2, 1998')}{end}</w:p>"
        f'<w:p>{run("The witness was ")}<w:del w:id="1" {CHANGED}>{run("not ", tag="delText")}</w:del>'
        f'<w:ins w:id="2" {CHANGED}>{run("never ")}</w:ins>{run("paid.")}</w:p>'
        f"<w:p>{run('Known to the desk only.', '<w:rPr><w:vanish/></w:rPr>')}</w:p>"
        f'<w:p><w:commentRangeStart w:id="0"/>{run("He was shown six photographs.")}<w:commentRangeEnd w:id="0"/>'
        '<w:r><w:commentReference w:id="0"/></w:r></w:p>'
    )
    comment = (
        f'<w:comments {WORDS}><w:comment w:id="0" {CHANGED}><w:p>{run("Do not turn this over.")}</w:p></w:comment>'
    )
    return make_parts(path, body, {"comments.xml": ("comments", f"{comment}</w:comments>".encode())})


def make_chunked(path: Path) -> Path:
    """A DOCX whose whole text is a web page inside it."""
    page = b"<html><head><title>Interview</title></head><body><p>She did not identify anyone.</p></body></html>"
    return make_parts(path, '<w:altChunk r:id="page"/>', {"page.html": ("aFChunk", page)})


def make_wordperfect(path: Path, version: int) -> Path:
    """The smallest document of WordPerfect 5.1 or 6: its head, the head of an index, and two pages of letters."""
    index = {5: struct.pack("<HHHI", 0xFFFB, 5, 50, 0) + bytes(40), 6: struct.pack("<HH", 2, 1) + bytes(10)}[version]
    number = {5: bytes([0, 1]), 6: bytes([2, 1])}[version]
    head = b"\xffWPC" + struct.pack("<I", 16 + len(index)) + bytes([1, 10]) + number + struct.pack("<HH", 0, 16)
    space, line, page = {5: (b" ", b"\x0a", b"\x0c"), 6: (b"\x80", b"\xcc", b"\xc7")}[version]
    text = b"The witness was not paid." + b"\n" + b"Second page." + b"\n"
    text = text.replace(b"\n", page, 1).replace(b"\n", line).replace(b" ", space)
    path.write_bytes(head + index + text)
    return path


def make_flat(path: Path, kind: str, styles: str, body: str) -> Path:
    """An OpenDocument file in one piece; `kind` is spreadsheet or presentation."""
    path.write_text(
        f'<?xml version="1.0" encoding="UTF-8"?><office:document {SPACES} office:version="1.2" '
        f'xmlns:dc="http://purl.org/dc/elements/1.1/" office:mimetype="application/vnd.oasis.opendocument.{kind}">'
        f"<office:automatic-styles>{styles}</office:automatic-styles><office:body><office:{kind}>{body}"
        f"</office:{kind}></office:body></office:document>",
        "utf-8",
    )
    return path


def make_xlsx(path: Path, rows: list[list[str | float]]) -> Path:
    """A workbook with a hidden sheet "Desk" of one cell, and a sheet "Calls" of these rows, too large to be small."""
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    package = "http://schemas.openxmlformats.org/package/2006"
    links = "".join(
        f'<Relationship Id="s{n}" Type="{RELATIONS}/worksheet" Target="worksheets/sheet{n}.xml"/>' for n in (1, 2)
    )
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("[Content_Types].xml", f'<Types xmlns="{package}/content-types"></Types>')
        archive.writestr(
            "_rels/.rels",
            f'<Relationships xmlns="{package}/relationships"><Relationship Id="w" Type="{RELATIONS}/officeDocument" '
            'Target="xl/workbook.xml"/></Relationships>',
        )
        archive.writestr(
            "xl/workbook.xml",
            f'<workbook xmlns="{main}" xmlns:r="{RELATIONS}"><sheets><sheet name="Desk" sheetId="1" state="hidden" '
            'r:id="s1"/><sheet name="Calls" sheetId="2" r:id="s2"/></sheets></workbook>',
        )
        archive.writestr(
            "xl/_rels/workbook.xml.rels", f'<Relationships xmlns="{package}/relationships">{links}</Relationships>'
        )
        for number, sheet in enumerate([[["Informant fund"]], rows], 1):
            archive.writestr(f"xl/worksheets/sheet{number}.xml", _sheet(main, sheet))
        archive.writestr("xl/media/picture.bin", bytes(250_000))
    return path


def _sheet(main: str, rows: list[list[str | float]]) -> str:
    cells = (
        "".join(
            f"<c><v>{value}</v></c>" if isinstance(value, float) else f'<c t="inlineStr"><is><t>{value}</t></is></c>'
            for value in row
        )
        for row in rows
    )
    typed = "".join(f'<row r="{number}">{row}</row>' for number, row in enumerate(cells, 1))
    return f'<worksheet xmlns="{main}"><sheetData>{typed}</sheetData></worksheet>'
