"""Kinds of file in which others lie, and mail, by their first bytes: asked before the table of `media.py`."""

import re
from pathlib import Path

from pipeline.loadfile import load_file_type

MBOX, EML, PST, TNEF = "application/mbox", "message/rfc822", "application/vnd.ms-outlook-pst", "application/ms-tnef"
FIRST_BYTES: tuple[tuple[bytes, str], ...] = (
    (b"PK\x05\x06", "application/zip"),  # an empty one
    (b"PK00PK\x03\x04", "application/zip"),  # the first and only one of several disks
    (b"PK\x07\x08PK\x03\x04", "application/zip"),
    (b"\xfd7zXZ\x00", "application/x-xz"),
    (b"\x1f\x9d", "application/x-compress"),
    (b"\x1f\xa0", "application/x-compress"),
    (b"\x28\xb5\x2f\xfd", "application/zstd"),
    (b"MSCF\x00\x00\x00\x00", "application/vnd.ms-cab-compressed"),
    (b"07070", "application/x-cpio"),
    (b"!BDN", PST),
    (b"\x78\x9f\x3e\x22", TNEF),
)
PROGRAM, PROGRAM_HEAD = "application/x-dosexec", 64
TAR_MAGIC = (b"ustar", 257)
TAR_HEAD, TAR_SUM = 512, slice(148, 156)
ISO_MAGIC = (b"CD001", 32769)
LHA = re.compile(rb"..-l[hz][0-9ds]-", re.DOTALL)
# "From " begins a letter too ("From the desk of"): in a mailbox an address and a time follow.
MAILBOX = re.compile(rb"(>?From \S.{0,200}?\d{1,2}:\d\d.{0,60}\d{4}.{0,40}|From (- |MAILER).*|From \S+@\S+.*)\r?\n")
# A memorandum has From, To, Date and Subject as well, and a laboratory writes "Received:" with a date.
HEADER = re.compile(rb"[!-9;-~]+:[ \t]?.*")
OF_MAIL = re.compile(
    rb"(?im)^(received: *(from|by) |return-path: *<|message-id: *<|mime-version: *\d|x-mozilla-status: |"
    rb"delivered-to: .*@)"
)


def packed_type(start: bytes, path: Path) -> str | None:
    """The media type, or None where it is none of these kinds. `start` is the first 4,096 bytes. Raises OSError."""
    for signature, packed in FIRST_BYTES:
        if start.startswith(signature):
            return packed
    if start.startswith(b"MZ") and b"\0" in start[:PROGRAM_HEAD]:
        return PROGRAM
    if _is_tar(start):
        return "application/x-tar"
    if LHA.match(start):
        return "application/x-lzh-compressed"
    if kind := load_file_type(start, path.suffix.lower()):
        return kind
    if MAILBOX.match(start):
        return MBOX
    if _is_mail(start):
        return EML
    with path.open("rb") as file:
        file.seek(ISO_MAGIC[1])
        return "application/x-iso9660-image" if file.read(len(ISO_MAGIC[0])) == ISO_MAGIC[0] else None


def _is_tar(start: bytes) -> bool:
    """By its mark, or, in the first format, by the sum over its head."""
    magic, at = TAR_MAGIC
    if start[at : at + len(magic)] == magic:
        return True
    head = start[:TAR_HEAD]
    digits = head[TAR_SUM].strip(b"\0 ")
    if len(head) < TAR_HEAD or not re.fullmatch(rb"[0-7]{3,7}", digits):
        return False
    return sum(head) - sum(head[TAR_SUM]) + 8 * 0x20 == int(digits, 8)


def _is_mail(start: bytes) -> bool:
    head = re.split(rb"\r?\n\r?\n", start.lstrip(), maxsplit=1)[0]
    first = head.split(b"\n", 1)[0].rstrip(b"\r")
    return HEADER.fullmatch(first) is not None and OF_MAIL.search(head) is not None
