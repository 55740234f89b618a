"""Messages, contacts and tasks that Outlook saved (.msg), by python-oxmsg."""

import re
from collections.abc import Iterator
from datetime import UTC
from email.header import Header
from email.mime.application import MIMEApplication
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from typing import Any

from compressed_rtf import decompress
from oxmsg import Message
from oxmsg.domain import constants as c
from oxmsg.properties import Properties

from pipeline.mail import HEADERS, Attachment, Mail
from pipeline.mail.bodies import decode_html, html_to_text, rtf_to_plain, tidy

RECIPIENTS = {1: "To", 2: "Cc", 3: "Bcc"}
EMBEDDED = "__substg1.0_3701000D"
EMBEDDED_OFFSET = 24
"""A message inside a message has a shorter head before its properties than one in a file (MS-OXMSG 2.4.1.2)."""
BY_REFERENCE = (2, 3, 4, 7)
MOST_DEPTH = 20
NOTE = "IPM.NOTE"
BOUNDARY = "=_part_of_a_message_written_anew"


def read_msg(data: bytes) -> Mail:
    """Take a saved item apart. Raises whatever is wrong with it."""
    return _mail(Message.load(data), 0)


class _Embedded(Message):
    """A message that is attached to another, without a file of its own."""

    @property
    def properties(self) -> Properties:
        return Properties(self._storage, properties_header_offset=EMBEDDED_OFFSET)


def _mail(message: Message, depth: int) -> Mail:
    sent = message.properties.date_prop_value(c.PID_CLIENT_SUBMIT_TIME)
    sent = sent or message.properties.date_prop_value(c.PID_MESSAGE_DELIVERY_TIME)
    iso = sent.astimezone(UTC).isoformat() if sent else None
    headers = list(_headers(message, iso))
    if not (message.message_class or NOTE).upper().startswith(NOTE):
        headers += _other_fields(message)
    attachments = [_attachment(storage, depth) for storage in message._storage.iter_attachment_storages()]
    return Mail(tuple(headers), iso, _body(message), tuple(attachments))


def _headers(message: Message, sent: str | None) -> Iterator[tuple[str, str]]:
    written = {name.lower(): " ".join(str(value).split()) for name, value in message.message_headers.items()}
    if sender := message.sender or message.properties.str_prop_value(c.PID_SENDER_NAME):
        # An address of Exchange's own directory tells nobody anything.
        yield "From", re.sub(r"\s*</o=[^>]*>", "", " ".join(sender.split()), flags=re.IGNORECASE)
    yield from _recipients(message)
    if date := written.get("date") or sent:
        yield "Date", date
    if message.subject:
        yield "Subject", message.subject.replace("\0", "").strip()
    for name, pid in (("Message-ID", c.PID_INTERNET_MESSAGE_ID), ("In-Reply-To", c.PID_IN_REPLY_TO_ID)):
        if value := message.properties.str_prop_value(pid):
            yield name, value


def _recipients(message: Message) -> Iterator[tuple[str, str]]:
    found: dict[str, list[str]] = {}
    for one in message.recipients:
        kind = one.properties.int_prop_value(c.PID_RECIPIENT_TYPE) or 1
        address = f"<{one.email_address}>" if one.email_address and one.email_address != one.name else ""
        found.setdefault(RECIPIENTS.get(kind & 3, "To"), []).append(f"{one.name} {address}".strip())
    for name, pid in (("To", c.PID_DISPLAY_TO), ("Cc", c.PID_DISPLAY_CC), ("Bcc", c.PID_DISPLAY_BCC)):
        told = "; ".join(found.get(name, ())) or (message.properties.str_prop_value(pid) or "").replace("\0", "")
        if told.strip():
            yield name, told.strip()


def _other_fields(message: Message) -> list[tuple[str, str]]:
    """Of contacts, tasks and appointments: every text that Outlook kept, each once, for there is no list of them."""
    told = [("Kind", message.message_class)]
    shown = {message.subject, message.sender, message.message_class}
    for one in message.properties:
        value = getattr(one, "value", None)
        if not isinstance(value, str) or one.pid in _ELSEWHERE:
            continue
        text = " ".join(value.replace("\0", " ").split())
        if len(text) > 2 and text not in shown and "/o=" not in text.lower():
            shown.add(text)
            told.append((_field_name(one.pid, one.name), text))
    return told


