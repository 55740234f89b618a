"""Messages as they travel (RFC 5322, MIME): by Python's email package, which is asked carefully, for mail is broken."""

import email
from collections.abc import Iterator
from email import policy
from email.header import decode_header, make_header
from email.message import Message
from email.utils import parsedate_to_datetime
from mimetypes import guess_extension

from pipeline.errors import CannotRead
from pipeline.mail import HEADERS, Attachment, Mail
from pipeline.mail.bodies import decode_html, decode_text, html_to_text, tidy
from pipeline.records import FileState

MOST_DEPTH = 50
SAME = policy.compat32.clone(max_line_length=0, mangle_from_=False)
"""Writes a message that is attached to another as it was, as far as can be."""
TEXT_FILES = {"text/plain": ".txt", "text/html": ".html", "message/rfc822": ".eml", "text/calendar": ".ics"}


def read_eml(data: bytes) -> Mail:
    """Take a message apart. Raises CannotRead where there is no header at all."""
    message = email.message_from_bytes(data.lstrip(b"\r\n \t"), policy=policy.default)
    if not any(name.lower() in _KNOWN for name, _value in message.raw_items()):
        raise CannotRead(FileState.QUARANTINED, "There is no header of a message in it. Save it as PDF or as text.")
    texts: list[str] = []
    attachments: list[Attachment] = []
    for part in _parts(message, 0):
        if isinstance(part, str):
            texts.append(part)
        else:
            attachments.append(part)
    text = "\n\n".join(one for one in texts if one.strip())
    unseen = ((name, _decoded(value)) for name, value in message.raw_items() if name.lower() not in _SEEN)
    return Mail(tuple(_headers(message)), _sent(message), text, tuple(attachments), tuple(unseen))


_SEEN = {name.lower() for name in HEADERS}
_KNOWN = _SEEN | {"received", "return-path", "mime-version", "content-type"}


def _headers(message: Message) -> Iterator[tuple[str, str]]:
    """From the raw header: the parsed one raises, or loses what it cannot parse."""
    for wanted in HEADERS:
        for name, value in message.raw_items():
            if name.lower() == wanted.lower() and (shown := _decoded(value)):
                yield wanted, shown


def _decoded(value: object) -> str:
    raw = " ".join(str(value).split())
    raw = raw.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    try:
        return str(make_header(decode_header(raw)))
    except (UnicodeError, LookupError, ValueError):
        return raw


def _sent(message: Message) -> str | None:
    for name, value in message.raw_items():
        if name.lower() == "date":
            try:
                return parsedate_to_datetime(str(value)).isoformat()
            except (ValueError, TypeError, IndexError, OverflowError):
                return None
    return None


def _parts(part: Message, depth: int) -> Iterator[str | Attachment]:
    """The texts of the body and the attachments, in the order in which they stand."""
    kind = part.get_content_type()
    if depth > MOST_DEPTH:
        yield Attachment(_name(part), None, f"lies in more than {MOST_DEPTH} parts inside each other")
    elif kind == "message/rfc822" or (part.is_multipart() and part.get_content_maintype() == "message"):
        yield _message(part)
    elif not part.is_multipart():
        yield _leaf(part, kind)
    elif kind == "multipart/alternative":
        yield from _alternative(part, depth)
    else:
        for child in _children(part):
            yield from _parts(child, depth + 1)


def _children(part: Message) -> list[Message]:
    payload = part.get_payload()
    return [child for child in payload if isinstance(child, Message)] if isinstance(payload, list) else []


def _alternative(part: Message, depth: int) -> Iterator[str | Attachment]:
    """Plain text before HTML; what is neither is kept beside it."""
    ways = [list(_parts(child, depth + 1)) for child in _children(part)]
    written = [way for way in ways if any(isinstance(one, str) and one.strip() for one in way)]
    chosen = next(
        (way for way, child in zip(ways, _children(part), strict=True) if way in written and _plain(child)), None
    )
    chosen = chosen or (written[-1] if written else [])
    yield from chosen
    for way in ways:
        if way is not chosen:
            yield from (one for one in way if isinstance(one, Attachment))


def _plain(part: Message) -> bool:
    return part.get_content_type() == "text/plain"


def _leaf(part: Message, kind: str) -> str | Attachment:
    data = part.get_payload(decode=True)
    content = data if isinstance(data, bytes) else str(part.get_payload()).encode("utf-8", "surrogateescape")
    named = part.get_filename() or part.get_content_disposition() == "attachment"
    if kind == "text/plain" and not named:
        return tidy(decode_text(content, part.get_content_charset()))
    if kind == "text/html" and not named:
        return html_to_text(decode_html(content, part.get_content_charset()))
    return Attachment(_name(part), content)


def _message(part: Message) -> Attachment:
    """A message that is attached, or a report of a mail server, which comes as one."""
    payload = part.get_payload()
    inner = payload[0] if isinstance(payload, list) and payload else payload
    name = _name(part)
    if not isinstance(inner, Message):
        return Attachment(name, str(inner).encode("utf-8", "surrogateescape"))
    if part.get_content_type() != "message/rfc822":
        whole = "\n".join(child.as_string(policy=SAME) for child in _children(part))
        return Attachment(name, whole.encode("utf-8", "surrogateescape"))
    if not part.get_filename():
        subject = next((_decoded(value) for key, value in inner.raw_items() if key.lower() == "subject"), "")
        name = f"{subject or 'message'}.eml"
    return Attachment(name, inner.as_bytes(policy=SAME))


def _name(part: Message) -> str:
    """What the attachment is called, else what it is; slashes in it are no folders."""
    try:
        name = part.get_filename()
    except (ValueError, LookupError, TypeError, AttributeError):
        name = None
    kind = part.get_content_type()
    if name:
        return _decoded(name).replace("/", "_").replace("\\", "_")
    ending = TEXT_FILES.get(kind) or ("" if kind == "application/octet-stream" else guess_extension(kind) or "")
    return f"{part.get_content_maintype()}{ending or '.txt' if kind.startswith(('text/', 'message/')) else ending}"
