"""What words of a page stand for."""

from pathlib import Path

import pytest

from pipeline.errors import UsageError
from pipeline.marks import find_marks, load_marking
from pipeline.records import PersonKind
from pipeline.settings import CONFIG_DIR

TEXT = "Det. Voss paid the C/I $300. No promises were made; she couldn't pick anyone out of the line-up."


def test_people_amounts_and_sayings_are_marked_where_they_stand() -> None:
    people, labels = [("officer", 5, 9)], [("money", 23, 27), ("event", 0, 4)]
    found = {(name, TEXT[start:end]) for name, start, end in find_marks(TEXT, load_marking(CONFIG_DIR), people, labels)}
    assert found >= {
        ("officer", "Voss"),
        ("person", "Voss"),
        ("officer", "Det"),
        ("informant", "C/I"),
        ("money", "$300"),
        ("money", "paid"),
        ("promise", "promises"),
        ("denial", "No"),
        ("denial", "couldn't"),
        ("lineup", "line-up"),
    }
    assert not any(name == "event" for name, _ in found)


def test_every_kind_of_person_has_a_mark() -> None:
    marking = load_marking(CONFIG_DIR)
    assert [kind for kind in PersonKind if "person" not in marking.people.get(kind, ())] == []


def test_another_meaning_of_a_mark_has_another_key(tmp_path: Path) -> None:
    (tmp_path / "search").mkdir()
    file = tmp_path / "search" / "marks.yml"
    file.write_text("gun: {about: a gun, words: gun guns}\n", "utf-8")
    first = load_marking(tmp_path).key
    file.write_text("gun: {about: a gun, words: gun guns pistol*}\n", "utf-8")
    assert load_marking(tmp_path).key != first
    file.write_text("gun: [a, list]\n", "utf-8")
    with pytest.raises(UsageError):
        load_marking(tmp_path)
