"""Verification finds every kind of damage, and nothing in an archive that is whole."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Connection, Engine, text

from pipeline.catalog.database import open_catalog
from pipeline.catalog.outbox import expected_keys, find_entries
from pipeline.catalog.pages import put_in_outbox
from pipeline.catalog.tables import documents, readings
from pipeline.catalog.words import pack_words
from pipeline.custody import CHECKS, Fault, check_index
from pipeline.marks import load_marking
from pipeline.records import Word
from pipeline.search import open_index
from pipeline.settings import CONFIG_DIR, Settings
from tests.reports.archive import FILES, build_archive, sha_of
from tests.reports.typed import run

REPORT = next(iter(FILES))


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return build_archive(tmp_path)


@pytest.fixture
def engine(settings: Settings) -> Iterator[Engine]:
    opened = open_catalog(settings)
    yield opened
    opened.dispose()


def faults(engine: Engine, settings: Settings) -> list[tuple[str, Fault]]:
    with engine.connect() as connection:
        return [(name, fault) for name, check in CHECKS.items() for fault in check(connection, settings) if fault]


def original(settings: Settings, connection: Connection) -> Path:
    sha256 = sha_of(connection, REPORT)
    return settings.archive / "originals" / sha256[:2] / sha256


def test_a_whole_archive_has_no_faults_and_everything_is_looked_at(engine: Engine, settings: Settings) -> None:
    with engine.connect() as connection:
        looked_at = {name: list(check(connection, settings)) for name, check in CHECKS.items()}
    assert not any(fault for found in looked_at.values() for fault in found)
    counts = {name: len(found) for name, found in looked_at.items()}
    # 2 lead quotes, 1 finding with its slot, 7 mentions and 1 role, 3 quotes of a deal
    assert counts == {"originals": 4, "documents": 4, "pages": 5, "readings": 5, "quotes": 15, "outbox": 1}


@pytest.mark.parametrize("link", [False, True])
def test_a_changed_and_a_lost_original(tmp_path: Path, link: bool) -> None:
    settings = build_archive(tmp_path, link=link)
    engine = open_catalog(settings)
    with engine.connect() as connection:
        path = tmp_path / "scans" / REPORT if link else original(settings, connection)
        kept = path.read_bytes()
        path.write_bytes(kept.replace(b"$40", b"$90"))
        [(check, fault)] = faults(engine, settings)
        assert (check, fault.location, fault.fault) == ("originals", REPORT, "the original was changed")
        assert "exculpa verify" in fault.todo
        path.unlink()
        [(_, fault)] = faults(engine, settings)
        assert fault.fault == ("the linked file is gone" if link else "the original is gone")
        assert sha_of(connection, REPORT) in str(fault)
        path.write_bytes(kept)
    assert faults(engine, settings) == []
    engine.dispose()


DAMAGE: dict[str, tuple[str, str, str]] = {
    "a letter of a page": (
        "UPDATE readings SET text = replace(text, '$40', '$90')",
        "readings",
        "the text is not the one its reading was named for",
    ),
    "a quote of a lead": (
        "UPDATE lead_citations SET quote = upper(quote) WHERE ordinal = 1",
        "quotes",
        "is not what stands",
    ),
    "the place of a quote": (
        'UPDATE lead_citations SET start = start - 1, "end" = "end" - 1 WHERE ordinal = 1',
        "quotes",
        "is not what stands",
    ),
    "a finding": ("UPDATE findings SET quote = 'was promised the moon'", "quotes", "is not what stands"),
    "a slot": ("UPDATE findings SET slots = replace(slots, 'Desmond', 'Dexmond')", "quotes", "a slot of finding"),
    "a mention": ("UPDATE mentions SET \"end\" = 9999 WHERE name = 'Desmond Quill'", "quotes", "of a text of"),
    "a role": ('UPDATE mention_roles SET "end" = 9999', "quotes", "the role of mention"),
    "a deal": ("UPDATE deals SET body = replace(body, 'paid $40', 'paid $41')", "quotes", "the quote of deal"),
    "a reading": ("UPDATE lead_citations SET reading = 'gone' WHERE ordinal = 1", "quotes", "not there (gone)"),
    "a page": ("DELETE FROM pages WHERE state = 'failed'", "documents", "2 of 3 pages have a record"),
    "a current reading": (
        "UPDATE pages SET reading = 'gone' WHERE number = 2",
        "pages",
        "its reading gone is not there",
    ),
    "the words of a page": (
        "UPDATE readings SET words = X'00' WHERE number = 2",
        "readings",
        "cannot be read (ValueError)",
    ),
}


@pytest.mark.parametrize("name", DAMAGE)
def test_damage_is_found_where_it_is(name: str, engine: Engine, settings: Settings) -> None:
    statement, check, says = DAMAGE[name]
    with engine.begin() as connection:
        assert connection.execute(text(statement)).rowcount > 0
    found = faults(engine, settings)
    assert [fault for where, fault in found if where == check and says in fault.fault], found
    for _, fault in found:
        assert fault.location in FILES
        assert "exculpa" in fault.todo


@pytest.mark.parametrize(
    ("word", "says"),
    [
        (Word(0, 9999, (10, 10, 20, 20), 1.0), "stands at 0 to 9999"),
        (Word(0, 3, (10, 10, 900, 20), 1.0), "outside of the page"),
        (Word(0, 3, (10, 30, 20, 20), 1.0), "outside of the page"),
        (Word(0, 3, (-40, 10, 20, 20), 1.0), "outside of the page"),
        (Word(0, 3, (-1, 10, 20, 20), 1.0), None),
    ],
)
def test_boxes_lie_on_the_page(word: Word, says: str | None, engine: Engine, settings: Settings) -> None:
    with engine.begin() as connection:
        connection.execute(readings.update().where(readings.c.number == 2).values(words=pack_words([word])))
    found = [fault.fault for check, fault in faults(engine, settings) if check == "readings"]
    assert len(found) == (1 if says else 0)
    assert all(says in fault for fault in found if says)


def test_pages_that_wait_for_the_index(engine: Engine, settings: Settings) -> None:
    with engine.begin() as connection:
        put_in_outbox(connection, [(sha_of(connection, REPORT), 1)])
    [(check, fault)] = faults(engine, settings)
    assert (check, str(fault).startswith("search index: 1 pages wait")) == ("outbox", True)


def test_an_index_that_lacks_a_page_or_holds_one_too_many(engine: Engine) -> None:
    with engine.connect() as connection:
        keys = list(expected_keys(connection))
        assert [f for f in check_index(connection, keys) if f] == []
        assert len(list(check_index(connection, reversed(keys)))) == len(keys)
        missing = [f for f in check_index(connection, keys[1:]) if f]
        assert [f.fault for f in missing] == ["the search index has not got this page as it is read now"]
        assert (missing[0].page, missing[0].location in FILES) == (keys[0][1], True)
        other = [f for f in check_index(connection, [*keys[1:], (keys[0][0], keys[0][1], "other")]) if f]
        assert len(other) == 2
        assert len(list(check_index(connection, []))) == len(keys)


def test_the_command_ends_with_3_where_there_are_faults(engine: Engine, settings: Settings) -> None:
    index = open_index(settings)
    with engine.connect() as connection:
        index.rebuild(find_entries(connection, load_marking(CONFIG_DIR)))
    index.close()
    whole = run(settings, "verify")
    assert (whole.returncode, whole.stderr) == (0, "")
    assert "4 originals, 4 documents, 5 pages, 5 readings, 15 quotes, 1 outbox, 5 index" in whole.stdout
    with engine.begin() as connection:
        connection.execute(documents.update().values(page_count=7))
        original(settings, connection).unlink()
    said = run(settings, "verify")
    assert said.returncode == 3
    assert f"{REPORT}: the original is gone. Put back the file whose SHA-256 is" in said.stdout
    assert "Faults: 5." in said.stdout
    listed = json.loads(run(settings, "verify", "--json").stdout)
    assert listed["clean"] is False
    assert {fault["check"] for fault in listed["faults"]} == {"originals", "documents"}
    assert listed["checked"]["index"] == 5
