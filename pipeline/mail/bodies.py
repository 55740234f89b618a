"""Bodies of messages as text: of unknown encoding, in HTML, in the RTF of Outlook."""

import re

from inscriptis import get_text
from inscriptis.css_profiles import RELAXED_CSS_PROFILE
from inscriptis.model.config import ParserConfig
from striprtf.striprtf import rtf_to_text

FALLBACKS = ("utf-8", "cp1252")
DECLARED = re.compile(rb"<meta[^>]+charset=[\"']?([\w-]+)", re.IGNORECASE)


def decode_text(data: bytes, charset: str | None) -> str:
    """Text in the encoding it says, else the likeliest, at last Latin-1, which never fails."""
    for encoding in (charset, *FALLBACKS):
        if encoding:
            try:
                return data.decode(encoding)
            except (UnicodeError, LookupError):
                continue
    return data.decode("latin-1")


def decode_html(data: bytes, charset: str | None) -> str:
    """The same for HTML, which may say it in itself."""
    declared = DECLARED.search(data[:4096])
    return decode_text(data, charset or (declared.group(1).decode("ascii", "replace") if declared else None))


def html_to_text(html: str) -> str:
    """As a browser would lay it out in letters of one width: tables keep their columns, links their words."""
    if not html.strip():
        return ""
    # lxml refuses a text that declares an encoding; NUL ends its reading.
    html = re.sub(r"^\s*<\?xml[^>]*\?>", "", html).replace("\0", "")
    laid_out = get_text(html, ParserConfig(css=RELAXED_CSS_PROFILE))
    return tidy("\n".join(line.rstrip() for line in laid_out.splitlines()))


def rtf_to_plain(rtf: bytes) -> str:
    """What is written in a document in RTF."""
    text: str = rtf_to_text(rtf.decode("latin-1"), errors="replace")  # type: ignore[no-untyped-call]
    return tidy(text)


def tidy(text: str) -> str:
    """One kind of line end, no run of empty lines, nothing that is not shown."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", " ").replace("\xa0", " ")
    return re.sub(r"\n{4,}", "\n\n\n", text).strip("\n")
