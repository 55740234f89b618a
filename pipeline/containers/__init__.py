"""One module per kind of file in which others lie: archives, mailboxes, messages, files with attachments.

A container module has one function. `find_members(source, name, settings)` opens the file and yields what lies in it,
in a lasting order: a Member for each file inside, a Fact for what the container says of itself. It raises CannotRead
where nothing inside can be reached, and BrokenOff where what follows cannot. Names of members are never paths on disk;
`name` is what the container itself is called. To add a kind: its module here, its media type in CONTAINERS.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib import import_module
from typing import Protocol, cast

from pipeline.records import FileState, SourceFile
from pipeline.settings import Settings

CONTAINERS: dict[str, str] = {
    "application/zip": "pipeline.containers.zip",
    **dict.fromkeys(
        (
            "application/x-tar",
            "application/x-7z-compressed",
            "application/vnd.rar",
            "application/x-cpio",
            "application/vnd.ms-cab-compressed",
            "application/x-lzh-compressed",
            "application/x-iso9660-image",
        ),
        "pipeline.containers.archive",
    ),
    **dict.fromkeys(
        (
            "application/gzip",
            "application/x-bzip2",
            "application/x-xz",
            "application/x-compress",
            "application/zstd",
        ),
        "pipeline.containers.compressed",
    ),
    **dict.fromkeys(("message/rfc822", "application/vnd.ms-outlook"), "pipeline.containers.mail"),
    "application/x-dosexec": "pipeline.containers.selfextracting",
    "application/mbox": "pipeline.containers.mailbox",
    "application/vnd.ms-outlook-pst": "pipeline.containers.outlook",
    "application/ms-tnef": "pipeline.containers.tnef",
    "application/pdf": "pipeline.containers.pdf",
    **dict.fromkeys(
        (
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            "application/vnd.openxmlformats-officedocument.presentationml.presentation",
            "application/vnd.ms-excel.sheet.binary.macroenabled.12",
            "application/vnd.oasis.opendocument.text",
            "application/vnd.oasis.opendocument.spreadsheet",
            "application/vnd.oasis.opendocument.presentation",
            "application/msword",
            "application/vnd.ms-excel",
            "application/rtf",
        ),
        "pipeline.containers.office",
    ),
}
"""Media type to module. Modules are named, not imported."""

UNPACKING_VERSION = "1"
"""Raise it when a change of the containers changes what they yield: files opened before are opened again."""


@dataclass(frozen=True, slots=True)
class Member:
    """A file inside a file. `path` is what the container calls it. `blocks` are its bytes, to be read before the next
    member is asked for; None where they cannot be had, and then `state` and `reason` say why. `total` is how many
    members the container says it has, where it does."""

    path: str
    blocks: Iterable[bytes] | None
    state: FileState | None = None
    reason: str | None = None
    total: int | None = None


@dataclass(frozen=True, slots=True)
class Fact:
    """What a container says of itself: a header of a message, a property. `source` names where it stands."""

    source: str
    name: str
    value: str


class BrokenOff(Exception):
    """What follows in the container cannot be reached; what came before is good."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Damaged(Exception):
    """The bytes of a member cannot be read on; those before are good. Raised while its blocks are read."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Container(Protocol):
    """What every module of CONTAINERS offers."""

    def find_members(self, source: SourceFile, name: str, settings: Settings) -> Iterator[Member | Fact]: ...


def find_members(source: SourceFile, name: str, settings: Settings) -> Iterator[Member | Fact]:
    """What lies inside a file of one of the kinds of CONTAINERS."""
    module = cast(Container, import_module(CONTAINERS[source.media_type]))
    return module.find_members(source, name, settings)


def unpacking_key() -> str:
    """Names all that can change what unpacking yields. Limits are not in it: who raises one asks for another try."""
    return f"containers {UNPACKING_VERSION}"
