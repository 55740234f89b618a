"""A small archive for look-backs, written straight into the catalog: invented people, no OCR, no index.

Roy Amsler (badge 2214, tax 904512) bought drugs undercover nowhere and took a confession in two cases; Rita Amsler is
another officer. "Amsler" alone is named in a third case. Lena Corso (UC 0812) worked undercover.
"""

from collections.abc import Iterable
from datetime import date
from pathlib import Path

from sqlalchemy import Connection

from pipeline.catalog.database import open_catalog
from pipeline.catalog.files import NewFile, add_document, add_file, end_document, set_page_count
from pipeline.catalog.findings import save_marks
from pipeline.catalog.leads import replace_leads
from pipeline.catalog.pages import load_page, save_page
from pipeline.catalog.people import save_person
from pipeline.catalog.tables import mentions
from pipeline.records import (
    Assertion,
    Citation,
    FileState,
    Lead,
    Mention,
    Origin,
    Page,
    PageMarks,
    PageState,
    Person,
    PersonKind,
    Points,
    Reading,
    Role,
    ScoredLead,
    SourceFile,
)
from pipeline.settings import Settings

OFFICER = PersonKind.OFFICER
DEPARTMENT = "Port Ansel Police Department"
# case, file, kind, day, words, [(words that name him, name, rank, badges, agency, role, words of the role)]
PAPERS: tuple[tuple[str, str, str, date | None, str, tuple[tuple[object, ...], ...]], ...] = (
    (
        "1988-Boggs", "statement.txt", "suspect_statement", date(1988, 5, 4),
        "Statement of Lyle Boggs, taken by Det. Roy Amsler, shield 2214, tax 904512.",
        (("Det. Roy Amsler, shield 2214, tax 904512", "Roy Amsler", "Detective", ("2214", "904512"), DEPARTMENT,
          "statement_taker", "taken by"),),
    ),
    (
        "1988-Boggs", "complaint.txt", "complaint_report", date(1988, 5, 3),
        "Store robbed by one male. P.O. Rita Amsler #771 responded to the scene.",
        (("P.O. Rita Amsler #771", "Rita Amsler", "Police Officer", ("771",), DEPARTMENT, "responding_officer",
          "responded to"),),
    ),
    (
        "1991-Gant", "dd5.txt", "complaint_followup_dd5", date(1991, 2, 1),
        "UC 0812, Lena Corso, bought two glassines from Odell Gant. Det. R. Amsler #2214 supervised.",
        (
            ("Lena Corso", "Lena Corso", "Undercover", ("0812",), None, "undercover_buyer", "bought"),
            ("Det. R. Amsler #2214", "R. Amsler", "Detective", ("2214",), None, "supervisor", "supervised"),
        ),
    ),
    ("1991-Gant", "lab.txt", "lab_report", date(1991, 2, 9), "Two glassines: heroin.", ()),
    (
        "1994-Pike", "note.txt", "correspondence", None, "Ask Amsler about it.",
        (("Amsler", "Amsler", None, (), None, None, None),),
    ),
    ("1999-Nobody", "blank.txt", "correspondence", None, "", ()),
)  # fmt: skip
PERSONS = {
    "P-roy": ("Roy Amsler", ("Roy Amsler", "R. Amsler")),
    "P-rita": ("Rita Amsler", ("Rita Amsler",)),
    "P-last": ("Amsler", ("Amsler",)),
    "P-uc": ("Lena Corso", ("Lena Corso",)),
}


def build_archive(folder: Path) -> Settings:
    settings = Settings(archive=folder / "archive", actor="tester")
    engine = open_catalog(settings, create=True)
    with engine.begin() as connection:
        for number, paper in enumerate(PAPERS):
            _add(connection, f"{number:064x}", *paper)
        rows = connection.execute(mentions.select()).all()
        for number, (key, (name, also)) in enumerate(PERSONS.items()):
            ids = tuple(row.id for row in rows if row.name in also)
            badges = tuple(dict.fromkeys(b for row in rows if row.name in also for b in row.badges))
            agency = next((row.agency for row in rows if row.name in also and row.agency), None)
            save_person(connection, Person(key, name, OFFICER, (OFFICER,), None, badges, agency, ids), number)
        _add_lead(connection)
    engine.dispose()
    return settings


def _add(
    connection: Connection, sha256: str, case: str, name: str, kind: str, day: date | None, words: str,
    people: Iterable[tuple[object, ...]],
) -> None:  # fmt: skip
    add_document(connection, SourceFile(sha256, f"file:///{name}", "text/plain", 1), f"file:///{name}")
    add_file(connection, NewFile("/in", f"{case}/{name}", 1, 1, sha256, FileState.WAITING, None, "police", (case,)))
    set_page_count(connection, sha256, 1)
    if not words:
        save_page(connection, sha256, Page(1, PageState.FAILED, None, 0.0, 0.0, 0, "Damaged."), "key")
        end_document(connection, sha256, FileState.DONE)
        return
    save_page(connection, sha256, Page(1, PageState.TEXT_LAYER, Reading(words), 612, 792, origin=Origin.LAYER), "key")
    end_document(connection, sha256, FileState.DONE)
    said = []
    for quoted, who, rank, badges, agency, role, role_words in people:
        start = words.index(str(quoted))
        roles = (Role(str(role), at := words.index(str(role_words)), at + len(str(role_words))),) if role else ()
        said.append(
            Mention(start, start + len(str(quoted)), OFFICER, str(who), rank, badges, agency, roles)  # type: ignore[arg-type]
        )
    page = load_page(connection, sha256, 1)
    assert page is not None
    assert page.reading is not None
    save_marks(connection, sha256, 1, page.reading, PageMarks(kind, day, tuple(said)))


def _add_lead(connection: Connection) -> None:
    page = load_page(connection, "0" * 64, 1)
    assert page is not None
    assert page.reading is not None
    cited = Citation("0" * 64, 1, page.reading, 0, 9, "Statement")
    lead = Lead(
        *("coerced_confession", "rule", 1, Assertion.ALLEGED, "A page speaks of a long night.", "why", "confirm"),
        citations=(cited,),
        cases=("1988-Boggs",),
        people=("P-roy",),
    )
    replace_leads(connection, "rule", "1988-Boggs", [ScoredLead(lead, (Points("severity 1", 40),), 40, "C")])
