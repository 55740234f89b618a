"""Web pages as LibreOffice may see them: in UTF-8, without scripts, without anything that lies elsewhere.

Pictures are kept where they are part of the file (data URLs, the parts of a web archive); of others the description
stays. What a form was filled with becomes text, and so does a page inside the page.
"""

import codecs
import email
import email.policy
import re
from pathlib import Path
from urllib.parse import urljoin

from lxml import etree, html

from pipeline.readers.encodings import decode
from pipeline.readers.flat import Element

CARRIES_NO_WORDS = ("script", "style", "link", "meta", "base", "object", "embed", "applet", "iframe", "title")
REFERENCES = ("src", "href", "background", "data", "action", "srcset", "poster", "style", "codebase", "longdesc")
"""Attributes that can name something elsewhere. A link's address is kept as text where it says more than its words."""
PICTURE_SUFFIXES = {"image/jpeg": ".jpg", "image/pjpeg": ".jpg", "image/png": ".png", "image/gif": ".gif"}
NAMED_ENCODING = re.compile(rb"""(?i)(?:charset|encoding)\s*=\s*["']?\s*([\w.:-]{2,40})""")
NO_LETTER = re.compile(r"[^\t\n\r -\ud7ff\ue000-\U0010ffff]|[\ufffe\uffff]")
"""Signs that no markup may hold."""
HEAD = '<html><head><meta http-equiv="Content-Type" content="text/html; charset=utf-8"></head>'


def save_web_page(page: bytes, path: Path, parts: dict[str, str] | None = None) -> Path:
    """Write a page in a form that needs no network. `parts` are the files beside it by the address the page has them.

    Its title becomes its first line. A page that holds nothing is written as an empty one.
    """
    tree = parse_page(page)
    body = etree.Element("body")
    if title := " ".join((tree.findtext(".//title") or "").split()):
        etree.SubElement(body, "p").text = title
    for frame in tree.xpath("//iframe[@srcdoc]"):
        frame.addnext(_strip_page(parse_page(frame.get("srcdoc").encode())))
    etree.strip_elements(tree, *CARRIES_NO_WORDS, etree.Comment, etree.ProcessingInstruction, with_tail=False)
    for element in tree.iter(etree.Element):
        _write_out(element)
        _keep_inside(element, parts or {})
    for found in tree.xpath("//body") or [tree]:
        body.append(_strip_page(found))
    path.write_text(f"{HEAD}{html.tostring(body, encoding='unicode')}</html>", "utf-8", errors="replace")
    return path


def open_web_archive(data: bytes, folder: Path) -> tuple[bytes, dict[str, str]]:
    """The pages of a web archive (MHT), one behind the other, and its pictures, written into `folder`."""
    message = email.message_from_bytes(data, policy=email.policy.default)
    pages: list[bytes] = []
    parts: dict[str, str] = {}
    base = ""
    for number, part in enumerate(message.walk()):
        kind, location = part.get_content_type(), str(part.get("Content-Location") or "")
        content = part.get_payload(decode=True)
        if not isinstance(content, bytes):
            continue
        if kind == "text/html":
            base = base or location
            pages.append(_recode(content, part.get_content_charset()))
        elif kind in PICTURE_SUFFIXES:
            name = f"part{number}{PICTURE_SUFFIXES[kind]}"
            (folder / name).write_bytes(content)
            parts |= {location: name, f"cid:{str(part.get('Content-ID') or '').strip('<>')}": name}
    return b"".join(pages), {address: name for address, name in parts.items() if address} | {"": base}


def parse_page(page: bytes) -> Element:
    """The tree of a page in any encoding; an empty page where there is no markup in it."""
    text = NO_LETTER.sub(" ", decode_page(page))
    try:
        tree: Element = html.document_fromstring(re.sub(r"^\s*<\?xml[^>]*\?>", "", text))
    except (etree.ParserError, ValueError):
        tree = html.document_fromstring("<html><body></body></html>")
    return tree


def decode_page(page: bytes) -> str:
    """The text of a page: UTF-8 where it is that, else by the encoding it names, else as any text."""
    named = NAMED_ENCODING.search(page[:4096])
    try:
        return page.decode("utf-8-sig")
    except UnicodeDecodeError:
        return decode(page) if named is None else _decode_named(page, named[1].decode("ascii"))


def _decode_named(page: bytes, name: str) -> str:
    try:
        # What calls itself Latin-1 on the web is Windows' own; codecs knows many names for one thing.
        found = codecs.lookup(name).name
        return page.decode("cp1252" if found == "iso8859-1" else found, "replace")
    except LookupError:
        return decode(page)


def _recode(content: bytes, charset: str | None) -> bytes:
    return (_decode_named(content, charset) if charset else decode_page(content)).encode("utf-8", "replace")


def _strip_page(page: Element) -> Element:
    """What a page shows, as a part of another."""
    inner = etree.Element("div")
    for found in page.xpath("descendant-or-self::body")[:1] or [page]:
        inner.text = found.text
        inner.extend(list(found))
    return inner


def _write_out(element: Element) -> None:
    """What a person sees or typed, where it stands in an attribute, as text."""
    said = ""
    if element.tag == "input" and element.get("type", "text").lower() in (
        "text",
        "submit",
        "button",
        "email",
        "hidden",
    ):
        said = element.get("value", "")
    elif element.tag == "img":
        said = element.get("alt", "")
    elif element.tag == "a" and (address := element.get("href", "")).lower().startswith(("mailto:", "http", "tel:")):
        words = "".join(element.itertext())
        said = "" if address.partition(":")[2].strip("/") in words else f"<{address.removeprefix('mailto:')}>"
    if said.strip():
        element.tail = f" {said.strip()} {element.tail or ''}"


def _keep_inside(element: Element, parts: dict[str, str]) -> None:
    """Take away every address but those of pictures that are part of the file. What was hidden is shown."""
    source = element.get("src", "")
    for name in REFERENCES:
        element.attrib.pop(name, None)
    for name in [name for name in element.attrib if name.lower().startswith("on") or name == "hidden"]:
        del element.attrib[name]
    if element.tag != "img":
        return
    inside = parts.get(source) or parts.get(urljoin(parts.get("", ""), source))
    if inside and source:
        element.set("src", inside)
    elif source.startswith("data:image/"):
        element.set("src", source)
