"""A message of whichever format: who wrote to whom, when, what, and what is attached.

`load_mail` reads a file; the reader of mail sets its page from `page_text`, the container of mail takes out what is
attached.
"""

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import cast

from pipeline.errors import CannotRead
from pipeline.records import FileState

EML, MSG = "message/rfc822", "application/vnd.ms-outlook"
FORMATS = {EML: "pipeline.mail.eml:read_eml", MSG: "pipeline.mail.outlook:read_msg"}
"""Media type to the function that reads it: bytes to Mail."""

HEADERS = (
    "From",
    "Sender",
    "Reply-To",
    "To",
    "Cc",
    "Bcc",
    "Date",
    "Subject",
    "Message-ID",
    "In-Reply-To",
    "References",
)
SHOWN = ("From", "Sender", "To", "Cc", "Bcc", "Date", "Subject")
"""What a mail program shows above the text, in its order."""


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file in a message. `data` is None where it is only named there, and `reason` says why."""

    name: str
    data: bytes | None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Mail:
    """`headers` are name and value as written, in the order of HEADERS, then what is shown beside them; `sent` is the
    date as ISO 8601 with its zone, None where there is none that can be read. `text` is the body as a person reads it.
    `unseen` are the headers that no mail program shows."""

    headers: tuple[tuple[str, str], ...]
    sent: str | None
    text: str
    attachments: tuple[Attachment, ...] = ()
    unseen: tuple[tuple[str, str], ...] = ()


def load_mail(path: Path, media_type: str) -> Mail:
    """Read a message. Raises CannotRead where it is none, and OSError."""
    module, _, function = FORMATS[media_type].partition(":")
    read = cast(Callable[[bytes], Mail], getattr(import_module(module), function))
    try:
        return read(path.read_bytes())
    except (CannotRead, MemoryError, OSError):
        raise
    except Exception as error:  # mail is broken in more ways than its libraries have exceptions
        reason = f"The message cannot be taken apart ({type(error).__name__}: {str(error)[:100]}). Save it as PDF."
        raise CannotRead(FileState.QUARANTINED, reason) from error


def page_text(mail: Mail) -> str:
    """The message as it is shown: head, body, what is attached."""
    shown = [f"{name}: {value}" for name in SHOWN for header, value in mail.headers if header == name]
    known = {*HEADERS}
    shown += [f"{name}: {value}" for name, value in mail.headers if name not in known]
    parts = ["\n".join(shown), mail.text.strip("\n")]
    if mail.attachments:
        parts.append("\n".join(["Attachments:", *(_described(one) for one in mail.attachments)]))
    return "\n\n".join(part for part in parts if part)


def _described(attachment: Attachment) -> str:
    if attachment.data is None:
        return f"{attachment.name} ({attachment.reason})"
    return f"{attachment.name} ({len(attachment.data):,} bytes)"
