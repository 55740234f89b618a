"""What Outlook sends to those who do not have it (`winmail.dat`), by tnef: the attachments, and the body as a file."""

from collections.abc import Iterator

from pipeline.containers import Fact, Member
from pipeline.containers.program import Program, find_pieces
from pipeline.records import SourceFile
from pipeline.settings import Settings

TNEF = Program(
    name="tnef",
    options=("--save-body", "--body-pref=ALL", "--number-backups", "--ignore-checksum", "--ignore-cruft", "-C"),
    reads="attachments of Outlook (winmail.dat)",
    package="tnef",
    todo="Ask for the attachments themselves.",
)


def find_members(source: SourceFile, name: str, settings: Settings) -> Iterator[Member | Fact]:
    yield from find_pieces(TNEF, source.path, settings)
