"""Mailboxes of Outlook (PST, OST) by readpst: each item is a member in its folder."""

from collections.abc import Iterator

from pipeline.containers import Fact, Member
from pipeline.containers.program import Program, find_pieces
from pipeline.records import SourceFile
from pipeline.settings import Settings

READPST = Program(
    name="readpst",
    # Items in files of their own with a suffix, in UTF-8, deleted ones too, without threads; no word on what it does.
    options=("-e", "-8", "-D", "-j", "0", "-q", "-o"),
    reads="mailboxes of Outlook",
    package="pst-utils",
    todo="Export its mail from Outlook.",
)


def find_members(source: SourceFile, name: str, settings: Settings) -> Iterator[Member | Fact]:
    yield from find_pieces(READPST, source.path, settings)
