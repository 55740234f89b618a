"""What is attached to a PDF: in its list of files, which is also what a portfolio is, and pinned to its pages."""

from collections.abc import Iterator
from typing import Any

import pikepdf

from pipeline.containers import Fact, Member
from pipeline.containers.names import Names
from pipeline.records import FileState, SourceFile
from pipeline.settings import Settings

MOST_PAGES = 20_000


def find_members(source: SourceFile, name: str, settings: Settings) -> Iterator[Member | Fact]:
    """A PDF that does not open has none; its reader says what is wrong with it."""
    try:
        pdf = pikepdf.open(source.path, inherit_page_attributes=False)
    except (pikepdf.PdfError, pikepdf.PasswordError, ValueError, RuntimeError):
        return
    with pdf:
        names, seen = Names(), set[tuple[int, int]]()
        for title, attached in (*_listed(pdf), *_pinned(pdf)):
            if attached.objgen != (0, 0) and attached.objgen in seen:
                continue
            seen.add(attached.objgen)
            yield _member(names, title, attached)


def _listed(pdf: pikepdf.Pdf) -> list[tuple[str, Any]]:
    try:
        named = pdf.Root.get("/Names")
        tree = None if named is None else named.get("/EmbeddedFiles")
        return [] if tree is None else [(str(key), value) for key, value in pikepdf.NameTree(tree).items()]
    except (pikepdf.PdfError, ValueError, RuntimeError, TypeError, AttributeError):
        return []


def _pinned(pdf: pikepdf.Pdf) -> Iterator[tuple[str, Any]]:
    """Notes on pages that hold a file."""
    for number, page in enumerate(pdf.pages, 1):
        if number > MOST_PAGES:
            return
        try:
            notes = [note for note in page.obj.get("/Annots", []) if note.get("/Subtype") == "/FileAttachment"]
            found = [(str(note.get("/Contents", "attachment")), note.FS) for note in notes if "/FS" in note]
        except (pikepdf.PdfError, ValueError, RuntimeError, TypeError, AttributeError):
            continue
        yield from found


def _member(names: Names, title: str, attached: Any) -> Member:
    """By the name that a person sees in the list of attachments."""
    try:
        told = attached.get("/UF", attached.get("/F", title))
        path = names.give(str(told) or title)
        files = attached.get("/EF")
        stream = None if files is None else files.get("/UF", files.get("/F"))
        if stream is None:
            return Member(path, None, FileState.UNSUPPORTED, "only its name is in the PDF, not the file")
        return Member(path, [bytes(stream.read_bytes())])
    except (pikepdf.PdfError, ValueError, RuntimeError, TypeError, AttributeError) as error:
        reason = f"it is damaged in the PDF ({str(error)[:100]})"
        return Member(names.give(title), None, FileState.QUARANTINED, reason)
