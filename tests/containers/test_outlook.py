"""What Outlook saved: messages, messages inside messages, contacts; and its mailboxes, where they cannot be opened."""

import struct
from pathlib import Path

import pytest

from pipeline.archive import Archive
from pipeline.mail import Mail, page_text
from pipeline.mail.eml import read_eml
from pipeline.mail.outlook import read_msg
from tests.containers.boxes import REPORT, give, problems, states
from tests.containers.compound import Tree, compound

TEXT, BINARY, NUMBER, TIME = 0x001F, 0x0102, 0x0003, 0x0040
Property = tuple[int, int, "str | bytes | int"]
SUBJECT, CLASS, BODY, SENDER, SENT, HTML = 0x0037, 0x001A, 0x1000, 0x0C1A, 0x0039, 0x1013
SENT_AT = 124126380000000000
"""10 May 1994, in tenths of a microsecond since 1601."""


def storage(head: bytes, properties: list[Property], **inside: "bytes | Tree") -> "dict[str, bytes | Tree]":
    """Properties as streams, and the stream that lists them (MS-OXMSG 2.4)."""
    listed, streams = head, dict[str, "bytes | Tree"]()
    for pid, kind, value in properties:
        if isinstance(value, int):
            listed += struct.pack("<HHIQ", kind, pid, 6, value)
            continue
        data = value.encode("utf-16-le") if isinstance(value, str) else value
        streams[f"__substg1.0_{pid:04X}{kind:04X}"] = data
        listed += struct.pack("<HHIII", kind, pid, 6, len(data) + (2 if kind == TEXT else 0), 0)
    return {**streams, "__properties_version1.0": listed, **inside}


def message(properties: list[Property], attached: "list[Tree]", embedded: bool = False) -> "dict[str, bytes | Tree]":
    head = struct.pack("<8x4I", 0, 0, 0, len(attached)) + (b"" if embedded else bytes(8))
    parts = {f"__attach_version1.0_#{number:08X}": one for number, one in enumerate(attached)}
    return storage(head, properties, **parts)


def note(text: str, subject: str = "Payment") -> list[Property]:
    return [
        (CLASS, TEXT, "IPM.Note"),
        (SUBJECT, TEXT, subject),
        (BODY, TEXT, text),
        (SENDER, TEXT, "Vera Lindqvist"),
        (0x0E04, TEXT, "Ray Ostrander"),
        (SENT, TIME, SENT_AT),
        (0x340D, NUMBER, 0x40000),
    ]


def attachment(name: str, content: bytes) -> Tree:
    return storage(bytes(8), [(0x3705, NUMBER, 1), (0x3707, TEXT, name), (0x3701, BINARY, content)])


def whole(properties: list[Property], *attached: Tree) -> bytes:
    return compound({**message(properties, list(attached)), "__nameid_version1.0": {}})


def test_a_saved_message_and_what_is_attached_to_it(archive: Archive, folder: Path) -> None:
    inner = message(note("Inside another one.", "Re: Payment"), [attachment("report.txt", REPORT)], embedded=True)
    nested = storage(bytes(8), [(0x3705, NUMBER, 5)], **{"__substg1.0_3701000D": inner})
    (folder / "mail.msg").write_bytes(whole(note("Pay him after the trial."), attachment("r.txt", REPORT), nested))
    give(archive, folder.parent)
    at = "People v Quill/mail.msg"
    assert states(archive) == {
        at: "done",
        f"{at}!/r.txt": "done",
        f"{at}!/Re: Payment.eml": "done",
        f"{at}!/Re: Payment.eml!/report.txt": "duplicate",
    }


def test_the_page_of_a_saved_message() -> None:
    mail = read_msg(whole(note("Pay him after the trial.")))
    assert page_text(mail).splitlines() == [
        "From: Vera Lindqvist",
        "To: Ray Ostrander",
        f"Date: {mail.sent}",
        "Subject: Payment",
        "",
        "Pay him after the trial.",
    ]
    assert (mail.sent or "").startswith("1994-05-")


def test_html_is_read_where_there_is_no_plain_text() -> None:
    properties = [one for one in note("") if one[0] != BODY]
    assert read_msg(whole([*properties, (HTML, BINARY, b"<p>Pay <b>him</b>.</p>")])).text == "Pay him."


def test_a_contact_shows_every_text_it_has() -> None:
    told: list[Property] = [
        (CLASS, TEXT, "IPM.Contact"),
        (SUBJECT, TEXT, "Guy Penn"),
        (0x3A16, TEXT, "Penn Bail Bonds"),
        (0x8003, TEXT, "known as Slick"),
    ]
    shown = page_text(read_msg(whole(told)))
    assert "Company: Penn Bail Bonds" in shown
    assert "Field 8003: known as Slick" in shown


def test_a_message_inside_a_message_is_written_the_same_each_time() -> None:
    inner = message(note("Inside."), [attachment("ä.txt", REPORT)], embedded=True)
    nested = storage(bytes(8), [(0x3705, NUMBER, 5)], **{"__substg1.0_3701000D": inner})
    first, second = (read_msg(whole(note("Outside."), nested)).attachments[0].data for _ in range(2))
    assert first is not None
    assert first == second
    again: Mail = read_eml(first)
    assert (again.text, [(one.name, one.data) for one in again.attachments]) == ("Inside.", [("ä.txt", REPORT)])


@pytest.mark.parametrize("size", [100, 3000])
def test_a_damaged_message_or_mailbox_ends_in_a_state(archive: Archive, folder: Path, size: int) -> None:
    (folder / "mail.msg").write_bytes(whole(note("Pay him."))[:size] + b"__properties_version1.0".ljust(30))
    (folder / "box.pst").write_bytes(b"!BDN" + bytes(range(200)) * 20)
    give(archive, folder.parent)
    assert states(archive)["People v Quill/box.pst"] == "quarantined"
    assert states(archive)["People v Quill/mail.msg"] in ("quarantined", "unsupported")
    assert "Export its mail from Outlook" in problems(archive)["People v Quill/box.pst"]


def tnef(*attached: tuple[str, bytes]) -> bytes:
    """As Outlook sends it (MS-OXTNEF 2.1): of each attachment its head, its name, its bytes."""
    made = struct.pack("<IH", 0x223E9F78, 1)
    for name, content in attached:
        for attribute, data in ((0x69002, bytes(14)), (0x18010, name.encode() + b"\0"), (0x6800F, content)):
            made += struct.pack("<BII", 2, attribute, len(data)) + data + struct.pack("<H", sum(data) & 0xFFFF)
    return made


def test_what_outlook_packed_for_others_comes_out(archive: Archive, folder: Path) -> None:
    (folder / "winmail.dat").write_bytes(tnef(("report.txt", REPORT), ("report.txt", b"Another report.")))
    give(archive, folder.parent)
    at = "People v Quill/winmail.dat"
    assert set(states(archive).values()) == {"done"}
    assert f"{at}!/report.txt" in states(archive)
    assert len(states(archive)) == 3
