"""A small archive of invented people, written straight into the catalog: no detector, no OCR, no index.

Desmond Quill is the informant (CI 91-0447), officer UC 0812 works undercover, Thomas Quill is a patrolman of the same
last name. Quill is also named where no mention marks him: on a page, in a file name, in a summary, in a deal.
Clarence Mabry testified as a witness; that he is CI 88-2210 stands on a card, which no mention marks either.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, select

from pipeline.catalog.database import open_catalog
from pipeline.catalog.files import NewFile, add_document, add_file, end_document, set_page_count
from pipeline.catalog.findings import save_findings, save_marks
from pipeline.catalog.leads import replace_deals, replace_leads
from pipeline.catalog.outbox import clear_all
from pipeline.catalog.pages import load_reading, save_page
from pipeline.catalog.people import save_person
from pipeline.catalog.tables import mentions
from pipeline.readers import count_pages, read_pages
from pipeline.records import (
    Assertion,
    Citation,
    Deal,
    FileState,
    Found,
    Lead,
    Mention,
    Page,
    PageMarks,
    PageState,
    Person,
    PersonKind,
    Points,
    Role,
    ScoredLead,
    Slot,
    SourceFile,
)
from pipeline.reports.export import find_rows
from pipeline.reports.gates import Gates
from pipeline.reports.masking import Masking
from pipeline.settings import Settings
from pipeline.store import hash_file, keep_original, link_original

CASE = "1991-Ferrante"
SECRETS = ("quill", "desmond", "91-0447", "0812", "8127", "mabry", "clarence", "88-2210")
"""What must not leave, in lower case. "quill" may stand in the name of the patrolman only."""
PATROLMAN = "Thomas Quill"

REPORT = """FOLLOW-UP REPORT
On 3/4/91 Det. Ruth Lanahan #2214 met CI 91-0447 at the diner.
The informant Desmond T. Quill was paid $40 and
was promised that his open case would be taken care of.
P.O. Thomas Quill, shield 3391, drove. UC 0812, shield 8127, watched.
"""
LETTER = """To whom it may concern,
D E S M O N D  Q U I L L  wrote this. "QUILL, Desmond" is what the card says; Qui1l is how it was typed,
and Des-
mond Qu-
ill at the end of a line. They call me Desmond. 91-0447 is on the card too, informant No. 7 is another.
He dipped the quill in ink.
"""
CARD = """INFORMANT REGISTRATION
Code No. True name Date of birth
CI 88-2210 MABRY, CLARENCE D. 3/9/54
Controlling officer Det. Ruth Lanahan #2214
"""
FILES = {
    f"{CASE}/police/dd5_quill.txt": REPORT + "\f" + "Nothing more.\n",
    f"{CASE}/defense/QuillLetter-CI_91-0447.txt": LETTER,
    f"{CASE}/court/minutes.txt": "Q. Was anything promised to Desmond Quill?\nA. No. Nothing was promised to Quill.\n"
    "Q. Your name?\nA. Clarence Mabry. Clarence is enough.\n",
    f"{CASE}/desk_file/card.txt": CARD,
}


def build_archive(folder: Path, *, link: bool = False) -> Settings:
    """Write the files and all that follows from them; the outbox is empty, as after a run."""
    settings = Settings(archive=folder / "archive", actor="tester")
    engine = open_catalog(settings, create=True)
    with engine.begin() as connection:
        for path, text in FILES.items():
            add_paper(connection, settings, folder / "scans", (path, text), link=link)
        report, letter, minutes, card = (sha_of(connection, path) for path in FILES)
        _fail_page(connection, report)
        _mark_report(connection, report)
        _mark_letter(connection, letter)
        _mark_minutes(connection, minutes)
        save_marks(connection, card, 1, text_of(connection, card)[0], PageMarks("ci_registration", None))
        _add_people(connection)
        _add_conclusions(connection, report, minutes)
        clear_all(connection)
    engine.dispose()
    return settings


def sha_of(connection: Connection, path: str) -> str:
    from pipeline.catalog.files import find_documents

    [sha256] = find_documents(connection, path)
    return sha256


def add_paper(
    connection: Connection, settings: Settings, root: Path, paper: tuple[str, str], *, link: bool = False
) -> None:
    """Take in one more text, given as its location and words; its pages wait for the index."""
    path, text = paper
    place = root / path
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text(text)
    sha256 = hash_file(place)
    address = link_original(place) if link else keep_original(settings, place, sha256)
    source = SourceFile(sha256, str(place), "text/plain", len(text))
    add_document(connection, SourceFile(sha256, address, "text/plain", len(text)), address)
    file_set = path.split("/")[1]
    new = NewFile(str(root), path, len(text), 1, sha256, FileState.WAITING, None, file_set, (path.split("/")[0],))
    add_file(connection, new)
    count = count_pages(source, settings)
    set_page_count(connection, sha256, count)
    for page in read_pages(source, 1, count, settings):
        save_page(connection, sha256, page, "key")
    end_document(connection, sha256, FileState.DONE)


def _fail_page(connection: Connection, sha256: str) -> None:
    """A third page that could not be read, for a reason in which the informant is named."""
    page = Page(3, PageState.FAILED, None, 0.0, 0.0, 0, "The page of Desmond Quill is damaged.")
    save_page(connection, sha256, page, "key")
    set_page_count(connection, sha256, 3)
    end_document(connection, sha256, FileState.DONE)


def text_of(connection: Connection, sha256: str, page: int = 1) -> tuple[str, str]:
    """(reading, text) of a page."""
    from pipeline.catalog.pages import load_page

    row = load_page(connection, sha256, page)
    assert row is not None
    assert row.reading is not None
    read = load_reading(connection, sha256, page, row.reading)
    assert read is not None
    return row.reading, read.text


def _mark(connection: Connection, sha256: str, people: Iterable[tuple[str, Mention]]) -> None:
    """Save mentions; each comes with its words, whose first place in the text is meant."""
    reading, text = text_of(connection, sha256)
    placed = []
    for words, mention in people:
        start = text.index(words)
        role_start = text.index((role := mention.roles[0].name).split(" ")[0]) if mention.roles else None
        placed.append(
            Mention(
                start,
                start + len(words),
                *(mention.kind, mention.name, mention.rank, mention.badges, mention.agency),
                roles=() if role_start is None else (Role("handler", role_start, role_start + len(role)),),
            )
        )
    save_marks(connection, sha256, 1, reading, PageMarks("dd5", None, tuple(placed)))


def _mark_report(connection: Connection, sha256: str) -> None:
    officer, informant = PersonKind.OFFICER, PersonKind.INFORMANT
    _mark(
        connection,
        sha256,
        [
            (
                "Det. Ruth Lanahan #2214",
                Mention(0, 0, officer, "Ruth Lanahan", "Det.", ("2214",), roles=(Role("met CI 91-0447", 0, 0),)),
            ),
            ("CI 91-0447", Mention(0, 0, informant, "CI 91-0447")),
            ("Desmond T. Quill", Mention(0, 0, informant, "Desmond T. Quill")),
            ("P.O. Thomas Quill", Mention(0, 0, officer, "Thomas Quill", "P.O.", ("3391",))),
            ("UC 0812", Mention(0, 0, officer, "UC 0812", "Undercover", ("8127",))),
        ],
    )
    reading, text = text_of(connection, sha256)
    start, end = text.index("was promised"), text.index("taken care of") + len("taken care of")
    slot = text.index("Desmond T. Quill")
    slots = (Slot("informant", slot, slot + len("Desmond T. Quill")),)
    found = Found("informant_incentive", start, end, Assertion.AFFIRMED, 1, slots=slots)
    save_findings(connection, sha256, 1, reading, "informant_incentive", [found])


def _mark_letter(connection: Connection, sha256: str) -> None:
    _mark(connection, sha256, [("QUILL, Desmond", Mention(0, 0, PersonKind.WITNESS, "Desmond Quill"))])


def _mark_minutes(connection: Connection, sha256: str) -> None:
    """The witness alone is marked there: the step that finds names missed Quill."""
    _mark(connection, sha256, [("Clarence Mabry", Mention(0, 0, PersonKind.WITNESS, "Clarence Mabry"))])


def _add_people(connection: Connection) -> None:
    rows = connection.execute(select(mentions)).all()
    officer, informant, witness = PersonKind.OFFICER, PersonKind.INFORMANT, PersonKind.WITNESS

    def ids(*names: str) -> tuple[str, ...]:
        return tuple(row.id for row in rows if row.name in names)

    persons = [
        Person("P-lanahan", "Ruth Lanahan", officer, (officer,), "Det.", ("2214",), None, ids("Ruth Lanahan")),
        Person(
            *("P-quill", "Desmond T. Quill", informant, (informant, witness), None, (), None),
            ids("CI 91-0447", "Desmond T. Quill", "Desmond Quill"),
            ("CI 91-0447 and Desmond Quill stand on one card",),
        ),
        Person("P-patrol", PATROLMAN, officer, (officer,), "P.O.", ("3391",), None, ids("Thomas Quill")),
        Person("P-mabry", "Clarence Mabry", witness, (witness,), None, (), None, ids("Clarence Mabry")),
        Person("P-uc", "UC 0812", officer, (officer,), "Undercover", ("8127",), None, ids("UC 0812")),
    ]
    for number, person in enumerate(persons, 1):
        save_person(connection, person, number)


def cite(connection: Connection, sha256: str, words: str, slot: str | None = None) -> Citation:
    """A citation of the first place where these words stand on page 1."""
    reading, text = text_of(connection, sha256)
    start = text.index(words)
    return Citation(sha256, 1, reading, start, start + len(words), words, slot)


def _add_conclusions(connection: Connection, report: str, minutes: str) -> None:
    promised = cite(connection, report, "Desmond T. Quill was paid $40 and\nwas promised")
    denied = cite(connection, minutes, "Nothing was promised to Quill.")
    lead = Lead(
        type="denied_deal",
        rule="denied_deal",
        severity=1,
        status=Assertion.AFFIRMED,
        summary="A page records a promise to Desmond Quill (CI 91-0447); another denies it.",
        why="A benefit of a witness must be told.",
        confirm="Ask for the papers of the case of D. Quill.",
        citations=(promised, denied),
        cases=(CASE,),
        people=("P-quill", "P-lanahan"),
    )
    points = (Points("severity 1", 40), Points("names Quill", 3))
    replace_leads(connection, "denied_deal", CASE, [ScoredLead(lead, points, 43, "C")])
    deal = Deal(
        informant="P-quill",
        beneficiary="P-quill",
        benefit="cash_payment",
        state="paid",
        promisor=None,
        handler="P-lanahan",
        amount={"text": "$40", "value": 40.0, "currency": "USD"},
        in_return_for="what Quill told",
        conditions=("=Desmond must testify",),
        link=None,
        dates={"promised": "1991-03-04"},
        denials=(cite(connection, minutes, "Nothing was promised to Quill."),),
        disclosure="unknown",
        citations=(
            cite(connection, report, "paid $40", "benefit"),
            cite(connection, report, "Desmond T. Quill", "informant"),
        ),
        cases=(CASE,),
    )
    replace_deals(connection, report, [deal])


def exported(connection: Connection, name: str, masking: Masking | None) -> Iterator[dict[str, Any]]:
    """The rows of an export as they leave this archive, in which nothing stands behind a gate."""
    return find_rows(connection, name, masking, Gates(connection, Settings(archive=Path("unused"))))
