"""Persons are found by last name and by number, however they are spelled on the page."""

from sqlalchemy import Connection, Engine

from pipeline.catalog.mentions import save_mentions
from pipeline.catalog.people import find_persons_named, find_persons_numbered, find_surname_keys, save_person
from pipeline.catalog.tables import mentions
from pipeline.records import Mention, Person, PersonKind

OFFICER = PersonKind.OFFICER


def put(connection: Connection) -> None:
    said = [
        Mention(0, 5, OFFICER, "John Halloran", "Detective", ("2214", "904512")),
        Mention(6, 9, OFFICER, "Hal1oran"),
        Mention(10, 12, OFFICER, "UC 0812"),
    ]
    save_mentions(connection, ("a" * 64, 1, "r"), said)
    for row in connection.execute(mentions.select()).all():
        save_person(connection, Person(f"P-{row.start}", row.name, OFFICER, (OFFICER,), None, (), None, (row.id,)), 1)


def test_persons_are_found_by_name_and_number(engine: Engine) -> None:
    with engine.begin() as connection:
        put(connection)
        assert find_persons_named(connection, "J. HALLORAN") == ["P-0", "P-6"]
        assert find_persons_numbered(connection, "#2214") == find_persons_numbered(connection, "9O4512") == ["P-0"]
        assert find_persons_named(connection, "UC 0812") == find_persons_numbered(connection, "none") == []
        assert list(find_surname_keys(connection)) == ["halloran"]