_ELSEWHERE = {c.PID_BODY, c.PID_MESSAGE_CLASS, c.PID_SUBJECT, c.PID_TRANSPORT_MESSAGE_HEADERS, c.PID_BODY_HTML}
FIELDS = {
    0x3A05: "Generation", 0x3A06: "Given name", 0x3A08: "Business telephone", 0x3A09: "Home telephone",
    0x3A0A: "Initials", 0x3A11: "Surname", 0x3A15: "Address", 0x3A16: "Company", 0x3A17: "Title", 0x3A18: "Department",
    0x3A1C: "Mobile telephone", 0x3A1B: "Second business telephone", 0x3A21: "Pager", 0x3A24: "Fax", 0x3A26: "Country",
    0x3A27: "City", 0x3A28: "State", 0x3A29: "Street", 0x3A2A: "Postal code", 0x3A44: "Middle name", 0x3A45: "Prefix",
    0x3A51: "Web page",
}  # fmt: skip
"""Of MS-OXPROPS, what python-oxmsg has no name for."""


def _field_name(pid: int, name: str) -> str:
    if pid in FIELDS:
        return FIELDS[pid]
    if name.startswith("PidTag") and pid < 0x8000:  # above it, numbers mean something else in each file
        return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name.removeprefix("PidTag")).capitalize()
    return f"Field {pid:04X}"


def _body(message: Message) -> str:
    plain = message.body
    if plain and plain.strip("\0\r\n \t"):
        return tidy(plain)
    html = message.properties.binary_prop_value(c.PID_HTML)
    if html:
        return html_to_text(decode_html(html, message.properties.body_encoding))
    if written := message.html_body:
        return html_to_text(written)
    packed = message.properties.binary_prop_value(c.PID_RTF_COMPRESSED)
    return rtf_to_plain(decompress(packed)) if packed else ""


def _attachment(storage: Any, depth: int) -> Attachment:
    properties = Properties(storage, properties_header_offset=8)
    name = next(filter(None, (properties.str_prop_value(pid) for pid in _NAMES)), "") or "attachment"
    name = name.replace("\0", "").replace("/", "_").replace("\\", "_")
    inner = next((one for one in storage.storages if one.name.upper() == EMBEDDED.upper()), None)
    if inner is not None and depth < MOST_DEPTH:
        names = {stream.name for stream in inner.streams}
        if "__properties_version1.0" in names:
            return _embedded(_Embedded(inner), depth)
        return _object(name, inner)
    data = properties.binary_prop_value(c.PID_ATTACH_DATA_BINARY)
    if data is None:
        method = properties.int_prop_value(c.PID_ATTACH_METHOD)
        why = "only its place is named, not kept in the message" if method in BY_REFERENCE else "it has no bytes here"
        return Attachment(name, None, why)
    return Attachment(name, data)


_NAMES = (c.PID_ATTACH_LONG_FILENAME, c.PID_ATTACH_FILENAME, c.PID_DISPLAY_NAME)


def _object(name: str, storage: Any) -> Attachment:
    """An OLE object: its largest stream that holds what was put in, where one says so."""
    kept = {stream.name: stream.bytes_ for stream in storage.streams}
    for stream in ("CONTENTS", "Package"):
        if stream in kept:
            return Attachment(name, kept[stream])
    return Attachment(name, None, "an object of another program, which is kept in the message only as a drawing")


def _embedded(message: Message, depth: int) -> Attachment:
    """A message inside a message is written anew, for it has no bytes of its own: always the same ones."""
    mail = _mail(message, depth + 1)
    subject = next((value for name, value in mail.headers if name == "Subject"), "") or "message"
    return Attachment(f"{subject[:100].replace('/', '_')}.eml", write_eml(mail))


def write_eml(mail: Mail) -> bytes:
    """A Mail as a message of RFC 5322: the same mail gives the same bytes."""
    text = "\n".join(f"{name}: {value}" for name, value in mail.headers if name not in HEADERS)
    made = MIMEMultipart(boundary=BOUNDARY)
    for name, value in mail.headers:
        if name in HEADERS:
            made[name] = Header(" ".join(value.split()), "utf-8", maxlinelen=10_000).encode()
    made.attach(MIMEText("\n\n".join(filter(None, (text, mail.text))), "plain", "utf-8"))
    for one in mail.attachments:
        part = MIMEApplication(one.data or b"")
        part.add_header("Content-Disposition", "attachment", filename=("utf-8", "", one.name))
        made.attach(part)
    return made.as_bytes()
