"""Forms of the XFA kind that draw themselves: other programs show "Please wait" on their only page. The values are in
the data packet, the captions in the template packet."""

import ctypes
from collections.abc import Iterator

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c
from lxml import etree

MOST_BYTES = 50_000_000
MOST_VALUES = 5000


def find_values(document: pdfium.PdfDocument) -> Iterator[tuple[str, str]]:
    """Caption (or name) and value of each filled field, in the order of the data; none where this is no such form."""
    if document.get_formtype() != pdfium_c.FORMTYPE_XFA_FULL:
        return
    packets = {name: content for name, content in _find_packets(document) if name in ("template", "datasets")}
    captions = dict(_find_captions(packets.get("template", b"")))
    data = _parse(packets.get("datasets", b""))
    if data is None:
        return
    found = 0
    for element in data.iter(etree.Element):
        value = (element.text or "").strip()
        if len(element) or not value:
            continue
        name = etree.QName(element).localname
        yield captions.get(name, name), value
        found += 1
        if found >= MOST_VALUES:
            return


def _find_captions(template: bytes) -> Iterator[tuple[str, str]]:
    root = _parse(template)
    if root is None:
        return
    for field in root.iter("{*}field"):
        said = " ".join(" ".join(text.itertext()) for text in field.iterfind("{*}caption/{*}value/{*}text"))
        if (name := field.get("name")) and said.strip():
            yield name, " ".join(said.split())


def _find_packets(document: pdfium.PdfDocument) -> Iterator[tuple[str, bytes]]:
    for index in range(pdfium_c.FPDF_GetXFAPacketCount(document)):
        size = pdfium_c.FPDF_GetXFAPacketName(document, index, None, 0)
        name = ctypes.create_string_buffer(max(size, 1))
        pdfium_c.FPDF_GetXFAPacketName(document, index, name, size)
        length = ctypes.c_ulong()
        pdfium_c.FPDF_GetXFAPacketContent(document, index, None, 0, length)
        if not 0 < length.value <= MOST_BYTES:
            continue
        content = ctypes.create_string_buffer(length.value)
        pdfium_c.FPDF_GetXFAPacketContent(document, index, content, length.value, length)
        yield name.value.decode("utf-8", "replace"), content.raw


def _parse(content: bytes) -> "etree._Element | None":
    """Damaged XML is read as far as it goes; nothing is fetched and no entity is filled in."""
    if not content.strip():
        return None
    parser = etree.XMLParser(resolve_entities=False, no_network=True, recover=True, huge_tree=False)
    return etree.fromstring(content, parser)
