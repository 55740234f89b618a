"""Mail: the head and the body on a page, what is attached below it, who wrote to whom and when as facts."""

from email.message import EmailMessage
from pathlib import Path

import pikepdf
from sqlalchemy import select

from pipeline.archive import Archive
from pipeline.catalog.facts import find_by_fact, find_facts
from pipeline.catalog.tables import files, readings
from pipeline.mail import page_text
from pipeline.mail.eml import read_eml
from tests.containers.boxes import REPORT, give, problems, states, zipped

NOTE = "Ray, pay him when he has testified, not before. The report stays in my desk."


def message(**told: str) -> EmailMessage:
    made = EmailMessage()
    made["From"] = told.get("sender", '"Vera Lindqvist" <vl@da.example>')
    made["To"] = "Ray Ostrander <ro@pd.example>, Guy Penn <gp@pd.example>"
    made["Cc"] = "file@da.example"
    made["Date"] = "Tue, 3 May 1994 10:00:00 -0500"
    made["Subject"] = told.get("subject", "Källa 94-118")
    made["Message-ID"] = told.get("id", "<1@da.example>")
    made.set_content(told.get("text", NOTE))
    return made


def texts(archive: Archive) -> dict[str, str]:
    """Location to text of all pages."""
    with archive.engine.connect() as connection:
        rows = connection.execute(
            select(files.c.path, readings.c.text).join(readings, readings.c.sha256 == files.c.sha256)
        )
        return {row.path: row.text for row in rows}


def test_a_message_is_a_page_with_its_attachments_below_it(archive: Archive, folder: Path) -> None:
    made = message()
    made.add_attachment(REPORT, maintype="text", subtype="plain", filename="report.txt")
    inner = message(subject="Re: payment", id="<2@da.example>", text="Not before the trial.")
    made.add_attachment(inner)
    made.add_attachment(zipped({"notes.txt": b"His notes."}), maintype="application", subtype="zip", filename="n.zip")
    (folder / "mail.eml").write_bytes(made.as_bytes())
    give(archive, folder.parent)
    at = "People v Quill/mail.eml"
    found = texts(archive)
    assert found[at].splitlines()[:5] == [
        'From: "Vera Lindqvist" <vl@da.example>',
        "To: Ray Ostrander <ro@pd.example>, Guy Penn <gp@pd.example>",
        "Cc: file@da.example",
        "Date: Tue, 03 May 1994 10:00:00 -0500",
        "Subject: Källa 94-118",
    ]
    assert NOTE in found[at]
    assert found[at].endswith("bytes)")
    assert "report.txt (58 bytes)" in found[at]
    assert found[f"{at}!/report.txt"] == REPORT.decode()
    assert "Not before the trial." in found[f"{at}!/Re: payment.eml"]
    assert found[f"{at}!/n.zip!/notes.txt"] == "His notes."
    assert set(states(archive).values()) == {"done"}


def test_who_wrote_to_whom_and_when_are_facts(archive: Archive, folder: Path) -> None:
    (folder / "mail.eml").write_bytes(message().as_bytes())
    give(archive, folder.parent)
    with archive.engine.connect() as connection:
        [row] = find_by_fact(connection, "message-id", "<1@DA.example>")
        told = {fact.name: fact.value for fact in find_facts(connection, row.sha256)}
    assert told["sent"] == "1994-05-03T10:00:00-05:00"
    assert told["from"] == '"Vera Lindqvist" <vl@da.example>'
    assert told["subject"] == "Källa 94-118"
    assert told["content-type"].startswith("text/plain")


def test_the_plain_text_is_read_and_html_only_where_there_is_none() -> None:
    both = message()
    both.add_alternative("<p>Shown otherwise</p>", subtype="html")
    assert read_eml(both.as_bytes()).text == NOTE
    html = EmailMessage()
    html["From"] = "a@example"
    html.set_content(
        "<html><body><h1>Payment</h1><table><tr><td>Quill</td><td>$500</td></tr></table>"
        "<script>no()</script><p>caf&eacute;</p></body></html>",
        subtype="html",
    )
    text = read_eml(html.as_bytes()).text
    assert "Payment" in text
    assert "$500" in next(line for line in text.splitlines() if "Quill" in line)
    assert "café" in text
    assert "no()" not in text


def test_broken_mail_is_read_as_far_as_it_goes() -> None:
    broken = (
        b"From: =?utf-9?Q?V=E9ra?= <v@example>\r\nDate: yesterday\r\nTo: undisclosed\r\n"
        b'Content-Type: multipart/mixed; boundary="x"\r\n\r\n'
        b"--x\r\nContent-Type: text/plain; charset=unheard-of\r\n\r\nZahlung \xe4ndern\r\n"
        b"--x\r\nContent-Type: application/pdf\r\nContent-Transfer-Encoding: base64\r\n\r\nJVBERi0x!!\r\n"
    )
    mail = read_eml(broken)
    assert mail.sent is None
    assert "Zahlung ändern" in mail.text
    assert [one.name for one in mail.attachments] == ["application.pdf"]
    assert page_text(mail).startswith("From: ")


def test_a_memorandum_is_no_mail(archive: Archive, folder: Path) -> None:
    memo = "FROM: Lt. Orr\nTO: File\nDATE: May 3, 1994\nReceived: 05/03/94\nSUBJECT: Quill\n\nHe asked for money."
    (folder / "memo.txt").write_text(memo)
    (folder / "saved mail").write_bytes(message().as_bytes())
    (folder / "letter.txt").write_text("From the beginning he lied.\nSo did she.")
    give(archive, folder.parent)
    found = texts(archive)
    assert found["People v Quill/memo.txt"] == memo
    assert found["People v Quill/saved mail"].startswith("From: ")
    assert found["People v Quill/letter.txt"].startswith("From the beginning")


def test_a_mailbox_gives_its_messages_and_a_line_with_from_is_none(archive: Archive, folder: Path) -> None:
    box = b""
    for number in range(1, 13):
        text = f"Message {number}\n\nFrom the beginning he lied.\nFrom 1994 on too."
        box += (
            b"From vl@da.example Tue May  3 10:00:00 1994\n" + message(id=f"<{number}>", text=text).as_bytes() + b"\n"
        )
    (folder / "inbox").write_bytes(box)
    give(archive, folder.parent)
    found = texts(archive)
    assert len(found) == 12
    assert "Message 7" in found["People v Quill/inbox!/message 07.eml"]
    assert found["People v Quill/inbox!/message 07.eml"].endswith("From 1994 on too.")
    assert states(archive)["People v Quill/inbox"] == "done"


def test_files_in_a_pdf_and_pinned_to_its_pages_are_members(archive: Archive, folder: Path) -> None:
    pdf = pikepdf.new()
    page = pdf.add_blank_page(page_size=(612, 792))
    pdf.attachments["report.txt"] = pikepdf.AttachedFileSpec(pdf, REPORT, filename="report.txt")
    note = pikepdf.AttachedFileSpec(pdf, b"Pinned to the page.", filename="note.txt")
    page.obj.Annots = pdf.make_indirect(
        [
            pikepdf.Dictionary(
                Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.FileAttachment, FS=note.obj, Rect=[0, 0, 9, 9]
            )
        ]
    )
    pdf.save(folder / "portfolio.pdf")
    give(archive, folder.parent)
    assert {path.partition("!/")[2] for path in states(archive)} == {"", "report.txt", "note.txt"}
    assert problems(archive) == {}
