"""What is attached to a message, and what its header says."""

from collections.abc import Iterator
from pathlib import Path

from pipeline.containers import Fact, Member
from pipeline.containers.names import Names
from pipeline.mail import load_mail
from pipeline.records import FileState, SourceFile
from pipeline.settings import Settings

SHOWN, UNSEEN = "mail", "mail_header"
MOST_HEADERS = 200


def find_members(source: SourceFile, name: str, settings: Settings) -> Iterator[Member | Fact]:
    mail = load_mail(Path(source.path), source.media_type)
    for header, value in mail.headers:
        yield Fact(SHOWN, header.lower(), value)
    if mail.sent is not None:
        yield Fact(SHOWN, "sent", mail.sent)
    for header, value in mail.unseen[:MOST_HEADERS]:
        yield Fact(UNSEEN, header.lower(), value)
    names = Names()
    for one in mail.attachments:
        path = names.give(one.name)
        if one.data is None:
            yield Member(path, None, FileState.UNSUPPORTED, one.reason, len(mail.attachments))
        else:
            yield Member(path, [one.data], total=len(mail.attachments))
