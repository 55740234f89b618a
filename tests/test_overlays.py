"""What needs more than one page: persons get ids of their own that last, and only changed groups are looked at."""

from pathlib import Path

import pytest

from pipeline.archive import Archive, open_archive
from pipeline.catalog.files import NewFile, add_document, add_file, set_page_count
from pipeline.catalog.findings import save_findings, save_marks
from pipeline.catalog.leads import find_leads
from pipeline.catalog.pages import save_page
from pipeline.catalog.people import find_persons
from pipeline.overlays import apply_rules
from pipeline.records import (
    Assertion,
    FileState,
    Found,
    Mention,
    Page,
    PageMarks,
    PageState,
    PersonKind,
    Reading,
    Slot,
    SourceFile,
    reading_id,
)
from pipeline.resolution import resolve_people
from pipeline.settings import Settings


@pytest.fixture
def archive(tmp_path: Path):  # type: ignore[no-untyped-def]
    with open_archive(Settings(archive=tmp_path), create=True) as opened:
        yield opened


def given_page(archive: Archive, sha256: str, text: str, mentions: tuple[Mention, ...]) -> None:
    with archive.writing() as connection:
        add_document(connection, SourceFile(sha256, "x", "text/plain", 9), "address")
        place = NewFile(
            "/box", f"Case {sha256[0]}/report.txt", 9, 1, sha256, FileState.DONE, None, "police", (sha256[0],)
        )
        add_file(connection, place)
        set_page_count(connection, sha256, 1)
        save_page(connection, sha256, Page(1, PageState.TEXT_LAYER, Reading(text), 612, 792), "key")
        save_marks(connection, sha256, 1, reading_id(text), PageMarks("supplementary_report", None, mentions))


def officers(count: int) -> tuple[str, tuple[Mention, ...]]:
    """A roster of officers of one surname with badges of their own."""
    text, mentions = "", []
    for number in range(count):
        start = len(text) + 5
        text += f"P.O. Larkin #{2000 + number}\n"
        badges = (str(2000 + number),)
        mentions.append(Mention(start, start + 6, PersonKind.OFFICER, "Larkin", "Police Officer", badges))
    return text, tuple(mentions)


def test_forty_namesakes_on_one_page_are_forty_persons(archive: Archive) -> None:
    text, mentions = officers(40)
    given_page(archive, "a" * 64, text, mentions)
    assert resolve_people(archive) == 40
    with archive.engine.connect() as connection:
        found = list(find_persons(connection))
    assert len({person.id for person in found}) == 40
    assert {person.badges for person in found} == {(str(2000 + n),) for n in range(40)}


def test_persons_keep_their_ids_when_a_new_page_comes(archive: Archive) -> None:
    given_page(archive, "b" * 64, *officers(3))
    resolve_people(archive)
    with archive.engine.connect() as connection:
        before = {person.badges: person.id for person in find_persons(connection)}
    given_page(archive, "a" * 64, *officers(5))
    resolve_people(archive)
    with archive.engine.connect() as connection:
        after = {person.badges: person.id for person in find_persons(connection)}
    assert {badges: after[badges] for badges in before} == before


def test_only_groups_that_changed_are_looked_at_again(archive: Archive) -> None:
    text, mentions = officers(1)
    for letter in "ab":
        given_page(archive, letter * 64, text, mentions)
        with archive.writing() as connection:
            found = Found("withheld_marker", 0, len(text), Assertion.AFFIRMED, 3)
            save_findings(connection, letter * 64, 1, reading_id(text), "withheld_marker", [found])
    assert apply_rules(archive) > 0
    assert apply_rules(archive) == 0
    with archive.writing() as connection:
        save_findings(connection, "a" * 64, 1, reading_id(text), "withheld_marker", [])
    apply_rules(archive)
    with archive.engine.connect() as connection:
        assert [one.lead.citations[0].sha256[0] for one in find_leads(connection)] == ["b"]


def test_another_document_in_other_words_bears_a_fact_out_and_a_copy_does_not(archive: Archive) -> None:
    def recorded(sha256: str, text: str) -> None:
        source = Mention(0, 9, PersonKind.INFORMANT, "CI 94-118", None, ("94-118",))
        given_page(archive, sha256, text, (source,))
        found = Found("informant_incentive", 0, len(text), Assertion.AFFIRMED, 2, slots=(Slot("informant", 0, 9),))
        with archive.writing() as connection:
            save_findings(connection, sha256, 1, reading_id(text), "informant_incentive", [found])

    def scores() -> list[int]:
        resolve_people(archive)
        apply_rules(archive)
        with archive.engine.connect() as connection:
            return [one.score for one in find_leads(connection) if one.lead.type == "informant_incentive"]

    recorded("a1" * 32, "CI 94-118 was paid $40.")
    [alone] = scores()
    recorded("a2" * 32, "CI 94-118 was paid $40.")
    assert scores() == [alone, alone]
    recorded("a3" * 32, "CI 94-118 had his bail cut.")
    assert scores() == [alone + 8] * 3
    recorded("b4" * 32, "CI 94-118 got a letter.")
    assert sorted(scores()) == [alone, *[alone + 8] * 3]
