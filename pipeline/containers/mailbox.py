"""Mailboxes in one file (mbox): each message is a member.

Python's mailbox module takes every line that begins with "From " for the head of a message, so a letter that says "From
the beginning ..." is cut in two; here such a line must look like one, and stand behind an empty line.
"""

import re
from collections.abc import Iterator
from pathlib import Path

from pipeline.containers import Fact, Member
from pipeline.containers.names import Names
from pipeline.records import SourceFile
from pipeline.settings import Settings

HEAD = re.compile(rb"From (\S+ .*\d{1,2}:\d\d.*|\S*@\S+.*|- .*|MAILER\S* .*)\r?\n")
LONGEST_LINE = 1 << 20
BLOCK = 1 << 20


def find_members(source: SourceFile, name: str, settings: Settings) -> Iterator[Member | Fact]:
    spans = list(_find_messages(Path(source.path)))
    names = Names()
    digits = len(str(len(spans)))
    for number, (start, end) in enumerate(spans, 1):
        path = names.give(f"message {number:0{digits}}.eml")
        yield Member(path, _blocks(Path(source.path), start, end), total=len(spans))


def _find_messages(path: Path) -> Iterator[tuple[int, int]]:
    """Where each message begins, behind its "From " line, and ends."""
    start: int | None = None
    at, empty, whole = 0, True, True
    with path.open("rb") as file:
        while line := file.readline(LONGEST_LINE):
            if whole and empty and line.startswith(b"From ") and (at == 0 or HEAD.fullmatch(line)):
                if start is not None and at > start:
                    yield start, at
                start = at + len(line)
            at += len(line)
            empty, whole = line in (b"\n", b"\r\n"), line.endswith(b"\n")
    if start is not None and at > start:
        yield start, at


def _blocks(path: Path, start: int, end: int) -> Iterator[bytes]:
    with path.open("rb") as file:
        file.seek(start)
        while start < end and (block := file.read(min(BLOCK, end - start))):
            start += len(block)
            yield block
