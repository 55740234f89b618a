"""Pages of a small archive in its catalog: what an index cannot know of them is asked there."""

from collections.abc import Iterable, Iterator, Mapping

from sqlalchemy import Connection

from pipeline.catalog.facts import save_facts
from pipeline.catalog.files import NewFile, add_document, add_file, set_page_count
from pipeline.catalog.findings import save_marks
from pipeline.catalog.pages import save_page
from pipeline.catalog.people import next_first_seen, save_person
from pipeline.catalog.tables import mentions
from pipeline.records import (
    FileState,
    IndexEntry,
    Mark,
    Mention,
    Page,
    PageMarks,
    PageState,
    Person,
    PersonKind,
    Reading,
    SourceFile,
)


def put_pages(connection: Connection, entries: Iterable[IndexEntry], marks: Mapping[str, list[Mark]] = {}) -> None:
    """Documents, pages and mentions. `marks` are those of pages, by "hash:page"."""
    known: set[str] = set()
    for entry in entries:
        if entry.sha256 not in known:
            known.add(entry.sha256)
            add_document(connection, SourceFile(entry.sha256, "x", "text/plain", 9), "address")
            for place in entry.locations:
                told = ("/root", place, 9, 1, entry.sha256, FileState.DONE, None, entry.file_set, entry.cases)
                add_file(connection, NewFile(*told))
        set_page_count(connection, entry.sha256, entry.page)
        reading = Reading(entry.text, (), entry.confidence)
        save_page(connection, entry.sha256, Page(entry.page, PageState.OCR, reading, 612, 792), "key")
        said = tuple(marks.get(f"{entry.sha256}:{entry.page}", ()))
        page_marks = PageMarks(entry.kind, entry.dated, tuple(mentions_of(entry)), said)
        save_marks(connection, entry.sha256, entry.page, reading.id, page_marks)


def mentions_of(entry: IndexEntry) -> Iterator[Mention]:
    """One for each name of the entry, wherever it stands."""
    of_kind = dict.fromkeys(entry.officers, PersonKind.OFFICER)
    of_kind |= dict.fromkeys(entry.witnesses, PersonKind.WITNESS) | dict.fromkeys(
        entry.informants, PersonKind.INFORMANT
    )
    for at, name in enumerate(dict.fromkeys((*of_kind, *entry.people))):
        yield Mention(at, at + 1, of_kind.get(name, PersonKind.OTHER), name)


def put_person(
    connection: Connection, key: str, name: str, kinds: tuple[PersonKind, ...], badges: tuple[str, ...] = ()
) -> None:
    """A person whose mentions are all those of his name that nobody has yet."""
    of_name = mentions.select().where(mentions.c.name == name, mentions.c.person.is_(None))
    ids = tuple(row.id for row in connection.execute(of_name))
    person = Person(key, name, kinds[0], kinds, None, badges, None, ids)
    save_person(connection, person, next_first_seen(connection))


def put_namesakes(connection: Connection, entries: Iterable[IndexEntry]) -> None:
    """Everybody of one name is one person."""
    kinds: dict[str, set[PersonKind]] = {}
    for entry in entries:
        for mention in mentions_of(entry):
            kinds.setdefault(mention.name, set()).add(mention.kind)
    for number, name in enumerate(sorted(kinds)):
        put_person(connection, f"P-{number:012x}", name, tuple(sorted(kinds[name])))


def put_number(connection: Connection, entry: IndexEntry, bates: str) -> None:
    """The Bates number that a load file gives a page."""
    save_facts(connection, (entry.sha256, entry.page), [("opt", "bates", bates)])
