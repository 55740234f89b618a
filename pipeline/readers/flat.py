"""Flat OpenDocument XML: the form in which LibreOffice hands us any office file, so that what its pages leave out
(struck words, comments, hidden sheets, speaker's notes) can be put on them before they are laid out."""

import zipfile
from pathlib import Path
from typing import Any, TypeAlias

from lxml import etree

SPACES = {
    name: f"urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"
    for name in ("office", "style", "text", "table", "presentation")
} | {
    "draw": "urn:oasis:names:tc:opendocument:xmlns:drawing:1.0",
    "fo": "urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0",
    "svg": "urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0",
    "dc": "http://purl.org/dc/elements/1.1/",
    "more": "http://openoffice.org/2009/office",
}
PARTS = ("styles.xml", "content.xml")
# lxml has no types of its own: what it hands out is named here and nowhere checked.
Tree: TypeAlias = Any
Element: TypeAlias = Any


def load_flat(path: Path) -> Tree:
    """Raises etree.XMLSyntaxError. Pictures stand in the file as text: there is no limit on the size of a node."""
    tree: Tree = etree.parse(str(path), etree.XMLParser(huge_tree=True, resolve_entities=False, no_network=True))
    return tree


def save_flat(tree: Tree, path: Path) -> Path:
    tree.write(str(path), encoding="UTF-8", xml_declaration=True)
    return path


def load_package(path: Path) -> Element:
    """The styles and the content of an OpenDocument package under one element, in which all can be found.

    Sheets come this way: LibreOffice 7.4 writes their comments into packages, but loses them in flat files.
    """
    root = make("office:document")
    parser = etree.XMLParser(huge_tree=True, resolve_entities=False, no_network=True)
    with zipfile.ZipFile(path) as package:
        for part in PARTS:
            root.append(etree.fromstring(package.read(part), parser))
    return root


def save_package(root: Element, original: Path, path: Path) -> Path:
    """The package with its two parts as they are now, and all others as they were."""
    changed = {
        part: etree.tostring(tree, encoding="UTF-8", xml_declaration=True)
        for part, tree in zip(PARTS, root, strict=True)
    }
    with zipfile.ZipFile(original) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            new.writestr(part, changed.get(part.filename) or old.read(part))
    return path


def qualified(name: str) -> str:
    """A name as lxml writes it: "text:p" is "{urn:...text:1.0}p"."""
    space, _, local = name.partition(":")
    return f"{{{SPACES[space]}}}{local}"


def find_all(inside: Tree | Element, path: str) -> list[Element]:
    """Elements of an XPath in which the names of SPACES are known."""
    found: list[Element] = inside.xpath(path, namespaces=SPACES)
    return found


def make(kind: str, text: str = "", /, **attributes: str) -> Element:
    """A new element; `style_name` means the attribute style-name in the space of the element."""
    space = kind.partition(":")[0]
    element: Element = etree.Element(qualified(kind))
    element.text = text or None
    for key, value in attributes.items():
        element.set(qualified(f"{space}:{key.replace('_', '-')}"), value)
    return element


def put_before(element: Element, text: str) -> None:
    """Text in front of an element."""
    previous, parent = element.getprevious(), element.getparent()
    if previous is not None:
        previous.tail = (previous.tail or "") + text
    elif parent is not None:
        parent.text = (parent.text or "") + text


def put_after(element: Element, text: str) -> None:
    """Text behind an element."""
    element.tail = text + (element.tail or "")


def cut_out(element: Element) -> None:
    """Take an element away; the text behind it stays."""
    put_before(element, element.tail or "")
    element.tail = None
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


def words_of(element: Element) -> str:
    """The paragraphs of an element, one space between them."""
    paragraphs = find_all(element, ".//text:p | .//text:h")
    return " ".join(filter(None, ("".join(paragraph.itertext()).strip() for paragraph in paragraphs)))


def signed(element: Element) -> str:
    """ " by NAME on DATE" as far as the element (a change, a comment) tells them."""
    who, when = (element.findtext(f".//{qualified(name)}") or "" for name in ("dc:creator", "dc:date"))
    return (f" by {who.strip()}" if who.strip() else "") + (f" on {when[:10]}" if when[:10] > "1900" else "")
